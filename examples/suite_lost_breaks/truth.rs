//! What the text was before its breaks were lost.

/// How two characters that show were parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Gap {
    #[default]
    Nothing,
    Space,
    /// A line break of the source that shows as a space.
    SoftBreak,
    /// The border of a block, `<br>`, or a line break in preformatted text.
    Break,
}

/// The characters that show, with the gap before each.
#[derive(Debug, Default)]
pub(crate) struct Original {
    pub chars: Vec<char>,
    pub gaps: Vec<Gap>,
    /// The characters with which an item of a list begins.
    pub items: Vec<bool>,
}

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "nav",
    "figure",
    "figcaption",
    "hr",
    "dl",
    "dt",
    "dd",
    "address",
    "main",
    "form",
    "fieldset",
    "option",
    "title",
    "body",
    "html",
    "center",
    "caption",
    "details",
    "summary",
];
const HIDDEN: &[&str] = &["script", "style", "head", "svg", "noscript", "template", "textarea", "select"];

impl Original {
    /// Reads HTML.
    pub(crate) fn of_html(html: &str) -> Self {
        let mut original = Self::default();
        let mut gap = Gap::Nothing;
        let mut preformatted = 0;
        let mut item = false;
        let mut rest = html;
        while !rest.is_empty() {
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            if let Some((name, closes, end)) = tag(rest) {
                rest = &rest[end..];
                if HIDDEN.contains(&name.as_str()) && !closes {
                    let close = format!("</{name}");
                    let at = rest.to_ascii_lowercase().find(&close);
                    rest = at.map_or(rest, |at| &rest[at..]);
                }
                if name == "pre" {
                    preformatted += if closes { -1 } else { 1 };
                }
                item |= name == "li" && !closes;
                if BLOCKS.contains(&name.as_str()) {
                    gap = gap.max(Gap::Break);
                }
                continue;
            }
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[first..].find('<').map_or(rest.len(), |at| at + first);
            let break_of_line = if preformatted > 0 { Gap::Break } else { Gap::SoftBreak };
            for c in unescape(&rest[..end]).chars() {
                match c {
                    '\n' | '\r' => gap = gap.max(break_of_line),
                    c if c.is_whitespace() => gap = gap.max(Gap::Space),
                    '\u{AD}' | '\u{200B}' | '\u{FEFF}' => {}
                    c => {
                        original.chars.push(c);
                        original.gaps.push(std::mem::take(&mut gap));
                        original.items.push(std::mem::take(&mut item));
                    }
                }
            }
            rest = &rest[end..];
        }
        original
    }

    /// The blocks of a document.
    pub(crate) fn of_document(document: &ibid::document::Document) -> Self {
        let mut original = Self::default();
        for block in &document.blocks {
            let mut gap = Gap::Break;
            let is_item = block.kind == ibid::document::BlockKind::ListItem;
            for (at, c) in document.block_text(block).char_indices() {
                match c {
                    '\n' => gap = Gap::Break,
                    c if c.is_whitespace() => gap = gap.max(Gap::Space),
                    c => {
                        original.chars.push(c);
                        original.gaps.push(std::mem::take(&mut gap));
                        original.items.push(is_item && at == 0);
                    }
                }
            }
        }
        original
    }

    /// The text with tags and line breaks dropped and nothing put in their place; with it, for each
    /// character that shows, the byte of the text at which it (or its list marker) stands.
    pub(crate) fn glued(&self, glue: Glue) -> (String, Vec<usize>) {
        let mut text = String::new();
        let mut at = Vec::with_capacity(self.chars.len());
        let mut number = 0;
        for ((c, gap), item) in self.chars.iter().zip(&self.gaps).zip(&self.items) {
            if *gap == Gap::Break {
                number = if *item { number + 1 } else { 0 };
            }
            if !text.is_empty() && (*gap == Gap::Space || *gap == Gap::SoftBreak && glue.keeps_soft) {
                text.push(' ');
            }
            at.push(text.len());
            if *item && !text.is_empty() {
                text.push_str(&glue.marker.replace('1', &number.max(1).to_string()));
            }
            text.push(*c);
        }
        (text, at)
    }

    /// The same text with addresses at the ends of some of its blocks, made of its own words.
    pub(crate) fn with_links(&self, mut seed: usize) -> Self {
        let mut linked = Self::default();
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below.max(1)
        };
        for index in 0..=self.chars.len() {
            let is_end = index == self.chars.len();
            let mut gap_behind = self.gaps.get(index).copied().unwrap_or_default();
            if (is_end || gap_behind == Gap::Break) && index > 0 && random(4) == 0 {
                let mut parts = Vec::new();
                let mut rest = self.words_before(index);
                for _ in 0..1 + random(4) {
                    parts.push(rest.pop().unwrap_or_else(|| "page".to_owned()));
                }
                parts.reverse();
                let host = [
                    "twitter.com/",
                    "www.youtube.com/@",
                    "patreon.com/",
                    "example.org/",
                    "www.instagram.com/",
                ][random(5)];
                let path = match random(6) {
                    0 | 1 => parts.iter().map(|part| capitalised(part)).collect::<String>(),
                    2 => parts.concat(),
                    3 => format!("{}/{}", 2000 + random(30), parts.join("-")),
                    4 => format!("watch?v={:x}{}", random(1 << 30), capitalised(&parts[0])),
                    _ => String::new(),
                };
                let ends = ["", "/"][random(3) / 2];
                let leads = [" ", ": ", " - "][random(3)];
                let scheme = ["https://", "http://", "www."][random(7) / 3];
                let host = if scheme == "www." { host.trim_start_matches("www.") } else { host };
                linked.push_words(&format!("{leads}{scheme}{host}{path}{ends}"), Gap::Nothing);
                match random(8) {
                    0 => linked.push_labels(&parts, &mut random),
                    // Now and then the text goes on behind the address.
                    1 | 2 => gap_behind = Gap::Space,
                    _ => {}
                }
            }
            if is_end {
                break;
            }
            linked.chars.push(self.chars[index]);
            linked.gaps.push(gap_behind);
            linked.items.push(self.items[index]);
        }
        linked
    }

    /// Lines such as `Website: https://example.org/name`, all written the same way.
    fn push_labels(&mut self, parts: &[String], random: &mut impl FnMut(usize) -> usize) {
        const LABELS: [(&str, &str); 16] = [
            ("Twitter", "twitter.com/"),
            ("X", "x.com/"),
            ("Instagram", "www.instagram.com/"),
            ("YouTube", "www.youtube.com/@"),
            ("TikTok", "www.tiktok.com/@"),
            ("Facebook", "www.facebook.com/"),
            ("Mastodon", "example.social/@"),
            ("LinkedIn", "www.linkedin.com/in/"),
            ("Website", "www.example.com/"),
            ("Blog", "example.org/"),
            ("Substack", "substack.com/@"),
            ("Support the show", "www.patreon.com/"),
            ("Apple Podcasts", "podcasts.example.com/show/id"),
            ("Spotify", "open.example.com/show/"),
            ("Buy the book", "example.com/books/"),
            ("Join us on Slack", "example.net/"),
        ];
        let lead = [": ", " - ", " – ", ": ", ":", ": @"][random(6)];
        let path = match random(3) {
            0 => parts.iter().map(|part| capitalised(part)).collect::<String>(),
            1 => parts.concat(),
            _ => parts.join("-"),
        };
        let scheme = ["https://", "http://"][random(5) / 4];
        let first = random(LABELS.len());
        for (label, host) in LABELS.iter().cycle().skip(first).step_by(3).take(2 + random(4)) {
            let address = if lead.ends_with('@') { path.clone() } else { format!("{scheme}{host}{path}") };
            self.push_words(&format!("{label}{lead}{address}"), Gap::Break);
        }
    }

    /// Adds words, with `gap` before the first.
    fn push_words(&mut self, words: &str, mut gap: Gap) {
        for c in words.chars() {
            if c == ' ' {
                gap = Gap::Space;
                continue;
            }
            self.chars.push(c);
            self.gaps.push(std::mem::take(&mut gap));
            self.items.push(false);
        }
    }

    /// The last words before a character, in small letters.
    fn words_before(&self, index: usize) -> Vec<String> {
        let mut text = String::new();
        for at in index.saturating_sub(60)..index {
            if self.gaps[at] != Gap::Nothing {
                text.push(' ');
            }
            text.push(self.chars[at]);
        }
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_lowercase).collect()
    }

    /// Pieces of roughly `chars_max` characters, cut at breaks.
    pub(crate) fn excerpts(&self, chars_max: usize) -> Vec<Self> {
        let mut excerpts = vec![Self::default()];
        for index in 0..self.chars.len() {
            if self.gaps[index] == Gap::Break
                && excerpts.last().is_some_and(|last| last.chars.len() >= chars_max)
            {
                excerpts.push(Self::default());
            }
            let last = excerpts.last_mut().expect("there is one");
            last.chars.push(self.chars[index]);
            last.gaps.push(self.gaps[index]);
            last.items.push(self.items[index]);
        }
        excerpts
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// How breaks are lost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glue {
    /// Line breaks that show as spaces become spaces.
    pub keeps_soft: bool,
    /// What stands before an item of a list.
    pub marker: &'static str,
}

/// The name of the tag at the beginning of `html`, whether it closes, and its length in bytes.
fn tag(html: &str) -> Option<(String, bool, usize)> {
    let inside = html.strip_prefix('<')?;
    if inside.starts_with(['!', '?']) {
        return inside.find('>').map(|end| (String::new(), false, end + 2));
    }
    let closes = inside.starts_with('/');
    let inside = inside.trim_start_matches('/');
    let length = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = html.find('>')?;
    Some((inside[..length].to_ascii_lowercase(), closes, end + 1))
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity =
            rest.find(';').filter(|end| *end < 12).and_then(|end| Some((entity(&rest[1..end])?, end + 1)));
        let (c, length) = entity.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let value = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(value);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        "bdquo" => '„',
        "sbquo" => '‚',
        "laquo" => '«',
        "raquo" => '»',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "bull" => '•',
        "middot" => '·',
        "rarr" => '→',
        "larr" => '←',
        "uarr" => '↑',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "times" => '×',
        "deg" => '°',
        "ordm" => 'º',
        "eacute" => 'é',
        "egrave" => 'è',
        "ecirc" => 'ê',
        "agrave" => 'à',
        "acirc" => 'â',
        "aacute" => 'á',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "ntilde" => 'ñ',
        "ccedil" => 'ç',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "iquest" => '¿',
        "iexcl" => '¡',
        "euro" => '€',
        "pound" => '£',
        "cent" => '¢',
        _ => return None,
    })
}
