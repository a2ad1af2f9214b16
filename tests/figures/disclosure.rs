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

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use scorecard::disclosure::auditor::System;
use scorecard::disclosure::cell::{Cell, Part, State};
use scorecard::disclosure::suppression::{exposed, suppress};
use scorecard::source::Disclosure;

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
    let (low, high) = cell.published_range(policy);
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
            suppress(&mut cells, 0, policy);
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
    suppress(&mut cells, 0, policy);
    let first = cells.len();
    cells.extend(table(&leaves, 0, &[0, 0, 0], true));
    suppress(&mut cells, first, policy);
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
            suppress(&mut cells, 0, policy);
            let (before, first) = (cells.clone(), cells.len());
            cells.extend(table(&leaves, 0, &broad, true));
            suppress(&mut cells, first, policy);
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
                let cell =
                    |atoms: &[_], count: u64, state| Cell { atoms: atoms.iter().copied().collect(), count, state };
                cells.push(cell(&[numerator], *count, State::Shown));
                cells.push(cell(&[numerator, left], count + rest, State::Shown));
                cells.push(cell(&[left], *rest, State::Implied));
            }
            suppress(&mut cells, 0, policy);
            let system = System::of(&cells);
            for (place, cell) in cells.iter().enumerate() {
                let range = system.range(&cells, place, policy).unwrap();
                prop_assert!(!cell.is_protected(policy) || range.width() >= 4.0);
            }
            Ok(())
        })
        .unwrap();
}

/// The true counts, by area and label.
fn truth(project: &Project, months: std::ops::RangeInclusive<&str>) -> BTreeMap<(String, String), u64> {
    let text = project.read("data/statutory/police-uk-stop-and-search/self-defined.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        if months.contains(&&record[0]) {
            let key = (record[1].to_owned(), record[2].to_owned());
            *counts.entry(key).or_default() += record[3].parse::<u64>().unwrap();
        }
    }
    counts
}

#[test]
fn a_report_shows_no_count_of_our_own_as_it_is() {
    let project = Project::copy();
    let outcome = project.run(&["run", "--phase", "4"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let table = rows(project.read("reports/phase-4/data/scorecard.csv").as_bytes());
    let lines: Vec<&Row> = table.iter().filter(|line| line.text("measure") == "stop-and-search-borough").collect();
    assert!(lines.len() > 33 * 10, "{} lines", lines.len());
    let (mut hidden, mut shown) = (0, 0);
    for line in &lines {
        let counts = ["numerator", "comparator_numerator"].map(|column| line.number(column));
        for count in counts.into_iter().flatten() {
            assert!(count >= 5.0 && count % 5.0 == 0.0, "{}", line.name());
        }
        let Some(count) = counts[0] else {
            hidden += 1;
            for column in ["value", "value_lower", "value_upper", "ratio", "ratio_lower", "p_value", "change"] {
                assert_eq!(line.text(column), "", "{}", line.name());
            }
            continue;
        };
        shown += 1;
        // The rate is the rounded count over public residents and the time covered, and nothing else.
        let rate = count / line.known("denominator") * 1000.0 * 12.0 / 5.0;
        assert!((rate - line.known("value")).abs() < 1e-9 * rate, "{}", line.name());
    }
    assert!(hidden > 10 && shown > hidden, "{hidden} hidden, {shown} shown");
    let truth = truth(&project, "2021-06"..="2021-10");
    for line in lines.iter().filter(|line| line.text("ethnic_group") == "Chinese") {
        let label = "Asian/Asian British - Chinese".to_owned();
        let count = truth[&(line.text("area_code").to_owned(), label)];
        assert!(count >= 5 || line.number("numerator").is_none(), "{}", line.name());
    }
    // What was left out is counted in the same way.
    let exclusions = rows(project.read("reports/phase-4/data/exclusions.csv").as_bytes());
    let unknown = exclusions
        .iter()
        .filter(|row| row.text("measure_or_source") == "stop-and-search-borough" && row.text("counted") != "figures");
    let counts: Vec<f64> = unknown.map(|row| row.known("count")).collect();
    assert!(counts.len() > 25 && counts.iter().all(|count| count % 5.0 == 0.0), "{counts:?}");
}

#[test]
fn a_report_that_gives_a_count_away_is_not_written() {
    let project = Project::copy();
    let card = "data/statutory/police-uk-stop-and-search/source.toml";
    project.replace(card, "round-to = 5", "round-to = 1\nsecondary = false");
    let outcome = project.run(&["run", "--phase", "4"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("is not shown and can be worked out to lie between"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("set `secondary = true` or round to more"));
    assert!(!project.path("reports/phase-4").join("data").exists());
    project.replace(card, "secondary = false", "secondary = true");
    assert_eq!(project.run(&["run", "--phase", "4"]).code, 0);
}

#[test]
fn a_policy_that_cannot_be_kept_is_refused() {
    let project = Project::copy();
    let card = "data/statutory/police-uk-stop-and-search/source.toml";
    project.replace(card, "round-to = 5", "round-to = 0\nleast-range = 9");
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 1);
    for text in ["`round-to` is `0`", "`least-range` is `9`", "source.toml:"] {
        assert!(outcome.stderr.contains(text), "{}", outcome.stderr);
    }
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
