//! `scorecard tally` and the outlines by which records are placed.

use crate::tally::{COMMAND, JUNE, SQUARES, faults, project, refused};

#[test]
fn boundaries_that_are_no_geojson_are_refused() {
    let project = project();
    project.write("squares.geojson", "name,wkt\nCroydon,POLYGON\n");
    let outcome = refused(&project, &COMMAND);
    assert_eq!(outcome.code, 1);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert!(lines[0].starts_with("error: the file holds no boundaries: "), "{lines:?}");
    assert_eq!(
        lines[1..],
        [
            "  --> squares.geojson",
            "  hint: give a GeoJSON file with a polygon and a name or code for each area, in longitude and latitude",
            "",
            "1 fault found; nothing was written"
        ]
    );
}

#[test]
fn boundaries_of_unknown_areas_are_refused() {
    let project = project();
    project.write("squares.geojson", SQUARES.replace("Croydon", "Atlantis"));
    let outcome = refused(&project, &COMMAND);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stderr,
        "error: unknown area `Atlantis`
  --> squares.geojson
  hint: add it to data/areas.csv, or correct it

1 fault found; nothing was written
"
    );
}

#[test]
fn exchanged_coordinates_are_refused_and_0_0_is_no_position() {
    let project = project();
    project.write("june.csv", JUNE.replace("50.5,0.5", "0.5,50.5"));
    assert_eq!(
        faults(&project, &COMMAND),
        "error: 4 of 8 positions lie in an area only when latitude and longitude are exchanged
  --> june.csv
  hint: name the columns the other way round with --latitude and --longitude"
    );
    project.write("june.csv", JUNE.replace("55,5", "0,0.0"));
    let outcome = project.run(&COMMAND);
    assert!(outcome.stderr.contains("           2   22.2%  without a position\n"), "{}", outcome.stderr);
}

#[test]
fn an_outline_that_crosses_itself_or_is_not_in_degrees_is_refused() {
    let project = project();
    let squares = SQUARES.replace("[1, 50], [1, 51], [0, 51]", "[1, 51], [1, 50], [0, 51]");
    project.write("squares.geojson", squares.replace("[2, 50], [2, 51]", "[530000, 50], [530000, 51]"));
    assert_eq!(
        faults(&project, &COMMAND),
        "error: the file holds no boundaries: the outline of `Sutton` reaches 530000, 51, which is no longitude and latitude
  --> squares.geojson
  hint: give a GeoJSON file with a polygon and a name or code for each area, in longitude and latitude

error: the outline of `Croydon` crosses itself near longitude 0.50000, latitude 50.50000
  --> squares.geojson
  hint: get the outlines from their publisher again, or in full detail: simplifying them can do this"
    );
}

/// A hole is outside whichever way round its edges go.
#[test]
fn a_hole_in_an_outline_is_outside() {
    for hole in [
        "[[0.4, 50.4], [0.6, 50.4], [0.6, 50.6], [0.4, 50.6], [0.4, 50.4]]",
        "[[0.4, 50.4], [0.4, 50.6], [0.6, 50.6], [0.6, 50.4], [0.4, 50.4]]",
    ] {
        let project = project();
        let outer = "[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]";
        project.write("squares.geojson", SQUARES.replace(outer, &format!("{outer}, {hole}")));
        let outcome = project.run(&COMMAND);
        assert!(outcome.stderr.contains("           5   55.6%  outside every area\n"), "{}", outcome.stderr);
    }
}
