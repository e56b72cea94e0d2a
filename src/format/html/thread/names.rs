//! The names by which threads call their parts.

use rustc_hash::FxHashMap;

use super::super::tree::{Element, Tree};

/// A name of somebody takes no more bytes.
const NAME_BYTES_MAX: usize = 60;

const VOTES: [&str; 9] =
    ["vote", "votes", "voting", "voters", "votelinks", "votecell", "upvote", "upvoter", "unvoted"];

/// What the classes of an element say that it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Called {
    is_body: bool,
    is_author: bool,
    is_vote: bool,
}

impl Called {
    pub(super) fn of(element: &Element) -> Self {
        Self::by(element.attribute("class").unwrap_or_default())
    }

    fn by(classes: &str) -> Self {
        let mut called = Self::default();
        let mut lower = String::new();
        for class in classes.split_ascii_whitespace() {
            let words = words(class, &mut lower);
            called.is_body |= is_body_by(&words);
            called.is_author |= is_author_by(class, &words);
            called.is_vote |= words.iter().any(|word| VOTES.contains(word));
        }
        called
    }
}

/// What the elements of a page are called. Most share their classes with others, which are looked at once.
#[derive(Debug, Default)]
pub(super) struct Names<'t>(FxHashMap<&'t str, Called>);

impl<'t> Names<'t> {
    pub(super) fn of(&mut self, element: &'t Element) -> Called {
        let classes = element.attribute("class").unwrap_or_default();
        *self.0.entry(classes).or_insert_with(|| Called::by(classes))
    }
}

/// Says whether an element calls itself the text of a post.
pub(super) fn is_body(element: &Element, called: Called) -> bool {
    if matches!(&*element.name, "a" | "form" | "body" | "html" | "article" | "main") {
        return false;
    }
    if matches!(element.attribute("itemprop"), Some("text" | "articleBody" | "commentText"))
        || matches!(element.attribute("slot"), Some("comment" | "text-body"))
    {
        return true;
    }
    // vBulletin, and Simple Machines: `id="msg_12"`.
    let id = element.attribute("id").unwrap_or_default();
    let is_numbered = |start: &str| {
        id.strip_prefix(start)
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    };
    if is_numbered("post_message_") || is_numbered("msg_") && element.attribute("class") == Some("inner") {
        return true;
    }
    called.is_body
}

fn is_body_by(words: &[&str]) -> bool {
    let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
    has(&["commtext", "toptext", "postbody", "usertext", "bbwrapper", "cooked"]) && words.len() <= 2
        || has(&["comment", "post", "message", "answer", "reply", "question", "story"])
            && has(&["text", "body", "content", "copy"])
            && words.len() <= 4
}

/// Says whether an element is the text in what calls itself the body of a post but holds its head, too: phpBB's.
pub(super) fn is_content_of_post(tree: &Tree, node: usize) -> bool {
    let has_class = |node: usize, name: &str| {
        tree.attribute(node, "class").unwrap_or_default().split_ascii_whitespace().any(|class| class == name)
    };
    tree.attribute(node, "class") == Some("content")
        && tree.ancestors(node).take(2).any(|outer| has_class(outer, "postbody"))
}

/// Says whether an element is declared to be the text of an item.
pub(super) fn is_declared_post(tree: &Tree, node: usize) -> bool {
    matches!(tree.attribute(node, "itemprop"), Some("text" | "articleBody" | "commentText"))
}

/// Says whether an element calls itself whoever wrote a post, or the line that says so.
pub(super) fn is_author(element: &Element, called: Called) -> bool {
    matches!(element.attribute("itemprop"), Some("author" | "creator"))
        || element.attribute("rel") == Some("author")
        || called.is_author
}

fn is_author_by(class: &str, words: &[&str]) -> bool {
    const NAMES: [&str; 13] = [
        "author",
        "bigusername",
        "hnuser",
        "username",
        "creator",
        "poster",
        "commenter",
        "byline",
        "u-author",
        "p-author",
        "h-card",
        "comment-user",
        "user-details",
    ];
    NAMES.contains(&class)
        || words.last().is_some_and(|word| matches!(*word, "author" | "username" | "creator"))
}

/// Whoever wrote all that is in an element, where an attribute says it.
pub(super) fn author_attribute(element: &Element) -> Option<&str> {
    let name = element.attribute("data-author").or_else(|| {
        // Only elements of a page's own making have such an attribute.
        element.attribute("author").filter(|_| element.name.contains('-'))
    });
    name.map(str::trim).filter(|name| !name.is_empty() && name.len() <= NAME_BYTES_MAX)
}

/// The name in an element that calls itself an author: its first link with a letter, or its first words.
pub(super) fn name_in(tree: &Tree, node: usize) -> Option<String> {
    const NODES_MAX: usize = 60;
    let nodes = || (node..tree.end(node)).take(NODES_MAX);
    let is_name = |text: &str| {
        let text = text.trim();
        text.chars().any(char::is_alphanumeric) && text.len() <= NAME_BYTES_MAX
    };
    let links = nodes().filter(|node| tree.name(*node) == "a").map(|link| tree.raw_text(link));
    let words = nodes().filter_map(|node| tree.text(node)).map(str::to_owned);
    let name = links.chain(words).find(|text| is_name(text))?;
    Some(name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Says whether an element is for votes, or the number of them.
pub(super) fn is_vote(element: &Element, called: Called) -> bool {
    called.is_vote || element.attribute("score").is_some() && element.name.contains('-')
}

/// Says whether an element calls itself what stands at the side.
pub(super) fn is_side(element: &Element) -> bool {
    let names = [element.attribute("class"), element.attribute("id")];
    let mut names = names.into_iter().flatten().flat_map(str::split_ascii_whitespace);
    names.any(|name| name == "side")
}

/// The words of a name, in small letters, which are written into `lower`: `commentText` and `comment_text` have two.
fn words<'a>(name: &str, lower: &'a mut String) -> Vec<&'a str> {
    lower.clear();
    if name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        lower.push_str(name);
        return vec![lower];
    }
    let mut is_new = false;
    let mut was_lower = false;
    for c in name.chars() {
        is_new |= c.is_uppercase() && was_lower;
        was_lower = c.is_lowercase();
        if !c.is_alphanumeric() {
            is_new = true;
            continue;
        }
        if std::mem::take(&mut is_new) {
            lower.push(' ');
        }
        lower.extend(c.to_lowercase());
    }
    lower.split(' ').filter(|word| !word.is_empty()).collect()
}
