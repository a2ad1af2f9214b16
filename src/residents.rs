//! Residents by area and ethnic group, rolled up to the classification of the numerator.
//!
//! A count over residents needs both in one classification. The census is finer than most sources, so its groups
//! are added up as the source's classification says, and the result names the census that it used.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ethnicity::{Category, Classification, Ethnicity};
use crate::harmonise::Dataset;
use crate::observation::Figure;
use crate::period::Period;

/// One population table: residents by area and group on one day.
#[derive(Debug)]
pub struct ResidentTable {
    /// When they were counted.
    pub period: Period,
    /// The groups in which they were counted.
    pub classification: Arc<Classification>,
    /// What the counting is called, such as `census`.
    pub counting: Option<String>,
    residents: BTreeMap<String, BTreeMap<Category, f64>>,
}

impl ResidentTable {
    /// Residents of an area in a category of another classification. `None` when the table does not hold them.
    pub fn residents(
        &self,
        area: &str,
        category: Category,
        (ethnicity, classification): (&Ethnicity, &Classification),
    ) -> Option<f64> {
        let members = ethnicity.members(classification, category, &self.classification)?;
        let by_group = self.residents.get(area)?;
        members.into_iter().map(|member| by_group.get(&member).copied()).sum()
    }
}

/// All population tables, by series.
#[derive(Debug, Default)]
pub struct Residents {
    by_series: BTreeMap<String, Vec<ResidentTable>>,
}

impl Residents {
    /// Takes the population tables from among all files: those of a source that names a series.
    pub fn gather(datasets: &[Dataset]) -> Self {
        let mut by_series: BTreeMap<String, Vec<ResidentTable>> = BTreeMap::new();
        for dataset in datasets {
            let Some(series) = &dataset.source.series else {
                continue;
            };
            let tables = by_series.entry(series.clone()).or_default();
            for observation in &dataset.observations {
                let Some(Figure::Known(number)) = observation.figures.first().copied() else {
                    continue;
                };
                let place = tables.iter().position(|table| table.period == observation.period).unwrap_or_else(|| {
                    tables.push(ResidentTable {
                        period: observation.period,
                        classification: Arc::clone(&dataset.classification),
                        counting: dataset.source.counting.clone(),
                        residents: BTreeMap::new(),
                    });
                    tables.len() - 1
                });
                if let Some(table) = tables.get_mut(place) {
                    table.residents.entry(observation.area.clone()).or_default().insert(observation.category, number);
                }
            }
            tables.sort_by_key(|table| table.period);
        }
        Self { by_series }
    }

    /// Whether there is any table of a series.
    pub fn holds(&self, series: &str) -> bool {
        self.by_series.contains_key(series)
    }

    /// The latest table of a series that was taken on or before the end of a period.
    pub fn latest(&self, series: &str, period: Period) -> Option<&ResidentTable> {
        self.by_series.get(series)?.iter().rev().find(|table| table.period.last <= period.last)
    }
}
