//! The residents of an area and ethnic group at the time of the events, in the classification of the numerator.
//!
//! A count over residents needs both in one classification and at one time. Population tables are finer than most
//! sources, so their groups are added up as the source's classification says; between two tables of a series each group
//! lies on a straight line, in days. The result names what it stands on.

mod ages;
mod basis;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::area::{Areas, Level};
use crate::ethnicity::{Category, Classification, Ethnicity};
use crate::harmonise::Dataset;
use crate::observation::{Figure, Observation};
use crate::period::Period;

pub use ages::AgeShares;
pub use basis::{PopulationBasis, PopulationTable, Standing, YEARS_FAR};

/// Residents by group.
type ByGroup = BTreeMap<Category, f64>;

/// One population table: residents by area and group at one time.
#[derive(Debug)]
struct ResidentTable {
    table: PopulationTable,
    period: Period,
    classification: Arc<Classification>,
    residents: BTreeMap<String, ByGroup>,
}

impl ResidentTable {
    /// Adds the people of a row to the table of its period.
    fn add(tables: &mut Vec<Self>, (dataset, row): (&Dataset, &Observation), number: f64) {
        let place = tables.iter().position(|table| table.period == row.period).unwrap_or_else(|| {
            tables.push(Self {
                table: PopulationTable { day: row.period.middle(), counting: dataset.source.counting.clone() },
                period: row.period,
                classification: Arc::clone(&dataset.classification),
                residents: BTreeMap::new(),
            });
            tables.len() - 1
        });
        if let Some(table) = tables.get_mut(place) {
            let by_group = table.residents.entry(row.area.clone()).or_default();
            *by_group.entry(row.category).or_default() += number;
        }
    }
}

/// All population tables, by series.
#[derive(Debug, Default)]
pub struct Residents {
    by_series: BTreeMap<String, Vec<ResidentTable>>,
    /// The codes of the boroughs that make up each wider area.
    boroughs: BTreeMap<String, Vec<String>>,
}

impl Residents {
    /// Takes the population tables from among all files: those of a source that names a series.
    pub fn gather(datasets: &[Dataset], areas: &Areas) -> Self {
        let mut by_series: BTreeMap<String, Vec<ResidentTable>> = BTreeMap::new();
        for dataset in datasets {
            let Some(series) = &dataset.source.series else {
                continue;
            };
            for observation in &dataset.observations {
                let Some(Figure::Known(number)) = observation.figures.first().copied() else {
                    continue;
                };
                // People of all ages are those of each age together, and each age is a series of its own beside them.
                let parts = observation.dimensions.iter().map(|value| ages::of_age(series, value));
                for name in std::iter::once(series.clone()).chain(parts) {
                    ResidentTable::add(by_series.entry(name).or_default(), (dataset, observation), number);
                }
            }
        }
        for tables in by_series.values_mut() {
            tables.sort_by_key(|table| table.table.day);
        }
        Self { by_series, boroughs: boroughs(areas) }
    }

    /// Whether there is any table of a series.
    pub fn holds(&self, series: &str) -> bool {
        self.by_series.contains_key(series)
    }

    /// Whether a series has one table only, which is then used as it stands.
    pub fn has_one_table(&self, series: &str) -> bool {
        self.by_series.get(series).is_some_and(|tables| tables.len() == 1)
    }

    /// The residents of an area in the middle of a period; `None` where no table of the series has the area.
    pub fn population(&self, series: &str, area: &str, period: Period) -> Option<Population<'_>> {
        let day = period.middle();
        let counts = || self.by_series.get(series).into_iter().flatten().filter_map(|table| self.count(table, area));
        let before = counts().rev().find(|count| count.day() <= day);
        let after = counts().find(|count| count.day() > day);
        let (first, second) = match (before, after) {
            // No line leads to a day that has a table.
            (Some(before), after) => {
                let is_of_day = before.day() == day;
                (before, after.filter(|_| !is_of_day))
            }
            (None, after) => (after?, None),
        };
        let tables = [Some(&first), second.as_ref()].map(|count| count.map(|count| count.table.table.clone()));
        let standing = match tables {
            [Some(before), Some(after)] => Standing::Between { before, after },
            [first, _] => Standing::On(first?),
        };
        Some(Population { first, second, basis: PopulationBasis { series: Some(series.to_owned()), standing, day } })
    }

    /// The area in a table: as published, or the sum of its boroughs.
    fn count<'a>(&'a self, table: &'a ResidentTable, area: &str) -> Option<AreaCount<'a>> {
        let own = table.residents.get(area).map(|residents| vec![residents]);
        let parts = || {
            let boroughs = self.boroughs.get(area)?;
            boroughs.iter().map(|borough| table.residents.get(borough)).collect()
        };
        Some(AreaCount { table, parts: own.or_else(parts)? })
    }
}

/// The boroughs of each wider area within a country, which has more of them than the project knows.
fn boroughs(areas: &Areas) -> BTreeMap<String, Vec<String>> {
    let mut boroughs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for borough in areas.of_level(Level::Borough) {
        let wider = borough.within.iter().filter_map(|code| areas.get(code));
        for area in wider.filter(|area| area.level < Level::Country) {
            boroughs.entry(area.code.clone()).or_default().push(borough.code.clone());
        }
    }
    boroughs
}

/// An area in one population table.
#[derive(Debug, Clone)]
struct AreaCount<'a> {
    table: &'a ResidentTable,
    parts: Vec<&'a ByGroup>,
}

impl AreaCount<'_> {
    fn day(&self) -> Date {
        self.table.table.day
    }

    /// All of its groups together.
    fn everybody(&self) -> f64 {
        let groups: Vec<Category> = self.table.classification.required().collect();
        let of_part = |part: &ByGroup| groups.iter().filter_map(|group| part.get(group)).sum::<f64>();
        self.parts.iter().map(|part| of_part(part)).sum()
    }

    /// Residents in a category of another classification; `None` when the table does not hold it.
    fn residents(&self, category: Category, (ethnicity, own): (&Ethnicity, &Classification)) -> Option<f64> {
        let members = ethnicity.members(own, category, &self.table.classification)?;
        let of_part = |part: &ByGroup| members.iter().map(|member| part.get(member).copied()).sum::<Option<f64>>();
        self.parts.iter().map(|part| of_part(part)).sum()
    }
}

/// The residents of an area at a time.
#[derive(Debug, Clone)]
pub struct Population<'a> {
    first: AreaCount<'a>,
    /// The later table, where the time lies between two.
    second: Option<AreaCount<'a>>,
    basis: PopulationBasis,
}

impl Population<'_> {
    /// Those in a category of a classification; `None` when the tables do not hold it.
    pub fn residents(&self, category: Category, classification: (&Ethnicity, &Classification)) -> Option<f64> {
        let before = self.first.residents(category, classification)?;
        let after = match &self.second {
            Some(second) => Some(second.residents(category, classification)?),
            None => None,
        };
        Some(self.straight_line(before, after))
    }

    /// Those in a category of a classification, or in the same broad group of the tables' own where these are no finer.
    fn alike(&self, category: Category, (ethnicity, own): (&Ethnicity, &Classification)) -> Option<f64> {
        self.residents(category, (ethnicity, own)).or_else(|| {
            let tables = &*self.first.table.classification;
            let is_alike = ethnicity.is_alike(category, [own, tables]);
            self.residents(category, (ethnicity, tables)).filter(|_| is_alike)
        })
    }

    /// All of them.
    pub fn everybody(&self) -> f64 {
        self.straight_line(self.first.everybody(), self.second.as_ref().map(AreaCount::everybody))
    }

    /// The number on the day, from those of the two tables.
    fn straight_line(&self, before: f64, after: Option<f64>) -> f64 {
        let day = |date: Date| f64::from(basis::days(self.first.day(), date));
        let second = self.second.as_ref().map(AreaCount::day).zip(after);
        second.map_or(before, |(last, after)| before + (after - before) * day(self.basis.day) / day(last))
    }

    /// What they stand on.
    pub fn basis(&self) -> &PopulationBasis {
        &self.basis
    }

    /// The residents of the table alone that is nearest to the time, where they lie between two.
    pub fn nearest(&self) -> Option<Self> {
        let second = self.second.as_ref()?;
        let table = self.basis.nearest()?;
        let count = if table.day == second.day() { second } else { &self.first };
        let basis = PopulationBasis { standing: Standing::On(table.clone()), ..self.basis.clone() };
        Some(Self { first: count.clone(), second: None, basis })
    }
}
