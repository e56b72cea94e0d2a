//! HTML: whole pages, of which the main content is kept, and fragments, which are content already.

pub(crate) mod blocks;
mod flat;
mod head_lines;
pub(crate) mod kinds;
mod list_archive;
mod metadata;
mod names;
mod render;
mod tables;
mod thread;
pub(crate) mod tree;
mod turns;
mod typewriter;
pub(crate) mod visibility;

use super::transcript;
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::folded;
use crate::clean::main_content::{Hints, main_content};
use crate::document::{BlockKind, Builder, Date, Document, Kind, Metadata};
pub(super) use metadata::authors_in_byline;
use names::Pieces;
use thread::Thread;
use tree::Tree;

pub(super) static FORMAT: Format =
    Format { name: "html", extensions: &["html", "htm", "xhtml", "shtml"], detect, parse };

/// What [`fragment_or_conversation`] found out.
pub(super) struct Fragment {
    /// It is a conversation.
    pub is_said: bool,
    /// The language that its root says it is in.
    pub language: Option<String>,
}

/// Adds the blocks of `html`, which is content already: a feed item's body, a letter.
///
/// Nothing is judged to be navigation or boilerplate; only what a reader would not see is left out.
pub(super) fn fragment(html: &str, builder: &mut Builder, receipt: &mut Receipt) {
    let (_, mut runs) = runs_of(html, receipt);
    without_licence(&mut runs, receipt);
    render::build(&runs, builder);
}

/// Adds the blocks of `html` as [`fragment`] does, or what is said in it where it is a conversation.
pub(super) fn fragment_or_conversation(html: &str, builder: &mut Builder, receipt: &mut Receipt) -> Fragment {
    let (tree, mut runs) = runs_of(html, receipt);
    let language = language_of(&tree);
    without_licence(&mut runs, receipt);
    if may_be_conversation(&tree, &runs) {
        let whole = Pieces::of(&tree, &runs);
        let hints = transcript::Hints { declared: whole.names_speakers(), ..Default::default() };
        if let Some(transcript) = transcript::recognise(&whole.pieces(), &hints)
            && transcript.is_evident()
        {
            transcript.write(builder, receipt);
            return Fragment { is_said: true, language };
        }
    }
    render::build(&runs, builder);
    Fragment { is_said: false, language }
}

/// The language that the root of a page says it is in.
fn language_of(tree: &Tree) -> Option<String> {
    let root = tree.children(0).find(|node| tree.name(*node) == "html")?;
    let body = tree.children(root).find(|node| tree.name(*node) == "body");
    let said = |node: usize| tree.attribute(node, "lang").or_else(|| tree.attribute(node, "xml:lang"));
    body.and_then(said).or_else(|| said(root)).map(str::to_owned)
}

/// All that a reader would see of `html`.
fn runs_of(html: &str, receipt: &mut Receipt) -> (Tree, Vec<blocks::Run>) {
    let tree = Tree::parse(html);
    let unseen = visibility::unseen(&tree);
    visibility::note_hidden(&tree, &unseen, receipt);
    let mut runs = Vec::new();
    blocks::collect(&tree, 0, &unseen, &mut runs);
    (tree, runs)
}

/// Looks for tags; a document type or an `html` element settles it.
fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head().trim_start();
    // `<#` opens a comment of PowerShell, `<|` a token of a model.
    if !head.starts_with('<') || head.starts_with("<#") || head.starts_with("<|") {
        return Confidence::No;
    }
    let start = beginning(head, 1024);
    if start.starts_with("<?xml") && !start.contains("<html") {
        return Confidence::No;
    }
    if start.contains("<!doctype html") || start.contains("<html") {
        return Confidence::Certain;
    }
    const TAGS: [&str; 12] =
        ["<p>", "<p ", "<div", "<body", "<h1", "<h2", "<ul", "<cite", "<time", "<span", "<article", "<table"];
    if TAGS.iter().any(|tag| start.contains(tag)) { Confidence::Likely } else { Confidence::Possible }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    if let Some(letter) = list_archive::letter(input, receipt) {
        return Ok(vec![letter]);
    }
    let tree = Tree::parse(input.text);
    let unseen = visibility::unseen(&tree);
    visibility::note_hidden(&tree, &unseen, receipt);
    let mut found = metadata::read(&tree, &unseen, receipt);
    let mut builder = Builder::new(Kind::Transcript, FORMAT.name);
    let mut kind = Kind::Transcript;
    let mut preformatted = None;
    let talk = turns::find(&tree, &unseen);
    if let Some(talk) = talk.as_ref().filter(|talk| !talk.is_part) {
        talk.write(&mut builder, receipt);
    } else if let Some(thread) = Thread::find(&tree, &unseen) {
        thread.write(&mut builder, receipt);
        found.metadata.authors.retain(|author| !thread.is_poster(author));
    } else {
        builder = Builder::new(Kind::Essay, FORMAT.name);
        kind = Kind::Essay;
        let hints = Hints {
            titles: &found.titles,
            descriptions: &found.descriptions,
            url: found.metadata.url.as_deref(),
            article_body: found.article_body.as_deref(),
            authors: &found.metadata.authors,
            is_article: found.is_article,
            is_fragment: is_fragment(input.text) || is_of_word_processor(input.text),
        };
        let content = main_content(&tree, &unseen, hints, receipt);
        let (mut runs, times_left_out) = (content.runs, content.times_left_out);
        without_licence(&mut runs, receipt);
        of_library(&mut found.metadata);
        head_lines::take(&mut found, &mut runs, receipt);
        say_when_and_who(&mut found.metadata, &content.before, &runs, receipt);
        if let Some(title) = &mut found.metadata.title {
            uncut(title, &found.titles, &runs);
        }
        match found.article_body.filter(|body| is_missing(body, &runs)) {
            _ if talk.is_some() => {
                kind = Kind::Transcript;
                talk.iter().for_each(|talk| with_notes(talk, &runs, &mut builder, receipt));
            }
            Some(body) => {
                receipt.kept("article body in JSON-LD", &body);
                body_of_linked_data(&body, &mut builder, receipt);
            }
            None if {
                preformatted = typewriter::text(input, &tree, &runs, receipt);
                preformatted.is_some()
            } => {}
            None if (times_left_out >= 3 || may_be_conversation(&tree, &runs))
                && conversation(&tree, &unseen, &runs, &mut builder, receipt) =>
            {
                kind = Kind::Transcript;
            }
            None => render::build(&runs, &mut builder),
        }
    }
    if let Some(document) = preformatted {
        let mut metadata = found.metadata;
        let text = document.metadata.clone();
        let title = metadata.title.or(text.title);
        metadata.title = title.map(|title| title.trim_start_matches(['-', ' ']).to_owned());
        metadata.date = metadata.date.or(text.date);
        if metadata.authors.is_empty() {
            metadata.authors = text.authors;
        }
        return Ok(vec![Document { format: FORMAT.name.to_owned(), metadata, ..document }]);
    }
    if is_draft_of_medium(input) {
        found.metadata.tags.push("draft".to_owned());
    }
    *builder.metadata() = found.metadata;
    if builder.is_empty() {
        receipt.warn("the page holds no text");
        return Ok(Vec::new());
    }
    let document = Document { kind, ..builder.finish() };
    Ok(vec![document])
}

/// Adds to what a page says of itself when and by whom it was written, from the lines `before` its content and those at
/// the end of that.
fn say_when_and_who(found: &mut Metadata, before: &[String], runs: &[blocks::Run], receipt: &mut Receipt) {
    // An address may say no more than the month.
    let known = found.date;
    if known.is_none_or(|date| date.day_range().0 != date.day_range().1) {
        let says_more = |day: &Date| known.is_none_or(|date| *day != date && day.is_within(date));
        let said = before.iter().filter_map(|text| metadata::date_in_byline(text)).find(says_more);
        said.iter().for_each(|day| receipt.guessed("date", &day.to_string()));
        found.date = said.or(known);
    }
    if found.authors.is_empty() {
        let named = before.iter().map(|text| metadata::authors_in_byline(text, receipt));
        found.authors = named.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    }
    if found.authors.is_empty() {
        let mut last = runs.iter().rev().take(2);
        let author = last.find_map(|run| metadata::author_in_closing_line(run.raw_text(), receipt));
        found.authors.extend(author);
    }
}

/// Adds the turns of a page, and what its content says before and behind them.
fn with_notes(talk: &turns::Talk, content: &[blocks::Run], builder: &mut Builder, receipt: &mut Receipt) {
    let start = content.partition_point(|run| run.at < talk.range.start);
    let end = content.partition_point(|run| run.at < talk.range.end);
    render::build(&content[..start], builder);
    talk.write(builder, receipt);
    render::build(&content[end..], builder);
}

/// Adds what is said on the page, where its content is a transcript with times, calls itself one, or
/// sets the names of those who speak apart; says whether it is.
fn conversation(
    tree: &Tree,
    unseen: &[bool],
    content: &[blocks::Run],
    builder: &mut Builder,
    receipt: &mut Receipt,
) -> bool {
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return false };
    // What the content leaves out of a transcript with times, such as times alone, belongs to it.
    let mut runs = Vec::new();
    blocks::collect(tree, 0, unseen, &mut runs);
    let mut from = runs.partition_point(|run| run.at < first.at);
    let to = runs.partition_point(|run| run.at <= last.at).max(from);
    let form = names::Form::of(tree, &runs[from.saturating_sub(2)..to]);
    let opens = |run: &blocks::Run| {
        transcript::is_time(run.raw_text())
            || names::is_term(tree, run)
            || form.as_ref().is_some_and(|form| form.holds(tree, run))
    };
    // Between the first name and the words may stand what somebody is.
    if let Some(opening) = (from.saturating_sub(2)..from).find(|at| opens(&runs[*at])) {
        from = opening;
    }
    let whole = Pieces::of(tree, &runs[from..to]);
    let hints = transcript::Hints { declared: whole.names_speakers(), ..Default::default() };
    let pieces = whole.pieces();
    if let Some(transcript) = transcript::recognise(&pieces, &hints)
        && transcript.is_declared_or_timed()
    {
        transcript.write(builder, receipt);
        return !builder.is_empty();
    }
    let chosen = Pieces::of(tree, content);
    let pieces = chosen.pieces();
    if let Some(transcript) = transcript::recognise(&pieces, &transcript::Hints::default())
        && transcript.is_marked()
    {
        transcript.write(builder, receipt);
    }
    !builder.is_empty()
}

/// Says that some blocks begin as turns do.
fn may_be_conversation(tree: &Tree, runs: &[blocks::Run]) -> bool {
    // A label may stand on a line of its own before the words.
    let opens_with_label =
        |run: &&blocks::Run| run.raw_text().trim().lines().next().is_some_and(transcript::is_labelled);
    let is_row = |run: &&blocks::Run| {
        run.kind == BlockKind::ListItem && transcript::may_be_row(run.raw_text().trim_start())
    };
    let is_name = |run: &&blocks::Run| {
        run.kind == BlockKind::Paragraph && transcript::may_be_name(run.raw_text().trim())
    };
    runs.iter().filter(opens_with_label).take(3).count() == 3
        || runs.iter().filter(is_name).take(4).count() == 4
        || runs.iter().filter(is_row).take(4).count() == 4
        || Pieces::may_have_names(tree, runs)
}

/// Says whether a page is one that its author never published, as Medium names them in its export.
fn is_draft_of_medium(input: &Input<'_>) -> bool {
    let is_end = |text: &str| text.contains("Exported from") && text.contains("medium.com");
    let end = input.text.len().saturating_sub(2000);
    input.file_name().starts_with("draft_") && is_end(&input.text[input.text.ceil_char_boundary(end)..])
}

/// Says whether a text is part of a page: nothing in its beginning belongs to a whole one.
fn is_fragment(html: &str) -> bool {
    const WHOLE: [&str; 7] = ["<!doctype", "<html", "<head", "<body", "<title", "<meta", "<nav"];
    let beginning = beginning(html, 4096);
    !WHOLE.iter().any(|tag| beginning.contains(tag))
}

/// Says whether a page is a document from a word processor, with no site around it.
fn is_of_word_processor(html: &str) -> bool {
    const MARKS: [&str; 6] = [
        "urn:schemas-microsoft-com:office:word",
        "content=\"microsoft word",
        "content=\"libreoffice",
        "content=\"openoffice",
        "content=\"cocoa html writer",
        // The style sheet of Google's documents.
        "{margin:0;padding:0}table td,table th{padding:0}",
    ];
    let beginning = beginning(html, 16 * 1024);
    MARKS.iter().any(|mark| beginning.contains(mark))
}

/// The first so many bytes, in lower case.
fn beginning(html: &str, bytes: usize) -> String {
    html[..html.floor_char_boundary(bytes)].to_ascii_lowercase()
}

/// Leaves out the licence that Project Gutenberg sets before and behind a book.
fn without_licence(runs: &mut Vec<blocks::Run>, receipt: &mut Receipt) {
    let mark = |run: &blocks::Run, mark: &str| {
        let text = run.raw_text();
        // In `pre`, all of the licence is one block.
        let bytes = if run.kind == BlockKind::Code { 4000 } else { 200 };
        let text = &text[..text.floor_char_boundary(bytes)];
        // Hardly any block has the stars of either mark.
        memchr::memmem::find(text.as_bytes(), b"***").is_some() && {
            let text = text.to_uppercase();
            text.contains(mark) && text.contains("PROJECT GUTENBERG")
        }
    };
    let start = runs.iter().position(|run| mark(run, "*** START OF") || mark(run, "***START OF"));
    // A book has its beginning and its end in files of their own.
    let behind = start.unwrap_or_default();
    let end = runs[behind..].iter().position(|run| mark(run, "*** END OF") || mark(run, "***END OF"));
    if let Some(end) = end {
        runs.drain(behind + end..).for_each(|run| receipt.dropped("licence of the library", run.raw_text()));
    }
    if let Some(start) = start {
        runs.drain(..=start).for_each(|run| receipt.dropped("licence of the library", run.raw_text()));
    }
}

/// Takes the title and the author out of the title of a page of Project Gutenberg: `The Project Gutenberg
/// eBook of Essays, by Ralph Waldo Emerson.`
fn of_library(metadata: &mut Metadata) {
    let Some(title) = &metadata.title else { return };
    let Some((library, book)) = title.split_once(" of ") else { return };
    let library = library.to_lowercase();
    if !library.contains("project gutenberg") || !library.contains("book") {
        return;
    }
    let book = book.trim_end_matches('.');
    let (book, author) = match book.rsplit_once(", by ").or_else(|| book.rsplit_once(" by ")) {
        Some((book, author)) => (book, Some(author.trim().to_owned())),
        None => (book, None),
    };
    if metadata.authors.is_empty() {
        metadata.authors.extend(author);
    }
    metadata.title = Some(book.trim().to_owned());
}

/// Puts a heading of the page in place of a title that was cut in the middle of it.
fn uncut(title: &mut String, titles: &[String], runs: &[blocks::Run]) {
    const BYTES_MIN: usize = 20;
    let Some(start) = title.strip_suffix('\u{2026}').or_else(|| title.strip_suffix("...")) else { return };
    let start = start.trim_end().to_owned();
    let headings = runs.iter().take(4).filter(|run| run.kind == BlockKind::Heading);
    let whole =
        titles.iter().map(|title| folded(title)).chain(headings.map(|run| folded(run.raw_text()))).find(
            |whole| {
                start.len() >= BYTES_MIN
                    && whole.len() <= 300
                    && whole.starts_with(&start)
                    && !whole.ends_with(['\u{2026}', '.'])
            },
        );
    if let Some(whole) = whole {
        *title = whole;
    }
}

/// Says whether the page shows much less than what it tells search engines it says.
fn is_missing(body: &str, runs: &[blocks::Run]) -> bool {
    let shown: usize = runs.iter().map(|run| run.bytes).sum();
    body.len() >= 500 && shown * 3 < body.len() || body.len() >= 200 && shown * 6 < body.len()
}

fn body_of_linked_data(body: &str, builder: &mut Builder, receipt: &mut Receipt) {
    if body.contains("</p>") || body.contains("<br") {
        fragment(body, builder, receipt);
        return;
    }
    for paragraph in body.lines() {
        builder.block(BlockKind::Paragraph, None, paragraph);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;

    fn document(html: &str) -> Document {
        let mut builder = Builder::new(Kind::Essay, FORMAT.name);
        fragment(html, &mut builder, &mut Receipt::default());
        builder.finish()
    }

    /// Shows a document one block a line, its kind before it.
    fn shown(document: &Document) -> Vec<String> {
        let block = |block: &Block| format!("{:?} {}", block.kind, document.block_text(block));
        document.blocks.iter().map(block).collect()
    }

    fn check(html: &str, expected: &[&str]) {
        assert_eq!(shown(&document(html)), expected, "{html}");
    }

    #[test]
    fn fragments_become_blocks() {
        check("<h2>A  b</h2><p>c\nd <b>e</b>f</p>g", &["Heading A b", "Paragraph c d ef", "Paragraph g"]);
        check("<ul><li>a<li>b<ul><li>c</ul></ul>", &["ListItem a", "ListItem b", "ListItem c"]);
        check("<blockquote><p>a<p>b</blockquote>", &["Quotation a", "Quotation b"]);
        check("<pre>  a\n\n  b\tc</pre>", &["Code   a\n\n  b     c"]);
        check("a<br>b<br><br>c<br> <br>d", &["Paragraph a b", "Paragraph c", "Paragraph d"]);
        check("x<sup>2</sup> 19<sup>th</sup>", &["Paragraph x\u{b2} 19th"]);
        check(
            "a sluice<a epub:type='noteref' href='n#1'>1</a> on deck<a href='n#2'>2</a> b<span class='super'>3</span>",
            &["Paragraph a sluice\u{b9} on deck2 b\u{b3}"],
        );
        check("<p><img alt='T'>hen it was</p>", &["Paragraph Then it was"]);
        check(
            "<p><img alt='T'> hen</p><p><img alt='To'>hen</p><p><img alt='T'>Hen</p>",
            &["Paragraph hen", "Paragraph hen", "Paragraph Hen"],
        );
        check(
            "remem<span class='pagenum'>[Pg 3]</span>bered <a class=pagenum>xiv</a>it, <span class=pagenum>page by page</span>",
            &["Paragraph remembered it, page by page"],
        );
        check("<section id=pg-header>Of a library</section><p>Words", &["Paragraph Words"]);
        check("<pre>Words\n\n*** START OF THIS PROJECT GUTENBERG EBOOK A ***</pre>a", &["Paragraph a"]);
        check("a<p>*** END OF THE PROJECT GUTENBERG EBOOK A ***</p>b", &["Paragraph a"]);
        check("<a>one</a><a>two</a>", &["Paragraph one two"]);
        check(
            "<table><tr><th>a<th>b<tr><td>1<td><p>2</p><p>3</table>",
            &["ListItem a | b", "ListItem 1 | 2 3"],
        );
        check("<table><tr><td>a<table><tr><td>b</table></table>", &["Paragraph a", "Paragraph b"]);
        check("<p><b>A name</b></p><p><b>So it is.</b></p>", &["Heading A name", "Paragraph So it is."]);
        check(
            "<p class=MsoListParagraphCxSpFirst>a</p><p class=MsoQuote>b</p><p class=MsoNormal>c</p>",
            &["ListItem a", "Quotation b", "Paragraph c"],
        );
        check("<q>a</q> &amp;amp; &eacute;&nbsp;b", &["Paragraph \u{201C}a\u{201D} &amp; \u{e9} b"]);
        check("", &[]);
        check("a\u{100000}b\u{100001}c", &["Paragraph abc"]);
    }

    #[test]
    fn blocks_know_their_lines() {
        let document = document("<p>one</p>\n\n<p>\n  two\n</p>three<br>\n<br>\nfour &amp; five");
        let lines: Vec<_> = document.blocks.iter().map(|block| block.line).collect();
        assert_eq!(lines, [Some(1), Some(4), Some(5), Some(7)]);
    }
}
