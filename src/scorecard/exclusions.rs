//! What was left out of a phase, and why.

use std::collections::BTreeSet;

use crate::disparity::Verdict;
use crate::source::Source;

use super::{Line, Scorecard};

/// Something that was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Exclusion {
    /// The measure or source.
    pub of: String,
    /// Code of the area.
    pub area_code: String,
    /// Name of the area.
    pub area_name: String,
    /// The period.
    pub period: String,
    /// The group.
    pub ethnic_group: String,
    /// Why.
    pub reason: String,
    /// How many.
    pub count: f64,
    /// What is counted.
    pub counted: String,
}

/// Rows of a file that its recipe leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutRows {
    /// The source.
    pub source: String,
    /// The file.
    pub file: String,
    /// Why.
    pub reason: String,
    /// How many.
    pub count: u64,
}

impl Scorecard {
    pub(super) fn exclude(&self) -> Vec<Exclusion> {
        let label = |category| self.project.ethnicity.label(category).to_owned();
        let of_line = |line: &Line| Exclusion {
            of: line.disparity.measure.id.clone(),
            area_code: line.area.code.clone(),
            area_name: line.area.name.clone(),
            period: line.disparity.period.to_string(),
            ethnic_group: label(line.disparity.category),
            reason: String::new(),
            count: 1.0,
            counted: "figures".to_owned(),
        };
        let mut exclusions = Vec::new();
        let mut unknown = BTreeSet::new();
        for line in self.all_lines() {
            if let (None, Verdict::NotComparable(reason)) = (line.disparity.ratio, line.disparity.conclusion.verdict())
            {
                exclusions.push(Exclusion { reason: reason.label().to_owned(), ..of_line(line) });
            }
            let events = line.disparity.unknown_events.filter(|events| *events > 0.0);
            if let Some(count) = events
                && unknown.insert((&line.disparity.measure.id, &line.disparity.area))
            {
                let numerator = line.disparity.measure.numerator.as_ref();
                exclusions.push(Exclusion {
                    ethnic_group: label(self.project.ethnicity.anchors.unknown),
                    reason: "ethnicity not known, so on neither side of the ratio; its range considers them".to_owned(),
                    count,
                    counted: numerator.map_or_else(String::new, |numerator| numerator.words.clone()),
                    ..of_line(line)
                });
            }
        }
        exclusions.extend(self.left_out_before());
        exclusions
    }

    /// Records that were left out when a source was compiled, and rows that are left out when it is read.
    fn left_out_before(&self) -> Vec<Exclusion> {
        let used: BTreeSet<&str> =
            self.all_lines().into_iter().map(|line| line.disparity.measure.source.as_str()).collect();
        // A few who were left out of counts of our own are not listed: 0 and a few look alike.
        let of_source = |source: &Source, reason: String, count: u64, counted: &str| {
            let count = source.policy().map_or(Some(count), |policy| policy.shown(count))?;
            Some(Exclusion {
                of: source.id.clone(),
                area_code: String::new(),
                area_name: String::new(),
                period: String::new(),
                ethnic_group: String::new(),
                reason,
                count: count as f64,
                counted: counted.to_owned(),
            })
        };
        let mut exclusions = Vec::new();
        for source in self.project.sources.values() {
            if !used.contains(source.id.as_str()) {
                continue;
            }
            exclusions.extend(
                source
                    .left_out
                    .iter()
                    .filter_map(|left| of_source(source, left.reason.clone(), left.count, &left.what)),
            );
            let own = self.remarks.left_out.iter().filter(|rows| rows.source == source.id);
            exclusions.extend(own.filter_map(|rows| {
                let reason = format!("{} ({})", rows.reason, rows.file);
                of_source(source, reason, rows.count, "rows")
            }));
        }
        exclusions
    }
}
