//! The figures of all phases as the program makes them, made once for all tests of a file.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Project;

/// A line of `scorecard.csv` by the names of its columns.
#[derive(Debug, Clone)]
pub(crate) struct Row(BTreeMap<String, String>);

impl Row {
    pub(crate) fn text(&self, column: &str) -> &str {
        let cell = self.0.get(column);
        cell.unwrap_or_else(|| panic!("there is no column {column}"))
    }

    /// The number in a cell; none in an empty one.
    pub(crate) fn number(&self, column: &str) -> Option<f64> {
        let text = self.text(column);
        let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("{column} is `{text}`"));
        (!text.is_empty()).then(|| number(text))
    }

    pub(crate) fn known(&self, column: &str) -> f64 {
        let number = self.number(column);
        number.unwrap_or_else(|| panic!("{:?}: no {column}", self.0))
    }

    /// Phase, measure, area and group, to name the line in a message.
    pub(crate) fn name(&self) -> String {
        ["phase", "measure", "area_name", "ethnic_group"].map(|column| self.text(column)).join("/")
    }
}

/// The figures of one comparator.
pub(crate) struct Figures {
    /// `scorecard.csv` of each phase, as written.
    pub(crate) files: BTreeMap<u32, Vec<u8>>,
    /// Their lines.
    pub(crate) rows: Vec<Row>,
}

impl Figures {
    fn make(options: &[&str]) -> Self {
        let project = Project::copy();
        let phases = project.read("data/phases.toml").matches("\n[[phase]]").count();
        let files: BTreeMap<u32, Vec<u8>> = (1..=u32::try_from(phases).unwrap())
            .map(|phase| {
                let number = phase.to_string();
                let command = [&["run", "--out", "out", "--phase", &number], options].concat();
                let outcome = project.run(&command);
                assert_eq!(outcome.code, 0, "{}", outcome.stderr);
                let path = format!("out/phase-{phase}/data/scorecard.csv");
                (phase, std::fs::read(project.path(&path)).unwrap())
            })
            .collect();
        let rows = files.values().flat_map(|bytes| rows(bytes)).collect();
        Self { files, rows }
    }

    /// The one line of a measure, area and group in a phase.
    pub(crate) fn row(&self, phase: u32, measure: &str, area: &str, group: &str) -> &Row {
        let name = format!("{phase}/{measure}/{area}/{group}");
        let mut found = self.rows.iter().filter(|row| row.name() == name);
        let row = found.next().unwrap_or_else(|| panic!("no line {name}"));
        assert!(found.next().is_none(), "two lines {name}");
        row
    }
}

/// The lines of a CSV file.
pub(crate) fn rows(bytes: &[u8]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(bytes);
    let names = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let pairs = names.iter().zip(record.iter());
            let pairs = pairs.map(|(name, cell)| (name.to_owned(), cell.to_owned()));
            Row(pairs.collect())
        })
        .collect()
}

/// All phases with the comparators that the measures declare.
pub(crate) fn figures() -> &'static Figures {
    static FIGURES: OnceLock<Figures> = OnceLock::new();
    FIGURES.get_or_init(|| Figures::make(&[]))
}

/// All phases compared with White British people.
pub(crate) fn against_white_british() -> &'static Figures {
    static FIGURES: OnceLock<Figures> = OnceLock::new();
    FIGURES.get_or_init(|| Figures::make(&["--comparator", "white-british"]))
}

/// The middle of financial years, in days after the census of 2011; the census of 2021 is 3,647 days after it.
pub(crate) const MIDDLE_OF_2012_13: f64 = 553.0;
pub(crate) const MIDDLE_OF_2014_15: f64 = 1_283.0;
pub(crate) const MIDDLE_OF_2016_17: f64 = 2_014.0;
pub(crate) const MIDDLE_OF_2017_18: f64 = 2_379.0;

/// The residents of an area on the straight line between the two censuses, in groups of 2001: Chinese people are in Other.
pub(crate) fn residents(area: &str, group: &str, days: f64) -> f64 {
    let is_in_group = |label: &str| match group {
        "BAME" => !label.starts_with("White") && !label.starts_with("All"),
        "Asian with Chinese" => label.starts_with("Asian"),
        "Asian" => label.starts_with("Asian") && !label.contains("Chinese"),
        "Other without Chinese" => label.starts_with("Other"),
        "Other" => label.starts_with("Other") || label.contains("Chinese"),
        _ => label.starts_with(group),
    };
    let at = |census: &str| -> f64 {
        let path = format!("data/statutory/{census}-ethnic-group/residents.csv");
        let rows = rows(&std::fs::read(super::root().join(path)).unwrap());
        let rows = rows.iter().filter(|row| row.text("area_code") == area && is_in_group(row.text("ethnic_group")));
        rows.map(|row| row.known("residents")).sum()
    };
    let (first, second) = (at("census-2011"), at("census-2021"));
    first + (second - first) * days / 3_647.0
}
