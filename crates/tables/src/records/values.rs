//! The values of a column of Parquet → the numbers of their texts. Each different value becomes a text once a piece, as it
//! stands in a CSV file of the same records: what is missing is blank, and dates and times are written as ISO 8601 has
//! them.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use polars::datatypes::{
    ArrowDataType as Type, ArrowTimeUnit, BooleanType, Float32Type, Float64Type, Int32Type, Int64Type, PolarsDataType,
    StringType, UInt32Type, UInt64Type,
};
use polars::prelude::{ArrayRef, ArrowField, Categorical32Chunked, Categories, CompatLevel, DataType, PlSmallStr};

use super::dictionary::Dictionary;
use super::piece::Piece;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Truth,
    Whole,
    /// A number of 32 bits with a fraction.
    Single,
    /// A number of 64 bits with a fraction.
    Double,
    /// So many digits stand behind the point.
    Decimal(usize),
    /// Days since 1 January 1970.
    Date,
    /// Time since then.
    Moment {
        unit: Unit,
        universal: bool,
    },
    /// Time since midnight.
    TimeOfDay(Unit),
}

/// How many units of time there are in a second.
type Unit = i128;

/// A second has so many minutes of a quarter of an hour: no clock is ever put forward or back between two of them.
const QUARTER: i128 = 15 * 60;

impl Kind {
    /// What a column of a type holds, and the types as which it may be stored; none of a type that is not read.
    #[expect(clippy::wildcard_enum_match_arm, reason = "of the types of others there may be more")]
    pub(super) fn of(logical: &Type) -> Option<(Self, Vec<Type>)> {
        Some(match logical {
            Type::Dictionary(_, values, _) => return Self::of(values),
            Type::Utf8 | Type::LargeUtf8 | Type::Utf8View | Type::Binary | Type::LargeBinary | Type::BinaryView => {
                (Self::Text, vec![Type::Utf8View])
            }
            Type::Null => (Self::Text, vec![Type::Null]),
            Type::Boolean => (Self::Truth, vec![Type::Boolean]),
            Type::Int8 | Type::Int16 | Type::Int32 | Type::UInt8 | Type::UInt16 => (Self::Whole, vec![Type::Int32]),
            Type::UInt32 | Type::Int64 | Type::UInt64 => (Self::Whole, vec![logical.clone()]),
            Type::Float32 => (Self::Single, vec![Type::Float32]),
            Type::Float64 => (Self::Double, vec![Type::Float64]),
            Type::Decimal(_, scale) => (Self::Decimal(*scale), vec![Type::Int64, Type::Int32]),
            Type::Date32 => (Self::Date, vec![Type::Int32]),
            Type::Timestamp(unit, zone) => (
                Self::Moment { unit: in_a_second(*unit), universal: zone.is_some() },
                vec![Type::Timestamp(*unit, None)],
            ),
            Type::Time32(unit) => (Self::TimeOfDay(in_a_second(*unit)), vec![Type::Int32]),
            Type::Time64(unit) => (Self::TimeOfDay(in_a_second(*unit)), vec![Type::Int64]),
            _ => return None,
        })
    }

    /// A value as text.
    fn text(self, value: i128) -> String {
        let text = match self {
            Self::Text | Self::Whole | Self::Decimal(0) => None,
            Self::Truth => Some((value != 0).to_string()),
            Self::Single => u32::try_from(value).ok().map(|bits| format!("{:?}", f32::from_bits(bits))),
            Self::Double => u64::try_from(value).ok().map(|bits| format!("{:?}", f64::from_bits(bits))),
            Self::Decimal(scale) => {
                let digits = format!("{:0width$}", value.unsigned_abs(), width = scale + 1);
                let (whole, fraction) = digits.split_at(digits.len() - scale);
                Some(format!("{}{whole}.{fraction}", if value < 0 { "-" } else { "" }))
            }
            Self::Date => at(value.saturating_mul(86_400)).map(|day| day.strftime("%Y-%m-%d").to_string()),
            Self::Moment { unit, universal } => at(value.div_euclid(unit)).map(|second| {
                let zone = if universal { "+00:00" } else { "" };
                format!("{}{}{zone}", second.strftime("%Y-%m-%dT%H:%M:%S"), fraction(value, unit))
            }),
            Self::TimeOfDay(unit) => at(value.div_euclid(unit))
                .map(|second| format!("{}{}", second.strftime("%H:%M:%S"), fraction(value, unit))),
        };
        text.unwrap_or_else(|| value.to_string())
    }
}

fn in_a_second(unit: ArrowTimeUnit) -> Unit {
    match unit {
        ArrowTimeUnit::Second => 1,
        ArrowTimeUnit::Millisecond => 1_000,
        ArrowTimeUnit::Microsecond => 1_000_000,
        ArrowTimeUnit::Nanosecond => 1_000_000_000,
    }
}

/// A second since 1970 on the calendar; none beyond the calendar.
fn at(second: i128) -> Option<jiff::civil::DateTime> {
    let moment = Timestamp::from_second(i64::try_from(second).ok()?).ok()?;
    Some(TimeZone::UTC.to_datetime(moment))
}

/// The part of a second, without zeros at its end.
fn fraction(value: i128, unit: Unit) -> String {
    let width = unit.ilog10() as usize;
    match value.rem_euclid(unit) {
        0 => String::new(),
        part => format!(".{part:0width$}").trim_end_matches('0').to_owned(),
    }
}

type Texts = <StringType as PolarsDataType>::Array;

/// The key of a value, or of a missing one.
fn key(value: Option<i128>) -> u128 {
    value.map_or(0, |value| (value + (1 << u64::BITS)).cast_unsigned())
}

/// Adds a column to a piece; whether the values are of the kind that is meant. Of times that only say which period a
/// record belongs to, the quarters of an hour are told apart.
pub(super) fn add(arrays: &[ArrayRef], kind: &Kind, only_period: bool, piece: &mut Piece<'static>) -> bool {
    if arrays.iter().all(|array| array.null_count() == array.len()) {
        piece.name(vec![Cow::Borrowed("")]);
        return true;
    }
    if *kind == Kind::Text {
        return add_texts(arrays, piece);
    }
    let step = if let (Kind::Moment { unit, .. }, true) = (kind, only_period) { unit * QUARTER } else { 1 };
    let mut column = Values { piece, from: 0, step, dictionary: Dictionary::default() };
    let known = arrays.iter().all(|array| column.add_array(array));
    let values = column.dictionary.values().iter();
    let texts = values.map(|value| value.map_or(Cow::Borrowed(""), |value| Cow::Owned(kind.text(value)))).collect();
    piece.name(texts);
    known
}

/// A column of numbers on its way into a piece.
struct Values<'p> {
    piece: &'p mut Piece<'static>,
    /// How many records have their number.
    from: usize,
    step: i128,
    dictionary: Dictionary<Option<i128>>,
}

impl Values<'_> {
    fn add_array(&mut self, array: &ArrayRef) -> bool {
        macro_rules! of_type {
            ($kind:ty, $value:expr) => {
                if let Some(array) = array.as_any().downcast_ref::<<$kind as PolarsDataType>::Array>() {
                    self.fold(array.len(), array.iter().map(|value| value.map($value)));
                    return true;
                }
            };
        }
        of_type!(Int32Type, |value: &i32| i128::from(*value));
        of_type!(Int64Type, |value: &i64| i128::from(*value));
        of_type!(UInt32Type, |value: &u32| i128::from(*value));
        of_type!(UInt64Type, |value: &u64| i128::from(*value));
        of_type!(Float32Type, |value: &f32| i128::from(value.to_bits()));
        of_type!(Float64Type, |value: &f64| i128::from(value.to_bits()));
        of_type!(BooleanType, i128::from);
        false
    }

    fn fold(&mut self, length: usize, values: impl Iterator<Item = Option<i128>>) {
        let (dictionary, step) = (&mut self.dictionary, self.step);
        let numbers = values.map(|value| {
            let value = if step == 1 { value } else { value.map(|value| value.div_euclid(step) * step) };
            dictionary.number_of_key(key(value), || value)
        });
        self.piece.fold(self.from, numbers);
        self.from += length;
    }
}

/// A column of texts that stand in a dictionary, so that each record holds only the number of its text.
pub(super) fn coded(name: &PlSmallStr) -> ArrowField {
    DataType::from_categories(Categories::global()).to_arrow_field(name.clone(), CompatLevel::newest())
}

/// Polars has no public name for the array of such a column: its type is that of what `like` gives.
fn codes<A: 'static>(array: &ArrayRef, _like: impl Fn(&Categorical32Chunked) -> A) -> Option<&A> {
    array.as_any().downcast_ref()
}

/// Adds a column of texts; whether it is one. A text is told apart by its view: a short one stands in it, and the view of a
/// long one says where it stands. Of an array of codes only the texts of its dictionary are looked at.
fn add_texts(arrays: &[ArrayRef], piece: &mut Piece<'static>) -> bool {
    let mut dictionary: Dictionary<&[u8]> = Dictionary::default();
    let mut from = 0;
    for array in arrays {
        // The views of one array mean nothing to another.
        dictionary.forget_recent();
        let codes = codes(array, |column| column.to_arrow(CompatLevel::newest()));
        let texts = codes.map_or(array, |codes| codes.values()).as_any().downcast_ref::<Texts>();
        let Some(texts) = texts else { return false };
        let validity = array.validity().filter(|_| array.null_count() > 0);
        let is_missing = |record: usize| validity.is_some_and(|validity| !validity.get_bit(record));
        let missing = validity.map_or(0, |_| dictionary.number_of_key(0, || b""));
        let mut numbers = texts.views().iter().enumerate().map(|(place, view)| {
            let is_code = codes.is_some();
            if !is_code && is_missing(place) {
                return missing;
            }
            dictionary.number_of_recent(view.as_u128(), view.is_inline(), || texts.value(place).as_bytes())
        });
        match codes {
            None => piece.fold(from, numbers),
            Some(codes) => {
                let of_code: Vec<u32> = numbers.by_ref().collect();
                let number = |code: &u32| of_code.get(usize::try_from(*code).ok()?).copied();
                let codes = codes.keys().values().iter().enumerate();
                piece.fold(
                    from,
                    codes.map(|(record, code)| number(code).filter(|_| !is_missing(record)).unwrap_or(missing)),
                );
            }
        }
        from += array.len();
    }
    let text = |text: &&[u8]| Cow::Owned(std::str::from_utf8(text).unwrap_or_default().trim().to_owned());
    piece.name(dictionary.values().iter().map(text).collect());
    true
}
