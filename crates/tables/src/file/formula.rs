//! Formulas of a workbook that no program has computed yet: their cells have no value, and are not blank.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::Xlsx;

use super::room::Room;

/// The formulas of a sheet by row and column, counted from 0, each as its text with `=` before it.
pub(super) type Formulas = BTreeMap<(u32, u32), String>;

/// Bytes of memory that a formula takes.
const SIZE: usize = 128;

/// The formulas of a sheet, as many as there is room for. Where they cannot be read the cells are read as they stand.
pub(super) fn formulas(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, room: &Room) -> Formulas {
    let mut formulas = Formulas::new();
    let Ok(mut cells) = workbook.worksheet_cells_reader(sheet) else {
        return formulas;
    };
    while let Ok(Some(cell)) = cells.next_formula() {
        if formulas.len() >= room.cells_of(SIZE) {
            break;
        }
        if !cell.get_value().is_empty() {
            formulas.insert(cell.get_position(), written(cell.get_value()));
        }
    }
    formulas
}

/// A formula as a spreadsheet shows it.
pub(super) fn written(text: &str) -> String {
    let text = text.split_once(":=").filter(|(language, _)| language.len() <= 4).map_or(text, |(_, formula)| formula);
    format!("={}", text.trim_start_matches('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_begins_with_one_sign() {
        assert_eq!(written("SUM(A1:A3)"), "=SUM(A1:A3)");
        assert_eq!(written("of:=SUM([.A1:.A3])"), "=SUM([.A1:.A3])");
    }
}
