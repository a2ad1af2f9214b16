//! The race equality scorecard: figures as published → ratios of Black, Asian and minority ethnic people to White
//! people in each London borough, with their uncertainty → the report of a phase.
//!
//! The modules below are listed in the order in which they may depend on one another: a module uses only modules
//! above it (`tests/layers.rs` holds them to it). Each stage is a function:
//!
//! - [`catalogue::Catalogue::read`]: the folders `data/` and `indicators/` → everything that is declared
//! - [`ingest::read`]: a file that a source card names → rows of text; [`ingest::open`]: any file as it was published
//! - [`correction::apply`]: rows as published → rows as corrected, by declarations that name their reason
//! - [`harmonise::harmonise`]: rows → observations in our terms, or findings
//! - [`inspect::inspect`]: a file as downloaded → what it is, and the recipe that would read it
//! - [`denominator::Residents::gather`]: the population tables among them
//! - [`screening::examine`]: the named checks of figures, labels and declarations
//! - [`disclosure::protect`]: the project's own counts → what may be shown of them
//! - [`scorecard::Scorecard::assemble`]: the disparities of a phase, ordered, compared and adjusted
//! - [`calc`]: a few numbers, or a file of cases → one quantity with its intervals
//! - [`synthesis::Synthesis::of`]: the figures pooled, placed and weighed across boroughs, groups and phases
//! - [`chart`]: a scorecard → drawings
//! - [`report`]: a scorecard and its drawings → the files of a phase report
//! - [`intake`]: a downloaded file → what it is; a downloaded file → a source in `data/`
//! - [`pipeline`]: the calls in order

pub mod finding;
pub mod error;
pub mod correction;
pub mod ethnicity;
pub mod period;
pub mod area;
pub mod observation;
pub mod source;
pub mod layouts;
pub mod indicator;
pub mod phase;
pub mod catalogue;
pub mod ingest;
pub mod harmonise;
pub mod inspect;
pub mod denominator;
pub mod disparity;
pub mod disclosure;
pub mod screening;
pub mod scorecard;
pub mod words;
pub mod calc;
pub mod synthesis;
pub mod chart;
pub mod report;
pub mod args;
pub mod intake;
pub mod pipeline;
