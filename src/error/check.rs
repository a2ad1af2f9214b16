//! The named checks. Each has a page in `docs/checks`, which the hints of its faults name.

use super::Fault;

/// The names of all checks.
pub const CHECKS: [&str; 18] = [
    "abolished-area",
    "above-maximum",
    "above-population",
    "aggregate-beside-parts",
    "ambiguous-label",
    "classification",
    "drag-filled-codes",
    "duplicate-rows",
    "missing-month",
    "outside-period",
    "parts-and-total",
    "published-rate",
    "two-denominators",
    "unfiltered-totals",
    "unit-change",
    "unknown-label",
    "whole-numbers",
    "zero-denominator",
];

impl Fault {
    /// The name of the check that found it; none for a file that cannot be read and for a declaration at fault.
    #[expect(clippy::too_many_lines, reason = "a table of declarations: one name for each fault")]
    pub fn check(&self) -> Option<&'static str> {
        let name = match self {
            Self::AbolishedArea { .. } => "abolished-area",
            Self::AboveMaximum { .. } => "above-maximum",
            Self::AbovePopulation { .. } => "above-population",
            Self::AggregateBesideParts { .. } | Self::PartsOfGroup { .. } => "aggregate-beside-parts",
            Self::AmbiguousLabel { .. } => "ambiguous-label",
            Self::AmbiguousClassification { .. }
            | Self::InferredClassification { .. }
            | Self::IncompleteClassification { .. }
            | Self::OutsideClassification { .. } => "classification",
            Self::DraggedCodes { .. } | Self::DraggedFigures { .. } => "drag-filled-codes",
            Self::DuplicateRow { .. } => "duplicate-rows",
            Self::MissingMonths { .. } | Self::MonthOfZero { .. } => "missing-month",
            Self::OutsidePeriod { .. } => "outside-period",
            Self::PartsAndTotal { .. } => "parts-and-total",
            Self::PublishedRate { .. } => "published-rate",
            Self::TwoDenominators { .. } => "two-denominators",
            Self::UnfilteredTotals { .. } => "unfiltered-totals",
            Self::UnitChange { .. } | Self::PercentagesAndProportions { .. } => "unit-change",
            Self::UnknownLabel { .. } => "unknown-label",
            Self::NotWhole { .. } => "whole-numbers",
            Self::ZeroDenominator { .. } => "zero-denominator",
            Self::Unreadable { .. }
            | Self::EmptyFile
            | Self::WrongEncoding { .. }
            | Self::NulByte
            | Self::RaggedRow { .. }
            | Self::RepeatedColumn { .. }
            | Self::MissingColumn { .. }
            | Self::ChecksumMismatch { .. }
            | Self::UndeclaredFile { .. }
            | Self::NotBoundaries { .. }
            | Self::Toml { .. }
            | Self::UnknownArea { .. }
            | Self::UnknownPeriod { .. }
            | Self::NotANumber { .. }
            | Self::Negative { .. }
            | Self::NoCases
            | Self::NoValue { .. }
            | Self::UnusableNumber { .. }
            | Self::NotComputable { .. }
            | Self::DeclaredTwice { .. }
            | Self::NoSuch { .. }
            | Self::MeasureIncomplete { .. }
            | Self::BadValue { .. }
            | Self::NoDenominator { .. }
            | Self::Exposed { .. }
            | Self::EmptyPhase { .. }
            | Self::BrokenRule { .. }
            | Self::Reading(_)
            | Self::CrossingOutline { .. }
            | Self::Broken { .. }
            | Self::NoHeader
            | Self::UnclosedQuote
            | Self::MoreFaults
            | Self::ExchangedCoordinates { .. }
            | Self::TooManyCounts { .. }
            | Self::CorrectionWithoutRow { .. }
            | Self::CorrectionOfSeveralRows { .. }
            | Self::CorrectionNotExpected { .. } => return None,
        };
        Some(name)
    }
}
