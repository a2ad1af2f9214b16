//! Warnings that somebody has looked into and lets stand (`[[acknowledged]]` on the card of a source), so that a new one
//! is seen among them. Each says why, and for how many places it was given: what grows is a warning again.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::finding::{Finding, Findings, Location, Problem, Severity};
use crate::source::{Acknowledgement, Source};

/// A warning that may stand, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// The warning.
    pub warning: Finding,
    /// Why it may stand.
    pub because: String,
}

impl fmt::Display for Acknowledged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n  acknowledged: {}", self.warning, self.because)
    }
}

/// Parts the warnings into those that stand and those that are acknowledged. An acknowledgement that does not fit what
/// was found is itself a warning.
pub fn apply(sources: &BTreeMap<String, Arc<Source>>, mut warnings: Vec<Finding>) -> (Vec<Finding>, Vec<Acknowledged>) {
    let mut acknowledged = Vec::new();
    let mut idle = Findings::new();
    // Of private files that are not here nothing can be found.
    for source in sources.values().filter(|source| !source.private || source.is_here()) {
        for own in &source.acknowledged {
            let (fitting, others): (Vec<Finding>, _) =
                warnings.into_iter().partition(|warning| own.fits(source, warning));
            warnings = others;
            let places = fitting.iter().map(places).sum();
            if places == own.count {
                let because = || own.because.clone();
                acknowledged.extend(fitting.into_iter().map(|warning| Acknowledged { warning, because: because() }));
            } else {
                idle.add(own.not_fitting(places), own.location(source));
                warnings.extend(fitting);
            }
        }
    }
    warnings.extend(idle.of(Severity::Warning));
    (warnings, acknowledged)
}

fn places(warning: &Finding) -> usize {
    1 + warning.also.len()
}

impl Acknowledgement {
    fn fits(&self, source: &Source, warning: &Finding) -> bool {
        let path = &warning.location.path;
        let in_file = |name: &String| *path == source.folder.join(name);
        let of_source = path.starts_with(&source.folder) || source.files.iter().any(|file| in_file(&file.name));
        warning.check.is_some_and(|check| check.name == self.check)
            && of_source
            && self.file.as_ref().is_none_or(in_file)
            && self.says.as_ref().is_none_or(|part| warning.message.contains(part.as_str()))
    }

    /// Where a fault of it is shown. A report shows nothing of private files, which may not be there next time.
    fn location(&self, source: &Source) -> Location {
        let card = || Location::file(&source.folder.join("source.toml"));
        match source.files.first().filter(|_| source.private) {
            Some(file) => Location::file(&source.folder.join(&file.name)),
            None => self.place.clone().unwrap_or_else(card),
        }
    }

    fn not_fitting(&self, places: usize) -> Problem {
        let Self { check, count, .. } = self;
        if places == 0 {
            let message = format!("the acknowledgement of `{check}` fits no warning");
            return Problem::warning(
                message,
                "what it was given for is gone, or it is misspelt: take it out or correct it",
            );
        }
        let plural = if places == 1 { "warning" } else { "warnings" };
        let message = format!("the acknowledgement of `{check}` is of {count}, and it fits {places} {plural}");
        let hint = format!("look into them, then write `count = {places}`, or name one with `file` or `says`");
        Problem::warning(message, hint)
    }
}
