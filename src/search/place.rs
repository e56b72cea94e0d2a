//! Where a passage can be opened: a recording at its second, a page at its words, a file at its line.
//!
//! Pure: text in, text out.

use std::ops::Range;

use super::Passage;
use crate::analyzer::words;
use crate::document::Metadata;
use crate::index::Entry;

/// The link to a passage: its recording at the time, else its page at the words, else its file as
/// editors take it, `path:line`.
pub fn link(entry: &Entry, passage: &Passage) -> String {
    let metadata = &entry.metadata;
    let addresses = [&metadata.media_url, &metadata.url];
    let mut web = addresses.into_iter().flatten().filter(|url| is_web(url));
    if let Some(start_ms) = passage.start_ms {
        let is_media = |url: &&String| metadata.media_url.as_ref() == Some(*url) || is_video_page(url);
        if let Some(url) = web.clone().find(is_media) {
            return at_time(url, start_ms);
        }
    }
    if let Some(url) = web.find(|url| metadata.url.as_ref() == Some(*url)) {
        return at_words(url, &passage.text, &passage.highlights);
    }
    let part = if entry.part.is_empty() { String::new() } else { format!("#{}", entry.part) };
    let line = passage.line.map(|line| format!(":{line}")).unwrap_or_default();
    format!("{}{part}{line}", entry.path)
}

/// The address of a document's recording, where there is one: a file or a page that plays it.
pub fn recording(entry: &Entry) -> Option<&str> {
    let Metadata { media_url, url, .. } = &entry.metadata;
    let media = media_url.as_deref().filter(|url| is_web(url));
    media.or_else(|| url.as_deref().filter(|url| is_web(url) && is_video_page(url)))
}

/// Whether `link` is an address and not a file.
pub fn is_web(link: &str) -> bool {
    let has_scheme = ["http://", "https://"].iter().any(|scheme| {
        link.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            && link.len() > scheme.len()
    });
    has_scheme
        && !link.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
}

/// A recording from this time on, in whole seconds as players take it: YouTube's `t=` and `start=`,
/// Vimeo's `#t=83s`, and the `#t=83` of W3C Media Fragments for everything else.
pub fn at_time(url: &str, start_ms: u32) -> String {
    let seconds = start_ms / 1000;
    let (address, fragment) =
        url.split_once('#').map_or((url, None), |(address, rest)| (address, Some(rest)));
    let (host, path) = host_and_path(address);
    let is_host =
        |name: &str| host == name || host.strip_suffix(name).is_some_and(|head| head.ends_with('.'));
    if is_host("youtube.com") || is_host("youtube-nocookie.com") || is_host("youtu.be") {
        let name = if path.starts_with("/embed/") { "start" } else { "t" };
        let address = with_parameter(address, name, &seconds.to_string());
        return match fragment.filter(|fragment| !fragment.starts_with("t=")) {
            Some(fragment) => format!("{address}#{fragment}"),
            None => address,
        };
    }
    if is_host("vimeo.com") {
        return format!("{address}#t={seconds}s");
    }
    format!("{address}#t={seconds}")
}

/// A page at words of it, by a text fragment (WICG, "URL Fragment Text Directives"): the matching
/// words between a few of their neighbours; a long stretch by its ends.
pub fn at_words(url: &str, text: &str, highlights: &[Range<usize>]) -> String {
    /// What is longer, in characters, is given by its ends.
    const WHOLE_CHARS_MAX: usize = 80;
    const WHOLE_WORDS_MAX: usize = 24;
    const CONTEXT_WORDS: usize = 3;
    const END_WORDS: usize = 4;
    let all = 0..text.len();
    let target = match (highlights.first(), highlights.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => all,
    };
    let Some(found) = text.get(target.clone()).filter(|found| !found.trim().is_empty()) else {
        return url.to_owned();
    };
    // A directive's text may not reach over blocks, which lines are.
    let line_before = text[..target.start].rsplit('\n').next().unwrap_or_default();
    let line_behind = text[target.end..].split('\n').next().unwrap_or_default();
    // A few words may stand on a page more than once, and their neighbours tell which is meant; but
    // what the page has between them and we have not makes a directive fail.
    let is_whole = found.chars().count() <= WHOLE_CHARS_MAX && words(found).count() <= WHOLE_WORDS_MAX;
    let (first, last) = if is_whole && !found.contains('\n') {
        (found, found)
    } else {
        let first_line = found.split('\n').next().unwrap_or_default();
        let last_line = found.rsplit('\n').next().unwrap_or_default();
        (first_short(first_words(first_line, END_WORDS)), last_short(last_words(last_line, END_WORDS)))
    };
    let is_one = is_whole && !found.contains('\n');
    let needs_context = |end: &str| {
        end.split_whitespace().count() < CONTEXT_WORDS && (is_one || words(end).count() < CONTEXT_WORDS)
    };
    let context = |end, words| if needs_context(end) && has_word(words) { words } else { "" };
    let prefix = context(first, last_short(last_words(line_before, CONTEXT_WORDS)));
    let suffix = context(last, first_short(first_words(line_behind, CONTEXT_WORDS)));
    let middle = if is_one { encode(found) } else { format!("{},{}", encode(first), encode(last)) };
    let prefix = if prefix.is_empty() { String::new() } else { format!("{}-,", encode(prefix)) };
    let suffix = if suffix.is_empty() { String::new() } else { format!(",-{}", encode(suffix)) };
    let joint = if url.contains('#') { ":~:" } else { "#:~:" };
    let url = url.split_once(":~:").map_or(url, |(before, _)| before.trim_end_matches('#'));
    format!("{url}{joint}text={prefix}{middle}{suffix}")
}

fn is_video_page(url: &str) -> bool {
    let (host, _) = host_and_path(url);
    let hosts = ["youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com"];
    hosts.iter().any(|name| host == *name || host.strip_suffix(name).is_some_and(|head| head.ends_with('.')))
}

/// The host in lower case, without its port, and what follows it.
fn host_and_path(address: &str) -> (String, &str) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next().unwrap_or_default();
    (host.split(':').next().unwrap_or_default().to_ascii_lowercase(), path)
}

/// The address with this parameter and no other of its name; of YouTube's two names for a start
/// only the new one stays.
fn with_parameter(address: &str, name: &str, value: &str) -> String {
    let (base, query) = address.split_once('?').unwrap_or((address, ""));
    let is_other = |parameter: &&str| {
        let key = parameter.split('=').next().unwrap_or_default();
        !parameter.is_empty() && !matches!(key, "t" | "start" | "time_continue")
    };
    let mut parameters: Vec<&str> = query.split('&').filter(is_other).collect();
    let new = format!("{name}={value}");
    parameters.push(&new);
    format!("{base}?{}", parameters.join("&"))
}

fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The first words of a line, whole.
fn first_words(line: &str, count: usize) -> &str {
    let line = line.trim();
    let end = line.split_whitespace().take(count).last().map_or(0, |word| offset(line, word) + word.len());
    &line[..end]
}

/// The last words of a line, whole.
fn last_words(line: &str, count: usize) -> &str {
    let line = line.trim();
    let start =
        line.split_whitespace().rev().take(count).last().map_or(line.len(), |word| offset(line, word));
    &line[start..]
}

/// What is written without spaces has no words to count by: a browser's words, most of them a
/// character, may be this many.
const UNSPACED_WORDS_MAX: usize = 12;

/// The beginning of it that has no more words than that.
fn first_short(text: &str) -> &str {
    let end = words(text).nth(UNSPACED_WORDS_MAX - 1).map_or(text.len(), |word| word.mark.end);
    if is_ascii_or_short(text) { text } else { &text[..end] }
}

/// The end of it that has no more words than that.
fn last_short(text: &str) -> &str {
    let before = words(text).count().saturating_sub(UNSPACED_WORDS_MAX);
    let start = words(text).nth(before).map_or(0, |word| word.mark.start);
    if is_ascii_or_short(text) { text } else { &text[start..] }
}

/// Whether it is words between blanks anyway.
fn is_ascii_or_short(text: &str) -> bool {
    text.is_ascii() || text.chars().count() <= UNSPACED_WORDS_MAX
}

/// Where `part` begins in `whole`, of which it is a slice.
fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

/// Percent-encodes all but the characters that no address and no directive gives a meaning; `-`, `,`
/// and `&` have one in a directive.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~') {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_are_told_the_second() {
        let check = |url: &str, expected: &str| assert_eq!(at_time(url, 83_900), expected);
        check("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t=83");
        check(
            "https://m.youtube.com/watch?t=5s&v=abc&list=x",
            "https://m.youtube.com/watch?v=abc&list=x&t=83",
        );
        check("https://youtu.be/abc?si=zz", "https://youtu.be/abc?si=zz&t=83");
        check("https://youtu.be/abc#t=5", "https://youtu.be/abc?t=83");
        check("https://www.youtube.com/embed/abc", "https://www.youtube.com/embed/abc?start=83");
        check(
            "https://www.youtube-nocookie.com/embed/abc?start=9",
            "https://www.youtube-nocookie.com/embed/abc?start=83",
        );
        check("https://www.youtube.com/live/abc", "https://www.youtube.com/live/abc?t=83");
        check("https://vimeo.com/123#x", "https://vimeo.com/123#t=83s");
        check("https://player.vimeo.com/video/123", "https://player.vimeo.com/video/123#t=83s");
        check("https://cdn.example/ep1.mp3?dl=1", "https://cdn.example/ep1.mp3?dl=1#t=83");
        check("https://notyoutube.com/watch?v=abc", "https://notyoutube.com/watch?v=abc#t=83");
        check("https://youtube.com.evil.example/a", "https://youtube.com.evil.example/a#t=83");
    }

    #[test]
    fn pages_are_opened_at_their_words() {
        let page = "https://a.example/p";
        let check = |text: &str, marked: &[&str], expected: &str| {
            let highlights: Vec<Range<usize>> = marked
                .iter()
                .map(|mark| text.find(mark).unwrap())
                .zip(marked)
                .map(|(start, mark)| start..start + mark.len())
                .collect();
            assert_eq!(at_words(page, text, &highlights), format!("{page}{expected}"), "{text}");
        };
        check("Rent is paid on land, they say.", &["paid"], "#:~:text=Rent%20is-,paid,-on%20land%2C%20they");
        check("a well-known R&D tax", &["well-known R&D"], "#:~:text=a-,well%2Dknown%20R%26D,-tax");
        check("one\ntwo three\nfour", &["two three"], "#:~:text=two%20three");
        check(
            "one two\nthree four five six seven",
            &["one", "six"],
            "#:~:text=one%20two,three%20four%20five%20six",
        );
        check(
            "私は昨日の朝早くから土地の税について話していました",
            &["税"],
            "#:~:text=%E3%81%AF%E6%98%A8%E6%97%A5%E3%81%AE%E6%9C%9D%E6%97%A9%E3%81%8F%E3%81%8B%E3%82%89%E5%9C%9F%E5%9C%B0%E3%81%AE-,%E7%A8%8E,-%E3%81%AB%E3%81%A4%E3%81%84%E3%81%A6%E8%A9%B1%E3%81%97%E3%81%A6%E3%81%84%E3%81%BE%E3%81%97%E3%81%9F",
        );
        // One word of a block would be found in another.
        check(
            "a day of testing.\nand what makes a good test at last",
            &["testing", "makes a good test"],
            "#:~:text=a%20day%20of-,testing.,makes%20a%20good%20test",
        );
        check("Zürich", &["Zürich"], "#:~:text=Z%C3%BCrich");
        let long = "word ".repeat(40);
        check(&long, &[], "#:~:text=word%20word%20word%20word,word%20word%20word%20word");
        check("", &[], "");
        // Neither is a long stretch of what is written without spaces, nor are its sentences words.
        let sentences = "図書館で働くことになりました。\u{3000}".repeat(30);
        let address = at_words(page, &sentences, &[]);
        assert!(address.len() < 300 && address.contains("text=%E5%9B%B3"), "{address}");
        let marked: Vec<_> =
            sentences.match_indices("図書館").map(|(at, found)| at..at + found.len()).collect();
        let address = at_words(page, &sentences, &marked);
        assert!(address.len() < 300, "{address}");
        assert_eq!(at_words("https://a.example/p#sec", "tax", &[]), "https://a.example/p#sec:~:text=tax");
    }

    #[test]
    fn the_best_place_is_linked() {
        let passage = Passage {
            text: "The tax.".to_owned(),
            highlights: std::iter::once(4..7).collect(),
            line: Some(9),
            start_ms: Some(5_000),
            ..Passage::default()
        };
        let check = |media_url: Option<&str>, url: Option<&str>, expected: &str| {
            let metadata = Metadata {
                media_url: media_url.map(str::to_owned),
                url: url.map(str::to_owned),
                ..Metadata::default()
            };
            let entry = Entry { path: "show/a.vtt".to_owned(), metadata, ..Entry::default() };
            assert_eq!(link(&entry, &passage), expected);
        };
        check(None, None, "show/a.vtt:9");
        check(Some("https://a.example/a.mp3"), Some("https://a.example/"), "https://a.example/a.mp3#t=5");
        check(None, Some("https://youtu.be/x"), "https://youtu.be/x?t=5");
        check(None, Some("https://a.example/"), "https://a.example/#:~:text=The-,tax");
        check(Some("javascript:alert(1)"), None, "show/a.vtt:9");
        check(None, Some("https://a.example/a b"), "show/a.vtt:9");
    }
}
