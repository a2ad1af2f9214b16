//! What the population under a line stands on, and how far that is from the time of the events.

use std::fmt;

use jiff::civil::Date;

/// Days in a year, leap years considered.
const YEAR: f64 = 365.25;

/// The days from one date to another; negative where the other is earlier.
pub(super) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// A population table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationTable {
    /// The day of it; the middle, where it is of a longer time.
    pub day: Date,
    /// What the counting is called, such as `census`.
    pub counting: Option<String>,
}

impl fmt::Display for PopulationTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counting = self.counting.as_deref().unwrap_or("population table");
        write!(formatter, "the {counting} of {}", self.day.year())
    }
}

/// Where the numbers come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A table.
    On(PopulationTable),
    /// A straight line between two.
    Between {
        /// The earlier one.
        before: PopulationTable,
        /// The later one.
        after: PopulationTable,
    },
    /// The source of the counts prints them beside these.
    Printed {
        /// Of which year.
        year: i32,
    },
}

/// Years from its nearest table beyond which a population is poor evidence.
pub const YEARS_FAR: f64 = 6.0;

/// What a population stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationBasis {
    /// The series of tables; none where the source prints it.
    pub series: Option<String>,
    /// Where the numbers come from.
    pub standing: Standing,
    /// The day for which they are wanted: the middle of the period.
    pub day: Date,
}

impl PopulationBasis {
    /// The year that the numbers stand for.
    pub fn year(&self) -> i32 {
        match &self.standing {
            Standing::On(table) => i32::from(table.day.year()),
            Standing::Between { .. } => i32::from(self.day.year()),
            Standing::Printed { year } => *year,
        }
    }

    /// The table that is nearest to the day; the earlier of two.
    pub fn nearest(&self) -> Option<&PopulationTable> {
        match &self.standing {
            Standing::On(table) => Some(table),
            Standing::Between { before, after } if days(self.day, after.day) < days(before.day, self.day) => {
                Some(after)
            }
            Standing::Between { before, .. } => Some(before),
            Standing::Printed { .. } => None,
        }
    }

    /// Years from the nearest table to the day, or from the year that is printed; negative where it is the later of the two.
    pub fn years_before(&self) -> f64 {
        match self.nearest() {
            Some(table) => f64::from(days(table.day, self.day)) / YEAR,
            None => f64::from(i32::from(self.day.year()) - self.year()),
        }
    }

    /// Years between the day and the nearest table, or the year that is printed, whichever is the later.
    pub fn years_away(&self) -> f64 {
        self.years_before().abs()
    }

    /// Whether ratios on two of them mean the same: both on one series, on one printed year, or on neither.
    pub fn are_comparable(first: Option<&Self>, second: Option<&Self>) -> bool {
        let meaning = |basis: &Self| (basis.series.clone(), basis.series.is_none().then(|| basis.year()));
        first.map(meaning) == second.map(meaning)
    }
}

/// The numbers, without how far they are.
impl fmt::Display for Standing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(table) => write!(formatter, "{table}"),
            Self::Between { before, after } => write!(formatter, "between {before} and {after}"),
            Self::Printed { year } => write!(formatter, "{year}, as the source prints it"),
        }
    }
}

impl fmt::Display for PopulationBasis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.standing)?;
        let years = self.years_before();
        let distance = years.abs();
        let which = if years < 0.0 { "after" } else { "before" };
        match &self.standing {
            Standing::Between { .. } => write!(formatter, ", {distance:.1} years from the nearer one"),
            Standing::On(_) if distance >= 0.05 => {
                write!(formatter, ", {distance:.1} years {which} the middle of the period")
            }
            Standing::Printed { .. } if distance >= 0.5 => {
                write!(formatter, ", {distance:.0} years {which} the period")
            }
            Standing::On(_) | Standing::Printed { .. } => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basis(standing: Standing, day: Date) -> PopulationBasis {
        PopulationBasis { series: Some("people".to_owned()), standing, day }
    }

    #[test]
    fn it_says_what_the_numbers_stand_on_and_how_far_that_is() {
        let table = |year| PopulationTable { day: Date::constant(year, 3, 27), counting: Some("census".to_owned()) };
        let between = Standing::Between { before: table(2011), after: table(2021) };
        let day = Date::constant(2017, 9, 30);
        for (basis, year, text) in [
            (
                basis(between.clone(), day),
                2017,
                "between the census of 2011 and the census of 2021, 3.5 years from the nearer one",
            ),
            (
                basis(Standing::On(table(2021)), Date::constant(2023, 9, 30)),
                2021,
                "the census of 2021, 2.5 years before the middle of the period",
            ),
            (
                basis(Standing::On(table(2011)), Date::constant(2010, 9, 30)),
                2011,
                "the census of 2011, 0.5 years after the middle of the period",
            ),
            (basis(Standing::On(table(2021)), Date::constant(2021, 3, 27)), 2021, "the census of 2021"),
            (
                basis(Standing::Printed { year: 2011 }, day),
                2011,
                "2011, as the source prints it, 6 years before the period",
            ),
        ] {
            assert_eq!((basis.year(), basis.to_string().as_str()), (year, text));
        }
        assert_eq!(basis(between, day).nearest(), Some(&table(2021)));
    }
}
