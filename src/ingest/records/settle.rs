//! Counts of texts → counts of months, areas and labels. What a text means is looked up once a piece, not once a record.

use std::sync::{Mutex, PoisonError};

use crate::ingest::places::Places;

use super::cells::{Encoded, Key};
use super::count;
use super::dictionary::NumberMap;
use super::layout::{Roles, Whereabouts};
use super::names::Names;
use super::{BLANK, Place, Recipe, dates};

/// What becomes of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is in an area.
    Placed,
    /// Nothing says where it was.
    WithoutPlace,
    /// It was outside every area, or in one that is not known.
    Outside,
}

/// Counts, as columns of the numbers of names.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// What became of the events, as [`Fate`] numbers it.
    pub(super) fates: Vec<u32>,
    /// The areas; that of an empty name where there is none.
    pub(super) areas: Vec<u32>,
    /// The periods, the groups, and the texts of the further columns.
    pub(super) labels: Vec<Vec<u32>>,
    /// How many events there are.
    pub(super) events: Vec<u64>,
    /// How many events have a position.
    pub(super) positions: u64,
    /// How many of these lie in an area only when latitude and longitude are exchanged.
    pub(super) exchanged: u64,
}

/// Counts the records of a piece and says what their texts mean.
pub(super) fn settle(encoded: &Encoded<'_>, roles: &Roles, recipe: &Recipe<'_>, names: &Mutex<Names>) -> Settled {
    let mut columns = vec![(roles.date, labels(encoded, roles.date, dates::period))];
    let further = std::iter::once(&roles.group).chain(&roles.by);
    columns.extend(further.map(|key| (*key, labels(encoded, *key, str::to_owned))));
    let conditions = conditions(encoded, roles, recipe);
    let (columns, mut spots) = {
        // Names are whole even after a thread has died that held them.
        let mut names = names.lock().unwrap_or_else(PoisonError::into_inner);
        let mut numbers =
            |labels: Vec<String>| -> Vec<u32> { labels.iter().map(|label| names.number(label)).collect() };
        let columns: Vec<(usize, Vec<u32>)> = columns.into_iter().map(|(key, labels)| (key, numbers(labels))).collect();
        (columns, Spots::new(encoded, roles, recipe, &mut names))
    };
    let mut settled = Settled { labels: vec![Vec::new(); columns.len()], ..Settled::default() };
    for alike in count::count(encoded) {
        let number = |key: usize| number(encoded, key, alike.record);
        let meets = |(key, holds): &(usize, Vec<bool>)| holds.get(number(*key)) == Some(&true);
        if !conditions.iter().all(meets) {
            continue;
        }
        settled.add(spots.of(roles.place, number), alike.events);
        for (settled, (key, labels)) in settled.labels.iter_mut().zip(&columns) {
            settled.push(labels.get(number(*key)).copied().unwrap_or_default());
        }
    }
    settled
}

impl Settled {
    fn add(&mut self, spot: Spot, events: u64) {
        self.fates.push(spot.fate as u32);
        self.areas.push(spot.area);
        self.events.push(events);
        self.positions += if spot.positioned { events } else { 0 };
        self.exchanged += if spot.exchanged { events } else { 0 };
    }
}

/// The different texts of a key column.
fn texts<'e>(encoded: &'e Encoded<'_>, key: usize) -> impl Iterator<Item = &'e str> {
    let key: Option<&Key<'_>> = encoded.keys.get(key);
    key.into_iter().flat_map(|key| key.dictionary.texts())
}

/// What the texts of a key column are called.
fn labels(encoded: &Encoded<'_>, key: usize, label: fn(&str) -> String) -> Vec<String> {
    let name = |text: &str| match text {
        "" => BLANK.to_owned(),
        text => label(text),
    };
    texts(encoded, key).map(name).collect()
}

/// The place of a record's text among those of a key column.
fn number(encoded: &Encoded<'_>, key: usize, record: usize) -> usize {
    let number = encoded.keys.get(key).and_then(|key| key.numbers.get(record));
    number.map_or(usize::MAX, |number| usize::try_from(*number).unwrap_or(usize::MAX))
}

/// For each condition its key column, and which of its texts meet it.
fn conditions(encoded: &Encoded<'_>, roles: &Roles, recipe: &Recipe<'_>) -> Vec<(usize, Vec<bool>)> {
    let pairs = recipe.conditions.iter().zip(&roles.conditions);
    let meets = pairs.map(|(condition, key)| {
        let meets = texts(encoded, *key).map(|text| (text == condition.value) == condition.equal);
        (*key, meets.collect())
    });
    meets.collect()
}

/// Where events were.
#[derive(Debug, Clone, Copy)]
struct Spot {
    fate: Fate,
    /// The number of the area's name.
    area: u32,
    /// Whether there is a position.
    positioned: bool,
    /// Whether it lies in an area only when latitude and longitude are exchanged.
    exchanged: bool,
}

impl Spot {
    fn named(fate: Fate, area: u32) -> Self {
        Self { fate, area, positioned: false, exchanged: false }
    }
}

/// What the texts of a place mean.
enum Spots<'a> {
    /// For each text of the area column.
    Named(Vec<Spot>),
    Positions {
        places: &'a Places,
        /// The numbers of the names of its areas.
        areas: Vec<u32>,
        latitudes: Vec<Option<f64>>,
        longitudes: Vec<Option<f64>>,
        /// The number of the name of no area.
        nowhere: u32,
        /// Those that have been looked up.
        known: NumberMap<u64, Spot>,
    },
}

impl<'a> Spots<'a> {
    fn new(encoded: &Encoded<'_>, roles: &Roles, recipe: &Recipe<'a>, names: &mut Names) -> Self {
        match (&recipe.place, roles.place) {
            (Place::Position { places, .. }, Whereabouts::Position { latitude, longitude }) => {
                let degrees = |key| texts(encoded, key).map(|text| text.parse().ok()).collect();
                Self::Positions {
                    places,
                    areas: places.areas().map(|area| names.number(area)).collect(),
                    latitudes: degrees(latitude),
                    longitudes: degrees(longitude),
                    nowhere: names.number(""),
                    known: NumberMap::default(),
                }
            }
            (Place::Column { areas, .. }, Whereabouts::Area(key)) => {
                let spot = |text: &str| match areas.find(text) {
                    Some(area) => Spot::named(Fate::Placed, names.number(&area.code)),
                    None if text.is_empty() => Spot::named(Fate::WithoutPlace, names.number("")),
                    None => Spot::named(Fate::Outside, names.number(text)),
                };
                Self::Named(texts(encoded, key).map(spot).collect())
            }
            // The layout is that of the recipe.
            (Place::Position { .. }, Whereabouts::Area(_)) | (Place::Column { .. }, Whereabouts::Position { .. }) => {
                Self::Named(Vec::new())
            }
        }
    }

    fn of(&mut self, whereabouts: Whereabouts, number: impl Fn(usize) -> usize) -> Spot {
        let nothing = Spot::named(Fate::WithoutPlace, 0);
        match (self, whereabouts) {
            (Self::Named(spots), Whereabouts::Area(key)) => spots.get(number(key)).copied().unwrap_or(nothing),
            (
                Self::Positions { places, areas, latitudes, longitudes, nowhere, known },
                Whereabouts::Position { latitude, longitude },
            ) => {
                let (latitude, longitude) = (number(latitude), number(longitude));
                let pair = (latitude as u64) << u32::BITS | longitude as u64;
                *known.entry(pair).or_insert_with(|| {
                    let degrees = |list: &[Option<f64>], number: usize| list.get(number).copied().flatten();
                    let position = (degrees(longitudes, longitude), degrees(latitudes, latitude));
                    place(places, areas, *nowhere, position)
                })
            }
            (Self::Named(_), Whereabouts::Position { .. }) | (Self::Positions { .. }, Whereabouts::Area(_)) => nothing,
        }
    }
}

fn place(places: &Places, areas: &[u32], nowhere: u32, position: (Option<f64>, Option<f64>)) -> Spot {
    let (Some(longitude), Some(latitude)) = position else {
        return Spot::named(Fate::WithoutPlace, nowhere);
    };
    // 0, 0 is what a program writes that has no position; it lies in the Gulf of Guinea.
    let nothing = longitude == 0.0 && latitude == 0.0;
    if nothing || !longitude.is_finite() || !latitude.is_finite() {
        return Spot::named(Fate::WithoutPlace, nowhere);
    }
    let area = places.find(longitude, latitude).and_then(|place| areas.get(place));
    Spot {
        fate: if area.is_some() { Fate::Placed } else { Fate::Outside },
        area: area.copied().unwrap_or(nowhere),
        positioned: true,
        exchanged: area.is_none() && places.find(latitude, longitude).is_some(),
    }
}
