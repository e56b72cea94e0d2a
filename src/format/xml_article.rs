//! Texts in XML: DocBook's and JATS' articles, essays in TEI, and outlines in OPML. Their elements become those of HTML
//! that they stand for.

mod head;

use super::entities::push_escaped;
use super::html;
use super::xml::{Element, Piece, Xml};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::document::{Builder, Document, Kind};

pub(super) static FORMAT: Format =
    Format { name: "article-xml", extensions: &["xml", "opml", "dbk", "docbook"], detect, parse };

/// How deep elements may lie in each other.
const DEPTH_MAX: usize = 60;

/// Which of the vocabularies a source is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vocabulary {
    DocBook,
    Jats,
    Tei,
    Opml,
    DtBook,
    Nitf,
}

fn vocabulary(head: &str) -> Option<Vocabulary> {
    let has = |mark: &str| head.contains(mark);
    if !head.trim_start().starts_with('<') {
        return None;
    }
    if has("<opml") {
        // Others list the feeds that somebody reads.
        return (!has("xmlUrl=") && has("<outline")).then_some(Vocabulary::Opml);
    }
    if has("<TEI") {
        return Some(Vocabulary::Tei);
    }
    if has("<article-meta") || has("//DTD JATS") || has("<article-title") && has("<front") {
        return Some(Vocabulary::Jats);
    }
    if has("<dtbook") {
        return Some(Vocabulary::DtBook);
    }
    if has("<nitf") && has("<body.content") {
        return Some(Vocabulary::Nitf);
    }
    let is_docbook =
        has("docbook.org/ns/docbook") || has("//DTD DocBook") || has("<para>") && has("<articleinfo");
    is_docbook.then_some(Vocabulary::DocBook)
}

fn detect(input: &Input<'_>) -> Confidence {
    match vocabulary(input.head()) {
        // Speech in TEI is read as such.
        Some(_) => Confidence::Likely,
        None => Confidence::No,
    }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let vocabulary = vocabulary(input.head()).ok_or_else(|| ParseError("it is no article".to_owned()))?;
    let root = xml.elements().next().ok_or_else(|| ParseError("it has no elements".to_owned()))?;
    let mut writer = Writer::default();
    if vocabulary == Vocabulary::Opml {
        if let Some(body) = xml.elements().find(|element| element.name() == "body") {
            writer.outlines(body, 0);
        }
    } else {
        writer.element(root, 0);
    }
    let mut text = writer.html;
    text.push_str(&writer.notes);
    let mut builder = Builder::new(Kind::Essay, FORMAT.name);
    let is_said = html::fragment_or_conversation(&text, &mut builder, receipt).is_said;
    head::fill(builder.metadata(), vocabulary, &xml);
    if builder.is_empty() {
        receipt.warn("there is no text in it");
        return Ok(Vec::new());
    }
    let mut document = builder.finish();
    if is_said {
        document.kind = Kind::Transcript;
    }
    // Lines of what was made of it are none of the source.
    document.lines.clear();
    document.blocks.iter_mut().for_each(|block| block.line = None);
    Ok(vec![document])
}

#[derive(Default)]
struct Writer {
    html: String,
    /// What stands below the text.
    notes: String,
    sections: usize,
    is_inline: bool,
}

impl Writer {
    fn element(&mut self, element: Element<'_, '_>, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        let name = element.local_name();
        match name {
            "teiHeader" | "doctitle" | "docauthor" | "pagenum" | "journal-meta" | "titleabbrev"
            | "graphic" | "mediaobject" | "inlinemediaobject" | "pb" | "indexterm" | "toc" | "facsimile" => {}
            // Of what stands before the text the abstract is one.
            "article-meta" | "body.head" | "info" | "articleinfo" | "bookinfo" | "sectioninfo" => {
                for part in element.children().filter(|child| child.local_name() == "abstract") {
                    self.inside(part, depth);
                }
            }
            "footnote" | "fn" if self.is_inline => self.note(element, depth),
            "note" if self.is_inline => self.note(element, depth),
            "para" | "simpara" | "p" | "ab" | "lg" | "attribution" | "attrib" | "mixed-citation"
            | "byline" | "dateline" | "signed" | "bibl" => self.leaf(element, "p", depth),
            "title" | "head" | "article-title" | "subtitle" => {
                let tag = ["h2", "h2", "h3", "h4"][self.sections.min(3)];
                // The whole's own title is the document's.
                if depth > 1 {
                    self.leaf(element, tag, depth);
                }
            }
            "section" | "sec" | "sect1" | "sect2" | "sect3" | "chapter" | "div" | "div1" | "div2"
            | "body" | "ref-list" | "appendix" | "preface" | "abstract" | "part" => {
                self.sections += 1;
                self.inside(element, depth);
                self.sections -= 1;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hl2" => {
                self.leaf(element, if name == "hl2" { "h2" } else { name }, depth);
            }
            "li" => self.held(element, "li", depth),
            "listitem" | "list-item" | "item" | "ref" => self.held(element, "li", depth),
            "blockquote" | "disp-quote" | "epigraph" | "cit" => self.held(element, "blockquote", depth),
            "itemizedlist" | "orderedlist" | "list" | "simplelist" => self.held(element, "ul", depth),
            "programlisting" | "screen" | "literallayout" | "eg" => self.leaf(element, "pre", depth),
            "table" | "informaltable" => self.held(element, "table", depth),
            "row" | "tr" => self.held(element, "tr", depth),
            "entry" | "cell" | "td" | "th" => self.leaf(element, "td", depth),
            _ if has_blocks(element) || is_bare(element) => self.inside(element, depth),
            _ => self.leaf(element, "p", depth),
        }
    }

    fn inside(&mut self, element: Element<'_, '_>, depth: usize) {
        let mut pieces = element.pieces();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(text) if !text.trim().is_empty() => {
                    self.html.push_str("<p>");
                    push_escaped(&text, &mut self.html);
                    self.html.push_str("</p>\n");
                }
                Piece::Start(inner) => {
                    pieces.pass(inner);
                    self.element(inner, depth + 1);
                }
                _ => {}
            }
        }
    }

    fn held(&mut self, element: Element<'_, '_>, tag: &str, depth: usize) {
        if is_bare(element) {
            self.html.extend(["<", tag, ">"]);
            self.inside(element, depth);
            self.html.extend(["</", tag, ">\n"]);
        } else {
            self.leaf(element, tag, depth);
        }
    }

    /// Writes an element that holds words.
    fn leaf(&mut self, element: Element<'_, '_>, tag: &str, depth: usize) {
        self.html.extend(["<", tag, ">"]);
        self.words(element, depth);
        self.html.extend(["</", tag, ">\n"]);
    }

    fn words(&mut self, element: Element<'_, '_>, depth: usize) {
        let was_inline = std::mem::replace(&mut self.is_inline, true);
        let mut pieces = element.pieces();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(text) => push_escaped(&text, &mut self.html),
                Piece::Start(inner) => match inner.local_name() {
                    "footnote" | "fn" | "note" => {
                        pieces.pass(inner);
                        self.note(inner, depth);
                    }
                    "lb" | "br" | "break" => self.html.push_str("<br>"),
                    "graphic" | "indexterm" | "mediaobject" => pieces.pass(inner),
                    "emphasis" | "italic" | "hi" => self.html.push_str("<em>"),
                    _ => {}
                },
                Piece::End(name) => match name.rsplit(':').next().unwrap_or(name) {
                    "l" => self.html.push_str("<br>"),
                    "emphasis" | "italic" | "hi" => self.html.push_str("</em>"),
                    "para" | "p" | "listitem" | "item" | "entry" => self.html.push(' '),
                    _ => {}
                },
            }
        }
        self.is_inline = was_inline;
    }

    /// A note stands below the text.
    fn note(&mut self, element: Element<'_, '_>, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        let html = std::mem::take(&mut self.html);
        self.leaf(element, "p", depth + 1);
        let note = std::mem::replace(&mut self.html, html);
        self.notes.push_str(&note);
    }

    /// An outline's lines: those with others below them are headings, where they are short.
    fn outlines(&mut self, element: Element<'_, '_>, depth: usize) {
        const HEADING_BYTES_MAX: usize = 100;
        if depth > DEPTH_MAX {
            return;
        }
        for outline in element.children().filter(|child| child.name() == "outline") {
            let text = outline.attribute("text").or_else(|| outline.attribute("title")).unwrap_or_default();
            let note = outline.attribute("_note").unwrap_or_default();
            let heads = outline.has_children() && text.len() <= HEADING_BYTES_MAX && depth < 3;
            let tag = if heads { ["h2", "h3", "h4"][depth] } else { "p" };
            for (words, tag) in [(text, tag), (note, "p")] {
                if !words.trim().is_empty() {
                    self.html.extend(["<", tag, ">"]);
                    // Editors keep type in HTML in it.
                    if words.contains("</") {
                        self.html.push_str(&words)
                    } else {
                        push_escaped(&words, &mut self.html)
                    }
                    self.html.extend(["</", tag, ">\n"]);
                }
            }
            self.outlines(outline, depth + 1);
        }
    }
}

/// Says that an element has no words of its own, but elements.
fn is_bare(element: Element<'_, '_>) -> bool {
    element.has_children() && element.text().trim().is_empty()
}

/// Says that paragraphs or sections are directly inside.
fn has_blocks(element: Element<'_, '_>) -> bool {
    const BLOCKS: [&str; 10] =
        ["p", "para", "sec", "section", "div", "body", "front", "back", "text", "list"];
    element.children().any(|child| BLOCKS.contains(&child.local_name()))
}

#[cfg(test)]
mod tests {
    use crate::format::{Receipt, read};

    fn check(xml: &str, expected: &[&str], about: &str) {
        let documents = read("a.xml", xml.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let document = documents.first().cloned().unwrap_or_default();
        let blocks: Vec<&str> = document.blocks.iter().map(|block| document.block_text(block)).collect();
        assert_eq!(blocks, expected, "{xml}");
        let metadata = &document.metadata;
        let day = metadata.date.map(|day| day.to_string()).unwrap_or_default();
        let title = metadata.title.clone().unwrap_or_default();
        assert_eq!(format!("{title}|{}|{day}", metadata.authors.join(",")), about, "{xml}");
    }

    #[test]
    fn articles_of_docbook_have_sections_and_notes() {
        check(
            r#"<article xmlns="http://docbook.org/ns/docbook" xml:lang="en"><info><title>On ladders</title><author><personname><firstname>Ada</firstname><surname>Moss</surname></personname></author><pubdate>2024-09-12</pubdate></info><para>A ladder has <emphasis>rungs</emphasis>.<footnote><para>Mostly twelve.</para></footnote></para><section><title>Wells</title><itemizedlist><listitem><para>Dry ones.</para></listitem></itemizedlist></section></article>"#,
            &["A ladder has rungs.", "Wells", "Dry ones.", "Mostly twelve."],
            "On ladders|Ada Moss|2024-09-12",
        );
    }

    #[test]
    fn articles_of_journals_begin_with_their_abstract() {
        check(
            r#"<article><front><journal-meta><journal-title>Rungs</journal-title></journal-meta><article-meta><title-group><article-title>On ladders</article-title></title-group><contrib-group><contrib contrib-type="author"><name><surname>Moss</surname><given-names>Ada</given-names></name></contrib></contrib-group><pub-date><day>2</day><month>9</month><year>2024</year></pub-date><abstract><p>In short.</p></abstract></article-meta></front><body><sec><title>Wells</title><p>Twelve are dry <xref rid="r1">[1]</xref>.</p></sec></body><back><ref-list><title>References</title><ref id="r1"><mixed-citation>Ek B. Wells.</mixed-citation></ref></ref-list></back></article>"#,
            &["In short.", "Wells", "Twelve are dry [1].", "References", "Ek B. Wells."],
            "On ladders|Ada Moss|2024-09-02",
        );
    }

    #[test]
    fn keywords_of_an_article_are_its_tags() {
        let tags = |xml: &str| {
            let documents = read("a.xml", xml.as_bytes(), &mut Receipt::default()).unwrap_or_default();
            documents[0].metadata.tags.join("|")
        };
        let words = "<kwd-group><kwd>dry wells</kwd><kwd>rungs</kwd><kwd>rungs</kwd></kwd-group>";
        let text = "<body><p>Twelve are dry.</p></body>";
        let title = "<title-group><article-title>On ladders</article-title></title-group>";
        let article =
            format!("<article><front><article-meta>{title}{words}</article-meta></front>{text}</article>");
        assert_eq!(tags(&article), "dry wells|rungs");
    }

    #[test]
    fn essays_in_tei_and_outlines_are_texts() {
        check(
            r#"<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>On ladders</title><author>Ada Moss</author></titleStmt><publicationStmt><date when="2024-09-12">autumn</date></publicationStmt></fileDesc></teiHeader><text><body><div><head>Wells</head><p>Twelve are dry.</p><lg><l>O rung,</l><l>o rung!</l></lg></div></body></text></TEI>"#,
            &["Wells", "Twelve are dry.", "O rung, o rung!"],
            "On ladders|Ada Moss|2024-09-12",
        );
        check(
            r#"<opml version="2.0"><head><title>On ladders</title><ownerName>Ada Moss</ownerName></head><body><outline text="Wells"><outline text="Twelve are dry." _note="So few?"/></outline></body></opml>"#,
            &["Wells", "Twelve are dry.", "So few?"],
            "On ladders|Ada Moss|",
        );
    }

    #[test]
    fn no_words_are_lost_beside_elements_and_in_small_titles() {
        check(
            r#"<article xmlns="http://docbook.org/ns/docbook"><title>On ladders</title><info><abstract><para>In short.</para></abstract></info><note><title>Mind</title><para>The rung.</para></note><remark>So <para>it is</para> said.</remark></article>"#,
            &["In short.", "Mind", "The rung.", "So", "it is", "said."],
            "On ladders||",
        );
        check(
            r#"<dtbook><book><frontmatter><doctitle>On ladders</doctitle><level1><h1>Before</h1><p>Why.</p></level1></frontmatter><bodymatter><p>Wells.</p></bodymatter></book></dtbook>"#,
            &["Before", "Why.", "Wells."],
            "On ladders||",
        );
    }

    #[test]
    fn people_whose_tags_nobody_closes_are_few() {
        let people = "<contrib>Ada Moss ".repeat(20_000);
        let xml = format!("<article><front><article-meta><abstract><p>So.</p></abstract>{people}");
        let documents = read("a.xml", xml.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        assert!(documents[0].metadata.authors.len() <= 3);
    }

    #[test]
    fn lists_of_feeds_are_no_text() {
        let feeds = r#"<opml version="2.0"><body><outline text="Rungs" xmlUrl="https://a.example/feed"/></body></opml>"#;
        assert_eq!(
            super::detect(&crate::format::Input::of_text("a.opml", feeds)),
            crate::format::Confidence::No
        );
    }
}
