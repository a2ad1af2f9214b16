//! Findings of one kind, shown as one: a wrong column makes a fault of every row, and nobody reads a thousand of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Check, Finding, Location, Severity};

/// How many of a kind are shown whole in one file before the first stands for all.
const IN_A_FILE: usize = 5;

/// How many of a kind are shown whole in all files of one folder.
const IN_A_FOLDER: usize = 20;

/// How many of the others are named.
const NAMED: usize = 8;

/// The others for which a finding stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Others {
    /// How many they are.
    pub count: usize,
    /// What the first of them are about, and where.
    pub named: Vec<String>,
}

/// What makes findings alike: the check that found them, or what they say but for the words and numbers of the user.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Check(Check),
    Message(String),
}

impl Kind {
    fn of(finding: &Finding) -> Self {
        finding.check.map_or_else(|| Self::Message(without_words(&finding.message)), Self::Check)
    }
}

/// The first of each kind, with how many more there are, where they are many.
pub fn first_of_each_kind(findings: Vec<Finding>) -> Vec<Finding> {
    let by_file = collapse(findings, IN_A_FILE, Path::to_path_buf);
    collapse(by_file, IN_A_FOLDER, |path| path.parent().map_or_else(PathBuf::new, Path::to_path_buf))
}

/// How many findings some stand for.
pub fn count(findings: &[Finding]) -> usize {
    findings.iter().map(|finding| 1 + finding.others.count).sum()
}

fn collapse(findings: Vec<Finding>, most: usize, place: impl Fn(&Path) -> PathBuf) -> Vec<Finding> {
    let key = |finding: &Finding| (finding.severity, place(&finding.location.path), Kind::of(finding));
    let mut counts: BTreeMap<(Severity, PathBuf, Kind), usize> = BTreeMap::new();
    let keys: Vec<_> = findings.iter().map(key).collect();
    for key in &keys {
        *counts.entry(key.clone()).or_default() += 1;
    }
    let mut first: BTreeMap<(Severity, PathBuf, Kind), usize> = BTreeMap::new();
    let mut kept: Vec<Finding> = Vec::new();
    for (finding, key) in findings.into_iter().zip(keys) {
        let is_many = counts.get(&key).is_some_and(|count| *count > most);
        if let Some(first) = first.get(&key).and_then(|place| kept.get_mut(*place)).filter(|_| is_many) {
            first.stand_for(&finding);
        } else {
            first.insert(key, kept.len());
            kept.push(finding);
        }
    }
    kept
}

impl Finding {
    fn stand_for(&mut self, other: &Self) {
        self.others.count += 1 + other.others.count;
        if self.others.named.len() < NAMED {
            let named = other.in_short(self);
            self.others.named.push(named);
        }
    }

    /// What it is about, as far as that is not what another is about, and where.
    fn in_short(&self, first: &Self) -> String {
        let Location { path, line, .. } = &self.location;
        let place = match line {
            Some(line) if *path == first.location.path => format!("line {line}"),
            Some(line) => format!("{}:{line}", path.display()),
            None => path.display().to_string(),
        };
        let (own, other) = (self.message.split('`').skip(1).step_by(2), first.message.split('`').skip(1).step_by(2));
        let differs = own.zip(other).find(|(own, other)| own != other);
        differs.map_or_else(|| place.clone(), |(own, _)| format!("`{own}` ({place})"))
    }
}

/// A message without what stands in back-quotes and without words that have a digit.
fn without_words(message: &str) -> String {
    let mut plain = String::new();
    for (number, part) in message.split('`').enumerate() {
        if number % 2 == 1 {
            plain.push('`');
            continue;
        }
        for word in part.split_inclusive(' ') {
            let has_digit = word.chars().any(|letter| letter.is_ascii_digit());
            plain.push_str(if has_digit { "0 " } else { word });
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Findings, Problem};

    fn found(count: u64, problem: impl Fn(u64) -> Problem) -> Vec<Finding> {
        let mut findings = Findings::new();
        (1..=count).for_each(|line| findings.add(problem(line), Location::line(Path::new("a.csv"), line)));
        findings.shown(Severity::Error)
    }

    #[test]
    fn many_of_a_kind_are_one_and_how_many_more() {
        let shown = found(181, |line| Problem::error(format!("`{line}x` is no number"), "correct it"));
        assert_eq!(count(&shown), 181);
        let text: Vec<String> = shown.iter().map(ToString::to_string).collect();
        assert_eq!(
            text,
            ["error: `1x` is no number\n  --> a.csv:1\n  and 180 more of this kind: `2x` (line 2), `3x` (line 3), \
              `4x` (line 4), `5x` (line 5), `6x` (line 6), `7x` (line 7), `8x` (line 8), `9x` (line 9) …\n  hint: correct it"]
        );
    }

    #[test]
    fn numbers_without_quotes_make_no_other_kind() {
        let shown = found(7, |line| Problem::error(format!("{line} people are more than 3"), "correct it"));
        assert_eq!((shown.len(), count(&shown)), (1, 7));
    }

    #[test]
    fn a_few_of_a_kind_are_shown_whole() {
        let shown = found(5, |line| Problem::error(format!("`{line}x` is no number"), "correct it"));
        assert_eq!((shown.len(), count(&shown)), (5, 5));
    }

    #[test]
    fn files_of_one_folder_are_many_at_some_time() {
        let mut findings = Findings::new();
        for number in 0..50 {
            let path = format!("data/x/{number:02}.csv");
            findings
                .add(Problem::warning(format!("`{number}` is not named"), "name it"), Location::file(Path::new(&path)));
        }
        let shown = findings.shown(Severity::Warning);
        assert_eq!((shown.len(), count(&shown)), (1, 50));
    }
}
