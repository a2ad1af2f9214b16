//! Published files of any form → cells with their places; records by the million → counts.
//!
//! Nothing here knows what the cells mean: no word of ethnicity, of boroughs or of measures.

pub mod cell;
pub mod finding;
