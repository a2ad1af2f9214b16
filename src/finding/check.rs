//! The named checks. Each has a page in `docs/checks`, which the hints of its faults name.

use super::{Check, Fault};

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
    pub fn check(&self) -> Option<Check> {
        let name = match self {
            Self::AbolishedArea { .. } => Check { name: "abolished-area", page: "docs/checks/abolished-area.md" },
            Self::AboveMaximum { .. } => Check { name: "above-maximum", page: "docs/checks/above-maximum.md" },
            Self::AbovePopulation { .. } => Check { name: "above-population", page: "docs/checks/above-population.md" },
            Self::AggregateBesideParts { .. } | Self::PartsOfGroup { .. } => {
                Check { name: "aggregate-beside-parts", page: "docs/checks/aggregate-beside-parts.md" }
            }
            Self::AmbiguousLabel { .. } => Check { name: "ambiguous-label", page: "docs/checks/ambiguous-label.md" },
            Self::AmbiguousClassification { .. }
            | Self::InferredClassification { .. }
            | Self::IncompleteClassification { .. }
            | Self::OutsideClassification { .. } => {
                Check { name: "classification", page: "docs/checks/classification.md" }
            }
            Self::DraggedCodes { .. } | Self::DraggedFigures { .. } => {
                Check { name: "drag-filled-codes", page: "docs/checks/drag-filled-codes.md" }
            }
            Self::DuplicateRow { .. } => Check { name: "duplicate-rows", page: "docs/checks/duplicate-rows.md" },
            Self::MissingMonths { .. } | Self::MonthOfZero { .. } => {
                Check { name: "missing-month", page: "docs/checks/missing-month.md" }
            }
            Self::OutsidePeriod { .. } => Check { name: "outside-period", page: "docs/checks/outside-period.md" },
            Self::PartsAndTotal { .. } => Check { name: "parts-and-total", page: "docs/checks/parts-and-total.md" },
            Self::PublishedRate { .. } => Check { name: "published-rate", page: "docs/checks/published-rate.md" },
            Self::TwoDenominators { .. } => Check { name: "two-denominators", page: "docs/checks/two-denominators.md" },
            Self::UnfilteredTotals { .. } => {
                Check { name: "unfiltered-totals", page: "docs/checks/unfiltered-totals.md" }
            }
            Self::UnitChange { .. } | Self::PercentagesAndProportions { .. } => {
                Check { name: "unit-change", page: "docs/checks/unit-change.md" }
            }
            Self::UnknownLabel { .. } => Check { name: "unknown-label", page: "docs/checks/unknown-label.md" },
            Self::NotWhole { .. } => Check { name: "whole-numbers", page: "docs/checks/whole-numbers.md" },
            Self::ZeroDenominator { .. } => Check { name: "zero-denominator", page: "docs/checks/zero-denominator.md" },
            Self::ChecksumMismatch { .. }
            | Self::UndeclaredFile { .. }
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
            | Self::CorrectionWithoutRow { .. }
            | Self::CorrectionOfSeveralRows { .. }
            | Self::CorrectionNotExpected { .. } => return None,
        };
        Some(name)
    }
}
