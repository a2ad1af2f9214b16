//! Where the tile of each area stands on a map of tiles of one size: a layout of our own, in `data/tiles.csv`.

use std::collections::BTreeMap;

use crate::area::{Areas, unknown_area};
use crate::finding::{Findings, Location, bad_value, declared_twice};
use tables::Table;

/// The tile of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TilePlace {
    /// The name of the area in a few letters.
    pub short: String,
    /// Its column from the west and its row from the north, counted from 0.
    pub place: (i32, i32),
}

/// The tiles by the codes of their areas; empty in a project without a map.
pub type Tiles = BTreeMap<String, TilePlace>;

/// Columns and rows of a map that can be drawn.
const MOST: i32 = 40;

/// Reads `tiles.csv`: `code`, `name`, `short`, `column` and `row`.
pub fn read(table: &Table, areas: &Areas, findings: &mut Findings) -> Tiles {
    let mut tiles = Tiles::new();
    let Some([code, _, short, column, row]) = table.columns(["code", "name", "short", "column", "row"], findings)
    else {
        return tiles;
    };
    for line in &table.rows {
        let place = Location::line(&table.path, line.line);
        let text = line.cell(code);
        if areas.get(text).is_none() {
            findings.add(unknown_area(text, areas.nearest(text).as_deref()), place.clone());
        }
        let number = |at: usize| line.cell(at).parse().ok().filter(|number| (0..MOST).contains(number));
        let (Some(across), Some(down)) = (number(column), number(row)) else {
            let rule = format!("column and row are whole numbers from 0 to {}", MOST - 1);
            findings.add(bad_value("column", format!("{}, {}", line.cell(column), line.cell(row)), &rule), place);
            continue;
        };
        let tile = TilePlace { short: line.cell(short).to_owned(), place: (across, down) };
        if tiles.values().any(|other| other.place == tile.place) {
            findings.add(declared_twice("tile", &format!("{across}, {down}")), place.clone());
        }
        if tiles.insert(text.to_owned(), tile).is_some() {
            findings.add(declared_twice("tile of", text), place);
        }
    }
    tiles
}
