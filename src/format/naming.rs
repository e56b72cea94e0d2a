//! What the path of a text file says about it: title, date, language, and what it is beside.

use super::front_matter::date_in_path;
use crate::clean::folded;
use crate::document::Date;

/// What a path says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Naming {
    pub(super) title: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) language: Option<String>,
    /// The name says that it holds a transcript.
    pub(super) is_transcript: bool,
    /// The name says that it holds notes about a recording: a summary, chapters.
    pub(super) is_notes: bool,
}

/// Reads the path of a file.
pub(super) fn of_path(path: &str) -> Naming {
    let file_name = path.rsplit('/').next().unwrap_or(path);
    let mut stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let mut naming = Naming::default();
    if let Some((shorter, code)) = stem.rsplit_once('.')
        && is_language(code)
    {
        stem = shorter;
        naming.language = Some(code[..2].to_ascii_lowercase());
    }
    stem = without_recording(stem);
    let lower = stem.to_lowercase();
    naming.is_notes = ends_in_word(&lower, &NOTES);
    let first = words(&lower).next().unwrap_or_default();
    naming.is_transcript = !naming.is_notes
        && lower != "transcripts"
        && (ends_in_word(&lower, &TRANSCRIPT) || TRANSCRIPT.contains(&first));
    naming.date = date_in_path(stem)
        .or_else(|| date_in_words(stem))
        .or_else(|| date_in_path(path))
        .or_else(|| date_of_path(path))
        .or_else(|| month(stem));
    naming.title = day_of(file_name)
        .filter(|_| is_note(file_name))
        .map(|day| day.to_string())
        .or_else(|| title_of(stem))
        .or_else(|| title_of_folders(path).filter(|_| is_generic(&lower)));
    naming
}

/// Says that what stands behind the last dot of a name is that of a recording.
pub(crate) fn is_of_recording(ending: &str) -> bool {
    const ENDINGS: [&str; 9] = ["mp3", "m4a", "mp4", "wav", "ogg", "opus", "flac", "webm", "mkv"];
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// `On rivers` of `On rivers.mp3`, as recognisers call what they heard.
pub(super) fn without_recording(stem: &str) -> &str {
    stem.rsplit_once('.').filter(|(_, ending)| is_of_recording(ending)).map_or(stem, |(bare, _)| bare)
}

/// A folder of its own names the text that has no name in it; the topmost is the source's.
fn title_of_folders(path: &str) -> Option<String> {
    let mut folders = path.rsplit('/').skip(1).peekable();
    let mut number = None;
    while let Some(folder) = folders.next() {
        folders.peek()?;
        if is_container(folder) || year(folder).is_some() {
            return number.map(str::to_owned);
        }
        if let Some(number) = number {
            // `planning/2021-03-04_012`, `podcast/50`: one of several.
            return Some(format!("{folder} {number}"));
        }
        if let Some(title) = title_of(folder) {
            return Some(title);
        }
        if !folder.contains(char::is_alphabetic) {
            number = Some(folder);
        } else if !is_generic(&folder.to_lowercase()) {
            return None;
        }
    }
    None
}

/// The date in the file's name, or that of the nearest folder that is one.
fn date_of_path(path: &str) -> Option<Date> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    if let Some((_, date)) = find_date(name) {
        return Some(date);
    }
    let folders: Vec<&str> = folders.split('/').collect();
    for (depth, folder) in folders.iter().enumerate().rev() {
        if let Some((_, date)) = find_date(folder) {
            return Some(date);
        }
        let Some(year) = year(folder) else { continue };
        let number = |at: usize| {
            folders.get(at).filter(|part| part.len() <= 2).and_then(|part| part.parse::<u8>().ok())
        };
        let month = number(depth + 1);
        let day = month.and_then(|_| number(depth + 2));
        return Date::new(year, month, day).or_else(|| Date::new(year, None, None));
    }
    None
}

/// Says that a file is called after a day and nothing else, as daily notes are: `2023-05-02.md`.
pub(super) fn is_day(path: &str) -> bool {
    day_of(path.rsplit('/').next().unwrap_or(path)).is_some()
}

/// Notes that Logseq keeps by day have strokes below in their names, and are called as others are.
fn is_note(file_name: &str) -> bool {
    [".md", ".markdown", ".org"].iter().any(|ending| file_name.ends_with(ending))
}

/// The day that is all of a file's name.
fn day_of(file_name: &str) -> Option<Date> {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    find_date(stem).filter(|(at, _)| *at == 0 && stem.len() == 10).map(|(_, date)| date)
}

/// The month that is all of a name: `2021-03`.
fn month(stem: &str) -> Option<Date> {
    let (before, after) = stem.split_once(['-', '_', '.']).filter(|_| stem.len() == 7)?;
    Date::new(year(before)?, Some(after.parse().ok()?), None)
}

fn year(text: &str) -> Option<i16> {
    let year = Some(text).filter(|text| text.len() == 4)?.parse().ok()?;
    (1500..=2100).contains(&year).then_some(year)
}

/// A day written as digits in a name, `2019-03-05`, `2019_03_05` or `20190305`, and where.
fn find_date(name: &str) -> Option<(usize, Date)> {
    let bytes = name.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for at in 0..bytes.len() {
        if !is_digit(at) || (at > 0 && is_digit(at - 1)) {
            continue;
        }
        let digits = (at..bytes.len()).take_while(|at| is_digit(*at)).count();
        let sign = bytes.get(at + 4).copied().unwrap_or_default();
        let parted = digits == 4
            && matches!(sign, b'-' | b'_' | b'.' | b'/')
            && bytes.get(at + 7) == Some(&sign)
            && [5, 6, 8, 9].iter().all(|offset| is_digit(at + offset))
            && !is_digit(at + 10);
        let number = |from: usize, to: usize| {
            name.get(at + from..at + to).and_then(|digits| digits.parse::<u8>().ok())
        };
        let found = match digits {
            8 => Some((number(4, 6), number(6, 8))),
            _ if parted => Some((number(5, 7), number(8, 10))),
            _ => None,
        };
        if let (Some((month, day)), Some(year)) = (found, name.get(at..at + 4).and_then(year))
            && let Some(date) = Date::new(year, month, day)
        {
            return Some((at, date));
        }
    }
    None
}

/// The day that a title names.
pub(super) fn date_in_title(title: &str) -> Option<Date> {
    date_in_words(title).or_else(|| find_date(title).map(|(_, date)| date))
}

/// The title of a meeting without the day that services set behind it:
/// `Planning (2024-03-12 10_02 GMT+1)`, `Planning-20240312 0902-1`, `Planning @March 12, 2024`.
pub(super) fn without_stamp(title: &str) -> Option<&str> {
    // `Planning (2024-03-12 10_02 GMT) –`, of which a kind has gone already.
    let title = title.trim_end_matches([' ', '-', '–', '—']);
    let is_time =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b':'));
    let meet = || {
        let (rest, stamp) = title.strip_suffix(')')?.rsplit_once(" (")?;
        let (day, time) = stamp.split_once(' ')?;
        let (time, zone) = time.split_once(' ')?;
        let is_stamp = find_date(day).is_some_and(|(at, _)| at == 0) && is_time(time);
        (is_stamp && zone.len() <= 7 && !zone.contains(' ')).then_some(rest)
    };
    // `Planning – 2024/03/12 10:02 GMT+1`
    let meet_dashed = || {
        let (rest, stamp) = title.rsplit_once(" – ").or_else(|| title.rsplit_once(" - "))?;
        let (day, time) = stamp.split_once(' ')?;
        let time = time.split_once(' ').map_or(time, |(time, zone)| if zone.len() <= 7 { time } else { "" });
        let is_stamp = find_date(day).is_some_and(|(at, _)| at == 0) && time.len() >= 4 && is_time(time);
        is_stamp.then_some(rest)
    };
    let webex = || {
        let (before, _) = title.rsplit_once(' ').filter(|(_, time)| time.len() >= 4 && is_time(time))?;
        let (rest, day) = before.rsplit_once('-').filter(|(_, day)| day.len() == 8)?;
        find_date(day).map(|_| rest)
    };
    let notion = || {
        let (rest, day) = title.rsplit_once(" @")?;
        let is_day = Date::find(day).is_some_and(|date| date.day_range().0 == date.day_range().1);
        (is_day && day.len() <= 24).then_some(rest)
    };
    meet()
        .or_else(meet_dashed)
        .or_else(webex)
        .or_else(notion)
        .map(str::trim)
        .filter(|rest| rest.contains(char::is_alphabetic))
}

/// A title such as `On rivers - Transcript` or `Transcript for On rivers` without that word.
pub(super) fn without_kind(title: &str) -> Option<&str> {
    // `Planning-20260831_150433-Meeting Recording`
    if let Some((stamped, kind)) = title.rsplit_once('-')
        && matches!(kind, "Meeting Recording" | "Meeting Transcript")
        && let Some((rest, stamp)) = stamped.rsplit_once('-')
        && stamp.len() == 15
        && stamp.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
    {
        return Some(rest.trim()).filter(|rest| !rest.is_empty());
    }
    for start in ["Transcript for ", "Transcript of ", "Transcript: ", "Transcript - "] {
        if let Some(rest) = title.strip_prefix(start) {
            return Some(rest.trim()).filter(|rest| !rest.is_empty());
        }
    }
    let (rest, last) = title.rsplit_once([' ', '|'])?;
    let rest = rest.trim_end();
    let bare = rest.trim_end_matches(['-', '–', '—', '|', ':']).trim_end();
    let is_kind = TRANSCRIPT.contains(&last.trim_matches(['(', ')', '[', ']']).to_lowercase().as_str());
    let is_apart = bare.len() < rest.len() || last.starts_with(['(', '[']);
    (is_kind && is_apart && !bare.is_empty()).then_some(bare)
}

/// A date with the month as a word, anywhere in a title: `Show - Sept 27, 2019`.
pub(super) fn date_in_words(title: &str) -> Option<Date> {
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str, most: u32| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        digits.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number))
            && word.len() - digits.len() <= 2
    };
    let is_year =
        |word: &str| word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2200).contains(&year));
    words.windows(3).find_map(|window| {
        let is_date = match window {
            [month, day, year] if month.starts_with(char::is_alphabetic) => {
                is_number(day, 31) && is_year(year)
            }
            [day, month, year] => {
                is_number(day, 31) && month.starts_with(char::is_alphabetic) && is_year(year)
            }
            _ => false,
        };
        if is_date { Date::find(&window.join(" ")) } else { None }
    })
}

#[rustfmt::skip]
const TRANSCRIPT: [&str; 9] = [
    "transcript", "transcripts", "transcription", "transcripcion", "transcripción", "transkript",
    "transkription", "trascrizione", "逐字稿",
];
#[rustfmt::skip]
const NOTES: [&str; 15] = [
    "links", "summary", "summaries", "notes", "shownotes", "timestamps", "chapters",
    "zusammenfassung", "resumen", "resume", "samenvatting", "outline", "highlights", "takeaways",
    "recap",
];
/// Words that say what state a file is in rather than what it is about.
#[rustfmt::skip]
const STATES: [&str; 14] = [
    "corrected", "edited", "final", "clean", "cleaned", "raw", "draft", "auto", "full", "en", "eng",
    "english", "txt", "original",
];

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn ends_in_word(text: &str, list: &[&str]) -> bool {
    words(text).rev().find(|word| !STATES.contains(word)).is_some_and(|word| list.contains(&word))
}

/// A title from a file name such as `2019-03-05-on-rivers` or `On rivers_transcript`; nothing
/// from `index`, `README`, `ep12`.
fn title_of(stem: &str) -> Option<String> {
    let mut name = strip_bracketed_start(strip_bracketed_end(stem)).trim();
    let mut says_kind = false;
    loop {
        let end = name.trim_end_matches([' ', '_', '-', '.']);
        let start = end
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |at| at + end[at..].chars().next().map_or(1, char::len_utf8));
        let last = end[start..].to_lowercase();
        let is_one_of = |list: &[&str]| list.contains(&last.as_str());
        let version = last.trim_start_matches(['v', 's']);
        let is_version = version.len() < last.len() && version.parse::<u8>().is_ok();
        let is_state = is_version || is_one_of(&NOTES) || is_one_of(&STATES);
        let cut = is_one_of(&TRANSCRIPT)
            || is_state && end[..start].ends_with(['_', '.'])
            || last == "lang" && says_kind;
        if !cut {
            name = end;
            break;
        }
        says_kind = true;
        name = &end[..start];
    }
    // A number, a date and once more a number may order files.
    let whole = name;
    loop {
        let shorter = without_number(name);
        if shorter.len() == name.len() {
            break;
        }
        name = shorter;
    }
    says_kind |= name.len() < whole.len();
    let has_blanks = name.contains(' ');
    // File systems refuse a colon: those who save files put something in its place.
    let title = if has_blanks { name.replace("_ ", ": ") } else { name.replace(['-', '_', '+'], " ") };
    let title = folded(&title);
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let is_wordy = title.contains(' ') && letters >= 6 && letters * 2 > title.len() / 2;
    let is_unspaced = title.chars().filter(|c| *c >= '\u{3040}').count() >= 2;
    // `Rivers_transcript` is about rivers, `rivers` may be anything.
    if !(is_wordy || is_unspaced || says_kind && letters >= 4 && letters == title.chars().count()) {
        return None;
    }
    if has_blanks || is_unspaced {
        return Some(title);
    }
    let mut chars = title.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect())
}

/// A date or a number before the name orders files.
fn without_number(name: &str) -> &str {
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = figures(name);
    let is_gap = |c: char| matches!(c, '-' | '_' | '.' | ' ');
    let rest = name[first..].trim_start_matches(is_gap);
    if first == 0 || rest.len() == name.len() - first || rest.is_empty() {
        return name;
    }
    if first == 4 && date_in_path(name).is_some() {
        // The year, the month and the day.
        let month = rest[figures(rest)..].trim_start_matches(is_gap);
        return month[figures(month)..].trim_start_matches(is_gap);
    }
    if let Some(rest) = name[first..].strip_prefix(" - ") {
        return rest;
    }
    if matches!(first, 12 | 14) && date_in_path(name).is_some() {
        return rest;
    }
    // `3 rivers` counts them.
    if name[first..].starts_with(' ') { name } else { rest }
}

/// A title without the minute by which its note is numbered, and its day: `202103051430 On rivers`.
pub(super) fn numbered_by_time(title: &str) -> Option<(&str, Date)> {
    let rest = without_number(title);
    let figures = title.bytes().take_while(u8::is_ascii_digit).count();
    let date = date_in_path(&title[..figures]).filter(|_| matches!(figures, 12 | 14))?;
    (rest.len() < title.len() && rest.contains(char::is_alphabetic)).then_some((rest, date))
}

/// And what they know of the language in brackets before it.
fn strip_bracketed_start(stem: &str) -> &str {
    let mut name = stem.trim_start();
    while let Some((_, rest)) = name.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        name = rest.trim_start();
    }
    if name.chars().filter(|c| c.is_alphabetic()).count() >= 6 { name } else { stem }
}

/// Downloaders set an identifier in brackets behind the title.
fn strip_bracketed_end(stem: &str) -> &str {
    match stem.trim_end().strip_suffix(']').and_then(|inner| inner.rsplit_once('[')) {
        Some((title, id)) if !title.trim().is_empty() && !id.contains(' ') => title,
        _ => stem,
    }
}

/// Names that many files have, each in its folder.
fn is_generic(stem: &str) -> bool {
    words(stem).all(|word| {
        TRANSCRIPT.contains(&word)
            || NOTES.contains(&word)
            || STATES.contains(&word)
            || GENERIC.contains(&word)
            || is_language(word)
    })
}

#[rustfmt::skip]
const GENERIC: [&str; 24] = [
    "index", "readme", "post", "page", "article", "text", "main", "content", "whisper", "whisperx",
    "chat", "captions", "caption", "subtitles", "subtitle", "subs", "audio", "video", "output",
    "source", "deepgram", "assemblyai", "diarized", "recording",
];

/// Folders that hold many texts and name none of them.
fn is_container(folder: &str) -> bool {
    #[rustfmt::skip]
    const CONTAINERS: [&str; 16] = [
        "posts", "_posts", "content", "contents", "articles", "episodes", "transcripts", "docs",
        "blog", "src", "notes", "show notes", "show-notes", "show_notes", "youtube_transcripts",
        "pages",
    ];
    let lower = folder.to_lowercase();
    CONTAINERS.contains(&lower.as_str())
        || words(&lower).next_back().is_some_and(|last| CONTAINERS.contains(&last))
}

fn is_language(code: &str) -> bool {
    #[rustfmt::skip]
    const CODES: [&str; 42] = [
        "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he",
        "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro",
        "ru", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh",
    ];
    let (language, region) = code.split_once(['-', '_']).unwrap_or((code, ""));
    CODES.contains(&language.to_ascii_lowercase().as_str())
        && (region.is_empty()
            || (region.len() == 2 || region.len() == 4) && region.bytes().all(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_stamps_of_services() {
        let check =
            |title: &str, expected: Option<&str>| assert_eq!(without_stamp(title), expected, "{title}");
        check("Planning (2024-03-12 10_02 GMT+1)", Some("Planning"));
        check("Planning (2024-03-12 10:02 CET)", Some("Planning"));
        check("Planning (2024/03/12 10:02 GMT+1)", Some("Planning"));
        check("Planning-20240312 0902-1", Some("Planning"));
        check("Barns – 2024_03_12 10_02 CET –", Some("Barns"));
        check("Barns – 2024/03/12 10:02 GMT+1", Some("Barns"));
        check("Barns - 2024-03-12 at noon", None);
        check("Barns weekly @March 12, 2024", Some("Barns weekly"));
        // A day without its year is said nowhere else.
        check("Planning - March 05", None);
        check("Barns (2024 and after)", None);
        check("Ladders-20240312", None);
        check("Write to ada @home", None);
        check("@March 12, 2024", None);
    }

    #[test]
    fn paths_may_hold_dates() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(date_of_path(path).map(|date| date.to_string()).as_deref(), expected, "{path}")
        };
        check("blog/2019-03-05-title.md", Some("2019-03-05"));
        check("x/GMT20201110-183004_Recording.vtt", Some("2020-11-10"));
        check("blog/2019/03/title.md", Some("2019-03"));
        check("blog/2019/title.md", Some("2019"));
        check("blog/1234567890.md", None);
        check("blog/2019-13-05.md", None);
        check("chapter-2001.txt", None);
    }

    #[test]
    fn names_give_titles_dates_and_languages() {
        let check = |path: &str, title: &str, date: &str, language: &str| {
            let naming = of_path(path);
            assert_eq!(naming.title.unwrap_or_default(), title, "{path}");
            assert_eq!(naming.date.map(|date| date.to_string()).unwrap_or_default(), date, "{path}");
            assert_eq!(naming.language.unwrap_or_default(), language, "{path}");
        };
        check("_posts/2019-03-05-on-rivers.md", "On rivers", "2019-03-05", "");
        check("a/20240102030405-on-rivers.md", "On rivers", "2024-01-02", "");
        check("blog/2025/09/04-first-light.md", "First light", "2025-09-04", "");
        check("blog/2025/09/04/first-light.md", "First light", "2025-09-04", "");
        check(
            "x/Night Talk - Sept 27, 2019_transcript_corrected.md",
            "Night Talk - Sept 27, 2019",
            "2019-09-27",
            "",
        );
        check("x/May 8 2015 Night Talk_summary.md", "May 8 2015 Night Talk", "2015-05-08", "");
        check("x/on-rivers.es.md", "On rivers", "", "es");
        check("x/on-rivers.mp3.es.srt", "On rivers", "", "es");
        check("x/2019-03-05 On rivers.wav.json", "On rivers", "2019-03-05", "");
        check("x/on-rivers.pt-BR.md", "On rivers", "", "pt");
        check("x/letters/2021-03.md", "", "2021-03", "");
        check("x/letters/2021-13.md", "", "", "");
        check("x/202103051430 On rivers.md", "On rivers", "2021-03-05", "");
        check("x/202103059930 On rivers.md", "202103059930 On rivers", "", "");
        check("x/171-1m-rivers-counted.txt", "1m rivers counted", "", "");
        check("x/057_on_rivers.txt", "On rivers", "", "");
        check("x/rivers-and-hills/index.md", "Rivers and hills", "", "");
        check("posts/README.md", "", "", "");
        check("x/ep12.md", "", "", "");
        check("x/Rivers_transcript.md", "Rivers", "", "");
        check("x/Rivers_ a talk_summary_corrected.md", "Rivers: a talk", "", "");
        check("x/川の話.txt", "川の話", "", "");
        check("x/A long talk [dQw4w9WgXcQ].txt", "A long talk", "", "");
        check("x/078-20240410-On rivers and hills.pt.vtt", "On rivers and hills", "2024-04-10", "pt");
        check("x/1 - Rivers - lang_en_vs1.srt", "Rivers", "", "");
        check("x/028_rivers.vtt", "Rivers", "", "");
        check("x/[English (auto-generated)] [] On rivers [abc.com].srt", "On rivers", "", "");
        check("x/talks/1982-07-11_On-rivers/final/uk.srt", "On rivers", "1982-07-11", "");
        check("x/planning/2021-03-04_012/transcript.vtt", "planning 2021-03-04_012", "2021-03-04", "");
        check("x/en/2001/140.vtt", "", "2001", "");
        check("x/transcript/transcript.vtt", "", "", "");
    }

    #[test]
    fn names_say_what_a_file_is() {
        let check = |path: &str, is_transcript: bool, is_notes: bool| {
            let naming = of_path(path);
            assert_eq!((naming.is_transcript, naming.is_notes), (is_transcript, is_notes), "{path}");
        };
        check("a/ep1_transcript_corrected.md", true, false);
        check("a/ep1_summary_corrected.md", false, true);
        check("a/ep1-timestamps.md", false, true);
        check("a/transcript.md", true, false);
        check("a/notes-on-rivers.md", false, false);
    }
}
