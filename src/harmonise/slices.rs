//! The rows of a file by their dimensions, found once: a file can hold a slice for each of hundreds of measures, and each
//! of them would read it whole.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::observation::Observation;

/// Where the rows of each combination of dimensions stand, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Slices(OnceLock<BTreeMap<Vec<String>, Vec<usize>>>);

impl Slices {
    /// Where the rows stand whose dimensions have the values that a filter wants, in the order of the file; `names` are
    /// those of the dimensions. A dimension that the file does not have holds no value.
    pub(super) fn places(
        &self,
        observations: &[Observation],
        names: &[String],
        filter: &BTreeMap<String, String>,
    ) -> Vec<usize> {
        if filter.keys().any(|wanted| !names.contains(wanted)) {
            return Vec::new();
        }
        if filter.is_empty() {
            return (0..observations.len()).collect();
        }
        let slices = self.0.get_or_init(|| {
            let mut slices: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
            for (place, row) in observations.iter().enumerate() {
                slices.entry(row.dimensions.clone()).or_default().push(place);
            }
            slices
        });
        let wanted: Vec<Option<&String>> = names.iter().map(|name| filter.get(name)).collect();
        if let Some(whole) = wanted.iter().map(|value| value.cloned()).collect::<Option<Vec<String>>>() {
            return slices.get(&whole).cloned().unwrap_or_default();
        }
        let fits = |dimensions: &[String]| {
            wanted.iter().zip(dimensions).all(|(wanted, value)| wanted.is_none_or(|wanted| wanted == value))
        };
        let fitting = slices.iter().filter(|(dimensions, _)| fits(dimensions));
        let mut places: Vec<usize> = fitting.flat_map(|(_, places)| places.iter().copied()).collect();
        places.sort_unstable();
        places
    }
}
