//! The reader of every dialect whose shape says what it is: lists of objects with words, times
//! and speakers, whatever their names and wherever they lie.
//!
//! It takes the list that speaks best, times its segments by a list of single words where there
//! is one, and gives it speakers from a list of who spoke when.

use super::super::json::Json;
use super::align::{self, TimedWord};
use super::belief::is_believable;
use super::clock::{Unit, rounded};
use super::recording::{Joint, Piece, Recording};
use super::roles::Item;
use super::tracks::{PHRASE_WORDS, Step, Track, Utterance, place_of, survey, unit_of, word_count};

/// How much of the longest track's words another must have to be taken in its place.
const RIVAL_SHARE: f64 = 0.6;

/// Says whether the sketch of a source has something that speaks.
pub(super) fn recognises(sketch: &Json<'_>) -> bool {
    let tracks = survey(sketch);
    tracks.iter().filter(|track| track.speaks).any(|track| is_believable(&Spoken::of(track, sketch)))
}

/// Says that a shape that is no JSON is speech by more than weak names: what is said is in sentences, and either who says
/// it or when is told in every place.
pub(super) fn is_sure(sketch: &Json<'_>) -> bool {
    const WORDS_MEAN_MIN: f64 = 2.5;
    let tracks = survey(sketch);
    let mut spoken = tracks.iter().filter(|track| track.speaks).map(|track| Spoken::of(track, sketch));
    spoken.any(|spoken| {
        spoken.utterances.len() >= 2
            && spoken.words >= WORDS_MEAN_MIN * spoken.utterances.len() as f64
            && spoken.utterances.iter().all(|said| said.item.is_speech)
            && is_believable(&spoken)
    })
}

/// Reads the recordings of `root`, which was read from `source`.
pub(super) fn read<'j>(root: &'j Json<'j>, source: &str) -> Vec<Recording<'j>> {
    let tracks = survey(root);
    let spoken = tracks.iter().filter(|track| track.speaks);
    let spoken: Vec<_> = spoken.map(|track| Spoken::of(track, root)).collect();
    let Some(best) = best_of(&spoken).filter(|_| spoken.iter().any(is_believable)) else { return Vec::new() };
    let words = spoken.iter().filter(|other| {
        best.is_phrases()
            && !other.is_phrases()
            && other.track.has_times
            && other.words > best.words * RIVAL_SHARE
    });
    // Words inside the segments before words beside them.
    let words = words.min_by_key(|words| !words.track.path.starts_with(&best.track.path));
    let words = words.map(|words| &words.utterances[..]).unwrap_or_default();

    let who = tracks.iter().find(|track| !track.speaks && track.has_speaker && track.has_times);
    let who = who.filter(|_| !best.has_speaker).map(|track| track.utterances(root)).unwrap_or_default();

    let parts = recordings_of(root, &best.utterances);
    let is_many = parts.len() > 1;
    let recordings = parts.into_iter().map(|said| {
        let element = is_many.then_some(said[0].root);
        let roots = said[0].root..=said[said.len() - 1].root;
        let words = within(words, roots);
        let mut recording = Recording { element, ..Recording::default() };
        if best.is_phrases() {
            read_phrases(said, words, source, &mut recording.pieces);
        } else {
            read_words(said, source, &mut recording.pieces);
        }
        give_speakers(&who, unit_of(said), &mut recording.pieces);
        recording
    });
    recordings.collect()
}

/// A track and all that is said in it.
pub(super) struct Spoken<'t, 'j> {
    pub track: &'t Track<'j>,
    pub utterances: Vec<Utterance<'j>>,
    pub words: f64,
    pub has_speaker: bool,
}

impl<'t, 'j> Spoken<'t, 'j> {
    fn of(track: &'t Track<'j>, root: &'j Json<'j>) -> Self {
        let mut utterances = track.utterances(root);
        let is_translated =
            |object: &Json<'_>| object.get("translation_status").text() == Some("translation");
        // What a machine is told before it speaks is not said.
        let is_told = |object: &Json<'_>| object.get("role").text() == Some("system");
        utterances.retain(|utterance| {
            let object = utterance.object;
            utterance.item.text.is_some() && !is_translated(object) && !is_told(object)
        });
        if utterances.iter().any(|utterance| !utterance.is_interim) {
            utterances.retain(|utterance| !utterance.is_interim);
        }
        if track.path.contains(&Step::Key("channels")) {
            interleave_channels(&mut utterances);
        } else {
            drop_repeated_lists(&mut utterances);
        }
        if utterances.iter().all(|utterance| utterance.speaker.is_none()) {
            name_by_what_returns(&mut utterances);
        }
        let words = utterances.iter().filter_map(|utterance| utterance.item.text).map(word_count).sum();
        let has_speaker = utterances.iter().any(|utterance| utterance.speaker.is_some());
        Self { track, utterances, words, has_speaker }
    }

    fn is_phrases(&self) -> bool {
        self.words >= PHRASE_WORDS * self.utterances.len() as f64
    }
}

/// Gives the utterances of a list that tells no speakers those that a weaker field tells: few short names that come again.
fn name_by_what_returns(utterances: &mut [Utterance<'_>]) {
    const FIELDS: [&str; 10] = [
        "name",
        "participant_type",
        "speaker_type",
        "author",
        "user",
        "username",
        "from",
        "who",
        "person",
        "role",
    ];
    const TURNS_MIN: usize = 4;
    const BYTES_MAX: usize = 60;
    let label = |utterance: &Utterance<'_>, field: &str| {
        let value = utterance.object.get(field).words()?;
        (value.len() <= BYTES_MAX && !value.contains("://")).then(|| value.to_owned())
    };
    if utterances.len() < TURNS_MIN {
        return;
    }
    for field in FIELDS {
        let labels: Option<Vec<String>> =
            utterances.iter().map(|utterance| label(utterance, field)).collect();
        let Some(labels) = labels else { continue };
        let distinct = labels.iter().collect::<std::collections::HashSet<_>>().len();
        let says_words =
            utterances.iter().any(|utterance| utterance.item.text == utterance.object.get(field).text());
        if says_words || !(2..=labels.len() * 6 / 10).contains(&distinct) {
            continue;
        }
        for (utterance, label) in utterances.iter_mut().zip(labels) {
            utterance.speaker = Some(label.into());
        }
        return;
    }
}

/// The track to read: of those that say about everything, one with speakers, in phrases, with
/// times; then the first.
fn best_of<'s, 't, 'j>(spoken: &'s [Spoken<'t, 'j>]) -> Option<&'s Spoken<'t, 'j>> {
    let most = spoken.iter().map(|track| track.words).fold(0.0, f64::max);
    let rivals = spoken.iter().filter(|track| track.words >= most * RIVAL_SHARE);
    rivals.rev().max_by_key(|spoken| {
        // Without times the speakers of several channels stay apart.
        let is_ordered = spoken.track.has_times || !spoken.track.path.contains(&Step::Key("channels"));
        (spoken.has_speaker, is_ordered && spoken.is_phrases(), spoken.track.has_times)
    })
}

/// Each channel is a list: brings what they say into the order of time, each a speaker unless
/// something better is known.
fn interleave_channels(utterances: &mut [Utterance<'_>]) {
    let channels = utterances.iter().filter(|utterance| utterance.is_first).count();
    if channels < 2 {
        return;
    }
    let mut channel = 0;
    for (number, utterance) in utterances.iter_mut().enumerate() {
        channel += usize::from(utterance.is_first && number > 0);
        utterance.is_first = false;
        utterance.speaker.get_or_insert_with(|| format!("Channel {channel}").into());
    }
    let mut starts = starts_of_phrases(utterances).into_iter();
    // The sort is stable and the keys are in the order of the utterances.
    let mut keyed: Vec<_> =
        utterances.iter().map(|utterance| (starts.next().flatten(), utterance.clone())).collect();
    keyed.sort_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    for (slot, (_, utterance)) in utterances.iter_mut().zip(keyed) {
        *slot = utterance;
    }
}

/// When each utterance, or the phrase that a single word belongs to, begins. A stop has no time of its own, and somebody
/// who is talked over says a sentence all the same.
fn starts_of_phrases(utterances: &[Utterance<'_>]) -> Vec<Option<f64>> {
    const PAUSE_MS: f64 = 1000.0;
    let unit = unit_of(utterances);
    let words: f64 = utterances.iter().filter_map(|said| said.item.text).map(word_count).sum();
    let is_words = words < PHRASE_WORDS * utterances.len() as f64;
    let mut starts = Vec::with_capacity(utterances.len());
    let (mut phrase, mut until, mut is_ended) = (None, None, true);
    for (number, utterance) in utterances.iter().enumerate() {
        let (start, end) = utterance.item.times(unit);
        let is_other = number > 0 && utterances[number - 1].speaker != utterance.speaker;
        let is_late = start
            .zip(until)
            .is_none_or(|(start, until): (f64, f64)| start > until + PAUSE_MS || start < until - PAUSE_MS);
        if is_other || start.is_some() && (!is_words || is_ended || is_late) {
            phrase = start;
        }
        let text = utterance.item.text.unwrap_or_default().trim_end();
        is_ended = text.ends_with(['.', '?', '!', '。', '？', '！']);
        until = end.or(start).or(until);
        starts.push(phrase);
    }
    starts
}

/// Some recognisers end with a list that says everything again, now with speakers.
fn drop_repeated_lists(utterances: &mut Vec<Utterance<'_>>) {
    let start = |utterance: &Utterance<'_>| utterance.item.times(Unit::Seconds).0;
    let Some(last) = utterances.iter().rposition(|utterance| utterance.is_first).filter(|last| *last > 0)
    else {
        return;
    };
    let says_as_much = (utterances.len() - last) * 10 >= last * 9;
    let begins_again =
        start(&utterances[0]).zip(start(&utterances[last])).is_some_and(|(first, last)| last <= first);
    let same_root = utterances[0].root == utterances[last].root;
    if says_as_much && begins_again && same_root {
        utterances.drain(..last);
    }
}

/// Parts the utterances of several recordings in one list: those whose time begins anew, or which
/// have each a title.
fn recordings_of<'s, 'j>(root: &'j Json<'j>, utterances: &'s [Utterance<'j>]) -> Vec<&'s [Utterance<'j>]> {
    let start = |utterance: &Utterance<'_>| utterance.item.times(Unit::Seconds).0;
    let title = |said: &Utterance<'j>| {
        let element = root.list().get(said.root);
        element.map_or(&Json::Null, |element| {
            element.any(&["title", "video_id", "url", "meeting_id", "episode_id"])
        })
    };
    // Rows of a table have each the title of their recording.
    let is_of_one = |a: &Utterance<'j>, b: &Utterance<'j>| !title(a).is_null() && title(a) == title(b);
    let goes_on = |a: &Utterance<'j>, b: &Utterance<'j>| {
        a.root == b.root || is_of_one(a, b) && start(a).zip(start(b)).is_some_and(|(a, b)| a <= b)
    };
    let of_roots: Vec<_> = utterances.chunk_by(goes_on).collect();
    let begins_anew = |pair: &[&[Utterance<'_>]]| {
        let before = start(&pair[0][pair[0].len() - 1]);
        before.zip(start(&pair[1][0])).is_some_and(|(before, next)| next < before)
    };
    let anew = of_roots.windows(2).filter(|pair| begins_anew(pair)).count();
    let is_titled = |said: &&[Utterance<'j>]| !title(&said[0]).is_null();
    let is_many = of_roots.len() > 1 && of_roots.iter().all(|said| said[0].root < root.list().len());
    if is_many && (anew * 2 >= of_roots.len() || of_roots.iter().all(is_titled)) {
        of_roots
    } else if utterances.is_empty() {
        Vec::new()
    } else {
        vec![utterances]
    }
}

/// The utterances in these elements of the list at the root.
fn within<'s, 'j>(
    utterances: &'s [Utterance<'j>],
    roots: std::ops::RangeInclusive<usize>,
) -> &'s [Utterance<'j>] {
    let start = utterances.partition_point(|utterance| utterance.root < *roots.start());
    let end = utterances.partition_point(|utterance| utterance.root <= *roots.end());
    &utterances[start..end]
}

/// Reads segments, each cut at the words whose times are known.
fn read_phrases<'j>(
    said: &[Utterance<'j>],
    words: &[Utterance<'j>],
    source: &str,
    pieces: &mut Vec<Piece<'j>>,
) {
    let unit = unit_of(said);
    let words = timed_words(words);
    let mut words = &words[..];
    for (number, utterance) in said.iter().enumerate() {
        let (start, end) = utterance.item.times(unit);
        let next = said.get(number + 1).and_then(|next| next.item.times(unit).0);
        let until = next.filter(|next| start.is_some_and(|start| *next > start));
        let is_paragraph = utterance.is_first && number > 0;
        let joint = if is_paragraph { Joint::Paragraph } else { Joint::Segment };
        let mut whole = Piece::new("", start, end).by(utterance.speaker.clone()).joined(joint);
        whole.offset = utterance.offset_in(source);
        let text = utterance.item.text.unwrap_or_default();
        align::cut(text, &mut words, whole, until, pieces);
    }
}

fn timed_words<'j>(words: &[Utterance<'j>]) -> Vec<TimedWord<'j>> {
    let unit = unit_of(words);
    let timed = words.iter().map(|utterance| {
        let (start, end) = utterance.item.times(unit);
        TimedWord { text: utterance.item.text.unwrap_or_default(), start, end }
    });
    timed.collect()
}

/// Reads a stream of single words.
fn read_words<'j>(said: &[Utterance<'j>], source: &str, pieces: &mut Vec<Piece<'j>>) {
    let unit = unit_of(said);
    let texts = || said.iter().filter_map(|utterance| utterance.item.text);
    let with_spaces = texts().filter(|text| text.starts_with(' ') || text.ends_with(' ')).count();
    let has_own_spaces = with_spaces * 4 > said.len();
    let is_punctuated =
        texts().filter(|text| text.ends_with(['.', ',', '?', '!'])).count() * 100 > said.len();
    for list in said.chunk_by(|_, next| !next.is_first) {
        let prose = if is_punctuated || has_own_spaces { None } else { prose_of(list) };
        if let Some(prose) = prose {
            let words = timed_words(list);
            let (start, end) = list[0].item.times(unit);
            let mut whole = Piece::new("", start, end).by(list[0].speaker.clone());
            whole.offset = place_of(prose, source).or_else(|| list[0].offset_in(source));
            align::cut(prose, &mut &words[..], whole, None, pieces);
            continue;
        }
        let mut is_spaced = true;
        for utterance in list {
            let text = utterance.item.text.unwrap_or_default();
            let begins_spaced = !has_own_spaces || text.starts_with(char::is_whitespace);
            let joint = match utterance {
                _ if utterance.is_first => Joint::Segment,
                _ if attaches(utterance, text) => Joint::Close,
                _ if is_spaced || begins_spaced => Joint::Loose,
                _ => Joint::Close,
            };
            is_spaced = !has_own_spaces || text.ends_with(char::is_whitespace);
            if text.trim().is_empty() {
                continue;
            }
            let (start, end) = utterance.item.times(unit);
            let mut piece = Piece::new(text, start, end).by(utterance.speaker.clone()).joined(joint);
            piece.offset = utterance.offset_in(source);
            if let Some(last) = pieces.last().filter(|_| joint == Joint::Close && piece.speaker.is_none()) {
                piece.speaker = last.speaker.clone();
            }
            pieces.push(piece);
        }
    }
}

/// The text beside a list of bare words that has their punctuation.
fn prose_of<'j>(list: &[Utterance<'j>]) -> Option<&'j str> {
    let prose = Item::of(list[0].parent).text?;
    let (words, others) = (list.len() as f64, word_count(prose));
    let marks = prose.matches(['.', ',', '?', '!']).count();
    (others > words * 0.8 && others < words * 1.25 && marks * 100 > list.len()).then_some(prose)
}

/// Says that a word is punctuation, which stands close to the word before.
fn attaches(utterance: &Utterance<'_>, text: &str) -> bool {
    let object = utterance.object;
    let says_so = object.get("attaches_to").text() == Some("previous")
        || matches!(object.get("type").text(), Some("punctuation" | "punct"));
    let closes =
        text.chars().all(|c| matches!(c, '.' | ',' | '?' | '!' | ':' | ';' | '\u{2026}' | ')' | '%'));
    (says_so || closes) && !text.chars().any(char::is_alphanumeric)
}

/// Gives each piece the speaker who speaks when it begins; `who` is a list of who spoke when.
fn give_speakers<'j>(who: &[Utterance<'j>], unit: Unit, pieces: &mut [Piece<'j>]) {
    if who.is_empty() {
        return;
    }
    let mut spans: Vec<_> = who
        .iter()
        .filter_map(|turn| {
            let (start, end) = turn.item.times(unit);
            Some((rounded(start?), end.map(rounded), turn.speaker.as_ref()?))
        })
        .collect();
    spans.sort_by_key(|(start, ..)| *start);
    let mut spans = spans.into_iter().peekable();
    let mut current = None;
    for piece in pieces {
        let at = piece.start_ms.unwrap_or_default();
        while let Some(span) = spans.next_if(|(start, ..)| *start <= at) {
            current = Some(span);
            piece.joint = Joint::Paragraph;
        }
        piece.speaker = current.as_ref().map(|(.., speaker)| (*speaker).clone());
    }
}
