//! Messengers that begin each message with its day, its time and who sent it: WhatsApp, KakaoTalk on
//! telephones, Discord as its exporters write it, Telegram as it is copied, Zoom with days.

use super::stamp::{self, Day};
use super::{Chat, DIRECTIONS, MESSAGES_MIN, Message, Receipt, first_lines, is_name, set_days};

pub(super) fn is_it(head: &str) -> bool {
    let is_opened = first_lines(head).take(8).any(|line| read_head(line).is_some());
    let heads = || first_lines(head).filter_map(read_head).filter(|head| head.sender.is_some());
    is_opened && heads().take(MESSAGES_MIN).count() == MESSAGES_MIN && {
        // `ladder.pdf — 12/03/2024 09:15` line after line is a list of things: nothing is said below them.
        let bare = heads().filter(|head| head.text.is_empty()).count();
        bare * 3 <= first_lines(head).count() * 2
    }
}

/// How a message begins.
#[derive(Debug)]
struct Head<'a> {
    /// Three numbers as written, or a day with the month's name; none where it is called today.
    day: Option<Day>,
    /// Nobody, where the messenger speaks.
    sender: Option<&'a str>,
    text: &'a str,
}

fn read_head(line: &str) -> Option<Head<'_>> {
    let line = line.trim_start_matches(DIRECTIONS);
    let first = line.chars().next()?;
    if first == '[' || first.is_numeric() || stamp::begins_with_month(line) {
        let stamp = stamp::read(line)?;
        let day = Some(stamp.day);
        let (rest, is_parted) = match stamp.rest {
            rest if stamp.is_bracketed => (rest, false),
            rest if rest.trim_start().starts_with("From ") => (rest, false),
            rest => (parted(rest, stamp.has_seconds)?, true),
        };
        let rest = rest.trim();
        if let Some(sent) = rest.strip_prefix("From ") {
            let (names, text) = sent.split_once(':')?;
            let name = names.split(" to ").next().unwrap_or(names).trim();
            return Some(Head { day, sender: Some(name), text: text.trim() });
        }
        return Some(match rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|name| (name, ""))) {
            Some((name, text)) if is_name(name) => {
                Head { day, sender: Some(name.trim_start_matches('~').trim()), text: text.trim_end() }
            }
            // A name alone, its words below. Discord's exporters pad the days of Americans.
            _ if !is_parted && is_name(rest) && !rest.contains(DIRECTIONS) => Head {
                day: day.map(Day::unpadded),
                sender: Some(rest.split('#').next().unwrap_or(rest)),
                text: "",
            },
            _ => Head { day, sender: None, text: rest },
        });
    }
    // `Ada Field, [12/03/2024 09:15]`
    let near = &line[..line.floor_char_boundary(100)];
    if memchr::memchr(0xE2, near.as_bytes()).is_some()
        && let Some((name, when)) = near.split_once(" — ")
    {
        return read_copied(name.trim(), when.trim());
    }
    memchr::memchr(b'[', near.as_bytes())?;
    let (name, behind) = near.split_once(", [")?;
    let stamp = stamp::read(&line[name.len() + 2..])?;
    (is_name(name) && stamp.rest.trim().is_empty() && !behind.is_empty()).then_some(Head {
        day: Some(stamp.day),
        sender: Some(name),
        text: "",
    })
}

/// `ada — 03/12/2024 9:15 AM`, `ada — Today at 9:15 AM`: what stands above a message where Discord is copied.
fn read_copied<'a>(name: &'a str, when: &str) -> Option<Head<'a>> {
    let named = ["Today at ", "Yesterday at "].iter().find_map(|day| when.strip_prefix(day));
    let (day, rest) = match named {
        Some(time) => (None, stamp::clock(time)?.rest),
        None => stamp::read(when).map(|stamp| (Some(stamp.day.unpadded()), stamp.rest))?,
    };
    (is_name(name) && rest.is_empty()).then_some(Head { day, sender: Some(name), text: "" })
}

/// What follows the sign between a time without brackets and the name: ` - ` on most telephones, `: ` behind
/// seconds on older ones, and a comma in Korea, where a blank stands before the colon too.
fn parted(rest: &str, has_seconds: bool) -> Option<&str> {
    let old = || rest.strip_prefix(": ").filter(|_| has_seconds);
    let is_apart = |rest: &&str| rest.split_once(':').is_some_and(|(name, _)| name.ends_with(' '));
    let korean = || rest.strip_prefix(", ").filter(is_apart);
    rest.strip_prefix(" - ").or_else(old).or_else(korean)
}

pub(super) fn read(text: &str, receipt: &mut Receipt) -> Chat {
    let mut chat = Chat::default();
    let mut days = Vec::new();
    // Each message with its day, and whether it goes on with the next line.
    let mut skips = true;
    for (number, line) in (1_u32..).zip(text.lines()) {
        if let Some(head) = read_head(line) {
            let Some(sender) = head.sender else {
                receipt.dropped("what the messenger says", head.text);
                skips = true;
                continue;
            };
            skips = is_of_messenger(head.text);
            if skips && days.is_empty() && head.text.starts_with(DIRECTIONS) {
                // The first thing is said in the name of the chat.
                chat.title.get_or_insert_with(|| sender.to_owned());
            }
            if skips {
                receipt.dropped("what the messenger says", head.text);
                continue;
            }
            let mut text = without_edit(head.text);
            // What is said about a picture stands below it.
            if is_attached(text) {
                receipt.dropped("what the messenger says", text);
                text = "";
            }
            days.push(head.day);
            chat.messages.push(Message {
                sender: Some(sender.trim_matches(DIRECTIONS).to_owned()),
                text: text.to_owned(),
                line: Some(number),
                ..Message::default()
            });
            continue;
        }
        if days.is_empty() {
            read_preamble(line, &mut chat);
            continue;
        }
        // What was attached is told in sections of their own, behind the last message a rule.
        if is_section(line) || line.starts_with("=====") {
            skips = true;
        }
        // KakaoTalk begins each day with it.
        if stamp::is_east_asian_day(line) {
            continue;
        }
        if let Some(message) = chat.messages.last_mut().filter(|_| !skips) {
            message.text.push('\n');
            message.text.push_str(without_edit(line));
        }
    }
    set_days(&mut chat, &days);
    chat
}

/// `Guild: Orchard` and what else stands above the first message.
fn read_preamble(line: &str, chat: &mut Chat) {
    match line.split_once(": ") {
        Some(("Guild", name)) => chat.source = Some(name.trim().to_owned()),
        Some(("Channel", name)) => {
            chat.title = Some(name.rsplit(" / ").next().unwrap_or(name).trim().to_owned());
        }
        _ => {}
    }
}

fn is_section(line: &str) -> bool {
    matches!(line.trim(), "{Attachments}" | "{Embed}" | "{Reactions}" | "{Stickers}")
}

/// Says that the words are the messenger's: what was left out, deleted or encrypted.
fn is_of_messenger(text: &str) -> bool {
    const STARTS: [&str; 17] = [
        "You deleted this message",
        "This message was deleted",
        "Messages and calls are end-to-end encrypted",
        "Messages to this chat and calls are now secured",
        "Reacted to \"",
        "Diese Nachricht wurde gelöscht",
        "Du hast diese Nachricht gelöscht",
        "Se eliminó este mensaje",
        "Eliminaste este mensaje",
        "Ce message a été supprimé",
        "Vous avez supprimé ce message",
        "Questo messaggio è stato eliminato",
        "Hai eliminato questo messaggio",
        "Mensagem apagada",
        "Você apagou esta mensagem",
        "Dit bericht is verwijderd",
        "Je hebt dit bericht verwijderd",
    ];
    // `<Media omitted>`, whatever the language.
    let is_omitted = text.starts_with('<') && text.ends_with('>') && !text.contains("://");
    text.starts_with(DIRECTIONS) || is_omitted || STARTS.iter().any(|start| text.starts_with(start))
}

/// `IMG-20240312-WA0003.jpg (file attached)`, whatever the language.
fn is_attached(text: &str) -> bool {
    let file = text.trim_start_matches(DIRECTIONS).strip_suffix(')').and_then(|text| text.split_once(" ("));
    file.is_some_and(|(name, note)| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let is_file = ending.is_some_and(|ending| {
            (2..=4).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        let is_named =
            ["IMG-", "VID-", "PTT-", "AUD-", "STK-", "DOC-"].iter().any(|start| name.starts_with(start));
        let is_told = [
            "file attached",
            "archivo adjunto",
            "arquivo anexado",
            "Datei angehängt",
            "fichier joint",
            "file allegato",
        ];
        is_file && !note.contains(['(', '.']) && (is_named && !name.contains(' ') || is_told.contains(&note))
    })
}

fn without_edit(text: &str) -> &str {
    const NOTES: [&str; 6] = [
        "<This message was edited>",
        "<Se editó este mensaje.>",
        "<Diese Nachricht wurde bearbeitet.>",
        "<Ce message a été modifié>",
        "<Mensagem editada>",
        "<Questo messaggio è stato modificato>",
    ];
    let text = text.trim_end();
    // `(- Ada: 👍, Bo: 👍 -)`: who reacted, as Signal is written out.
    let reacted = text.strip_suffix(" -)").and_then(|text| text.rsplit_once(" (- "));
    let text = reacted.filter(|(_, who)| who.contains(": ")).map_or(text, |(text, _)| text.trim_end());
    let bare = NOTES.iter().find_map(|note| text.strip_suffix(note)).unwrap_or(text);
    bare.trim_end_matches(DIRECTIONS).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_as_messengers_write_them() {
        let check = |line: &str, expected: Option<(&str, Option<&str>, &str)>| {
            let head = read_head(line);
            let written =
                |day: Option<Day>| day.map_or_else(String::new, |day| stamp::Order::of(&[day]).written(day));
            let shown = head.as_ref().map(|head| (written(head.day), head.sender, head.text));
            let shown = shown.as_ref().map(|(day, sender, text)| (day.as_str(), *sender, *text));
            assert_eq!(shown, expected, "{line}");
        };
        check("[12/03/2024, 09:15:10] Ada Ek: So it is", Some(("2024-03-12", Some("Ada Ek"), "So it is")));
        check("[9:15 AM, 3/12/2024] Ada Ek: So it is", Some(("2024-03-12", Some("Ada Ek"), "So it is")));
        check("3/12/24, 9:15 AM - Ada: Hi", Some(("2024-03-12", Some("Ada"), "Hi")));
        check("3/12/24, 9:15\u{202F}PM - Ada: Hi", Some(("2024-03-12", Some("Ada"), "Hi")));
        check("12.03.24, 09:15 - Ada: Hi: you", Some(("2024-03-12", Some("Ada"), "Hi: you")));
        check("12/03/2024, 09:15 - Ada left", Some(("2024-03-12", None, "Ada left")));
        check("[12-Mar-24 09:15 AM] ada#0001", Some(("2024-03-12", Some("ada"), "")));
        check("Ada Ek, [12/03/2024 09:15]", Some(("2024-03-12", Some("Ada Ek"), "")));
        check("2024-03-12 09:15:10 From Ada to Everyone:", Some(("2024-03-12", Some("Ada"), "")));
        check("12/03/2024, 09:15 - Ada : Hi", Some(("2024-03-12", Some("Ada"), "Hi")));
        check("2024년 3월 12일 오전 9:15, Ada : Hi", Some(("2024-03-12", Some("Ada"), "Hi")));
        check("12.03.24, 09:15:10: Ada: Hi", Some(("2024-03-12", Some("Ada"), "Hi")));
        check("12.03.24, 09:15: Ada: Hi", None);
        check("12.03.24, 09:15, in the barn: a ladder", None);
        check("[03/12/2024 9:15 AM] ada", Some(("2024-03-12", Some("ada"), "")));
        check("Mar 12, 2024, 09:15:10 - Ada: Hi", Some(("2024-03-12", Some("Ada"), "Hi")));
        check("Mar 12, 2024, 09:15:10 Ada: Hi", None);
        check("ada — 03/12/2024 9:15 AM", Some(("2024-03-12", Some("ada"), "")));
        check("ada — Today at 9:15 AM", Some(("", Some("ada"), "")));
        check("Ada — at 9:15 AM she left", None);
        check("[00:12:13] Ada: Hi", None);
        check("2024-03-12 09:15:10 INFO: started", None);
        check("12/03/2024 was a day", None);
        check("", None);
    }

    #[test]
    fn who_reacted_is_no_part_of_a_message() {
        assert_eq!(without_edit("second step  (- Ada: 👍, Bo: 👍 -)"), "second step");
        assert_eq!(without_edit("minus (- 4 -)"), "minus (- 4 -)");
    }

    #[test]
    fn lists_of_things_with_their_days_are_no_chats() {
        let list = ["ladder", "barn", "pears", "rain"].map(|name| format!("{name} — 12/03/2024 09:15\n"));
        assert!(!is_it(&list.concat()));
        assert!(is_it(&list.map(|head| head + "So it is.\n").concat()));
    }

    #[test]
    fn pictures_are_attached_in_any_language() {
        assert!(is_attached("IMG-20240312-WA0003.jpg (file attached)"));
        assert!(is_attached("\u{200E}IMG-20240312-WA0003.jpg (archivo adjunto)"));
        assert!(is_attached("the barn.pdf (Datei angehängt)"));
        assert!(!is_attached("See ladder.pdf (the long one)"));
        assert!(!is_attached("It is in the barn (the old one)"));
    }
}
