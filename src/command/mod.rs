//! One file a subcommand: the calls in order. With the report they are the only writers of files.

mod add;
mod calc;
mod check;
mod evidence;
mod init;
mod inspect;
mod out;
mod run;
mod show;
mod tally;
mod watch;

pub use add::add;
pub use calc::calc;
pub use check::{Checked, check};
pub use init::{after_init, init};
pub use inspect::inspect;
pub use run::run;
pub use show::show;
pub use tally::tally;
pub use watch::{Tell, watch};

/// How far a long command is, for a progress bar: the step, what is done of it, and what there is to do.
pub type Progress<'p> = &'p (dyn Fn(&'static str, u64, u64) + Sync);

/// No progress bar.
const SILENT: Progress<'static> = &|_, _, _| {};
