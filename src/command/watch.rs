//! `scorecard run --watch`: the report made again whenever the data or the declarations change.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use notify_debouncer_mini::notify::{self, PollWatcher, RecursiveMode};
use notify_debouncer_mini::{Config, DebounceEventResult, DebouncedEvent, DebouncedEventKind, new_debouncer_opt};

use crate::args::Run;
use crate::disparity::Disparity;
use crate::error::{Error, Result};
use crate::project;
use crate::scorecard::{Line, Scorecard};
use crate::words;

use super::{Progress, run};

/// How long files must be left alone before the report is made again: programs save in several steps.
const QUIET: Duration = Duration::from_millis(300);

/// How many figures that moved are named.
const NAMED: usize = 10;

/// Tells something, with the page of the report when it is made for the first time.
pub type Tell<'t> = &'t dyn Fn(&str, Option<&Path>) -> Result<()>;

/// Makes the report, tells what is new, and waits for the next change; it ends only with an error of the system.
/// Findings that stop a run are told and do not end it.
pub fn watch(options: &Run, progress: Progress<'_>, tell: Tell<'_>) -> Result<()> {
    for folder in [&options.folders.data, &options.folders.indicators] {
        project::require(folder)?;
    }
    let (sender, changes) = mpsc::channel();
    // Comparing contents takes notice of changes alone, while the events of the system also tell of every reading, and
    // times of change are known to the second.
    let polling = notify::Config::default().with_poll_interval(QUIET).with_compare_contents(true);
    let config = Config::default().with_timeout(QUIET).with_notify_config(polling);
    let mut debouncer =
        new_debouncer_opt::<_, PollWatcher>(config, sender).map_err(|error| refused(Path::new("."), &error))?;
    for folder in [&options.folders.data, &options.folders.indicators] {
        let watched = debouncer.watcher().watch(folder, RecursiveMode::Recursive);
        watched.map_err(|error| refused(folder, &error))?;
    }
    let mut before: Option<Scorecard> = None;
    loop {
        match run::make(options, progress) {
            Ok((folder, scorecard)) => {
                let page = folder.join("index.html");
                match &before {
                    Some(before) => tell(&news(before, &scorecard), None)?,
                    None => tell(&format!("{}\n", page.display()), Some(&page))?,
                }
                before = Some(scorecard);
            }
            Err(error @ Error::Refused(_)) => tell(&format!("{error}; the report stays as it was\n"), None)?,
            Err(error) => return Err(error),
        }
        tell("waiting for a change; stop with Ctrl+C\n", None)?;
        if !changed(&changes) {
            return Ok(());
        }
    }
}

/// Waits until files have changed and are left alone; false when nobody watches them any more.
fn changed(changes: &mpsc::Receiver<DebounceEventResult>) -> bool {
    let is_over = |event: &DebouncedEvent| event.kind == DebouncedEventKind::Any;
    changes.iter().any(|change| change.is_ok_and(|events| events.iter().any(is_over)))
}

fn refused(path: &Path, error: &notify::Error) -> Error {
    let source = std::io::Error::other(error.to_string());
    Error::Read { path: path.to_path_buf(), source }
}

/// The ratio and what may be said of it.
fn shown(disparity: &Disparity) -> String {
    let ratio = disparity.ratio.map_or_else(|| "no ratio".to_owned(), words::ratio);
    format!("{ratio} {}", disparity.conclusion)
}

/// What moved between two runs of one phase.
fn news(before: &Scorecard, now: &Scorecard) -> String {
    let twin = |scorecard: &Scorecard, line: &Line| {
        let disparity = &line.disparity;
        scorecard.line(&disparity.measure.id, &disparity.area, disparity.category).map(|line| line.disparity.clone())
    };
    let mut moved: Vec<String> = Vec::new();
    for line in &now.lines {
        let earlier = twin(before, line);
        if earlier.as_ref() != Some(&line.disparity) {
            let was = earlier.map_or_else(|| "new".to_owned(), |earlier| shown(&earlier));
            let group = now.project.ethnicity.shown(line.disparity.category);
            let (measure, area) = (&line.disparity.measure.short, &line.area.name);
            moved.push(format!("  {measure}, {area}, {group}: {was} -> {}\n", shown(&line.disparity)));
        }
    }
    let gone = before.lines.iter().filter(|line| twin(now, line).is_none()).count();
    let warnings = now.remarks.warnings.iter().filter(|warning| !before.remarks.warnings.contains(warning));
    let warnings = warnings.fold(String::new(), |text, warning| text + &format!("{warning}\n\n"));
    let rest = match moved.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!("  and {rest} more\n"),
    };
    let named: String = moved.iter().take(NAMED).cloned().collect();
    format!("{warnings}figures that moved: {}; gone: {gone}\n{named}{rest}", moved.len())
}
