//! What the compiler does not see of the structure: the order of modules in `src/`, no circle of files, no long file,
//! one home for a dependency, and nothing of the domain that belongs in `data/`.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::collections::{BTreeMap, BTreeSet};

use crate::support;

/// The words of a path, such as `disparity`, `compare`.
type Path<'t> = Vec<&'t str>;

/// Files that are tables of declarations, and may be long.
const TABLES: [&str; 0] = [];

/// A dependency, or a call, and the files or folders that may name it.
const HOMES: [(&str, &[&str]); 11] = [
    ("plotters::", &["src/chart/"]),
    ("clap::", &["src/args.rs", "src/main.rs"]),
    ("clap_complete::", &["src/args.rs", "src/main.rs"]),
    ("polars::", &["src/ingest/", "crates/tables/src/"]),
    ("microlp::", &["src/disclosure/auditor.rs"]),
    ("rayon::", &["src/command/", "crates/tables/src/"]),
    ("fs::write", &["src/command/", "src/report/"]),
    ("fs::create_dir", &["src/command/", "src/report/"]),
    ("fs::rename", &["src/command/", "src/report/"]),
    ("fs::remove", &["src/command/", "src/report/"]),
    ("File::create", &["src/command/", "src/report/"]),
];

/// The source files and templates below a folder of the project, by their path.
fn sources(folder: &str) -> Vec<(String, String)> {
    let root = support::root();
    let files = support::files(&root.join(folder)).into_iter();
    files
        .filter(|path| path.extension().is_some_and(|end| end == "rs" || end == "html"))
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// A file without its comments and its own tests.
fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]").next().unwrap();
    own.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect()
}

/// The module of a file below `src`: `report/page/mod.rs` → `report`, `page`.
fn module(file: &str) -> Path<'_> {
    let path = file.strip_suffix(".rs").unwrap();
    path.strip_suffix("/mod").unwrap_or(path).split('/').collect()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The texts that follow a name, where it is not the end of a longer one.
fn after<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let found = text.match_indices(name).filter(|(place, _)| !text[..*place].ends_with(|c| is_word(c) || c == ':'));
    found.map(|(place, _)| &text[place + name.len()..]).collect()
}

/// Reads `b::{c, d::e}` below a path and returns what follows it.
fn tree<'t>(text: &'t str, below: &[&'t str], found: &mut Vec<Path<'t>>) -> &'t str {
    let (mut path, mut rest) = (below.to_vec(), text.trim_start());
    loop {
        if let Some(group) = rest.strip_prefix('{') {
            rest = group;
            while !rest.is_empty() && !rest.starts_with('}') {
                rest = tree(rest, &path, found);
                rest = &rest[rest.find([',', '}']).unwrap_or(rest.len())..];
                rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
            }
            return rest.strip_prefix('}').unwrap_or(rest);
        }
        let word = &rest[..rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())];
        rest = &rest[word.len()..];
        if word == "super" {
            path.pop();
        } else {
            path.push(word);
        }
        let Some(next) = rest.strip_prefix("::") else {
            found.push(path);
            return rest;
        };
        rest = next;
    }
}

/// What a module names outside itself, in full paths.
fn uses<'t>(own: &[&'t str], text: &'t str) -> Vec<Path<'t>> {
    let mut found = Vec::new();
    for rest in after(text, "crate::") {
        tree(rest, &[], &mut found);
    }
    for rest in after(text, "super::") {
        tree(rest, &own[..own.len() - 1], &mut found);
    }
    found
}

/// What a file uses that stands below its own module in the list.
fn strays(file: &str, text: &str, order: &[&str]) -> Vec<String> {
    let own = module(file);
    let Some(place) = order.iter().position(|name| *name == own[0]) else {
        return vec![format!("{file}: src/lib.rs does not list its module")];
    };
    uses(&own, text)
        .iter()
        .filter(|used| !order[..=place].contains(&used[0]))
        .map(|used| format!("{file}: {} is not above {}", used.join("::"), own[0]))
        .collect()
}

/// The modules of one folder that use one another in a circle.
fn circles(files: &[(String, String)]) -> Vec<String> {
    let modules: Vec<(Path<'_>, &str)> = files.iter().map(|(file, text)| (module(file), text.as_str())).collect();
    let known: BTreeSet<&[&str]> = modules.iter().flat_map(|(own, _)| (1..=own.len()).map(|end| &own[..end])).collect();
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (own, text) in &modules {
        for used in uses(own, text) {
            let shared = own.iter().zip(&used).take_while(|(a, b)| a == b).count();
            if shared < own.len() && shared < used.len() && known.contains(&used[..=shared]) {
                edges.entry(own[..=shared].join("::")).or_default().insert(used[..=shared].join("::"));
            }
        }
    }
    loop {
        let left: BTreeSet<String> = edges.keys().cloned().collect();
        for used in edges.values_mut() {
            used.retain(|name| left.contains(name));
        }
        let used: BTreeSet<String> = edges.values().flatten().cloned().collect();
        edges.retain(|name, uses| used.contains(name) && !uses.is_empty());
        if edges.len() == left.len() {
            return edges.iter().map(|(name, used)| format!("{name} uses {used:?}")).collect();
        }
    }
}

/// The files below a folder of sources, by their path inside it, as code.
fn package(folder: &str) -> Vec<(String, String)> {
    let inside = |name: String| name.strip_prefix(folder).unwrap().trim_start_matches('/').to_owned();
    let files = sources(folder).into_iter().map(|(name, text)| (inside(name), code(&text)));
    let apart = ["lib.rs", "main.rs"];
    files.filter(|(file, _)| !file.contains("templates/") && !apart.contains(&file.as_str())).collect()
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let lib = std::fs::read_to_string(support::root().join("src/lib.rs")).unwrap();
    let order: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(order.len() > 10, "{order:?}");
    let strays: Vec<String> = package("src").iter().flat_map(|(file, text)| strays(file, text, &order)).collect();
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn no_files_use_one_another_in_a_circle() {
    for folder in ["src", "crates/statistics/src", "crates/tables/src"] {
        let circles = circles(&package(folder));
        assert!(circles.is_empty(), "{folder}:\n{}", circles.join("\n"));
    }
}

/// The sources of the program and of its crates, without their tests and benchmarks.
fn program() -> Vec<(String, String)> {
    ["src", "crates/statistics/src", "crates/tables/src"].into_iter().flat_map(sources).collect()
}

#[test]
fn a_file_is_short() {
    let files = program();
    let long = files.iter().map(|(file, text)| (file.as_str(), text.lines().count()));
    let long: Vec<_> = long.filter(|(file, lines)| *lines > 450 && !TABLES.contains(file)).collect();
    assert_eq!(long, []);
}

/// What is peculiar to a place or to a census stands in `data/`; own tests and comments may use it as an example.
#[test]
fn the_domain_is_in_the_data() {
    let peculiar = ["london", "census", "2011", "2021"];
    let found: Vec<String> = program()
        .into_iter()
        .flat_map(|(file, text)| {
            // The name of a column is a contract with other programs.
            let code = code(&text).to_lowercase().replace("ratio_nearest_census", "");
            let lines = code.lines().filter(|line| peculiar.iter().any(|word| line.contains(word)));
            lines.map(|line| format!("{file}: {}", line.trim())).collect::<Vec<_>>()
        })
        .collect();
    assert!(found.is_empty(), "{} lines:\n{}", found.len(), found.join("\n"));
}

#[test]
fn one_dependency_has_one_home() {
    let mut strays = Vec::new();
    for (file, text) in program() {
        let text = code(&text);
        for (name, homes) in HOMES {
            if text.contains(name) && !after(&text, name).is_empty() && !homes.iter().any(|home| file.starts_with(home))
            {
                strays.push(format!("{file}: {name} belongs in {}", homes.join(" and ")));
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn a_use_from_below_would_be_found() {
    let order = ["cat", "dog", "mouse"];
    let planted =
        "use crate::cat::Purr;\nuse crate::{cat, dog::{Bark as B, Growl,}, mouse};\nlet ears = crate::bird::ears();\n";
    let below = ["dog/bark.rs: mouse is not above dog", "dog/bark.rs: bird::ears is not above dog"];
    assert_eq!(strays("dog/bark.rs", planted, &order), below);
    assert_eq!(strays("mouse.rs", "use crate::dog::Bark;", &order), [""; 0]);
    assert_eq!(strays("bird.rs", "", &order), ["bird.rs: src/lib.rs does not list its module"]);
    let tests = "/// [`crate::mouse`]\nuse crate::cat;\n#[cfg(test)]\nmod tests {\n    use crate::mouse;\n}\n";
    assert_eq!(code(tests), "use crate::cat;\n");
    assert_eq!(strays("dog/bark.rs", "use super::Growl;\nuse super::super::cat;", &order), [""; 0]);
    assert_eq!(strays("cat/mod.rs", "use super::dog::Bark;", &order), ["cat/mod.rs: dog::Bark is not above cat"]);
}

#[test]
fn a_circle_of_files_would_be_found() {
    let files = |list: [(&str, &str); 3]| list.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let line = files([("cat/mod.rs", ""), ("cat/paw.rs", "use super::ear::Ear;"), ("cat/ear.rs", "use super::Cat;")]);
    assert_eq!(circles(&line), [""; 0]);
    let circle = files([
        ("cat/mod.rs", ""),
        ("cat/paw.rs", "use super::{Cat, ear::Ear};"),
        ("cat/ear/lobe.rs", "use crate::cat::paw;"),
    ]);
    let found = [r#"cat::ear uses {"cat::paw"}"#, r#"cat::paw uses {"cat::ear"}"#];
    assert_eq!(circles(&circle), found);
}
