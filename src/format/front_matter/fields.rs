//! From the keys of front matter to metadata.

use std::borrow::Cow;

use serde_json::Value;

use super::FrontMatter;
use crate::clean::folded;
use crate::document::{Date, Metadata};

#[rustfmt::skip]
const TITLE: [&str; 13] = [
    "title", "pagetitle", "headline", "titulo", "título", "titre", "titel", "titolo",
    "episodetitle", "originaltitle", "sidebarlabel", "linktitle", "subject",
];
#[rustfmt::skip]
const AUTHOR: [&str; 13] = [
    "author", "authors", "byline", "by", "creator", "writer", "writers", "autor", "autores",
    "auteur", "auteurs", "autore", "verfasser",
];
/// Those who give a talk: the only one named is the only one who speaks.
#[rustfmt::skip]
const SPEAKER: [&str; 8] =
    [
    "speaker", "speakers", "presenter", "presenters", "presentador", "presentadora", "orador",
    "sprecher",
];
/// Those who take part in a conversation.
#[rustfmt::skip]
const PARTICIPANT: [&str; 19] = [
    "host", "hosts", "cohost", "cohosts", "guest", "guests", "interviewer", "interviewee",
    "moderator", "moderators", "panelists", "participants", "participantes", "invitado",
    "invitados", "invite", "invites", "gast", "gaste",
];
#[rustfmt::skip]
const DATE: [&str; 31] = [
    "date", "publishdate", "pubdatetime", "publishtime", "publicationtime", "publisheddate", "publicationdate", "datepublished", "pubdate",
    "published", "publishedat", "publishedon", "publishedtime", "postdate", "posted",
    "fechapublicacion", "fecha", "datum", "releasedate", "released", "airdate", "aired",
    "recordingdate", "recordedat", "recorded", "uploaddate", "created", "createdat", "datecreated",
    "creationdate", "day",
];
#[rustfmt::skip]
const LANGUAGE: [&str; 8] = [
    "lang", "language", "locale", "idioma", "langue", "sprache", "taal", "lingua",
];
#[rustfmt::skip]
const SOURCE: [&str; 20] = [
    "showname", "podcastname", "podcasttitle", "channelname", "show", "podcast", "channel",
    "programa", "program", "sendung", "emission", "publication", "newsletter", "sitename", "site",
    "feed", "feedtitle", "source", "blog", "conference",
];
#[rustfmt::skip]
const TAGS: [&str; 12] = [
    "tags", "tag", "keywords", "keyword", "categories", "category", "topics", "topic", "subjects",
    "temas", "etiquetas", "schlagworte",
];
#[rustfmt::skip]
const MEDIA: [&str; 24] = [
    "media", "mediaurl", "audio", "audiourl", "audiofile", "urlaudio", "mp3", "mp3url", "enclosure",
    "enclosureurl", "podcastfile", "episodeurl", "video", "videourl", "urlvideo", "youtube",
    "youtubeurl", "youtubelink", "youtubevideo", "recordingurl", "vimeo", "sourcefile", "file",
    "fileurl",
];
const VIDEO_ID: [&str; 4] = ["videoid", "youtubeid", "youtubevideoid", "ytid"];
#[rustfmt::skip]
const URL: [&str; 16] = [
    "canonicalurl", "canonical", "urlcanonica", "url", "permalink", "weburl", "pageurl", "link",
    "originalurl", "original", "sourceurl", "source", "requestedurl", "externalurl", "uri",
    "origin",
];
#[rustfmt::skip]
const DURATION: [&str; 9] = [
    "durationms", "durationseconds", "durationsec", "lengthseconds", "duration", "podcastduration",
    "itunesduration", "duracion", "runtime",
];

pub(super) fn fill(front: &FrontMatter<'_>, metadata: &mut Metadata) {
    metadata.title = front.values(&TITLE).find_map(text_of).map(|title| one_line(&title));
    metadata.authors = people(front, &AUTHOR);
    if metadata.authors.is_empty() {
        metadata.authors = people(front, &SPEAKER);
    }
    if metadata.authors.is_empty() {
        metadata.authors = people(front, &PARTICIPANT);
    }
    // A letter.
    if metadata.authors.is_empty() {
        let (from, to) = (people(front, &["from", "sender"]), people(front, &["to", "recipient"]));
        let are_people = |names: &[String]| !names.is_empty() && names.iter().all(|name| could_be_sent(name));
        if are_people(&from) && are_people(&to) {
            metadata.authors = from;
        }
    }
    metadata.date = front.values(&DATE).filter_map(text_of).find_map(|text| date_of(&text));
    // Zola writes pages to `path = "2024/05/06/title"`.
    if metadata.date.is_none() {
        metadata.date = front.text(&["path", "slug", "aliases"]).and_then(|path| date_in_path(&path));
    }
    metadata.language = front.values(&LANGUAGE).find_map(text_of);
    metadata.source = front.values(&SOURCE).find_map(named).filter(|name| !is_url(name));
    metadata.media_url = front.values(&MEDIA).find_map(address).or_else(|| {
        let id = front.values(&VIDEO_ID).find_map(text_of)?;
        let is_id =
            id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        is_id.then(|| format!("https://www.youtube.com/watch?v={id}"))
    });
    for url in front.values(&URL).filter_map(address) {
        let slot = if is_media(&url) { &mut metadata.media_url } else { &mut metadata.url };
        slot.get_or_insert(url);
    }
    for tag in front.values(&TAGS).flat_map(listed) {
        let is_source = metadata.source.as_ref().is_some_and(|source| source.eq_ignore_ascii_case(&tag));
        if !is_source && !metadata.tags.contains(&tag) {
            metadata.tags.push(tag);
        }
    }
    // `tags: #tin, #lids`, as dev.to has them, is no more than a remark to YAML.
    if metadata.tags.is_empty() {
        metadata.tags = hashtags(front.source);
    }
    if is_draft(front) && !metadata.tags.iter().any(|tag| tag.eq_ignore_ascii_case("draft")) {
        metadata.tags.push("draft".to_owned());
    }
    if front.parts_tags_by_blanks {
        part_by_blanks(front, &mut metadata.tags);
    }
    metadata.duration_ms = DURATION.iter().find_map(|key| {
        let text = front.text(&[key])?;
        duration_ms(&text, *key == "durationms")
    });
}

/// Says whether a name is of somebody who may write or receive a letter; journeys, moves and spans of time are from
/// somewhere to somewhere too.
fn could_be_sent(name: &str) -> bool {
    #[rustfmt::skip]
    const OTHERS: [&str; 42] = [
        "new", "old", "page", "city", "san", "santa", "st.", "saint", "los", "las", "la", "el", "le", "north", "south",
        "east", "west", "port", "fort", "mount", "lake", "street", "station", "airport", "island", "bad", "am", "version",
        "chapter", "draft", "home", "site", "blog", "the", "my", "rio", "cape", "hong", "kuala", "buenos", "tel", "united",
    ];
    let is_address = name.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !name.contains(char::is_whitespace)
    });
    let is_particle = |word: &str| matches!(word, "von" | "van" | "de" | "di" | "da" | "del" | "der" | "den");
    let is_of_name = |word: &str| {
        is_particle(word)
            || word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '\u{2019}'))
                && !OTHERS.contains(&word.to_lowercase().as_str())
    };
    is_address || (2..=4).contains(&name.split(' ').count()) && name.split(' ').all(is_of_name)
}

/// Parts the tags and categories that stand in one text, as Jekyll does: `tags: tin lids`.
fn part_by_blanks(front: &FrontMatter<'_>, tags: &mut Vec<String>) {
    let is_one = |tag: &str| {
        let values = front.values(&["tags", "categories"]);
        values.filter_map(Value::as_str).any(|text| !text.contains(',') && text.trim() == tag)
    };
    let parted: Vec<String> = tags
        .drain(..)
        .flat_map(|tag| match is_one(&tag) {
            true => tag.split_whitespace().map(str::to_owned).collect(),
            false => vec![tag],
        })
        .collect();
    for tag in parted {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
}

/// The tags of a line of a head that says nothing but hashtags.
fn hashtags(source: &str) -> Vec<String> {
    let line = source.lines().find_map(|line| line.strip_prefix("tags:"));
    let words: Vec<&str> =
        line.unwrap_or_default().split([',', ' ']).filter(|word| !word.is_empty()).collect();
    let is_tag =
        |word: &&str| word.strip_prefix('#').is_some_and(|tag| tag.starts_with(char::is_alphanumeric));
    let are_tags = words.iter().all(is_tag);
    if are_tags { words.iter().map(|word| word[1..].to_owned()).collect() } else { Vec::new() }
}

/// A day, or the moment that it is by so many seconds or milliseconds since 1970, as Dendron counts.
fn date_of(text: &str) -> Option<Date> {
    const SECONDS: std::ops::Range<i64> = 315_532_800..4_102_444_800;
    let moment = || {
        let number: i64 = text.parse().ok()?;
        let seconds = if text.len() == 13 { number / 1000 } else { number };
        let moment = jiff::Timestamp::from_second(seconds).ok().filter(|_| SECONDS.contains(&seconds))?;
        Date::find(&moment.to_string())
    };
    let is_count = matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit());
    // `2021030512` is a day and its hour.
    let with_hour = || {
        let (day, hour) = text.split_at_checked(8).filter(|(_, hour)| hour.len() == 2 && *hour < "24")?;
        Date::find(day).filter(|day| hour.len() == 2 && (1900..2100).contains(&day.year()))
    };
    if is_count { with_hour().or_else(moment) } else { Date::find(text) }
}

/// Says whether the text calls itself unpublished.
fn is_draft(front: &FrontMatter<'_>) -> bool {
    let says = |key: &str, wanted: &[&str]| {
        let text = front.text(&[key]).map(|text| text.trim().to_lowercase());
        // YAML and TOML have words of their own for it.
        let text = text.or_else(|| front.values(&[key]).find_map(Value::as_bool).map(|is| is.to_string()));
        text.is_some_and(|text| wanted.contains(&text.as_str()))
    };
    says("draft", &["true", "yes"])
        || says("status", &["draft", "unpublished"])
        || says("poststatus", &["draft"])
        || says("published", &["false", "no"])
        || says("ispublished", &["false"])
}

pub(super) fn speakers(front: &FrontMatter<'_>) -> (Vec<String>, bool) {
    let mut names = people(front, &SPEAKER);
    let mut participants = people(front, &PARTICIPANT);
    let only = names.len() == 1 && participants.is_empty();
    names.append(&mut participants);
    (names, only)
}

/// Blanks folded, the character references that generators leave in titles resolved.
fn one_line(title: &str) -> String {
    let title = folded(title);
    if !title.contains('&') {
        return title;
    }
    let mut decoded = String::with_capacity(title.len());
    crate::format::entities::push_decoded(&mut decoded, &title);
    decoded
}

/// A text, or a number as text; nothing for what is empty.
pub(super) fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => without_link_marks(text.trim()).into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => {
            return values.iter().find_map(|value| value.is_string().then(|| text_of(value))?);
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// `[[Ada Field]]` and `[[people/Ada Field|Ada Field]]` are links to the notes about Ada Field.
fn without_link_marks(text: &str) -> Cow<'_, str> {
    if !text.contains("[[") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("[[") {
        let Some((inside, behind)) = inside.split_once("]]") else { break };
        out.push_str(before);
        let page = inside.rsplit(['|', '/']).next().unwrap_or(inside);
        out.push_str(if inside.contains('|') { page } else { page.split('#').next().unwrap_or(page) });
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A transcript kept as one text, or as a list of turns.
pub(super) fn transcript_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (text.len() > 200 || text.lines().count() > 2).then(|| text.clone()),
        Value::Array(turns) => {
            let mut text = String::new();
            for turn in turns {
                let field = |keys: &[&str]| keys.iter().find_map(|key| text_of(turn.get(key)?));
                let words = field(&["text", "content", "body", "words", "line"])
                    .or_else(|| text_of(turn).filter(|_| turn.is_string()))?;
                let name = field(&["speaker", "name", "who", "author"]);
                let time = field(&["time", "start", "timestamp", "at", "begin"]).map(|time| clock(&time));
                match (name, time) {
                    (Some(name), Some(time)) => text.push_str(&format!("{name} ({time}): ")),
                    (Some(name), None) => text.push_str(&format!("{name}: ")),
                    (None, Some(time)) => text.push_str(&format!("[{time}] ")),
                    (None, None) => {}
                }
                text.extend(words.split_whitespace().flat_map(|word| [word, " "]));
                text.push_str("\n\n");
            }
            (!text.is_empty()).then_some(text)
        }
        _ => None,
    }
}

/// Seconds as `0:01:02.500`; what already is a clock stays.
fn clock(time: &str) -> String {
    match time.parse::<f64>() {
        Ok(seconds) if (0.0..1e7).contains(&seconds) => {
            let ms = (seconds * 1000.0) as u64;
            let (whole, ms) = (ms / 1000, ms % 1000);
            format!("{}:{:02}:{:02}.{ms:03}", whole / 3600, whole / 60 % 60, whole % 60)
        }
        _ => time.to_owned(),
    }
}

fn people(front: &FrontMatter<'_>, keys: &[&str]) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for value in front.values(keys) {
        for text in names_in(value) {
            for name in split_names(&text) {
                if !people.contains(&name) {
                    people.push(name);
                }
            }
        }
    }
    people
}

/// The names in a value: a text, a list of them, or tables with a `name`.
fn names_in(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(|value| named(value).into_iter()).collect(),
        Value::Object(table) if !["name", "display_name"].iter().any(|key| table.contains_key(*key)) => {
            table.values().filter(|value| value.is_object()).filter_map(named).collect()
        }
        value => named(value).into_iter().collect(),
    }
}

/// A text, or the name in a table.
fn named(value: &Value) -> Option<String> {
    match value {
        Value::Object(table) => ["name", "title", "fullname", "display_name", "label"]
            .iter()
            .find_map(|key| text_of(table.get(*key)?)),
        // `[[Ada Field]]` without quotation marks is a list in a list for YAML.
        Value::Array(values) => values.iter().find_map(named),
        Value::String(_) => text_of(value),
        _ => None,
    }
}

/// `Ada Lovelace, Charles Babbage and Mary Somerville`; `Ada Lovelace, PhD` is one person.
fn split_names(text: &str) -> Vec<String> {
    // `Lovelace, Ada; Babbage, Charles`
    if text.contains("; ") {
        return text.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    }
    let parts: Vec<&str> = text
        .split([',', ';', '+', '×'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .map(|part| part.trim().trim_start_matches("and ").trim())
        .filter(|part| !part.is_empty())
        .collect();
    let are_names = parts.iter().all(|part| {
        let words = part.split_whitespace().count();
        (2..=4).contains(&words) && part.starts_with(char::is_uppercase)
    });
    if parts.len() > 1 && are_names {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        let whole = text.split('<').next().unwrap_or(text).trim();
        let whole = if whole.is_empty() { text.trim() } else { whole };
        vec![whole.to_owned()]
    }
}

/// The texts of a list, or of a text parted by commas.
fn listed(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => {
            let tags = |value: &Value| match value {
                // Hexo's categories lead one into the other: `[essays, of tin]`.
                Value::Array(inner) => inner.iter().filter_map(named).collect(),
                value => text_of(value).or_else(|| named(value)).into_iter().collect::<Vec<_>>(),
            };
            values.iter().flat_map(tags).collect()
        }
        Value::String(text) => {
            let text = without_link_marks(text);
            let parts = text.trim_matches(['[', ']']).split([',', ';']);
            parts
                .map(|part| part.trim().trim_matches(['"', '\'']).to_owned())
                .filter(|part| !part.is_empty())
                .collect()
        }
        _ => Vec::new(),
    }
}

/// An address: a text that is one, or the table of an enclosure.
fn address(value: &Value) -> Option<String> {
    let text = match value {
        Value::Object(table) => {
            ["url", "src", "href", "link", "file"].iter().find_map(|key| text_of(table.get(*key)?))?
        }
        Value::Array(values) => {
            return values.iter().take(8).find_map(|value| text_of(value).filter(|text| is_url(text)));
        }
        value => text_of(value)?,
    };
    let text = text.trim_matches(['<', '>']);
    is_url(text).then(|| text.to_owned())
}

fn is_url(text: &str) -> bool {
    let scheme = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    (scheme.starts_with("http://") || scheme.starts_with("https://")) && !text.contains(char::is_whitespace)
}

/// Says that an address is of a recording rather than of a page.
fn is_media(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    let ends = [
        ".mp3", ".m4a", ".mp4", ".ogg", ".oga", ".opus", ".wav", ".flac", ".aac", ".webm", ".m4v", ".mov",
        ".mkv",
    ];
    ends.iter().any(|end| path.ends_with(end))
        || ["youtube.com/watch", "youtu.be/", "vimeo.com/"].iter().any(|host| path.contains(host))
}

/// `2024/05/06/title` and `2024-05-06-title`.
pub(in crate::format) fn date_in_path(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let mut at = 0;
    while let Some(found) = path[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let digits = bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        at = start + digits;
        let text = &path[start..];
        let opens = start == 0 || matches!(bytes[start - 1], b'/' | b'-' | b'_' | b' ' | b'(' | b'[');
        let shape = |separator: u8| {
            let field = |from: usize| {
                bytes.get(start + from..start + from + 2).is_some_and(|d| d.iter().all(u8::is_ascii_digit))
            };
            bytes.get(start + 4) == Some(&separator)
                && field(5)
                && bytes.get(start + 7) == Some(&separator)
                && field(8)
        };
        let date = match digits {
            4 if opens && [b'-', b'/', b'_', b'.'].into_iter().any(shape) => {
                Date::find(&text[..10].replace(['/', '_', '.'], "-"))
            }
            8 | 14 if opens => Date::find(&text[..8]),
            // Notes are numbered by the minute: `202103051430 On tin`.
            12 if opens && &text[8..10] < "24" && &text[10..12] < "60" => Date::find(&text[..8]),
            _ => None,
        };
        if let Some(date) = date.filter(|date| (1900..2200).contains(&date.year())) {
            return Some(date);
        }
    }
    None
}

/// `1:02:03`, `62:03`, `3723`, `3723.5`, `PT1H2M3S`, `62 mins 3 secs`.
pub(super) fn duration_ms(text: &str, is_ms: bool) -> Option<u32> {
    let text = text.trim();
    let ms = if let Ok(number) = text.parse::<f64>() {
        if is_ms { number } else { number * 1000.0 }
    } else if text.contains(':') {
        let mut seconds = 0.0;
        for field in text.split(':') {
            seconds = seconds * 60.0 + field.trim().parse::<f64>().ok()?;
        }
        seconds * 1000.0
    } else {
        spelled_duration_ms(text)?
    };
    (ms > 0.0 && ms < f64::from(u32::MAX)).then_some(ms as u32)
}

fn spelled_duration_ms(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.trim_start_matches("pt").trim();
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        let unit = rest[digits..].trim_start();
        let unit_bytes = unit.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(unit.len());
        // `1h2m3s` has its numbers right behind the units.
        seconds += number
            * match unit.as_bytes().first()? {
                b'h' => 3600.0,
                b'm' => 60.0,
                b's' => 1.0,
                _ => return None,
            };
        rest = unit[unit_bytes..].trim_start_matches([' ', ',', '.']).trim_start_matches("and ");
    }
    Some(seconds * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::Receipt;

    fn metadata(path: &str, head: &str) -> Metadata {
        let text = format!("---\n{head}\n---\nWords.\n");
        let (front, _) = super::super::split(&text, &mut Receipt::default());
        let mut metadata = Metadata::default();
        front.expect("the text has a head").kept_at(path).fill(&mut metadata);
        metadata
    }

    #[test]
    fn tags_in_one_text_are_parted_as_their_generator_does() {
        let check = |path: &str, head: &str, expected: &[&str]| {
            assert_eq!(metadata(path, head).tags, expected, "{path} {head}");
        };
        let post = "blog/_posts/2016-11-08-on-tin.md";
        check(post, "title: a\ntags: tin lids\ncategories: old kitchen", &["tin", "lids", "old", "kitchen"]);
        check(post, "title: a\ntags: [old tin, lids]", &["old tin", "lids"]);
        check(post, "title: a\ntags: old tin, lids", &["old tin", "lids"]);
        check("blog/source/_posts/on-tin.md", "title: a\ntags: old tin", &["old tin"]);
        check("notes/on-tin.md", "title: a\ntags: old tin", &["old tin"]);
        check("a.md", "title: a\ntags: #tin, #lids", &["tin", "lids"]);
        check("a.md", "title: a\ntags: # none yet", &[]);
        check("a.md", "title: a\ncategories:\n  - [essays, of tin]\n  - lids", &["essays", "of tin", "lids"]);
    }

    #[test]
    fn days_are_found_under_many_names() {
        let check = |head: &str, expected: &str| {
            let date = metadata("a.md", head).date.map(|date| date.to_string());
            assert_eq!(date.unwrap_or_default(), expected, "{head}");
        };
        check("title: a\npubDatetime: 2022-09-23T15:22:00Z", "2022-09-23");
        check("title: a\ncreated: 1614936852000", "2021-03-05");
        check("title: a\ndate: 1614936852", "2021-03-05");
        check("title: a\ndate: 9999999999", "");
        check("title: a\ndate: 2021030512", "2021-03-05");
        check("title: a\ndate: 2021030525", "2034-01-16");
        check("title: a\ndate: 202", "");
    }

    #[test]
    fn people_are_found_in_tables_and_letters() {
        let check =
            |head: &str, expected: &[&str]| assert_eq!(metadata("a.md", head).authors, expected, "{head}");
        check("title: a\nauthor:\n  login: ada\n  display_name: Ada Moss", &["Ada Moss"]);
        check("from: Ada Moss\nto: Tom Fern", &["Ada Moss"]);
        check("title: a\nfrom: https://shore.example", &[]);
        check("from: Ada Moss <ada@shore.example>\nto: tom@shore.example", &["Ada Moss"]);
        check("from: Berlin\nto: Vienna", &[]);
        check("from: Bad Ischl\nto: New York", &[]);
        check("from: 2020-01-01\nto: 2020-02-01", &[]);
        check("from: Old Page\nto: New Page", &[]);
        check("from: Ada Moss\nto: Ludmere", &[]);
    }

    #[test]
    fn notes_numbered_by_the_minute_have_a_day() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(date_in_path(path).map(|date| date.to_string()).as_deref(), expected, "{path}");
        };
        check("202103051430 On tin", Some("2021-03-05"));
        check("202103052530 On tin", None);
        check("202103051470 On tin", None);
        check("990103051430 On tin", None);
    }
}
