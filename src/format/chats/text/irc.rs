//! Logs of IRC: irssi's, HexChat's, WeeChat's, ZNC's, mIRC's and those of the robots of meetings.
//!
//! A line is a message. What comes and goes, and what the program says of itself, is nobody's.

use std::collections::HashSet;

use super::stamp;
use super::{Chat, LINES_MAX, MESSAGES_MIN, Message, Receipt, first_lines};
use crate::document::Date;

/// A line of a log.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    /// A log begins, ends, or goes on with another day.
    Session {
        day: Option<Date>,
        channel: Option<&'a str>,
    },
    Stamped {
        when: When,
        says: Says<'a>,
    },
}

/// What a line says of the time.
#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    Day(stamp::Day),
    /// Month and day; the year is told where the log begins.
    DayOfYear(u16, u16),
    /// The hour alone, and whether the second is told too.
    Hour(u16),
}

/// Who says something in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Says<'a> {
    Nick(&'a str, &'a str),
    /// `* ada waves`, which may also be what the program says.
    Perhaps(&'a str, &'a str),
    Program(&'a str),
}

pub(super) fn is_it(head: &str) -> bool {
    // Of all lines that are looked at, a fifth.
    const UNKNOWN_MAX: usize = LINES_MAX / 5;
    let (mut lines, mut known, mut said, mut is_log, mut is_late) = (0, 0, 0, false, false);
    let is_talk = is_talk(head);
    for line in first_lines(head) {
        lines += 1;
        let Some(line) = read_line(line, is_talk) else {
            if lines - known > UNKNOWN_MAX {
                return false;
            }
            continue;
        };
        known += 1;
        match line {
            Line::Session { .. } => is_log = true,
            Line::Stamped { when, says } => {
                said += usize::from(matches!(says, Says::Nick(..)));
                // In the first hour of what has no more than hours, it may be a recording.
                is_late |= !matches!(when, When::Hour(0));
                is_log |= matches!(says, Says::Program(_)) || !matches!(when, When::Hour(_));
            }
        }
    }
    said >= MESSAGES_MIN && known * 10 >= lines * 8 && said * 4 >= known && (is_log || is_late)
}

/// Says that the head of a log is Pidgin's, who sets colons behind those who talk.
fn is_talk(text: &str) -> bool {
    text.starts_with(TALK)
}

fn read_line(line: &str, is_talk: bool) -> Option<Line<'_>> {
    session(line).or_else(|| {
        let (when, rest) = when(line)?;
        let said = is_talk.then(|| rest.split_once(": ")).flatten().filter(|(name, _)| super::is_name(name));
        let says = match said {
            Some((name, said)) => Says::Nick(name.trim(), said),
            None if is_talk => Says::Program(rest),
            None => says(rest)?,
        };
        Some(Line::Stamped { when, says })
    })
}

/// `Conversation with ada@host.example at Tue 12 Mar 2024 08:00:00 on bo@host.example (jabber)`
const TALK: &str = "Conversation with ";

/// `--- Log opened Tue Mar 12 08:00:00 2024`
fn session(line: &str) -> Option<Line<'_>> {
    const DATED: [&str; 9] = [
        "--- Log opened ",
        "--- Log closed ",
        "--- Day changed ",
        "**** BEGIN LOGGING AT ",
        "**** ENDING LOGGING AT ",
        "Session Start: ",
        "Session Close: ",
        "Session Time: ",
        TALK,
    ];
    if let Some(channel) = line.strip_prefix("Session Ident: ") {
        return Some(Line::Session { day: None, channel: Some(channel.trim()) });
    }
    let rest = DATED.iter().find_map(|start| line.strip_prefix(start))?;
    Some(Line::Session { day: Date::find(rest), channel: None })
}

/// `08:02`, `[08:02:15]`, `2024-03-12 08:02:15`, `[2024-03-12T08:02:15]`, `Mar 12 08:02:15`
fn when(line: &str) -> Option<(When, &str)> {
    if let Some(stamp) = stamp::read(line) {
        return Some((When::Day(stamp.day), stamp.rest));
    }
    if let Some((month, rest)) = line.split_at_checked(3).filter(|(month, _)| stamp::month(month).is_some()) {
        let rest = rest.trim_start_matches(' ');
        let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
        let clock = stamp::clock(rest[digits..].trim_start_matches(' '))?;
        return Some((When::DayOfYear(stamp::month(month)?, rest[..digits].parse().ok()?), clock.rest));
    }
    let (inside, close) = match line.as_bytes().first()? {
        b'[' => (&line[1..], "]"),
        b'(' => (&line[1..], ")"),
        _ => (line, ""),
    };
    let clock = stamp::clock(inside)?;
    Some((When::Hour(clock.hour), clock.rest.strip_prefix(close)?))
}

fn says(rest: &str) -> Option<Says<'_>> {
    const SIGNS: [&str; 7] = ["-!-", "***", "-->", "<--", "=!=", "--", "\u{2192}"];
    let text = rest.trim_start_matches(' ');
    // WeeChat's columns.
    if let Some((nick, text)) = text.strip_prefix('\t').and_then(|text| text.split_once('\t')) {
        return Some(match nick.trim() {
            "*" => {
                let (nick, text) = text.split_once(' ')?;
                Says::Nick(nick, text)
            }
            sign if SIGNS.contains(&sign) || sign.is_empty() => Says::Program(text),
            nick => Says::Nick(bare(nick)?, text),
        });
    }
    let text = text.trim_start_matches('\t');
    if SIGNS.iter().any(|sign| text.strip_prefix(*sign).is_some_and(|rest| rest.starts_with([' ', '\t']))) {
        return Some(Says::Program(text));
    }
    if let Some(text) = text.strip_prefix('<') {
        let (nick, text) = text.split_once('>')?;
        return Some(Says::Nick(bare(nick)?, text.trim()));
    }
    if let Some(text) = text.strip_prefix("* ").or_else(|| text.strip_prefix("*\t")) {
        let (nick, text) = text.trim_start().split_once(' ')?;
        return Some(Says::Perhaps(nick, text));
    }
    // `-ada(host)- a notice`
    text.starts_with('-').then_some(Says::Program(text))
}

/// A nick without the sign of its rights.
fn bare(nick: &str) -> Option<&str> {
    let nick = nick.trim().trim_start_matches(['@', '+', '%', '&', '~', '!']);
    let is_nick = (1..=40).contains(&nick.len()) && !nick.contains([' ', '\t', '<', '/', '=', '"']);
    is_nick.then_some(nick)
}

/// Says that what follows a nick behind a star is told of it by the program.
fn is_of_program(text: &str) -> bool {
    const STARTS: [&str; 11] = [
        "has joined",
        "has left",
        "has quit",
        "has set",
        "has changed",
        "is now known as",
        "sets mode",
        "was kicked",
        "gives ",
        "removes ",
        "(",
    ];
    STARTS.iter().any(|start| text.starts_with(start))
}

pub(super) fn read(text: &str, receipt: &mut Receipt) -> Chat {
    let is_talk = is_talk(text);
    let read_line = |line| read_line(line, is_talk);
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).filter_map(read_line);
    let nicks: HashSet<&str> = lines()
        .filter_map(|line| match line {
            Line::Stamped { says: Says::Nick(nick, _), .. } => Some(nick),
            _ => None,
        })
        .collect();
    let stamped: Vec<stamp::Day> = lines()
        .filter_map(|line| match line {
            Line::Stamped { when: When::Day(day), .. } => Some(day),
            _ => None,
        })
        .collect();
    let order = stamp::Order::of(&stamped);
    let mut chat = Chat::default();
    let mut session: Option<Date> = None;
    let mut skips = true;
    for (number, line) in (1_u32..).zip(text.lines()) {
        let (when, says) = match read_line(line) {
            Some(Line::Session { day, channel }) => {
                session = day.or(session);
                chat.title = chat.title.or_else(|| channel.map(str::to_owned));
                receipt.dropped("what the program says", line);
                skips = true;
                continue;
            }
            Some(Line::Stamped { when, says }) => (when, says),
            None => {
                // A message that somebody has wrapped.
                if let Some(message) = chat.messages.last_mut().filter(|_| !skips) {
                    message.text.push('\n');
                    message.text.push_str(line);
                }
                continue;
            }
        };
        let (nick, said) = match says {
            Says::Nick(nick, said) => (nick, said),
            Says::Perhaps(nick, said) if nicks.contains(nick) && !is_of_program(said) => (nick, said),
            Says::Perhaps(..) | Says::Program(_) => {
                receipt.dropped("what the program says", line);
                skips = true;
                continue;
            }
        };
        skips = false;
        let day = match when {
            When::Day(day) => Some(order.written(day)),
            When::DayOfYear(month, day) => {
                session.map(|session| format!("{:04}-{month:02}-{day:02}", session.year()))
            }
            When::Hour(_) => session.map(|session| session.to_string()),
        };
        chat.messages.push(Message {
            sender: Some(nick.to_owned()),
            day,
            text: said.to_owned(),
            line: Some(number),
            ..Message::default()
        });
    }
    chat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_programs_write_them() {
        let check = |line: &str, expected: Option<Says<'_>>| {
            let says = match read_line(line, false) {
                Some(Line::Stamped { says, .. }) => Some(says),
                _ => None,
            };
            assert_eq!(says, expected, "{line}");
        };
        check("08:02 <@ada> Hi: you", Some(Says::Nick("ada", "Hi: you")));
        check("08:03 < bo> Hi", Some(Says::Nick("bo", "Hi")));
        check("[08:03:22] <bo> Hi", Some(Says::Nick("bo", "Hi")));
        check("2024-03-12 08:02:15\t@ada\tHi", Some(Says::Nick("ada", "Hi")));
        check("2024-03-12 08:02:15\t *\tada waves", Some(Says::Nick("ada", "waves")));
        check("2024-03-12 08:02:15\t<--\tada has quit", Some(Says::Program("ada has quit")));
        check("2024-03-12T08:02:15  <ada> Hi", Some(Says::Nick("ada", "Hi")));
        check("[2024-03-12 08:02:15] <ada> Hi", Some(Says::Nick("ada", "Hi")));
        check("Mar 12 08:02:15 <ada>\tHi", Some(Says::Nick("ada", "Hi")));
        check("Mar 12 08:00:01 *\tNow talking on #barn", Some(Says::Perhaps("Now", "talking on #barn")));
        check("08:20  * ada waves", Some(Says::Perhaps("ada", "waves")));
        check(
            "08:21 -!- ada [~a@host.example] has quit",
            Some(Says::Program("-!- ada [~a@host.example] has quit")),
        );
        check("08:02 Breakfast in the barn", None);
        check("[08:02] Ada: Hi", None);
        check("08:02 <b>bold</b>", Some(Says::Nick("b", "bold</b>")));
        check("Mar 12 was a Tuesday", None);
        check("", None);
    }

    #[test]
    fn talks_have_colons_behind_those_who_talk() {
        let head =
            "Conversation with bo@host.example at Tue 12 Mar 2024 08:00:00 on ada@host.example (jabber)\n";
        let lines = "(08:02:15) Ada Field: Hi: you\n(08:02:19) bo: Hi\n(08:03:00) bo: So it is\n";
        let left = "(08:04:00) bo has signed off.\n";
        let text = [head, lines, left].concat();
        assert!(is_it(&text));
        assert!(!is_it(lines));
        let chat = read(&text, &mut Receipt::default());
        let said: Vec<_> = chat.messages.iter().map(|m| (m.sender.as_deref(), m.text.as_str())).collect();
        assert_eq!(said, [(Some("Ada Field"), "Hi: you"), (Some("bo"), "Hi"), (Some("bo"), "So it is")]);
        assert_eq!(chat.messages[0].day.as_deref(), Some("2024-03-12"));
    }

    #[test]
    fn recordings_are_no_logs() {
        let lines = |times: [&str; 4]| times.map(|time| format!("{time} <Ada> So it is\n")).concat();
        assert!(is_it(&lines(["08:02", "08:03", "08:03", "08:05"])));
        assert!(!is_it(&lines(["[00:00:02]", "[00:00:03]", "[00:00:09]", "[00:01:05]"])));
        assert!(!is_it(&lines(["24:50", "26:51", "27:10", "28:00"])));
        assert!(!is_it("08:02 Breakfast\n08:30 Out to the barn\n09:00 Ladders\n"));
    }
}
