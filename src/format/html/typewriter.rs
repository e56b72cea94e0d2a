//! Pages that are a text as typewriters make them: all of it in `pre`, in lines.

use super::blocks::Run;
use super::tree::Tree;
use crate::document::{BlockKind, Document};
use crate::format::{Input, Receipt, plain};

/// The document in a page that is a text as typewriters make them, in `pre`: records of hearings, letters to
/// lists.
pub(super) fn text(input: &Input<'_>, tree: &Tree, runs: &[Run], receipt: &mut Receipt) -> Option<Document> {
    let bytes = |is_set: &dyn Fn(&Run) -> bool| -> usize {
        runs.iter().filter(|run| is_set(run)).map(|run| run.bytes).sum()
    };
    let is_set = |run: &Run| run.kind == BlockKind::Code && !is_program(tree, run);
    if bytes(&is_set) * 10 < bytes(&|_| true) * 8 {
        return None;
    }
    let mut text = String::new();
    let mut lines = 1;
    // On which line of the page each of the text is.
    let mut places: Vec<u32> = vec![1];
    for run in runs {
        // Lines stay the lines of the page.
        let blank = (run.line.unwrap_or_default() as usize).saturating_sub(lines);
        let blank = if text.is_empty() { blank } else { blank.max(2) };
        text.extend(std::iter::repeat_n('\n', blank));
        places.extend((1..=blank).map(|feed| (lines + feed) as u32));
        lines += blank;
        text.push_str(run.raw_text());
        let mut soft = run.soft.iter().peekable();
        for feed in memchr::memchr_iter(b'\n', run.raw_text().as_bytes()) {
            lines += usize::from(soft.next_if_eq(&&feed).is_none());
            places.push(lines as u32);
        }
    }
    let mut document = plain::prose_of(&Input { text: &text, ..*input }, receipt)?;
    if runs.iter().any(|run| !run.soft.is_empty()) {
        document.move_lines(|line| places.get((line as usize).saturating_sub(1)).copied().unwrap_or(line));
    }
    Some(document)
}

/// Says that the page calls a block a program: `<pre><code class="language-rust">`.
fn is_program(tree: &Tree, run: &Run) -> bool {
    let is_plain = |language: &str| matches!(language, "plaintext" | "text" | "txt" | "plain" | "none");
    let mut holders = std::iter::once(run.at).chain(tree.ancestors(run.at)).take(3);
    holders.any(|node| {
        let classes = tree.element(node).and_then(|element| element.attribute("class")).unwrap_or_default();
        let mut languages =
            classes.split_ascii_whitespace().filter_map(|class| class.strip_prefix("language-"));
        languages.any(|language| !is_plain(language))
    })
}

#[cfg(test)]
mod tests {
    use crate::format::read;
    use crate::receipt::Receipt;

    #[test]
    fn breaks_of_markup_are_no_lines_of_the_page() {
        let words = "we went down to the weir in the morning, and it was as cold as it had ever been in all of those years";
        let page = format!(
            "<html>\n<body>\n<pre>\nfrom: Ada<br><br>So {words}.<br><br>Then {words},\nand {words}.<br><br>Of course {words}.\n\nAnd {words}.\n</pre>\n</body>\n</html>\n"
        );
        let documents = read("a.html", page.as_bytes(), &mut Receipt::default()).unwrap();
        let lines: Vec<Option<u32>> = documents[0].blocks.iter().map(|block| block.line).collect();
        assert_eq!(lines, [Some(4), Some(4), Some(4), Some(5), Some(7)], "{}", documents[0].text);
    }
}
