//! The program itself: its commands, its arithmetic and the order of its modules.

#[path = "../support/mod.rs"]
mod support;

mod calc;
mod cli;
mod defaults;
mod documentation;
mod hostile;
mod kills;
mod layers;
mod newcomer;
mod properties;
mod random;
mod writing;
