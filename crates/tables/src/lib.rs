#![doc = include_str!("../README.md")]

mod caught;
pub mod checksum;
pub mod file;
pub mod finding;
pub mod formula;
pub mod marks;
pub mod number;
pub mod outlines;
pub mod parquet;
pub mod records;
mod row;
pub mod table;
mod text;
pub mod visible;

pub use row::{Cells, Row};
pub use table::Table;
pub use text::utf8;
