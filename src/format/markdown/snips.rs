//! Snippets of podcasts as their players and readers export them: what is said stands folded in, or in the
//! item of a list, the name above the words. Each turn is written as Markdown has them.

use std::borrow::Cow;

use crate::document::LINE_SEPARATOR;
use crate::receipt::Receipt;

/// How a turn begins in HTML.
const TURN: &str = "<blockquote><b>";
/// What stands over the turns in the item of a list.
const HEAD: &str = "  Transcript:";
/// A name is no longer.
const NAME_BYTES_MAX: usize = 80;

/// Sets the names before the words, a line for a line; borrowed where there are none.
pub(super) fn plain<'a>(body: &'a str, receipt: &mut Receipt) -> Cow<'a, str> {
    let has = |mark: &str| memchr::memmem::find(body.as_bytes(), mark.as_bytes()).is_some();
    let is_folded = has("<details>") && has("ranscript");
    if !is_folded && !has(TURN) && !has(HEAD) {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len() + 64);
    let mut lines = body.lines().peekable();
    let mut place = Place::Elsewhere;
    // Whose words stand here.
    let mut name: Option<&str> = None;
    // The line before was a name.
    let mut is_named = false;
    let mut turns = 0;
    while let Some(line) = lines.next() {
        let bare = line.trim();
        if line == HEAD {
            (place, name) = (Place::Item, None);
        } else if bare.starts_with("<summary>") && bare.contains("ranscript") {
            (place, name) = (Place::Folded, None);
        } else if bare == "</details>" || place == Place::Item && !line.starts_with("  ") {
            place = Place::Elsewhere;
        }
        if let Some((name, words)) = turn(bare) {
            // What is folded in may be all on one line.
            for (nth, (name, words)) in turns_of(name, words).enumerate() {
                if nth > 0 {
                    out.push(LINE_SEPARATOR);
                }
                push_turn(name, words, &mut out);
                turns += 1;
            }
        } else if bare.starts_with("<summary>") && lines.peek().is_some_and(|next| turn(next).is_some()) {
            // The label by which it is unfolded; and a blank line ends the HTML.
            receipt.dropped("label of what is folded", line);
        } else if place == Place::Item && line == HEAD {
            receipt.dropped("label of a transcript", line);
        } else if let Some(found) = name_alone(line, lines.peek().copied(), place).filter(|_| !is_named) {
            (name, is_named) = (Some(found), true);
        } else if let Some(name) = name.filter(|_| place != Place::Elsewhere && !bare.is_empty()) {
            push_turn(name, bare, &mut out);
            turns += usize::from(std::mem::take(&mut is_named));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    if turns > 1 { Cow::Owned(out) } else { Cow::Borrowed(body) }
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Elsewhere,
    /// In what is folded in under the word `Transcript`: names are bold, and stand in paragraphs of their own.
    Folded,
    /// In the item of a list below `Transcript:`.
    Item,
}

fn push_turn(name: &str, words: &str, out: &mut String) {
    for part in ["**", name, ":** ", words] {
        out.push_str(part);
    }
}

/// The turns of `<b>Ada</b><br/><br/>Words.<br/><br/><b>Tom</b><br/><br/>Words.`, of which the first is known.
fn turns_of<'a>(name: &'a str, words: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut rest = Some((name, words));
    std::iter::from_fn(move || {
        let (name, words) = rest.take()?;
        let next = words.match_indices("<b>").find_map(|(at, _)| {
            let is_parted = words[..at].ends_with('>');
            let (name, behind) = words[at + "<b>".len()..].split_once("</b>")?;
            let name = name.trim().trim_end_matches(':');
            let is_turn =
                is_parted && behind.starts_with("<br") && (1..=NAME_BYTES_MAX).contains(&name.len());
            is_turn.then_some((at, name, behind))
        });
        let said = next.map_or(words, |(at, ..)| &words[..at]);
        rest = next.map(|(_, name, behind)| (name, behind));
        Some((name, without_breaks(said)))
    })
}

/// Words without the breaks around them.
fn without_breaks(words: &str) -> &str {
    const BREAKS: [&str; 3] = ["<br/>", "<br>", "<br />"];
    let mut words = words.trim();
    while let Some(rest) =
        BREAKS.iter().find_map(|tag| words.strip_prefix(tag).or_else(|| words.strip_suffix(tag)))
    {
        words = rest.trim();
    }
    words
}

/// `<blockquote><b>Ada</b><br/><br/>Words.</blockquote><br/>`
fn turn(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.trim().strip_prefix(TURN)?.split_once("</b>")?;
    let words = without_breaks(rest.split("</blockquote>").next()?);
    let name = name.trim().trim_end_matches(':');
    let is_turn = !name.is_empty() && name.len() <= NAME_BYTES_MAX && !words.trim().is_empty();
    is_turn.then_some((name, words))
}

/// A line that is a name and no more, above words.
fn name_alone<'a>(line: &'a str, next: Option<&str>, place: Place) -> Option<&'a str> {
    let bare = line.trim();
    let next = next?.trim();
    let name = match place {
        Place::Elsewhere => return None,
        Place::Folded => bare
            .strip_prefix("**")?
            .strip_suffix("**")
            .filter(|name| !name.contains('*') && next.is_empty())?,
        Place::Item => Some(bare).filter(|_| !next.is_empty())?,
    };
    let is_name = name.len() <= NAME_BYTES_MAX
        && name.starts_with(char::is_uppercase)
        && !name.ends_with(['.', '!', '?', ',', ':', ')'])
        && name.split_whitespace().count() <= 5;
    is_name.then_some(name)
}
