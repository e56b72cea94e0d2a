//! What a source does not say and its name, its folder or its words do: title, date, source,
//! language.

use super::{Receipt, naming};
use crate::document::{Date, Document, Kind, Metadata};

/// Fills in what is missing in the metadata of a document from the source at `path`, whose name may
/// still end in the name of a compression.
pub(super) fn complete(document: &mut Document, path: &str, receipt: &mut Receipt) {
    let path =
        [".gz", ".gzip", ".zst", ".zstd"].iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    let metadata = &mut document.metadata;
    tidy(metadata);
    let naming = naming::of_path(path);
    // `Transcript` names no conversation.
    if document.kind == Kind::Transcript
        && naming.title.is_some()
        && metadata.title.as_deref().is_some_and(|title| {
            super::transcript::is_transcript_heading(title) || title.eq_ignore_ascii_case("table of contents")
        })
    {
        metadata.title = None;
    }
    // The name of a file with many records is the title of none of them.
    if metadata.title.is_none()
        && document.format != super::records::FORMAT.name
        && let Some(title) = naming.title.or_else(|| bare_name(path))
    {
        receipt.guessed("title from the file name", &title);
        metadata.title = Some(title);
    }
    if document.kind == Kind::Transcript
        && let Some(title) = metadata.title.as_deref().and_then(naming::without_kind)
    {
        metadata.title = Some(title.to_owned());
    }
    if metadata.date.is_none()
        && let Some(date) = naming.date.or_else(|| naming::date_in_title(metadata.title.as_deref()?))
    {
        receipt.guessed("date from the name", &date.to_string());
        metadata.date = Some(date);
    }
    let date = metadata.date;
    let is_vague = |date: Date| date.day_range().1 - date.day_range().0 > 31;
    if date.is_none_or(is_vague)
        && let Some(labelled) = labelled_date(document).or_else(|| date_above_turns(document))
        && date.is_none_or(|date| date.year() == labelled.year())
    {
        receipt.guessed("date from a line of the text", &labelled.to_string());
        document.metadata.date = Some(labelled);
    }
    let metadata = &mut document.metadata;
    if metadata.source.is_none()
        && let Some((folder, _)) = path.split_once('/')
    {
        metadata.source = Some(folder.to_owned());
    }
    metadata.language = metadata.language.take().and_then(|language| code_of_language(&language));
    metadata.language = metadata.language.take().or(naming.language);
    // Feeds and templates declare a language that the texts in them are not in.
    let by_script = language_of_script(&document.text);
    let is_belied = |declared: &str| match by_script {
        Some(_) => !writes_without_spaces(declared),
        None => has_own_script(declared) && is_latin(&document.text),
    };
    if metadata.language.as_deref().is_some_and(is_belied) {
        metadata.language = None;
    }
    if metadata.language.is_none()
        && let Some(language) = by_script.or_else(|| language_of_words(&document.text))
    {
        receipt.guessed("language from the words", language);
        metadata.language = Some(language.to_owned());
    }
}

/// The date in one of the first lines that says it is one: `Air Date: 2020-01-19`.
fn labelled_date(document: &Document) -> Option<Date> {
    const BLOCKS: usize = 8;
    const LABELS: [&str; 16] = [
        "air date",
        "aired",
        "date",
        "date published",
        "original air date",
        "published",
        "published on",
        "publish date",
        "publication date",
        "release date",
        "released",
        "recorded",
        "recorded on",
        "recording date",
        "posted",
        "datum",
    ];
    let mut lines = document.blocks.iter().take(BLOCKS).flat_map(|block| document.block_text(block).lines());
    lines.find_map(|line| {
        // Further fields may follow on the line.
        let (label, rest) = line.split_once(':').filter(|(label, _)| label.len() <= 30)?;
        let label = label.trim().to_lowercase();
        let rest = &rest[..rest.floor_char_boundary(50)];
        if LABELS.contains(&label.as_str()) { Date::find(rest) } else { None }
    })
}

/// The day that stands by itself, perhaps with a time, above what is said: `May 4, 2024, 8:00AM`.
fn date_above_turns(document: &Document) -> Option<Date> {
    const BLOCKS: usize = 6;
    const LINE_BYTES_MAX: usize = 60;
    const LETTERS_MAX: usize = 20;
    let first_turn = document.blocks.iter().take(BLOCKS + 1).position(|block| block.speaker.is_some())?;
    let lines = document.blocks[..first_turn].iter().flat_map(|block| document.block_text(block).lines());
    let mut lines = lines.filter(|line| line.len() <= LINE_BYTES_MAX);
    lines.find_map(|line| {
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        Date::find(line).filter(|date| letters <= LETTERS_MAX && date.day_range().0 == date.day_range().1)
    })
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

/// The file's name as it is, where it says nothing better.
fn bare_name(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Some(stem.to_owned()).filter(|stem| !stem.is_empty())
}

/// The ISO 639-1 code in what a source calls its language: `en-US`, `en_GB`, `eng`, `German`.
pub(crate) fn code_of_language(said: &str) -> Option<String> {
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
            // Whatlang tells Mandarin.
            let named = named.or_else(|| (primary == "chinese").then_some(&whatlang::Lang::Cmn));
            named.copied().and_then(short_code).map(str::to_owned)
        }
    }
}

/// The language whose script a good part of the text is in, of those that are written without spaces
/// or in a script of their own. A letter of theirs says as much as several Latin ones.
fn language_of_script(text: &str) -> Option<&'static str> {
    const SAMPLE_CHARS: usize = 2000;
    // All of their letters begin with such a byte, and those of few other scripts do.
    let is_eastern = |byte: u8| (0xE3..=0xED).contains(&byte);
    let has_eastern = |piece: &[u8]| piece.iter().fold(false, |found, byte| found | is_eastern(*byte));
    if !text.as_bytes().chunks(64).any(has_eastern) {
        return None;
    }
    let (mut latin, mut han, mut kana, mut hangul) = (0, 0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(SAMPLE_CHARS) {
        match c {
            '\u{3040}'..='\u{30FF}' => kana += 1,
            '\u{AC00}'..='\u{D7A3}' => hangul += 1,
            '\u{3400}'..='\u{9FFF}' => han += 1,
            _ => latin += 1,
        }
    }
    let east = han + kana + hangul;
    if east < 8 || east * 3 < latin {
        None
    } else if hangul * 2 > east {
        Some("ko")
    } else if kana * 20 > east {
        Some("ja")
    } else {
        Some("zh")
    }
}

/// Says whether nearly all of the letters of a text, and enough of them to tell, are Latin ones.
fn is_latin(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic()).take(2000);
    let latin = letters().filter(|c| *c < '\u{250}' || ('\u{1E00}'..'\u{1F00}').contains(c)).count();
    let all = letters().count();
    all >= 100 && latin * 100 >= all * 97
}

/// Languages that are never written in Latin letters.
fn has_own_script(language: &str) -> bool {
    writes_without_spaces(language)
        || matches!(
            language,
            "am" | "ar"
                | "be"
                | "bg"
                | "bn"
                | "el"
                | "fa"
                | "gu"
                | "he"
                | "hi"
                | "hy"
                | "ka"
                | "km"
                | "kn"
                | "lo"
                | "mk"
                | "ml"
                | "mr"
                | "my"
                | "ne"
                | "pa"
                | "ru"
                | "si"
                | "ta"
                | "te"
                | "th"
                | "uk"
                | "ur"
                | "yi"
        )
}

fn writes_without_spaces(language: &str) -> bool {
    matches!(language, "zh" | "ja" | "ko" | "yue" | "wuu" | "lzh")
}

/// The language that the words are in, where there are enough of them to tell.
fn language_of_words(text: &str) -> Option<&'static str> {
    /// So much text tells as surely as more does.
    const SAMPLE_BYTES: usize = 1200;
    // From further in: pages begin with names and dates.
    let from = if text.len() > 4 * SAMPLE_BYTES { text.len() / 3 } else { 0 };
    let from = text.ceil_char_boundary(from);
    let to = text.floor_char_boundary((from + SAMPLE_BYTES).min(text.len())).max(from);
    if is_plainly_english(text[from..to].as_bytes()) {
        return Some("en");
    }
    let info = whatlang::detect(&text[from..to])?;
    let is_sure = info.is_reliable() || (info.confidence() > 0.4 && to - from > 200);
    if is_sure { short_code(info.lang()) } else { None }
}

/// Says that a text is English beyond doubt: hardly anything but ASCII, full of small words, and some
/// of them such as no other language has. The statistics of letters take a hundred times as long to
/// say so.
fn is_plainly_english(text: &[u8]) -> bool {
    const WORDS_MIN: usize = 30;
    let (mut words, mut small, mut own, mut signs) = (0_usize, 0_usize, 0_usize, 0_usize);
    for word in text.split(|byte| !byte.is_ascii_alphabetic() && *byte < 0x80) {
        match word {
            [] => continue,
            b"the" | b"and" | b"that" | b"with" | b"this" | b"you" | b"they" | b"have" | b"which"
            | b"from" | b"would" | b"there" | b"their" | b"your" | b"because" | b"about" | b"been"
            | b"what" | b"when" | b"were" | b"who" | b"how" | b"just" | b"like" | b"know" | b"think"
            | b"going" | b"really" | b"people" | b"some" | b"then" | b"them" | b"could" | b"other"
            | b"into" | b"where" | b"these" | b"those" | b"very" | b"here" | b"more" | b"than" => own += 1,
            b"of" | b"to" | b"a" | b"in" | b"is" | b"it" | b"for" | b"are" | b"was" | b"on" | b"be"
            | b"by" | b"or" | b"can" | b"we" | b"will" | b"at" | b"as" | b"but" | b"not" | b"if" | b"so" => {
                small += 1
            }
            _ => signs += word.iter().filter(|byte| !byte.is_ascii()).count(),
        }
        words += 1;
    }
    words >= WORDS_MIN && own * 20 >= words && (own + small) * 4 >= words && signs * 16 <= text.len()
}

/// The language that most of a file is in, told from many of its texts.
pub(super) fn language_of_file(sample: &str) -> Option<&'static str> {
    let info = whatlang::detect(sample)?;
    if info.is_reliable() || info.confidence() > 0.4 { short_code(info.lang()) } else { None }
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
            language_of_words(
                "Wie groß ist ein Morgen, und wer hat ihn gemessen, als es noch keine Ketten gab?"
            ),
            Some("de")
        );
        assert_eq!(language_of_words("12 34"), None);
    }
}
