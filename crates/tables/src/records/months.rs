//! The date or period of a record → the label under which it is counted.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::finding::Problem;

/// The clocks by which times count in a month.
#[derive(Debug)]
pub(super) struct Clock(TimeZone);

/// The years of which dates are read; another number is part of a label.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

/// The days about the end of a month, on which it can be another month elsewhere.
const MIDDLE_DAYS: std::ops::Range<i8> = 3..27;

impl Clock {
    /// The clocks of a time zone, by rules that come with the program and not from the machine.
    pub(super) fn new(time_zone: &str) -> Result<Self, Problem> {
        let problem = |_| {
            Problem::error(
                format!("`{time_zone}` is not a time zone"),
                "write it as in `Asia/Tokyo`: the names are those of the IANA time zone database",
            )
        };
        TimeZone::get(time_zone).map(Self).map_err(problem)
    }

    /// The label of a date or period.
    ///
    /// A date or time counts in its month: `2021-06-30`, `2021-06-30T22:59:00+00:00`, `30/06/2021 22:59`, `20210630`. Times that are
    /// marked as universal time count in the month of local time. Anything else, such as `2016/17`, is a label already.
    pub(super) fn period(&self, text: &str) -> String {
        self.month(text).map_or_else(|| text.to_owned(), |(year, month)| format!("{year}-{month:02}"))
    }

    /// The year and month in which a date or time counts; none of what is no date.
    pub(super) fn month(&self, text: &str) -> Option<(i16, i8)> {
        let (date, time) = match text.find(['T', ' ']) {
            Some(place) => text.split_at_checked(place)?,
            None => (text, ""),
        };
        if let Some((day, rest)) = date.split_once('/') {
            let (month, year) = rest.split_once('/')?;
            let (year, month) = year_and_month(year, month)?;
            return day_of(year, month, day).map(|_| (year, month));
        }
        if let (8, Some((year, (month, day)))) = (date.len(), halves(date)) {
            let (year, month) = year_and_month(year, month)?;
            return day_of(year, month, day).map(|_| (year, month));
        }
        let (year, rest) = date.split_once('-')?;
        let (month, day) = rest.split_once('-').map_or((rest, None), |(month, day)| (month, Some(day)));
        let (year, month) = year_and_month(year, month).filter(|_| month.len() == 2)?;
        match day {
            Some(day) => Some(self.local(year, month, day_of(year, month, day)?, time).unwrap_or((year, month))),
            None => time.is_empty().then_some((year, month)),
        }
    }

    /// The month of local time, of a time that is marked as universal time.
    fn local(&self, year: i16, month: i8, day: i8, time: &str) -> Option<(i16, i8)> {
        let universal = time.ends_with("+00:00") || time.ends_with('Z');
        if !universal || MIDDLE_DAYS.contains(&day) {
            return None;
        }
        let hour = time.get(1..3)?.parse().ok()?;
        let minute = time.get(4..6).and_then(|minute| minute.parse().ok()).unwrap_or_default();
        let moment = Date::new(year, month, day).ok()?.to_datetime(Time::new(hour, minute, 0, 0).ok()?);
        let local = self.0.to_datetime(TimeZone::UTC.to_timestamp(moment).ok()?);
        Some((local.year(), local.month()))
    }
}

/// A day that the month has.
fn day_of(year: i16, month: i8, text: &str) -> Option<i8> {
    text.parse().ok().filter(|day| Date::new(year, month, *day).is_ok())
}

/// Year, month and day of a date without anything between them.
fn halves(date: &str) -> Option<(&str, (&str, &str))> {
    let (year, rest) = date.split_at_checked(4)?;
    Some((year, rest.split_at_checked(2)?))
}

fn year_and_month(year: &str, month: &str) -> Option<(i16, i8)> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = year.len() == 4 && month.len() <= 2 && digits(year) && digits(month);
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    (sound && YEARS.contains(&year) && (1..=12).contains(&month)).then_some((year, month))
}

#[cfg(test)]
mod tests {
    use super::Clock;

    fn period(text: &str) -> String {
        Clock::new("Europe/Paris").unwrap().period(text)
    }

    #[test]
    fn universal_time_counts_in_the_month_of_local_time() {
        for (text, month) in [
            ("2021-05-31T22:00:00+00:00", "2021-06"),
            ("2021-05-31T21:59:00Z", "2021-05"),
            ("2021-05-30T23:00:00Z", "2021-05"),
            ("2021-03-31 22:30:00.125Z", "2021-04"),
            ("2013-03-31T22:00Z", "2013-04"),
            ("2021-10-31T22:30:00Z", "2021-10"),
            ("2021-12-31T23:00:00+00:00", "2022-01"),
            ("2021-05-31", "2021-05"),
            ("2021-05-31T23:30:00", "2021-05"),
            ("2021-05-31T23:30:00+01:00", "2021-05"),
            ("2021-05-31 23:30", "2021-05"),
        ] {
            assert_eq!(period(text), month, "{text}");
        }
        let behind = Clock::new("America/New_York").unwrap();
        assert_eq!(behind.period("2021-06-01T03:59:00Z"), "2021-05");
        assert_eq!(behind.period("2021-06-01T04:00:00Z"), "2021-06");
        assert_eq!(Clock::new("UTC").unwrap().period("2021-12-31T23:59:59Z"), "2021-12");
        assert!(Clock::new("Mars/Olympus").is_err());
    }

    #[test]
    fn dates_of_day_month_and_year_count_in_their_month() {
        for text in ["30/09/2020", "1/9/2020", "30/09/2020 23:30", "2020-09", "20200930", "20200930T23:30:00"] {
            assert_eq!(period(text), "2020-09", "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_a_label_already() {
        for label in [
            "2016/17",
            "201617",
            "2016",
            "Q1",
            "",
            "2021-13-01",
            "2021-06-32",
            "32/01/2020",
            "2013-16",
            "1/2/20",
            "2020-9-01",
            "1750-01-01",
            "2021-06T10:00",
            "2021-02-29",
            "31/04/2021",
            "20202021",
            "20210631",
        ] {
            assert_eq!(period(label), label);
        }
    }
}
