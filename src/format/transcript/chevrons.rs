//! `>>` as captions for the deaf set it where somebody else speaks, kept as text: `>> Mayor Moss: Good evening.`

use super::Piece;
use crate::document::BlockKind;

/// What stands behind the sign that a turn begins with.
pub(super) fn behind(line: &str) -> Option<&str> {
    let said = line.trim_start().strip_prefix(">>")?;
    (!said.starts_with('>')).then(|| said.trim_start())
}

/// Says that turns begin with the sign: mail sets it before each line that somebody quotes, and goes on behind
/// it in the midst of a sentence.
pub(super) fn begin_turns(pieces: &[Piece<'_>]) -> bool {
    const TURNS_MIN: usize = 4;
    // Most texts have none.
    if !pieces.iter().any(|piece| memchr::memmem::find(piece.text.as_bytes(), b">>").is_some()) {
        return false;
    }
    let prose = pieces.iter().filter(|piece| piece.kind == BlockKind::Paragraph);
    let (mut turns, mut begun, mut quoted, mut lines) = (0, 0, 0, 0);
    let (mut first_turn, mut last_turn, mut ended) = (None, 0, 0);
    for line in prose.flat_map(|piece| piece.text.lines()).filter(|line| !line.trim().is_empty()) {
        // What stands above a ruler is about the record.
        if turns == 0 && is_ruler(line) {
            (lines, quoted) = (0, 0);
            continue;
        }
        lines += 1;
        match behind(line) {
            Some(said) => {
                turns += 1;
                first_turn.get_or_insert(lines);
                last_turn = lines;
                ended += usize::from(said.trim_end().ends_with(['.', '?', '!', '…']));
                let first = said.chars().find(|c| c.is_alphanumeric());
                begun += usize::from(first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase()));
            }
            None => quoted += usize::from(line.starts_with('>')),
        }
    }
    // From the beginning to the end: links below an essay and a letter above its answer are at one of the two.
    let is_throughout =
        first_turn.is_some_and(|first| (first - 1) * 10 <= lines) && last_turn * 10 >= lines * 7;
    // What is quoted stands together above its answer.
    let is_quoted = first_turn.is_some_and(|first| last_turn + 1 - first == turns) && last_turn < lines;
    // Each item of a list has the sign, and no sentence.
    let is_said = ended * 2 >= turns || turns * 4 <= lines * 3;
    turns >= TURNS_MIN && quoted == 0 && begun * 10 >= turns * 9 && is_throughout && !is_quoted && is_said
}

/// `* * * * *`
fn is_ruler(line: &str) -> bool {
    const SIGNS_MIN: usize = 5;
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    signs.clone().nth(SIGNS_MIN - 1).is_some() && signs.all(|c| c == '*')
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::format::transcript::tests::{check, check_kind};

    #[test]
    fn signs_of_another_speaker_begin_turns() {
        check(
            "council.txt",
            ">> Good evening.\n>> Mayor Moss: Thank you. The first item is the\nladder in the library.\n>> Clerk: Member Reed?\n>> Here.\n>> Mayor Moss: We are enough.\n",
            "1 Paragraph: Good evening.\n2 Mayor Moss: Thank you. The first item is the ladder in the library.\n4 Clerk: Member Reed?\n5 : Here.\n6 Mayor Moss: We are enough.",
        );
    }

    #[test]
    fn what_stands_above_a_ruler_is_about_the_record() {
        let head = "ROUGH DRAFT\nMAY 8, 2023\n1:00 PM ET\n\nCAPTIONS BY:\nTHE LADDER COMPANY\n\n* * * * *\n\nNOT A \
                    VERBATIM RECORD.\nIT MAY NOT BE COPIED.\n\n* * * * *\n\n";
        let said = ">> ADA MOSS: GOOD EVENING.\n>> THANK YOU.\n>> ADA MOSS: THE LADDER.\n>> IT IS HERE.\n";
        check(
            "cart.txt",
            &format!("{head}{said}"),
            "2 Paragraph: MAY 8, 2023 1:00 PM ET\n5 Paragraph: CAPTIONS BY: THE LADDER COMPANY\n\
             10 Paragraph: NOT A VERBATIM RECORD. IT MAY NOT BE COPIED.\n15 ADA MOSS: GOOD EVENING.\n16 : THANK YOU.\n\
             17 ADA MOSS: THE LADDER.\n18 : IT IS HERE.",
        );
    }

    #[test]
    fn quoted_mail_is_no_talk() {
        check_kind(
            "mail.txt",
            ">> We could mend the ladder before\n>> the winter comes, if somebody\n>> finds the wood for it in time.\n>> I do not know who.\n\nI have some left in the barn, and shall bring it.\n",
            Kind::Essay,
        );
    }

    #[test]
    fn links_below_an_essay_are_no_talk() {
        let essay = "The ladder stood in the library for thirty years, and nobody asked why.\n\n".repeat(12);
        let links = ">> Read more: On rungs\n>> Next essay: On rails\n>> All essays by year\n>> Home\n";
        check_kind("rungs.txt", &format!("{essay}{links}"), Kind::Essay);
    }
}
