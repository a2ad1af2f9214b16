//! Names and cells that mean harm, or only look odd: none runs, none leads out of its folder, none forges a message.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::fs;

use crate::support::{Project, files, shared};

/// Puts a name in the place of Croydon's, which stays its other name.
fn rename(project: &Project, name: &str) {
    let quoted = name.replace('"', "\"\"");
    project.replace("data/areas.csv", "E09000008,Croydon,\"", &format!("E09000008,\"{quoted}\",\"Croydon;"));
}

/// Whether a page has nothing in it but what its template has.
fn assert_harmless(project: &Project, out: &str) {
    let page = project.read(&format!("{out}/index.html"));
    assert!(!page.contains("<script") && !page.contains("javascript:\""), "{out}");
    for attribute in page.split("=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(!attribute.contains('<'), "{attribute}");
    }
    for path in files(&project.path(&format!("{out}/charts"))) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(name.chars().all(|letter| letter.is_alphanumeric() || letter == '-'), "{name}");
        let svg = fs::read_to_string(&path).unwrap();
        assert!(svg.chars().all(|letter| letter == '\n' || !letter.is_control()), "{name}");
        // Every tag is closed, so nothing in it opened one.
        assert_eq!(svg.matches('<').count(), svg.matches('>').count(), "{name}");
        assert!(!svg.contains("<script"), "{name}");
    }
}

#[test]
fn a_name_with_markup_is_a_name() {
    let Some(case) = shared("cases/41-names-that-escape") else { return };
    let project = Project::copy();
    let table = fs::read_to_string(case.join("areas.csv")).unwrap();
    let (_, row) = table.split_once("\nE09000008,\"").unwrap();
    let (name, _) = row.split_once("\",").unwrap();
    rename(&project, &name.replace("\"\"", "\""));
    assert_eq!(project.run(&["run", "--phase", "3", "--out", "out"]).code, 0);
    assert_harmless(&project, "out/phase-3");
}

#[test]
fn a_name_leads_nowhere() {
    for name in
        ["../../../escaped", "a/../../../b", "</title><script>x</script>", "x\" onload=\"alert(1)", &"ö".repeat(400)]
    {
        let project = Project::copy();
        rename(&project, name);
        let outcome = project.run(&["run", "--phase", "3", "--out", "deep/er/out"]);
        assert_eq!(outcome.code, 0, "{name}: {}", outcome.stderr);
        assert_harmless(&project, "deep/er/out/phase-3");
        assert_eq!(fs::read_dir(project.path("deep/er")).unwrap().count(), 1);
        assert_eq!(fs::read_dir(project.path("deep")).unwrap().count(), 1);
    }
}

/// Or the chart of one would stand where that of the other is.
#[test]
fn two_names_that_differ_in_marks_alone_are_a_fault() {
    for name in ["Sutton!", "***", "Kingston/upon: Thames"] {
        let project = Project::copy();
        rename(&project, name);
        let outcome = project.run(&["check"]);
        assert_eq!(outcome.code, 1, "{name}");
        // The second of the two is named, whichever that is.
        let message =
            "`, and a name needs a letter or a digit, and others than the names beside it\n  --> data/areas.csv:";
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
    }
    // Or they are one name, as an area is looked up without these marks.
    let project = Project::copy();
    rename(&project, "Kingston (upon Thames)");
    let stderr = project.run(&["check"]).stderr;
    assert!(stderr.starts_with("error: the area name `Kingston upon Thames` is declared twice\n"), "{stderr}");
}

#[test]
fn only_the_address_of_a_page_is_a_link() {
    let project = Project::copy();
    let card = "data/statutory/mhclg-homelessness/source.toml";
    let text = project.read(card);
    let line = text.lines().find(|line| line.starts_with("address = ")).unwrap();
    project.write(card, text.replacen(line, "address = \"javascript:alert(1)//https://x.org\"", 1));
    assert_eq!(project.run(&["run", "--phase", "3"]).code, 0);
    let page = project.read("reports/phase-3/index.html");
    assert!(page.contains("javascript:alert(1)") && !page.contains("href=\"javascript:"));
}

#[test]
fn characters_that_nobody_sees_are_faults_of_a_declaration() {
    let place = |text: &str, file: &str| -> String {
        format!("error: `{text}` holds a character that nobody sees\n  --> {file}")
    };
    for (name, shown) in [
        ("Croydon\u{1b}[2J", "Croydon\\u001B[2J"),
        ("Croydon\n\n46 files: no faults", "Croydon\\n\\n46 files: no faults"),
        ("\u{202e}nodyorC", "\\u202EnodyorC"),
        ("Croy\u{85}don", "Croy\\u0085don"),
    ] {
        let project = Project::copy();
        rename(&project, name);
        let outcome = project.run(&["check"]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
        assert!(outcome.stderr.starts_with(&place(shown, "data/areas.csv:9:2")), "{}", outcome.stderr);
    }
    let project = Project::copy();
    let card = "data/statutory/mhclg-homelessness/source.toml";
    let line = project.read(card).lines().find(|line| line.starts_with("title = ")).unwrap().to_owned();
    project.replace(card, &line, "title = \"Home\\u001b]0;x\\u0007less\"");
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains(&place("Home\\u001B]0;x\\u0007less", card)), "{}", outcome.stderr);
}

/// A label can neither clear the screen nor say that there are no faults.
#[test]
fn nothing_that_is_read_reaches_the_terminal_raw() {
    let project = Project::copy();
    let bad = "As\u{1b}[2Jian\u{7}\u{9b}2J\u{202e}\n\n46 files and 12 measures: no faults";
    let table = "data/statutory/mhclg-homelessness/acceptances.csv";
    project.plant(table, "2016/17,E09000008,White,194", &format!("2016/17,E09000008,\"{bad}\",194"));
    project.write(
        "records.csv",
        format!("Date,Borough,Group\n2021-06-01,\"{bad}\",White\n2021-06-01,Croydon,\"{bad}\"\n"),
    );
    project.write("labels\u{1b}[2J.csv", project.read(table));
    let tally = ["tally", "records.csv", "--area", "Borough", "--group", "Group", "--out", "counts.csv"];
    for command in
        [&["check"][..], &["inspect", table], &["inspect", "labels\u{1b}[2J.csv"], &["inspect", "no\u{1b}file"], &tally]
    {
        let outcome = project.run(command);
        let printed = outcome.stdout + &outcome.stderr;
        let raw = printed.chars().find(|letter| *letter != '\n' && (letter.is_control() || *letter == '\u{202e}'));
        assert_eq!(raw, None, "{command:?}: {printed}");
        assert!(!printed.lines().any(|line| line.starts_with("46 files")), "{command:?}: {printed}");
    }
}

#[test]
fn a_spreadsheet_runs_nothing_that_is_written() {
    let project = Project::copy();
    project.write("cases.csv", "id,x1,n1,x2,n2,area\n=1+1,1,10,2,20,@SUM(A1)\n-2,1,10,2,20,b\n");
    let calc = project.run(&["calc", "risk-ratio", "--input", "cases.csv"]).stdout;
    assert!(calc.contains("\n'=1+1,'@SUM(A1),") && calc.contains("\n-2,b,"), "{calc}");
    project.write("records.csv", "Date,Borough,=Group,+By\n2021-06-01,Croydon,\"=HYPERLINK(\"\"x\"\")\",-a\n");
    let tally =
        ["tally", "records.csv", "--area", "Borough", "--group", "=Group", "--by", "+By", "--out", "counts.csv"];
    assert_eq!(project.run(&tally).code, 0);
    let expected = "period,area_code,ethnic_group,'+By,events\n2021-06,E09000008,\"'=HYPERLINK(\"\"x\"\")\",'-a,1\n";
    assert_eq!(project.read("counts.csv"), expected);
    rename(&project, "=cmd|' /C calc'!A0");
    assert_eq!(project.run(&["run", "--phase", "3"]).code, 0);
    let table = project.read("reports/phase-3/data/scorecard.csv");
    assert!(table.contains(",'=cmd|' /C calc'!A0,") && !table.contains(",=cmd"));
}

#[test]
fn a_number_of_decimals_beyond_any_figure_is_a_fault() {
    let project = Project::copy();
    for decimals in ["10", "65536", "4294967296"] {
        let file = "indicators/housing.toml";
        let text = fs::read_to_string(crate::support::root().join(file)).unwrap();
        let text: String =
            text.lines().filter(|line| !line.starts_with("decimals")).flat_map(|line| [line, "\n"]).collect();
        project.write(file, text.replacen("\nkind = ", &format!("\ndecimals = {decimals}\nkind = "), 1));
        let outcome = project.run(&["check"]);
        assert_eq!(outcome.code, 1);
        let message = format!("error: `decimals` is `{decimals}`, and at most 9 decimals are shown\n  --> {file}:");
        assert!(outcome.stderr.starts_with(&message), "{}", outcome.stderr);
    }
}

#[test]
fn an_outline_whose_positions_lack_a_number_is_a_fault() {
    let project = Project::copy();
    project.write("records.csv", "Date,Longitude,Latitude,Group\n2021-06-01,-0.1,51.4,White\n");
    let tally = ["tally", "records.csv", "--boundaries", "o.geojson", "--group", "Group", "--out", "counts.csv"];
    for (kind, coordinates) in [
        ("Polygon", "[[[0],[1,0],[1,1],[0]]]"),
        ("Polygon", "[[[],[],[],[]]]"),
        ("MultiPolygon", "[[[[0,0],[1,0],[1],[0,0]]]]"),
        ("Point", "[1]"),
        ("Point", "[]"),
        ("LineString", "[[1],[2]]"),
        ("GeometryCollection", ""),
        ("Polygon", "[]"),
        ("Polygon", "[[]]"),
        ("MultiPolygon", "[[]]"),
    ] {
        let geometry = match kind {
            "GeometryCollection" => {
                r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1]}]}"#.to_owned()
            }
            _ => format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#),
        };
        let feature = format!(r#"{{"type":"Feature","properties":{{"name":"Croydon"}},"geometry":{geometry}}}"#);
        project.write("o.geojson", format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#));
        let outcome = project.run(&tally);
        assert_eq!(outcome.code, 1, "{geometry}: {}", outcome.stderr);
        let message = "error: the file holds no boundaries: ";
        assert!(outcome.stderr.starts_with(message), "{geometry}: {}", outcome.stderr);
    }
}
