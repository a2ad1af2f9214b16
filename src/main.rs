//! The program `scorecard`: parse, run, print, exit code. The only printer.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the only printer"
)]

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use scorecard::args::{Arguments, Command};
use scorecard::error::{Error, Result};
use scorecard::pipeline;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match dispatch(&arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch(command: &Command) -> Result<()> {
    match command {
        Command::Run(options) => {
            let bar = progress_bar();
            let folder = pipeline::run(options, &|step, done, total| {
                bar.set_message(step);
                bar.set_length(total);
                bar.set_position(done);
            })?;
            bar.finish_and_clear();
            println!("{}", folder.join("index.html").display());
        }
        Command::Check(folders) => {
            let checked = pipeline::check(folders)?;
            for warning in &checked.warnings {
                println!("{warning}\n");
            }
            let (files, measures, warnings) =
                (checked.files, checked.measures, checked.warnings.len());
            let word = if warnings == 1 { "warning" } else { "warnings" };
            println!("{files} files and {measures} measures: no faults, {warnings} {word}");
        }
        Command::Show(options) => {
            let width = terminal_width();
            print!("{}", pipeline::show(options, width)?);
        }
        Command::Tally(options) => print_tally(&pipeline::tally(options)?, &options.out),
        Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut Arguments::command(),
                "scorecard",
                &mut std::io::stdout(),
            );
        }
    }
    Ok(())
}

fn print_tally(tallied: &pipeline::Tallied, out: &std::path::Path) {
    let share = |count: u64| 100.0 * count as f64 / (tallied.records.max(1)) as f64;
    let line = |what: &str, count: u64| println!("{count:>12}  {:>5.1}%  {what}", share(count));
    line("records that meet the conditions", tallied.records);
    line("placed in an area", tallied.placed);
    line("without a position", tallied.without_position);
    line("outside every area", tallied.outside);
    println!("months: {}", tallied.months.join(", "));
    println!("{}", out.display());
}

/// A bar on a terminal, and nothing elsewhere.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg:>10} {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    bar
}

/// The width of the terminal, and 80 columns where the output goes elsewhere.
fn terminal_width() -> usize {
    const USUAL: usize = 80;
    if std::io::stdout().is_terminal() {
        comfy_table::Table::new().width().map_or(USUAL, usize::from)
    } else {
        USUAL
    }
}

fn report(error: &Error) {
    match error {
        Error::Refused(_) => eprintln!("{error}"),
        Error::Read { .. } | Error::Write { .. } | Error::Usage { .. } | Error::Drawing { .. } => {
            eprintln!("error: {error}");
            if let Some(hint) = error.hint() {
                eprintln!("  hint: {hint}");
            }
        }
    }
}
