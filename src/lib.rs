//! The race equality scorecard: figures as published → ratios of Black, Asian and minority ethnic people to White
//! people in each London borough, with their uncertainty → the report of a phase.
//!
//! The modules below are listed in the order in which they may depend on one another: a module uses only modules
//! above it (`tests/layers.rs` holds them to it). Each stage is a function:
//!
//! - [`project::Project::read`]: the folders `data/` and `indicators/` → everything that is declared
//! - [`ingest::read`]: a file that a source card names → rows of text, or counts of records
//! - [`correction::apply`]: rows as published → rows as corrected, by declarations that name their reason
//! - [`harmonise::harmonise`]: rows → observations in our terms, or findings
//! - [`residents::Residents::gather`]: the population tables among them
//! - [`screening::examine`]: the named checks of figures, labels and declarations
//! - [`acknowledgement::apply`]: their warnings → those that stand, and those that somebody has looked into
//! - [`inspect::inspect`]: a file as downloaded → what it is, and the recipe that would read it
//! - [`disclosure::protect`]: the project's own counts → what may be shown of them
//! - [`scorecard::Scorecard::new`]: the disparities of a phase, ordered, compared and adjusted
//! - [`calc`]: a few numbers, or a file of cases → one quantity with its intervals
//! - [`synthesis::Synthesis::new`]: the figures pooled, placed and weighed across boroughs, groups and phases
//! - [`chart`]: the specification of a chart → its drawings
//! - [`report::content`]: a scorecard → what its report says; [`report`]: what it says → each form of report
//! - [`command`]: the calls in order, a file a subcommand

pub mod finding;
pub mod slug;
mod litter;
pub mod error;
pub mod correction;
pub mod ethnicity;
pub mod period;
pub mod area;
pub mod tiles;
pub mod observation;
pub mod source;
pub mod acknowledgement;
pub mod layouts;
pub mod indicator;
pub mod phase;
pub mod ingest;
pub mod harmonise;
pub mod residents;
pub mod disparity;
pub mod project;
pub mod disclosure;
pub mod screening;
pub mod inspect;
pub mod scorecard;
pub mod words;
pub mod calc;
pub mod synthesis;
pub mod chart;
pub mod report;
pub mod args;
pub mod command;
