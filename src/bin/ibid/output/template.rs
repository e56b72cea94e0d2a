//! `--template '{title}\t{place}'`: a line of one's own making for every passage.

use std::io::{self, Write};
use std::str::FromStr;

use super::Printer;
use super::field::{Field, Row};

/// A template that has been read.
#[derive(Clone, Debug)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Field(Field),
}

impl FromStr for Template {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            match c {
                '\\' => plain.push(match rest.next() {
                    Some('t') => '\t',
                    Some('n') => '\n',
                    Some('0') => '\0',
                    Some('\\') => '\\',
                    other => {
                        let other = other.map(String::from).unwrap_or_default();
                        return Err(format!("`\\{other}` means nothing; there are \\t, \\n, \\0 and \\\\"));
                    }
                }),
                '{' | '}' if rest.as_str().starts_with(c) => {
                    rest.next();
                    plain.push(c);
                }
                '{' => {
                    let (name, after) = rest
                        .as_str()
                        .split_once('}')
                        .ok_or("a `{` without its `}`; `{{` stands for itself")?;
                    if !plain.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    }
                    pieces.push(Piece::Field(name.parse()?));
                    rest = after.chars();
                }
                '}' => return Err("a `}` without its `{`; `}}` stands for itself".to_owned()),
                c => plain.push(c),
            }
        }
        if !plain.ends_with(['\n', '\0']) {
            plain.push('\n');
        }
        pieces.push(Piece::Text(plain));
        Ok(Self(pieces))
    }
}

impl Template {
    pub(super) fn print(&self, printer: &Printer, row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.write_all(text.as_bytes())?,
                Piece::Field(field) => out.write_all(field.text(printer, row).as_bytes())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_read_or_refused() {
        let pieces = |text: &str| format!("{:?}", text.parse::<Template>().unwrap().0);
        assert_eq!(pieces(r"{title}\t{{x}}\\"), r#"[Field(title), Text("\t{x}\\\n")]"#);
        assert_eq!(pieces(r"a\0"), r#"[Text("a\0")]"#);
        let refused = |text: &str| text.parse::<Template>().unwrap_err();
        assert!(refused("{titel}").contains("`title`?"), "{}", refused("{titel}"));
        assert!(refused("{title").contains("without its `}`"));
        assert!(refused("}").contains("without its `{`"));
        assert!(refused(r"\x").contains(r"`\x` means nothing"));
    }
}
