//! What is wrong with a query, and where.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use super::Span;

/// The widest line of a query shown above a caret, in columns.
const LINE_COLUMNS_MAX: usize = 72;

/// A query that makes no sense: the bytes at fault, the reason, and the way out.
///
/// Its display is the reason alone; [`Error::render`] shows the place as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The bytes of the query at fault; empty at the end of the query.
    pub span: Span,
    /// What is wrong, lower case and without a full stop.
    pub reason: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl Error {
    pub(super) fn new(span: Span, reason: impl Into<String>) -> Self {
        Self { span, reason: reason.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The reason, the line of the query with carets under the bytes at fault, and the hint.
    ///
    /// Columns are those of a terminal: a wide character takes two. A long query is cut to the
    /// stretch around the fault; what has no width of its own is shown as a blank.
    pub fn render(&self, query: &str) -> String {
        let cells = cells(query);
        let column = |byte: usize| -> usize {
            cells.iter().take_while(|cell| cell.byte < byte).map(|cell| cell.columns).sum()
        };
        let (caret_start, caret_end) = (column(self.span.start), column(self.span.end));
        let cut_start = if column(query.len()) <= LINE_COLUMNS_MAX {
            0
        } else {
            caret_start.saturating_sub(LINE_COLUMNS_MAX / 2)
        };

        let mut line = String::new();
        let (mut at, mut line_start, mut line_end) = (0, None, 0);
        for cell in &cells {
            if at >= cut_start && at + cell.columns <= cut_start + LINE_COLUMNS_MAX {
                line_start.get_or_insert(at);
                line.push(cell.shown);
                line_end = at + cell.columns;
            } else if at < cut_start || line_start.is_none() {
                line_end = at + cell.columns;
            }
            at += cell.columns;
        }
        let line_start = line_start.unwrap_or(line_end);
        let before = if line_start > 0 { "…" } else { "" };
        let after = if line_end < at { "…" } else { "" };

        let indent = caret_start.saturating_sub(line_start) + before.chars().count();
        let carets = caret_end.min(line_end).saturating_sub(caret_start.max(line_start)).max(1);
        let mut out = format!(
            "{}\n  {before}{line}{after}\n  {}{}",
            self.reason,
            " ".repeat(indent),
            "^".repeat(carets)
        );
        if let Some(hint) = &self.hint {
            out.push_str("\nhint: ");
            out.push_str(hint);
        }
        out
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Error {}

/// A character of the query as it is shown.
struct Cell {
    byte: usize,
    shown: char,
    columns: usize,
}

fn cells(query: &str) -> Vec<Cell> {
    let cell = |(byte, c): (usize, char)| match c.width() {
        None => Cell { byte, shown: ' ', columns: 1 },
        Some(columns) => Cell { byte, shown: c, columns },
    };
    query.char_indices().map(cell).collect()
}
