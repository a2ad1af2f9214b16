//! A funnel: the ratio of each area against how precisely it is known, and the limits that chance allows.

use statistics::Interval;

use super::Width;
use super::axis::{LogAxis, StraightAxis};
use super::canvas::{self, AXIS, Area, BLUE, Body, INK, LINE, Lettering, MARGIN, ORANGE, Outcome};

/// The ratios of areas, from the least precise to the most.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// What the axis of ratios shows.
    pub axis: String,
    /// What the other axis shows.
    pub precision: String,
    /// The ratio around which the limits lie.
    pub average: f64,
    /// The 95% and 99.8% limits at a precision, in its order.
    pub limits: Vec<(f64, Interval, Interval)>,
    /// The areas.
    pub points: Vec<FunnelPoint>,
}

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelPoint {
    /// Its name.
    pub label: String,
    /// How precisely its ratio is known: one over the standard error of the logarithm.
    pub precision: f64,
    /// Its ratio.
    pub ratio: f64,
    /// Whether its name is written: it takes part, or lies outside the limits.
    pub is_named: bool,
    /// Whether it is one of those that the report is about.
    pub is_emphasised: bool,
}

const PLOT: i32 = 320;
const LEFT: i32 = 44;

/// Where everything stands in one drawing.
pub(super) struct Layout<'f> {
    funnel: &'f Funnel,
    width: Width,
    ratios: LogAxis,
    precision: StraightAxis,
}

impl<'f> Layout<'f> {
    pub(super) fn new(funnel: &'f Funnel, width: Width) -> Self {
        let ratios = funnel.points.iter().map(|point| (point.ratio, None));
        let precision = funnel.points.iter().map(|point| point.precision);
        let length = width.pixels() - LEFT - 3 * MARGIN;
        Self {
            funnel,
            width,
            ratios: LogAxis::holding(ratios, PLOT, -PLOT),
            precision: StraightAxis::from_zero(precision, LEFT, length),
        }
    }

    fn draw_axes(&self, area: &Area<'_>, top: i32) -> Outcome {
        let right = self.width.pixels() - 2 * MARGIN;
        for (ratio, label) in self.ratios.ticks() {
            let y = top + self.ratios.pixel(ratio);
            canvas::line(area, (LEFT, y), (right, y), canvas::grid(ratio))?;
            canvas::write(area, &label, (LEFT - MARGIN / 2, y), Lettering::axis().right())?;
        }
        for (precision, label) in self.precision.ticks() {
            canvas::write(area, &label, (self.precision.pixel(precision), top + PLOT + LINE / 2), Lettering::axis())?;
        }
        Ok(())
    }

    fn draw_limits(&self, area: &Area<'_>, top: i32) -> Outcome {
        let at = |precision: f64, ratio: f64| (self.precision.pixel(precision), top + self.ratios.pixel(ratio));
        let curve = |limit: &dyn Fn(&(f64, Interval, Interval)) -> f64| {
            // Where the limits are wider than the axis they are not drawn.
            let seen = self.funnel.limits.iter().filter(|limits| self.ratios.holds(limit(limits)));
            seen.map(|limits| at(limits.0, limit(limits))).collect::<Vec<_>>()
        };
        let inner = canvas::stroke(BLUE, 2);
        canvas::path(area, curve(&|(_, inner, _)| inner.lower), inner)?;
        canvas::path(area, curve(&|(_, inner, _)| inner.upper), inner)?;
        let outer = canvas::stroke(BLUE, 1);
        canvas::path(area, curve(&|(_, _, outer)| outer.lower), outer)?;
        canvas::path(area, curve(&|(_, _, outer)| outer.upper), outer)?;
        let average = top + self.ratios.pixel(self.funnel.average);
        canvas::line(area, (LEFT, average), (self.width.pixels() - 2 * MARGIN, average), canvas::stroke(AXIS, 1))
    }

    fn draw_points(&self, area: &Area<'_>, top: i32) -> Outcome {
        let at = |point: &FunnelPoint| (self.precision.pixel(point.precision), top + self.ratios.pixel(point.ratio));
        for point in &self.funnel.points {
            if point.is_emphasised {
                canvas::diamond(area, at(point), ORANGE)?;
            } else {
                canvas::dot(area, at(point), BLUE)?;
            }
        }
        let mut taken: Vec<Extent> = self.funnel.points.iter().map(|point| Extent::around(at(point), 6, 6)).collect();
        let mut named: Vec<&FunnelPoint> = self.funnel.points.iter().filter(|point| point.is_named).collect();
        named.sort_by_key(|point| !point.is_emphasised);
        for point in named {
            let lettering = Lettering::small().bold(point.is_emphasised).coloured(INK);
            if let Some((place, around)) = self.place_for(at(point), lettering.width(&point.label), &taken) {
                canvas::write_clear(area, &point.label, place, lettering)?;
                taken.push(around);
            }
        }
        Ok(())
    }

    /// Where a name stands free of all others: beside its point, or a little above or below it.
    fn place_for(&self, (x, y): (i32, i32), across: i32, taken: &[Extent]) -> Option<((i32, i32), Extent)> {
        let right = self.width.pixels() - MARGIN;
        let places = [0, -16, 16, -32, 32, -48, 48]
            .into_iter()
            .flat_map(|down| [x + 10, x - 10 - across].map(|left| (left, y + down)));
        places
            .filter(|(left, _)| *left >= LEFT && left + across <= right)
            .map(|place| {
                (place, Extent { left: place.0, right: place.0 + across, top: place.1 - 9, bottom: place.1 + 9 })
            })
            .find(|(_, around)| !taken.iter().any(|other| other.touches(around)))
    }
}

/// A rectangle in a drawing.
#[derive(Debug, Clone, Copy)]
struct Extent {
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
}

impl Extent {
    fn around((x, y): (i32, i32), across: i32, down: i32) -> Self {
        Self { left: x - across, right: x + across, top: y - down, bottom: y + down }
    }

    fn touches(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

impl Body for Layout<'_> {
    fn axes(&self) -> String {
        format!("Upwards: {}. To the right: {}.", self.funnel.axis, self.funnel.precision)
    }

    fn height(&self) -> i32 {
        LINE + PLOT + 2 * LINE
    }

    fn draw(&self, area: &Area<'_>, top: i32) -> Outcome {
        let small = Lettering::small().coloured(AXIS);
        let plot = top + LINE;
        self.draw_axes(area, plot)?;
        self.draw_limits(area, plot)?;
        self.draw_points(area, plot)?;
        let foot = plot + PLOT + LINE + LINE / 2;
        canvas::diamond(area, (MARGIN + 7, foot), ORANGE)?;
        canvas::write(area, "takes part", (MARGIN + 20, foot), small)?;
        canvas::dot(area, (MARGIN + 117, foot), BLUE)?;
        canvas::write(area, "other borough", (MARGIN + 130, foot), small)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_touch() {
        let point = |place: i32| FunnelPoint {
            label: format!("A borough with a long name {place}"),
            precision: 10.0 + 0.01 * f64::from(place),
            ratio: 1.5,
            is_named: true,
            is_emphasised: false,
        };
        let funnel = Funnel {
            axis: "ratio".to_owned(),
            precision: "precision".to_owned(),
            average: 1.0,
            limits: Vec::new(),
            points: (0..33).map(point).collect(),
        };
        let layout = Layout::new(&funnel, Width::Narrow);
        let mut taken: Vec<Extent> = Vec::new();
        for point in &funnel.points {
            let at = (layout.precision.pixel(point.precision), layout.ratios.pixel(point.ratio));
            let across = Lettering::small().width(&point.label);
            if let Some((_, around)) = layout.place_for(at, across, &taken) {
                assert!(!taken.iter().any(|other| other.touches(&around)));
                taken.push(around);
            }
        }
    }
}
