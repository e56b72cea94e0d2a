//! What language a text is in: by what its source calls it, by its script, by its words.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::analyzer::{folded, function_word_lists};

/// The ISO 639-1 code in what a source calls its language: `en-US`, `en_GB`, `eng`, `German`.
pub(crate) fn code(said: &str) -> Option<String> {
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
pub(super) fn of_script(text: &str) -> Option<&'static str> {
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
pub(super) fn is_latin(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic()).take(2000);
    let latin = letters().filter(|c| is_latin_letter(*c)).count();
    let all = letters().count();
    all >= 100 && latin * 100 >= all * 97
}

/// Languages that are never written in Latin letters.
pub(super) fn has_own_script(language: &str) -> bool {
    is_unspaced(language)
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

/// Says whether few of the letters of a text, and enough of them to tell, are Latin ones.
pub(super) fn is_hardly_latin(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic()).take(2000);
    let (latin, all) = letters()
        .fold((0_usize, 0_usize), |(latin, all), c| (latin + usize::from(is_latin_letter(c)), all + 1));
    all >= 60 && latin * 3 <= all
}

/// Languages that are never written in other letters than Latin ones.
pub(super) fn is_always_latin(language: &str) -> bool {
    #[rustfmt::skip]
    const LANGUAGES: [&str; 32] = [
        "ca", "cs", "cy", "da", "de", "en", "eo", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "id",
        "is", "it", "la", "lt", "lv", "nb", "nl", "nn", "no", "pl", "pt", "sk", "sl", "sv", "vi",
    ];
    LANGUAGES.contains(&language)
}

pub(super) fn is_unspaced(language: &str) -> bool {
    matches!(language, "zh" | "ja" | "ko" | "yue" | "wuu" | "lzh")
}

/// The language that the words are in, where there are enough of them to tell.
pub(super) fn of_words(text: &str) -> Option<&'static str> {
    /// So much text tells as surely as more does.
    const SAMPLE_BYTES: usize = 1200;
    // From further in: pages begin with names and dates.
    let from = if text.len() > 4 * SAMPLE_BYTES { text.len() / 3 } else { 0 };
    let from = text.ceil_char_boundary(from);
    let to = text.floor_char_boundary((from + SAMPLE_BYTES).min(text.len())).max(from);
    let counts = Counts::of(&text[from..to]);
    if let Some(language) = counts.plainly().or_else(|| counts.clearly()) {
        return Some(language);
    }
    let info = whatlang::detect(&text[from..to])?;
    let is_sure = info.is_reliable() || (info.confidence() > 0.4 && to - from > 200);
    if is_sure { code_beside(&text[from..to], info.lang()) } else { None }
}

/// Says whether a text is beyond doubt in another language than `declared`, all through: its beginning, its middle
/// and its end are full of the function words of one other language, or of letters that tell it, and have next to no
/// words of this one.
pub(super) fn is_of_other_words(text: &str, declared: &str) -> bool {
    const SAMPLE_BYTES: usize = 1200;
    let Some(list) = list_of(declared) else { return false };
    let starts = if text.len() > 3 * SAMPLE_BYTES {
        vec![0, text.len() / 2, text.len() - SAMPLE_BYTES]
    } else {
        vec![0]
    };
    let mut found = starts.into_iter().map(|from| {
        let from = text.ceil_char_boundary(from);
        let to = text.floor_char_boundary((from + SAMPLE_BYTES).min(text.len())).max(from);
        let counts = Counts::of(&text[from..to]);
        counts.plainly().or_else(|| counts.surely(&text[from..to], list))
    });
    let first = found.next().flatten();
    first.is_some_and(|first| first != declared) && found.all(|other| other == first)
}

/// The function words of a piece of text, and some of its letters.
#[derive(Default)]
struct Counts {
    bytes: usize,
    words: usize,
    letters: usize,
    /// Latin letters with accents.
    accented: usize,
    /// Letters that are not Latin ones.
    foreign: usize,
    /// Per list, the words that are in it.
    listed: [usize; LANGUAGES_MAX],
    /// Those of them that are in no other.
    own: [usize; LANGUAGES_MAX],
}

impl Counts {
    /// Fewer words tell nothing.
    const WORDS_MIN: usize = 30;

    fn of(text: &str) -> Self {
        let mut counts = Self { bytes: text.len(), ..Self::default() };
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            counts.words += 1;
            let lists = if word.is_ascii() {
                counts.letters += word.len();
                LISTED.words.get(word)
            } else {
                let before = counts.foreign;
                for c in word.chars() {
                    counts.letters += 1;
                    counts.accented += usize::from(!c.is_ascii() && is_latin_letter(c));
                    counts.foreign += usize::from(!is_latin_letter(c));
                }
                if counts.foreign > before { None } else { LISTED.words.get(folded(word).as_str()) }
            };
            let lists = lists.copied().unwrap_or_default();
            let mut rest = lists;
            while rest != 0 {
                let list = rest.trailing_zeros() as usize;
                counts.listed[list] += 1;
                counts.own[list] += usize::from(lists.is_power_of_two());
                rest &= rest - 1;
            }
        }
        counts
    }

    /// The language that the text is in beyond doubt: full of its function words, many of which no other listed
    /// language has. The statistics of letters take many times as long to say so.
    fn plainly(&self) -> Option<&'static str> {
        let (best, next) = self.best()?;
        let is_plain = self.own[best] * 20 >= self.words
            && self.listed[best] * 4 >= self.words
            && next * 4 <= self.own[best];
        self.only_of(best).filter(|_| is_plain)
    }

    /// The same of lists, notes and texts about programs, which have fewer function words: enough where nobody says
    /// anything else. One word of a program that comes again and again is in no other list.
    fn clearly(&self) -> Option<&'static str> {
        const OWN_MIN: usize = 8;
        let (best, next) = self.best()?;
        let is_clear = self.own[best] >= OWN_MIN
            && self.own[best] * 25 >= self.words
            && self.listed[best] * 8 >= self.words
            && self.listed[best] * 2 >= self.own[best] * 3
            && next * 3 <= self.own[best];
        self.only_of(best).filter(|_| is_clear)
    }

    /// The list with the most words that are in no other, and how many the next one has.
    fn best(&self) -> Option<(usize, usize)> {
        let best = (0..LANGUAGES_MAX).max_by_key(|list| self.own[*list])?;
        let next = (0..LANGUAGES_MAX).filter(|list| *list != best).map(|list| self.own[list]).max()?;
        (self.words >= Self::WORDS_MIN && self.foreign * 16 <= self.bytes).then_some((best, next))
    }

    /// The language of a list; languages that share one are not told apart by it.
    fn only_of(&self, list: usize) -> Option<&'static str> {
        if let [language] = LISTED.languages.get(list)? { Some(language) } else { None }
    }

    /// The language that statistics of letters and its function words say alike that `text` is in, where it has
    /// hardly any of the list `declared`, which shares some with it. What its function words are is not known of every
    /// language: of the others its accents show that it is no list of names and no code.
    fn surely(&self, text: &str, declared: usize) -> Option<&'static str> {
        let other = self.listed[declared];
        let is_full_of = |list: usize| self.listed[list] * 4 >= self.words && other * 3 <= self.listed[list];
        let is_accented = self.accented * 32 >= self.letters && other * 8 <= self.words;
        // The statistics take many times as long.
        if self.words < Self::WORDS_MIN || !(is_accented || (0..LANGUAGES_MAX).any(is_full_of)) {
            return None;
        }
        let info = whatlang::detect(text).filter(|info| info.is_reliable())?;
        let found = short_code(info.lang())?;
        let is_found = match list_of(found) {
            Some(own) => {
                is_full_of(own) || is_accented && own != declared && self.listed[own] * 8 >= self.words
            }
            None => is_accented,
        };
        is_found.then_some(found)
    }
}

/// The list of a language's function words, by its number.
fn list_of(language: &str) -> Option<usize> {
    LISTED.languages.iter().position(|list| list.contains(&language))
}

const LANGUAGES_MAX: usize = 16;

/// The function words of languages in Latin letters.
struct Listed {
    languages: Vec<&'static [&'static str]>,
    /// For each word the lists that it is in, as bits.
    words: FxHashMap<&'static str, u16>,
}

static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let mut listed = Listed { languages: Vec::new(), words: FxHashMap::default() };
    let lists = function_word_lists().iter().filter(|(_, words)| words.iter().all(|word| word.is_ascii()));
    for (list, (languages, words)) in lists.take(LANGUAGES_MAX).enumerate() {
        listed.languages.push(languages);
        words.iter().for_each(|word| *listed.words.entry(word).or_default() |= 1 << list);
    }
    listed
});

fn is_latin_letter(c: char) -> bool {
    c < '\u{250}' || ('\u{1E00}'..'\u{1F00}').contains(&c)
}

/// The language that most of a file is in, told from many of its texts.
pub(super) fn of_file(sample: &str) -> Option<&'static str> {
    let info = whatlang::detect(sample)?;
    if info.is_reliable() || info.confidence() > 0.4 { code_beside(sample, info.lang()) } else { None }
}

/// The same, where a letter of the text belies what its statistics say: Bulgarian has none of these, Russian has.
fn code_beside(text: &str, lang: whatlang::Lang) -> Option<&'static str> {
    match lang {
        whatlang::Lang::Bul if has_letters_of_russian(text) => Some("ru"),
        lang => short_code(lang),
    }
}

/// Says whether so many of the letters are ones that Bulgarian has not that no title or name in it has brought them.
fn has_letters_of_russian(text: &str) -> bool {
    let (mut letters, mut russian, mut bulgarian) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        russian += usize::from(matches!(c, 'ы' | 'э' | 'ё' | 'Ы' | 'Э' | 'Ё'));
        // In Russian one letter of thousands.
        bulgarian += usize::from(matches!(c, 'ъ' | 'Ъ'));
    }
    russian * 100 >= letters.max(1) && russian > bulgarian
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
        let check =
            |said: &str, expected: Option<&str>| assert_eq!(code(said).as_deref(), expected, "{said}");
        check("en-US", Some("en"));
        check("pt_BR", Some("pt"));
        check("deu", Some("de"));
        check("German", Some("de"));
        check("und", None);
        check("", None);
        assert_eq!(
            of_words("Wie groß ist ein Morgen, und wer hat ihn gemessen, als es noch keine Ketten gab?"),
            Some("de")
        );
        assert_eq!(of_words("12 34"), None);
        let german = "Das ist der Garten, den wir mit den Leuten aus dem Dorf angelegt haben, und er ist nicht so \
                      klein, wie er auf den ersten Blick zu sein scheint. Wer hier wohnt, der hat ihn auch gegraben.";
        let english = "This is the garden that we dug with the people of the village, and it is not as small as it \
                       seems to be at first. Whoever lives here has been digging in it for a year or for two.";
        let spanish = "Esta es la huerta que hicimos con la gente del pueblo, y no es tan peque\u{f1}a como parece a \
                       quien la mira por primera vez. En ella crece lo que se siembra, y tambi\u{e9}n lo que no.";
        let check = |text: &str, declared: &str, expected: bool| {
            assert_eq!(is_of_other_words(text, declared), expected, "{declared} {text}");
        };
        check(german, "en", true);
        check(spanish, "en", true);
        check(english, "de", true);
        check(german, "de", false);
        check(english, "en", false);
        check(spanish, "gl", false);
        let polish = "Nad rzek\u{105} stoi m\u{142}yn, kt\u{f3}rego nikt ju\u{17c} nie u\u{17c}ywa, ale ko\u{142}o \
                      kr\u{119}ci si\u{119} dalej. W niedziel\u{119} przychodz\u{105} tu dzieci z ca\u{142}ej wsi i \
                      licz\u{105} obroty, bo m\u{142}ynarz p\u{142}aci za ka\u{17c}dy, kt\u{f3}ry zapisz\u{105}.";
        let czech = "Nad \u{159}ekou stoj\u{ed} ml\u{fd}n, kter\u{fd} u\u{17e} nikdo nepou\u{17e}\u{ed}v\u{e1}, ale \
                     kolo se to\u{10d}\u{ed} d\u{e1}l. V ned\u{11b}li sem chod\u{ed} d\u{11b}ti z cel\u{e9} vesnice a \
                     po\u{10d}\u{ed}taj\u{ed} ot\u{e1}\u{10d}ky, proto\u{17e}e mlyn\u{e1}\u{159} plat\u{ed} za ka\u{17e}dou, kterou zap\u{ed}\u{161}\u{ed} do se\u{161}itu.";
        check(polish, "en", true);
        check(polish, "pl", false);
        check(czech, "en", true);
        // Words of another language in what is written in this one.
        check(&format!("{english} {czech}"), "en", false);
        check(
            &"Dvo\u{159}\u{e1}k, Jan\u{e1}\u{10d}ek and Smetana, in the hall of the town. ".repeat(6),
            "en",
            false,
        );
        check("Das ist der Garten.", "en", false);
        check(&format!("{}{}", german.repeat(12), english.repeat(12)), "en", false);
    }

    #[test]
    fn few_function_words_tell_lists_and_not_programs() {
        let check = |text: &str, plainly: Option<&str>, clearly: Option<&str>| {
            let counts = Counts::of(text);
            let told = (counts.words, counts.own, counts.listed);
            assert_eq!((counts.plainly(), counts.clearly()), (plainly, clearly), "{told:?} {text}");
        };
        let list = "Ladders: the maker of rungs, three shops in town. Ropes: hemp, cotton, sisal in bales and jute. \
                    Lamps: brass, oil, gas and the wick in tin. Barns: roofs, tar, brushes and nails. Gates: hinges, \
                    bolts, posts and paint. Wells: depth, stone, quarries, buckets, winch, chain, tarred beams. ";
        check(&list.repeat(2), None, Some("en"));
        check(&"let cons = cdr les lst nil list pair atom; ".repeat(8), None, None);
        check("the of and", None, None);
    }

    #[test]
    fn letters_of_russian_belie_bulgarian() {
        assert_eq!(code_beside("Кто дежурил, когда мы начнём?", whatlang::Lang::Bul), Some("ru"));
        assert_eq!(code_beside("Кой беше тук, когато започнахме?", whatlang::Lang::Bul), Some("bg"));
        let title = "Вечерта майка ми четеше на глас «Мёртвые души», а навън вятърът люлееше черешата пред къщата. Никой \
                     не знаеше колко дълго ще трае зимата, нито кой ще върне книгата в читалището на село.";
        assert_eq!(code_beside(title, whatlang::Lang::Bul), Some("bg"));
    }

    #[test]
    fn letters_belie_what_is_declared() {
        let russian =
            "Кто измерил поле и когда это было, никто в деревне уже не помнит, и спросить больше некого.";
        assert!(is_always_latin("en") && is_hardly_latin(russian));
        assert!(!is_hardly_latin(
            "Who measured the field, and when, nobody in the village knows: поле, говорят."
        ));
        assert!(!is_hardly_latin("Да."));
        assert!(!is_always_latin("sr"));
    }
}
