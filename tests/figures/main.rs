//! The figures that the program publishes: right, complete, reproducible, and with nothing given away.

#[path = "../support/mod.rs"]
mod support;

mod contract;
mod attack;
mod disclosure;
mod gaps;
mod golden;
mod page;
mod project;
mod published;
mod reproducible;
mod second_sources;
mod secondary;
mod sentences;
mod shares;
mod small;
mod synthesis;
mod worked;
