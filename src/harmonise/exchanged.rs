//! Areas in the column of the groups and groups in that of the areas: said once, and not for each cell.

use crate::area::Areas;
use crate::ethnicity::Ethnicity;
use crate::finding::Problem;
use crate::source::FileCard;
use tables::{Row, Table};

/// The column of the areas, with what is wrong, where it and that of the groups are exchanged.
pub(super) fn area_and_group(
    table: &Table,
    card: &FileCard,
    areas: &Areas,
    ethnicity: &Ethnicity,
) -> Option<(usize, Problem)> {
    let ([area], [group]) = (card.area.as_ref()?.columns(), card.ethnicity.as_ref()?.columns()) else {
        return None;
    };
    let place = |name: &String| table.header.iter().position(|column| column == name);
    let (area_place, group_place) = (place(area)?, place(group)?);
    let is_area = |text: &str| areas.find(text).is_some();
    let is_group = |text: &str| ethnicity.look_up(&card.scheme, text).is_some();
    // Both are looked up in maps, so that each row may be.
    let exchanged = |row: &&Row| is_group(row.cell(area_place)) && is_area(row.cell(group_place));
    let in_order = |row: &&Row| is_area(row.cell(area_place)) || is_group(row.cell(group_place));
    let first = table.rows.iter().find(exchanged)?;
    if table.rows.iter().filter(exchanged).count() <= table.rows.iter().filter(in_order).count() {
        return None;
    }
    let message = format!(
        "the columns `{area}` and `{group}` are exchanged: `{area}` holds groups such as `{}`, and `{group}` areas such as `{}`",
        first.cell(area_place),
        first.cell(group_place)
    );
    let hint = format!(
        "exchange the two names in the header, or write area = \"{group}\" and ethnicity = \"{area}\" in source.toml"
    );
    Some((area_place, Problem::error(message, hint)))
}
