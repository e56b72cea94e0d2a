//! The fields that a query may name, and the nearest name to one that is none.

use crate::document::Kind;

/// A field that words and phrases are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The document's title.
    Title,
    /// Who wrote it, or whose show it is.
    Author,
    /// Who is speaking: the words beside it are said in a turn of theirs.
    Speaker,
    /// Who takes part, whoever says the words.
    With,
    /// The feed, site or folder it belongs to.
    Source,
    /// Its language.
    Lang,
    /// Its file in the archive.
    Path,
    /// Its subjects.
    Tag,
    /// Headings inside it.
    Heading,
}

impl Field {
    /// Every field, in the order in which they are listed to people.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Author,
        Self::Speaker,
        Self::With,
        Self::Source,
        Self::Lang,
        Self::Path,
        Self::Tag,
        Self::Heading,
    ];

    /// How many words people leave out of what it holds: the middle one of somebody's name.
    pub(crate) fn slop(self) -> u32 {
        u32::from(matches!(self, Self::Author | Self::Speaker | Self::With))
    }

    /// The word for it in queries and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Author => "author",
            Self::Speaker => "speaker",
            Self::With => "with",
            Self::Source => "source",
            Self::Lang => "lang",
            Self::Path => "path",
            Self::Tag => "tag",
            Self::Heading => "heading",
        }
    }
}

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Field(Field),
    Kind,
    Turn,
    Reply,
    Sounds,
    Date,
    Time,
}

impl Name {
    const OTHERS: [Self; 6] = [Self::Kind, Self::Date, Self::Time, Self::Turn, Self::Reply, Self::Sounds];

    /// The name that `text` spells, in any case.
    pub(super) fn find(text: &str) -> Option<Self> {
        Self::all().find(|name| name.text().eq_ignore_ascii_case(text))
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
            Self::Kind => "kind",
            Self::Turn => "turn",
            Self::Reply => "reply",
            Self::Sounds => "sounds",
            Self::Date => "date",
            Self::Time => "t",
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        Field::ALL.into_iter().map(Self::Field).chain(Self::OTHERS)
    }
}

/// What to write instead of the unknown field `name`: a form of the language, if one is near in
/// meaning or in spelling.
pub(super) fn suggest_field(name: &str) -> Option<String> {
    /// Names that other tools have for the same thing.
    const ELSEWHERE: [(&[&str], &str); 14] = [
        (&["by", "creator", "writer", "from"], "author:"),
        (&["who", "said", "voice"], "speaker:"),
        (&["guest", "host", "participant", "features"], "with:"),
        (&["subject", "name", "intitle", "headline"], "title:"),
        (&["section", "chapter"], "heading:"),
        (&["type", "is", "format"], "kind:"),
        (&["site", "feed", "show", "podcast", "domain", "url"], "source:"),
        (&["file", "filename", "folder", "dir", "in", "ext"], "path:"),
        (&["label", "keyword", "category", "topic", "subjects"], "tag:"),
        (&["language", "locale"], "lang:"),
        (&["year", "month", "day", "when", "published"], "date:2021"),
        (&["since", "after", "from_date", "newer", "newer_than"], "date:2021.."),
        (&["until", "before", "to_date", "older", "older_than"], "date:..2021"),
        (&["time", "at", "timestamp"], "t:10m..20m"),
    ];
    let name = name.to_ascii_lowercase();
    let form_of = |name: &str| {
        let elsewhere = ELSEWHERE.iter().find(|(names, _)| names.contains(&name));
        elsewhere.map(|(_, form)| (*form).to_owned())
    };
    form_of(&name).or_else(|| {
        let names = Name::all().map(Name::text).filter(|name| name.len() > 2);
        let long = ELSEWHERE.iter().flat_map(|(names, _)| *names).copied().filter(|name| name.len() > 5);
        let near = nearest(&name, names.chain(long))?;
        form_of(near).or_else(|| Some(format!("{near}:")))
    })
}

/// The kind nearest to `text`.
pub(super) fn suggest_kind(text: &str) -> Option<&'static str> {
    nearest(&text.to_lowercase(), Kind::ALL.into_iter().map(Kind::name))
}

/// The candidate that fewest edits turn `text` into, if they are few for its length.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text: Vec<char> = text.chars().take(24).collect();
    let edits_max = ((text.len() + 1) / 3).clamp(1, 3);
    let near = candidates.into_iter().map(|candidate| (edits(&text, candidate), candidate));
    near.filter(|&(edits, _)| edits <= edits_max).min_by_key(|&(edits, _)| edits).map(|(_, near)| near)
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn `left` into `right`, no
/// character touched twice (optimal string alignment).
fn edits(left: &[char], right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=left.len() {
        for j in 1..=right.len() {
            let substitution = usize::from(left[i - 1] != right[j - 1]);
            let mut best =
                (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + substitution);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(suggest_field(name).as_deref(), expected, "{name}")
        };
        check("titel", Some("title:"));
        check("tiltes", Some("title:"));
        check("athor", Some("author:"));
        check("Speakers", Some("speaker:"));
        check("langauge", Some("lang:"));
        check("tags", Some("tag:"));
        check("sound", Some("sounds:"));
        check("dates", Some("date:"));
        check("language", Some("lang:"));
        check("timestmap", Some("t:10m..20m"));
        check("FROM", Some("author:"));
        check("time", Some("t:10m..20m"));
        check("since", Some("date:2021.."));
        check("mailto", None);
        check("doi", None);
        check("localhost", None);
        check("x", None);
        check("re", None);
        check("isbn", None);
        check("https", None);
        check("foo", None);
        check("note", None);
        check("todo", None);
    }
}
