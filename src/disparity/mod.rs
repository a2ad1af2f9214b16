//! Observations → disparities: each group's figure beside the comparator's, their ratio and difference, how sure they
//! are, what the evidence leaves open, and what may be said.

mod bounded_count;
mod compare;
mod dispersion;
pub(crate) mod figures;
pub(crate) mod kind;
pub mod limits;
mod note;
mod panel;
mod precision;
mod qualification;
mod quantity;
mod quarters;
mod row;
pub(crate) mod selection;
mod side;
mod status;
mod verdict;

use std::sync::Arc;

use crate::ethnicity::{Category, Ethnicity, RollUp};
use crate::indicator::{Comparator, Measure};
use crate::observation::{Missing, Origin};
use crate::period::Period;
use crate::phase::AgesCard;
use crate::residents::{AgeShares, Population, PopulationBasis, Residents, Standing};
use crate::source::{Disclosure, SeenIn};
use statistics::dispersion::CountDispersion;
use statistics::{Interval, Method};

use bounded_count::BoundedCount;
use compare::{Bounds, Comparison, Open, Scale};
use panel::Panel;
use quantity::{Cell, Holders, Quantity, Weighted};
use selection::Selection;

pub(crate) use qualification::Statement;

pub use kind::Basis;
pub use note::Note;
pub use qualification::{Conclusion, Qualification};
pub use side::Side;
pub use status::Status;
pub use verdict::{ChangeVerdict, Gap, Reason, Verdict};

/// A group compared with the comparator, in one measure, area and period.
#[derive(Debug, Clone, PartialEq)]
pub struct Disparity {
    /// The measure.
    pub measure: Arc<Measure>,
    /// Code of the area.
    pub area: String,
    /// The period that entered the phase.
    pub period: Period,
    /// The group; the aggregate is a group like any other here.
    pub category: Category,
    /// With whom it is compared.
    pub compared_with: Comparator,
    /// The group's figure.
    pub group: Side,
    /// The comparator's figure.
    pub comparator: Side,
    /// The group's own share of the population in per cent, where that is what its figure is compared with.
    pub population_share: Option<f64>,
    /// Group over comparator, from unrounded figures.
    pub ratio: Option<f64>,
    /// Its 95% interval.
    pub ratio_interval: Option<Interval>,
    /// Group minus comparator, in the unit of the measure.
    pub difference: Option<f64>,
    /// Its 95% interval.
    pub difference_interval: Option<Interval>,
    /// Two-sided p-value of a ratio of 1.
    pub p_value: Option<f64>,
    /// How the interval of the ratio was computed.
    pub method: Option<Method>,
    /// What may be said, and what could explain it away.
    pub conclusion: Conclusion,
    /// How much more the events vary from month to month than chance explains, where several months say so.
    pub dispersion: Option<CountDispersion>,
    /// Share of the events whose ethnicity is not known, from 0 to 1.
    pub unknown_share: Option<f64>,
    /// How many events have no known ethnicity.
    pub unknown_events: Option<f64>,
    /// The least that the ratio can be when hidden, rounded and unknown parts are considered.
    pub bound_low: Option<f64>,
    /// The most that it can be; absent where the comparator could then be zero.
    pub bound_high: Option<f64>,
    /// Whether the figure is whole.
    pub status: Status,
    /// What the population figures stand on.
    pub population: Option<PopulationBasis>,
    /// The ratio with the population table alone that is nearest to the period; none where no table is below the line.
    pub ratio_nearest: Option<f64>,
    /// The ratio without regard to age, beside one that allows for it.
    pub ratio_crude: Option<f64>,
    /// What shares of the group and of the comparator are young and old, where that matters and is not allowed for.
    pub ages: Vec<AgeShares>,
    /// Where the figures were seen.
    pub seen_in: SeenIn,
    /// The classification in which it was compared.
    pub classification: String,
    /// The rows behind the group's figure.
    pub rows: Vec<Origin>,
    /// What a reader of the figure must know.
    pub notes: Vec<Note>,
}

impl Disparity {
    /// The value below the line of the ratio: the comparator's, or the group's own share of the population.
    pub fn compared_value(&self) -> Option<f64> {
        if self.measure.population.is_some() { self.population_share } else { self.comparator.value }
    }
}

/// What the disparities of a phase are computed from.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The ethnic categories.
    pub ethnicity: &'a Ethnicity,
    /// The population tables.
    pub residents: &'a Residents,
    /// Which of them say how old people are.
    pub ages: Option<&'a AgesCard>,
    /// The gap that matters.
    pub equivalence_band: [f64; 2],
}

/// The disparities of one measure: every area that has rows, every group that has a figure.
pub(crate) fn compute(
    measure: &Arc<Measure>,
    selection: &Selection<'_>,
    compared_with: Comparator,
    evidence: Evidence<'_>,
) -> Vec<Disparity> {
    let series = measure.series().map(|(_, series)| series);
    let crude = measure.crude().map(Arc::new);
    let period = selection.period;
    let scale = Scale {
        dispersion: dispersion::between_months(measure, selection, compared_with, evidence),
        ..measure.kind.rules().scale(measure, period)
    };
    let mut disparities = Vec::new();
    let whole = selection.by_area.iter().map(|entry| (entry, false));
    for ((area, rows), is_part) in whole.chain(selection.part_of_year.iter().map(|entry| (entry, true))) {
        let population = series.and_then(|series| evidence.residents.population(series, area, period));
        let of = |measure| move |population| Panel::gather(measure, evidence.ethnicity, area, rows, population);
        let gather = of(measure);
        let Some(mut panel) = gather(population.as_ref()) else {
            continue;
        };
        if is_part {
            panel.withhold(Missing::PartOfYear);
        }
        let nearest = population.as_ref().and_then(Population::nearest);
        let printed = || {
            let year = rows.first()?.0.card.population_year?;
            Some(PopulationBasis { series: None, standing: Standing::Printed { year }, day: period.middle() })
        };
        let comparison = AreaComparison {
            unknown: panel.unknown(),
            known_events: panel.known_events(),
            crude: crude.as_ref().filter(|_| !is_part).and_then(|crude| of(crude)(population.as_ref())),
            panel,
            nearest: nearest.as_ref().filter(|_| !is_part).and_then(|nearest| gather(Some(nearest))),
            period,
            population: population.as_ref().map(|population| population.basis().clone()).or_else(printed),
            compared_with,
            scale,
            policy: rows.first().and_then(|(dataset, _)| dataset.source.policy()),
            evidence,
            seen_in: rows.iter().map(|(dataset, _)| dataset.card.seen_in).max().unwrap_or_default(),
        };
        disparities.extend(comparison.disparities());
    }
    disparities
}

/// One measure in one area, ready to be compared.
struct AreaComparison<'a> {
    panel: Panel<'a>,
    /// The same with the population table alone that is nearest, where the residents lie between two.
    nearest: Option<Panel<'a>>,
    /// The same without regard to age, where the measure allows for it.
    crude: Option<Panel<'a>>,
    /// Events of unknown ethnicity.
    unknown: Option<BoundedCount>,
    /// Events of known ethnicity.
    known_events: Option<f64>,
    period: Period,
    population: Option<PopulationBasis>,
    compared_with: Comparator,
    scale: Scale,
    evidence: Evidence<'a>,
    /// What may be shown of the counts, where they are our own.
    policy: Option<Disclosure>,
    /// Where the figures were seen.
    seen_in: SeenIn,
}

impl AreaComparison<'_> {
    fn disparities(&self) -> Vec<Disparity> {
        let comparator = self.comparator(&self.panel);
        let groups = self.panel.groups().into_iter().filter(|group| self.is_compared(*group));
        let cells = groups.filter_map(|group| Some((group, self.panel.group(group)?)));
        let aggregate = self.panel.bame().map(|cell| (self.panel.roll_up.ethnicity.anchors.bame, cell));
        aggregate
            .into_iter()
            .chain(cells)
            .map(|(group, cell)| self.disparity(group, cell, comparator.as_ref()))
            .collect()
    }

    fn comparator(&self, panel: &Panel<'_>) -> Option<Cell> {
        panel.group(self.compared_with.category(panel.roll_up.ethnicity))
    }

    /// The ratio with the nearest population table alone: the same, where the residents are those of one table.
    fn ratio_nearest(&self, category: Category, ratio: Option<f64>) -> Option<f64> {
        if let Some(panel) = &self.nearest {
            let group = panel.compared(category)?.quantity.shown();
            let missing = Quantity::Missing(Missing::NotAvailable);
            let comparator = self.comparator(panel).map_or(missing, |cell| cell.quantity.shown());
            return panel.measure.kind.rules().compare(group, comparator, self.scale).ratio;
        }
        ratio.filter(|_| self.population.as_ref().is_some_and(|population| population.series.is_some()))
    }

    /// How old the group and the comparator are, where the measure depends on it and takes no account of it.
    fn ages(&self, category: Category) -> Vec<AgeShares> {
        if !self.panel.measure.age_sensitive {
            return Vec::new();
        }
        let RollUp { ethnicity, classification, .. } = self.panel.roll_up;
        let place = (self.panel.area, self.period);
        let groups = [category, self.compared_with.category(ethnicity)];
        self.evidence.residents.ages(self.evidence.ages, place, groups, (ethnicity, classification))
    }

    /// The ratio without regard to age.
    fn ratio_crude(&self, category: Category) -> Option<f64> {
        let panel = self.crude.as_ref()?;
        let [group, comparator] =
            [panel.compared(category)?, self.comparator(panel)?].map(|cell| cell.quantity.shown());
        let rules = panel.measure.kind.rules();
        rules.compare(group, comparator, rules.scale(panel.measure, self.period)).ratio
    }

    /// Groups inside the comparator are not compared with it.
    fn is_compared(&self, group: Category) -> bool {
        let anchors = self.panel.roll_up.ethnicity.anchors;
        match self.compared_with {
            Comparator::White => self.panel.roll_up.classification.top_level_of(group) != Some(anchors.white),
            Comparator::WhiteBritish => group != anchors.white && group != anchors.white_british,
        }
    }

    fn disparity(&self, category: Category, cell: Cell, comparator: Option<&Cell>) -> Disparity {
        let quantity = cell.quantity;
        let other = comparator.map_or(Quantity::Missing(Missing::NotAvailable), |cell| cell.quantity);
        let open = Open { unknown: self.unknown, leftover: self.panel.leftover };
        let rules = self.panel.measure.kind.rules();
        let bounds = rules.bounds(quantity, other, open, self.scale);
        let (quantity, other) = (quantity.shown(), other.shown());
        let comparison = rules.compare(quantity, other, self.scale);
        // A hidden count of unknown ethnicity has bounds, which the range considers, but no share.
        let unknown = self.unknown.filter(|unknown| !unknown.hidden);
        let mut notes = cell.notes.clone();
        let of_comparator = comparator.iter().flat_map(|cell| cell.notes.iter().cloned());
        notes.extend(of_comparator.map(|note| Note::OfComparator(Box::new(note))));
        notes.extend(comparison.ratio_interval.and(self.independence()));
        let ages = self.ages(category);
        notes.extend((!ages.is_empty()).then(|| Note::Ages(ages.clone())));
        notes.extend(self.policy.map(Note::Protected));
        notes.extend((self.seen_in == SeenIn::Secondary).then_some(Note::SeenInSecondary));
        let population_share = quantity.population_share();
        notes.extend(population_share.map(|share| self.share_of_population(share)));
        Disparity {
            measure: Arc::clone(self.panel.measure),
            area: self.panel.area.to_owned(),
            period: self.period,
            category,
            compared_with: self.compared_with,
            group: self.side(&cell),
            comparator: comparator.map_or_else(Side::default, |cell| self.side(cell)),
            population_share,
            ratio: comparison.ratio,
            ratio_interval: comparison.ratio_interval,
            difference: comparison.difference,
            difference_interval: comparison.difference_interval,
            p_value: comparison.p_value,
            method: comparison.method,
            conclusion: self.conclusion(self.verdict(quantity, other, &comparison), &comparison, bounds),
            dispersion: self.scale.dispersion.filter(|_| comparison.ratio_interval.is_some()),
            unknown_share: unknown
                .and_then(|unknown| Some(unknown.best() / (unknown.best() + self.known_events?)))
                .filter(|share| share.is_finite()),
            unknown_events: unknown.map(BoundedCount::best),
            bound_low: bounds.map(|bounds| bounds.low),
            bound_high: bounds.and_then(|bounds| bounds.high),
            status: self.status(quantity, other),
            population: self.population.clone(),
            ratio_nearest: self.ratio_nearest(category, comparison.ratio),
            ratio_crude: self.ratio_crude(category),
            ages,
            seen_in: self.seen_in,
            classification: self.panel.roll_up.classification.code.clone(),
            rows: cell.rows,
            notes,
        }
    }

    /// The share of the population with which a group's share of posts is compared.
    fn share_of_population(&self, share: f64) -> Note {
        let measure = self.panel.measure;
        // What is worked out has more digits than anybody wants to read.
        let is_printed = measure.population_column().is_some();
        let per_cent = if is_printed { share } else { (10.0 * share).round() / 10.0 };
        Note::ShareOfPopulation { per_cent, of: measure.population_words().to_owned() }
    }

    /// How the interval takes events of which one person can have several.
    fn independence(&self) -> Option<Note> {
        let dispersion = self.scale.dispersion.map(|found| Note::Dispersed { factor: found.factor() });
        self.panel.measure.repeatable.then(|| dispersion.unwrap_or(Note::TakenAsIndependent))
    }

    /// The verdict with what qualifies it.
    fn conclusion(&self, verdict: Verdict, comparison: &Comparison, bounds: Option<Bounds>) -> Conclusion {
        let Some((ratio, interval)) = comparison.ratio.zip(comparison.ratio_interval) else {
            return Conclusion::from(verdict);
        };
        let measure = self.panel.measure;
        let statement = Statement { verdict, ratio, interval, band: self.evidence.equivalence_band };
        let could_come_in_pairs = measure.repeatable && self.scale.dispersion.is_none();
        let of_records = [
            bounds.and_then(|bounds| statement.by_recording(bounds)),
            statement.by_repeat_events().filter(|_| could_come_in_pairs),
        ];
        Conclusion::new(verdict, statement.of_measure(measure).into_iter().chain(of_records.into_iter().flatten()))
    }

    fn verdict(&self, group: Quantity, comparator: Quantity, comparison: &Comparison) -> Verdict {
        match (group, comparator, comparison.ratio, comparison.ratio_interval) {
            (_, _, Some(_), Some(interval)) => {
                Verdict::on(interval, self.panel.measure.favourable, self.evidence.equivalence_band)
            }
            (Quantity::Missing(missing), ..) => Verdict::NotComparable(Reason::Group(missing)),
            (_, Quantity::Missing(_), None, _) => Verdict::NotComparable(Reason::NoComparator),
            (_, _, None, _) => Verdict::NotComparable(Reason::ZeroComparator),
            (_, _, Some(_), None) => Verdict::NotComparable(Reason::NoInterval),
        }
    }

    fn status(&self, group: Quantity, comparator: Quantity) -> Status {
        let is_range = |quantity: Quantity| quantity.count().is_some_and(BoundedCount::is_range);
        match (group, comparator) {
            (Quantity::Missing(missing), _) => Status::Missing(missing),
            (Quantity::Share { holders: Holders::Published { posts: None, .. }, .. }, _) => Status::Published,
            (Quantity::Share { .. }, _) => Status::Complete,
            (_, Quantity::Missing(_)) => Status::NoComparator,
            (group, comparator) if is_range(group) || is_range(comparator) => Status::Range,
            (_, Quantity::Count { numerator, .. }) if numerator.high <= 0.0 => Status::ZeroComparator,
            _ => self.panel.measure.kind.rules().whole(),
        }
    }

    fn side(&self, cell: &Cell) -> Side {
        let quantity = cell.quantity.shown();
        let estimate = self.panel.measure.kind.rules().value(quantity, self.scale);
        let (numerator, denominator) = match quantity {
            Quantity::Count { numerator, denominator } => (Some(numerator.best()), Some(denominator.best())),
            Quantity::Share { holders: Holders::Counted { numerator, denominator }, .. } => {
                (Some(numerator), Some(denominator))
            }
            Quantity::Share { holders: Holders::Published { posts, .. }, .. } => (None, posts),
            Quantity::Value { .. } | Quantity::Standardised(_) | Quantity::Missing(_) => {
                cell.weighted.map(|Weighted { numerator, denominator }| (numerator, denominator)).unzip()
            }
        };
        Side {
            numerator,
            denominator,
            value: estimate.map(|estimate| estimate.value),
            interval: estimate.and_then(|estimate| estimate.interval),
            is_exact: quantity.is_exact(),
        }
    }
}
