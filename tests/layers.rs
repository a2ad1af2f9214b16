//! The module order of `src/lib.rs` is kept, and each dependency has one home.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

mod support;

use std::path::Path;

/// The modules that `src/lib.rs` lists, in its order.
fn listed(lib: &str) -> Vec<&str> {
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

/// Source files by their path below `src`, without comments.
fn sources() -> Vec<(String, String)> {
    let folder = support::root().join("src");
    support::files(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap();
            let text = std::fs::read_to_string(&path).unwrap();
            (name.replace('\\', "/"), without_comments(&text))
        })
        .collect()
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect()
}

/// The path of modules to which a file belongs: `report/page/mod.rs` → `report`, `page`.
fn module(file: &str) -> Vec<&str> {
    let path = file.strip_suffix(".rs").unwrap();
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').collect()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The texts that follow a path such as `crate::`, where it is not the end of a longer name.
fn after<'t>(text: &'t str, path: &str) -> Vec<&'t str> {
    text.match_indices(path)
        .filter(|(place, _)| !text[..*place].ends_with(is_word))
        .map(|(place, _)| &text[place + path.len()..])
        .collect()
}

fn first_word(text: &str) -> &str {
    text.split(|letter| !is_word(letter)).next().unwrap()
}

/// The modules that a file names with `crate::x` or `crate::{a, b}`.
fn imports(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for rest in after(text, "crate::") {
        let Some(group) = rest.strip_prefix('{') else {
            names.push(first_word(rest));
            continue;
        };
        let (mut depth, mut begins) = (0, 0);
        for (place, letter) in group.char_indices() {
            if matches!(letter, ',' | '}') && depth == 0 {
                names.push(first_word(group[begins..place].trim_start()));
                begins = place + 1;
            }
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The lines on which `super::` leaves the module of a file that lies so deep.
fn escapes(text: &str, depth: usize) -> Vec<&str> {
    let mut inline: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        if line.trim() == "}" && inline.last() == Some(&indent) {
            inline.pop();
        }
        let steps = 1 + line.matches("super::super::").count();
        if line.contains("super::") && steps >= depth + inline.len() {
            found.push(line.trim());
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.contains(&"mod") && words.last() == Some(&"{") {
            inline.push(indent);
        }
    }
    found
}

/// What a file uses that stands below its own module in the list, or outside it.
fn faults(file: &str, text: &str, order: &[&str]) -> Vec<String> {
    let path = module(file);
    let Some(own) = order.iter().position(|name| *name == path[0]) else {
        return vec![format!("{file}: src/lib.rs does not list its module")];
    };
    let allowed = &order[..=own];
    let imports = imports(text);
    let below = imports.iter().filter(|name| !allowed.contains(name));
    let mut faults: Vec<String> = below.map(|name| format!("{file}: crate::{name} is not above {}", path[0])).collect();
    faults.extend(escapes(text, path.len()).iter().map(|line| format!("{file}: `{line}` leaves {}", path[0])));
    faults
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let lib = std::fs::read_to_string(support::root().join("src/lib.rs")).unwrap();
    let order = listed(&lib);
    assert!(order.len() > 20, "{order:?}");
    let faults: Vec<String> = sources()
        .iter()
        .filter(|(file, _)| !["lib.rs", "main.rs"].contains(&file.as_str()))
        .flat_map(|(file, text)| faults(file, text, &order))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_import_from_below_would_be_found() {
    let order = ["cat", "dog", "mouse"];
    let planted =
        "use crate::cat::Purr;\nuse crate::{cat, dog::{Bark, Growl}, mouse};\nlet ears = crate::bird::ears();\n";
    assert_eq!(
        faults("dog/bark.rs", planted, &order),
        ["dog/bark.rs: crate::mouse is not above dog", "dog/bark.rs: crate::bird is not above dog"]
    );
    assert_eq!(faults("mouse.rs", "use crate::dog::Bark;", &order), [""; 0]);
    assert_eq!(faults("bird.rs", "", &order), ["bird.rs: src/lib.rs does not list its module"]);
    assert_eq!(without_comments("/// [`crate::mouse`]\nuse crate::cat;"), "use crate::cat;\n");
}

#[test]
fn a_way_out_through_super_would_be_found() {
    let order = ["cat", "dog"];
    let tests = "mod tests {\n    use super::*;\n}\n";
    assert_eq!(faults("dog.rs", tests, &order), [""; 0]);
    assert_eq!(faults("dog/bark.rs", "use super::Bark;", &order), [""; 0]);
    let left = [format!("{tests}use super::cat;"), "use super::cat;".to_owned()];
    for text in left {
        assert_eq!(faults("dog/mod.rs", &text, &order), ["dog/mod.rs: `use super::cat;` leaves dog"]);
    }
    assert_eq!(
        faults("dog/bark.rs", "use super::super::cat;", &order),
        ["dog/bark.rs: `use super::super::cat;` leaves dog"]
    );
}

/// A dependency, and the files or folders that may name it; none where a crate beside the package is its home.
const HOMES: [(&str, &[&str]); 17] = [
    ("statrs::", &["statistics/"]),
    ("plotters::", &["chart/"]),
    ("clap::", &["args.rs", "main.rs"]),
    ("clap_complete::", &["args.rs", "main.rs"]),
    ("polars::", &[]),
    ("geo::", &[]),
    ("geojson::", &[]),
    ("calamine::", &[]),
    ("encoding_rs::", &[]),
    ("flate2::", &[]),
    ("zip::", &[]),
    ("microlp::", &["disclosure/auditor.rs"]),
    ("rayon::", &["pipeline.rs", "intake.rs"]),
    ("println!", &["main.rs"]),
    ("print!", &["main.rs"]),
    ("eprintln!", &["main.rs"]),
    ("eprint!", &["main.rs"]),
];

#[test]
fn one_dependency_has_one_home() {
    let mut strays = Vec::new();
    for (file, text) in sources() {
        for (name, homes) in HOMES {
            let at_home = homes.iter().any(|home| file.starts_with(home));
            if !at_home && !after(&text, name).is_empty() {
                strays.push(format!("{file}: {name} belongs in {}", homes.join(" and ")));
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn only_the_report_and_the_pipeline_write_files() {
    let calls = ["fs::write", "fs::create_dir", "File::create", "fs::rename", "fs::remove"];
    let writers: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| calls.iter().any(|call| text.contains(call)))
        .map(|(file, _)| file)
        .filter(|file| file != "pipeline.rs" && !Path::new(file).starts_with("report"))
        .collect();
    assert_eq!(writers, [""; 0]);
}
