//! Squares over all outlines: in one that no edge runs through, every point lies in the same outline.

use geo::{Coord, Line, Rect};

/// How many squares there are in each direction: for town districts, one in five has an edge in it.
const SQUARES: usize = 128;

/// What is known of the points of a square.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Square {
    /// They lie in no outline.
    Outside,
    /// They lie in this outline.
    Inside(usize),
    /// An edge runs through it, so that each must be looked at.
    Edge,
}

/// The squares of the rectangle around all outlines.
#[derive(Debug)]
pub(super) struct Squares {
    around: Rect<f64>,
    squares: Vec<Square>,
}

impl Squares {
    /// Draws the edges into the squares, and asks for the outline around the middle of each of the others.
    pub(super) fn new(
        around: Rect<f64>,
        edges: impl Iterator<Item = Line<f64>>,
        find: impl Fn(Coord<f64>) -> Option<usize>,
    ) -> Self {
        let mut squares = Self { around, squares: vec![Square::Outside; SQUARES * SQUARES] };
        for edge in edges {
            squares.draw(edge);
        }
        let size = Coord { x: around.width() / SQUARES as f64, y: around.height() / SQUARES as f64 };
        for (place, square) in squares.squares.iter_mut().enumerate() {
            let middle = Coord {
                x: around.min().x + (0.5 + (place % SQUARES) as f64) * size.x,
                y: around.min().y + (0.5 + (place / SQUARES) as f64) * size.y,
            };
            if *square == Square::Outside {
                *square = find(middle).map_or(Square::Outside, Square::Inside);
            }
        }
        squares
    }

    /// What is known of a point.
    pub(super) fn square(&self, point: Coord<f64>) -> Square {
        let (min, max) = (self.around.min(), self.around.max());
        let within = |at: f64, min: f64, max: f64| (min..=max).contains(&at);
        if !within(point.x, min.x, max.x) || !within(point.y, min.y, max.y) {
            return Square::Outside;
        }
        let (column, row) = self.column_and_row(point);
        let square = self.squares.get(row * SQUARES + column);
        square.copied().unwrap_or(Square::Edge)
    }

    /// Marks all squares around an edge, which are more than it runs through.
    fn draw(&mut self, edge: Line<f64>) {
        let ends = [edge.start, edge.end].map(|end| self.column_and_row(end));
        let [(left, low), (right, high)] = ends;
        for row in low.min(high)..=low.max(high) {
            for column in left.min(right)..=left.max(right) {
                if let Some(square) = self.squares.get_mut(row * SQUARES + column) {
                    *square = Square::Edge;
                }
            }
        }
    }

    fn column_and_row(&self, point: Coord<f64>) -> (usize, usize) {
        let min = self.around.min();
        let step = |at: f64, min: f64, length: f64| {
            let steps = ((at - min) / length * SQUARES as f64).floor();
            // A rectangle without width has one column.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "from 0 to the number of squares, and 0 where it is not a number"
            )]
            let steps = steps.max(0.0) as usize;
            steps.min(SQUARES - 1)
        };
        let column = step(point.x, min.x, self.around.width());
        (column, step(point.y, min.y, self.around.height()))
    }
}
