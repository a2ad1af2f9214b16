//! What a quantity takes: its columns, what each number must be, and the numbers of one line once they are.
//!
//! Nothing is guessed or mended: a number that is not what it must be is refused with its name and its meaning.

use crate::words;
use statistics::proportion::Proportion;
use statistics::rate::Rate;
use statistics::unknown_group::Tally;
use statistics::{self, Confidence, Invalid, LARGEST_COUNT};

use super::sheet;

/// The largest number that is taken for anything but a count, in either direction.
const LARGEST: f64 = 1e15;

/// The number nearest to zero that is taken; its fourth power is still a number.
const SMALLEST: f64 = 1e-50;

/// What a number must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Must {
    Count,
    Total,
    Positive,
    NotNegative,
    Finite,
    Probability,
    Level,
    Flag,
    Group,
}

impl Must {
    /// Its label, to follow "must be".
    fn label(self) -> &'static str {
        match self {
            Self::Count => "a whole number from 0 to 1000000000",
            Self::Total => "a whole number from 1 to 1000000000",
            Self::Positive => "a number above 0, at most 1e15",
            Self::NotNegative => "a number from 0 to 1e15",
            Self::Finite => "a number from -1e15 to 1e15",
            Self::Probability => "a number from 0 to 1",
            Self::Level => "a level between 0 and 1, such as 0.95",
            Self::Flag => "1 for yes or 0 for no",
            Self::Group => "1 for the first group or 2 for the second",
        }
    }

    /// A number of this kind as a person reads it.
    fn shown(self, value: f64) -> String {
        match self {
            Self::Count | Self::Total | Self::Flag | Self::Group => words::number(value, 0),
            Self::Probability => sheet::percent(value),
            Self::Level => sheet::level(value),
            Self::Positive | Self::NotNegative | Self::Finite => sheet::figure(value),
        }
    }

    fn is_whole(self) -> bool {
        matches!(self, Self::Count | Self::Total)
    }

    /// The first thing wrong with a finite number; none when it is as it must be.
    fn problem(self, value: f64) -> Option<&'static str> {
        let (size, whole) = (value.abs(), value.fract() == 0.0);
        let largest = if self.is_whole() { LARGEST_COUNT as f64 } else { LARGEST };
        let problems = [
            (value < 0.0 && self != Self::Finite, "is negative"),
            (value == 0.0 && matches!(self, Self::Total | Self::Positive), "is zero"),
            (!whole && self.is_whole(), "is not a whole number"),
            (value > 1.0 && self == Self::Probability, "is above 1"),
            ((value <= 0.0 || value >= 1.0) && self == Self::Level, "is not between 0 and 1"),
            ((!whole || value > 1.0) && self == Self::Flag, "is neither 0 nor 1"),
            ((!whole || !(1.0..=2.0).contains(&value)) && self == Self::Group, "is neither 1 nor 2"),
            (size > largest, "is too large"),
            (size > 0.0 && size < SMALLEST && self != Self::Probability, "is too close to zero"),
        ];
        problems.into_iter().find(|(found, _)| *found).map(|(_, problem)| problem)
    }
}

/// A column of numbers, or a number of the command line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input {
    /// The name of the column.
    pub(super) name: &'static str,
    /// What the number is.
    pub(super) meaning: &'static str,
    must: Must,
    /// The input of which it is a part.
    pub(super) part_of: Option<&'static str>,
    /// The value where it is not given.
    pub(super) default: Option<f64>,
}

impl Input {
    pub(super) const fn new(name: &'static str, must: Must, meaning: &'static str) -> Self {
        Self { name, meaning, must, part_of: None, default: None }
    }

    /// Events that are out of a total.
    pub(super) const fn events(name: &'static str, total: &'static str, meaning: &'static str) -> Self {
        Self { part_of: Some(total), ..Self::new(name, Must::Count, meaning) }
    }

    /// An input that may be left out.
    pub(super) const fn or(self, default: f64) -> Self {
        Self { default: Some(default), ..self }
    }

    /// The number that a text stands for, or what is wrong with it.
    pub(super) fn read(&self, text: &str) -> Result<f64, &'static str> {
        let value: f64 = text.parse().map_err(|_| "is not a number")?;
        if value.is_nan() {
            return Err("is not a number");
        }
        if value.is_infinite() {
            return Err("is not finite");
        }
        self.must.problem(value).map_or(Ok(value), Err)
    }

    /// The rule that a number broke, for a hint.
    pub(super) fn rule(&self) -> String {
        format!("`{}`, {}, must be {}", self.name, self.meaning, self.must.label())
    }
}

/// The confidence level of the intervals.
pub(super) const CONFIDENCE: Input = Input::new("confidence", Must::Level, "the confidence level").or(0.95);

/// Two groups, each with its events and people.
pub(super) const TWO_GROUPS: [Input; 4] = [
    Input::events("x1", "n1", "the events in the first group"),
    Input::new("n1", Must::Total, "the people in the first group"),
    Input::events("x2", "n2", "the events in the second group"),
    Input::new("n2", Must::Total, "the people in the second group"),
];

/// A number that is above the total that it is a part of.
#[derive(Debug, Clone, Copy)]
pub(super) struct AboveTotal {
    pub(super) input: &'static Input,
    pub(super) value: f64,
    pub(super) total: &'static Input,
    pub(super) of: f64,
}

/// The numbers of one line, each what it must be by itself.
#[derive(Debug, Clone)]
pub(super) struct Row {
    inputs: &'static [Input],
    values: Vec<f64>,
}

impl Row {
    /// As many numbers as inputs, in their order.
    pub(super) fn new(inputs: &'static [Input], values: Vec<f64>) -> Self {
        Self { inputs, values }
    }

    /// The inputs whose number is above the total that it is a part of.
    pub(super) fn above_total(&self) -> Vec<AboveTotal> {
        let with_total = |input: &'static Input| {
            let total = self.inputs.iter().find(|other| Some(other.name) == input.part_of)?;
            let (value, of) = (self.find(input.name)?, self.find(total.name)?);
            (value > of).then_some(AboveTotal { input, value, total, of })
        };
        self.inputs.iter().filter_map(with_total).collect()
    }

    fn find(&self, name: &str) -> Option<f64> {
        let mut pairs = self.inputs.iter().zip(&self.values);
        pairs.find(|(input, _)| input.name == name).map(|(_, value)| *value)
    }

    /// A text in which the names of inputs in braces give way to their numbers.
    pub(super) fn filled(&self, text: &str) -> String {
        let pairs = self.inputs.iter().zip(&self.values);
        pairs.fold(text.to_owned(), |text, (input, value)| {
            text.replace(&format!("{{{}}}", input.name), &input.must.shown(*value))
        })
    }

    /// A number by its name.
    pub(super) fn number(&self, name: &str) -> Result<f64, Invalid> {
        self.find(name).ok_or(Invalid::NotFinite)
    }

    pub(super) fn count(&self, name: &str) -> Result<u64, Invalid> {
        statistics::count(self.number(name)?)
    }

    pub(super) fn is_set(&self, name: &str) -> Result<bool, Invalid> {
        Ok(self.count(name)? == 1)
    }

    pub(super) fn confidence(&self) -> Result<Confidence, Invalid> {
        Confidence::new(self.number(CONFIDENCE.name)?)
    }

    pub(super) fn proportion(&self, events: &str, total: &str) -> Result<Proportion, Invalid> {
        Proportion::new(self.count(events)?, self.count(total)?)
    }

    pub(super) fn tally(&self, events: &str, total: &str) -> Result<Tally, Invalid> {
        Tally::new(self.count(events)?, self.count(total)?)
    }

    pub(super) fn rate(&self, events: &str, exposure: &str) -> Result<Rate, Invalid> {
        Rate::new(self.count(events)?, self.number(exposure)?)
    }

    /// The two groups of [`TWO_GROUPS`].
    pub(super) fn two_groups(&self) -> Result<(Proportion, Proportion), Invalid> {
        Ok((self.proportion("x1", "n1")?, self.proportion("x2", "n2")?))
    }
}

/// What is made of each row of a case.
pub(super) fn each<T>(rows: &[Row], make: impl Fn(&Row) -> Result<T, Invalid>) -> Result<Vec<T>, Invalid> {
    rows.iter().map(make).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: Input = Input::new("x", Must::Count, "the events");

    #[test]
    fn a_count_is_a_whole_number_however_it_is_written() {
        assert_eq!(EVENTS.read("38"), Ok(38.0));
        assert_eq!(EVENTS.read("38.0"), Ok(38.0));
        assert_eq!(EVENTS.read("1e3"), Ok(1000.0));
    }

    #[test]
    fn each_fault_of_a_number_is_named() {
        let faults = [
            ("many", "is not a number"),
            ("NaN", "is not a number"),
            ("1,000", "is not a number"),
            ("inf", "is not finite"),
            ("1e400", "is not finite"),
            ("-3", "is negative"),
            ("0.5", "is not a whole number"),
            ("1e300", "is too large"),
        ];
        for (text, problem) in faults {
            assert_eq!(EVENTS.read(text), Err(problem), "{text}");
        }
        let exposure = Input::new("py", Must::Positive, "the person-years");
        assert_eq!(exposure.read("0"), Err("is zero"));
        assert_eq!(exposure.read("1e-300"), Err("is too close to zero"));
        assert_eq!(CONFIDENCE.read("95"), Err("is not between 0 and 1"));
    }
}
