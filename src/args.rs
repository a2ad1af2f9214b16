//! The command line, and nothing else.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use tables::records::Filter;

use crate::calc;
use crate::indicator::{Comparator, Favourable};
use crate::project;

/// Compare how people from Black, Asian and minority ethnic groups and White people fare in each London borough.
#[derive(Debug, Parser)]
#[command(name = "scorecard", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "Examples:
  scorecard init my-scorecard        a new project, with all data so far
  scorecard check                    find every fault in the data, in one pass
  scorecard run                      the report of the latest phase, into reports/
  scorecard run --phase 3            the report of an earlier phase
  scorecard show Kingston            one borough's scorecard in the terminal
  scorecard calc risk-ratio 38 63334 44 110000
                                     one table: the ratio with every interval

Exit codes: 0 done; 1 the data or the declarations were refused; 2 wrong usage,
or a file that could not be read or written.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the report of a phase: figures, charts and pages.
    #[command(after_help = "Examples:
  scorecard run --phase 4
  scorecard run --phase 4 --borough Kingston --borough Sutton
  scorecard run --comparator white-british --out /tmp/white-british
  scorecard run --open --watch")]
    Run(Run),
    /// Write a new project into a folder: the data, the indicators and the guides that come with the program.
    #[command(after_help = "Example:
  scorecard init scorecard-2027
  cd scorecard-2027
  scorecard run --open")]
    Init {
        /// The folder, which must be empty or not there yet
        folder: PathBuf,
    },
    /// Read everything and report every fault in one pass, without writing anything.
    #[command(after_help = "Examples:
  scorecard check
  scorecard check --data ../my-data")]
    Check(Folders),
    /// Show the scorecard of one borough in the terminal.
    #[command(after_help = "Examples:
  scorecard show Croydon
  scorecard show \"Kingston upon Thames\" --phase 3")]
    Show(Show),
    /// Say what a published file is, and print the recipe that would read it.
    #[command(after_help = "Examples:
  scorecard inspect Downloads/ks4_2016.csv
  scorecard inspect homelessness.xls --sheet 2016-17
  scorecard inspect Downloads/*.csv --brief")]
    Inspect(Inspect),
    /// Put a published file into the data, with its card.
    #[command(after_help = "Example:
  scorecard add ks4_2016.csv --to statutory/dfe-key-stage-4 --published 2017-01

Then fill in what the card and the measure leave blank, and run: scorecard check")]
    Add(Add),
    /// Count record-level files by borough, month and ethnic group.
    #[command(after_help = "Examples:
  scorecard tally '*/log.csv' --area Borough --group Ethnicity --out counts.csv
  scorecard tally '2024-*/*-search.csv' --boundaries areas.geojson \\
    --group Ethnicity --where \"Type!=Vehicle search\" --out searches.csv")]
    Tally(Tally),
    /// Compute one quantity from a few numbers, or from a file of cases.
    #[command(after_help = calc::help())]
    Calc(Calc),
    /// Print the completions for a shell.
    #[command(after_help = "Example:
  scorecard completions bash > /etc/bash_completion.d/scorecard")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// Whether it writes files when it is not refused.
    pub fn writes(&self) -> bool {
        match self {
            Self::Run(_) | Self::Init { .. } | Self::Add(_) | Self::Tally(_) => true,
            Self::Calc(options) => options.out.is_some(),
            Self::Check(_) | Self::Show(_) | Self::Inspect(_) | Self::Completions { .. } => false,
        }
    }
}

/// Where the data and the declarations are.
#[derive(Debug, Clone, Args)]
pub struct Folders {
    /// Folder of the data
    #[arg(long, value_name = "DIR", default_value = project::DATA)]
    pub data: PathBuf,
    /// Folder of the indicators
    #[arg(long, value_name = "DIR", default_value = project::INDICATORS)]
    pub indicators: PathBuf,
}

/// The number of a phase, as it was typed.
fn phase_number(text: &str) -> Result<u32, &'static str> {
    text.parse().map_err(|_| "a phase is a number, such as 4")
}

/// With whom groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ComparatorName {
    /// All White people
    White,
    /// White British people
    WhiteBritish,
}

impl From<ComparatorName> for Comparator {
    fn from(name: ComparatorName) -> Self {
        match name {
            ComparatorName::White => Self::White,
            ComparatorName::WhiteBritish => Self::WhiteBritish,
        }
    }
}

/// Which direction is good for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FavourableName {
    /// A lower figure is good
    Lower,
    /// A higher figure is good
    Higher,
}

impl From<FavourableName> for Favourable {
    fn from(name: FavourableName) -> Self {
        match name {
            FavourableName::Lower => Self::Lower,
            FavourableName::Higher => Self::Higher,
        }
    }
}

/// Options of `scorecard run`.
#[derive(Debug, Clone, Args)]
pub struct Run {
    /// Number of the phase [default: the latest]
    #[arg(long, value_name = "N", value_parser = phase_number)]
    pub phase: Option<u32>,
    /// Borough that heads the report, by name or code; may be given several times [default: those that take part]
    #[arg(long, value_name = "NAME")]
    pub borough: Vec<String>,
    /// With whom groups are compared [default: as each measure declares, which is White people]
    #[arg(long)]
    pub comparator: Option<ComparatorName>,
    /// Where the data and the declarations are.
    #[command(flatten)]
    pub folders: Folders,
    /// Folder of the reports; the phase gets a folder in it
    #[arg(long, value_name = "DIR", default_value = "reports")]
    pub out: PathBuf,
    /// Write every chart as PNG pictures too, with what they show in words, for slides and social media
    #[arg(long)]
    pub pictures: bool,
    /// Open the report in the browser
    #[arg(long)]
    pub open: bool,
    /// Make the report again whenever a file of the data or the indicators changes, and say what is new
    #[arg(long)]
    pub watch: bool,
}

/// Options of `scorecard show`.
#[derive(Debug, Clone, Args)]
pub struct Show {
    /// Borough, by name or code
    pub borough: String,
    /// Number of the phase [default: the latest]
    #[arg(long, value_name = "N", value_parser = phase_number)]
    pub phase: Option<u32>,
    /// With whom groups are compared [default: as each measure declares, which is White people]
    #[arg(long)]
    pub comparator: Option<ComparatorName>,
    /// Where the data and the declarations are.
    #[command(flatten)]
    pub folders: Folders,
}

/// Options of `scorecard inspect`.
#[derive(Debug, Clone, Args)]
pub struct Inspect {
    /// The files, as they were downloaded
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Only this sheet of a workbook, or this member of an archive
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Only a line for each table
    #[arg(long)]
    pub brief: bool,
    /// Folder of the data, for the names of areas, the labels and the layouts
    #[arg(long, value_name = "DIR", default_value = project::DATA)]
    pub data: PathBuf,
}

/// Options of `scorecard add`.
#[derive(Debug, Clone, Args)]
pub struct Add {
    /// The file, as it was downloaded
    pub file: PathBuf,
    /// The folder of the source below the data: statutory/NAME or voluntary/NAME
    #[arg(long, value_name = "FOLDER")]
    pub to: String,
    /// Only this sheet of a workbook, or this member of an archive [default: all that hold ethnic groups]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Who published it [default: as the layout says]
    #[arg(long, value_name = "TEXT")]
    pub publisher: Option<String>,
    /// Title of the publication
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Its address [default: as the layout says]
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// The licence of the figures
    #[arg(long, value_name = "TEXT", default_value = "Open Government Licence v3.0")]
    pub licence: String,
    /// Date of publication
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Date on which it was read
    #[arg(long, value_name = "DATE")]
    pub accessed: Option<String>,
    /// Which direction is good for people [default: left blank, to be filled in]
    #[arg(long)]
    pub favourable: Option<FavourableName>,
    /// Folder of the data
    #[arg(long, value_name = "DIR", default_value = project::DATA)]
    pub data: PathBuf,
}

/// Options of `scorecard tally`.
#[derive(Debug, Clone, Args)]
pub struct Tally {
    /// The files (CSV or Parquet), or quoted patterns such as '2021-*/*.csv'; each needs the columns that are named
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// File of the outlines of the areas (`GeoJSON`), in longitude and latitude
    #[arg(long, value_name = "FILE", required_unless_present = "area", conflicts_with = "area")]
    pub boundaries: Option<PathBuf>,
    /// Column of the area's name or code, in place of outlines and positions
    #[arg(long, value_name = "COLUMN")]
    pub area: Option<String>,
    /// Column of the ethnic group
    #[arg(long, value_name = "COLUMN")]
    pub group: String,
    /// Count by this column as well; may be given several times
    #[arg(long, value_name = "COLUMN")]
    pub by: Vec<String>,
    /// Column of how many events a record stands for [default: each stands for one]
    #[arg(long, value_name = "COLUMN")]
    pub sum: Option<String>,
    /// Count only records that meet it: COLUMN=VALUE or COLUMN!=VALUE; may be given several times
    #[arg(long = "where", value_name = "CONDITION")]
    pub filters: Vec<Filter>,
    /// Column of the date or time (2021-06-30 or 30/06/2021), or of a label such as 2016/17
    #[arg(long, value_name = "COLUMN", default_value = "Date")]
    pub date: String,
    /// Column of the latitude
    #[arg(long, value_name = "COLUMN", default_value = "Latitude")]
    pub latitude: String,
    /// Column of the longitude
    #[arg(long, value_name = "COLUMN", default_value = "Longitude")]
    pub longitude: String,
    /// Folder of the data, for the names of the areas
    #[arg(long, value_name = "DIR", default_value = project::DATA)]
    pub data: PathBuf,
    /// File to write; what was left out goes beside it, into a file that ends in `.left-out.csv`
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Options of `scorecard calc`.
#[derive(Debug, Clone, Args)]
pub struct Calc {
    /// What to compute; listed below
    #[arg(value_name = "QUANTITY", value_parser = PossibleValuesParser::new(calc::names()), hide_possible_values = true)]
    pub quantity: String,
    /// The numbers of one case, in the order of the columns
    #[arg(value_name = "NUMBER", allow_negative_numbers = true, conflicts_with = "input")]
    pub numbers: Vec<String>,
    /// CSV file with a row for each case, or several rows a case
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// CSV file to write [default: the terminal]
    #[arg(long, value_name = "FILE", requires = "input")]
    pub out: Option<PathBuf>,
}
