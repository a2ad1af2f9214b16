//! The date or period of a record → the label under which it is counted.

use crate::period::Month;

/// The label of a date or period.
///
/// A date or time counts in its month: `2021-06-30`, `2021-06-30T22:59:00+00:00`, `30/06/2021 22:59`. Times that are
/// marked as universal time count in the month of the clocks in London. Anything else, such as `2016/17`, is a label
/// already.
pub(super) fn period(text: &str) -> String {
    month(text).map_or_else(|| text.to_owned(), |month| month.to_string())
}

fn month(text: &str) -> Option<Month> {
    let (date, time) = match text.find(['T', ' ']) {
        Some(place) => text.split_at_checked(place)?,
        None => (text, ""),
    };
    if let Some((day, rest)) = date.split_once('/') {
        let (month, year) = rest.split_once('/')?;
        let whole = is_day(day) && year.len() == 4;
        return Month::parse(&format!("{year}-{month}")).filter(|_| whole);
    }
    let (month, day) = match date.rsplit_once('-') {
        Some((month, day)) if month.contains('-') => (month, Some(day)),
        Some(_) => (date, None),
        None => return None,
    };
    if day.is_some_and(|day| !is_day(day)) || !time.is_empty() && day.is_none() {
        return None;
    }
    let whole = month.split_once('-').is_some_and(|(year, number)| year.len() == 4 && number.len() == 2);
    let month = Month::parse(month).filter(|_| whole)?;
    let turned = day.is_some_and(|day| day == last_day_in_summer_time(month)) && is_last_hour(time);
    Some(if turned { month.next() } else { month })
}

fn is_day(text: &str) -> bool {
    text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// Whether a time is in the last hour of a day by universal time, which is the next day by summer time.
fn is_last_hour(time: &str) -> bool {
    let universal = time.ends_with("+00:00") || time.ends_with('Z');
    universal && time.get(1..3) == Some("23")
}

/// The last day of a month if clocks are put forward on it, else no day.
///
/// Summer time begins on the last Sunday of March and ends on the last Sunday of October, so that it holds on the
/// evening of the last day of March to September.
fn last_day_in_summer_time(month: Month) -> &'static str {
    match month.number() {
        3 | 5 | 7 | 8 => "31",
        4 | 6 | 9 => "30",
        _ => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn the_last_hour_of_a_summer_month_belongs_to_the_next() {
        for (day, month) in [
            ("2021-05-31", "2021-06"),
            ("2021-05-30", "2021-05"),
            ("2021-03-31", "2021-04"),
            ("2021-09-30", "2021-10"),
            ("2021-10-31", "2021-10"),
            ("2021-12-31", "2021-12"),
        ] {
            for end in ["+00:00", "Z"] {
                assert_eq!(period(&format!("{day}T23:00:00{end}")), month, "{day}");
            }
            let own = &day[..7];
            for time in ["", "T22:59:00+00:00", "T23:00:00", "T23:00:00+01:00", " 23:30"] {
                assert_eq!(period(&format!("{day}{time}")), own, "{day}{time}");
            }
        }
    }

    #[test]
    fn dates_of_day_month_and_year_count_in_their_month() {
        for text in ["30/09/2020", "1/9/2020", "30/09/2020 23:30", "2020-09"] {
            assert_eq!(period(text), "2020-09", "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_a_label_already() {
        for label in
            ["2016/17", "201617", "2016", "Q1", "", "2021-13-01", "2021-06-32", "32/01/2020", "2013-16", "1/2/20"]
        {
            assert_eq!(period(label), label);
        }
    }
}
