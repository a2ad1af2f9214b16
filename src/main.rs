//! The program `scorecard`: parse, run, print, exit code. The only printer.

use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use scorecard::args::{self, Arguments, Command};
use scorecard::error::{Error, Result};
use scorecard::{command, finding, report};
use tables::visible::visible_lines;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => return told(&message),
    };
    match dispatch(&arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report_error(&error, arguments.command.writes());
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch(command: &Command) -> Result<()> {
    match command {
        Command::Run(options) => {
            let bar = progress_bar("{msg:>10} {wide_bar} {pos}/{len}");
            let progress = |step, done, total| {
                bar.set_message(step);
                bar.set_length(total);
                bar.set_position(done);
            };
            if !options.watch {
                let page = command::run(options, &progress)?.join("index.html");
                bar.finish_and_clear();
                print(&format!("{}\n", page.display()))?;
                if options.open {
                    open(&page);
                }
                return Ok(());
            }
            command::watch(options, &progress, &|text, page| {
                bar.finish_and_clear();
                print(text)?;
                bar.reset();
                page.filter(|_| options.open).into_iter().for_each(open);
                Ok(())
            })?;
        }
        Command::Init { folder } => {
            command::init(folder)?;
            print(&format!("{}\n", folder.display()))?;
            tell(&command::after_init(folder));
        }
        Command::Check(folders) => print(&checked(&command::check(folders)?))?,
        Command::Show(options) => print(&command::show(options, terminal_width())?)?,
        Command::Inspect(options) => {
            let (text, refused) = command::inspect(options)?;
            print(&text)?;
            if let Some(error) = refused {
                return Err(error);
            }
        }
        Command::Add(options) => print(&command::add(options)?)?,
        Command::Tally(options) => tally(options)?,
        Command::Calc(options) => print(&command::calc(options)?)?,
        Command::Completions { shell } => {
            let mut script = Vec::new();
            let mut command = Arguments::command();
            clap_complete::generate(*shell, &mut command, "scorecard", &mut script);
            print(&String::from_utf8_lossy(&script))?;
        }
    }
    Ok(())
}

/// Opens a page in the browser of the user. Where there is none the report is whole all the same.
fn open(page: &Path) {
    if let Err(error) = open::that_detached(page) {
        tell(&format!("note: no browser could be started ({error}); open `{}` yourself\n", page.display()));
    }
}

/// Prints the help that was asked for, or what is wrong with the arguments.
fn told(message: &clap::Error) -> ExitCode {
    let lost = message.print().err().filter(|error| !message.use_stderr() && error.kind() != ErrorKind::BrokenPipe);
    ExitCode::from(if lost.is_some() { 2 } else { u8::try_from(message.exit_code()).unwrap_or(2) })
}

/// Prints, without a character that a terminal would obey. Of a reader that goes away, as in `scorecard show Croydon |
/// head`, nobody is left to be told; what is lost on a full disk is.
fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(visible_lines(text).as_bytes()).and_then(|()| out.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => {
            Err(Error::Write { path: "standard output".into(), source })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints for the user and not for the next program. Without anybody to read it the rest goes on.
fn tell(text: &str) {
    let _ = std::io::stderr().lock().write_all(visible_lines(text).as_bytes());
}

fn checked(checked: &command::Checked) -> String {
    let mut text = String::new();
    for warning in &checked.warnings {
        let _ = write!(text, "{warning}\n\n");
    }
    let (files, measures, warnings) = (checked.files, checked.measures, finding::count(&checked.warnings));
    let count = |number: usize, word: &str| {
        let ending = if number == 1 { "" } else { "s" };
        format!("{number} {word}{ending}")
    };
    let corrected = match checked.corrections {
        0 => String::new(),
        corrections => format!(", {}", count(corrections, "correction")),
    };
    let acknowledged = match checked.acknowledged {
        0 => String::new(),
        acknowledged => format!(", {acknowledged} acknowledged"),
    };
    let warnings = count(warnings, "warning");
    let _ = writeln!(text, "{files} files and {measures} measures: no faults, {warnings}{acknowledged}{corrected}");
    text
}

/// The summary goes to the reader, and the names of the files to the next program.
fn tally(options: &args::Tally) -> Result<()> {
    let bar = progress_bar("{msg:>10} {wide_bar} {bytes}/{total_bytes}");
    let tally = command::tally(options, &|step, done, total| {
        bar.set_message(step);
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    tell(&report::tally::summary(&tally, options.area.is_none()));
    let beside = report::tally::beside(&options.out);
    print(&format!("{}\n{}\n", options.out.display(), beside.display()))
}

/// A bar on a terminal, and nothing elsewhere.
fn progress_bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// The width of the terminal, and 80 columns where the output goes elsewhere.
fn terminal_width() -> usize {
    const USUAL: usize = 80;
    if std::io::stdout().is_terminal() { comfy_table::Table::new().width().map_or(USUAL, usize::from) } else { USUAL }
}

fn report_error(error: &Error, writes: bool) {
    match error {
        Error::Refused(_) | Error::NoFile(_) => {
            tell(&format!("{error}{}\n", if writes { "; nothing was written" } else { "" }))
        }
        Error::Read { .. }
        | Error::NoProject { .. }
        | Error::Write { .. }
        | Error::Usage { .. }
        | Error::Drawing { .. } => {
            let hint = error.hint().map(|hint| format!("  hint: {hint}\n")).unwrap_or_default();
            tell(&format!("error: {error}\n{hint}"));
        }
    }
}
