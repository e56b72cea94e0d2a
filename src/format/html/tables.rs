//! Which tables hold data and which only lay out a page.

use std::collections::HashMap;

use super::tree::Tree;

/// A cell with more text than this holds prose, not a datum.
const CELL_BYTES_MAX: usize = 400;
/// In a table with column headers, cells may say more.
const HEADED_CELL_BYTES_MAX: usize = 1500;

/// What is known about the tables of a subtree.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    tables: HashMap<usize, Table>,
}

#[derive(Debug, Default)]
struct Table {
    rows: usize,
    cells: usize,
    has_headers: bool,
    /// It holds a table, prose or blocks, so its cells are places on a page.
    lays_out: bool,
}

impl Tables {
    /// Looks at the tables below `root`, in one pass.
    pub(crate) fn of(tree: &Tree, root: usize) -> Self {
        let mut found = Self::default();
        // The open tables, and per table the bytes of its current cell.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for node in root..tree.end(root) {
            while open.last().is_some_and(|(table, _)| tree.end(*table) <= node) {
                open.pop();
            }
            let name = tree.name(node);
            if name == "table" {
                if let Some((outer, _)) = open.last() {
                    found.tables.entry(*outer).or_default().lays_out = true;
                }
                let lays_out = matches!(tree.attribute(node, "role"), Some("presentation" | "none"));
                found.tables.insert(node, Table { lays_out, ..Table::default() });
                open.push((node, 0));
                continue;
            }
            let Some((table, cell_bytes)) = open.last_mut() else { continue };
            let table = found.tables.entry(*table).or_default();
            match name {
                "tr" => table.rows += 1,
                "td" | "th" => {
                    table.cells += 1;
                    table.has_headers |= name == "th";
                    *cell_bytes = 0;
                }
                "h1" | "h2" | "h3" | "blockquote" | "pre" | "form" | "article" => table.lays_out = true,
                _ => {
                    *cell_bytes += tree.text(node).map_or(0, |text| text.trim_ascii().len());
                    let most = if table.has_headers { HEADED_CELL_BYTES_MAX } else { CELL_BYTES_MAX };
                    table.lays_out |= *cell_bytes > most;
                }
            }
        }
        found
    }

    /// Says whether the rows of this table are to be read cell by cell.
    pub(crate) fn is_data(&self, table: usize) -> bool {
        self.tables.get(&table).is_some_and(|table| {
            // More than one column, as far as the mean tells.
            let has_columns = table.cells >= table.rows + table.rows.div_ceil(2);
            !table.lays_out && has_columns && (table.rows >= 2 || table.has_headers)
        })
    }

    /// Says whether this row belongs to such a table.
    pub(crate) fn row_is_data(&self, tree: &Tree, row: usize) -> bool {
        let table = tree.ancestors(row).take(3).find(|node| tree.name(*node) == "table");
        table.is_some_and(|table| self.is_data(table))
    }
}
