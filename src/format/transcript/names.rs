//! The names of speakers: what can be one, and which of them are the same person.

use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::offices;

/// The longest name of a speaker, in bytes.
pub(super) const BYTES_MAX: usize = 64;

/// The longest name with what somebody is in brackets behind it.
pub(super) const BYTES_WITH_OFFICE_MAX: usize = 160;

/// Says that `name` could name a speaker: a few words that begin with capitals, a nickname,
/// `SPEAKER_02`, `Q`.
pub(super) fn is_plausible(name: &str) -> bool {
    // Where most lines end that are looked at: no name begins with a sign, and only with an office is one so long.
    let has_office = || memchr::memchr2(b',', b')', name.as_bytes()).is_some();
    if !name.starts_with(char::is_alphanumeric)
        || name.len() > BYTES_WITH_OFFICE_MAX
        || name.len() > BYTES_MAX && !has_office()
        || is_common_label(name)
    {
        return false;
    }
    if offices::is_chorus(name) || offices::is_chair(name) {
        return true;
    }
    let (person, office) = without_office(name);
    let is_of_office = |c: char| {
        c.is_alphanumeric() || c.is_whitespace() || "'’.,-–—/&|@#·()[]\"“”".contains(c) || c == '\u{AD}'
    };
    if person.len() > BYTES_MAX || !office.chars().all(is_of_office) {
        return false;
    }
    const WORDS_MAX: usize = 7;
    let (mut words, mut capitals, mut smalls) = (0, 0, 0);
    for word in person.split([' ', '\u{A0}']).filter(|word| !word.is_empty()) {
        let bare = word.trim_matches(|c: char| {
            matches!(c, '(' | ')' | '[' | ']' | ',' | '\'' | '’' | '"' | '.' | '&' | '|' | '-' | '#' | '@')
        });
        words += 1;
        if words > WORDS_MAX {
            return false;
        }
        let Some(first) = bare.chars().next() else { continue };
        if word.ends_with('.') && !is_abbreviated(bare) {
            return false;
        }
        if !bare.chars().all(|c| {
            c.is_alphanumeric()
                || matches!(c, '\'' | '’' | '.' | '-' | '_' | '·' | '・' | '/' | '`' | '(' | ')' | '\u{AD}')
        }) {
            return false;
        }
        if first.is_lowercase() {
            smalls += usize::from(!is_particle(bare));
        } else {
            capitals += 1;
        }
    }
    // `Ferry.mp3: automatically transcribed`
    const RECORDINGS: [&str; 6] = [".mp3", ".mp4", ".m4a", ".wav", ".mov", ".mkv"];
    if RECORDINGS.iter().any(|ending| name.ends_with(ending)) {
        return false;
    }
    let has_letter = name.chars().any(char::is_alphabetic);
    // A nickname in small letters stands alone.
    let is_numbered_part = || is_numbered(name) && is_role(name);
    let is_cased = smalls == 0 || words == 1 || capitals > smalls || is_numbered_part();
    // `Chapter 4`, `Step 2`
    let is_part = is_numbered(name) && {
        let first = name.split([' ', '_']).next().unwrap_or_default().to_lowercase();
        NO_NAME_STARTS.contains(&first.as_str())
    };
    has_letter && is_cased && !is_part
}

/// Says that `name` can hardly be anything but a person or a part in a conversation, so that one
/// appearance is enough.
pub(super) fn is_person_like(name: &str) -> bool {
    if is_role(name) {
        return true;
    }
    let words = without_office(name).0.split_whitespace();
    let capitals = words.clone().filter(|word| word.starts_with(char::is_uppercase)).count();
    if capitals < 2 || capitals < words.clone().count() {
        return false;
    }
    let lower = name.to_lowercase();
    let first_word = lower.split([' ', '_']).next().unwrap_or_default();
    // `THE WITNESS`, as records write parts.
    let begins_well = !NO_NAME_STARTS.contains(&first_word) || first_word == "the" && super::is_capital(name);
    // `Notes From Today's Talk`
    let is_owner = || words.clone().any(|word| word.ends_with("'s") || word.ends_with("’s"));
    begins_well && !is_owner() && !is_part(&lower)
}

/// Parts of a talk that stand as headings above it, and look like names.
fn is_part(lower: &str) -> bool {
    #[rustfmt::skip]
    const PARTS: [&str; 12] = [
        "prepared remarks", "questions and answers", "question and answer", "opening remarks",
        "closing remarks", "call participants", "conference call", "show notes", "audience questions",
        "corporate participants", "company participants", "conference call participants",
    ];
    PARTS.contains(&lower)
}

/// Says that `name` is a part in a conversation: `Host`, `SPEAKER_02`, `Q`.
pub(super) fn is_role(name: &str) -> bool {
    let first = name.split([' ', '_']).next().unwrap_or_default();
    first.len() <= 16 && ROLES.iter().any(|role| role.eq_ignore_ascii_case(first))
}

/// Says that `name` is two or three capitals.
pub(super) fn is_initials(name: &str) -> bool {
    (2..=3).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase())
}

/// The parts that people have in conversations.
#[rustfmt::skip]
const ROLES: [&str; 43] = [
    "speaker", "host", "guest", "interviewer", "interviewee", "moderator", "audience", "narrator",
    "announcer", "questioner", "q", "a", "q1", "q2", "q3", "p", "r", "pregunta", "respuesta",
    "frage", "antwort", "answer", "caller", "operator", "unknown", "participant", "sprecher",
    "moderatorin", "orador", "entrevistador", "entrevistadora", "presentador", "intervieweur",
    "all", "both", "me", "you", "them", "other", "user", "assistant", "unidentified", "unnamed",
];

/// A name and what somebody is, in brackets behind it or behind a comma: `Ada Moss (Orchard Lane) (Lab)`.
pub(super) fn without_office(name: &str) -> (&str, &str) {
    let end = person_before_comma(name).map_or(name.len(), str::len);
    name.split_at(before_bracket(&name[..end]))
}

/// Where the brackets begin that a name ends in, or its end.
fn before_bracket(name: &str) -> usize {
    let bracket = || memchr::memchr_iter(b'(', name.as_bytes()).find(|at| name[..*at].ends_with(' '));
    let blank = if name.ends_with(')') { bracket().map(|at| at - 1) } else { None };
    blank.unwrap_or(name.len())
}

/// The name behind which, parted by a comma, stands what somebody is: `ADA MOSS, AUTHOR, "THE LONG FIELD"`,
/// `Dr. Ada Moss, Ministerin für Leitern`.
fn person_before_comma(name: &str) -> Option<&str> {
    let at = memchr::memchr(b',', name.as_bytes())?;
    let (person, office) = (&name[..at], name[at..].strip_prefix(", ")?);
    let is_capital_word = |word: &str| word.starts_with(char::is_uppercase);
    let mut words = person.split(' ').filter(|word| !word.starts_with('('));
    let is_person = words.clone().filter(|word| is_capital_word(word)).count() >= 2
        && words.all(|word| is_capital_word(word) || is_particle(word));
    if !is_person {
        return None;
    }
    // `ADA MOSS, HOST (on camera)`
    let plain = office.split(" (").next().unwrap_or(office);
    let capitals = || office.split(' ').filter(|word| is_capital_word(word)).count();
    let smalls = || office.split(' ').filter(|word| !is_capital_word(word)).count();
    let is_of =
        || office.split(' ').any(|word| ["für", "for", "at", "of", "im", "beim", "des"].contains(&word));
    let is_office = super::is_capital(person) && super::is_capital(plain)
        || !office.contains(',') && is_capital_word(office) && is_of() && smalls() <= capitals();
    is_office.then_some(person)
}

/// A name without the house that somebody is of, in brackets behind it.
pub(super) fn without_house(name: &str) -> &str {
    let (person, house) = without_office(name);
    let is_house = house.starts_with(" (") && !house.contains(|c: char| c.is_ascii_digit());
    if is_house && is_person_like(person) { person } else { name }
}

/// A name without what somebody is and how they are addressed: `REP. ADA MOSS (R-ME)` is ADA MOSS.
pub(super) fn person(name: &str) -> &str {
    #[rustfmt::skip]
    const TITLES: [&str; 19] = [
        "dr", "mr", "mrs", "ms", "prof", "sen", "rep", "gov", "rev", "hon", "gen", "col", "lt", "capt", "sgt",
        "adm", "maj", "cmdr", "amb",
    ];
    let mut person = without_office(without_role(name)).0;
    while let Some((title, rest)) = person.split_once(". ") {
        if !TITLES.iter().any(|known| known.eq_ignore_ascii_case(title)) {
            break;
        }
        person = rest;
    }
    person
}

/// Words that begin a phrase rather than a name.
#[rustfmt::skip]
const NO_NAME_STARTS: [&str; 44] = [
    "the", "a", "an", "this", "that", "these", "my", "our", "your", "one", "in", "on", "at", "for",
    "step", "part", "chapter", "section", "figure", "table", "option", "case", "lesson", "rule",
    "what", "how", "why", "when", "where", "if", "please", "scene", "scène", "escena", "scena", "szene",
    "act", "acte", "acto", "atto", "akt", "aufzug", "auftritt", "tableau",
];

/// Labels that stand before a colon in prose and above texts, and never speak.
fn is_common_label(name: &str) -> bool {
    #[rustfmt::skip]
    const LABELS: [&str; 139] = [
        "abstract", "also", "address", "air date", "answer", "author", "authors", "bad", "because",
        "before", "after", "but", "category", "categories", "caveat", "caution", "company", "con",
        "cons", "date", "definition", "description", "disclaimer", "duration", "edit", "email",
        "episode", "error", "example", "examples", "fact", "figure", "finally", "first", "fixme",
        "good", "guests", "hint", "hosts", "however", "http", "https", "idea", "image", "important",
        "info", "input", "keywords", "language", "length", "link", "links", "location", "mailto",
        "nb", "note", "notes", "output", "ps", "p.s.", "phone", "problem", "pro", "pros",
        "published", "question", "quote", "read more", "reason", "recorded", "ref", "reference",
        "references", "related", "result", "second", "see also", "slides", "so", "solution",
        "source", "sources", "speakers", "spoiler", "subject", "summary", "tags", "third", "tip",
        "title", "tl;dr", "tldr", "todo", "topic", "topics", "update", "video", "warning",
        "absent", "action", "action item", "action items", "actions", "adjourned", "agenda", "agreed",
        "apologies", "attendees", "carried", "decision", "decisions", "in attendance", "key points", "minutes",
        "motion", "next steps", "outcome", "present", "resolution", "resolved", "screen sharing",
        "transcript", "transcription", "arguments", "exceptions", "parameters", "raises", "returns", "throws", "usage",
        "verdict", "audio length", "audio duration", "total time", "run time", "runtime", "file name", "filename",
        "recording time",
    ];
    const BYTES_MAX: usize = 16;
    static KNOWN: LazyLock<FxHashSet<&[u8]>> =
        LazyLock::new(|| LABELS.iter().map(|label| label.as_bytes()).collect());
    if name.len() > BYTES_MAX || name.is_empty() {
        return false;
    }
    let mut lower = [0_u8; BYTES_MAX];
    let lower = &mut lower[..name.len()];
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    KNOWN.contains(&*lower)
}

/// Small words inside names.
pub(super) fn is_particle(word: &str) -> bool {
    #[rustfmt::skip]
    const PARTICLES: [&str; 27] = [
        "de", "del", "der", "den", "van", "von", "vom", "zu", "zur", "la", "le", "el", "al", "bin",
        "ibn", "da", "das", "di", "do", "dos", "du", "y", "e", "of", "and", "und", "et",
    ];
    PARTICLES.contains(&word)
}

/// Words that end in a stop inside names: initials and titles.
fn is_abbreviated(word: &str) -> bool {
    word.chars().count() == 1
        || word.contains('.')
        || [
            "dr", "mr", "mrs", "ms", "prof", "st", "jr", "sr", "sen", "rep", "gov", "rev", "hon", "sra",
            "srta", "mx", "gen", "col", "lt", "capt", "sgt", "adm", "maj", "cmdr", "amb",
        ]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}

/// Which labels mean the same person: `JB`, `Joachim` and `joachim breitner` may all be Joachim
/// Breitner, as long as nobody else could be meant.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolution {
    full: Vec<String>,
    /// From a folded name, or part of one, to its full name; nothing where it may mean several.
    parts: HashMap<String, Option<usize>>,
    /// From initials, likewise.
    initials: HashMap<String, Option<usize>>,
    /// How a name was spelled first, by its folded form.
    spellings: HashMap<String, String>,
}

impl Resolution {
    /// Resolves `labels`, in order of appearance, among themselves and against the names `known`
    /// from elsewhere.
    pub(super) fn new<'a>(labels: impl Iterator<Item = &'a str>, known: &'a [String]) -> Self {
        let mut resolution = Self::default();
        let mut seen = FxHashSet::default();
        let names = labels.chain(known.iter().map(String::as_str)).filter(|name| seen.insert(*name));
        // Who is called with an office may be called without it too, before or behind.
        let (in_office, plain): (Vec<_>, Vec<_>) =
            names.map(without_role).partition(|name| !without_office(name).1.is_empty());
        for name in plain.into_iter().chain(in_office) {
            let folded = resolution.key(name);
            if resolution.spellings.contains_key(&folded) {
                continue;
            }
            resolution.spellings.insert(folded, name.to_owned());
            if name.split_whitespace().nth(1).is_some() && !is_numbered(name) {
                resolution.add_full(name);
            }
        }
        resolution
    }

    /// The folded form under which `name` is known: without an office, where it stands so somewhere.
    fn key(&self, name: &str) -> String {
        let (person, office) = without_office(name);
        let is_known =
            |folded: &String| self.spellings.contains_key(folded) || self.parts.contains_key(folded);
        let folded = || Some(fold(person)).filter(is_known);
        let is_office = !office.is_empty() && !office.contains(|c: char| c.is_ascii_digit());
        is_office.then(folded).flatten().unwrap_or_else(|| fold(name))
    }

    /// The name to show for `label`.
    pub(super) fn name<'a>(&'a self, label: &'a str) -> &'a str {
        let folded = self.key(without_role(label));
        let letters: String = label.chars().filter(|c| *c != '.').collect();
        let is_initials =
            (2..=4).contains(&letters.chars().count()) && letters.chars().all(char::is_uppercase);
        let full = match is_initials {
            true => self.initials.get(&without_accents(&letters)).or_else(|| self.parts.get(&folded)),
            false => self.parts.get(&folded),
        };
        match full {
            Some(Some(full)) => &self.full[*full],
            _ => self.spellings.get(&folded).map_or(label, String::as_str),
        }
    }

    /// Lets `initials` mean the person of this name, as the text itself says that they do.
    pub(super) fn introduce(&mut self, initials: &str, name: &str) {
        self.initials.insert(without_accents(initials), Some(self.full.len()));
        self.full.push(name.to_owned());
    }

    fn add_full(&mut self, name: &str) {
        let number = self.full.len();
        self.full.push(name.to_owned());
        let person = person(name);
        let words = || person.split_whitespace();
        let ends = || words().next().into_iter().chain(words().next_back());
        // Mrs. Ferrier is not the Ferrier beside her.
        let is_beside =
            name.get(..5).is_some_and(|title| title.eq_ignore_ascii_case("Mrs. ")) && !person.contains(' ');
        // A first name that is a full name of somebody else stays theirs.
        let folded = fold(name);
        for part in ends().map(fold).filter(|_| !is_beside) {
            only(&mut self.parts, part, number);
        }
        self.parts.insert(folded, Some(number));
        let letters = |words: &mut dyn Iterator<Item = &str>| -> String {
            let firsts = words.filter_map(|word| word.chars().next());
            without_accents(&firsts.flat_map(char::to_uppercase).collect::<String>())
        };
        let split = || person.split([' ', '-', '\u{A0}']).filter(|word| !word.is_empty());
        let mut variants = vec![
            letters(&mut split()),
            letters(&mut ends()),
            letters(&mut split().filter(|word| word.starts_with(char::is_uppercase))),
        ];
        variants.dedup();
        variants.sort_unstable();
        variants.dedup();
        for variant in variants {
            only(&mut self.initials, variant, number);
        }
    }
}

/// Letters as they are without what stands above and below them: Zoë Émond is ZE to some.
fn without_accents(letters: &str) -> String {
    if letters.is_ascii() {
        return letters.to_owned();
    }
    letters.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Lets `key` mean `number`, or nobody if it already means another.
fn only(map: &mut HashMap<String, Option<usize>>, key: String, number: usize) {
    map.entry(key)
        .and_modify(|known| *known = known.filter(|known| *known == number))
        .or_insert(Some(number));
}

/// `Ada Lovelace (host)`, `Ada Lovelace (AL)` and `ADA LOVELACE, BYLINE` are Ada Lovelace; what else stands in
/// brackets belongs to the name.
pub(super) fn without_role(name: &str) -> &str {
    #[rustfmt::skip]
    const BEHIND_COMMA: [&str; 14] = [
        "host", "co-host", "cohost", "byline", "guest", "correspondent", "reporter", "anchor", "moderator",
        "narrator", "producer", "contributor", "commentator", "editor",
    ];
    let is_behind_comma =
        |role: &str| BEHIND_COMMA.iter().any(|known| known.eq_ignore_ascii_case(role.trim()));
    if let Some((bare, _)) =
        name.rsplit_once(',').filter(|(bare, role)| !bare.is_empty() && is_behind_comma(role))
    {
        return bare;
    }
    if let Some(person) = person_before_comma(name) {
        return person;
    }
    let Some((bare, role)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) else {
        return name;
    };
    let bare = bare.trim_end();
    let role = role.trim();
    // `Ada Lovelace (AL)` says how she is called from there on.
    let is_initials =
        || role.len() >= 2 && bare.split([' ', '-']).filter_map(|word| word.chars().next()).eq(role.chars());
    let is_role = ROLES.contains(&role.to_lowercase().as_str()) || is_initials();
    if is_role && !bare.is_empty() { bare } else { name }
}

/// The form in which spellings of a name are compared.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            folded.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    folded
}

/// `Speaker 1`, `SPEAKER_02`: numbers, not surnames.
fn is_numbered(name: &str) -> bool {
    name.ends_with(|c: char| c.is_ascii_digit())
}
