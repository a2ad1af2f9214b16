//! A table as it is looked at: its columns, the texts around it, and the layout that it follows.

use std::borrow::Cow;

use crate::layouts::KnownLayout;
use crate::project::Lookups;
use crate::source::RowFilter;
use tables::Table;

use super::column::ColumnProfile;

/// A table, looked through.
#[derive(Debug)]
pub struct TableProfile<'s, 'a> {
    /// The table with the rows that its layout takes.
    pub table: Cow<'s, Table>,
    /// What stands above its header.
    pub above: &'s str,
    /// The names of file and sheet.
    pub names: &'s str,
    /// What is known of areas, labels and layouts.
    pub lookups: &'a Lookups,
    /// The layout of its publisher.
    pub known: Option<&'a KnownLayout>,
    /// Its columns.
    pub columns: Vec<ColumnProfile>,
}

impl<'s, 'a> TableProfile<'s, 'a> {
    /// Looks a table through; `above` is what stands above its header, `names` are those of file and sheet.
    pub fn new(table: &'s Table, above: &'s str, names: &'s str, lookups: &'a Lookups) -> Self {
        let known = lookups.layouts.recognise(&table.header, &format!("{above} {}", table.header.join(" ")));
        Self::following(known, table, (above, names), lookups)
    }

    /// The same table as one of no layout.
    pub(super) fn of_no_layout(&self, table: &'s Table) -> Self {
        Self::following(None, table, (self.above, self.names), self.lookups)
    }

    fn following(
        known: Option<&'a KnownLayout>,
        table: &'s Table,
        (above, names): (&'s str, &'s str),
        lookups: &'a Lookups,
    ) -> Self {
        let table = match known.filter(|known| !known.filter.is_empty()) {
            Some(known) => {
                let filter = RowFilter::new(table, &known.filter);
                let rows = table.rows.iter().filter(|row| filter.accepts(row)).cloned().collect();
                Cow::Owned(Table { rows, ..table.clone() })
            }
            None => Cow::Borrowed(table),
        };
        let columns = (0..table.header.len()).map(|place| ColumnProfile::new(&table, place)).collect();
        Self { table, above, names, lookups, known, columns }
    }

    /// Whether a row is an event.
    pub fn is_records(&self) -> bool {
        self.known.is_some_and(|known| known.records)
    }

    /// The column of a name; capitals make no difference.
    pub fn column(&self, name: &str) -> Option<&ColumnProfile> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The place of the column of a name.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.table.header.iter().position(|header| header == name)
    }

    /// The columns that a layout names and the table has, by their names in the table.
    pub fn present(&self, list: impl Fn(&KnownLayout) -> &[String]) -> Vec<String> {
        let names = self.known.map_or(&[][..], list);
        let found = names.iter().filter_map(|name| self.column(name));
        found.map(|column| column.name.clone()).collect()
    }
}
