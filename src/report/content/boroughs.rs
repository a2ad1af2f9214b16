//! All boroughs of a measure in one drawing: the funnel, and the map of tiles.

use crate::area::{Area, Level};
use crate::chart::{self, Chart, Form, FunnelPoint, Mark, Tile, TileMap};
use crate::disparity::Disparity;
use crate::indicator::Measure;
use crate::scorecard::Scorecard;
use crate::synthesis::{Funnel, Place, position_words};
use crate::words;
use statistics::funnel::Position;

use super::charts::{credit, ends};
use super::terms::Terms;
use super::{Head, Table, TableCell, TableRow, line};

/// How many limits are worked out along a funnel.
const STEPS: u32 = 60;

/// The ratio of each borough against how precisely it is known.
pub(super) fn funnel(scorecard: &Scorecard, measure: &Measure, funnel: &Funnel<'_>) -> (Chart, Table) {
    let precision = |place: &Place<'_>| 1.0 / place.error;
    let most = funnel.places.iter().map(precision).fold(0.0, f64::max);
    let limits = (1..=STEPS).map(|step| {
        let precision = most * f64::from(step) / f64::from(STEPS);
        let [inner, outer] = funnel.limits(1.0 / precision);
        (precision, inner, outer)
    });
    let point = |place: &Place<'_>| FunnelPoint {
        label: place.area.name.clone(),
        precision: precision(place),
        ratio: place.ratio,
        is_named: place.takes_part || place.position != Position::Within,
        is_emphasised: place.takes_part,
    };
    let chart = Chart {
        name: format!("funnel-{}", measure.id),
        title: funnel_title(measure, funnel),
        subtitle: format!(
            "{}: {} in each borough, with the limits of chance",
            measure.title,
            ratio_of(scorecard, measure)
        ),
        credit: credit(scorecard, std::iter::once(measure.source.as_str())),
        description: describe_funnel(funnel),
        form: Form::Funnel(chart::Funnel {
            axis: "the ratio, on a logarithmic scale".to_owned(),
            precision:
                "how precisely it is known (1 over the standard error of its logarithm); the thick lines are the \
                        95% limits and the thin ones the 99.8% limits"
                    .to_owned(),
            average: funnel.average,
            limits: limits.collect(),
            points: funnel.places.iter().map(point).collect(),
        }),
    };
    (chart, funnel_table(funnel))
}

fn funnel_title(measure: &Measure, funnel: &Funnel<'_>) -> String {
    let outside = funnel.participating().filter(|place| place.position != Position::Within).count();
    let taking_part = funnel.participating().count();
    match (outside, taking_part) {
        (_, 0) => format!("{}: all boroughs beside their average", measure.short),
        (0, _) => format!("{}: the boroughs that take part are as others are", measure.short),
        (outside, all) => {
            format!("{}: {outside} of {all} boroughs that take part lie outside the limits", measure.short)
        }
    }
}

fn describe_funnel(funnel: &Funnel<'_>) -> String {
    let outside = funnel.places.iter().filter(|place| place.position != Position::Within);
    let named: Vec<String> = outside
        .map(|place| format!("{} ({}) {}", place.area.name, words::ratio(place.ratio), position_words(place.position)))
        .collect();
    let outside = if named.is_empty() { "None lies outside the limits.".to_owned() } else { named.join("; ") + "." };
    format!(
        "A funnel chart of {} boroughs around an average ratio of {}. {outside}",
        funnel.boroughs,
        words::ratio(funnel.average)
    )
}

fn funnel_table(funnel: &Funnel<'_>) -> Table {
    let heads = vec![
        Head::words("Borough"),
        Head::numbers("Ratio"),
        Head::numbers("95% limits"),
        Head::numbers("99.8% limits"),
        Head::words("Place"),
    ];
    let rows = funnel.places.iter().map(|place| TableRow {
        figure: None,
        is_emphasised: place.takes_part,
        cells: vec![
            TableCell::text(&place.area.name),
            TableCell::number(Some(place.ratio), words::ratio),
            TableCell::interval(Some(place.inner), words::ratio_interval),
            TableCell::interval(Some(place.outer), words::ratio_interval),
            TableCell::text(position_words(place.position)),
        ],
    });
    Table { heads, rows: rows.collect() }
}

/// The ratio of each borough where it lies; `None` in a project without a map.
pub(super) fn map(scorecard: &Scorecard, measure: &Measure) -> Option<(Chart, Table)> {
    let tiles = &scorecard.project.tiles;
    let areas: Vec<&Area> = scorecard.project.areas.of_level(Level::Borough).map(|area| &**area).collect();
    let aggregate = scorecard.project.ethnicity.anchors.bame;
    let figure = |area: &Area| scorecard.line(&measure.id, &area.code, aggregate).map(|line| &line.disparity);
    let on_map: Vec<(&Area, Tile)> = areas
        .iter()
        .filter_map(|area| {
            let place = tiles.get(&area.code)?;
            let disparity = figure(area);
            let ratio = disparity.and_then(|disparity| disparity.ratio);
            let tile = Tile {
                place: place.place,
                name: place.short.clone(),
                text: ratio.map_or_else(|| "–".to_owned(), words::ratio),
                mark: disparity.filter(|_| ratio.is_some()).map_or(Mark::Incomparable, mark),
                is_emphasised: scorecard.takes_part(area),
            };
            Some((*area, tile))
        })
        .collect();
    if on_map.is_empty() {
        return None;
    }
    let chart = Chart {
        name: format!("map-{}", measure.id),
        title: map_title(measure, &on_map),
        subtitle: format!(
            "{}: {}, by borough; those that take part have a border",
            measure.title,
            ratio_of(scorecard, measure)
        ),
        credit: credit(scorecard, std::iter::once(measure.source.as_str())),
        description: describe_map(&on_map),
        form: Form::TileMap(TileMap { legend: legend(measure, &on_map), tiles: tiles_of(&on_map) }),
    };
    Some((chart, map_table(&areas, figure)))
}

/// Whose ratio a measure gives, and to whom.
fn ratio_of(scorecard: &Scorecard, measure: &Measure) -> String {
    let people = Terms::new(scorecard).people;
    let of_measure = scorecard.lines.iter().find(|line| line.disparity.measure.id == measure.id);
    let with = of_measure.map_or_else(String::new, |line| words::compared_with(&line.disparity));
    format!("{people} compared with {with}")
}

fn mark(disparity: &Disparity) -> Mark {
    line::mark(&disparity.conclusion)
}

fn tiles_of(on_map: &[(&Area, Tile)]) -> Vec<Tile> {
    on_map.iter().map(|(_, tile)| tile.clone()).collect()
}

fn count(on_map: &[(&Area, Tile)], mark: Mark) -> usize {
    on_map.iter().filter(|(_, tile)| tile.mark == mark).count()
}

fn map_title(measure: &Measure, on_map: &[(&Area, Tile)]) -> String {
    let known = on_map.len() - count(on_map, Mark::Incomparable);
    let clear = [Mark::Worse, Mark::Better, Mark::Different].map(|mark| count(on_map, mark)).iter().sum::<usize>();
    let qualified = count(on_map, Mark::Qualified);
    let said = match (count(on_map, Mark::Worse), clear, qualified) {
        (worse, ..) if worse > 0 => format!("worse in {worse} of {known} boroughs, beyond chance"),
        (_, 0, 0) => format!("nothing clear in any of {known} boroughs"),
        (_, 0, qualified) => format!("what is seen in {qualified} of {known} boroughs could be explained away"),
        (_, clear, _) => format!("a clear difference in {clear} of {known} boroughs"),
    };
    format!("{}: {said}", measure.short)
}

fn describe_map(on_map: &[(&Area, Tile)]) -> String {
    let names = |mark: Mark, what: &str| {
        let names: Vec<String> = on_map
            .iter()
            .filter(|(_, tile)| tile.mark == mark)
            .map(|(area, tile)| format!("{} {}", area.name, tile.text))
            .collect();
        (!names.is_empty()).then(|| format!(" {what}: {}.", names.join(", ")))
    };
    let parts = [
        names(Mark::Worse, "Worse"),
        names(Mark::Better, "Better"),
        names(Mark::Different, "Higher or lower"),
        names(Mark::Qualified, "Beyond chance, but qualified"),
    ];
    format!("A map of tiles, one for each borough.{}", parts.into_iter().flatten().collect::<String>())
}

/// What the marks that are drawn mean.
fn legend(measure: &Measure, on_map: &[(&Area, Tile)]) -> Vec<(Mark, String)> {
    let [low, high] = ends(measure.favourable);
    let all = [
        (Mark::Worse, "worse, beyond chance".to_owned()),
        (Mark::Better, "better, beyond chance".to_owned()),
        (Mark::Different, format!("{low} or {high}, beyond chance; neither is good or bad")),
        (Mark::Qualified, "something could explain it away, as the table says".to_owned()),
        (Mark::Unclear, "nothing clear".to_owned()),
        (Mark::Incomparable, "no figure of the borough".to_owned()),
    ];
    all.into_iter().filter(|(mark, _)| count(on_map, *mark) > 0).collect()
}

fn map_table<'s>(areas: &[&Area], figure: impl Fn(&Area) -> Option<&'s Disparity>) -> Table {
    let heads =
        vec![Head::words("Borough"), Head::numbers("Ratio"), Head::numbers("95% interval"), Head::words("Verdict")];
    let rows = areas.iter().map(|area| {
        let disparity = figure(area);
        let missing = || TableCell::text("no figure");
        TableRow::new([
            TableCell::text(&area.name),
            disparity.map_or_else(missing, line::ratio),
            disparity.map_or_else(missing, line::interval),
            disparity.map_or_else(missing, line::verdict),
        ])
    });
    Table { heads, rows: rows.collect() }
}
