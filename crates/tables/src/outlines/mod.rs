//! Points → outlines: polygons from any `GeoJSON` file.

use std::path::Path;

use geo::algorithm::indexed::IntervalTreeMultiPolygon;
use geo::line_intersection::LineIntersection;
use geo::orient::Direction;
use geo::sweep::Intersections;
use geo::{
    Area, BoundingRect, Contains, Coord, Geometry, InteriorPoint, LinesIter, MultiPolygon, Orient, Polygon, Rect,
};
use geojson::{Feature, GeoJson, GeometryValue, Position};

use crate::finding::{Findings, Location, Problem};
use crate::{table, utf8};

mod squares;

use squares::{Square, Squares};

/// Outlines with their names.
#[derive(Debug, Default)]
pub struct Outlines {
    list: Vec<Outline>,
    /// `None` without outlines.
    squares: Option<Squares>,
}

struct Outline {
    name: String,
    around: Rect<f64>,
    polygons: MultiPolygon<f64>,
    /// Its edges by latitude: of thousands, a point is compared with the few beside it.
    edges: IntervalTreeMultiPolygon<f64>,
}

impl std::fmt::Debug for Outline {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = formatter.debug_struct("Outline");
        debug.field("name", &self.name).field("around", &self.around);
        debug.finish_non_exhaustive()
    }
}

/// The name of a feature by the texts of its properties, or why it has none.
pub type Naming<'n> = &'n dyn Fn(&[String]) -> Result<String, Problem>;

impl Outlines {
    /// Reads outlines in longitude and latitude, each with the name that the texts of its properties give it.
    pub fn read(path: &Path, naming: Naming<'_>, findings: &mut Findings) -> Option<Self> {
        let refused = |error| table::unreadable(path, &error);
        let bytes = std::fs::read(path).map_err(|error| findings.add(refused(error), Location::file(path))).ok()?;
        let features = match utf8(path, &bytes, findings)?.parse::<GeoJson>() {
            Ok(GeoJson::FeatureCollection(collection)) => collection.features,
            Ok(GeoJson::Feature(feature)) => vec![feature],
            Ok(GeoJson::Geometry(_)) => Vec::new(),
            Err(error) => {
                findings.add(no_boundaries(&error.to_string()), Location::file(path));
                return None;
            }
        };
        let mut list = Vec::new();
        for (feature, number) in features.into_iter().zip(1..) {
            match outline(feature, number, naming) {
                Ok(outline) => list.push(outline),
                Err(problem) => findings.add(problem, Location::file(path)),
            }
        }
        if list.is_empty() && !findings.any_error() {
            findings.add(no_boundaries("there is no feature in it"), Location::file(path));
        }
        findings.extend(covered_twice(&list), &Location::file(path));
        Some(Self::new(list))
    }

    fn new(list: Vec<Outline>) -> Self {
        let outlines = Self { list, squares: None };
        let around = outlines.list.iter().map(|outline| outline.around).reduce(|one, other| {
            let ((low, high), (others_low, others_high)) = ((one.min(), one.max()), (other.min(), other.max()));
            Rect::new(
                Coord { x: low.x.min(others_low.x), y: low.y.min(others_low.y) },
                Coord { x: high.x.max(others_high.x), y: high.y.max(others_high.y) },
            )
        });
        let squares = around.map(|around| {
            let edges = outlines.list.iter().flat_map(|outline| outline.polygons.lines_iter());
            Squares::new(around, edges, |point| outlines.look_up(point))
        });
        Self { squares, ..outlines }
    }

    /// The place, among [`Self::names`], of the outline in which a point lies.
    pub fn find(&self, longitude: f64, latitude: f64) -> Option<usize> {
        let point = Coord { x: longitude, y: latitude };
        match self.squares.as_ref()?.square(point) {
            Square::Outside => None,
            Square::Inside(place) => Some(place),
            Square::Edge => self.look_up(point),
        }
    }

    fn look_up(&self, point: Coord<f64>) -> Option<usize> {
        self.list.iter().position(|outline| outline.around.contains(&point) && outline.edges.contains(&point))
    }

    /// The names of all outlines.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|outline| outline.name.as_str())
    }
}

fn outline(feature: Feature, number: usize, naming: Naming<'_>) -> Result<Outline, Problem> {
    let properties = feature.properties.iter().flatten();
    let texts: Vec<String> = properties.filter_map(|(_, value)| value.as_str().map(str::to_owned)).collect();
    let name = naming(&texts)?;
    if feature.geometry.as_ref().is_some_and(|geometry| has_short_position(&geometry.value)) {
        return Err(no_boundaries(&format!("a position of feature {number} has fewer than two numbers")));
    }
    let polygons = feature.geometry.and_then(|geometry| Geometry::try_from(geometry).ok()).and_then(polygons_of);
    let Some((around, polygons)) = polygons.and_then(|polygons| Some((polygons.bounding_rect()?, polygons))) else {
        return Err(no_boundaries(&format!("feature {number} has no polygon")));
    };
    if let Some(Coord { x, y }) = [around.min(), around.max()].into_iter().find(|corner| !is_in_degrees(*corner)) {
        let reason = format!("the outline of `{name}` reaches {x}, {y}, which is no longitude and latitude");
        return Err(no_boundaries(&reason));
    }
    // Before the area: the two halves of a figure of eight cancel.
    if let Some(at) = polygons.iter().find_map(crossing) {
        return Err(crossing_outline(&name, at));
    }
    if polygons.unsigned_area() <= 0.0 {
        return Err(no_boundaries(&format!("the outline of `{name}` has no area")));
    }
    // Edges are counted by their direction, and files have holes in either.
    let polygons = polygons.orient(Direction::Default);
    Ok(Outline { name, around, edges: IntervalTreeMultiPolygon::new(&polygons), polygons })
}

/// The first two outlines of which one holds the middle of the other, so that a point there lies in both.
fn covered_twice(list: &[Outline]) -> Option<Problem> {
    list.iter().enumerate().find_map(|(place, outline)| {
        let inside = outline.polygons.interior_point()?.0;
        let holds = |other: &Outline| other.around.contains(&inside) && other.edges.contains(&inside);
        let others = list.iter().enumerate().filter(|(number, other)| *number != place && other.name != outline.name);
        let mut others = others.filter(|(_, other)| holds(other));
        let (_, other) = others.next()?;
        let (one, two) = (&outline.name, &other.name);
        Some(Problem::error(
            format!("the outlines of `{one}` and `{two}` cover the same ground, and a point can be counted once only"),
            "leave one of them out: outlines are of areas beside each other",
        ))
    })
}

/// A file of boundaries that holds none.
fn no_boundaries(reason: &str) -> Problem {
    Problem::error(
        format!("the file holds no boundaries: {reason}"),
        "give a GeoJSON file with a polygon and a name or code for each area, in longitude and latitude",
    )
}

/// An outline of which it is not known what is inside.
fn crossing_outline(name: &str, Coord { x, y }: Coord<f64>) -> Problem {
    Problem::error(
        format!("the outline of `{name}` crosses itself near longitude {x:.5}, latitude {y:.5}"),
        "get the outlines from their publisher again, or in full detail: simplifying them can do this",
    )
}

/// Whether a position lacks its longitude or latitude, which the reader does not look after.
fn has_short_position(geometry: &GeometryValue) -> bool {
    let is_short = |position: &Position| position.as_slice().len() < 2;
    match geometry {
        GeometryValue::Point { coordinates } => is_short(coordinates),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            coordinates.iter().any(is_short)
        }
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter().flatten().any(is_short)
        }
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().flatten().any(is_short),
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter().any(|geometry| has_short_position(&geometry.value))
        }
    }
}

fn polygons_of(geometry: Geometry<f64>) -> Option<MultiPolygon<f64>> {
    MultiPolygon::try_from(geometry.clone()).ok().or_else(|| Polygon::try_from(geometry).ok().map(MultiPolygon::from))
}

fn is_in_degrees(corner: Coord<f64>) -> bool {
    (-180.0..=180.0).contains(&corner.x) && (-90.0..=90.0).contains(&corner.y)
}

/// Where the edges of a polygon cross: then it is not known what is inside. Edges may touch.
fn crossing(polygon: &Polygon<f64>) -> Option<Coord<f64>> {
    let mut meetings = polygon.lines_iter().collect::<Intersections<_>>();
    meetings.find_map(|(_, _, meeting)| match meeting {
        LineIntersection::SinglePoint { intersection, is_proper: true } => Some(intersection),
        LineIntersection::SinglePoint { .. } | LineIntersection::Collinear { .. } => None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn outlines(rings: &[&str]) -> Outlines {
        let outline = |ring: &str| {
            let text = format!("{{\"type\":\"Polygon\",\"coordinates\":{ring}}}");
            let geometry: geojson::Geometry = text.parse().unwrap();
            let polygons = polygons_of(Geometry::try_from(geometry).unwrap()).unwrap();
            Outline {
                name: String::new(),
                around: polygons.bounding_rect().unwrap(),
                edges: IntervalTreeMultiPolygon::new(&polygons),
                polygons,
            }
        };
        Outlines::new(rings.iter().map(|ring| outline(ring)).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// The squares answer as the outlines do, and these as the polygons themselves.
        #[test]
        fn the_squares_change_no_answer(x in -0.2_f64..1.4, y in -0.2_f64..1.2, snap in 0_u8..3) {
            let outlines = outlines(&[
                "[[[0,0],[0.7,0.1],[0.9,0.9],[0.1,1],[0,0]],[[0.4,0.4],[0.4,0.6],[0.6,0.6],[0.6,0.4],[0.4,0.4]]]",
                "[[[0.7,0.1],[1.2,0],[1.1,1],[0.9,0.9],[0.7,0.1]]]",
            ]);
            let near = |at: f64| match snap {
                0 => at,
                1 => (at * 10.0).round() / 10.0,
                _ => (at * 128.0).round() / 128.0,
            };
            let point = Coord { x: near(x), y: near(y) };
            let expected = outlines.list.iter().position(|outline| outline.polygons.contains(&point));
            prop_assert_eq!(outlines.find(point.x, point.y), expected);
        }
    }
}
