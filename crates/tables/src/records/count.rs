//! A piece of records → its counts, by a plan. What a text means is looked up once a piece, not once a record.

use crate::finding::Problem;
use crate::outlines::Outlines;

use super::counts::{Counts, Spot};
use super::dictionary::QuickMap;
use super::months::Clock;
use super::piece::Piece;
use super::plan::{Filter, PlaceColumns, Plan};

/// A plan made ready to count by.
#[derive(Debug)]
pub(super) struct Counter<'a> {
    pub(super) plan: &'a Plan,
    /// The columns of every piece.
    pub(super) columns: Vec<&'a str>,
    outlines: &'a Outlines,
    clock: Clock,
}

impl<'a> Counter<'a> {
    pub(super) fn new(plan: &'a Plan, outlines: &'a Outlines) -> Result<Self, Problem> {
        let clock = Clock::new(&plan.period.time_zone)?;
        Ok(Self { plan, columns: plan.columns(), outlines, clock })
    }

    /// Whether a column is needed for nothing but the period.
    pub(super) fn is_only_period(&self, column: usize) -> bool {
        let Plan { by, sum: _, period, place, filters } = self.plan;
        let name = period.column.trim();
        let elsewhere = by.iter().chain(filters.iter().map(|filter| &filter.column));
        let place = matches!(place, PlaceColumns::Name { column } if column.trim() == name);
        column == self.place_of(name) && !place && elsewhere.into_iter().all(|other| other.trim() != name)
    }

    fn place_of(&self, column: &str) -> usize {
        self.columns.iter().position(|known| *known == column.trim()).unwrap_or(usize::MAX)
    }

    /// The column of the period.
    pub(super) fn period(&self) -> usize {
        self.place_of(&self.plan.period.column)
    }

    /// Whether a text counts in a month.
    pub(super) fn is_date(&self, text: &str) -> bool {
        self.clock.month(text).is_some()
    }

    /// The conditions, looked up for the texts of a piece.
    pub(super) fn met(&self, piece: &Piece<'_>) -> Met {
        let filters = self.plan.filters.iter().map(|filter| {
            let place = self.place_of(&filter.column);
            (place, piece.texts(place).map(|text| filter.is_met_by(text)).collect())
        });
        Met(filters.collect())
    }

    /// Whether a record with these texts in its columns meets all conditions.
    pub(super) fn meets<'t>(&self, text: impl Fn(usize) -> Option<&'t str>) -> bool {
        let met = |filter: &Filter| text(self.place_of(&filter.column)).is_some_and(|text| filter.is_met_by(text));
        self.plan.filters.iter().all(met)
    }

    /// Counts the records of a piece.
    pub(super) fn count(&self, piece: &Piece<'_>) -> Counts {
        let mut counts = Counts::new(self.plan.by.len());
        let period = self.period();
        let periods: Vec<u32> = piece.texts(period).map(|text| counts.period(self.clock.period(text))).collect();
        let by: Vec<(usize, Vec<u32>)> = (0..)
            .zip(&self.plan.by)
            .map(|(further, column)| {
                let place = self.place_of(column);
                (place, piece.texts(place).map(|text| counts.label(further, text)).collect())
            })
            .collect();
        let met = self.met(piece);
        let mut spots = Spots::new(self, piece, &mut counts);
        for alike in piece.key_counts() {
            let numbers = piece.numbers(alike);
            if met.all(&numbers) {
                let spot = spots.number(&numbers, &mut counts);
                let last = [spot, of(&periods, &numbers, period).copied().unwrap_or_default()];
                let further = by.iter().rev();
                let further = further.map(|(place, labels)| of(labels, &numbers, *place).copied().unwrap_or_default());
                counts.add(further.chain(last), alike.events);
            }
        }
        counts
    }
}

/// For each condition its column, and whether the texts there meet it.
pub(super) struct Met(Vec<(usize, Vec<bool>)>);

impl Met {
    /// Whether records with texts of these numbers meet all conditions.
    pub(super) fn all(&self, numbers: &[usize]) -> bool {
        self.0.iter().all(|(place, met)| of(met, numbers, *place) == Some(&true))
    }
}

/// What is known of the text that records have in a column.
fn of<'l, T>(list: &'l [T], numbers: &[usize], column: usize) -> Option<&'l T> {
    list.get(*numbers.get(column)?)
}

/// Where the texts of a piece say that an event was.
enum Spots<'a> {
    /// The number of the spot of each text.
    Named { column: usize, spots: Vec<u32> },
    Positions {
        outlines: &'a Outlines,
        /// The columns of latitude and longitude, and what their texts mean.
        latitudes: (usize, Vec<Option<f64>>),
        longitudes: (usize, Vec<Option<f64>>),
        /// Those that have been looked up.
        known: QuickMap<u64, u32>,
    },
}

impl<'a> Spots<'a> {
    fn new(counter: &Counter<'a>, piece: &Piece<'_>, counts: &mut Counts) -> Self {
        match &counter.plan.place {
            PlaceColumns::Name { column } => {
                let column = counter.place_of(column);
                let spots = piece.texts(column).map(|text| counts.spot(Spot::Named(text.to_owned())));
                Self::Named { column, spots: spots.collect() }
            }
            PlaceColumns::Position { latitude, longitude } => {
                let degrees = |column: &str| {
                    let column = counter.place_of(column);
                    (column, piece.texts(column).map(|text| text.parse().ok()).collect())
                };
                Self::Positions {
                    outlines: counter.outlines,
                    latitudes: degrees(latitude),
                    longitudes: degrees(longitude),
                    known: QuickMap::default(),
                }
            }
        }
    }

    fn number(&mut self, numbers: &[usize], counts: &mut Counts) -> u32 {
        match self {
            Self::Named { column, spots } => of(spots, numbers, *column).copied().unwrap_or_default(),
            Self::Positions { outlines, latitudes: (north, latitudes), longitudes: (east, longitudes), known } => {
                let number = |column: &usize| numbers.get(*column).map_or(0, |number| *number as u64);
                *known.entry(number(north) << u32::BITS | number(east)).or_insert_with(|| {
                    let latitude = of(latitudes, numbers, *north).copied().flatten();
                    let longitude = of(longitudes, numbers, *east).copied().flatten();
                    counts.spot(latitude.zip(longitude).map_or(Spot::NoPosition, |at| spot(outlines, at)))
                })
            }
        }
    }
}

fn spot(outlines: &Outlines, (latitude, longitude): (f64, f64)) -> Spot {
    // 0, 0 is what a program writes that has no position; it lies in the Gulf of Guinea.
    let nothing = longitude == 0.0 && latitude == 0.0;
    if nothing || !longitude.is_finite() || !latitude.is_finite() {
        return Spot::NoPosition;
    }
    match outlines.find(longitude, latitude) {
        Some(outline) => Spot::Outline(outline),
        None if outlines.find(latitude, longitude).is_some() => Spot::Exchanged,
        None => Spot::Outside,
    }
}
