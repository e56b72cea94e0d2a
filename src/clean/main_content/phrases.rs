//! What the apparatus of a page says, in the languages that pages are found in.

mod closing;
mod continues;
mod credits;
mod labels;
mod lists;
mod machines;

use std::borrow::Cow;

pub(super) use closing::is_closing;
pub(super) use credits::is_credit;
pub(super) use labels::{is_filed, is_label};
pub(super) use lists::{heads_list, heads_reviews};
pub(super) use machines::is_of_machine;

/// A block that opens with one of these and is a link, or is followed by one, leads to other pages.
const LEADS_AWAY: &[&str] = &[
    "read more",
    "read also",
    "read next",
    "read:",
    "also read",
    "see also",
    "see more",
    "see:",
    "related",
    "more on",
    "more from",
    "more:",
    "more stories",
    "most popular",
    "most read",
    "must read",
    "must-read",
    "watch:",
    "watch now",
    "watch ",
    "listen:",
    "recommended",
    "recommended for you",
    "you may also",
    "you might also",
    "you may like",
    "don't miss",
    "up next",
    "click here",
    "in case you missed",
    "further reading on",
    "editor's picks",
    "editors' picks",
    "editor's recommendations",
    "editors' recommendations",
    "more like this",
    "trending",
    "keep reading",
    "continue reading",
    "explore more",
    "learn more",
    "popular",
    "what to read next",
    "view gallery",
    "view all",
    "lire aussi",
    "\u{e0} lire",
    "lire \u{e9}galement",
    "lisez aussi",
    "voir aussi",
    "sur le m\u{ea}me sujet",
    "lesen sie auch",
    "lesen sie mehr",
    "lies auch",
    "mehr zum thema",
    "mehr dazu",
    "weiterlesen",
    "auch interessant",
    "siehe auch",
    "zum thema",
    "das k\u{f6}nnte sie auch",
    "leia tamb\u{e9}m",
    "leia mais",
    "veja tamb\u{e9}m",
    "veja mais",
    "saiba mais",
    "lea tambi\u{e9}n",
    "lee tambi\u{e9}n",
    "lee m\u{e1}s",
    "leer m\u{e1}s",
    "ver tambi\u{e9}n",
    "vea tambi\u{e9}n",
    "te puede interesar",
    "puede interesarte",
    "te recomendamos",
    "m\u{e1}s informaci\u{f3}n",
    "noticias relacionadas",
    "leggi anche",
    "leggi tutto",
    "vedi anche",
    "potrebbe interessarti",
    "per approfondire",
    "lees ook",
    "lees meer",
    "lees verder",
    "bekijk ook",
    "l\u{e4}s ocks\u{e5}",
    "l\u{e4}s mer",
    "les ogs\u{e5}",
    "les mer",
    "l\u{e6}s ogs\u{e5}",
    "l\u{e6}s mere",
    "lue my\u{f6}s",
    "lue lis\u{e4}\u{e4}",
    "czytaj ",
    "przeczytaj ",
    "zobacz ",
    "\u{10d}t\u{11b}te tak\u{e9}",
    "p\u{159}e\u{10d}t\u{11b}te si",
    "olvassa el",
    "citi\u{21b}i \u{219}i",
    "devam\u{131}n\u{131} oku",
    "ayr\u{131}ca bak\u{131}n",
    "\u{447}\u{438}\u{442}\u{430}\u{439}\u{442}\u{435} \u{442}\u{430}\u{43a}\u{436}\u{435}",
    "\u{447}\u{438}\u{442}\u{430}\u{439}\u{442}\u{435} \u{435}\u{449}\u{435}",
    "\u{441}\u{43c}\u{43e}\u{442}\u{440}\u{438}\u{442}\u{435} \u{442}\u{430}\u{43a}\u{436}\u{435}",
    "\u{43f}\u{43e} \u{442}\u{435}\u{43c}\u{435}",
    "baca juga",
    "\u{447}\u{438}\u{442}\u{430}\u{439}\u{442}\u{435} \u{442}\u{430}\u{43a}\u{43e}\u{436}",
    "\u{e4}hnliche beitr\u{e4}ge",
    "\u{e4}hnliche artikel",
    "weitere artikel",
    "weitere beitr\u{e4}ge",
    "verwandte artikel",
    "verwandte beitr\u{e4}ge",
    "das k\u{f6}nnte dich auch",
    "mehr lesen",
    "articles similaires",
    "articles li\u{e9}s",
    "sur le m\u{ea}me th\u{e8}me",
    "art\u{ed}culos relacionados",
    "entradas relacionadas",
    "not\u{ed}cias relacionadas",
    "artigos relacionados",
    "articoli correlati",
    "gerelateerde artikelen",
    "relaterade artiklar",
    "powi\u{105}zane artyku\u{142}y",
    "\u{43f}\u{43e}\u{445}\u{43e}\u{436}\u{438}\u{435} \u{441}\u{442}\u{430}\u{442}\u{44c}\u{438}",
    "\u{43f}\u{43e}\u{445}\u{43e}\u{436}\u{438}\u{435} \u{437}\u{430}\u{43f}\u{438}\u{441}\u{438}",
    "\u{76f8}\u{5173}\u{6587}\u{7ae0}",
    "\u{95a2}\u{9023}\u{3059}\u{308b}\u{8a18}\u{4e8b}",
    "\u{95a2}\u{9023}\u{8a18}\u{4e8b}",
    "\u{95a2}\u{9023}\u{30ea}\u{30f3}\u{30af}",
    "\u{3042}\u{308f}\u{305b}\u{3066}\u{8aad}\u{307f}\u{305f}\u{3044}",
    "\u{7d9a}\u{304d}\u{3092}\u{8aad}\u{3080}",
    "\u{5ef6}\u{4f38}\u{95b1}\u{8b80}",
    "\u{76f8}\u{95dc}\u{65b0}\u{805e}",
    "\u{76f8}\u{5173}\u{9605}\u{8bfb}",
    "\u{76f8}\u{5173}\u{65b0}\u{95fb}",
    "\u{ad00}\u{b828}\u{ae30}\u{c0ac}",
    "\u{627}\u{642}\u{631}\u{623} \u{623}\u{64a}\u{636}\u{627}",
    "إقرأ أيضا",
    "طالع أيضا",
    "you can also check",
    "bunları da oku",
    "bunlari da oku",
    "bunu da oku",
    "ayrıca oku",
    "ilgili haber",
    "i\u{307}lgili haber",
    "함께 보면 좋은",
    "推荐阅读",
    "延伸阅读",
    "推薦閱讀",
    "läs även",
    "approfondisci",
    "дивіться також",
    "читайте ще",
    "यह भी पढ",
    "ये भी पढ",
    "इसे भी पढ",
];

/// Says whether a block that opens like this leads to other pages.
pub(super) fn leads_away(lower: &str) -> bool {
    let plain =
        if lower.contains('\u{2019}') { lower.replace('\u{2019}', "'").into() } else { Cow::Borrowed(lower) };
    let text = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(first) = text.as_bytes().first() else { return false };
    LEADS_AWAY.iter().any(|phrase| phrase.as_bytes()[0] == *first && text.starts_with(phrase))
}

/// Says whether a block goes on behind what would lead to other pages: `related work`, not `related`.
pub(super) fn says_more_than_leads_away(lower: &str) -> bool {
    let text = lower.trim_matches(|c: char| !c.is_alphanumeric());
    !LEADS_AWAY.iter().any(|phrase| text == phrase.trim_end_matches([' ', ':']))
}

/// Says whether a short block is the heading of what readers wrote.
pub(super) fn heads_comments(lower: &str) -> bool {
    if lower.len() > 60 {
        return false;
    }
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    matches!(
        words.as_slice(),
        ["comments"]
            | ["comment"]
            | ["responses"]
            | ["reader" | "user" | "all" | "show" | "view" | "top" | "latest", "comments"]
            | ["comments", "on" | "to" | "for", ..]
            | ["responses" | "thoughts" | "replies" | "comment", "to" | "on", ..]
            | ["one", "response" | "thought" | "reply" | "comment", ..]
            | ["no", "comments" | "responses", ..]
            | ["trackbacks" | "pingbacks" | "trackback", ..]
            | ["kommentar" | "kommentare" | "gedanken" | "antworten", "zu" | "auf", ..]
            | ["kommentar", "schreiben" | "hinterlassen" | "verfassen"]
            | ["schreibe", "einen", "kommentar"]
            | ["keine", "kommentare"]
            | ["laisser" | "ajouter", "un", "commentaire"]
            | ["deja" | "deixe", "un" | "um" | "una", ..]
            | ["lascia", "un", "commento"]
            | ["leave" | "post" | "add" | "write", "a" | "your", "comment" | "reply" | "response"]
            | ["join", "the", "discussion" | "conversation"]
            | ["kommentare"]
            | ["commentaires"]
            | ["comentarios"]
            | ["coment\u{e1}rios"]
            | ["commenti"]
            | ["reacties"]
            | ["komentarze"]
            | ["\u{43a}\u{43e}\u{43c}\u{43c}\u{435}\u{43d}\u{442}\u{430}\u{440}\u{438}\u{438}"]
    )
}

/// Says whether a short block is what stands around a comment.
pub(super) fn is_of_comment(lower: &str) -> bool {
    const WORDS: [&str; 10] = [
        "reply",
        "report",
        "flag",
        "upvote",
        "antworten",
        "r\u{e9}pondre",
        "responder",
        "rispondi",
        "like",
        "quote",
    ];
    let words = || lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let says = ["says", "says:", "said:", "wrote:", "sagt:", "a dit :", "dice:", "dijo:", "schreibt:"];
    words().count() <= 4 && words().any(|word| WORDS.contains(&word))
        || says.iter().any(|end| lower.ends_with(end))
        || ["posted by ", "reply to ", "comment by "].iter().any(|start| lower.starts_with(start))
        || lower.contains(" ago") && words().count() <= 5
}

/// Says whether a heading stands over sources or notes.
pub(super) fn heads_references(lower: &str) -> bool {
    const WORDS: [&str; 19] = [
        "references",
        "reference",
        "sources",
        "source",
        "notes",
        "footnotes",
        "endnotes",
        "bibliography",
        "citations",
        "resources",
        "further reading",
        "works cited",
        "external links",
        "links",
        "quellen",
        "literatur",
        "r\u{e9}f\u{e9}rences",
        "fuentes",
        "bronnen",
    ];
    lower.len() <= 60
        && WORDS.iter().any(|word| lower == *word || lower.starts_with(word) || lower.ends_with(word))
}

/// Says whether a paragraph at the end says who may use the text.
pub(super) fn is_notice(lower: &str) -> bool {
    const PHRASES: [&str; 31] = [
        "best viewed with ",
        "best viewed in ",
        "best viewed at ",
        "you are visitor ",
        "this story has not been edited by",
        "section of the print edition under the headline",
        "this article appeared in the print edition",
        "a version of this article appear",
        "a version of this story appear",
        "all rights reserved",
        "may not be published, broadcast",
        "may not be reproduced",
        "tous droits r\u{e9}serv\u{e9}s",
        "alle rechte vorbehalten",
        "todos los derechos reservados",
        "todos os direitos reservados",
        "tutti i diritti riservati",
        "riproduzione riservata",
        "alle rechten voorbehouden",
        "\u{432}\u{441}\u{435} \u{43f}\u{440}\u{430}\u{432}\u{430} \u{437}\u{430}\u{449}\u{438}\u{449}\u{435}\u{43d}\u{44b}",
        "\u{672a}\u{7ecf}\u{6388}\u{6743}",
        "\u{7248}\u{6743}\u{6240}\u{6709}",
        "\u{7248}\u{6b0a}\u{6240}\u{6709}",
        "\u{7121}\u{65ad}\u{8ee2}\u{8f09}",
        "\u{7121}\u{65ad}\u{8907}\u{5199}",
        "\u{7981}\u{6b62}\u{8f6c}\u{8f7d}",
        "\u{7981}\u{6b62}\u{8f49}\u{8f09}",
        "\u{8f6c}\u{8f7d}\u{8bf7}\u{6ce8}\u{660e}",
        "\u{bb34}\u{b2e8}\u{c804}\u{c7ac}",
        "\u{bb34}\u{b2e8} \u{c804}\u{c7ac}",
        "copyright \u{a9}",
    ];
    // `Copyright 2021 The Shore. To see more, visit The Shore.`
    let is_dated = lower.len() <= 160
        && lower
            .strip_prefix("copyright ")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_dated || lower.len() <= 420 && PHRASES.iter().any(|phrase| lower.contains(phrase))
}
