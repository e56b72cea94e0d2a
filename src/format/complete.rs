//! What a source does not say and its name, its folder or its words do: title, date, source,
//! language.

use super::Receipt;
use crate::document::{Date, Document, Metadata};

/// Fills in what is missing in the metadata of a document from the source at `path`.
pub(super) fn complete(document: &mut Document, path: &str, receipt: &mut Receipt) {
    let metadata = &mut document.metadata;
    tidy(metadata);
    if metadata.title.is_none()
        && let Some(title) = title_of_path(path)
    {
        receipt.guessed("title from the file name", &title);
        metadata.title = Some(title);
    }
    if metadata.date.is_none()
        && let Some(date) = date_of_path(path)
    {
        receipt.guessed("date from the path", &date.to_string());
        metadata.date = Some(date);
    }
    if metadata.source.is_none()
        && let Some((folder, _)) = path.split_once('/')
    {
        metadata.source = Some(folder.to_owned());
    }
    metadata.language = metadata.language.take().and_then(|language| code_of_language(&language));
    if metadata.language.is_none()
        && let Some(language) = language_of_text(&document.text)
    {
        receipt.guessed("language from the words", language);
        metadata.language = Some(language.to_owned());
    }
}

/// Folds white space in what sources wrote into their fields, and drops what comes to nothing.
fn tidy(metadata: &mut Metadata) {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for field in [&mut metadata.title, &mut metadata.source, &mut metadata.url, &mut metadata.media_url] {
        *field = field.take().map(|text| fold(&text)).filter(|text| !text.is_empty());
    }
    for names in [&mut metadata.authors, &mut metadata.tags] {
        let mut kept: Vec<String> = Vec::new();
        for name in names.drain(..).map(|name| fold(&name)) {
            if !name.is_empty() && !kept.contains(&name) {
                kept.push(name);
            }
        }
        *names = kept;
    }
}

/// A title from the file's name, or from its folder's where the name says nothing.
fn title_of_path(path: &str) -> Option<String> {
    const SAYS_NOTHING: [&str; 12] = [
        "index",
        "readme",
        "transcript",
        "captions",
        "subtitles",
        "shownotes",
        "show notes",
        "notes",
        "content",
        "post",
        "article",
        "default",
    ];
    let mut parts = path.rsplit('/');
    let name = parts.next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = spell_out(stem);
    let generic = title.is_empty() || SAYS_NOTHING.contains(&title.to_lowercase().as_str());
    let folder = parts.next().map(spell_out).filter(|folder| generic && !folder.is_empty());
    folder.or(Some(title).filter(|title| !title.is_empty()))
}

/// A file's name as a person would say it: without the date in front, words parted.
fn spell_out(name: &str) -> String {
    let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    let has_date = find_date(name).is_some_and(|(at, _)| at == 0);
    let name = if has_date && bare.chars().any(char::is_alphabetic) { bare } else { name };
    let has_spaces = name.contains(' ');
    let part = |c: char| if c == '_' || (c == '-' && !has_spaces) { ' ' } else { c };
    name.chars().map(part).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
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
            && matches!(sign, b'-' | b'_' | b'.')
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

/// The ISO 639-1 code in what a source calls its language: `en-US`, `en_GB`, `eng`, `German`.
fn code_of_language(said: &str) -> Option<String> {
    let said = said.trim().to_lowercase();
    let primary = said.split(['-', '_', ' ', ',', ';']).next().unwrap_or_default();
    match primary.len() {
        2 if primary.bytes().all(|b| b.is_ascii_lowercase()) => Some(primary.to_owned()),
        3 => {
            let found = whatlang::Lang::from_code(primary).and_then(short_code);
            let is_code =
                primary.bytes().all(|b| b.is_ascii_lowercase()) && !matches!(primary, "und" | "mul" | "zxx");
            found.map(str::to_owned).or_else(|| is_code.then(|| primary.to_owned()))
        }
        _ => {
            let named = whatlang::Lang::all().iter().find(|lang| {
                lang.eng_name().to_lowercase() == primary || lang.name().to_lowercase() == primary
            });
            named.copied().and_then(short_code).map(str::to_owned)
        }
    }
}

/// The language that the words are in, where there are enough of them to tell.
fn language_of_text(text: &str) -> Option<&'static str> {
    /// So much text tells as surely as more does.
    const SAMPLE_BYTES: usize = 1200;
    // From further in: pages begin with names and dates.
    let from = if text.len() > 4 * SAMPLE_BYTES { text.len() / 3 } else { 0 };
    let from = text.ceil_char_boundary(from);
    let to = text.floor_char_boundary((from + SAMPLE_BYTES).min(text.len())).max(from);
    let info = whatlang::detect(&text[from..to])?;
    let is_sure = info.is_reliable() || (info.confidence() > 0.4 && to - from > 200);
    if is_sure { short_code(info.lang()) } else { None }
}

fn short_code(lang: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang;

    Some(match lang {
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "no",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tha => "th",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_make_titles() {
        let check =
            |path: &str, expected: &str| assert_eq!(title_of_path(path).as_deref(), Some(expected), "{path}");
        check("a/2023-06-25-how-long-is-the-creek.md", "how long is the creek");
        check("a/Post office scale (final).txt", "Post office scale (final)");
        check("letters/the-tax/index.html", "the tax");
        check("ep12/transcript.vtt", "ep12");
        check("20190305.txt", "20190305");
        check("A - B_C.srt", "A - B C");
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
    fn languages_are_codes() {
        let check = |said: &str, expected: Option<&str>| {
            assert_eq!(code_of_language(said).as_deref(), expected, "{said}")
        };
        check("en-US", Some("en"));
        check("pt_BR", Some("pt"));
        check("deu", Some("de"));
        check("German", Some("de"));
        check("und", None);
        check("", None);
        assert_eq!(
            language_of_text(
                "Wie groß ist ein Morgen, und wer hat ihn gemessen, als es noch keine Ketten gab?"
            ),
            Some("de")
        );
        assert_eq!(language_of_text("12 34"), None);
    }
}
