//! CHAT, the format of TalkBank's and CHILDES' `.cha` files: a head of `@` lines, what is said on `*` lines, and below
//! it tiers of analyses on `%` lines.

mod words;

use std::collections::HashMap;

use super::{Confidence, Format, Input, ParseError, Receipt, language};
use crate::document::{BlockKind, Builder, Date, Document, Kind};

pub(super) static FORMAT: Format = Format { name: "chat", extensions: &["cha"], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    let begins = head.starts_with("@UTF8") || head.starts_with("@Begin");
    let is_it = begins && head.lines().any(|line| line.starts_with("@Participants:"));
    if is_it { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let mut builder = Builder::new(Kind::Transcript, FORMAT.name);
    let mut people = HashMap::new();
    for (line, text) in joined(input.text) {
        let (field, value) = text.split_once(':').unwrap_or((text.trim_end(), ""));
        let value = value.trim();
        match field.chars().next() {
            Some('*') => {
                let code = &field[1..];
                let speaker = people.get(code).map_or(code, String::as_str);
                let said = words::said(value);
                if said.iter().any(|(words, _)| words.contains(char::is_alphanumeric)) {
                    let mut turn = builder.turn(Some(speaker), Some(line));
                    for (words, time) in &said {
                        if words.starts_with(words::is_sign) {
                            turn.join(words, *time);
                        } else {
                            turn.say(words, *time);
                        }
                    }
                }
            }
            Some('%') => receipt.dropped("tier beside what is said", field),
            _ => match field {
                "@Participants" => people = participants(value),
                "@Languages" => {
                    let first = value.split([',', ' ']).next().unwrap_or_default();
                    builder.metadata().language = language::code(first);
                }
                "@Date" => builder.metadata().date = Date::find(&value.replace('-', " ")),
                "@Title" => {
                    builder.metadata().title = Some(value.to_owned()).filter(|title| !title.is_empty())
                }
                "@Situation" | "@Comment" | "@Activities" | "@New Episode" | "@Bg" | "@G" => {
                    builder.block(BlockKind::Paragraph, Some(line), value);
                }
                _ => {}
            },
        }
    }
    if builder.is_empty() {
        receipt.warn("nobody says anything in it");
        return Ok(Vec::new());
    }
    Ok(vec![builder.finish()])
}

/// The lines with those that go on below them, behind a tab.
fn joined(text: &str) -> Vec<(u32, String)> {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match lines.last_mut().filter(|_| line.starts_with('\t')) {
            Some((_, last)) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            None if !line.trim().is_empty() => lines.push((number, line.to_owned())),
            None => {}
        }
    }
    lines
}

/// Who takes part, by their codes: `CHI Adam Target_Child, MOT Mother`. Who has no name is called by the part, where
/// nobody else has it.
fn participants(value: &str) -> HashMap<String, String> {
    let listed: Vec<Vec<&str>> = value
        .split(',')
        .map(|person| person.split_whitespace().collect())
        .filter(|person: &Vec<_>| person.len() >= 2)
        .collect();
    let part = |person: &[&str]| person.last().map(|part| part.replace('_', " ")).unwrap_or_default();
    let mut of_part: HashMap<String, usize> = HashMap::new();
    listed.iter().for_each(|person| *of_part.entry(part(person)).or_default() += 1);
    listed
        .iter()
        .map(|person| {
            let name = match person.len() {
                2 if of_part[&part(person)] > 1 => person[0].to_owned(),
                2 => part(person),
                _ => person[1..person.len() - 1].join(" ").replace('_', " "),
            };
            (person[0].to_owned(), name)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    #[test]
    fn what_is_said_stands_without_its_analyses() {
        let text = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tCHI Adam Target_Child, MOT Mother\n@Date:\t08-OCT-1962\n@Situation:\tat the ladder\n*MOT:\twhat is &-uh that [= points] , Adam ? \u{15}1200_2400\u{15}\n%mor:\tpro|what cop|be pro|that\n*CHI:\t<a lad> [//] a ladder (.)\n\tit is big .\n*CHI:\t&=laughs .\n@End\n";
        let documents = read("a.cha", text.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let [document] = &documents[..] else { panic!("{documents:?}") };
        let said: Vec<_> = document
            .blocks
            .iter()
            .map(|block| {
                let speaker = block.speaker.map(|number| document.speakers[number as usize].as_str());
                (speaker.unwrap_or_default(), document.block_text(block))
            })
            .collect();
        assert_eq!(
            said,
            [
                ("", "at the ladder"),
                ("Mother", "what is uh that, Adam?"),
                ("Adam", "a lad a ladder it is big.")
            ]
        );
        assert_eq!(
            document.times.first().map(|time| (time.start_ms, time.end_ms)),
            Some((1_200, Some(2_400)))
        );
        assert_eq!(document.metadata.date.map(|date| date.to_string()).as_deref(), Some("1962-10-08"));
        assert_eq!(document.metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn words_have_the_times_behind_them() {
        let text = "@UTF8\n@Begin\n@Participants:\tMOT Mother\n*MOT:\twe went \u{15}100_200\u{15} to the river \u{15}200_300\u{15} . and swam \u{15}300_400\n@End\n";
        let documents = read("a.cha", text.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let [document] = &documents[..] else { panic!("{documents:?}") };
        assert_eq!(document.text.trim(), "we went to the river. and swam");
        let times: Vec<_> = document.times.iter().map(|time| (time.start_ms, time.end_ms)).collect();
        assert_eq!(times, [(100, Some(200)), (200, Some(300)), (300, Some(400))]);
    }

    #[test]
    fn who_shares_a_part_is_called_by_code() {
        let people = participants("CHI Child, MOT Mother, CHA Child, FAT Tom_Grey Father");
        let called = |code: &str| people.get(code).map(String::as_str);
        assert_eq!(
            ["CHI", "CHA", "MOT", "FAT"].map(called),
            [Some("CHI"), Some("CHA"), Some("Mother"), Some("Tom Grey")]
        );
        let crowd: Vec<String> = (0..40_000).map(|number| format!("P{number} Adult")).collect();
        assert_eq!(participants(&crowd.join(", ")).len(), crowd.len());
    }
}
