//! `scorecard show`: one borough in the terminal.

use crate::args::Show;
use crate::error::Result;
use crate::indicator::Comparator;
use crate::report::{content, terminal};

use super::SILENT;
use super::evidence::{Evidence, Phases, borough};

/// The scorecard of one borough, as text of a width.
pub fn show(options: &Show, width: usize) -> Result<String> {
    let evidence = Evidence::read(&(&options.folders).into(), Phases::One(options.phase), SILENT)?;
    let phase = evidence.project.phase(options.phase)?.clone();
    let borough = borough(&evidence.project, &options.borough)?.clone();
    let comparator = options.comparator.map(Comparator::from);
    let scorecard = evidence.scorecard(&phase, comparator, std::slice::from_ref(&borough.code), SILENT)?;
    Ok(terminal::text(&content::brief(&scorecard, &borough), width))
}
