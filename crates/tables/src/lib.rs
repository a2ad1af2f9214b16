//! Published files of any form → cells with their places; records by the million → counts.
//!
//! Nothing here knows what the cells mean: no word of ethnicity, of boroughs or of measures.

mod caught;
pub mod checksum;
pub mod file;
pub mod finding;
pub mod number;
pub mod outlines;
pub mod parquet;
pub mod records;
pub mod table;
mod text;

pub use table::{Row, Table};
pub use text::utf8;
