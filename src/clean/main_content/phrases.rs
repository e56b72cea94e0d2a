//! What the apparatus of a page says, in the languages that pages are found in.

mod asks;
mod away;
mod closing;
mod comments;
mod continues;
mod credits;
mod labels;
mod lists;
mod machines;
mod paid;

pub(super) use asks::asks;
pub(super) use away::{leads_away, says_more_than_leads_away};
pub(super) use closing::is_closing;
pub(super) use comments::{disowns, heads_comments, is_bare_word, is_of_comment};
pub(super) use credits::{is_credit, is_handle};
pub(super) use labels::{is_filed, is_label};
pub(super) use lists::{heads_list, heads_reviews};
pub(super) use machines::is_of_machine;
pub(super) use paid::{is_advertisement, names_sponsor};

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
    const PHRASES: [&str; 36] = [
        "adhere to the independent press standards",
        "regulated by the independent press standards",
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
        "信息存储服务",
        "信息存储空间",
        "该文观点仅代表作者本人",
    ];
    // `Copyright 2021 The Shore. To see more, visit The Shore.`
    let is_dated = lower.len() <= 160
        && lower
            .strip_prefix("copyright ")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_dated || lower.len() <= 420 && PHRASES.iter().any(|phrase| lower.contains(phrase))
}
