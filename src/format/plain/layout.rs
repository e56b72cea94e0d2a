//! What the paragraphs of a plain text are, by how they are laid out: headings, lists, quotations
//! set in, and prose wrapped at some width.

use rustc_hash::FxHashSet;

use crate::clean::lost_breaks::is_word_cut;
use crate::document::BlockKind;
use crate::format::compose::Laid;
use crate::format::numbering;
use crate::format::transcript::Piece;
use crate::receipt::Receipt;

/// Lays out paragraphs that blank lines part.
pub(in crate::format) fn lay(pieces: &[Piece<'_>], receipt: &mut Receipt) -> Vec<Laid> {
    let mut out = Vec::with_capacity(pieces.len());
    let margin = margin(pieces);
    let numbers = numbering::of_text(pieces.iter().flat_map(|piece| piece.text.lines()));
    let hyphens = Hyphens::new(pieces, &numbers);
    let lone = pieces.iter().filter(|piece| !piece.text.trim_end().contains('\n')).count();
    // Where most paragraphs are single lines, a line alone says nothing.
    let singles_tell = lone * 3 <= pieces.len();
    for (at, piece) in pieces.iter().enumerate() {
        let is_last = at + 1 == pieces.len();
        if piece.kind != BlockKind::Paragraph {
            out.push(Laid { kind: piece.kind, line: piece.line, text: piece.text.to_owned() });
            continue;
        }
        let lines: Vec<&str> = piece.text.lines().filter(|line| !line.trim().is_empty()).collect();
        if let Some(title) = heading(&lines, singles_tell && !is_last) {
            receipt.guessed("heading by its layout", title);
            out.push(Laid { kind: BlockKind::Heading, line: piece.line, text: title.to_owned() });
            continue;
        }
        let set_in = lines.len() > 1 && lines.iter().all(|line| indent(line) > margin + 1);
        let kind = if set_in { BlockKind::Quotation } else { BlockKind::Paragraph };
        for (kind, first, lines) in parts(&lines, kind, &numbers) {
            let line = piece.line.map(|line| line + u32::try_from(first).unwrap_or_default());
            out.push(Laid { kind, line, text: hyphens.join(lines, receipt) });
        }
    }
    out
}

/// Says that a line is a point of a list.
pub(super) fn is_item(line: &str) -> bool {
    item_text(line).is_some()
}

/// The text of a point of a list whose number is not among those of the text.
fn point<'a>(line: &'a str, numbers: &FxHashSet<&str>) -> Option<&'a str> {
    item_text(line).filter(|_| numbers.is_empty() || !numbers.contains(line.trim()))
}

/// The text of a point of a list, `- so`, `3. so`, `(b) so`.
fn item_text(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix(['-', '*', '•', '–', '+', '·', '◦', '▪', '●', '‣']) {
        return rest.starts_with([' ', '\t', '\u{A0}']).then(|| rest.trim_start());
    }
    let open = line.strip_prefix('(').unwrap_or(line);
    let number_bytes = open.bytes().take_while(u8::is_ascii_digit).count();
    let number_bytes = if number_bytes > 0 {
        number_bytes
    } else {
        usize::from(open.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    if !(1..=3).contains(&number_bytes) {
        return None;
    }
    let rest = &open[number_bytes..];
    let rest = if open.len() < line.len() || open.starts_with(|c: char| c.is_ascii_lowercase()) {
        rest.strip_prefix(')')?
    } else {
        rest.strip_prefix(['.', ')'])?
    };
    rest.starts_with([' ', '\t']).then(|| rest.trim_start())
}

/// The title that these lines are: underlined, or a short line without a sentence's end.
fn heading<'a>(lines: &[&'a str], singles_tell: bool) -> Option<&'a str> {
    const COLUMNS_MAX: usize = 80;
    // No more than a title and its rule, of which most paragraphs have more lines or letters.
    let title = lines.first()?.trim();
    if lines.len() > 2 || title.len() > 4 * COLUMNS_MAX {
        return None;
    }
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 || title.chars().count() > COLUMNS_MAX {
        return None;
    }
    if let [_, rule] = lines {
        let rule = rule.trim();
        let mark = rule.chars().next()?;
        let is_rule = matches!(mark, '=' | '-' | '~' | '*' | '_') && rule.chars().all(|c| c == mark);
        return (is_rule && rule.len() >= 3).then_some(title);
    }
    if lines.len() > 1 || is_item(title) && !title.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let stripped = title.trim_matches(['*', '#', '=', '-', '_', ' ', '"', '“', '”']);
    let ends_open = !without_note(title)
        .ends_with(['.', ',', ';', ':', '!', '…', '。', '、', '！', '—', '-', ')', '"', '”', '」', '』']);
    let is_capital =
        letters > 3 && title.chars().all(|c| !c.is_lowercase()) && title.chars().any(char::is_uppercase);
    let first_word = stripped.split_whitespace().next().unwrap_or_default();
    let bare_word = first_word.trim_end_matches(['.', ':']);
    // `IV` alone and `I. Of rivers`, not `I went down to the river`.
    let is_number = bare_word.len() < first_word.len() || bare_word.len() == stripped.len();
    let is_numbered = is_chapter_word(bare_word) || is_roman(bare_word) && is_number;
    let starts_well = stripped.starts_with(|c: char| !c.is_lowercase() && c.is_alphanumeric());
    let few_words = title.split_whitespace().count() <= 10 && title.chars().count() <= 60;
    // What closes a note that opened above it, and what somebody says in a play: `_Ada._ Who comes there?`
    let is_of_note = title.ends_with(']') && !title.contains('[');
    let is_said = title.strip_prefix('_').is_some_and(|title| title.contains("._ "));
    let stands_out =
        singles_tell && ends_open && starts_well && !is_of_note && !is_said && !title.contains("://");
    // `DEAR SIR:` opens a letter.
    let is_address = stripped.ends_with([':', ',']) && stripped.starts_with("DEAR ");
    let is_heading = few_words && (is_capital && !is_address || is_numbered || stands_out);
    is_heading.then_some(stripped).filter(|stripped| !stripped.is_empty())
}

/// A line without the numbers of the notes to it: `And so they went."[79]`.
fn without_note(line: &str) -> &str {
    let mut line = line;
    while let Some((before, number)) = line.strip_suffix(']').and_then(|inner| inner.rsplit_once('['))
        && (1..=4).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && !before.is_empty()
    {
        line = before;
    }
    line
}

fn is_chapter_word(word: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 13] = [
        "chapter", "part", "section", "book", "appendix", "kapitel", "teil", "chapitre", "partie",
        "capítulo", "capitulo", "parte", "hoofdstuk",
    ];
    WORDS.contains(&word.to_lowercase().as_str())
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.len() <= 7 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// `—¿Cuándo llegó?`, and not `—dijo` in a line that goes on.
fn is_speech(line: &str) -> bool {
    let said = line.trim_start().strip_prefix('—');
    said.is_some_and(|said| {
        said.starts_with(|c: char| c.is_uppercase() || matches!(c, '¿' | '¡' | '«' | '…'))
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The indentation that most lines have.
fn margin(pieces: &[Piece<'_>]) -> usize {
    let mut counts = [0_usize; 9];
    for line in pieces.iter().flat_map(|piece| piece.text.lines()) {
        counts[indent(line).min(8)] += 1;
    }
    (0..counts.len()).max_by_key(|at| (counts[*at], std::cmp::Reverse(*at))).unwrap_or_default()
}

/// Parts a paragraph whose lines say that they begin something: points of a list, first lines set
/// in, lines so long that each is a paragraph.
fn parts<'a, 'b>(
    lines: &'b [&'a str],
    kind: BlockKind,
    numbers: &FxHashSet<&str>,
) -> Vec<(BlockKind, usize, &'b [&'a str])> {
    let is_item = |line: &str| point(line, numbers).is_some();
    let items = lines.iter().filter(|line| is_item(line)).count();
    // One number at the beginning of a wrapped line makes no list.
    let is_list = items > 0
        && (items >= 2 && items * 4 >= lines.len() || lines.first().is_some_and(|line| is_item(line)));
    let set_in = |line: &str| line.starts_with('\u{3000}') || (2..=8).contains(&indent(line));
    let first_lines = lines.iter().filter(|line| set_in(line)).count();
    let by_indent = kind == BlockKind::Paragraph && first_lines >= 2 && first_lines * 3 <= lines.len() * 2
        || lines.iter().filter(|line| line.starts_with('\u{3000}')).count() >= 2;
    let long = lines.len() > 1 && lines.iter().map(|line| line.len()).sum::<usize>() / lines.len() > 160;
    // Who speaks next is told by the dash alone.
    let is_dialogue = kind == BlockKind::Paragraph
        && lines.first().is_some_and(|line| is_speech(line))
        && lines.iter().filter(|line| is_speech(line)).count() >= 2;
    let begins = |line: &str| {
        let is_paragraph = by_indent && set_in(line) || long || is_dialogue && is_speech(line);
        is_list && is_item(line) || !is_list && is_paragraph
    };
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 1..=lines.len() {
        if at == lines.len() || begins(lines[at]) {
            let is_point = is_list && is_item(lines[start]);
            parts.push((if is_point { BlockKind::ListItem } else { kind }, start, &lines[start..at]));
            start = at;
        }
    }
    parts
}

/// Joins wrapped lines; a word broken at the end of a line is mended where the text has it whole, or where it
/// is known.
struct Hyphens<'a, 'n> {
    words: FxHashSet<&'a str>,
    /// Lines that begin with a number of the text.
    numbers: &'n FxHashSet<&'a str>,
}

impl<'a, 'n> Hyphens<'a, 'n> {
    fn new(pieces: &[Piece<'a>], numbers: &'n FxHashSet<&'a str>) -> Self {
        let is_broken = |line: &str| line.trim_end().ends_with(['-', '\u{AD}', '¬']);
        let has_broken = pieces.iter().any(|piece| piece.text.lines().any(is_broken));
        let mut words = FxHashSet::default();
        if has_broken {
            for piece in pieces {
                words.extend(piece.text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 3));
            }
        }
        Self { words, numbers }
    }

    fn join(&self, lines: &[&str], receipt: &mut Receipt) -> String {
        let mut text = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
        for (at, line) in lines.iter().enumerate() {
            let mut line =
                if at == 0 { point(line, self.numbers).unwrap_or(line.trim()) } else { line.trim() };
            let next_is_small = line.starts_with(char::is_lowercase);
            if text.ends_with(['-', '\u{AD}', '¬']) && next_is_small && !self.words.is_empty() {
                let stem_end = text.trim_end_matches(['-', '\u{AD}', '¬']).len();
                let stem_start = text[..stem_end]
                    .rfind(|c: char| !c.is_alphabetic())
                    .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
                let rest_bytes = line.find(|c: char| !c.is_alphabetic()).unwrap_or(line.len());
                let whole = format!("{}{}", &text[stem_start..stem_end], &line[..rest_bytes]);
                let (stem, rest) = (&text[stem_start..stem_end], &line[..rest_bytes]);
                if stem_end > stem_start && (self.words.contains(whole.as_str()) || is_word_cut(stem, rest)) {
                    receipt.repaired("word broken at the end of a line", &text[stem_start..], &whole);
                    text.truncate(stem_end);
                }
                // The line begins behind the word that it ends.
                let word_end = line.find(char::is_whitespace).unwrap_or(line.len());
                text.push_str(&line[..word_end]);
                line = line[word_end..].trim_start();
                text.push('\n');
            } else if at > 0 {
                text.push('\n');
            }
            text.push_str(line);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::compose::plain_pieces;

    fn check(text: &str, expected: &[(BlockKind, u32, &str)]) {
        let laid = lay(&plain_pieces(text, 1), &mut Receipt::default());
        let found: Vec<_> =
            laid.iter().map(|laid| (laid.kind, laid.line.unwrap_or_default(), laid.text.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn layout_tells_headings_lists_and_quotations() {
        use BlockKind::{Heading, ListItem, Paragraph, Quotation};
        check(
            "One line\nand another.\n\nNext.\n",
            &[(Paragraph, 1, "One line\nand another."), (Paragraph, 4, "Next.")],
        );
        check("Rivers\n======\n\nThey run.", &[(Heading, 1, "Rivers"), (Paragraph, 4, "They run.")]);
        check("OF RIVERS\n\nThey run.", &[(Heading, 1, "OF RIVERS"), (Paragraph, 3, "They run.")]);
        check("CHAPTER IV.\n\nThey run.", &[(Heading, 1, "CHAPTER IV."), (Paragraph, 3, "They run.")]);
        check("He ran.\n\nShe ran too.", &[(Paragraph, 1, "He ran."), (Paragraph, 3, "She ran too.")]);
        check("- one\n- two\n  more\n", &[(ListItem, 1, "one"), (ListItem, 2, "two\nmore")]);
        check(
            "He wrote:\n\n    So it was,\n    and so it is.\n\nEnough now,\nhe said.",
            &[
                (Paragraph, 1, "He wrote:"),
                (Quotation, 3, "So it was,\nand so it is."),
                (Paragraph, 6, "Enough now,\nhe said."),
            ],
        );
        check(
            "17. Juni 1953\n\nDie Schleuse bleibt zu,\nso lange es regnet.\n\n1) one\n2) two\n",
            &[
                (Heading, 1, "17. Juni 1953"),
                (Paragraph, 3, "Die Schleuse bleibt zu,\nso lange es regnet."),
                (ListItem, 6, "one"),
                (ListItem, 7, "two"),
            ],
        );
        check("\u{3000}一。\n\u{3000}二。", &[(Paragraph, 1, "一。"), (Paragraph, 2, "二。")]);
    }

    #[test]
    fn lines_of_verse_notes_and_plays_are_no_headings() {
        let prose = "They run\nto the sea.\n\nThey run\nto the lake.\n\nThey run\nfor long.";
        let is_heading = |line: &str| {
            let text = format!("{line}\n\n{prose}");
            lay(&plain_pieces(&text, 1), &mut Receipt::default())[0].kind == BlockKind::Heading
        };
        assert!(["Of rivers", "Of rivers[12]", "LETTERS TO ADA:"].iter().all(|line| is_heading(line)));
        let others = [
            "Sunk in the mud of rivers.\"[12]",
            "Compare also _Rivers_, I, 255-7.]",
            "_Ada._ Who comes to the river?",
            "DEAR ADA:--",
            "\"DEAR ADA,",
        ];
        others.iter().for_each(|line| assert!(!is_heading(line), "{line}"));
    }

    #[test]
    fn broken_words_are_mended_where_the_text_has_them_whole() {
        use BlockKind::Paragraph;
        check("An exam-\nple of one example.", &[(Paragraph, 1, "An example\nof one example.")]);
        check("A well-\nknown example of wells.", &[(Paragraph, 1, "A well-known\nexample of wells.")]);
        check("The coun-\ntry of wells.", &[(Paragraph, 1, "The country\nof wells.")]);
        check("The Brum-\nplestone of wells.", &[(Paragraph, 1, "The Brum-plestone\nof wells.")]);
    }
}
