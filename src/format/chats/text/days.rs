//! Messengers that set the day above its messages, each with its hour: LINE, and KakaoTalk at a desk.

use super::stamp::{self, Day};
use super::{Chat, MESSAGES_MIN, Message, Receipt, first_lines, is_name, set_days};
use crate::document::Date;

/// A line of such a chat.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    Day(When),
    Said(&'a str, &'a str),
    /// What the messenger says at an hour.
    Messenger(&'a str),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    Numbers(Day),
    Words(Date),
}

pub(super) fn is_it(head: &str) -> bool {
    // Looking for days takes longer.
    if !first_lines(head).any(|line| line.starts_with('[') || line.contains('\t')) {
        return false;
    }
    let lines = || first_lines(head).filter_map(read_line);
    let said = lines()
        .skip_while(|line| !matches!(line, Line::Day(_)))
        .filter(|line| matches!(line, Line::Said(..)));
    said.take(MESSAGES_MIN).count() == MESSAGES_MIN
}

fn read_line(line: &str) -> Option<Line<'_>> {
    // `[Ada] [오전 8:02] Hi`
    if let Some(rest) = line.strip_prefix('[') {
        let (name, rest) = rest.split_once("] [")?;
        let clock = stamp::clock(rest)?;
        let text = clock.rest.strip_prefix(']')?;
        return is_name(name).then_some(Line::Said(name, text.trim()));
    }
    if let Some((time, rest)) = line.split_once('\t') {
        stamp::clock(time).filter(|clock| clock.rest.is_empty())?;
        return Some(match rest.split_once('\t') {
            Some((name, text)) if is_name(name) => Line::Said(name, text.trim_end()),
            _ => Line::Messenger(rest),
        });
    }
    day(line).map(Line::Day)
}

/// `2024/03/12(火)`, `Tue, 3/12/2024`, `--------------- Tuesday, March 12, 2024 ---------------`
fn day(line: &str) -> Option<When> {
    const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let line = line.trim();
    if line.len() > 80 {
        return None;
    }
    let ruled = line.strip_prefix("-----").and_then(|line| line.strip_suffix("-----"));
    let inside = ruled.unwrap_or(line).trim_matches(['-', ' ']);
    let unnamed =
        inside.split_once(", ").filter(|(name, _)| WEEKDAYS.iter().any(|known| name.starts_with(known)));
    if let Some((day, rest)) = stamp::day(unnamed.map_or(inside, |(_, rest)| rest)) {
        let rest = rest.trim_matches(['.', ' ', '(', ')', '\u{FF08}', '\u{FF09}']);
        let is_weekday = WEEKDAYS.iter().any(|known| rest.starts_with(known)) || rest.chars().count() <= 4;
        return is_weekday.then_some(When::Numbers(day)).filter(|_| !rest.contains(char::is_numeric));
    }
    ruled.and_then(|_| Date::find(inside)).map(When::Words)
}

pub(super) fn read(text: &str, receipt: &mut Receipt) -> Chat {
    let mut chat = Chat::default();
    let mut days = Vec::new();
    let mut today = None;
    let mut skips = true;
    for (number, line) in (1_u32..).zip(text.lines()) {
        match read_line(line) {
            Some(Line::Day(day)) => {
                today = Some(day);
                skips = true;
            }
            Some(Line::Said(name, said)) if today.is_some() => {
                skips = is_left_out(said);
                if skips {
                    receipt.dropped("what the messenger says", said);
                    continue;
                }
                days.push(today);
                chat.messages.push(Message {
                    sender: Some(name.to_owned()),
                    text: said.to_owned(),
                    line: Some(number),
                    ..Message::default()
                });
            }
            Some(Line::Messenger(said)) => {
                receipt.dropped("what the messenger says", said);
                skips = true;
            }
            _ if chat.messages.is_empty() => chat.title = chat.title.take().or_else(|| title(line)),
            _ => {
                if let Some(message) = chat.messages.last_mut().filter(|_| !skips) {
                    message.text.push('\n');
                    message.text.push_str(line);
                }
            }
        }
    }
    // LINE quotes what has several lines.
    for message in &mut chat.messages {
        let text = message.text.trim_end();
        let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        if let Some(inside) = inside.filter(|inside| inside.contains('\n')) {
            message.text = inside.replace("\"\"", "\"");
        }
    }
    let numbers = days.iter().map(|day| match day {
        Some(When::Numbers(day)) => Some(*day),
        _ => None,
    });
    set_days(&mut chat, &numbers.collect::<Vec<_>>());
    for (message, day) in chat.messages.iter_mut().zip(&days) {
        if let Some(When::Words(date)) = day {
            message.day = Some(date.to_string());
        }
    }
    chat
}

/// `[LINE] Chat history with Orchard`, `과수원 님과 카카오톡 대화`
fn title(line: &str) -> Option<String> {
    const STARTS: [&str; 3] = ["Chat history with ", "Chat history in ", "KakaoTalk Chats with "];
    const ENDS: [&str; 5] =
        ["とのトーク履歴", "のトーク履歴", " 님과 카카오톡 대화", " 카카오톡 대화", "的聊天記錄"];
    let line = line.trim();
    let bare = line.strip_prefix("[LINE]").unwrap_or(line).trim();
    let start = STARTS.iter().find_map(|start| bare.find(start).map(|at| &bare[at + start.len()..]));
    let name = start.or_else(|| ENDS.iter().find_map(|end| bare.strip_suffix(end)))?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// Says that something else than words was sent.
fn is_left_out(text: &str) -> bool {
    #[rustfmt::skip]
    const THINGS: [&str; 30] = [
        "写真", "スタンプ", "動画", "ファイル", "ボイスメッセージ", "アルバム", "ノート", "位置情報", "連絡先", "絵文字",
        "Photo", "Sticker", "Video", "File", "Voice message", "Album", "Note", "Location", "Contact", "Emoji",
        "照片", "圖片", "貼圖", "影片", "檔案", "語音訊息", "사진", "동영상", "이모티콘", "음성메시지",
    ];
    let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let is_korean = |thing: &str| thing.starts_with(|c: char| ('가'..='힣').contains(&c));
    THINGS.iter().any(|thing| *thing == inside && (inside.len() < text.len() || is_korean(thing)))
        || text.starts_with('☎')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_above_their_messages() {
        let check = |line: &str, expected: Option<Line<'_>>| assert_eq!(read_line(line), expected, "{line}");
        check("08:02\tAda\tHi: you", Some(Line::Said("Ada", "Hi: you")));
        check("午前8:02\tAda\tHi", Some(Line::Said("Ada", "Hi")));
        check("08:02\tAda joined the chat", Some(Line::Messenger("Ada joined the chat")));
        check("[Ada] [오전 8:02] Hi", Some(Line::Said("Ada", "Hi")));
        check("[Ada] [8:02 AM] Hi", Some(Line::Said("Ada", "Hi")));
        let is_day = |line: &str| matches!(read_line(line), Some(Line::Day(_)));
        assert!(is_day("2024/03/12(火)"));
        assert!(is_day("2024.03.12 Tuesday"));
        assert!(is_day("Tue, 3/12/2024"));
        assert!(is_day("--------------- 2024년 3월 12일 화요일 ---------------"));
        assert!(is_day("--------------- Tuesday, March 12, 2024 ---------------"));
        assert!(!is_day("March 12, 2024"));
        assert!(!is_day("2024/03/12 was a day"));
        check("[Ada] said no", None);
        check("", None);
    }
}
