//! The range of a risk ratio when some records have no known group.
//!
//! No assumption is made on who the unknown records are: every allocation of them to the two groups
//! is possible (Manski's worst case bounds, 2003; Horowitz and Manski 1995). The range is not a
//! confidence interval: it holds what the missing group labels leave open, not chance.

use super::{Invalid, LARGEST_COUNT, Ratio};

/// Events out of a total that may be zero, because the known records of a group may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    events: u64,
    total: u64,
}

impl Tally {
    /// At most as many events as the total.
    pub fn new(events: u64, total: u64) -> Result<Self, Invalid> {
        if total > LARGEST_COUNT {
            return Err(Invalid::TooLarge);
        }
        if events > total {
            return Err(Invalid::CountAboveTotal);
        }
        Ok(Self { events, total })
    }

    /// The events.
    pub fn events(self) -> u64 {
        self.events
    }

    /// The total.
    pub fn total(self) -> u64 {
        self.total
    }
}

/// The smallest and the largest ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The smallest ratio of any allocation.
    pub lowest: Ratio,
    /// The largest; [`Ratio::OverZero`] where an allocation leaves the second group without events.
    pub highest: Ratio,
}

/// On which side of 1 the ratio lies whatever the unknown records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Every allocation gives a ratio below 1.
    Below,
    /// Every allocation gives a ratio above 1.
    Above,
    /// Allocations disagree, or one gives exactly 1.
    NotIdentified,
}

impl Bounds {
    /// The side of 1 on which all ratios lie.
    pub fn direction(self) -> Direction {
        if size(self.highest) < 1.0 {
            Direction::Below
        } else if size(self.lowest) > 1.0 {
            Direction::Above
        } else {
            Direction::NotIdentified
        }
    }
}

/// The ratio of the known records alone; undefined where a group has no records or neither has
/// events.
pub fn ratio_of_known(first: Tally, second: Tally) -> Ratio {
    ratio(first, second).unwrap_or(Ratio::Undefined)
}

/// The range of the ratio over every allocation of the unknown records; none where no allocation
/// has a ratio.
///
/// With e events among u unknown records, the ratio is highest when the first group gets all e
/// events and nothing else, lowest when it gets all u - e others and nothing else. Allocations that
/// leave a group empty, or both groups without events, have no ratio and are skipped, so the
/// nearest allocations are tried as well. Allowing a third group to take records changes nothing:
/// those two allocations remain the extremes.
pub fn bounds(first: Tally, second: Tally, unknown: Tally) -> Option<Bounds> {
    let mut lowest: Option<Ratio> = None;
    let mut highest: Option<Ratio> = None;
    for total in candidates(unknown) {
        let rest = unknown.total - total;
        let fewest = unknown.events.saturating_sub(rest);
        let most = unknown.events.min(total);
        for events in [fewest, most] {
            let Some(found) = allocation(first, second, unknown, Tally { events, total }) else {
                continue;
            };
            if lowest.is_none_or(|so_far| size(found) < size(so_far)) {
                lowest = Some(found);
            }
            if highest.is_none_or(|so_far| size(found) > size(so_far)) {
                highest = Some(found);
            }
        }
    }
    Some(Bounds { lowest: lowest?, highest: highest? })
}

/// The numbers of records for the first group among which the extremes are: the ratio rises with
/// them up to one of these and falls after it, and an end may be skipped.
fn candidates(unknown: Tally) -> impl Iterator<Item = u64> {
    let others = unknown.total - unknown.events;
    [0, unknown.events, others, unknown.total]
        .into_iter()
        .flat_map(|place| [place.saturating_sub(1), place, place + 1])
        .filter(move |&place| place <= unknown.total)
}

/// The ratio when the first group gets some of the unknown records and the second the rest.
fn allocation(first: Tally, second: Tally, unknown: Tally, given: Tally) -> Option<Ratio> {
    let ours = Tally { events: first.events + given.events, total: first.total + given.total };
    let theirs = Tally {
        events: second.events + unknown.events - given.events,
        total: second.total + unknown.total - given.total,
    };
    ratio(ours, theirs)
}

fn ratio(first: Tally, second: Tally) -> Option<Ratio> {
    if first.total == 0 || second.total == 0 {
        return None;
    }
    let value = Ratio::new(first.events as f64 * second.total as f64, second.events as f64 * first.total as f64);
    match value {
        Ratio::Undefined => None,
        Ratio::Finite(_) | Ratio::OverZero => Some(value),
    }
}

/// For comparison: over zero is larger than any number.
fn size(ratio: Ratio) -> f64 {
    ratio.finite().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(events: u64, total: u64) -> Tally {
        Tally::new(events, total).unwrap()
    }

    #[test]
    fn no_unknown_records_leave_the_ratio_as_it_is() {
        let found = bounds(tally(1, 4), tally(1, 2), tally(0, 0)).unwrap();
        assert_eq!(found.lowest, Ratio::Finite(0.5));
        assert_eq!(found.highest, Ratio::Finite(0.5));
        assert_eq!(found.direction(), Direction::Below);
    }

    #[test]
    fn nothing_anywhere_has_no_range() {
        assert!(bounds(tally(0, 4), tally(0, 2), tally(0, 3)).is_none());
        assert!(bounds(tally(0, 0), tally(0, 0), tally(0, 1)).is_none());
    }
}
