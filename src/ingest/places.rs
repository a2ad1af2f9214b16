//! Points → areas: polygons from any `GeoJSON` file of areas, found by bounding box first.

use std::path::Path;

use geo::{BoundingRect, Contains, Geometry, MultiPolygon, Point, Rect};
use geojson::GeoJson;

use crate::area::Areas;
use crate::error::{Fault, Findings, Location};
use crate::table;

/// Areas with their outlines.
#[derive(Debug)]
pub struct Places {
    outlines: Vec<Outline>,
}

#[derive(Debug)]
struct Outline {
    area: String,
    around: Rect<f64>,
    polygons: MultiPolygon<f64>,
}

impl Places {
    /// Reads outlines in longitude and latitude. An area is known by the first of its properties that names one.
    pub fn read(path: &Path, areas: &Areas, findings: &mut Findings) -> Option<Self> {
        let bytes = table::bytes(path, findings)?;
        let text = table::utf8(path, &bytes, findings)?;
        let features = match text.parse::<GeoJson>() {
            Ok(GeoJson::FeatureCollection(collection)) => collection.features,
            Ok(GeoJson::Feature(_) | GeoJson::Geometry(_)) => Vec::new(),
            Err(error) => {
                let fault = Fault::NotBoundaries {
                    reason: error.to_string(),
                };
                findings.add(fault, Location::file(path));
                return None;
            }
        };
        let mut outlines = Vec::new();
        for (place, feature) in features.into_iter().enumerate() {
            let names: Vec<String> = feature
                .properties
                .iter()
                .flatten()
                .filter_map(|(_, value)| value.as_str().map(str::to_owned))
                .collect();
            let area = names
                .iter()
                .find_map(|name| areas.find(name))
                .map(|area| area.code.clone());
            let polygons = feature
                .geometry
                .and_then(|geometry| Geometry::try_from(geometry).ok())
                .and_then(polygons_of);
            match (
                area,
                polygons.and_then(|polygons| Some((polygons.bounding_rect()?, polygons))),
            ) {
                (Some(area), Some((around, polygons))) => outlines.push(Outline {
                    area,
                    around,
                    polygons,
                }),
                (None, _) => {
                    let fault = Fault::UnknownArea {
                        area: names.join("`, `"),
                        nearest: None,
                    };
                    findings.add(fault, Location::file(path));
                }
                (Some(_), None) => {
                    let reason = format!("feature {} has no polygon", place + 1);
                    findings.add(Fault::NotBoundaries { reason }, Location::file(path));
                }
            }
        }
        if outlines.is_empty() && !findings.any_error() {
            let reason = "there is no feature in it".to_owned();
            findings.add(Fault::NotBoundaries { reason }, Location::file(path));
        }
        Some(Self { outlines })
    }

    /// The code of the area in which a point lies.
    pub fn find(&self, longitude: f64, latitude: f64) -> Option<&str> {
        let point = Point::new(longitude, latitude);
        self.outlines
            .iter()
            .find(|outline| outline.around.contains(&point) && outline.polygons.contains(&point))
            .map(|outline| outline.area.as_str())
    }

    /// The codes of all areas.
    pub fn areas(&self) -> impl Iterator<Item = &str> {
        self.outlines.iter().map(|outline| outline.area.as_str())
    }
}

fn polygons_of(geometry: Geometry<f64>) -> Option<MultiPolygon<f64>> {
    MultiPolygon::try_from(geometry.clone()).ok().or_else(|| {
        geo::Polygon::try_from(geometry)
            .ok()
            .map(MultiPolygon::from)
    })
}
