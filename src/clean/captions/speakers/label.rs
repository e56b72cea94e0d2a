//! The beginning of a row: a mark of a change of speaker, a label with a name; and the notes of
//! sounds in brackets.

use std::borrow::Cow;
use std::collections::HashMap;

/// A label is at most so long.
const LABEL_BYTES_MAX: usize = 72;

/// What a row begins with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening<'t> {
    pub(super) mark: Mark,
    /// Where the mark ends, in bytes of the row.
    pub(super) mark_end: usize,
    pub(super) label: Option<Label<'t>>,
}

/// A mark of a change of speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    /// `>>`
    Chevron,
    /// `-`
    Dash,
}

/// What may be the name of a speaker.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label<'t> {
    pub(super) name: &'t str,
    /// Where what is said begins, in bytes of the row.
    pub(super) end: usize,
    /// How the name is set off.
    pub(super) style: LabelStyle,
}

/// How a name is set off from what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelStyle {
    /// `Ada:`
    Colon,
    /// `[Ada]:`, or `[SPEAKER_02]` as only diarisation writes it.
    Bracketed,
    /// `[Ada]` or `(Ada)`, which looks like a note of a sound.
    Bare,
}

impl<'t> Opening<'t> {
    pub(super) fn of(row: &'t str) -> Self {
        let text = row.trim_start();
        let (mark, text) = if text.starts_with(">>") {
            (Mark::Chevron, text.trim_start_matches('>').trim_start())
        } else if let Some(said) = text.strip_prefix(['-', '\u{2010}', '\u{2013}', '\u{2014}'])
            && said
                .trim_start()
                .starts_with(|c: char| c.is_alphanumeric() || "[(\"'\u{201C}\u{BF}\u{A1}\u{2026}".contains(c))
        {
            (Mark::Dash, said.trim_start())
        } else {
            (Mark::None, text)
        };
        let mark_end = row.len() - text.len();
        let label = Label::of(text).map(|label| Label { end: mark_end + label.end, ..label });
        Self { mark, mark_end, label }
    }
}

impl<'t> Label<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let head = &text[..text.floor_char_boundary(LABEL_BYTES_MAX)];
        if let Some(inner) = head.strip_prefix(['[', '(']) {
            let (name, after) = inner.split_once([']', ')'])?;
            let name = name.trim();
            let (style, said) = match after.strip_prefix(':') {
                Some(said) => (LabelStyle::Bracketed, said),
                None if is_machine_name(name) => (LabelStyle::Bracketed, after),
                None => (LabelStyle::Bare, after),
            };
            let may_be_name = || (is_name(name) || is_small_name(name)) && !may_be_heard(name);
            let is_name = !name.is_empty() && (style == LabelStyle::Bracketed || may_be_name());
            return is_name.then_some(Self { name, end: head.len() - said.len(), style });
        }
        let is_end = |at: &usize| head[*at..].starts_with([':', '\u{FF1A}', '\n']);
        let colon = memchr::memchr3_iter(b':', b'\n', 0xEF, head.as_bytes()).find(is_end)?;
        let said = head[colon..].strip_prefix('\u{FF1A}').or_else(|| {
            let said = head[colon..].strip_prefix(':')?;
            (said.is_empty() || said.starts_with(char::is_whitespace)).then_some(said)
        })?;
        let name = head[..colon].trim();
        let has_letter = name.chars().any(char::is_alphabetic);
        let is_possible = (has_letter || is_masked_number(name)) && !name.contains(['<', '>', '"', '?', '!']);
        is_possible.then_some(Self { name, end: head.len() - said.len(), style: LabelStyle::Colon })
    }
}

/// Names that diarisation gives, such as `SPEAKER_02` and `Speaker 1`.
fn is_machine_name(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    let number = name.strip_prefix("speaker").or_else(|| name.strip_prefix("spk"));
    number.is_some_and(|number| {
        let number = number.trim_start_matches([' ', '_', '-']);
        !number.is_empty() && number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Words that stand before a colon and are no names.
const NO_NAMES: &[&str] = &[
    "and",
    "answer key",
    "but",
    "by",
    "caption",
    "captioned",
    "captions",
    "chapter",
    "credits",
    "day",
    "disclaimer",
    "edit",
    "example",
    "fact",
    "for",
    "http",
    "https",
    "level",
    "lesson",
    "note",
    "notes",
    "number",
    "option",
    "part",
    "phase",
    "ps",
    "quote",
    "reminder",
    "rule",
    "section",
    "so",
    "source",
    "sources",
    "stage",
    "step",
    "subtitle",
    "subtitles",
    "sync",
    "the",
    "tip",
    "title",
    "transcribed",
    "transcript",
    "transcription",
    "translated",
    "translation",
    "translator",
    "update",
    "url",
    "version",
    "warning",
    "week",
];

/// Lower-case words inside names.
const PARTICLES: &[&str] = &[
    "al", "and", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "e", "el", "et",
    "ibn", "la", "le", "of", "og", "ten", "ter", "the", "und", "van", "von", "y", "zu",
];

/// Says whether a label may be a name where nearly every cue has one: people call themselves
/// what they like, but not `Note`.
pub(super) fn may_be_name(label: &str) -> bool {
    let mut words = label.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    !NO_NAMES.contains(&first.as_str()) && words.count() < 6
}

/// Says whether a label is the number of a telephone, as meetings show those who call in: `+353*****42`.
fn is_masked_number(label: &str) -> bool {
    const SIGNS_MIN: usize = 6;
    let is_sign = |c: &char| c.is_ascii_digit() || *c == '*';
    let is_of_number = |c: char| is_sign(&c) || matches!(c, '+' | '-' | ' ' | '(' | ')');
    label.contains('*')
        && label.chars().all(is_of_number)
        && label.chars().filter(is_sign).count() >= SIGNS_MIN
}

/// Says whether a label may be a name where names are set in small letters: `marit`, `old man`. What somebody
/// does and how ends otherwise, mostly.
fn is_small_name(label: &str) -> bool {
    let is_word = |word: &str| {
        word.len() >= 3
            && word.chars().all(char::is_lowercase)
            && !["ing", "ed", "ly", "s"].iter().any(|end| word.ends_with(end))
    };
    let first = label.split(' ').next().unwrap_or_default();
    let is_phrase = NO_NAMES.contains(&first) || ["over", "from", "all", "both", "with"].contains(&first);
    label.split(' ').count() <= 2 && label.split(' ').all(is_word) && !is_phrase
}

/// Says whether a text calls somebody by a name in small letters: with a capital.
pub(super) fn is_called_in(name: &str, text: &str) -> bool {
    let mut letters = name.chars();
    let Some(first) = letters.next().filter(|first| first.is_lowercase()) else { return false };
    let capital: String = first.to_uppercase().chain(letters).collect();
    let is_apart = |at: usize| {
        let (before, behind) = (&text[..at], &text[at + capital.len()..]);
        // Behind a stop anything has a capital.
        before.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',')
            && !behind.starts_with(char::is_alphanumeric)
    };
    text.match_indices(&capital).any(|(at, _)| is_apart(at))
}

/// Says whether a label looks like the name of a person, or of a part that somebody plays.
pub(super) fn is_name(label: &str) -> bool {
    let name = without_role(label);
    if is_masked_number(name) {
        return true;
    }
    let mut words = 0;
    for word in name.split_whitespace() {
        words += 1;
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_initial = word.ends_with('.') && plain.chars().count() <= 4;
        let has_marks = word.contains([',', ';', '=', '/', '\\', '*', '#', '{', '}']);
        let is_number = plain.bytes().all(|byte| byte.is_ascii_digit());
        let is_capital = plain.chars().next().is_some_and(|c| !c.is_lowercase());
        let is_particle = words > 1 && PARTICLES.contains(&plain);
        if has_marks
            || word.ends_with('.') && !is_initial
            || words == 1 && is_number
            || !(is_capital || is_particle)
        {
            return false;
        }
        if words == 1 && NO_NAMES.contains(&plain.to_lowercase().as_str()) {
            return false;
        }
    }
    (1..=5).contains(&words) && name.chars().count() <= 40
}

/// `Ada Moss (host)` is Ada Moss.
fn without_role(label: &str) -> &str {
    const ROLES: &[&str] = &[
        "host",
        "co-host",
        "cohost",
        "guest",
        "moderator",
        "interviewer",
        "interviewee",
        "he/him",
        "she/her",
        "they/them",
        "me",
        "you",
    ];
    let name = label.trim();
    let Some((plain, role)) = name.strip_suffix([')', ']']).and_then(|name| name.rsplit_once(['(', '[']))
    else {
        return name;
    };
    let is_role = ROLES.contains(&role.trim().to_lowercase().as_str()) && !plain.trim().is_empty();
    if is_role { plain.trim() } else { name }
}

/// The speaker that each label stands for: without roles, a first name as the full name that it
/// begins, capitals as the same name in plain letters; nobody for `Unknown`.
pub(super) fn speakers<'t>(labels: impl Iterator<Item = &'t str>) -> HashMap<&'t str, Option<Cow<'t, str>>> {
    let mut labels: Vec<&str> = labels.collect();
    labels.sort_unstable();
    let mut full_names: HashMap<String, Option<&str>> = HashMap::new();
    let mut plain_names: HashMap<String, &str> = HashMap::new();
    for name in labels.iter().map(|label| without_role(label)) {
        let mut words = name.split(' ');
        let (first, second) = (words.next().unwrap_or(name), words.next());
        if second.is_some_and(|second| second.starts_with(char::is_uppercase) && second.chars().count() > 1)
            && !is_capitals(name)
        {
            full_names
                .entry(first.to_lowercase())
                .and_modify(|full| *full = full.filter(|full| *full == name))
                .or_insert(Some(name));
        }
        if !is_capitals(name) {
            plain_names.entry(name.to_lowercase()).or_insert(name);
        }
    }
    let speaker = |label: &'t str| {
        let name = without_role(label);
        let lower = name.to_lowercase();
        if matches!(
            lower.as_str(),
            "unknown" | "unknown speaker" | "unidentified" | "unidentified speaker" | "speaker ?"
        ) {
            return None;
        }
        let full = full_names.get(&lower).copied().flatten();
        Some(Cow::Borrowed(full.or_else(|| plain_names.get(&lower).copied()).unwrap_or(name)))
    };
    labels.iter().map(|label| (*label, speaker(label))).collect()
}

fn is_capitals(name: &str) -> bool {
    !name.chars().any(char::is_lowercase)
}

/// Words for sounds that are not said, in the languages in which they were met.
const SOUNDS: &[&str] = &[
    "music",
    "musical",
    "applause",
    "applauding",
    "clapping",
    "claps",
    "cheering",
    "cheers",
    "silence",
    "sounds",
    "noise",
    "blank_audio",
    "blank",
    "jingle",
    "intro",
    "outro",
    "m\u{fa}sica",
    "aplausos",
    "musique",
    "applaudissements",
    "musik",
    "applaus",
    "beifall",
    "musica",
    "applausi",
    "muziek",
    "applaus",
    "muzyka",
    "oklaski",
    "m\u{fc}zik",
    "alk\u{131}\u{15f}",
    "\u{43c}\u{443}\u{437}\u{44b}\u{43a}\u{430}",
    "\u{43c}\u{443}\u{437}\u{438}\u{43a}\u{430}",
    "\u{430}\u{43f}\u{43b}\u{43e}\u{434}\u{438}\u{441}\u{43c}\u{435}\u{43d}\u{442}\u{44b}",
    "\u{43e}\u{43f}\u{43b}\u{435}\u{441}\u{43a}\u{438}",
    "\u{97f3}\u{697d}",
    "\u{62cd}\u{624b}",
    "\u{97f3}\u{4e50}",
    "\u{97f3}\u{6a02}",
    "\u{638c}\u{58f0}",
    "\u{638c}\u{8072}",
    "\u{9f13}\u{638c}",
    "\u{c74c}\u{c545}",
    "\u{bc15}\u{c218}",
    "\u{645}\u{648}\u{633}\u{64a}\u{642}\u{649}",
    "\u{62a}\u{635}\u{641}\u{64a}\u{642}",
    "\u{938}\u{902}\u{917}\u{940}\u{924}",
    "\u{924}\u{93e}\u{932}\u{93f}\u{92f}\u{93e}\u{901}",
    "nh\u{1ea1}c",
    "\u{3b}",
];

/// Says whether the word in brackets is a noise that somebody makes: it is no name, and it stays.
fn is_noise(word: &str) -> bool {
    const NOISES: &[&str] = &[
        "barks",
        "beeps",
        "chuckles",
        "chuckling",
        "coughs",
        "creaks",
        "crosstalk",
        "foreign",
        "gasps",
        "groans",
        "grunts",
        "inaudible",
        "indistinct",
        "laugh",
        "laughing",
        "laughs",
        "laughter",
        "overlapping",
        "pause",
        "pauses",
        "rings",
        "screams",
        "sighs",
        "sings",
        "singing",
        "slams",
        "sniffs",
        "speaking",
        "unintelligible",
        "whispers",
    ];
    let is_note = |word: &str| NOISES.contains(&word) || SOUNDS.contains(&word);
    word.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(is_note)
}

/// Says whether what stands in brackets is heard, or how words are said, though it is written as names are:
/// `Soft Music`, `In French`.
pub(super) fn may_be_heard(name: &str) -> bool {
    const STARTS: &[&str] = &["in", "on", "over", "from", "with", "auf", "en"];
    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
    STARTS.contains(&first.as_str()) || is_noise(name)
}

/// The length of a note of a sound, such as `[Music]` or `(applause)`, that `text` begins with.
pub(super) fn sound_note_bytes(text: &str) -> Option<usize> {
    let open = text.chars().next()?;
    let close = match open {
        '[' => ']',
        '(' => ')',
        '\u{FF08}' => '\u{FF09}',
        '\u{3010}' => '\u{3011}',
        _ => return None,
    };
    let head = &text[open.len_utf8()..text.floor_char_boundary(LABEL_BYTES_MAX).max(open.len_utf8())];
    let inner = &head[..head.find(close)?];
    let mut words = 0;
    let mut is_sound = inner.trim().is_empty();
    for word in inner.split(|c: char| c.is_whitespace() || ",&-".contains(c)).filter(|word| !word.is_empty())
    {
        words += 1;
        is_sound |= SOUNDS.contains(&word.to_lowercase().as_str());
    }
    (is_sound && words <= 4).then_some(open.len_utf8() + inner.len() + close.len_utf8())
}

/// Says whether `row` is nothing but a note of a sound.
pub(super) fn is_sound_note_only(row: &str) -> bool {
    sound_note_bytes(row).is_some_and(|bytes| row[bytes..].trim().is_empty())
}
