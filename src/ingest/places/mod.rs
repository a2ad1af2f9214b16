//! Points → areas: polygons from any `GeoJSON` file of areas.

use std::path::Path;

use geo::algorithm::indexed::IntervalTreeMultiPolygon;
use geo::line_intersection::LineIntersection;
use geo::orient::Direction;
use geo::sweep::Intersections;
use geo::{BoundingRect, Contains, Coord, Geometry, LinesIter, MultiPolygon, Orient, Polygon, Rect};
use geojson::{Feature, GeoJson};

use crate::area::Areas;
use crate::catalogue;
use crate::finding::{Fault, Findings, Location};

mod grid;

use grid::{Grid, Square};

/// Areas with their outlines.
#[derive(Debug, Default)]
pub struct Places {
    outlines: Vec<Outline>,
    /// `None` without outlines.
    grid: Option<Grid>,
}

struct Outline {
    area: String,
    around: Rect<f64>,
    polygons: MultiPolygon<f64>,
    /// Its edges by latitude: of thousands, a point is compared with the few beside it.
    edges: IntervalTreeMultiPolygon<f64>,
}

impl std::fmt::Debug for Outline {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = formatter.debug_struct("Outline");
        debug.field("area", &self.area).field("around", &self.around);
        debug.finish_non_exhaustive()
    }
}

impl Places {
    /// Reads outlines in longitude and latitude. An area is known by the first of its properties that names one.
    pub fn read(path: &Path, areas: &Areas, findings: &mut Findings) -> Option<Self> {
        let bytes = catalogue::bytes(path, findings)?;
        let text = tables::utf8(path, &bytes, findings)?;
        let features = match text.parse::<GeoJson>() {
            Ok(GeoJson::FeatureCollection(collection)) => collection.features,
            Ok(GeoJson::Feature(feature)) => vec![feature],
            Ok(GeoJson::Geometry(_)) => Vec::new(),
            Err(error) => {
                let reason = error.to_string();
                findings.add(Fault::NotBoundaries { reason }, Location::file(path));
                return None;
            }
        };
        let mut outlines = Vec::new();
        for (place, feature) in features.into_iter().enumerate() {
            match outline(feature, place + 1, areas) {
                Ok(outline) => outlines.push(outline),
                Err(fault) => findings.add(fault, Location::file(path)),
            }
        }
        if outlines.is_empty() && !findings.any_error() {
            let reason = "there is no feature in it".to_owned();
            findings.add(Fault::NotBoundaries { reason }, Location::file(path));
        }
        let mut places = Self { outlines, grid: None };
        places.grid = places.drawn();
        Some(places)
    }

    fn drawn(&self) -> Option<Grid> {
        let outlines = self.outlines.iter();
        let around = outlines.clone().map(|outline| outline.around).reduce(|one, other| {
            let (min, max) = (one.min(), one.max());
            let (others_min, others_max) = (other.min(), other.max());
            Rect::new(
                Coord { x: min.x.min(others_min.x), y: min.y.min(others_min.y) },
                Coord { x: max.x.max(others_max.x), y: max.y.max(others_max.y) },
            )
        })?;
        let edges = outlines.flat_map(|outline| outline.polygons.lines_iter());
        Some(Grid::new(around, edges, |point| self.look_up(point)))
    }

    /// The place, among [`Self::areas`], of the area in which a point lies.
    pub fn find(&self, longitude: f64, latitude: f64) -> Option<usize> {
        let point = Coord { x: longitude, y: latitude };
        match self.grid.as_ref()?.square(point) {
            Square::Outside => None,
            Square::Inside(place) => Some(place),
            Square::Edge => self.look_up(point),
        }
    }

    fn look_up(&self, point: Coord<f64>) -> Option<usize> {
        self.outlines.iter().position(|outline| outline.around.contains(&point) && outline.edges.contains(&point))
    }

    /// The codes of all areas, one for each outline.
    pub fn areas(&self) -> impl Iterator<Item = &str> {
        self.outlines.iter().map(|outline| outline.area.as_str())
    }
}

fn outline(feature: Feature, number: usize, areas: &Areas) -> Result<Outline, Fault> {
    let properties = feature.properties.iter().flatten();
    let names: Vec<String> = properties.filter_map(|(_, value)| value.as_str().map(str::to_owned)).collect();
    let Some(area) = names.iter().find_map(|name| areas.find(name)) else {
        return Err(Fault::UnknownArea { area: names.join("`, `"), nearest: None });
    };
    let polygons = feature.geometry.and_then(|geometry| Geometry::try_from(geometry).ok()).and_then(polygons_of);
    let Some((around, polygons)) = polygons.and_then(|polygons| Some((polygons.bounding_rect()?, polygons))) else {
        let reason = format!("feature {number} has no polygon");
        return Err(Fault::NotBoundaries { reason });
    };
    if let Some(corner) = [around.min(), around.max()].into_iter().find(|corner| !is_in_degrees(*corner)) {
        let reason = format!(
            "the outline of `{}` reaches {}, {}, which is no longitude and latitude",
            area.name, corner.x, corner.y
        );
        return Err(Fault::NotBoundaries { reason });
    }
    if let Some(Coord { x, y }) = polygons.iter().find_map(crossing) {
        return Err(Fault::CrossingOutline { area: area.name.clone(), longitude: x, latitude: y });
    }
    // Edges are counted by their direction, and files have holes in either.
    let polygons = polygons.orient(Direction::Default);
    Ok(Outline { area: area.code.clone(), around, edges: IntervalTreeMultiPolygon::new(&polygons), polygons })
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

    fn places(rings: &[&str]) -> Places {
        let outline = |ring: &str| {
            let text = format!("{{\"type\":\"Polygon\",\"coordinates\":{ring}}}");
            let geometry: geojson::Geometry = text.parse().unwrap();
            let polygons = polygons_of(Geometry::try_from(geometry).unwrap()).unwrap();
            Outline {
                area: String::new(),
                around: polygons.bounding_rect().unwrap(),
                edges: IntervalTreeMultiPolygon::new(&polygons),
                polygons,
            }
        };
        let mut places = Places { outlines: rings.iter().map(|ring| outline(ring)).collect(), grid: None };
        places.grid = places.drawn();
        places
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// The grid answers as the outlines do, and these as the polygons themselves.
        #[test]
        fn the_grid_changes_no_answer(x in -0.2_f64..1.4, y in -0.2_f64..1.2, snap in 0_u8..3) {
            let places = places(&[
                "[[[0,0],[0.7,0.1],[0.9,0.9],[0.1,1],[0,0]],[[0.4,0.4],[0.4,0.6],[0.6,0.6],[0.6,0.4],[0.4,0.4]]]",
                "[[[0.7,0.1],[1.2,0],[1.1,1],[0.9,0.9],[0.7,0.1]]]",
            ]);
            let near = |at: f64| match snap {
                0 => at,
                1 => (at * 10.0).round() / 10.0,
                _ => (at * 128.0).round() / 128.0,
            };
            let point = Coord { x: near(x), y: near(y) };
            let expected = places.outlines.iter().position(|outline| outline.polygons.contains(&point));
            prop_assert_eq!(places.find(point.x, point.y), expected);
        }
    }
}
