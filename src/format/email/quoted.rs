//! What a reply quotes below itself without marks, behind a line or a head that the program sets there.

use crate::document::{BlockKind, Document};

/// The lines that programs set above what is answered, in lower case, dashes aside.
const RULES: [&str; 8] = [
    "original message",
    "urspr\u{fc}ngliche nachricht",
    "message d'origine",
    "message d\u{2019}origine",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
];

/// What the lines of Outlook's head begin with: who wrote,
const FROM: [&str; 6] = ["from:", "von:", "de:", "de\u{a0}:", "da:", "van:"];
/// when,
const SENT: [&str; 8] = [
    " sent:",
    " gesendet:",
    " envoy\u{e9}:",
    " envoy\u{e9}\u{a0}:",
    " enviado:",
    " enviado el:",
    " inviato:",
    " verzonden:",
];
/// and of what.
const SUBJECT: [&str; 8] = [
    " subject:",
    " betreff:",
    " objet:",
    " objet\u{a0}:",
    " asunto:",
    " assunto:",
    " oggetto:",
    " onderwerp:",
];

/// What stands before the title of a letter that hands another on, whose words are what it is for.
const FORWARDS: [&str; 7] = ["fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "i:"];

/// Makes quotations of what `letter` says behind such a line or head. Where that comes first, or what it
/// quotes has marks, the rest is the sender's own.
pub(super) fn mark(letter: &mut Document) {
    let title = letter.metadata.title.as_deref().unwrap_or_default().trim_start().to_lowercase();
    if FORWARDS.iter().any(|start| title.starts_with(start)) {
        return;
    }
    let head = (1..letter.blocks.len()).find(|at| {
        letter
            .blocks
            .get(*at)
            .is_some_and(|block| block.kind == BlockKind::Paragraph && is_head(letter.block_text(block)))
    });
    let Some(quoted) = head.and_then(|at| letter.blocks.get_mut(at + 1..)) else { return };
    if quoted.first().is_none_or(|block| block.kind == BlockKind::Quotation) {
        return;
    }
    for block in quoted {
        if matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
            block.kind = BlockKind::Quotation;
        }
    }
}

fn is_head(text: &str) -> bool {
    const HEAD_BYTES_MAX: usize = 1500;
    if text.len() > HEAD_BYTES_MAX {
        return false;
    }
    let lower = text.to_lowercase();
    let bare = lower.trim_start_matches(['-', '_', ' ']);
    let is_ruled = text.starts_with("--");
    if is_ruled
        && RULES.iter().any(|rule| bare.strip_prefix(rule).is_some_and(|rest| rest.starts_with([' ', '-'])))
    {
        return true;
    }
    let place = |names: &[&str]| names.iter().filter_map(|name| lower.find(name)).min();
    let begins = FROM.iter().any(|name| bare.starts_with(name));
    begins && place(&SENT).zip(place(&SUBJECT)).is_some_and(|(sent, subject)| sent < subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Builder, Kind};

    #[test]
    fn what_is_answered_is_a_quotation() {
        const OUTLOOK: &str =
            "From: Ada Moss <ada@example.org> Sent: Monday, January 4, 2016 9:15 PM To: Bo Subject: Pails";
        let check = |title: &str, texts: &[&str], quoted: usize| {
            let mut builder = Builder::new(Kind::Essay, "email");
            for text in texts {
                let kind = if text.starts_with('>') { BlockKind::Quotation } else { BlockKind::Paragraph };
                builder.block(kind, None, text);
            }
            builder.metadata().title = Some(title.to_owned());
            let mut letter = builder.finish();
            mark(&mut letter);
            let found = letter.blocks.iter().filter(|block| block.kind == BlockKind::Quotation).count();
            assert_eq!(found, quoted, "{texts:?}");
        };
        check("RE: Pails", &["It leaks.", OUTLOOK, "Does it leak?", "Say so."], 2);
        check("RE: Pails", &["It leaks.", "-----Original Message----- From: Ada", "Does it leak?"], 1);
        check("AW: Eimer", &["Ja.", "-----Urspr\u{fc}ngliche Nachricht-----", "Von: Ada", "Leckt er?"], 2);
        check("AW: Eimer", &["Ja.", "Von: Ada Gesendet: Montag An: Bo Betreff: Eimer", "Leckt er?"], 1);
        check("FW: Pails", &["Read this.", OUTLOOK, "It leaks."], 0);
        check("RE: Pails", &[OUTLOOK, "It leaks."], 0);
        check("RE: Pails", &["Hm.", "-----Original Message-----", "> Does it leak?", "It does."], 1);
        check(
            "Letters",
            &["The original message was lost.", "From: the sea, sent: nothing.", "So it was."],
            0,
        );
        check("Letters", &["Hm.", "From here, what is sent is subject to tides.", "So it was."], 0);
    }
}
