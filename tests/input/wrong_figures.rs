//! Figures that are wrong although every cell of them is a figure.
