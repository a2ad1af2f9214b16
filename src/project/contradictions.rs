//! What the declarations say against each other: names of things that do not exist, things declared twice, measures
//! without a part that their kind needs.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::area::{self, Areas, Level};
use crate::disparity::kind;
use crate::finding::{Findings, Location, Problem, bad_value, declared_twice, listed, nearest, no_such};
use crate::indicator::{Indicator, Measure};
use crate::period::{Month, Period};
use crate::phase::{Phase, PhaseCard, PhaseFile};
use crate::source::{FileCard, Sector, Source};

use super::reader::{Step, Texts};
use super::{Project, repeated, wording};

/// More decimals than any figure has.
const MOST_DECIMALS: usize = 9;

/// The phases of `phases.toml`, by number.
pub(super) fn phases(
    file: &PhaseFile,
    areas: &Areas,
    (texts, path): (&Texts, &Path),
    findings: &mut Findings,
) -> Vec<Arc<Phase>> {
    let mut phases: Vec<Arc<Phase>> = Vec::new();
    if file.phases.is_empty() && !findings.any_error() {
        let rule = "at least one is needed";
        findings.add(
            bad_value("phase", "[]", rule).advise("write a `[[phase]]` table, as docs/reference/phases.md shows"),
            Location::file(path),
        );
    }
    for (number, card) in file.phases.iter().enumerate() {
        let place = |key: &str| {
            let steps = [Step::Key("phase"), Step::Place(number), Step::Key(key)];
            texts.place(path, &steps)
        };
        if phases.iter().any(|earlier| earlier.number == card.number) {
            findings.add(declared_twice("phase", card.number), place("number"));
        }
        let read = phase(card, areas, &place, findings);
        let meets = |earlier: &&Arc<Phase>, phase: &Phase| earlier.from <= phase.to && phase.from <= earlier.to;
        if let Some(phase) = &read
            && let Some(earlier) = phases.iter().find(|earlier| meets(earlier, phase))
        {
            findings.add(overlap(earlier, phase), place("from"));
        }
        phases.extend(read.map(Arc::new));
    }
    phases.sort_by_key(|phase| phase.number);
    phases
}

/// Two phases that both hold a stretch of time, so that a figure would enter both.
fn overlap(earlier: &Phase, phase: &Phase) -> Problem {
    let (first, last) = (earlier.from.max(phase.from), earlier.to.min(phase.to));
    let shared = if first == last { first.to_string() } else { format!("{first} to {last}") };
    let message = format!("the windows of phases {} and {} overlap: both hold {shared}", earlier.number, phase.number);
    Problem::error(message, "correct `from` or `to` of one of them, so that each month is in one phase")
}

/// A phase as declared; `None` when its window cannot be read.
fn phase(card: &PhaseCard, areas: &Areas, place: &impl Fn(&str) -> Location, findings: &mut Findings) -> Option<Phase> {
    let mut month = |text: &str, key: &str| {
        let month = Month::parse(text);
        if month.is_none() {
            let rule = "a month is written like 2016-01";
            findings.add(bad_value(key, text, rule).advise(format!("write it like `{key} = \"2016-01\"`")), place(key));
        }
        month
    };
    let (from, to) = (month(&card.from, "from"), month(&card.to, "to"));
    let mut boroughs = Vec::new();
    for name in &card.boroughs {
        if let Some(area) = areas.find(name) {
            if boroughs.contains(&area.code) {
                let rule = "a borough takes part once";
                findings.add(bad_value("boroughs", name, rule), place("boroughs"));
            }
            boroughs.push(area.code.clone());
            if area.level != Level::Borough {
                let rule = "only boroughs take part in a phase";
                findings.add(bad_value("boroughs", name, rule), place("boroughs"));
            }
        } else {
            findings.add(area::unknown_area(name, areas.nearest(name).as_deref()), place("boroughs"));
        }
    }
    let (from, to) = (from?, to?);
    if to < from {
        let rule = "the window must end after it begins";
        findings.add(
            bad_value("to", &card.to, rule).advise(format!("write `to = \"{from}\"` or a later month")),
            place("to"),
        );
    }
    let (number, title) = (card.number, card.title.clone());
    Some(Phase { number, title, from, to, boroughs })
}

/// Finds every contradiction between the declarations.
pub(super) fn find(
    project: &Project,
    (texts, phases): (&Texts, &Path),
    broken: &BTreeSet<String>,
    findings: &mut Findings,
) {
    for source in project.sources.values() {
        let path = source.folder.join("source.toml");
        for key in source.blank() {
            let rule = "a reader must be told; write `not known` where it is not";
            let hint = format!("write it, as in `{key} = \"not known\"`");
            findings.add(bad_value(key, "", rule).advise(hint), texts.place(&path, &[Step::Key(key)]));
        }
        for (key, value, rule) in source.disclosure.problems(source.private) {
            let place = texts.place(&path, &[Step::Key("disclosure"), Step::Key(key)]);
            findings.add(bad_value(key, value, rule), place);
        }
        for (place, file) in source.files.iter().enumerate() {
            let card = Card { source, place, texts };
            findings.extend(repeated::file(source, place), &card.place("name"));
            card.check(file, project, findings);
        }
    }
    absent_indicators(project, (texts, phases), findings);
    let mut seen: Vec<&str> = Vec::new();
    for indicator in &project.indicators {
        for (key, problem) in wording::of_indicator(indicator) {
            findings.add(problem, texts.place(&indicator.path, &[Step::Key(key)]));
        }
        for (place, measure) in indicator.measures.iter().enumerate() {
            let declaration = Declaration { project, indicator, place, measure, texts, broken };
            if seen.contains(&measure.id.as_str()) {
                findings.add(declared_twice("measure", &measure.id), declaration.place("id"));
            }
            seen.push(&measure.id);
            declaration.check(findings);
        }
    }
    check_ages(project, (texts, phases), findings);
    let [low, high] = project.equivalence_band;
    if !(0.0 < low && low <= 1.0 && 1.0 <= high && high.is_finite()) {
        let problem =
            bad_value("equivalence-band", format!("[{low}, {high}]"), "the band must hold 1 and begin above 0")
                .advise("write two numbers around 1, as in `equivalence-band = [0.8, 1.25]`");
        findings.add(problem, texts.place(phases, &[Step::Key("equivalence-band")]));
    }
}

/// Indicators that are listed twice, or that have lost their file. One that never had any is a gap in the evidence, and
/// what tells them apart is a source that nothing reads any more.
fn absent_indicators(project: &Project, (texts, phases): (&Texts, &Path), findings: &mut Findings) {
    let reads =
        |source: &Source| project.measures().any(|(_, measure)| measure.source == source.id) || source.series.is_some();
    let unread: Vec<String> =
        project.sources.values().filter(|source| !reads(source)).map(|source| source.id.clone()).collect();
    for (place, id) in project.indicator_order.iter().enumerate() {
        let location = || texts.place(phases, &[Step::Key("indicators"), Step::Place(place)]);
        if project.indicator_order.iter().take(place).any(|earlier| earlier == id) {
            findings.add(declared_twice("indicator", id), location());
        } else if !unread.is_empty() && !project.root.indicators.join(format!("{id}.toml")).is_file() {
            let message = format!("the indicator `{id}` has no file, and no measure reads {}", listed(&unread));
            let hint = format!("restore indicators/{id}.toml, or take `{id}` out of `indicators` in data/phases.toml");
            findings.add(Problem::error(message, hint), location());
        }
    }
}

/// The population tables that say how old people are.
fn check_ages(project: &Project, (texts, phases): (&Texts, &Path), findings: &mut Findings) {
    let Some(card) = &project.ages else {
        return;
    };
    let place = |key| texts.place(phases, &[Step::Key("ages"), Step::Key(key)]);
    let known = project.sources.values().filter_map(|source| source.series.clone());
    let mut files = project.sources.values().filter(|source| source.series.as_ref() == Some(&card.series)).peekable();
    if files.peek().is_none() {
        findings.add(no_such("series of denominators", &card.series, known), place("series"));
    }
    for file in files.flat_map(|source| &source.files).filter(|file| !file.dimensions.contains(&card.dimension)) {
        findings.add(no_such("dimension", &card.dimension, file.dimensions.clone()), place("dimension"));
    }
}

/// A key of a source card that is missing, or that does not belong to the rest of its table.
fn broken_rule(key: &str, rule: &str) -> Problem {
    Problem::error(format!("`{key}`: {rule}"), "docs/reference/source.md says which keys each layout has")
}

/// A measure without a part that its kind needs, or with one that its kind cannot have.
fn incomplete(measure: &Measure, problem: &str) -> Problem {
    Problem::error(
        format!("the measure `{}` is a {} and {problem}", measure.id, measure.kind.code()),
        "docs/reference/indicators.md says what each kind needs",
    )
}

/// One `[[file]]` table of a source card.
struct Card<'a> {
    source: &'a Source,
    place: usize,
    texts: &'a Texts,
}

impl Card<'_> {
    fn place(&self, key: &str) -> Location {
        let path = self.source.folder.join("source.toml");
        self.texts.place(&path, &[Step::Key("file"), Step::Place(self.place), Step::Key(key)])
    }

    fn check(&self, file: &FileCard, project: &Project, findings: &mut Findings) {
        let ethnicity = &project.ethnicity;
        for name in file.classification.iter().filter(|name| ethnicity.classification(name).is_none()) {
            let problem = no_such("classification", name, ethnicity.classification_codes());
            findings.add(problem, self.place("classification"));
        }
        if !ethnicity.schemes().contains(&file.scheme) {
            findings.add(no_such("list of labels", &file.scheme, ethnicity.schemes()), self.place("scheme"));
        }
        self.check_private(file, project, findings);
        for (key, rule) in file.problems() {
            findings.add(broken_rule(key, rule), self.place(key));
        }
        self.check_numbers(file, findings);
        let rounded = file.rounded_to.keys().map(|column| ("rounded-to", column));
        let scaled = file.scale.keys().map(|column| ("scale", column));
        for (key, column) in rounded.chain(scaled).filter(|(_, column)| file.figure(column).is_none()) {
            findings.add(no_such("figure column", column, file.figure_names()), self.place(key));
        }
    }
}

impl Card<'_> {
    /// A private file lies outside the project and has no checksum; any other file has one.
    fn check_private(&self, file: &FileCard, project: &Project, findings: &mut Findings) {
        if !self.source.private {
            if file.sha256.is_empty() {
                findings.add(broken_rule("sha256", "a file needs its checksum"), self.place("name"));
            }
            return;
        }
        if !file.sha256.is_empty() {
            let rule = "the checksum of a private file lets a reader try out what it holds: leave it out";
            findings.add(broken_rule("sha256", rule), self.place("sha256"));
        }
        if file.classification.is_none() {
            let rule = "a private file needs it, since it is not read everywhere";
            findings.add(broken_rule("classification", rule), self.place("name"));
        }
        let whole = |path: &Path| std::path::absolute(path).ok().map(|path| without_dots(&path));
        let file = whole(&self.source.folder.join(&file.name));
        let data = whole(&project.root.data);
        let is_inside = |(file, data): (PathBuf, PathBuf)| file.starts_with(data.parent().unwrap_or(&data));
        if file.zip(data).is_some_and(is_inside) {
            let rule = "a private file lies outside the project, so that it is never given away with it";
            findings.add(broken_rule("name", rule), self.place("name"));
        }
    }

    /// Numbers that no publisher can mean.
    fn check_numbers(&self, file: &FileCard, findings: &mut Findings) {
        let tolerance = file.total_tolerance;
        if !(tolerance.is_finite() && tolerance >= 0.0) {
            let rule = "groups can miss a total by 0 or more";
            findings.add(bad_value("total-tolerance", tolerance, rule), self.place("total-tolerance"));
        }
        for base in file.rounded_to.values().filter(|base| !(base.is_finite() && **base > 0.0)) {
            let rule = "figures are rounded to something above 0";
            findings.add(bad_value("rounded-to", base, rule), self.place("rounded-to"));
        }
        for (marker, meaning) in &file.markers {
            let (lower, upper) = (meaning.lower.unwrap_or(0.0), meaning.upper.unwrap_or(f64::MAX));
            if !(0.0 <= lower && lower <= upper) {
                let rule = "a hidden figure lies between `lower`, 0 or more, and `upper`";
                findings.add(bad_value("markers", marker, rule), self.place("markers"));
            }
        }
    }
}

/// A path without `.` and `..`.
fn without_dots(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(whole.pop()),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => whole.push(part),
        }
    }
    whole
}

/// One `[[measure]]` table of an indicator.
struct Declaration<'a> {
    project: &'a Project,
    indicator: &'a Indicator,
    place: usize,
    measure: &'a Measure,
    texts: &'a Texts,
    /// Sources whose card could not be read, which is reported there.
    broken: &'a BTreeSet<String>,
}

impl Declaration<'_> {
    fn place(&self, key: &str) -> Location {
        let steps = [Step::Key("measure"), Step::Place(self.place), Step::Key(key)];
        self.texts.place(&self.indicator.path, &steps)
    }

    fn place_of_gap(&self, gap: usize, key: &str) -> Location {
        let measure = [Step::Key("measure"), Step::Place(self.place)];
        let gap = [Step::Key("gap"), Step::Place(gap), Step::Key(key)];
        self.texts.place(&self.indicator.path, &[measure.as_slice(), &gap].concat())
    }

    fn check(&self, findings: &mut Findings) {
        let measure = self.measure;
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !measure.id.chars().all(plain) {
            let rule = "a name in links has small letters, digits and hyphens only";
            findings.add(bad_value("id", &measure.id, rule), self.place("id"));
        }
        if measure.decimals > MOST_DECIMALS {
            let rule = format!("at most {MOST_DECIMALS} decimals are shown");
            let hint = format!("write `decimals = {MOST_DECIMALS}` or less");
            findings.add(bad_value("decimals", measure.decimals, &rule).advise(hint), self.place("decimals"));
        }
        let absences = measure.absences.iter().enumerate();
        let areas = absences.flat_map(|(place, absence)| absence.areas.iter().map(move |name| (place, name)));
        for (place, name) in areas.filter(|(_, name)| self.project.areas.find(name).is_none()) {
            let nearest = self.project.areas.nearest(name);
            findings.add(area::unknown_area(name, nearest.as_deref()), self.place_of_gap(place, "areas"));
        }
        for (place, absence) in measure.absences.iter().enumerate() {
            for text in absence.periods.iter().filter(|text| Period::parse_any(text).is_none()) {
                let rule = "it is no period: write it like `2019/20`, `2019` or `2019-06`";
                findings.add(bad_value("periods", text, rule), self.place_of_gap(place, "periods"));
            }
        }
        for (key, problem) in wording::of_measure(measure) {
            findings.add(problem, self.place(key));
        }
        for problem in kind::problems(measure) {
            findings.add(incomplete(measure, &problem), self.place("kind"));
        }
        if self.broken.contains(&measure.source) {
            return;
        }
        let Some(source) = self.project.sources.get(&measure.source) else {
            findings.add(self.no_source(), self.place("source"));
            return;
        };
        self.check_disclosure(source, findings);
        for name in measure.sum_over.iter().filter(|name| measure.filter.contains_key(*name)) {
            let rule = "`where` picks one value of it, so that there is nothing to add up";
            let hint = format!("take `{name}` out of `sum-over`, or out of `where`");
            findings.add(bad_value("sum-over", name, rule).advise(hint), self.place("sum-over"));
        }
        for name in measure.files.iter().filter(|name| source.file(name).is_none()) {
            let known = source.files.iter().map(|file| file.name.clone());
            findings.add(no_such("file", name, known), self.place("files"));
        }
        for (_, file) in self.project.files_of(measure) {
            self.check_columns(file, findings);
        }
        let known: BTreeSet<String> =
            self.project.sources.values().filter_map(|source| source.series.clone()).collect();
        if let Some((key, series)) = measure.series().filter(|(_, series)| !known.contains(*series)) {
            findings.add(no_such("series of denominators", series, known), self.place(key));
        }
    }

    /// A source that is not there: misspelt, where another is near; or else its folder is gone.
    fn no_source(&self) -> Problem {
        let name = &self.measure.source;
        let known: Vec<&str> = self.project.sources.keys().map(String::as_str).collect();
        let missing = no_such("source", name, known.iter().copied().map(str::to_owned));
        if nearest(name, &known).is_some() {
            return missing;
        }
        let folders = Sector::ALL.map(|(_, folder)| format!("data/{folder}/{name}"));
        missing.advise(format!("restore {}, or take out the measures that read it", folders.join(" or ")))
    }

    fn check_disclosure(&self, source: &Source, findings: &mut Findings) {
        let kind = self.measure.kind;
        if source.policy().is_some() && kind.rules().counting().is_none() {
            let rule = "the [disclosure] policy of its source can protect counts only: use `proportion` or `rate`";
            findings.add(bad_value("kind", kind.code(), rule), self.place("kind"));
        }
    }

    fn check_columns(&self, file: &FileCard, findings: &mut Findings) {
        for (key, column) in self.measure.columns() {
            if file.figure(column).is_none() {
                findings.add(no_such("figure column", column, file.figure_names()), self.place(key));
            }
        }
        let age = self.measure.age_bands.as_ref().map(|bands| ("age-bands", &bands.column));
        let picked = self.measure.filter.keys().map(|name| ("where", name));
        let summed = self.measure.sum_over.iter().map(|name| ("sum-over", name));
        for (key, name) in picked.chain(summed).chain(age).filter(|(_, name)| !file.dimensions.contains(name)) {
            findings.add(no_such("dimension", name, file.dimensions.clone()), self.place(key));
        }
    }
}
