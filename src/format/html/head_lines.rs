//! The title, who wrote it and when, as pages without headings set them: lines of larger letters above the text, parted
//! by `<br>`.

use super::blocks::Run;
use super::metadata::{self, Found, authors_in_byline, date_in_byline};
use super::render::LINE;
use crate::clean::folded;
use crate::document::{BlockKind, Date};
use crate::receipt::Receipt;

/// Takes the lines that open the content out of it and into the metadata, where one of them is the title, or the end of
/// what the page calls itself, and the others say who wrote it and when.
pub(super) fn take(found: &mut Found, runs: &mut Vec<Run>, receipt: &mut Receipt) {
    const BYTES_MAX: usize = 400;
    const LINE_BYTES_MAX: usize = 160;
    let Some(first) = runs.first().filter(|run| run.kind == BlockKind::Paragraph) else { return };
    // A text is behind it.
    if first.bytes > BYTES_MAX || first.link_bytes * 2 > first.bytes || runs.len() < 3 {
        return;
    }
    let lines = first.raw_text().split(['\n', LINE]).map(folded).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.collect();
    let Some((title, others)) = lines.split_first().filter(|(_, others)| !others.is_empty()) else { return };
    let whole = found.metadata.title.as_deref().unwrap_or_default();
    let is_whole = title == whole || found.titles.iter().any(|other| folded(other) == *title);
    if !is_whole && !metadata::closes(whole, title) && !metadata::opens(whole, title)
        || lines.iter().any(|line| line.len() > LINE_BYTES_MAX)
    {
        return;
    }
    let mut unread = Receipt::default();
    let mut authors: Vec<String> = Vec::new();
    let mut date: Option<Date> = None;
    for line in others {
        let named = authors_in_byline(line, &mut unread);
        let said = date_in_byline(line);
        // Who is declared may stand there without a preposition.
        let is_known = found.metadata.authors.iter().any(|author| author.eq_ignore_ascii_case(line));
        if named.is_empty() && said.is_none() && !is_known && !is_stamp(line) {
            return;
        }
        authors.extend(named);
        date = date.or(said);
    }
    receipt.dropped("title", &first.raw_text().replace(LINE, ""));
    runs.remove(0);
    if !is_whole {
        found.metadata.title = Some(title.clone());
    }
    if found.metadata.authors.is_empty() && !authors.is_empty() {
        authors.iter().for_each(|name| receipt.guessed("author from byline", name));
        found.metadata.authors = authors;
    }
    if let Some(day) = date.filter(|_| found.metadata.date.is_none()) {
        receipt.guessed("date", &day.to_string());
        found.metadata.date = Some(day);
    }
}

/// Says whether a line is where and when it was printed: `THE SHORE | 08.03.05 | 17h12`.
fn is_stamp(line: &str) -> bool {
    const BYTES_MAX: usize = 60;
    const DIGITS_MIN: usize = 4;
    line.len() <= BYTES_MAX
        && line.contains(" | ")
        && line.bytes().filter(u8::is_ascii_digit).count() >= DIGITS_MIN
        && !line.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::format::read;
    use crate::receipt::Receipt;

    fn document(head: &str) -> Document {
        let text =
            "<br><br>The ladder stood in the library for thirty years, and nobody asked why it was there. \
                    When it fell, they asked."
                .repeat(4);
        let page = format!(
            "<html><title>The Review - On rungs</title><body><table><tr><td>{head}{text}</td></tr></table></body></html>"
        );
        read("a.html", page.as_bytes(), &mut Receipt::default()).unwrap_or_default().remove(0)
    }

    #[test]
    fn lines_above_the_text_say_what_it_is_called_and_by_whom_it_is() {
        let page = document("<b>On rungs</b><br>By Ada Moss<br>Wednesday, July 9, 2003");
        assert_eq!(page.metadata.title.as_deref(), Some("On rungs"));
        assert_eq!(page.metadata.authors, ["Ada Moss"]);
        assert_eq!(page.metadata.date.map(|date| date.to_string()).as_deref(), Some("2003-07-09"));
        assert!(page.text.starts_with("The ladder stood"));
    }

    /// An article of six paragraphs under this head.
    fn article(title: &str, head: &str) -> Document {
        let text =
            "<p>The ladder stood in the library for thirty years, and nobody asked why it was there.</p>";
        let page = format!(
            "<html><title>{title}</title><body><article>{head}{}</article></body></html>",
            text.repeat(6)
        );
        read("a.html", page.as_bytes(), &mut Receipt::default()).unwrap_or_default().remove(0)
    }

    #[test]
    fn what_stands_in_elements_without_blanks_says_when() {
        let day_of = |meta: &str| {
            let page = article("On rungs", &format!("<h1>On rungs</h1><div class=post-meta>{meta}</div>"));
            page.metadata.date.map(|date| date.to_string())
        };
        let day = "<span>2 May 2021</span><span>18 min read</span>";
        let named =
            format!("<span>Words by <a href=/ada>Ada Moss</a></span><span>Pictures by Bo Ek</span>{day}");
        assert_eq!(day_of(&named).as_deref(), Some("2021-05-02"));
        assert_eq!(
            day_of("<span>作者： 苏娜</span><span>2010年1月14日</span>").as_deref(),
            Some("2010-01-14")
        );
        assert_eq!(
            day_of("<span>Latest change of the old rungs</span><span>by bo</span><span>in May</span>"),
            None
        );
    }

    #[test]
    fn a_line_under_the_title_stands_above_who_wrote_it() {
        let page = |head: &str| article("Barns: The last rung", head);
        let dek = "<p>Whoever climbs it now must jump, and nobody has yet.</p>";
        let found = page(&format!("<h1>Barns: The last rung</h1>{dek}<p>By <a href=/ada>Ada Moss</a></p>"));
        assert_eq!(found.metadata.authors, ["Ada Moss"]);
        // What it is filed under stands in a line of its own.
        let found = page(
            "<header><h2><span>Barns</span> <span>The last rung</span></h2><div>Whoever climbs it now must jump, and nobody \
             has yet.</div></header>",
        );
        assert!(found.text.starts_with("Whoever climbs it now"), "{}", found.text);
    }

    #[test]
    fn a_first_paragraph_with_lines_of_its_own_stays() {
        let page = document("<b>On rungs</b><br>A song in three parts<br>By Ada Moss");
        assert!(page.text.contains("A song in three parts"));
    }
}
