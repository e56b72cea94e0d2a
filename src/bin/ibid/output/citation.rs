//! A document, or a passage of it, as others cite it: Markdown, CSL JSON, BibTeX.

use std::io::{self, Write};

use ibid::analyzer::exact_form;
use ibid::citation::CitationId;
use ibid::document::{Date, Kind};
use ibid::index::{Entry, document_id};
use ibid::search::Passage;
use ibid::search::place::is_web;
use serde_json::{Value, json};

use super::clock;
use crate::terminal::sanitize;

/// How a citation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum CitationFormat {
    /// The passage as a quotation with its source, for notes
    #[value(alias = "md")]
    Markdown,
    /// CSL JSON, for citation managers and pandoc
    Csl,
    /// BibTeX
    Bibtex,
    /// The durable id alone
    Id,
}

/// What is cited.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cited<'a> {
    pub entry: &'a Entry,
    pub passage: &'a Passage,
}

impl Cited<'_> {
    fn id(&self) -> CitationId {
        CitationId::of(document_id(&self.entry.path, &self.entry.part), self.passage)
    }

    fn title(&self) -> &str {
        self.entry.metadata.title.as_deref().unwrap_or(&self.entry.path)
    }

    /// Whose words they are: the speaker's, or else the authors'.
    fn people(&self) -> Vec<&str> {
        let names = match &self.passage.speaker {
            Some(speaker) => std::slice::from_ref(speaker),
            None if self.entry.metadata.authors.is_empty() => &self.entry.speakers,
            None => &self.entry.metadata.authors,
        };
        names.iter().map(String::as_str).collect()
    }

    /// Where it can be read or heard: at its words or its second, where it has an address.
    fn url(&self) -> Option<&str> {
        let metadata = &self.entry.metadata;
        let link = Some(self.passage.link.as_str()).filter(|link| is_web(link));
        link.or(metadata.url.as_deref()).or(metadata.media_url.as_deref())
    }

    /// Where in the document: the time, or the line of its source.
    fn locator(&self) -> String {
        match (self.passage.start_ms, self.passage.line) {
            (Some(ms), _) => clock(ms),
            (None, Some(line)) => format!("line {line}"),
            (None, None) => String::new(),
        }
    }
}

/// Prints citations: CSL as one list, the others one behind the other.
pub(crate) fn print(format: CitationFormat, cited: &[Cited<'_>], out: &mut impl Write) -> io::Result<()> {
    if format == CitationFormat::Csl {
        let items: Vec<Value> = cited.iter().map(csl).collect();
        return super::json::print_pretty(&items, out);
    }
    for (number, cited) in cited.iter().enumerate() {
        if number > 0 && format != CitationFormat::Id {
            writeln!(out)?;
        }
        match format {
            CitationFormat::Bibtex => print_bibtex(cited, out)?,
            CitationFormat::Id => writeln!(out, "{}", cited.id())?,
            CitationFormat::Markdown | CitationFormat::Csl => print_markdown(cited, out)?,
        }
    }
    Ok(())
}

fn print_markdown(cited: &Cited<'_>, out: &mut impl Write) -> io::Result<()> {
    let Passage { text, is_cut_before, is_cut_after, .. } = cited.passage;
    let (before, after) = (if *is_cut_before { "… " } else { "" }, if *is_cut_after { " …" } else { "" });
    for line in format!("{before}{text}{after}").lines() {
        writeln!(out, "> {}", escape_markdown(line))?;
    }
    let mut parts = vec![cited.people().join(", ")];
    let title = escape_markdown(cited.title());
    parts.push(match cited.url() {
        Some(url) => format!("[{title}](<{}>)", sanitize(url).replace('<', "%3C").replace('>', "%3E")),
        None => format!("*{title}*"),
    });
    let metadata = &cited.entry.metadata;
    parts.extend(metadata.source.iter().map(|source| escape_markdown(source)));
    parts.extend(metadata.date.map(|date| date.to_string()));
    parts.push(cited.locator());
    parts.retain(|part| !part.is_empty());
    writeln!(out, ">\n> — {} `{}`", parts.join(", "), cited.id())
}

/// Text of the archive must stay text: no markup, no link, no HTML.
fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in sanitize(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => escaped.extend(['\\', c]),
            '\n' | '\r' | '\t' => escaped.push(' '),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

fn csl(cited: &Cited<'_>) -> Value {
    let Entry { metadata, kind, .. } = cited.entry;
    let mut item = json!({
        "id": cited.id().to_string(),
        "type": match kind {
            Kind::Transcript => "speech",
            Kind::Essay | Kind::Notes => "post-weblog",
        },
        "title": cited.title(),
        "author": cited.people().into_iter().map(csl_name).collect::<Vec<_>>(),
    });
    let mut set = |field: &str, value: Option<Value>| {
        if let Some(value) = value {
            item[field] = value;
        }
    };
    set("container-title", metadata.source.as_deref().map(Value::from));
    set("issued", metadata.date.map(|date| json!({ "date-parts": [date_parts(date)] })));
    set("language", metadata.language.as_deref().map(Value::from));
    set("URL", cited.url().map(Value::from));
    set("note", Some(cited.locator()).filter(|locator| !locator.is_empty()).map(Value::from));
    item
}

fn date_parts(date: Date) -> Vec<u32> {
    date.to_string().split('-').filter_map(|part| part.parse().ok()).collect()
}

/// Two or three capitalised words are a person's name; anything else is kept whole.
fn csl_name(name: &str) -> Value {
    match name.rsplit_once(' ') {
        Some((given, family)) if is_personal(name) => json!({ "family": family, "given": given }),
        _ => json!({ "literal": name }),
    }
}

fn is_personal(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| {
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '\u{2019}'));
        letters && word.chars().next().is_some_and(char::is_uppercase)
    };
    (2..=3).contains(&words.len()) && words.iter().all(is_name) && !words.contains(&"The")
}

fn print_bibtex(cited: &Cited<'_>, out: &mut impl Write) -> io::Result<()> {
    let metadata = &cited.entry.metadata;
    writeln!(out, "@misc{{{},", bibtex_key(cited))?;
    // Braces keep an organisation's name, and every name that is not plainly a person's, whole.
    let author = |name: &str| {
        let escaped = escape_bibtex(name);
        if is_personal(name) { escaped } else { format!("{{{escaped}}}") }
    };
    let people = cited.people().into_iter().map(author).collect::<Vec<_>>().join(" and ");
    let parts = metadata.date.map(date_parts).unwrap_or_default();
    let part = |index: usize| parts.get(index).map(u32::to_string).unwrap_or_default();
    let fields = [
        ("author", people),
        ("title", format!("{{{}}}", escape_bibtex(cited.title()))),
        ("howpublished", metadata.source.as_deref().map(escape_bibtex).unwrap_or_default()),
        ("year", part(0)),
        ("month", part(1)),
        ("url", sanitize(cited.url().unwrap_or_default()).replace(['{', '}', '\\', ' '], "")),
        (
            "note",
            [cited.locator(), format!("ibid {}", cited.id()).replace('~', "\\textasciitilde{}")]
                .join(", ")
                .trim_start_matches(", ")
                .to_owned(),
        ),
    ];
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "  {name} = {{{value}}},")?;
    }
    writeln!(out, "}}")
}

/// `keynes1936general-ff16`: the first person's last name or else the source, the year, the title's first long word, and
/// what tells this passage from others.
fn bibtex_key(cited: &Cited<'_>) -> String {
    const HASH_DIGITS: usize = 4;
    // Villaseñor becomes villasenor.
    let letters =
        |text: &str| exact_form(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let people = cited.people();
    let name = people.first().and_then(|name| name.rsplit(' ').next());
    let name = name.or(cited.entry.metadata.source.as_deref()).map(letters).unwrap_or_default();
    let year = cited.entry.metadata.date.map(|date| date.year().to_string()).unwrap_or_default();
    let word = cited.title().split(' ').map(letters).find(|word| word.len() > 3).unwrap_or_default();
    let id = cited.id().to_string();
    let hash = id.rsplit('~').next().and_then(|hash| hash.get(..HASH_DIGITS)).unwrap_or_default();
    // A number alone is no key everywhere.
    let stem = format!("{name}{year}{word}");
    let stem = if stem.starts_with(|c: char| c.is_ascii_alphabetic()) { stem } else { format!("ibid{stem}") };
    format!("{stem}-{hash}")
}

fn escape_bibtex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in sanitize(text).chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_taken_apart() {
        let check = |name: &str, expected: bool| assert_eq!(is_personal(name), expected, "{name}");
        check("Ruth Abernathy-Cole", true);
        check("Ursula K. Le", true);
        check("OpenAI", false);
        check("The Land Institute", false);
        check("Department of Energy", false);
        check("宮下 あかり", false);
    }

    #[test]
    fn archive_text_stays_text() {
        assert_eq!(escape_markdown("a *b* [c](d) <e>"), "a \\*b\\* \\[c\\](d) \\<e\\>");
        assert_eq!(escape_bibtex("50% & {x}\\y"), "50\\% \\& \\{x\\}\\textbackslash{}y");
    }
}
