//! Whether a text is a transcript: how many of its lines carry labels, and how well those agree.

mod tally;
mod unsaid;
mod verdict;

use self::tally::Tally;
use super::clock;
use super::label::{self, Label};
use super::names::{self, Resolution};
use super::turn_taking;
use super::{
    Hints, Line, Transcript, days, headings, is_mark, is_transcript_heading, offices, pages, people, record,
    uncommon,
};
use crate::document::BlockKind;

/// Decides, and takes the labels off lines that have none in truth.
pub(super) fn weigh<'a>(mut lines: Vec<Line<'a>>, hints: &Hints) -> Option<Transcript<'a>> {
    let heading =
        lines.iter().position(|line| line.kind == BlockKind::Heading && is_transcript_heading(line.text));
    let heading = heading.or_else(|| announcement(&lines));
    let begins = heading.map_or(0, |heading| heading + 1);
    if let Some(first) = lines.get_mut(begins).filter(|_| begins > 0) {
        first.opens = true;
    }
    let declared = hints.declared || heading.is_some() || are_bare_captions(&lines);
    lines[..begins].iter_mut().for_each(|line| line.label = None);
    headings::drop_timed_topics(&mut lines[begins..]);
    let mut tally = Tally::new(&lines[begins..]);
    tally.join_spellings(hints);
    let named_timed = tally.has_timed_names(declared);
    let timed = !named_timed && tally.has_bare_times(declared);
    let is_record = tally.is_formal_record();
    let named = is_record || tally.has_names(declared, named_timed || timed);
    if !(named_timed || timed || named || declared && tally.is_prose()) {
        return None;
    }
    let is_called = timed && tally.has_called_names();
    let named_share = tally.paragraph_share(tally.named_lines());
    let is_strong = is_record || named_share >= 0.3;
    let surnames = tally.surnames();
    let are_capital = tally.are_capital();
    let are_initials = tally.are_initials();
    let each_is_labelled = tally.lines_are_labelled();
    let are_bold = tally.are_bold();
    let are_usual = !are_bold && tally.are_usual();
    let before_bold = if are_bold { before_bold(&lines, &tally) } else { Vec::new() };
    for (at, line) in lines.iter_mut().enumerate().skip(begins) {
        let Some(label) = line.label else { continue };
        let is_kept = match label.name {
            Some(name) => {
                let counts = tally.names.get(name).copied().unwrap_or_default();
                let known = counts.all() >= 2
                    || counts.hinted
                    || declared && names::is_role(name)
                    || surnames.contains(name);
                // In a play in capitals the mate may come in once.
                let once = label.is_marked() && !days::is_of_week(name)
                    || names::is_person_like(name)
                    || are_initials && names::is_initials(name) && !label.words.is_empty()
                    || are_capital && super::is_capital(name) && !label.words.is_empty();
                let is_prose = line.kind == BlockKind::Paragraph;
                // `Archived: 2026-01-30`, `Draft: https://example.org/draft`
                let says_nothing = !label.words.is_empty()
                    && (!label.words.contains(char::is_alphabetic) || is_address(line));
                if label.time.is_some() {
                    // `**[12:30] Getting Started**`
                    let may_be_title = label.may_be_words() && label.words.is_empty();
                    let is_alike = || {
                        tally.all_are_labelled()
                            || (named_timed || !may_be_title) && tally.is_usual(label.form)
                    };
                    // `[289.02 --> 289.84] But I,`: words, where most lines with times have no names.
                    let is_words = timed && may_be_title;
                    is_called && label.is_called()
                        || (named_timed || named)
                            && !is_words
                            && (known || once && !may_be_title || is_alike())
                } else if says_nothing && !known {
                    false
                } else if are_bold && !known && !label.is_marked() && !is_unset(&label, name) {
                    // `Enter Longfield: a mill for everybody` in what one of those says who are set in bold type.
                    false
                } else if label.is_bare_name() {
                    is_prose && named && counts.bare >= 2 && counts.bare * 2 > counts.all()
                } else {
                    is_prose
                        && (named || named_timed)
                        && (known
                            || label.is_recorded()
                                && (names::is_person_like(record::without_place(name))
                                    || record::is_part(name)
                                    || offices::is_formal(name))
                            || is_record && offices::is_formal(name)
                            || is_strong && offices::is_chorus(name)
                            || label.is_titled()
                            || hints.marks_every_turn && label.is_marked() && label.has_colon() && line.opens
                            || is_strong
                                && once
                                && (line.opens || each_is_labelled || label.is_marked() && label.has_colon())
                            || are_bold
                                && line.opens
                                && label.is_marked()
                                && label.has_colon()
                                && (uncommon::is_uncommon(name)
                                    || names::is_person_like(name) && before_bold[at])
                            || are_usual && line.opens && uncommon::is_lone(name, label.words)
                            || is_record && label.words.is_empty() && once)
                }
            }
            None => true,
        };
        if !is_kept && label.stands_above() {
            (line.kind, line.opens, line.label) = (BlockKind::Heading, true, label.of_topic());
        } else if !is_kept {
            line.label = label.without_name();
        }
    }
    let people =
        drop_fields(&mut lines[begins..], |name| tally.names.get(name).map_or(0, |count| count.all()));
    let said: Vec<&str> = lines.iter().filter_map(|line| line.label?.name).collect();
    // Questions behind a talk name nobody who gives it.
    let has_names = said.iter().any(|name| name.len() > 1) || !said.is_empty() && named_share >= 0.6;
    let first_label = lines.iter().position(|line| line.label.is_some());
    let only_speaker = match hints.names.as_slice() {
        [only]
            if declared
                && hints.only
                && tally.paragraph_share(tally.lines_of_others()) < 0.6
                && !tally.has_partner()
                && !is_interview(&lines[begins..]) =>
        {
            Some(only.clone())
        }
        _ => None,
    };
    let begins = if heading.is_some() || (declared && (only_speaker.is_some() || !has_names)) {
        begins
    } else {
        first_label.unwrap_or(begins)
    };
    let known: Vec<String> =
        hints.names.iter().cloned().chain(people.iter().map(|name| (*name).to_owned())).collect();
    let mut resolution = Resolution::new(said.iter().copied(), &known);
    people::introduced(&lines, &said)
        .into_iter()
        .for_each(|(initials, name)| resolution.introduce(initials, name));
    // `### Rungs [00:12]` above the first turn says when it begins.
    let is_timed_heading = |line: &&Line<'_>| {
        line.kind == BlockKind::Heading
            && clock::inner_time(line.text)
                .is_some_and(|(_, _, behind, keeps)| !keeps && behind.trim().is_empty())
    };
    let begins = begins - lines[..begins].iter().rev().take_while(is_timed_heading).count();
    let begins = begins + contents(&lines[begins..]);
    // Where one speaks and no name says so, the addresses at the head are of the recording.
    let begins =
        begins + lines[begins..].iter().take_while(|line| line.label.is_none() && is_address(line)).count();
    lines[..begins].iter_mut().for_each(|line| line.label = None);
    let (page_numbers, begins) = pages::drop_numbers(&mut lines, begins);
    headings::read_topics(&mut lines[begins..]);
    let marks_every_turn = hints.marks_every_turn || turn_taking::others_are_unnamed(&lines, &resolution);
    Some(Transcript {
        lines,
        page_numbers,
        begins,
        resolution,
        only_speaker,
        joins_lines: timed,
        marks_every_turn,
        is_declared: declared,
    })
}

/// Per line, whether the next paragraph begins with the bold name of somebody who speaks again.
fn before_bold(lines: &[Line<'_>], tally: &Tally<'_>) -> Vec<bool> {
    let is_bold = |line: &Line<'_>| {
        let label = line.label.filter(Label::is_marked);
        let count = label.and_then(|label| tally.names.get(label.name?));
        count.is_some_and(|count| count.all() >= 2)
    };
    let mut next = false;
    let mut all: Vec<bool> = lines
        .iter()
        .rev()
        .map(|line| match line.opens {
            true => std::mem::replace(&mut next, is_bold(line)),
            false => next,
        })
        .collect();
    all.reverse();
    all
}

/// Says that a name is hardly anything but that of a person, and was not set in bold type by mistake: it stands
/// before words, and none of its own is a common one.
fn is_unset(label: &Label<'_>, name: &str) -> bool {
    !label.words.is_empty()
        && names::is_person_like(name)
        && name.split_whitespace().all(uncommon::is_uncommon)
}

/// Whether paragraphs end with a question so often that somebody else answers, and no name tells apart who: whoever the
/// head names, who is the host as often as not, does not say it all.
fn is_interview(lines: &[Line<'_>]) -> bool {
    const QUESTIONS_MIN: usize = 5;
    /// Of talks to an audience hardly more than one in ten does.
    const PARAGRAPHS_A_QUESTION: usize = 7;
    if lines.iter().any(|line| line.label.is_some_and(|label| label.name.is_some())) {
        return false;
    }
    let paragraphs = lines.chunk_by(|_, next| !next.opens);
    let (mut all, mut questions) = (0, 0);
    for paragraph in paragraphs.filter(|lines| lines[0].is_paragraph()) {
        let end = paragraph[paragraph.len() - 1].text.trim_end_matches(is_mark);
        all += 1;
        questions += usize::from(end.trim_end().ends_with(['?', '？', '؟']));
    }
    questions >= QUESTIONS_MIN && questions * PARAGRAPHS_A_QUESTION >= all
}

/// The line `Transcript:` by itself, above what is said.
fn announcement(lines: &[Line<'_>]) -> Option<usize> {
    const BYTES_MIN: usize = 160;
    let announces = |line: &Line<'_>| {
        line.is_paragraph()
            && line.opens
            && line.text.trim_end().ends_with(':')
            && is_transcript_heading(line.text)
    };
    let at = lines.iter().position(announces)?;
    let below = lines.get(at + 1).filter(|below| below.is_paragraph() && !is_address(below))?;
    let bytes = |lines: &[Line<'_>]| lines.iter().map(|line| line.text.len()).sum::<usize>();
    // An essay may have one below it.
    let is_most = bytes(&lines[at + 1..]) >= 2 * bytes(&lines[..at]);
    (below.text.len() >= BYTES_MIN && is_most).then_some(at)
}

/// Takes the labels off the fields of the head, each of which stands once and has a value that is no sentence:
/// `Meeting Title: Ladders`. A part may come again below, but here has a name: `Interviewer: Ada Moss`. Returns
/// the people who have parts.
fn drop_fields<'a>(lines: &mut [Line<'a>], count: impl Fn(&str) -> usize) -> Vec<&'a str> {
    const VALUE_BYTES_MAX: usize = 80;
    let is_field = |label: &Label<'_>, name: &str| {
        let value = label.words;
        let is_value = value.len() <= VALUE_BYTES_MAX
            && value.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && value.ends_with(char::is_alphanumeric);
        let is_person = || label::read_bare_name(value).is_some_and(names::is_person_like);
        let is_once = || count(name) == 1 && !offices::is_formal(name);
        is_value && if names::is_role(name) { is_person() } else { is_once() }
    };
    // Where nobody ends a sentence, a line without a stop may be said.
    let is_said = |at: usize, words: &str| {
        let goes_on = lines.get(at + 1).is_some_and(|next| !next.opens && next.label.is_none());
        let ends = ['.', '?', '!', '…', '"', '”', ')', ']', '-', '—'];
        goes_on || words.is_empty() || words.ends_with(ends)
    };
    let runs_on = |at: usize| {
        let next = lines.get(at + 1).filter(|next| !next.opens && next.label.is_none());
        next.is_some_and(|next| next.text.trim_start().starts_with(char::is_lowercase))
    };
    let mut fields = Vec::new();
    let mut people = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(label) = line.label else { continue };
        match label.name.filter(|_| label.time.is_none() && !label.is_bare_name()) {
            Some(name) if is_field(&label, name) && !runs_on(at) => {
                fields.push(at);
                people.extend(names::is_role(name).then_some(label.words));
            }
            _ if is_said(at, label.words) => break,
            _ => return Vec::new(),
        }
    }
    for at in fields {
        lines[at].label = None;
    }
    people
}

/// `Slides: https://example.org/slides`
fn is_address(line: &Line<'_>) -> bool {
    const FIELD_BYTES_MAX: usize = 80;
    let text = line.text.trim().trim_end_matches('>');
    let is_scheme = |at: &usize| text[..*at].ends_with("http") || text[..*at].ends_with("https");
    let colon = memchr::memmem::find_iter(text.as_bytes(), "://").find(is_scheme);
    let Some(at) = colon.and_then(|colon| text[..colon].rfind("http")) else { return false };
    let field = text[..at].trim_end_matches(['<', ' ']);
    let is_field = field.is_empty() || field.ends_with(':') && field.len() <= FIELD_BYTES_MAX;
    line.kind == BlockKind::Paragraph && is_field && !text[at..].contains(char::is_whitespace)
}

/// How many lines are the list of chapters with their times above what is said: behind it, the times
/// begin anew.
fn contents(lines: &[Line<'_>]) -> usize {
    const TITLE_BYTES_MAX: usize = 100;
    let timed = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| line.label.and_then(|label| Some((at, label, label.time?.0))));
    let (mut titles, mut last_ms) = (0, 0);
    for (at, label, start_ms) in timed.clone() {
        if start_ms < last_ms {
            let is_anew = last_ms >= 60_000 && start_ms <= last_ms / 4 && titles >= 2;
            let is_first = timed.clone().next().is_some_and(|(_, first, _)| first.unnamed == label.unnamed);
            let is_opening =
                is_anew && (is_first || timed.skip(titles).take(2 * titles).count() == 2 * titles);
            return if is_opening { at } else { 0 };
        }
        let is_title = label.unnamed.len() <= TITLE_BYTES_MAX
            && (label.name.is_none() || label.may_be_words() && label.words.is_empty());
        if !is_title {
            return 0;
        }
        (titles, last_ms) = (titles + 1, start_ms);
    }
    0
}

/// Captions without their times: short lines without a stop, most of which go on in the midst of
/// a sentence.
fn are_bare_captions(lines: &[Line<'_>]) -> bool {
    let (mut ended, mut small, mut bytes, mut opening) = (0, 0, 0, 0);
    for line in lines {
        let text = line.text.trim();
        opening += usize::from(line.opens);
        bytes += text.len();
        ended += usize::from(text.ends_with(['.', ',', ';', ':', '?', '!']) || text.contains(". "));
        small += usize::from(text.starts_with(char::is_lowercase));
    }
    let count = lines.len();
    count >= 20
        && opening * 10 <= count
        && bytes <= count * 60
        && ended * 20 <= count
        && small * 10 >= count * 6
        && is_of_words(lines.iter().map(|line| line.text))
}

/// Says that lines are of words that may be said, several in each, rather than of names and values such as
/// `pytest-cov` and `0xFF`.
pub(crate) fn is_of_words<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    const WORDS_A_LINE_MIN: usize = 3;
    let (mut count, mut tokens, mut words) = (0, 0, 0);
    for line in lines {
        count += 1;
        for token in line.split_whitespace() {
            let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
            tokens += 1;
            words += usize::from(
                !inner.is_empty() && inner.chars().all(|c| c.is_alphabetic() || "'’-".contains(c)),
            );
        }
    }
    tokens >= count * WORDS_A_LINE_MIN && words * 10 >= tokens * 8
}
