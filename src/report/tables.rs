//! The CSV files of a report: figures in full precision, missing values empty.

use crate::disparity::Side;
use crate::error::{Error, Result};
use crate::scorecard::{Line, Scorecard};
use statistics::Interval;

/// The columns of `scorecard.csv`, in their order. Other programs rely on them.
pub const COLUMNS: [&str; 44] = [
    "phase",
    "indicator",
    "measure",
    "area_code",
    "area_name",
    "area_level",
    "period",
    "ethnic_group",
    "comparator",
    "kind",
    "unit",
    "numerator",
    "denominator",
    "value",
    "value_lower",
    "value_upper",
    "comparator_numerator",
    "comparator_denominator",
    "comparator_value",
    "comparator_lower",
    "comparator_upper",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "difference",
    "difference_lower",
    "difference_upper",
    "p_value",
    "p_adjusted",
    "method",
    "favourable",
    "verdict",
    "unknown_share",
    "ratio_bound_low",
    "ratio_bound_high",
    "status",
    "population_year",
    "previous_ratio",
    "change",
    "change_lower",
    "change_upper",
    "change_verdict",
    "source",
    "note",
];

/// `scorecard.csv`: a row for each measure, area and ethnic group.
pub fn scorecard(scorecard: &Scorecard) -> Result<Vec<u8>> {
    table(&COLUMNS, scorecard.lines.iter().map(|line| row(scorecard, line)))
}

fn row(scorecard: &Scorecard, line: &Line) -> Vec<String> {
    let disparity = &line.disparity;
    let measure = &disparity.measure;
    let mut cells = vec![
        scorecard.phase.number.to_string(),
        line.indicator.id.clone(),
        measure.id.clone(),
        line.area.code.clone(),
        line.area.name.clone(),
        line.area.level.to_string(),
        disparity.period.to_string(),
        scorecard.project.ethnicity.label(disparity.category).to_owned(),
        disparity.compared_with.label().to_owned(),
        measure.kind.code().to_owned(),
        measure.unit.clone(),
    ];
    cells.extend(side(&disparity.group));
    cells.extend(side(&disparity.comparator));
    cells.push(number(disparity.ratio));
    cells.extend(limits(disparity.ratio_interval));
    cells.push(number(disparity.difference));
    cells.extend(limits(disparity.difference_interval));
    cells.push(number(disparity.p_value));
    cells.push(number(line.p_adjusted));
    cells.push(disparity.method.map_or_else(String::new, |method| method.label().to_owned()));
    cells.push(measure.favourable.code().to_owned());
    cells.push(disparity.verdict.label().to_owned());
    cells.extend([disparity.unknown_share, disparity.bound_low, disparity.bound_high].map(number));
    cells.push(disparity.status.to_string());
    cells.push(disparity.population_year.map_or_else(String::new, |year| year.to_string()));
    cells.push(number(line.change.map(|change| change.previous)));
    cells.push(number(line.change.and_then(|change| change.ratio)));
    cells.extend(limits(line.change.and_then(|change| change.interval)));
    cells.push(line.change.map_or_else(String::new, |change| change.verdict.label().to_owned()));
    cells.push(measure.source.clone());
    let notes: Vec<String> = disparity.notes.iter().map(ToString::to_string).collect();
    cells.push(notes.join("; "));
    cells
}

fn side(side: &Side) -> [String; 5] {
    let [lower, upper] = limits(side.interval);
    [number(side.numerator), number(side.denominator), number(side.value), lower, upper]
}

pub(super) fn limits(interval: Option<Interval>) -> [String; 2] {
    [number(interval.map(|interval| interval.lower)), number(interval.map(|interval| interval.upper))]
}

/// Below this a number is written with an exponent: it has more leading zeros than digits.
const SMALL: f64 = 1e-6;

/// A number with every digit that it has; nothing for a missing or boundless one.
pub(super) fn number(value: Option<f64>) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else {
        return String::new();
    };
    if value != 0.0 && value.abs() < SMALL { format!("{value:e}") } else { value.to_string() }
}

/// `exclusions.csv`: what was left out, why, and how many.
pub fn exclusions(scorecard: &Scorecard) -> Result<Vec<u8>> {
    let header = [
        "phase",
        "measure_or_source",
        "area_code",
        "area_name",
        "period",
        "ethnic_group",
        "reason",
        "count",
        "counted",
    ];
    let rows = scorecard.exclusions.iter().map(|exclusion| {
        vec![
            scorecard.phase.number.to_string(),
            exclusion.of.clone(),
            exclusion.area_code.clone(),
            exclusion.area_name.clone(),
            exclusion.period.clone(),
            exclusion.ethnic_group.clone(),
            exclusion.reason.clone(),
            number(Some(exclusion.count)),
            exclusion.counted.clone(),
        ]
    });
    table(&header, rows)
}

/// `corrections.csv`: the published figures that were corrected, and on whose word.
pub fn corrections(scorecard: &Scorecard) -> Result<Vec<u8>> {
    let header = ["source", "file", "line", "row", "column", "published", "read_as", "wrong", "reason", "said_by"];
    let rows = scorecard.remarks.corrections.iter().map(|applied| {
        let correction = &applied.correction;
        vec![
            applied.source.clone(),
            correction.file.clone(),
            applied.line.to_string(),
            correction.row_words(),
            correction.column.clone(),
            applied.published().to_owned(),
            applied.read_as().to_owned(),
            correction.wrong.clone(),
            correction.reason.clone(),
            correction.said_by.clone(),
        ]
    });
    table(&header, rows)
}

/// `coverage.csv`: for each indicator and borough, whether a figure is the borough's own, a wider area's, or none.
pub fn coverage(scorecard: &Scorecard) -> Result<Vec<u8>> {
    let header = ["phase", "indicator", "area_code", "area_name", "coverage", "figures"];
    let rows = scorecard.coverage.iter().map(|coverage| {
        let figures: Vec<String> =
            coverage.measures.iter().map(|(measure, area)| format!("{measure}: {}", area.name)).collect();
        vec![
            scorecard.phase.number.to_string(),
            coverage.indicator.to_owned(),
            coverage.borough.code.clone(),
            coverage.borough.name.clone(),
            coverage.extent.words().to_owned(),
            figures.join("; "),
        ]
    });
    table(&header, rows)
}

pub(super) fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let failed =
        |error: &dyn std::fmt::Display| Error::Drawing { what: "a table".to_owned(), reason: error.to_string() };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(|error| failed(&error))?;
    for row in rows {
        writer.write_record(&row).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}
