//! Talk as papers, magazines and parliaments print it without colons: a letter or a dash before what is asked,
//! a name and a wide blank before what is answered.
//!
//! None of these signs says much by itself, so they are read of all lines together.

use std::collections::HashMap;

use super::label::{Label, NameDress};
use super::{Line, is_mark};
use crate::document::BlockKind;

/// Reads the signs of Spanish and of Japanese papers.
pub(super) fn read(lines: &mut [Line<'_>]) {
    read_letters(lines);
    read_japanese(lines);
}

/// Says that a line begins as what is asked does: `P. ¿Cuándo?`, `――いつ`.
pub(super) fn is_asked(line: &str) -> bool {
    letter(line).is_some_and(|(name, words)| name == "P" && words.starts_with('¿')) || dashed(line).is_some()
}

/// `P. ¿Cuándo llegó?` and `R. En 1971.`: most of what is asked has its sign, and is answered.
fn read_letters(lines: &mut [Line<'_>]) {
    const EACH_MIN: usize = 3;
    let found: Vec<_> = lines.iter().filter_map(|line| letter(unsaid(line)?)).collect();
    let is_question = |name: &str| name == "P";
    let asked = found.iter().filter(|(name, _)| is_question(name)).count();
    let marked = found.iter().filter(|(name, words)| is_question(name) && words.contains('?')).count();
    let answered = found.windows(2).filter(|pair| is_question(pair[0].0) && !is_question(pair[1].0)).count();
    if asked < EACH_MIN || answered < EACH_MIN || marked * 3 < asked * 2 || answered * 10 < asked * 8 {
        return;
    }
    for line in lines {
        if let Some((name, words)) = unsaid(line).and_then(letter) {
            line.label = Some(Label::before(name, NameDress::Plain, words));
        }
    }
}

/// The text of a paragraph's line.
fn unsaid<'a>(line: &Line<'a>) -> Option<&'a str> {
    let text: &'a str = line.text;
    (line.kind == BlockKind::Paragraph)
        .then(|| text.trim_start_matches(|c| is_mark(c) || matches!(c, ' ' | '*')))
}

fn letter(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(['P', 'R'])?.strip_prefix('.')?;
    let words = rest.trim_start_matches(|c| is_mark(c) || matches!(c, '-' | '–' | '—' | ' ' | '*'));
    (!words.is_empty()).then_some((&text[..1], words))
}

/// How Japanese papers and records set a name before what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// `――いつですか`: whoever asks has no name.
    Dash,
    /// `○遠藤委員　おはようございます。`
    Circle,
    /// `【遠藤】はい。`
    Square,
    /// `遠藤「はい。」`
    Quote,
    /// `遠藤：はい。`, which is a name anywhere: here it is that of whoever is asked.
    Colon,
    /// `遠藤　はい。`
    Blank,
}

/// Makes turns of lines that begin with the same sign, where most do and few names come again.
fn read_japanese(lines: &mut [Line<'_>]) {
    const TURNS_MIN: usize = 4;
    const NAMES_MAX: usize = 12;
    let found: Vec<_> = lines.iter().map(|line| japanese(unsaid(line)?)).collect();
    if found.iter().flatten().count() < TURNS_MIN {
        return;
    }
    let begun =
        lines.iter().filter(|line| line.kind == BlockKind::Paragraph && !line.text.starts_with('\u{3000}'));
    let begun = begun.count();
    let dashes = found.iter().flatten().filter(|said| said.sign == Sign::Dash).count();
    for sign in [Sign::Circle, Sign::Square, Sign::Quote, Sign::Colon, Sign::Blank] {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for said in found.iter().flatten().filter(|said| said.sign == sign) {
            *counts.entry(said.name).or_default() += 1;
        }
        let all: usize = counts.values().sum();
        let again: usize = counts.values().filter(|count| **count >= 2).sum();
        let is_record = sign == Sign::Circle;
        let is_of_few = is_record || counts.len() <= NAMES_MAX;
        let is_talk = counts.len() >= 2 && sign != Sign::Colon || dashes >= 2 && !counts.is_empty();
        let share = if is_record { 3 } else { 6 };
        let is_most = (all + dashes) * 10 >= begun * share;
        let is_again = again * 10 >= all * if is_record { 3 } else { 6 };
        if all + dashes < TURNS_MIN || !is_of_few || !is_talk || !is_most || !is_again {
            continue;
        }
        for (line, said) in lines.iter_mut().zip(&found) {
            if let Some(said) = said.filter(|said| said.sign == sign || said.sign == Sign::Dash && !is_record)
            {
                line.label = Some(Label::before(said.name, NameDress::Plain, said.words));
            }
        }
        return;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said<'a> {
    sign: Sign,
    name: &'a str,
    words: &'a str,
}

fn dashed(text: &str) -> Option<&str> {
    let words = ["――", "──", "——"].iter().find_map(|dash| text.strip_prefix(dash))?;
    let words = words.trim_start_matches(['―', '─', '—', ' ', '\u{3000}']);
    words.starts_with(is_wide).then_some(words)
}

fn japanese(text: &str) -> Option<Said<'_>> {
    /// Of everybody who asks and is not named.
    const INTERVIEWER: &str = "聞き手";
    if !text.starts_with(|c: char| c > '\u{2000}') {
        return None;
    }
    if let Some(words) = dashed(text) {
        return Some(Said { sign: Sign::Dash, name: INTERVIEWER, words });
    }
    if let Some(rest) = text.strip_prefix(['○', '◯', '〇']) {
        let is_short = |(office, _): &(&str, &str)| office.len() <= 120;
        if rest.starts_with(is_hangul) {
            // `◯위원장 김하늘  words`: two blanks part them.
            let (name, words) = rest.split_once("  ").filter(is_short)?;
            let is_one = name.chars().all(|c| is_hangul(c) || c == ' ') && name.split(' ').count() <= 6;
            return is_one.then_some(Said { sign: Sign::Circle, name, words: words.trim() });
        }
        let (office, words) = rest.split_once('\u{3000}').filter(is_short)?;
        return member(office).map(|name| Said { sign: Sign::Circle, name, words: words.trim() });
    }
    if let Some((name, words)) = text.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        let words = words.trim_start_matches(|c: char| c.is_whitespace());
        let is_said = is_name(name) && ends_sentence(words);
        return is_said.then_some(Said { sign: Sign::Square, name, words });
    }
    let head = &text[..text.floor_char_boundary(40)];
    let at = head.find(['「', '：', '\u{3000}'])?;
    let name = head[..at].trim_end_matches(|c| is_mark(c) || c == '*');
    let rest = &text[at..];
    let said = match rest.strip_prefix('「') {
        Some(quoted) => Said { sign: Sign::Quote, name, words: quoted.trim_end().strip_suffix('」')? },
        None => match rest.strip_prefix('：') {
            Some(words) => Said { sign: Sign::Colon, name, words: words.trim() },
            None => Said { sign: Sign::Blank, name, words: rest.trim() },
        },
    };
    let is_said = said.sign == Sign::Quote && !said.words.contains(['「', '」']) || ends_sentence(said.words);
    (is_name(name) && is_said).then_some(said)
}

/// Who speaks for an office in a parliament: `委員長（山田太郎君）` is 山田太郎, `遠藤委員` is so called.
fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

fn member(office: &str) -> Option<&str> {
    #[rustfmt::skip]
    const ENDS: [&str; 15] = [
        "君", "委員", "委員長", "議員", "議長", "大臣", "参考人", "会長", "部長", "局長", "課長", "市長", "町長", "知事",
        "長官",
    ];
    let inside = office.strip_suffix('）').and_then(|office| office.rsplit_once('（'));
    if let Some((_, name)) = inside {
        return name.strip_suffix(['君', '氏']).filter(|name| !name.is_empty());
    }
    let is_one = !office.contains(|c: char| matches!(c, '。' | '、') || c.is_ascii());
    (is_one && ENDS.iter().any(|end| office.len() > end.len() && office.ends_with(end))).then_some(office)
}

/// Says that a word may be the name of a person: neither a part of a text nor what a particle follows.
fn is_name(name: &str) -> bool {
    let is_hiragana = |c: char| ('\u{3040}'..='\u{309F}').contains(&c);
    let is_letter = |c: char| is_wide(c) && c.is_alphanumeric() || c == '・';
    (1..=8).contains(&name.chars().count())
        && name.chars().all(is_letter)
        && !name.ends_with(is_hiragana)
        && !name.starts_with(['第', '注', '図', '表'])
        && !name.contains(|c: char| {
            c.is_numeric() || "一二三四五六七八九十".contains(c) && name.chars().count() == 1
        })
}

fn ends_sentence(words: &str) -> bool {
    words.trim_end().ends_with(['。', '？', '！', '?', '!', '」', '』', '…', '）', '笑'])
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF5E}' | '「' | '『')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_names_stand_before_what_is_said() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let said = japanese(text).map(|said| (said.name, said.words));
            assert_eq!(said, expected, "{text}");
        };
        check("――いつですか。", Some(("聞き手", "いつですか。")));
        check("○委員長（野原一郎君）　開きます。", Some(("野原一郎", "開きます。")));
        check("○野原委員　はい。", Some(("野原委員", "はい。")));
        check("◯위원장 김하늘  개의하겠습니다.", Some(("위원장 김하늘", "개의하겠습니다.")));
        check("◯위원장 김하늘 개의하겠습니다.", None);
        check("【野原】はい。", Some(("野原", "はい。")));
        check("野原「はい」", Some(("野原", "はい")));
        check("野原　はい。", Some(("野原", "はい。")));
        check("野原：はい。", Some(("野原", "はい。")));
        check("場所：公民館", None);
        check("○会場　公民館", None);
        check("【概要】畑の広さ", None);
        check("第一章　畑", None);
        check("彼は「はい」", None);
        check("野原　畑の広さ", None);
        check("Ada said so.", None);
        check("", None);
    }

    #[test]
    fn letters_stand_before_questions_and_answers() {
        assert_eq!(letter("P. ¿Cuándo?"), Some(("P", "¿Cuándo?")));
        assert_eq!(letter("R.- En marzo."), Some(("R", "En marzo.")));
        assert_eq!(letter("Primero"), None);
        assert_eq!(letter("P."), None);
    }
}
