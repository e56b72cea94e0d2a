//! Rows of a command's own: for programs as JSON or as a table. What is for people each command
//! prints itself.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::json::{self, Versioned};
use super::table::{self, Dialect};

/// How rows are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RowFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object a line
    Jsonl,
    /// One JSON object with everything
    Json,
    /// Comma-separated values
    Csv,
    /// The same, parted by tabs
    Tsv,
}

/// The arguments that say how.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct RowOutput {
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: RowFormat,
    /// The same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl RowOutput {
    pub(crate) fn format(self) -> RowFormat {
        if self.json { RowFormat::Json } else { self.format }
    }
}

/// Rows, and what is said of them all.
pub(crate) struct Rows<'a, H: Serialize, R: Serialize> {
    /// What is said once, in `json`.
    pub head: &'a H,
    /// What the rows are called there.
    pub name: &'static str,
    pub rows: &'a [R],
    /// The fields that a table has, in order.
    pub columns: &'static [&'static str],
}

/// Everything in one object.
struct Whole<'a, H: Serialize, R: Serialize>(&'a Rows<'a, H, R>);

impl<H: Serialize, R: Serialize> Serialize for Whole<'_, H, R> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        let head = serde_json::to_value(self.0.head).map_err(serde::ser::Error::custom)?;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", &json::VERSION)?;
        for (name, value) in head.as_object().into_iter().flatten() {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry(self.0.name, self.0.rows)?;
        map.end()
    }
}

impl<H: Serialize, R: Serialize> Rows<'_, H, R> {
    /// Prints rows for programs; whether there was anything to do, which for `text` there is not.
    pub(crate) fn print(&self, format: RowFormat, out: &mut impl Write) -> io::Result<bool> {
        let dialect = match format {
            RowFormat::Text => return Ok(false),
            RowFormat::Jsonl => {
                for value in self.rows {
                    json::print_line(&Versioned::new(value), out)?;
                }
                return Ok(true);
            }
            RowFormat::Json => {
                json::print_line(&Whole(self), out)?;
                return Ok(true);
            }
            RowFormat::Csv => Dialect::Csv,
            RowFormat::Tsv => Dialect::Tsv,
        };
        table::print_line(dialect, self.columns.iter().map(|column| (*column).to_owned()), out)?;
        for row in self.rows {
            let row = serde_json::to_value(row)?;
            let cell = |column: &&str| table::cell(row.get(*column).unwrap_or(&Value::Null));
            table::print_line(dialect, self.columns.iter().map(cell), out)?;
        }
        Ok(true)
    }
}
