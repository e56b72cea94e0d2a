//! XML as it is found in the wild: a table of elements over the source, made without ever failing.
//!
//! Feeds and exports have stray ampersands, tags that nobody closes, entities that nobody
//! declared, HTML that was not escaped, and ends that never came. A parser to the letter refuses
//! what readers read; this one takes what is there. Entities are never expanded beyond characters,
//! so there is nothing to blow up.

mod scan;

use std::borrow::Cow;
use std::ops::Range;

use html5ever::data::NAMED_ENTITIES;

use scan::{Scanner, Token};

/// The longest name of a character reference.
const REFERENCE_BYTES_MAX: usize = 32;
/// How many open elements an end tag may close: what is further out is not what it means.
const CLOSES_MAX: usize = 64;

/// Elements that never stand in each other: where one begins, one before it that was never closed ends.
/// A feed whose descriptions are not closed would be read to its end for each of its items.
const NEVER_NESTED: [&str; 2] = ["item", "entry"];

/// The elements of a source, in order of their start tags.
#[derive(Debug)]
pub(crate) struct Xml<'a> {
    source: &'a str,
    elements: Vec<Raw<'a>>,
}

#[derive(Debug)]
struct Raw<'a> {
    name: &'a str,
    /// The start tag between the name and the closing bracket.
    attributes: &'a str,
    /// What lies between the tags, in bytes of the source.
    inner: Range<usize>,
    /// One past the last element inside.
    end: usize,
}

/// One element of an [`Xml`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'x, 'a> {
    xml: &'x Xml<'a>,
    index: usize,
}

/// What is found inside an element, in order.
#[derive(Clone, Debug)]
pub(super) enum Piece<'x, 'a> {
    /// The tag of an element inside.
    Start(Element<'x, 'a>),
    /// The end tag of this name.
    End(&'a str),
    /// Characters, references decoded.
    Text(Cow<'a, str>),
}

/// Iterates over what is inside an element, at any depth.
#[derive(Debug)]
pub(super) struct Pieces<'x, 'a> {
    tokens: Scanner<'a>,
    /// The next element to begin.
    next: Element<'x, 'a>,
    source: &'a str,
    end: usize,
}

impl<'x, 'a> Pieces<'x, 'a> {
    /// Goes on behind what is in `inner`.
    pub(super) fn pass(&mut self, inner: Element<'x, 'a>) {
        self.tokens = Scanner::new(self.source, inner.raw().inner.end);
        self.next = Element { index: inner.raw().end, ..inner };
    }
}

impl<'x, 'a> Iterator for Pieces<'x, 'a> {
    type Item = Piece<'x, 'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.tokens.next()?.0 {
                Token::Start { .. } => {
                    let element = self.next;
                    if element.index >= self.end {
                        return None;
                    }
                    self.next.index += 1;
                    return Some(Piece::Start(element));
                }
                Token::End { name } => return Some(Piece::End(name)),
                Token::Text(raw) => return Some(Piece::Text(decode(raw))),
                Token::Verbatim(raw) => return Some(Piece::Text(Cow::Borrowed(raw))),
                Token::Other => {}
            }
        }
    }
}

impl<'a> Xml<'a> {
    /// Reads the elements of `source`.
    pub(crate) fn parse(source: &'a str) -> Self {
        let mut elements: Vec<Raw<'a>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (token, range) in Scanner::new(source, 0) {
            match token {
                Token::Start { name, attributes, is_empty } => {
                    if NEVER_NESTED.contains(&name) {
                        close(&mut elements, &mut open, name, range.start);
                    }
                    let inner = range.end..range.end;
                    elements.push(Raw { name, attributes, inner, end: elements.len() + 1 });
                    if !is_empty {
                        open.push(elements.len() - 1);
                    }
                }
                Token::End { name } => close(&mut elements, &mut open, name, range.start),
                Token::Text(_) | Token::Verbatim(_) | Token::Other => {}
            }
        }
        let end = elements.len();
        for index in open {
            elements[index].inner.end = source.len();
            elements[index].end = end;
        }
        Self { source, elements }
    }

    /// Every element, in order of the start tags.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Element<'_, 'a>> {
        (0..self.elements.len()).map(|index| Element { xml: self, index })
    }
}

/// Closes the last open element of this name, and all that are still open in it, at byte `at`.
fn close(elements: &mut [Raw<'_>], open: &mut Vec<usize>, name: &str, at: usize) {
    let near = &open[open.len().saturating_sub(CLOSES_MAX)..];
    let Some(back) = near.iter().rev().position(|index| elements[*index].name == name) else { return };
    let end = elements.len();
    for index in open.drain(open.len() - 1 - back..) {
        elements[index].inner.end = at;
        elements[index].end = end;
    }
}

impl<'x, 'a> Element<'x, 'a> {
    /// The name as written, with its prefix.
    pub(crate) fn name(self) -> &'a str {
        self.raw().name
    }

    /// The name without its prefix.
    pub(super) fn local_name(self) -> &'a str {
        self.name().rsplit(':').next().unwrap_or_default()
    }

    /// The value of an attribute, by its name as written.
    pub(crate) fn attribute(self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| decode(value))
    }

    /// The attributes as written, values undecoded.
    pub(super) fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        scan::attributes(self.raw().attributes)
    }

    /// The elements directly inside.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'x, 'a>> {
        let end = self.raw().end;
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(Element { xml: self.xml, index: next })?;
            next = child.raw().end;
            Some(child)
        })
    }

    /// The number of the element and one past that of the last inside it, in order of start tags.
    pub(super) fn span(self) -> Range<usize> {
        self.index..self.raw().end
    }

    /// The first element directly inside with this name as written.
    pub(crate) fn child(self, name: &str) -> Option<Element<'x, 'a>> {
        self.children().find(|child| child.name() == name)
    }

    /// Every element inside, at any depth.
    pub(super) fn descendants(self) -> impl Iterator<Item = Element<'x, 'a>> {
        (self.index + 1..self.raw().end).map(move |index| Element { xml: self.xml, index })
    }

    /// Says that there are elements inside.
    pub(super) fn has_children(self) -> bool {
        self.raw().end > self.index + 1
    }

    /// The characters inside, those of elements inside left out: references decoded, `CDATA` as
    /// it is.
    pub(crate) fn text(self) -> Cow<'a, str> {
        let inner = &self.xml.source[..self.raw().inner.end];
        let mut text = Cow::Borrowed("");
        let mut children = self.children();
        let mut tokens = Scanner::new(inner, self.raw().inner.start);
        while let Some((token, _)) = tokens.next() {
            match token {
                // What is in it is passed over unread: elements that nobody closed reach to the end,
                // one in the other.
                Token::Start { .. } => {
                    let Some(child) = children.next() else { break };
                    tokens = Scanner::new(inner, child.raw().inner.end);
                }
                Token::Text(raw) => append(&mut text, decode(raw)),
                Token::Verbatim(raw) => append(&mut text, Cow::Borrowed(raw)),
                Token::End { .. } | Token::Other => {}
            }
        }
        text
    }

    /// What is inside, at any depth, in order.
    pub(super) fn pieces(self) -> Pieces<'x, 'a> {
        let source = &self.xml.source[..self.raw().inner.end];
        Pieces {
            tokens: Scanner::new(source, self.raw().inner.start),
            next: Element { index: self.index + 1, ..self },
            source,
            end: self.raw().end,
        }
    }

    /// What is between the tags, as written.
    pub(super) fn markup(self) -> &'a str {
        &self.xml.source[self.raw().inner.clone()]
    }

    /// Where what is between the tags begins, in bytes of the source.
    pub(crate) fn offset(self) -> usize {
        self.raw().inner.start
    }

    fn raw(self) -> &'x Raw<'a> {
        &self.xml.elements[self.index]
    }
}

fn append<'a>(text: &mut Cow<'a, str>, more: Cow<'a, str>) {
    if text.is_empty() {
        *text = more;
    } else if !more.is_empty() {
        text.to_mut().push_str(&more);
    }
}

/// `text` with its character references replaced, those of HTML too; what is no reference stays.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = push_reference(rest, &mut out).unwrap_or_else(|| {
            out.push('&');
            1
        });
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Appends what the reference at the start of `rest` stands for; returns its length.
fn push_reference(rest: &str, out: &mut String) -> Option<usize> {
    let body = &rest.as_bytes()[1..];
    let window = &body[..body.len().min(REFERENCE_BYTES_MAX)];
    let end = window.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'#'))?;
    if window[end] != b';' {
        return None;
    }
    let name = &rest[1..=end];
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        out.push(character(code.ok()?));
        return Some(end + 2);
    }
    match name {
        "amp" => out.push('&'),
        "lt" => out.push('<'),
        "gt" => out.push('>'),
        "quot" => out.push('"'),
        "apos" => out.push('\''),
        _ => {
            let (first, second) = *NAMED_ENTITIES.get(&rest[1..end + 2])?;
            out.extend(char::from_u32(first).filter(|c| *c != '\0'));
            out.extend(char::from_u32(second).filter(|c| *c != '\0'));
        }
    }
    Some(end + 2)
}

/// The character of a code; the codes between 128 and 159 are meant in Windows' alphabet.
fn character(code: u32) -> char {
    let windows = match code {
        0x80..=0x9F => html5ever::data::C1_REPLACEMENTS[(code - 0x80) as usize],
        _ => None,
    };
    windows.or_else(|| char::from_u32(code)).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elements as `name(attribute=value)[children]"text"`.
    fn show(element: Element<'_, '_>) -> String {
        let attributes: Vec<_> =
            element.attributes().map(|(name, value)| format!("{name}={}", decode(value))).collect();
        let children: Vec<_> = element.children().map(show).collect();
        let mut shown = element.name().to_owned();
        if !attributes.is_empty() {
            shown.push_str(&format!("({})", attributes.join(" ")));
        }
        if !children.is_empty() {
            shown.push_str(&format!("[{}]", children.join(" ")));
        }
        let text = element.text();
        if !text.trim().is_empty() {
            shown.push_str(&format!("{:?}", text.trim()));
        }
        shown
    }

    fn check(source: &str, expected: &str) {
        let xml = Xml::parse(source);
        assert_eq!(xml.elements().next().map(show).unwrap_or_default(), expected, "{source}");
    }

    #[test]
    fn records_end_where_the_next_begins() {
        check("<channel><item><b>one<item><b>two</channel>", "channel[item[b\"one\"] item[b\"two\"]]");
    }

    #[test]
    fn elements_attributes_and_text_are_read() {
        check(
            r#"<?xml version="1.0"?><!-- x --><a b="1" c='2'><d/>e<f>g</f></a>"#,
            "a(b=1 c=2)[d f\"g\"]\"e\"",
        );
        check(
            "<a>x &amp; y<![CDATA[ <b> &amp; ]]>&#8217;&eacute;&#146;</a>",
            "a\"x & y <b> &amp; \u{2019}\u{e9}\u{2019}\"",
        );
        check("<!DOCTYPE a [ <!ENTITY x \"y>\"> ]><a>&x;</a>", "a\"&x;\"");
        check("<a xmlns:c='u'><c:e>1</c:e></a>", "a(xmlns:c=u)[c:e\"1\"]");
    }

    #[test]
    fn what_is_broken_is_read_all_the_same() {
        check("<a>AT&T & co <3 a < b</a>", "a\"AT&T & co <3 a < b\"");
        check("<a><b>one<br>two</b><c>x</c></a>", "a[b[br\"two\"]\"one\" c\"x\"]");
        check("<a><b>one</c></b></a></a>", "a[b\"one\"]");
        check("<a><b>cut off", "a[b\"cut off\"]");
        check("<a b=1 c d=\"x><e>y</e>", "a(b=1 c= d=x)[e\"y\"]");
        check("<a><!-- <b>", "a");
        check("<a><![CDATA[ open", "a\"open\"");
        check("<a", "");
        check("", "");
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_elements_or_none(source in r#"[<>/!\-\[\]CDATA?&;#"'=a-c \u{e9}]{0,80}"#) {
            let xml = Xml::parse(&source);
            for element in xml.elements() {
                let _ = (element.text(), element.markup(), element.attributes().count(), element.children().count());
            }
        }
    }
}
