#![doc = include_str!("../README.md")]

mod caught;
pub mod checksum;
pub mod file;
pub mod finding;
pub mod formula;
pub mod number;
pub mod outlines;
pub mod parquet;
pub mod records;
pub mod table;
mod text;
pub mod visible;

pub use table::{Row, Table};
pub use text::utf8;
