//! Totals of a file that its groups miss: one by one where some do, which publishers explain; together where most do by
//! far, as in a column whose figures were moved by a row.

use std::collections::BTreeMap;
use std::path::Path;

use crate::finding::{Findings, Problem};

use super::parts::{Compared, PARTS_AND_TOTAL};

/// To what small figures are rounded by publishers who do not say so.
const USUAL_ROUNDING: f64 = 5.0;

/// The share of a total by which late corrections change it at most.
const LATE: f64 = 0.1;

/// The share of a total whose ethnicity is not known at most, where the publisher leaves them out of the table.
const NOT_KNOWN: f64 = 0.5;

/// One total that is missed may be a misprint.
const FEWEST: usize = 2;

/// Reports the totals of each file that are missed.
pub(super) fn report(totals: &[Compared<'_>], findings: &mut Findings) {
    let mut files: BTreeMap<&Path, Vec<&Compared<'_>>> = BTreeMap::new();
    for total in totals {
        files.entry(&total.place.path).or_default().push(total);
    }
    for totals in files.into_values() {
        let by_far: Vec<&&Compared<'_>> = totals.iter().filter(|total| total.misses_by_far()).collect();
        if let Some(first) = by_far.first()
            && by_far.len() >= FEWEST
            && by_far.len() * 2 > totals.len()
        {
            findings.add(most_missed(first, by_far.len(), totals.len()), first.place.clone());
            continue;
        }
        for total in totals.into_iter().filter(|total| !total.reaches) {
            findings.add(total.problem(), total.place.clone());
        }
    }
}

/// Most totals of a file are far from the sums of their groups.
fn most_missed(first: &Compared<'_>, missed: usize, totals: usize) -> Problem {
    let message = format!(
        "the groups of `{}` are far from {missed} of the {totals} totals of the file: {}",
        first.table.column,
        first.sentence("they")
    );
    let hint = "were rows of the column moved? compare the file with the publication; if it has them so, set \
                `total-tolerance` for the file to what its groups miss";
    Problem::error(message, hint).of(PARTS_AND_TOTAL)
}

impl Compared<'_> {
    /// Whether neither rounding nor late corrections nor people of unknown ethnicity explain the difference.
    fn misses_by_far(&self) -> bool {
        if self.reaches {
            return false;
        }
        let rounding = USUAL_ROUNDING / 2.0 * (self.figures + 1) as f64;
        let missing = if self.all_known { LATE } else { NOT_KNOWN };
        let above = self.sum.least - self.total;
        let below = self.sum.most.map_or(0.0, |most| self.total - most - self.sum.unknown);
        above > rounding.max(LATE * self.total) || below > rounding.max(missing * self.total)
    }

    /// What the groups of a table add up to, and its total.
    fn sentence(&self, groups: &str) -> String {
        let Self { table, sum, total, .. } = self;
        let area = table.sight.area(table.area);
        format!("in {area}, {}, {groups} add up to {sum} and the published total is {total}", table.period)
    }

    /// Parts and total of a table disagree.
    fn problem(&self) -> Problem {
        let hint = "publishers round and correct late; the groups are used as published";
        Problem::warning(self.sentence("the groups"), hint).of(PARTS_AND_TOTAL)
    }
}
