//! Tables as text: comma, semicolon or tab between the fields, quotes around those that need it.

use std::borrow::Cow;

/// The most fields that a row may have.
const FIELDS_MAX: usize = 200;

/// The rows of a table, the first of which names the columns.
#[derive(Debug)]
pub(super) struct Table<'a> {
    source: &'a str,
    delimiter: u8,
}

/// One row, and where it begins in the source, in bytes.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub fields: Vec<Cow<'a, str>>,
    pub offset: usize,
}

impl<'a> Table<'a> {
    /// Takes `source` for a table, if its first line has several fields with names.
    pub(super) fn of(source: &'a str) -> Option<Self> {
        let first = source.lines().next()?;
        let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
        // Blanks part the fields where each row begins with two numbers.
        let mut words = first.split(' ');
        let is_number = |word: Option<&str>| word.is_some_and(|word| word.parse::<f64>().is_ok());
        let is_blank = is_number(words.next()) && is_number(words.next()) && words.next().is_some();
        let delimiter = match is_blank {
            true => b' ',
            false => *b",\t;|".iter().max_by_key(|delimiter| count(**delimiter))?,
        };
        if count(delimiter) == 0 {
            return None;
        }
        let table = Self { source, delimiter };
        let header = table.rows().next()?;
        let is_name = |field: &Cow<'_, str>| field.len() < 60 && !field.contains('\n');
        // A row that names no columns has words behind its numbers.
        let is_value = |field: &Cow<'_, str>| {
            field.contains(|c: char| c.is_ascii_digit()) && !field.contains(char::is_alphabetic)
        };
        let (words, named) = match &header.fields[..] {
            [named @ .., value, words] if delimiter == b'\t' && is_value(value) => (Some(words), named),
            all => (None, all),
        };
        let is_header = named.iter().all(is_name) && words.is_none_or(|words| !words.contains('\n'));
        is_header.then_some(table)
    }

    /// The columns that `of` tells from the names in the first row of `source`, if it is a table, and the rows
    /// below.
    pub(super) fn columns<C>(
        source: &'a str,
        of: impl FnOnce(&[Cow<'a, str>]) -> Option<C>,
    ) -> Option<(C, impl Iterator<Item = Row<'a>>)> {
        let mut rows = Self::of(source)?.rows();
        Some((of(&rows.next()?.fields)?, rows))
    }

    /// The rows, the names of the columns among them.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'a>> + use<'a> {
        let (source, delimiter) = (self.source, self.delimiter);
        let mut at = 0;
        std::iter::from_fn(move || {
            while source[at..].starts_with(['\n', '\r']) {
                at += 1;
            }
            if at >= source.len() {
                return None;
            }
            let offset = at;
            let mut fields = Vec::new();
            loop {
                let (field, end) = field(source, at, delimiter);
                if fields.len() < FIELDS_MAX {
                    fields.push(field);
                }
                at = end;
                if source.as_bytes().get(at) != Some(&delimiter) {
                    return Some(Row { fields, offset });
                }
                at += 1;
            }
        })
    }
}

/// The field at `at`, and where what follows it begins: a delimiter, a line break or the end.
fn field(source: &str, at: usize, delimiter: u8) -> (Cow<'_, str>, usize) {
    let bytes = source.as_bytes();
    let is_end = |byte: &u8| *byte == delimiter || matches!(byte, b'\n' | b'\r');
    let plain_end =
        |from: usize| bytes[from..].iter().position(is_end).map_or(bytes.len(), |length| from + length);
    if bytes.get(at) != Some(&b'"') {
        let end = plain_end(at);
        return (Cow::Borrowed(source[at..end].trim()), end);
    }
    let mut text = Cow::Borrowed("");
    let mut from = at + 1;
    loop {
        let Some(length) = source[from..].find('"') else {
            // A quote that nobody closes ends with the source.
            text += &source[from..];
            return (text, source.len());
        };
        text += &source[from..from + length];
        from += length + 1;
        if bytes.get(from) != Some(&b'"') {
            return (text, plain_end(from));
        }
        text += "\"";
        from += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[&[&str]]) {
        let rows: Vec<_> = Table::of(source).map(|table| table.rows().collect()).unwrap_or_default();
        let fields: Vec<Vec<_>> =
            rows.iter().map(|row: &Row<'_>| row.fields.iter().map(|f| &**f).collect()).collect();
        assert_eq!(fields, expected, "{source}");
    }

    #[test]
    fn fields_are_parted_and_unquoted() {
        check("a,b\n1, 2 \n", &[&["a", "b"], &["1", "2"]]);
        check("a\tb\r\n1\t\"x \"\"y\"\"\nz\"\r\n", &[&["a", "b"], &["1", "x \"y\"\nz"]]);
        check("a;b\n;\n\n\"open", &[&["a", "b"], &["", ""], &["open"]]);
        check("just a line", &[]);
        check("", &[]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_rows_or_none(source in "[a,;\t\"\n\r\u{e9}]{0,60}") {
            if let Some(table) = Table::of(&source) {
                proptest::prop_assert!(table.rows().count() <= source.len() + 1);
            }
        }
    }
}
