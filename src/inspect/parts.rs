//! Periods that stand in two columns: the kind of time beside the year, or the first day beside the last.

use std::collections::{BTreeMap, BTreeSet};

use crate::period::{Period, PeriodKind};
use crate::source::{CellFilter, OneOrMany};

use super::column::{ColumnProfile, kinds_of};
use super::listing::some_of;
use super::profile::TableProfile;
use super::when::FoundPeriod;

/// What a first column is called, and the second beside it.
const ENDS: [(&str, &str); 5] =
    [("start", "end"), ("from", "to"), ("begin", "end"), ("first", "last"), ("beginning", "ending")];

/// The period of a layout that says in a column of its own what kind of time each period is.
pub(super) fn identified(profile: &TableProfile<'_, '_>) -> Option<FoundPeriod> {
    let known = profile.known?;
    let period = profile.column(known.period.as_ref()?)?;
    let identifier = profile.column(known.period_identifier.as_ref()?)?;
    let pairs = pairs(profile, identifier, period)?;
    // Kind → identifiers, with the number of their rows.
    let mut kinds: BTreeMap<PeriodKind, (BTreeSet<&str>, u64)> = BTreeMap::new();
    let mut unknown: BTreeSet<&str> = BTreeSet::new();
    for ((said, when), rows) in &pairs {
        let Some(period) = Period::said(&format!("{said} {when}")) else {
            unknown.insert(said);
            continue;
        };
        let (identifiers, count) = kinds.entry(period.kind).or_default();
        identifiers.insert(said);
        *count += rows;
    }
    let most = kinds.iter().max_by_key(|(_, (_, rows))| *rows);
    let (kind, chosen) = most.map_or_else(
        || (known.period_kind.unwrap_or(PeriodKind::AcademicYear), unknown.clone()),
        |(kind, (chosen, _))| (*kind, chosen.clone()),
    );
    let all: BTreeSet<&str> = pairs.keys().map(|(said, _)| *said).collect();
    let texts: Vec<String> = chosen.iter().map(|text| (*text).to_owned()).collect();
    let only = CellFilter::AnyOf(match texts.as_slice() {
        [only] => OneOrMany::One(only.clone()),
        _ => OneOrMany::Many(texts),
    });
    let own = pairs.keys().filter(|(said, _)| chosen.contains(said));
    // One kind of year needs no second column to say it; words that nobody knows are never passed over.
    let alone =
        !kinds.is_empty() && own.clone().all(|(_, when)| Period::parse(when, kind).is_some()) && chosen.len() == 1;
    let text = |said: &str, when: &str| if alone { when.to_owned() } else { format!("{said} {when}") };
    let mut labels: Vec<String> = own.map(|(said, when)| text(said, when)).collect();
    labels.sort_by_key(|label| Period::parse(label, kind));
    labels.dedup();
    let columns = if alone { vec![period.name.clone()] } else { vec![identifier.name.clone(), period.name.clone()] };
    Some(FoundPeriod {
        columns,
        with: " ".to_owned(),
        filter: (chosen != all).then(|| (identifier.name.clone(), only)),
        kind,
        labels,
        doubt: doubt(&identifier.name, &all, &chosen, &unknown),
        ..FoundPeriod::default()
    })
}

/// What is left out of a column of identifiers, and what nobody knows in it.
fn doubt(column: &str, all: &BTreeSet<&str>, chosen: &BTreeSet<&str>, unknown: &BTreeSet<&str>) -> Option<String> {
    let list =
        |texts: &mut dyn Iterator<Item = &&str>| some_of(&texts.map(|text| (*text).to_owned()).collect::<Vec<_>>());
    let others = list(&mut all.iter().filter(|text| !chosen.contains(**text) && !unknown.contains(**text)));
    let unknown = list(&mut unknown.iter());
    let others = (!others.is_empty()).then(|| format!("periods of other kinds in `{column}` are left out: {others}"));
    let unknown = (!unknown.is_empty()).then(|| format!("no period is known by the words in `{column}`: {unknown}"));
    let doubts: Vec<String> = [others, unknown].into_iter().flatten().collect();
    (!doubts.is_empty()).then(|| doubts.join("; "))
}

/// What stands between the first day and the last.
const WITH: &str = " to ";

/// The period between two columns, of the first and of the last day.
pub(super) fn span(profile: &TableProfile<'_, '_>, taken: &[String]) -> Option<FoundPeriod> {
    let free = || profile.columns.iter().filter(|column| column.filled > 0 && !taken.contains(&column.name));
    let of_days = |column: &&ColumnProfile| {
        column.period_kinds().iter().any(|kind| matches!(kind, PeriodKind::Day | PeriodKind::Month))
    };
    let (first, last) = free().filter(of_days).find_map(|first| {
        let names = names_of_last(&first.name);
        let last = free().filter(of_days).find(|last| names.contains(&plain(&last.name)))?;
        Some((first, last))
    })?;
    let pairs = pairs(profile, first, last)?;
    if pairs.keys().all(|(begins, ends)| begins == ends) {
        return None;
    }
    let mut labels: Vec<String> = pairs.keys().map(|(begins, ends)| format!("{begins}{WITH}{ends}")).collect();
    let kinds = [PeriodKind::FinancialYear, PeriodKind::AcademicYear, PeriodKind::CalendarYear, PeriodKind::Quarter];
    let fits = |kind: &PeriodKind| labels.iter().all(|label| Period::parse(label, *kind).is_some());
    let kind = kinds.into_iter().find(fits).unwrap_or(PeriodKind::Months);
    let whole = fits(&kind);
    labels.sort_by_key(|label| Period::parse(label, kind));
    let doubt = format!("the period: `{}` and `{}` are not the first and last days of months", first.name, last.name);
    Some(FoundPeriod {
        columns: vec![first.name.clone(), last.name.clone()],
        with: WITH.to_owned(),
        kind,
        labels,
        doubt: (!whole).then_some(doubt),
        ..FoundPeriod::default()
    })
}

/// What the column of the last day is called beside one of the first.
fn names_of_last(name: &str) -> Vec<String> {
    let name = plain(name);
    ENDS.iter().filter(|(first, _)| name.contains(first)).map(|(first, last)| name.replacen(first, last, 1)).collect()
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace(['_', '-'], " ")
}

/// The texts of two columns as they stand side by side, with the number of rows.
pub(super) fn pairs<'t>(
    profile: &'t TableProfile<'_, '_>,
    first: &ColumnProfile,
    second: &ColumnProfile,
) -> Option<BTreeMap<(&'t str, &'t str), u64>> {
    let (first, second) = (profile.place(&first.name)?, profile.place(&second.name)?);
    let mut pairs = BTreeMap::new();
    for row in &profile.table.rows {
        *pairs.entry((row.cell(first), row.cell(second))).or_default() += 1;
    }
    Some(pairs)
}

/// Whether months are the last ones of quarters, so many in a row that single months would show others between them.
pub(super) fn are_quarters(column: &ColumnProfile) -> bool {
    const ENOUGH: usize = 4;
    let is_called_so = column.name.to_lowercase().contains("quarter");
    let kinds = kinds_of(&column.filled_texts());
    // Days at the ends of quarters can be those of a count at that day.
    let many = || column.filled_texts().count() >= ENOUGH && !kinds.contains(&PeriodKind::Day);
    kinds.contains(&PeriodKind::Quarter) && (is_called_so || many())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_of_the_last_day_goes_by_the_name_of_the_first() {
        assert_eq!(names_of_last("START"), ["end"]);
        assert!(names_of_last("period_start_date").contains(&"period end date".to_owned()));
        assert_eq!(names_of_last("Date from"), ["date to"]);
        assert!(names_of_last("Year").is_empty());
    }
}
