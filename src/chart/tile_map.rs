//! A tile map: a square for each area, about where it lies, all of one size.

use super::canvas::{self, Area, Body, INK, LINE, Lettering, MARGIN, Outcome, count};
use super::lettering::SMALL;
use super::{Mark, Width};

/// A tile for each area.
#[derive(Debug, Clone, PartialEq)]
pub struct TileMap {
    /// The tiles.
    pub tiles: Vec<Tile>,
    /// What the marks mean.
    pub legend: Vec<(Mark, String)>,
}

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Its column and row, from the north-west.
    pub place: (i32, i32),
    /// Its name in a few letters.
    pub name: String,
    /// Its figure as it is written, or what stands in its place.
    pub text: String,
    /// What may be said of the figure.
    pub mark: Mark,
    /// Whether it is one of those that the report is about.
    pub is_emphasised: bool,
}

/// Where everything stands in one drawing.
pub(super) struct Layout<'m> {
    map: &'m TileMap,
    /// The size of a tile.
    size: (i32, i32),
    legend: Vec<Vec<String>>,
}

impl<'m> Layout<'m> {
    pub(super) fn new(map: &'m TileMap, width: Width) -> Self {
        let across = width.pixels() - 2 * MARGIN;
        let columns = map.tiles.iter().map(|tile| tile.place.0 + 1).max().unwrap_or(1);
        let size = match width {
            Width::Wide => (across / columns, 66),
            Width::Narrow => (across / columns, 56),
        };
        let room = across - 2 * LINE;
        let legend = map.legend.iter().map(|(_, text)| Lettering::text().lines(text, room)).collect();
        Self { map, size, legend }
    }

    fn tiles_height(&self) -> i32 {
        let rows = self.map.tiles.iter().map(|tile| tile.place.1 + 1).max().unwrap_or(0);
        rows * self.size.1 + MARGIN
    }

    fn draw_tile(&self, area: &Area<'_>, tile: &Tile, top: i32) -> Outcome {
        let (across, down) = self.size;
        let (left, top) = (MARGIN + tile.place.0 * across, top + tile.place.1 * down);
        let corners = [(left + 1, top + 1), (left + across - 2, top + down - 2)];
        let border = if tile.is_emphasised { canvas::stroke(INK, 3) } else { canvas::stroke(canvas::GRID, 1) };
        canvas::rectangle(area, corners, canvas::tint(tile.mark), border)?;
        let middle = left + across / 2;
        let room = across - 4;
        // Three letters have room at 14 pixels in the narrowest tile; a longer name is cut.
        let lettering = Lettering { size: SMALL, ..Lettering::text() }.bold(tile.is_emphasised).centred();
        canvas::write(area, &lettering.cut(&tile.name, room), (middle, top + 13), lettering)?;
        if tile.mark != Mark::Incomparable {
            canvas::shape(area, (middle, top + down / 2 + 1), tile.mark, 6)?;
        }
        canvas::write(area, &lettering.cut(&tile.text, room), (middle, top + down - 13), lettering.bold(false))
    }
}

impl Body for Layout<'_> {
    fn axes(&self) -> String {
        String::new()
    }

    fn height(&self) -> i32 {
        self.tiles_height() + self.legend.iter().map(|lines| LINE * count(lines)).sum::<i32>()
    }

    fn draw(&self, area: &Area<'_>, top: i32) -> Outcome {
        self.map.tiles.iter().try_for_each(|tile| self.draw_tile(area, tile, top))?;
        let mut middle = top + self.tiles_height() + LINE / 2;
        for ((mark, _), lines) in self.map.legend.iter().zip(&self.legend) {
            if *mark == Mark::Incomparable {
                canvas::write(area, mark.symbol(), (2 * MARGIN, middle), Lettering::text().centred())?;
            } else {
                canvas::shape(area, (2 * MARGIN, middle), *mark, 6)?;
            }
            canvas::write_lines(area, lines, (2 * LINE, middle), Lettering::text())?;
            middle += LINE * count(lines);
        }
        Ok(())
    }
}
