//! No count that is hidden can be worked out: by trying every table that agrees with what is shown, and by attacking a
//! report with nothing but its own files.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::too_many_lines,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test that cannot go on is to stop"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use scorecard::disclosure::auditor::System;
use scorecard::disclosure::cell::{Cell, Part, State};
use scorecard::disclosure::suppression::{exposed, suppress};
use scorecard::source::Disclosure;

use crate::support::protected::{self, Counts};
use crate::support::report::{Row, rows};
use crate::support::{self, Project};

fn policy(round_to: u32, secondary: bool) -> Disclosure {
    Disclosure { round_to, secondary, ..Disclosure::default() }
}

/// A cell of some leaves.
fn cell(leaves: &[u64], members: impl IntoIterator<Item = usize>) -> Cell {
    let members: Vec<usize> = members.into_iter().collect();
    Cell {
        count: members.iter().map(|leaf| leaves[*leaf]).sum(),
        atoms: members.into_iter().map(|leaf| (0, leaf, Part::Numerator)).collect(),
        state: State::Shown,
        is_released: false,
    }
}

/// The leaves, groups of them, all but the first group, and perhaps everything.
fn table(leaves: &[u64], first: usize, broad: &[usize], total: bool) -> Vec<Cell> {
    let number = first + broad.len();
    let mut cells: Vec<Cell> = (first..number).map(|leaf| cell(leaves, [leaf])).collect();
    let groups: BTreeSet<usize> = broad.iter().copied().collect();
    let of_group = |group: usize| {
        let members = broad.iter().enumerate().filter(move |(_, own)| **own == group);
        members.map(move |(place, _)| first + place)
    };
    for group in &groups {
        if of_group(*group).count() > 1 {
            cells.push(cell(leaves, of_group(*group)));
        }
    }
    let others = (first..number).filter(|leaf| broad[leaf - first] != broad[0]);
    if groups.len() > 2 {
        cells.push(cell(leaves, others));
    }
    if total {
        cells.push(cell(leaves, first..number));
    }
    cells
}

/// Every table of whole counts that agrees with what is shown: the least and the most of each cell.
struct Trial<'a> {
    cells: &'a [Cell],
    policy: Disclosure,
    /// What each leaf can be by its own cell.
    own: Vec<(u64, u64)>,
    ranges: Vec<(u64, u64)>,
}

fn by_trying(cells: &[Cell], leaves: &[u64], policy: Disclosure) -> Vec<(u64, u64)> {
    let most = leaves.iter().sum::<u64>() + u64::from(policy.round_to) + 5;
    let mut own = vec![(0_u64, most); leaves.len()];
    for cell in cells.iter().filter(|cell| cell.atoms.len() == 1) {
        let leaf = cell.atoms.first().unwrap().1;
        let (low, high) = taken_for(cell, cells, policy);
        own[leaf] = (own[leaf].0.max(low as u64), own[leaf].1.min(high.min(most as f64) as u64));
    }
    let mut trial = Trial { cells, policy, own, ranges: vec![(u64::MAX, 0); cells.len()] };
    trial.go_on(&mut Vec::new());
    trial.ranges
}

/// What the attacker of the tests takes a cell for: told which cells are hidden, but not that a sum of hidden cells
/// alone is withheld.
fn taken_for(cell: &Cell, cells: &[Cell], policy: Disclosure) -> (f64, f64) {
    let (low, high) = match cell.state {
        State::Withheld => (f64::from(policy.threshold), f64::INFINITY),
        State::Shown | State::Hidden | State::Implied => cell.published_range(policy),
    };
    let secret: BTreeSet<_> =
        cells.iter().filter(|cell| cell.is_secret(policy)).flat_map(|cell| cell.atoms.iter().copied()).collect();
    let is_of_hidden = cell.state == State::Withheld && cell.atoms.is_subset(&secret);
    (if is_of_hidden { 0.0 } else { low }, high)
}

impl Trial<'_> {
    fn go_on(&mut self, guess: &mut Vec<u64>) {
        let sum = |cell: &Cell| -> u64 { cell.atoms.iter().map(|(_, leaf, _)| guess[*leaf]).sum() };
        let complete = |cell: &&Cell| cell.atoms.last().unwrap().1 + 1 == guess.len();
        let agrees = self.cells.iter().filter(complete).all(|cell| {
            let (low, high) = taken_for(cell, self.cells, self.policy);
            low <= sum(cell) as f64 && sum(cell) as f64 <= high
        });
        if !agrees {
            return;
        }
        let Some((low, high)) = self.own.get(guess.len()).copied() else {
            for (cell, range) in self.cells.iter().zip(&mut self.ranges) {
                *range = (range.0.min(sum(cell)), range.1.max(sum(cell)));
            }
            return;
        };
        for value in low..=high {
            guess.push(value);
            self.go_on(guess);
            guess.pop();
        }
    }
}

/// Leaves of which many are small, and the group of each.
fn leaves(number: std::ops::Range<usize>) -> impl Strategy<Value = (Vec<u64>, Vec<usize>)> {
    let count = prop_oneof![3 => 0_u64..8, 2 => 5_u64..24];
    number.prop_flat_map(move |number| {
        let counts = proptest::collection::vec(count.clone(), number);
        (counts, proptest::collection::vec(0_usize..3, number))
    })
}

#[test]
fn no_cell_of_a_thousand_tables_can_be_worked_out() {
    let mut runner = TestRunner::new(Config::with_cases(1000));
    let (mut hidden, mut withheld, mut shown) = (0, 0, 0);
    let tables = (leaves(2..6), any::<bool>(), prop_oneof![Just(5_u32), Just(1), Just(10)]);
    let count = std::cell::RefCell::new((&mut hidden, &mut withheld, &mut shown));
    runner
        .run(&tables, |((leaves, broad), total, round_to)| {
            let policy = policy(round_to, true);
            let mut cells = table(&leaves, 0, &broad, total);
            suppress(&mut cells, policy);
            let ranges = by_trying(&cells, &leaves, policy);
            let system = System::of(&cells);
            for (place, (cell, range)) in cells.iter().zip(&ranges).enumerate() {
                let mut count = count.borrow_mut();
                match cell.state {
                    State::Shown => *count.2 += 1,
                    State::Hidden => *count.0 += 1,
                    State::Withheld | State::Implied => *count.1 += 1,
                }
                prop_assert!(range.0 <= cell.count && cell.count <= range.1);
                // The linear program knows no less than the one who tries everything.
                let bound = system.range(&cells, place, policy).unwrap();
                prop_assert!(bound.low <= range.0 as f64);
                prop_assert!(range.1 as f64 <= bound.high);
                if cell.state == State::Shown {
                    prop_assert!(!cell.is_small(policy));
                    continue;
                }
                prop_assert!(
                    range.1 - range.0 >= u64::from(policy.least_range()),
                    "{:?} can be worked out to lie in {:?}",
                    cell,
                    range
                );
            }
            Ok(())
        })
        .unwrap();
    // Hiding everything would be safe too, and of no use to anybody.
    assert!(hidden > 500 && withheld > 100 && shown > hidden, "{hidden} {withheld} {shown}");
}

#[test]
fn what_was_published_once_is_published_again() {
    let policy = policy(5, true);
    // The sum of the second table equals the leaves of the first, which are public.
    let leaves = [5, 5, 0];
    let mut cells = table(&leaves, 0, &[0, 0], true);
    suppress(&mut cells, policy);
    let first = cells.len();
    cells.extend(table(&leaves, 0, &[0, 0, 0], true));
    suppress(&mut cells, policy);
    let states: Vec<State> = cells[first..].iter().map(|cell| cell.state).collect();
    let (shown, hidden, withheld) = (State::Shown, State::Hidden, State::Withheld);
    assert_eq!(states, [shown, shown, hidden, withheld, withheld]);
}

#[test]
fn a_later_phase_gives_nothing_of_an_earlier_one_away() {
    let mut runner = TestRunner::new(Config::with_cases(300));
    runner
        .run(&leaves(3..6), |(leaves, broad)| {
            let policy = policy(5, true);
            // The first phase takes all rows but the last one, the second all of them.
            let mut cells = table(&leaves, 0, &broad[..broad.len() - 1], true);
            suppress(&mut cells, policy);
            let (before, first) = (cells.clone(), cells.len());
            cells.extend(table(&leaves, 0, &broad, true));
            suppress(&mut cells, policy);
            prop_assert_eq!(&cells[..first], &before[..]);
            for (cell, range) in cells.iter().zip(by_trying(&cells, &leaves, policy)) {
                let width = range.1 - range.0;
                prop_assert!(!cell.is_protected(policy) || width >= u64::from(policy.least_range()));
            }
            prop_assert_eq!(exposed(&System::of(&cells), &cells, policy), Vec::<usize>::new());
            Ok(())
        })
        .unwrap();
}

#[test]
fn few_who_are_left_of_a_group_are_as_hidden_as_few_who_are_counted() {
    let part = |leaf: usize, part| (0, leaf, part);
    let mut runner = TestRunner::new(Config::with_cases(300));
    let groups = proptest::collection::vec((0_u64..30, 0_u64..30), 2..5);
    runner
        .run(&groups, |groups| {
            let policy = policy(5, true);
            let mut cells = Vec::new();
            for (leaf, (count, rest)) in groups.iter().enumerate() {
                let (numerator, left) = (part(leaf, Part::Numerator), part(leaf, Part::Rest));
                let cell = |atoms: &[_], count: u64, state| Cell {
                    atoms: atoms.iter().copied().collect(),
                    count,
                    state,
                    is_released: false,
                };
                cells.push(cell(&[numerator], *count, State::Shown));
                cells.push(cell(&[numerator, left], count + rest, State::Shown));
                cells.push(cell(&[left], *rest, State::Implied));
            }
            suppress(&mut cells, policy);
            let system = System::of(&cells);
            for (place, cell) in cells.iter().enumerate() {
                let range = system.range(&cells, place, policy).unwrap();
                prop_assert!(!cell.is_protected(policy) || range.width() >= 4.0);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_report_shows_no_count_of_our_own_as_it_is() {
    // Of the leaves in order: helped, and the others.
    let pairs = [(43, 99), (3, 57), (23, 80), (12, 60), (2, 71), (81, 40), (9, 31), (7, 12)];
    let counts: Counts = pairs.into_iter().enumerate().map(|(leaf, pair)| ((0, leaf), pair)).collect();
    let project = protected::project("threshold = 5\nround-to = 5", &protected::table(2017, &counts));
    let outcome = project.run(&["run"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let table = rows(project.read("reports/phase-3/data/scorecard.csv").as_bytes());
    let lines: Vec<&Row> = table.iter().filter(|line| line.text("measure") == "helped").collect();
    let shown = |group: &str| lines.iter().find(|line| line.text("ethnic_group") == group).unwrap();
    for (group, count, clients) in [("East Asian", 45.0, 140.0), ("North Black", 25.0, 105.0), ("BAME", 90.0, 490.0)] {
        let line = shown(group);
        assert_eq!((line.known("numerator"), line.known("denominator")), (count, clients), "{group}");
        // The figure is one rounded count over the other, and nothing else.
        assert!((100.0 * count / clients - line.known("value")).abs() < 1e-9, "{group}");
    }
    for group in ["West Asian", "Mixed"] {
        for column in ["numerator", "value", "value_lower", "value_upper", "ratio", "ratio_lower", "p_value", "change"]
        {
            assert_eq!(shown(group).text(column), "", "{group}");
        }
    }
    // What was left out is counted in the same way.
    let exclusions = rows(project.read("reports/phase-3/data/exclusions.csv").as_bytes());
    let unknown = exclusions
        .iter()
        .find(|row| row.text("ethnic_group") == "Unknown" && row.text("measure_or_source") == "helped");
    assert_eq!(unknown.unwrap().known("count"), 5.0);
    // Whoever guesses the counts has no checksum to try them against.
    let manifest: serde_json::Value = serde_json::from_str(&project.read("reports/phase-3/manifest.json")).unwrap();
    for input in manifest["inputs"].as_array().unwrap() {
        let is_own = input["path"].as_str().unwrap().starts_with(protected::FOLDER);
        assert_eq!(input["sha256"].is_null(), is_own, "{input}");
    }
}

#[test]
fn few_who_are_left_out_are_not_listed_and_many_are_rounded() {
    let counts: Counts = (0..8).map(|leaf| ((0, leaf), (50, 50))).collect();
    let left_out = |number: usize| {
        let left_out = format!("2017,{},White,phone,7,3\n", protected::area(0)).repeat(number);
        let project = protected::project("", &(protected::table(2017, &counts) + &left_out));
        assert_eq!(project.run(&["run"]).code, 0);
        let exclusions = rows(project.read("reports/phase-3/data/exclusions.csv").as_bytes());
        let own = exclusions.iter().filter(|row| row.text("measure_or_source") == "advice");
        own.map(|row| row.known("count")).collect::<Vec<_>>()
    };
    assert_eq!(left_out(4), [0.0; 0]);
    assert_eq!(left_out(7), [5.0]);
}

/// Two leaves of a broad group of which one is small.
fn narrow() -> Counts {
    let pairs = [(41, 99), (3, 57), (23, 80), (12, 60), (22, 71), (81, 40), (19, 31), (17, 12)];
    pairs.into_iter().enumerate().map(|(leaf, pair)| ((0, leaf), pair)).collect()
}

#[test]
fn a_report_that_gives_a_count_away_is_not_written() {
    let rows = protected::table(2017, &narrow());
    let project = protected::project("round-to = 1\nsecondary = false", &rows);
    let outcome = project.run(&["run"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("is not shown and can be worked out to lie between"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("set `secondary = true` or round to more"));
    assert!(!project.path("reports").exists());
    project.replace(&format!("{}/source.toml", protected::FOLDER), "secondary = false", "secondary = true");
    assert_eq!(project.run(&["run"]).code, 0);
}

#[test]
fn a_policy_that_cannot_be_kept_is_refused() {
    let rows = protected::table(2017, &narrow());
    for (policy, expected) in [
        ("round-to = 0\nleast-range = 9", &["`round-to` is `0`", "`least-range` is `9`"][..]),
        ("none = \" \"", &["`none` is ` `, and a reader must be told why"]),
        ("none = \"public\"\nround-to = 3", &["`none` is `public`, and counts that need no protection"]),
    ] {
        let outcome = protected::project(policy, &rows).run(&["check"]);
        assert_eq!(outcome.code, 1);
        for text in expected.iter().chain(&["source.toml:"]) {
            assert!(outcome.stderr.contains(text), "{}", outcome.stderr);
        }
    }
}

/// A second release under another policy, or of other counts, would undo the first: it is refused.
#[test]
fn what_was_released_is_kept_to() {
    let record = "data/releases/advice.csv";
    let card = format!("{}/source.toml", protected::FOLDER);
    let table = protected::table(2017, &narrow());
    let project = protected::project("threshold = 5\nround-to = 5", &table);
    assert_eq!(project.run(&["check"]).code, 0);
    assert!(!project.path(record).exists(), "nothing is released by a check");
    assert_eq!(project.run(&["run"]).code, 0);
    let released = project.read(record);
    assert!(released.contains("5,5,helped,calendar-year,2017,E09900001,west-asian,helped,\n"), "{released}");
    assert!(released.contains("5,5,helped,calendar-year,2017,E09900001,white,helped,80\n"), "{released}");
    let report = project.read("reports/phase-3/data/scorecard.csv");
    // The same run again, and a run after it, change nothing.
    assert_eq!(project.run(&["run"]).code, 0);
    assert_eq!((project.read(record), project.read("reports/phase-3/data/scorecard.csv")), (released.clone(), report));
    for policy in ["threshold = 3\nround-to = 5", "threshold = 5\nround-to = 1", "none = \"public\""] {
        project.replace(&card, "threshold = 5\nround-to = 5", policy);
        let outcome = project.run(&["run"]);
        assert_eq!(outcome.code, 1, "{policy}");
        assert!(
            outcome.stderr.contains("released with counts below 5 hidden and the others rounded to 5"),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains("advice.csv\n"), "{}", outcome.stderr);
        project.replace(&card, policy, "threshold = 5\nround-to = 5");
    }
    // Eleven clients more who were helped would be known to be about eleven.
    let mut counts = narrow();
    counts.insert((0, 5), (92, 29));
    protected::clients(&project, &protected::table(2017, &counts));
    let outcome = project.run(&["run"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.contains("`helped` of White in Ashby (`helped`, 2017) was released as 80 and is not now"),
        "{}",
        outcome.stderr
    );
    assert_eq!(project.read(record), released);
    std::fs::remove_file(project.path(record)).unwrap();
    assert_eq!(project.run(&["run"]).code, 0);
}

/// A new year is protected beside what was released of the year before, and the records grow together.
#[test]
fn a_new_period_is_added_to_what_was_released() {
    let project = protected::project("", &protected::table(2015, &narrow()));
    assert_eq!(project.run(&["run", "--phase", "2"]).code, 0);
    let first = project.read("data/releases/advice.csv");
    protected::clients(&project, &(protected::table(2015, &narrow()) + &protected::table(2017, &narrow())));
    assert_eq!(project.run(&["run", "--phase", "3"]).code, 0);
    let both = project.read("data/releases/advice.csv");
    assert!(first.lines().all(|line| both.lines().any(|kept| kept == line)));
    assert!(both.contains(",2017,") && !first.contains(",2017,"));
}

/// A private file lies outside the project, and a report without it is the same.
#[test]
fn a_private_file_stays_outside_and_is_not_missed() {
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("clients.csv");
    let table = protected::table(2017, &narrow());
    std::fs::write(&file, format!("year,area_code,ethnic_group,kind,clients,helped\n{table}")).unwrap();
    let project = protected::project("", &table);
    let card = format!("{}/source.toml", protected::FOLDER);
    let text = project.read(&card);
    let sealed = text.lines().find(|line| line.starts_with("sha256")).unwrap().to_owned();
    project.replace(&card, "[disclosure]", "private = true\n\n[disclosure]");
    let refused = |texts: &[&str]| {
        let outcome = project.run(&["check"]);
        assert_eq!(outcome.code, 1);
        for text in texts {
            assert!(outcome.stderr.contains(text), "{text}: {}", outcome.stderr);
        }
    };
    refused(&["`name`: a private file lies outside the project", "`sha256`: the checksum of a private file"]);
    project.replace(&card, &format!("{sealed}\n"), "");
    project.replace(&card, "name = \"clients.csv\"", &format!("name = \"{}\"", file.display()));
    std::fs::remove_file(project.path(&format!("{}/clients.csv", protected::FOLDER))).unwrap();
    assert_eq!(project.run(&["run", "--out", "with"]).code, 0);
    for (name, bytes) in support::contents(&project.path("with")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains(elsewhere.path().to_str().unwrap()), "{}", name.display());
    }
    std::fs::remove_file(&file).unwrap();
    let outcome = project.run(&["run", "--out", "without"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let with = support::contents(&project.path("with"));
    assert_eq!(with.len(), support::contents(&project.path("without")).len());
    for ((name, one), (_, other)) in with.into_iter().zip(support::contents(&project.path("without"))) {
        let [one, other] = [one, other].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let differ: Vec<&str> = one.lines().filter(|line| !other.contains(*line)).collect();
        assert!(one == other, "{}: {differ:?}", name.display());
    }
    std::fs::remove_file(project.path("data/releases/advice.csv")).unwrap();
    refused(&["the private files of `advice` are not here, and data/releases has nothing of it"]);
}

/// Records that are public are counted as they are, and the report says why.
#[test]
fn counts_of_public_records_are_shown_as_counted() {
    let project = protected::project("none = \"anybody can count them\"", &protected::table(2017, &narrow()));
    assert_eq!(project.run(&["run"]).code, 0);
    let table = rows(project.read("reports/phase-3/data/scorecard.csv").as_bytes());
    let is_meant = |line: &&Row| line.text("measure") == "helped" && line.text("ethnic_group") == "West Asian";
    assert_eq!(table.iter().find(is_meant).unwrap().known("numerator"), 3.0);
    let page = project.read("reports/phase-3/index.html");
    assert!(page.contains("Counted for this scorecard, and shown as counted: anybody can count them."));
}

/// Records that a card names are counted when a phase is run, and their counts are protected although the card does not
/// ask for it.
#[test]
fn counts_of_records_are_protected_unasked() {
    let project = Project::copy();
    let groups = [("White", 41), ("Black", 23), ("Asian", 12), ("Mixed", 3), ("Other", 9)];
    let mut records = [String::new(), String::new()];
    for (group, count) in groups {
        for number in 0..count {
            let line = format!("{:02}/0{}/2019,Croydon,{group},Knife\n", number % 28 + 1, number % 2 + 1);
            records[number % 2] += &line;
        }
    }
    for (place, rows) in records.iter().enumerate() {
        let name = format!("data/voluntary/advice/2019-0{}/calls.csv", place + 1);
        project.write(&name, format!("Date,Borough,Ethnic group,Reason\n{rows}"));
    }
    let header = "Date,Borough,Ethnic group,Reason\n";
    let bytes = records.each_ref().map(|rows| [header, rows].concat()).concat();
    let card = format!(
        r#"
publisher = "Advice line"
title = "Calls"
address = "https://example.org"
licence = "by permission"
published = "2020"
accessed = "2020-06-01"

[[file]]
name = "2019-*/calls.csv"
sha256 = "{}"
layout = "records"
scheme = "published"
classification = "2021-5+1"
period = "Date"
period-kind = "month"
area = "Borough"
ethnicity = "Ethnic group"
"#,
        support::checksum(bytes.as_bytes())
    );
    project.write("data/voluntary/advice/source.toml", card);
    let measure = r#"
[[measure]]
id = "advice-calls"
short = "Calls"
title = "Calls to the advice line"
question = "How many calls?"
kind = "rate"
per = 1000
unit = "calls per 1,000 residents a year"
favourable = "lower"
source = "advice"
numerator = { column = "events", words = "calls" }
denominator = { series = "census-residents", words = "residents" }
comparator = "white"
pool-months = true
"#;
    project.append("indicators/criminal-justice.toml", measure);
    let outcome = project.run(&["run", "--phase", "4"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let table = rows(project.read("reports/phase-4/data/scorecard.csv").as_bytes());
    let count = |group: &str| {
        let line = table.iter().find(|line| {
            line.text("measure") == "advice-calls"
                && line.text("area_name") == "Croydon"
                && line.text("ethnic_group") == group
        });
        line.unwrap_or_else(|| panic!("no line of {group}")).number("numerator")
    };
    // 23, 12 and 9 to the nearest 5, and 3 not at all; all 47 of them are 45 to the nearest 5.
    assert_eq!(count("Black"), Some(25.0));
    assert_eq!(count("Asian"), Some(10.0));
    assert_eq!(count("Other"), Some(10.0));
    assert_eq!(count("Mixed"), None);
    assert_eq!(count("BAME"), Some(45.0));
    let page = project.read("reports/phase-4/index.html");
    assert!(page.contains("counts below 5 are hidden and the others rounded to 5"));
    assert!(page.contains("records of 2019-*/calls.csv"));
}
