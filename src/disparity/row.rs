//! A row of figures and the file in which it stands.

use crate::harmonise::Dataset;
use crate::observation::Observation;

/// A row and the file in which it stands.
pub(crate) type Row<'a> = (&'a Dataset, &'a Observation);
