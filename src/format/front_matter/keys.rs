//! The keys of heads, folded: static site generators and note takers have many, in several languages.

use serde_json::{Map, Value};

#[rustfmt::skip]
pub(super) const TITLE: [&str; 13] = [
    "title", "pagetitle", "headline", "titulo", "título", "titre", "titel", "titolo",
    "episodetitle", "originaltitle", "sidebarlabel", "linktitle", "subject",
];
#[rustfmt::skip]
pub(super) const AUTHOR: [&str; 13] = [
    "author", "authors", "byline", "by", "creator", "writer", "writers", "autor", "autores",
    "auteur", "auteurs", "autore", "verfasser",
];
/// Those who give a talk: the only one named is the only one who speaks.
#[rustfmt::skip]
pub(super) const SPEAKER: [&str; 8] = [
    "speaker", "speakers", "presenter", "presenters", "presentador", "presentadora", "orador",
    "sprecher",
];
/// Those who take part in a conversation.
#[rustfmt::skip]
pub(super) const PARTICIPANT: [&str; 19] = [
    "host", "hosts", "cohost", "cohosts", "guest", "guests", "interviewer", "interviewee",
    "moderator", "moderators", "panelists", "participants", "participantes", "invitado",
    "invitados", "invite", "invites", "gast", "gaste",
];
#[rustfmt::skip]
pub(super) const DATE: [&str; 31] = [
    "date", "publishdate", "pubdatetime", "publishtime", "publicationtime", "publisheddate", "publicationdate", "datepublished", "pubdate",
    "published", "publishedat", "publishedon", "publishedtime", "postdate", "posted",
    "fechapublicacion", "fecha", "datum", "releasedate", "released", "airdate", "aired",
    "recordingdate", "recordedat", "recorded", "uploaddate", "created", "createdat", "datecreated",
    "creationdate", "day",
];
#[rustfmt::skip]
pub(super) const LANGUAGE: [&str; 8] = [
    "lang", "language", "locale", "idioma", "langue", "sprache", "taal", "lingua",
];
#[rustfmt::skip]
pub(super) const SOURCE: [&str; 20] = [
    "showname", "podcastname", "podcasttitle", "channelname", "show", "podcast", "channel",
    "programa", "program", "sendung", "emission", "publication", "newsletter", "sitename", "site",
    "feed", "feedtitle", "source", "blog", "conference",
];
#[rustfmt::skip]
pub(super) const TAGS: [&str; 12] = [
    "tags", "tag", "keywords", "keyword", "categories", "category", "topics", "topic", "subjects",
    "temas", "etiquetas", "schlagworte",
];
#[rustfmt::skip]
pub(super) const MEDIA: [&str; 24] = [
    "media", "mediaurl", "audio", "audiourl", "audiofile", "urlaudio", "mp3", "mp3url", "enclosure",
    "enclosureurl", "podcastfile", "episodeurl", "video", "videourl", "urlvideo", "youtube",
    "youtubeurl", "youtubelink", "youtubevideo", "recordingurl", "vimeo", "sourcefile", "file",
    "fileurl",
];
pub(super) const VIDEO_ID: [&str; 4] = ["videoid", "youtubeid", "youtubevideoid", "ytid"];
#[rustfmt::skip]
pub(super) const URL: [&str; 16] = [
    "canonicalurl", "canonical", "urlcanonica", "url", "permalink", "weburl", "pageurl", "link",
    "originalurl", "original", "sourceurl", "source", "requestedurl", "externalurl", "uri",
    "origin",
];
#[rustfmt::skip]
pub(super) const DURATION: [&str; 9] = [
    "durationms", "durationseconds", "durationsec", "lengthseconds", "duration", "podcastduration",
    "itunesduration", "duracion", "runtime",
];

/// Says that a folded key is one that only a head would have.
pub(super) fn is_sure(key: &str) -> bool {
    #[rustfmt::skip]
    const SURE: [&str; 12] = [
        "title", "author", "authors", "date", "speaker", "speakers", "published", "tags",
        "keywords", "language", "slug", "publishdate",
    ];
    SURE.contains(&key)
}

/// Folds the keys and lays the tables that hold a page's own fields flat behind the rest.
pub(super) fn fold_fields(fields: Map<String, Value>) -> Vec<(String, Value)> {
    #[rustfmt::skip]
    const NESTED: [&str; 9] = [
        "extra", "taxonomies", "params", "metadata", "meta", "episode", "podcast", "frontmatter",
        "seo",
    ];
    let mut folded = Vec::with_capacity(fields.len());
    let mut nested = Vec::new();
    for (key, value) in fields {
        let key = fold_key(&key);
        match value {
            Value::Object(inner) if NESTED.contains(&key.as_str()) => {
                nested.extend(inner.into_iter().map(|(key, value)| (fold_key(&key), value)));
                folded.push((key, Value::Bool(true)));
            }
            value => folded.push((key, value)),
        }
    }
    folded.append(&mut nested);
    folded
}

/// The folded key that a line of a head begins with.
pub(super) fn key_of(line: &str) -> String {
    fold_key(line.split([':', '=']).next().unwrap_or_default())
}

/// `Publish-Date`, `publish_date` and `publishDate` are one key.
pub(super) fn fold_key(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
