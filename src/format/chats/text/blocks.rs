//! Messengers that set who sends a message, and when, on lines of their own above it: Messages as its
//! exporter writes it, Signal as sigtop does, Teams and Slack as they are copied, Slack as slackdump does.

use super::stamp;
use super::{Chat, MESSAGES_MIN, Message, Receipt, first_lines, is_name};
use crate::document::Date;

/// What stands above a message.
#[derive(Debug, PartialEq)]
struct Head<'a> {
    sender: Option<&'a str>,
    day: Option<Date>,
    /// How many lines it takes.
    lines: usize,
    /// It is a head wherever it stands.
    is_sure: bool,
}

/// A way to write a head at the beginning of these lines.
type Reader = for<'a> fn(&[&'a str]) -> Option<Head<'a>>;

static READERS: [Reader; 6] =
    [read_messages, read_signal, read_teams, read_teams_below, read_slack, read_slackdump];

fn reader(head: &str) -> Option<Reader> {
    const LINES_MAX: usize = 160;
    // A message of this program takes at least three lines.
    first_lines(head).nth(2 * MESSAGES_MIN - 1)?;
    let lines: Vec<&str> = head.lines().take(LINES_MAX).collect();
    let is_read = |read: &Reader| {
        let heads = (0..lines.len()).filter(|at| head_at(&lines, *at, *read).is_some());
        heads.take(MESSAGES_MIN).count() == MESSAGES_MIN
    };
    READERS.iter().copied().find(is_read)
}

pub(super) fn is_it(head: &str) -> bool {
    reader(head).is_some()
}

/// The head at a line above which a blank line, or nothing, stands; but for where the time of day says enough.
fn head_at<'a>(lines: &[&'a str], at: usize, read: Reader) -> Option<Head<'a>> {
    let opens = || at == 0 || lines[at - 1].trim().is_empty();
    read(&lines[at..]).filter(|head| head.is_sure || opens())
}

/// A stamp, and below it the name: `Mar 12, 2024  8:02:15 AM (Read by you after 1 minute)`
fn read_messages<'a>(lines: &[&'a str]) -> Option<Head<'a>> {
    let [line, sender, ..] = lines else { return None };
    let (month, rest) = line.split_at_checked(3)?;
    stamp::month(month)?;
    let (_, rest) = rest.split_once(", ").filter(|(day, _)| day.trim().parse::<u8>().is_ok())?;
    let (year, time) = rest.split_at_checked(4)?;
    year.parse::<u16>().ok()?;
    let clock = stamp::clock(time.trim_start()).filter(|clock| clock.has_seconds)?;
    let day = Date::find(&line[..line.len() - time.len()]);
    let rest = clock.rest.trim();
    if rest.is_empty() || rest.starts_with('(') {
        return is_name(sender).then(|| Head { sender: Some(sender.trim()), day, lines: 2, is_sure: false });
    }
    // What happens to the conversation is told behind the stamp.
    Some(Head { sender: None, day, lines: 1, is_sure: false })
}

/// `From:`, `Type:`, `Sent:` and more, and a blank line.
fn read_signal<'a>(lines: &[&'a str]) -> Option<Head<'a>> {
    let sender = lines.first()?.strip_prefix("From: ")?;
    let end = lines.iter().take(12).position(|line| line.trim().is_empty())?;
    let field = |name: &str| lines[..end].iter().find_map(|line| line.strip_prefix(name));
    let day = Date::find(field("Sent: ")?);
    field("Type: ")?;
    let name = sender.rsplit_once(" (").filter(|(_, id)| id.ends_with(')')).map_or(sender, |(name, _)| name);
    Some(Head { sender: Some(name.trim()), day, lines: end + 1, is_sure: false })
}

/// `[08:02] Ada Field` or `[12/03 08:02] Ada Field`, and below it words that are set in.
fn read_teams<'a>(lines: &[&'a str]) -> Option<Head<'a>> {
    let (inside, name) = lines.first()?.strip_prefix('[')?.split_once("] ")?;
    is_hour(inside).then_some(())?;
    let below = lines[1..].iter().find(|line| !line.trim().is_empty())?;
    (below.starts_with("    ") && is_name(name)).then(|| Head {
        sender: Some(name.trim()),
        day: None,
        lines: 1,
        is_sure: false,
    })
}

/// A name, the day without its year and the time below it, and below that the words.
fn read_teams_below<'a>(lines: &[&'a str]) -> Option<Head<'a>> {
    let (name, below) = lines.split_first()?;
    let blanks = below.iter().take(2).take_while(|line| line.trim().is_empty()).count();
    let time = below.get(blanks)?.trim();
    // Hardly any line is one, so this is looked at first. A day is no longer than `12/03`.
    if !time.bytes().take(5).any(|byte| byte == b'/') || !is_hour(time) {
        return None;
    }
    let is_sender = is_name(name) && !name.ends_with(['.', ',', ':', '?', '!']) && !name.contains('\t');
    is_sender.then(|| Head { sender: Some(name.trim()), day: None, lines: blanks + 2, is_sure: false })
}

/// A name, and behind two blanks the time of day, on one line or set in on the next, as Slack is copied.
fn read_slack<'a>(lines: &[&'a str]) -> Option<Head<'a>> {
    /// A name, and the time of day.
    const HEAD_BYTES_MAX: usize = 100;
    let ends = |line: &&&str| [" AM", " PM", " AM]", " PM]"].iter().any(|end| line.ends_with(end));
    let line = *lines.first().filter(|line| line.len() <= HEAD_BYTES_MAX)?;
    lines.iter().take(2).find(ends)?;
    let bracketed = || line.split_once(" [").map(|(name, time)| (name, &line[line.len() - time.len() - 1..]));
    let (name, time, count) = match line.split_once("  ").or_else(bracketed) {
        Some((name, time)) if !name.trim().is_empty() => (name, time, 1),
        _ => (line, lines.get(1)?.strip_prefix("  ")?, 2),
    };
    // `Ada Field  [8:02 AM]`
    let time = time.strip_prefix('[').and_then(|time| time.strip_suffix(']')).unwrap_or(time);
    let is_of_day = time.ends_with(" AM") || time.ends_with(" PM");
    let is_person = is_name(name) && !name.contains(['.', ',', ':', '?', '!', '\t']);
    (is_of_day && is_hour(time.trim()) && is_person).then(|| Head {
        sender: Some(name.trim()),
        day: None,
        lines: count,
        is_sure: true,
    })
}

/// `> Ada Field [U012] @ 12/03/2024 08:02:15 Z:`, as slackdump writes.
fn read_slackdump<'a>(lines: &[&'a str]) -> Option<Head<'a>> {
    let (sender, when) = lines.first()?.strip_prefix("> ")?.split_once("] @ ")?;
    let (name, _) = sender.rsplit_once(" [")?;
    let stamp = stamp::read(when).filter(|stamp| stamp.has_seconds && stamp.rest.ends_with(':'))?;
    let day = Date::find(&stamp::Order::DayFirst.written(stamp.day));
    is_name(name).then(|| Head { sender: Some(name.trim()), day, lines: 1, is_sure: true })
}

/// `08:02`, `8:02 AM`, `12/03 08:02`, and nothing else.
fn is_hour(text: &str) -> bool {
    let time = match text.split_once(' ').filter(|(day, _)| day.contains('/')) {
        Some((day, time)) => {
            let is_day =
                day.split('/').all(|number| (1..=2).contains(&number.len()) && number.parse::<u8>().is_ok());
            if !is_day || day.split('/').count() != 2 {
                return false;
            }
            time
        }
        None => text,
    };
    stamp::clock(time).is_some_and(|clock| clock.rest.is_empty() && !clock.has_seconds)
}

pub(super) fn read(text: &str, receipt: &mut Receipt) -> Chat {
    let mut chat = Chat::default();
    let Some(read_head) = reader(text) else { return chat };
    let lines: Vec<&str> = text.lines().collect();
    let mut skips = true;
    let mut at = 0;
    while at < lines.len() {
        if let Some(head) = head_at(&lines, at, read_head) {
            at += head.lines;
            skips = head.sender.is_none();
            if skips {
                receipt.dropped("what the messenger says", lines[at - 1]);
                continue;
            }
            chat.messages.push(Message {
                sender: head.sender.map(str::to_owned),
                day: head.day.map(|day| day.to_string()),
                line: u32::try_from(at + 1).ok(),
                ..Message::default()
            });
            continue;
        }
        let line = lines[at];
        at += 1;
        if chat.messages.is_empty() {
            let title =
                line.strip_prefix("Conversation: ").map(|title| title.trim().trim_end_matches(" (group)"));
            chat.title = chat.title.or_else(|| title.map(str::to_owned));
            continue;
        }
        // Who liked it, and what was answered to it, which comes again where it was sent.
        let is_told = matches!(line.trim(), "Tapbacks:" | "This message responded to an earlier message.");
        skips |= line.trim() == "Tapbacks:";
        if let Some(message) = chat.messages.last_mut().filter(|_| !skips) {
            message.text.push_str(if is_told { "" } else { line });
            message.text.push('\n');
        } else if !line.trim().is_empty() {
            receipt.dropped("what the messenger says", line);
        }
    }
    chat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_stand_above_messages() {
        let check = |lines: &[&str], expected: Option<(&str, usize)>| {
            let head = READERS.iter().find_map(|read| read(lines));
            let shown = head.as_ref().map(|head| (head.sender.unwrap_or_default(), head.lines));
            assert_eq!(shown, expected, "{lines:?}");
        };
        check(&["Mar 12, 2024 08:02:15 AM (Read by you after 1 minute)", "Ada", "Hi"], Some(("Ada", 2)));
        check(&["Mar 12, 2024  8:02:15 AM", "Me", "Hi"], Some(("Me", 2)));
        check(&["Mar 12, 2024 08:02:15 AM You named the conversation Barn", ""], Some(("", 1)));
        check(
            &["From: Ada (+1555)", "Type: incoming", "Sent: Tue, 12 Mar 2024 08:02:15 +0000", "", "Hi"],
            Some(("Ada", 4)),
        );
        check(&["[08:02] Ada Field", "", "    Hi"], Some(("Ada Field", 1)));
        check(&["Ada Field", "", "12/3 08:02", "", "Hi"], Some(("Ada Field", 3)));
        check(&["Ada Field", "  8:02 AM", "Hi"], Some(("Ada Field", 2)));
        check(&["Ada Field  8:02 AM", "Hi"], Some(("Ada Field", 1)));
        check(&["> Ada Field [U012] @ 12/03/2024 08:02:15 Z:", "Hi"], Some(("Ada Field", 1)));
        check(&["> Ada Field [U012] @ noon", "Hi"], None);
        check(&["Ada Field  8:02", "Hi"], None);
        check(&["We met, all of us.", "  8:02 AM", "Hi"], None);
        check(&["[08:02] Ada Field", "Hi"], None);
        check(&["Ada Field", "08:02", "Hi"], None);
        check(&["From: Ada", "To: Bo", "", "Hi"], None);
        check(&["Mar 12, 2024", "Ada", "Hi"], None);
        check(&["Mar 12 was a day", "Ada"], None);
        check(&[], None);
    }
}
