//! The names of what is not content: navigation, comments, boxes, forms.

use super::words::for_each_word;
use crate::format::html::tree::Element;
use crate::format::html::visibility::is_panel;

/// What a name says about an element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Verdict {
    /// The rule's name in the receipt.
    pub(in super::super) rule: &'static str,
    /// The name is believed unless the element holds a larger part of the page's prose than this.
    pub(in super::super) prose_share_max: f32,
}

impl Verdict {
    /// The rule is believed unless all its elements together hold a larger part of the prose.
    pub(in super::super) fn prose_share_max_together(self) -> f32 {
        (self.prose_share_max * 1.5).clamp(0.2, 0.95)
    }
}

const fn verdict_of(rule: &'static str, prose_share_max: f32) -> Option<Verdict> {
    Some(Verdict { rule, prose_share_max })
}

/// What the names of an element say it is, if that is not content.
pub(in super::super) fn verdict(element: &Element) -> Option<Verdict> {
    if matches!(&*element.name, "html" | "body" | "main" | "article") {
        return None;
    }
    by_element(element)
        .or_else(|| by_role(element))
        .or_else(|| by_class(element))
        .filter(|verdict| verdict.rule != "promotion" || !describes_article(element))
}

/// Says whether an element is what the article says of itself: the words above it that are also shown elsewhere.
fn describes_article(element: &Element) -> bool {
    element
        .attribute("itemprop")
        .is_some_and(|names| names.split_ascii_whitespace().any(|name| name == "description"))
}

fn by_element(element: &Element) -> Option<Verdict> {
    match &*element.name {
        "nav" | "menu" => verdict_of("navigation", 0.3),
        "footer" => verdict_of("footer", 0.2),
        "aside" => verdict_of("aside", 0.3),
        "form" | "fieldset" => verdict_of("form", 0.3),
        "dialog" => verdict_of("dialogue", 0.3),
        _ => None,
    }
}

fn by_role(element: &Element) -> Option<Verdict> {
    match element.attribute("role")? {
        "navigation" | "menu" | "menubar" | "toolbar" => verdict_of("navigation", 0.3),
        "banner" => verdict_of("page header", 0.2),
        "contentinfo" => verdict_of("footer", 0.2),
        "complementary" => verdict_of("aside", 0.3),
        "search" => verdict_of("form", 0.3),
        "dialog" | "alertdialog" | "alert" | "status" => verdict_of("dialogue", 0.3),
        _ => None,
    }
}

/// What the class and the id of an element say it is, if that is not content.
pub(in super::super) fn by_class(element: &Element) -> Option<Verdict> {
    // Elements of a page's own making are named as others are by their class.
    let own = Some(&*element.name).filter(|name| name.contains('-'));
    by_names(
        [element.attribute("class"), element.attribute("id"), element.attribute("data-testid"), own],
        element,
    )
}

/// What an element says it is, if that is not content, whatever its id.
pub(in super::super) fn verdict_without_id(element: &Element) -> Option<Verdict> {
    let names = [element.attribute("class"), element.attribute("data-testid"), None, None];
    by_element(element).or_else(|| by_role(element)).or_else(|| by_names(names, element))
}

fn by_names(names: [Option<&str>; 4], element: &Element) -> Option<Verdict> {
    let mut found: Option<Verdict> = None;
    for names in names.into_iter().flatten() {
        if is_content_name(names) {
            return None;
        }
        // A name of many words is made from a heading.
        if name_is_slug(names) {
            continue;
        }
        // Names of two letters, several at once, come out of a machine.
        let are_generated = names.split_ascii_whitespace().filter(|name| name.len() <= 2).count() >= 3;
        let mut previous = String::new();
        let is_post =
            || names.split_ascii_whitespace().any(|name| matches!(name, "post" | "hentry" | "type-post"));
        let names = names.split_ascii_whitespace();
        let names =
            names.filter(|name| !(is_state(name) || is_kind_of_part(name) || is_filing(name) && is_post()));
        for_each_word_in_names(names, |word, is_first| {
            if is_first {
                previous.clear();
            }
            if !(are_generated && word.len() <= 2)
                && !matches!(previous.as_str(), "no" | "has" | "with" | "without" | "not" | "hide" | "is")
                && let Some(verdict) = by_word(word, &previous)
                && found.is_none_or(|found| verdict.prose_share_max > found.prose_share_max)
            {
                found = Some(verdict);
            }
            previous.clear();
            previous.push_str(word);
        });
    }
    // What is shown by a press on the heading above it is no dialogue.
    found.filter(|found| found.rule != "dialogue" || !is_panel(element))
}

/// What one word of a name says, given the word before it.
fn by_word(word: &str, previous: &str) -> Option<Verdict> {
    match word {
        "comments" | "comment" | "commentlist" | "disqus" | "respond" | "replies" | "livefyre"
        | "viafoura" | "giscus" | "utterances" | "kommentare" | "kommentar" | "commentaires"
        | "comentarios" | "komentarze" | "reacties" | "discussion" | "trackbacks" | "trackback"
        | "pingback" | "pingbacks" | "commentform" | "commentsection" | "guestbook" | "condolences" => {
            verdict_of("comments", 0.9)
        }
        "share" | "sharing" | "shares" | "sharebar" | "sharedaddy" | "sharethis" | "addthis" | "addtoany"
        | "social" | "socials" | "sociallinks" | "socialmedia" | "shariff" | "heateor" | "gigya"
        | "followus" | "teilen" | "partager" | "compartir" => verdict_of("share bar", 0.3),
        "related" | "recommended" | "recommendation" | "recommendations" | "recirc" | "recirculation"
        | "outbrain" | "taboola" | "zergnet" | "trending" | "readmore" | "mostread" | "mostpopular"
        | "popular" | "suggested" | "similar" | "upnext" | "relacionadas" | "relacionados"
        | "relacionada" | "verwandte" | "yarpp" | "similares" | "correlati" => {
            verdict_of("related links", 0.5)
        }
        "more" if matches!(previous, "read" | "see" | "learn") => verdict_of("related links", 0.2),
        "read" | "viewed" | "shared" if previous == "most" => verdict_of("related links", 0.5),
        "from" | "stories" | "articles" | "posts" | "news"
            if matches!(previous, "more" | "other" | "latest" | "recent" | "top") =>
        {
            verdict_of("related links", 0.5)
        }
        "also" if matches!(previous, "see" | "read" | "may") => verdict_of("related links", 0.5),
        "nav" | "navbar" | "navigation" | "menu" | "breadcrumb" | "breadcrumbs" | "pagination" | "pager"
        | "paging" | "toolbar" | "skiplink" | "topbar" | "masthead" | "sitemap" | "toc" | "navbox"
        | "ambox" | "catlinks" | "editsection" | "hamburger" | "subnav" | "submenu" | "sidenav"
        | "topnav" | "mainnav" | "mainmenu" | "navmenu" | "menubar" | "navi" | "pagenavi" | "postnav"
        | "navlinks" | "crumbs" | "crumb" | "blogroll" | "pagelinks" | "nextprev" | "prevnext" => {
            verdict_of("navigation", 0.2)
        }
        // `table-of-contents`
        // A post of another page in a post.
        "content" if previous == "embedded" => verdict_of("related links", 0.2),
        "contents" if previous == "of" => verdict_of("navigation", 0.2),
        // What Quarto sets behind a post: how it may be used, and how to cite it.
        "reuse" | "citation" if previous == "quarto" => verdict_of("footer", 0.3),
        "bibtex" | "citeas" if previous == "appendix" => verdict_of("footer", 0.3),
        "footer" | "colophon" | "printfooter" => verdict_of("footer", 0.2),
        "copyright" | "disclaimer" | "legal" => verdict_of("footer", 0.1),
        "sidebar" | "rail" | "aside" => verdict_of("aside", 0.3),
        // Page builders call every paragraph a widget; themes, the boxes of the side bar.
        "widget" | "widgets" if previous.is_empty() => verdict_of("aside", 0.2),
        "ad" | "ads" | "adv" | "advert" | "advertisement" | "advertising" | "adbox" | "adsense"
        | "adslot" | "adunit" | "adsbygoogle" | "dfp" | "sponsor" | "sponsored" | "promoted" | "werbung"
        | "anzeige" | "publicidad" | "publicite" | "reklama" => verdict_of("advertisement", 0.2),
        "promo" | "promos" | "promotion" | "marketing" | "banner" | "teaser" | "teasers" | "cta"
        | "upsell" => verdict_of("promotion", 0.15),
        "newsletter" | "subscribe" | "subscription" | "signup" | "optin" | "mailchimp" | "regwall" => {
            verdict_of("subscription box", 0.3)
        }
        "up" | "in" if matches!(previous, "sign" | "log") => verdict_of("subscription box", 0.2),
        "in" if previous == "opt" => verdict_of("cookie note", 0.2),
        // The text itself may be called what is behind one.
        "box" | "offer" | "message" | "prompt" if previous == "paywall" => {
            verdict_of("subscription box", 0.4)
        }
        "login" | "register" => verdict_of("subscription box", 0.1),
        "cookie" | "cookies" | "consent" | "gdpr" | "rodo" | "lgpd" | "dsgvo" | "ccpa" | "onetrust" => {
            verdict_of("cookie note", 0.5)
        }
        "modal" | "popup" | "overlay" | "lightbox" | "tooltip" | "dropdown" => verdict_of("dialogue", 0.2),
        "byline" | "dateline" | "timestamp" | "datetime" | "pubdate" | "published" | "postmeta"
        | "postmetadata" | "entrymeta" | "articlemeta" | "postinfo" | "postdate" | "entrydate" => {
            verdict_of("byline", 0.03)
        }
        // What is known of a picture is said below it.
        "meta" | "metadata" if matches!(previous, "image" | "photo" | "picture" | "figure" | "media") => None,
        // A box that calls itself one about the author is, however short the text is.
        "bio" | "card" | "box" if matches!(previous, "author" | "authors" | "contributor") => {
            verdict_of("about the author", 0.4)
        }
        "author" | "authors" if previous == "about" => verdict_of("about the author", 0.4),
        "meta" | "metadata" | "author" | "authors" | "date" | "time" => verdict_of("byline", 0.05),
        "postprofile" | "userprofile" | "userinfo" | "usercard" | "userdetails" => {
            verdict_of("about the author", 0.1)
        }
        "user" if previous == "message" => verdict_of("about the author", 0.1),
        "signature" => verdict_of("about the author", 0.05),
        "authorbio" | "authorbox" | "aboutauthor" => verdict_of("about the author", 0.4),
        "bio" | "authorinfo" => verdict_of("about the author", 0.15),
        "tags" | "taglist" | "keywords" | "topics" | "categories" | "filed" => verdict_of("tags", 0.03),
        "vjs" | "videojs" | "jwplayer" | "mejs" | "plyr" | "flowplayer" | "videoplayer" => {
            verdict_of("player", 0.1)
        }
        // A video has its title and a sentence on it beside it; posts are told by what they hold, too.
        "video" | "videos" if !matches!(previous, "format" | "type" | "category" | "tag" | "post" | "is") => {
            verdict_of("player", 0.08)
        }
        "credit" | "credits" | "photocredit" | "imagecredit" => verdict_of("picture credit", 0.03),
        "likes" | "upvotes" | "reactions" => verdict_of("page tools", 0.05),
        "print" | "noprint" | "rating" | "ratings" | "vote" | "votes" | "poll" | "survey" | "feedback" => {
            verdict_of("page tools", 0.1)
        }
        // Houses ask for money at length.
        "donate" | "donation" | "donations" | "contribute" | "contributions" => {
            verdict_of("page tools", 0.25)
        }
        _ => by_beginning(word),
    }
}

/// What the beginning of a word says, for those that pages glue others to.
fn by_beginning(word: &str) -> Option<Verdict> {
    const BEGINNINGS: [(&str, Option<Verdict>); 9] = [
        ("related", verdict_of("related links", 0.5)),
        ("recommend", verdict_of("related links", 0.5)),
        ("outbrain", verdict_of("related links", 0.5)),
        ("taboola", verdict_of("related links", 0.5)),
        ("newsletter", verdict_of("subscription box", 0.3)),
        ("subscri", verdict_of("subscription box", 0.2)),
        ("advert", verdict_of("advertisement", 0.2)),
        ("sponsor", verdict_of("advertisement", 0.2)),
        ("breadcrumb", verdict_of("navigation", 0.2)),
    ];
    BEGINNINGS.iter().find(|(beginning, _)| word.starts_with(beginning)).and_then(|(_, verdict)| *verdict)
}

/// Says whether a name says which kind of part of a page an element is, as builders call all of them: `widget-type-text`.
fn is_kind_of_part(name: &str) -> bool {
    name.starts_with("widget-type-") || name == "widget-span"
}

/// Says whether a name says of an element what it allows rather than what it is: `comments-open`.
fn is_state(name: &str) -> bool {
    const STATES: [&str; 4] = ["open", "closed", "enabled", "disabled"];
    name.rsplit_once(['-', '_']).is_some_and(|(_, state)| STATES.contains(&state))
}

/// Says whether a name says what a post is filed under: `tag-comments`.
fn is_filing(name: &str) -> bool {
    name.starts_with("tag-") || name.starts_with("category-")
}

fn name_is_slug(names: &str) -> bool {
    names.split_ascii_whitespace().count() == 1 && names.matches(['-', '_']).count() > 3
}

/// Names that content management systems give to what they hold.
fn is_content_name(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        matches!(
            name,
            "hentry"
                | "h-entry"
                | "e-content"
                | "entry-content"
                | "post-content"
                | "article-body"
                | "articleBody"
                | "article-content"
                | "story-body"
                | "post-body"
                | "article__body"
                | "article-text"
                | "abstract"
        )
    })
}

/// Calls `found` with each word of `names` and whether it is the first of a name.
fn for_each_word_in_names<'a>(names: impl Iterator<Item = &'a str>, mut found: impl FnMut(&str, bool)) {
    for name in names {
        let mut is_first = true;
        for_each_word(name, |word| {
            found(word, is_first);
            is_first = false;
        });
    }
}
