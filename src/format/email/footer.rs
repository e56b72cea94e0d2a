//! What a sender's machine puts around a letter: the line that opens it in a browser, and at the end
//! how to unsubscribe, whom it was sent to and from where.

use std::ops::Range;

use crate::document::{Builder, Document};
use crate::receipt::Receipt;

/// A block with one of these, near the end, begins or belongs to what is the machine's.
const AT_END: [&str; 36] = [
    "currently a free subscriber",
    "currently a paid subscriber",
    "to unsubscribe",
    "unsubscribe from this list",
    "update your preferences",
    "update your email preferences",
    "update your profile",
    "update preferences",
    "manage your subscription",
    "manage preferences",
    "manage your preferences",
    "email preferences",
    "change your preferences",
    "you are receiving this",
    "you're receiving this",
    "you\u{2019}re receiving this",
    "you received this",
    "you got this email",
    "this email was sent to",
    "this message was sent to",
    "our mailing address",
    "no longer wish to receive",
    "no longer want to receive",
    "why did i get this",
    "forward to a friend",
    "view this email in your browser",
    "view in browser",
    "newsletter abzubestellen",
    "d\u{e9}sabonner",
    "d\u{e9}sinscrire",
    "darse de baja",
    "darte de baja",
    "cancelar la suscripci\u{f3}n",
    "cancelar inscri\u{e7}\u{e3}o",
    "annulla l'iscrizione",
    "disiscri",
];

/// Words that letters use as well, so that only a line of few words with one counts.
const WORDS_AT_END: [&str; 6] =
    ["unsubscribe", "opt out", "mailing list", "abmelden", "abbestellen", "uitschrijven"];

/// A short block with one of these, among the first, is the machine's.
const AT_START: [&str; 16] = [
    "view this email in your browser",
    "view in browser",
    "view in your browser",
    "view online",
    "view web version",
    "web version",
    "read online",
    "read in app",
    "open in app",
    "open in browser",
    "forwarded this email",
    "having trouble viewing",
    "im browser ansehen",
    "im browser anzeigen",
    "voir dans le navigateur",
    "ver en el navegador",
];

/// A block that is just this belongs to the machine wherever it stands.
const CALLS: [&str; 17] = [
    "read in app",
    "open in app",
    "listen to post",
    "leave a comment",
    "upgrade to paid",
    "upgrade your subscription",
    "subscribe now",
    "share this post",
    "share this email",
    "give a gift subscription",
    "refer a friend",
    "login or subscribe to participate in polls",
    "login or subscribe to participate",
    "what did you think of today's newsletter",
    "did you like this issue",
    "did you enjoy this issue? yes no",
    "more like this less like this comment",
];

/// A block that is just this belongs to it before its end, and beside another one.
const BUTTONS: [&str; 19] = [
    "like",
    "comment",
    "restack",
    "share",
    "reply",
    "forward",
    "tweet",
    "facebook",
    "twitter",
    "instagram",
    "linkedin",
    "youtube",
    "website",
    "get the app",
    "start writing",
    "share this email",
    "upgrade to paid",
    "subscribe now",
    "subscription details",
];

/// The document without what is the machine's.
pub(super) fn without(document: Document, receipt: &mut Receipt) -> Document {
    let texts: Vec<String> =
        document.blocks.iter().map(|block| document.block_text(block).to_lowercase()).collect();
    let letter = letter(&texts);
    let calls = calls(&texts);
    let is_kept = |number: usize| letter.contains(&number) && !calls[number];
    let kept = (0..texts.len()).filter(|number| is_kept(*number)).count();
    if kept == texts.len() || kept == 0 {
        return document;
    }
    let mut builder = Builder::new(document.kind, &document.format);
    for (number, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(block);
        if is_kept(number) {
            builder.block(block.kind, block.line, text);
        } else {
            let rule = if letter.contains(&number) { "button of the letter" } else { "footer of the letter" };
            receipt.dropped(rule, text);
        }
    }
    builder.part(document.part);
    *builder.metadata() = document.metadata;
    builder.finish()
}

/// The text without what an archive says in place of what it has taken out; its bytes stay where they are.
pub(super) fn without_scrubbed(text: String, receipt: &mut Receipt) -> String {
    const RULE: &str = "-------------- next part --------------";
    const NOTES: [&str; 5] = [
        "An HTML attachment was scrubbed",
        "A non-text attachment was scrubbed",
        "An embedded message was scrubbed",
        "An embedded and charset-unspecified text was scrubbed",
        "Skipped content of type ",
    ];
    const FIELDS: [&str; 9] =
        ["URL:", "Url:", "Name:", "Type:", "Size:", "Desc:", "From:", "Subject:", "Date:"];
    if !text.contains("was scrubbed") && !text.contains("Skipped content of type ") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    let mut in_note = false;
    while let Some(line) = lines.next() {
        let bare = line.trim();
        let is_note = |line: &str| NOTES.iter().any(|note| line.trim_start().starts_with(note));
        let is_rule = bare == RULE && lines.peek().is_some_and(|next| is_note(next));
        in_note = is_note(bare) || in_note && FIELDS.iter().any(|field| bare.starts_with(field));
        if is_rule || in_note {
            receipt.dropped("note of the archive", bare);
            let kept = line.trim_end_matches(['\r', '\n']).len();
            out.extend(std::iter::repeat_n(' ', kept));
            out.push_str(&line[kept..]);
        } else {
            out.push_str(line);
        }
    }
    out
}

/// The text without what a list sets below every letter, behind a rule: its name, its address and where to leave it.
/// Its bytes stay where they are.
pub(super) fn without_trailer(text: String, receipt: &mut Receipt) -> String {
    const RULE_BYTES_MIN: usize = 20;
    const LINES_MAX: usize = 8;
    const MARKS: [&str; 5] = ["mailing list", "/listinfo", "/mailman/", "maillist", "discussion list"];
    let is_rule = |line: &str| {
        let bare = line.trim();
        bare.len() >= RULE_BYTES_MIN && (bare.bytes().all(|b| b == b'_') || bare.bytes().all(|b| b == b'-'))
    };
    let mut behind = 0;
    let mut starts = Vec::new();
    let mut at = text.len();
    for line in text.split_inclusive('\n').rev() {
        at -= line.len();
        behind += usize::from(!line.trim().is_empty());
        if behind > LINES_MAX {
            break;
        }
        // What is quoted is somebody's letter.
        if is_rule(line) {
            starts.push(at);
        }
    }
    // From the last rule to the first. A rule may close the trailer as well as open it; what stands between two rules
    // above it is the writer's, if it is no trailer itself.
    let mut start = None;
    let mut end = text.len();
    for at in starts {
        let lower = text[at..end].to_lowercase();
        let has = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
        // People leave other things than lists.
        let says_so = has(&MARKS) || has(&["unsubscribe"]) && has(&["@", "://", "www.", " list"]);
        let is_bare = !lower.contains(char::is_alphanumeric);
        // One rule on the other, or one trailer.
        let goes_on = is_bare || says_so && has(&["@", "://"]);
        if start.is_none() && says_so || start.is_some() && goes_on {
            start = Some(at);
        } else if start.is_some() {
            break;
        }
        end = at;
    }
    let Some(start) = start.filter(|at| !text[..*at].trim().is_empty()) else { return text };
    receipt.dropped("footer of the letter", text[start..].trim());
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..start]);
    for line in text[start..].split_inclusive('\n') {
        let kept = line.trim_end_matches(['\r', '\n']).len();
        out.extend(std::iter::repeat_n(' ', kept));
        out.push_str(&line[kept..]);
    }
    out
}

/// Which of the blocks, in lower case, are what the machine asks of the reader between the writer's words.
fn calls(texts: &[String]) -> Vec<bool> {
    let bare: Vec<&str> = texts.iter().map(|text| bare(text)).collect();
    let is_call = |text: &&str| CALLS.contains(text) || is_appeal(text);
    let is_either = |text: &&str| is_call(text) || BUTTONS.contains(text);
    let beside = |number: usize| {
        let before = number.checked_sub(1).and_then(|number| bare.get(number));
        before.is_some_and(is_either) || bare.get(number + 1).is_some_and(is_either)
    };
    let numbered = bare.iter().enumerate();
    numbered.map(|(number, text)| is_call(text) || BUTTONS.contains(text) && beside(number)).collect()
}

/// What Substack sets between paragraphs: that readers pay for it.
fn is_appeal(text: &str) -> bool {
    const BYTES_MAX: usize = 320;
    let pays = text.contains("is a reader-supported publication")
        && (text.contains("consider becoming a") || text.contains("subscribe"));
    let thanks =
        text.starts_with("thanks for reading") && text.contains("subscribe for free to receive new posts");
    text.len() <= BYTES_MAX && (pays || thanks)
}

/// A block without the signs around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Which of the blocks, in lower case, are the letter.
fn letter(texts: &[String]) -> Range<usize> {
    const BLOCK_BYTES_MAX: usize = 600;
    const AT_START_BYTES_MAX: usize = 200;
    const WORD_BYTES_MAX: usize = 100;
    // A paragraph of this length is the letter's.
    const PROSE_BYTES_MIN: usize = 240;
    let has = |text: &str, phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
    let total: usize = texts.iter().map(String::len).sum();
    let mut start = 0;
    for (number, text) in texts.iter().enumerate().take(4) {
        if text.len() <= AT_START_BYTES_MAX && has(text, &AT_START) {
            start = number + 1;
        }
    }
    // What stands before such a line at the top is a preview of the letter or its masthead.
    if texts[..start].iter().map(String::len).sum::<usize>() > 400 {
        start = 0;
    }
    let mut end = texts.len();
    let mut behind = 0;
    for (number, text) in texts.iter().enumerate().skip(start).rev() {
        behind += text.len();
        if behind > (total / 4).max(800) {
            break;
        }
        let is_short = text.len() <= WORD_BYTES_MAX && has(text, &WORDS_AT_END);
        if is_short || text.len() <= BLOCK_BYTES_MAX && has(text, &AT_END) {
            end = number;
        } else if text.len() > PROSE_BYTES_MIN {
            break;
        }
    }
    if end < texts.len() {
        let is_button = |text: &String| {
            BUTTONS.contains(&bare(text)) || text.starts_with('\u{a9}') || text.starts_with("copyright ")
        };
        while end > start && is_button(&texts[end - 1]) {
            end -= 1;
        }
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_machine_asks_goes_and_prose_stays() {
        let check = |texts: &[&str], expected: &[bool]| {
            let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
            assert_eq!(calls(&texts), expected, "{texts:?}");
        };
        check(&["Comment", "Share", "READ IN APP", "Snow is heavy."], &[true, true, true, false]);
        check(
            &["So I did.", "Share.", "Nobody did.", "Leave a comment \u{2192}"],
            &[false, false, false, true],
        );
        check(
            &[
                "Pails is a reader-supported publication. To receive new posts and support my work, consider becoming a free or paid subscriber.",
                "A reader-supported publication is what we had in mind, and we had no readers.",
                "Did you like this issue of ours? We did not.",
            ],
            &[true, false, false],
        );
    }

    #[test]
    fn what_lists_set_below_letters_goes() {
        let check = |text: &str, expected: &str| {
            assert_eq!(
                without_trailer(text.to_owned(), &mut Receipt::default()).trim_end(),
                expected,
                "{text}"
            );
        };
        let rule = "_".repeat(47);
        check(&format!("So it is.\n\n{rule}\nPails mailing list\nPails at pails.example\n"), "So it is.");
        check(
            &format!("So it is.\n{rule}\nhttp://pails.example/mailman/listinfo/pails\n{rule}\n"),
            "So it is.",
        );
        let dashes = "-".repeat(30);
        let table = format!("So it is.\n{dashes}\nTin 12\n{dashes}\nBuy tin.");
        check(&format!("{table}\n{rule}\nPails mailing list\n"), &table);
        check(&format!("{table}\n{rule}\n{rule}\nTo unsubscribe: x@pails.example\n{rule}\n"), &table);
        check(
            &format!("So it is.\n{rule}\nPails mailing list: x@pails.example\n{rule}\nPots mailing list\n"),
            "So it is.",
        );
        for kept in [
            format!("So it is.\n\n{rule}\nI want to unsubscribe from my life.\nWho comes?"),
            format!("So it is.\n\n{rule}\nAda Moss\nof the shore"),
            format!("So it is.\n{rule}\n{}the mailing list", "A line.\n".repeat(9)),
            format!("{rule}\nPails mailing list"),
        ] {
            check(&kept, &kept);
        }
    }

    #[test]
    fn letters_are_told_from_what_is_around_them() {
        let check = |texts: &[&str], expected: Range<usize>| {
            let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
            assert_eq!(letter(&texts), expected, "{texts:?}");
        };
        check(&["View this email in your browser", "Dear all,", "So it was.", "Share", "Unsubscribe"], 1..3);
        check(&["Dear all,", "I had to unsubscribe.", &"word ".repeat(400)], 0..3);
        check(&["Dear all,", "Copyright 2024 Letters", "You are receiving this because you asked."], 0..1);
        check(&["Dear all,"], 0..1);
        check(&[], 0..0);
    }
}
