//! What is wrong with a query, and where.

use std::fmt;

use unicode_width::UnicodeWidthChar;

use super::Span;
use super::lexer::is_blank;

/// The widest line of a query shown above a caret, in columns.
const LINE_COLUMNS_MAX: usize = 72;
/// The longest piece of a query that a message repeats.
const CITED_CHARS_MAX: usize = 40;

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
        let mut out = self.reason.clone();
        if !query.trim().is_empty() {
            out.push_str(&self.place(query));
        }
        if let Some(hint) = &self.hint {
            out.push_str("\nhint: ");
            out.push_str(hint);
        }
        out
    }

    /// The line of the query and the line of carets.
    fn place(&self, query: &str) -> String {
        let cells = cells(query);
        let width = cells.last().map_or(0, Cell::end);
        let column = |byte| cells.iter().find(|cell| cell.byte >= byte).map_or(width, |cell| cell.column);
        let (caret_start, caret_end) = (column(self.span.start), column(self.span.end));

        let cut_start = caret_start.saturating_sub(LINE_COLUMNS_MAX / 2);
        let cut_start = cut_start.min(width.saturating_sub(LINE_COLUMNS_MAX));
        let is_shown = |cell: &&Cell| cell.column >= cut_start && cell.end() <= cut_start + LINE_COLUMNS_MAX;
        let shown: Vec<&Cell> = cells.iter().filter(is_shown).collect();
        let start = shown.first().map_or(0, |cell| cell.column);
        let end = shown.last().map_or(0, |cell| cell.end());

        let line: String = shown.iter().map(|cell| cell.shown).collect();
        let before = if start > 0 { "…" } else { "" };
        let behind = if end < width { "…" } else { "" };
        let indent = " ".repeat(caret_start.saturating_sub(start) + before.chars().count());
        let carets = "^".repeat(caret_end.min(end).saturating_sub(caret_start).max(1));
        format!("\n  {before}{line}{behind}\n  {indent}{carets}")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Error {}

/// A piece of the query for a message, cut where it is long.
pub(super) fn cited(text: &str) -> String {
    match text.char_indices().nth(CITED_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A character of the query as it is shown.
struct Cell {
    byte: usize,
    shown: char,
    column: usize,
    columns: usize,
}

impl Cell {
    fn end(&self) -> usize {
        self.column + self.columns
    }
}

fn cells(query: &str) -> Vec<Cell> {
    let mut column = 0;
    let cell = |(byte, c): (usize, char)| {
        let (shown, columns) = c.width().filter(|_| !is_blank(c)).map_or((' ', 1), |columns| (c, columns));
        column += columns;
        Cell { byte, shown, column: column - columns, columns }
    };
    query.char_indices().map(cell).collect()
}
