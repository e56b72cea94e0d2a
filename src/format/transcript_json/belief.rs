//! Whether what has the shape of speech is speech: other programs, too, write lists of a text with a start and an end.

use super::super::json::Json;
use super::clock::Unit;
use super::generic::Spoken;
use super::roles::is_choice;
use super::tracks::{Step, Utterance, word_count};

/// The least that a list without speakers must say for its shape to be believed. A sketch shows
/// no more than a few of its elements.
const UTTERANCES_MIN: usize = 3;
const WORDS_MIN: f64 = 3.0;
/// Fewer segments than that must have so many words.
const WORDS_ALONE_MIN: f64 = 30.0;
/// How many utterances show what they are instead.
const SAMPLE: usize = 40;

/// Says that somebody says `spoken`: what has no speakers must say something, and what nobody can have said in its
/// time is something else.
pub(super) fn is_believable(spoken: &Spoken<'_, '_>) -> bool {
    let is_long = spoken.utterances.len() >= UTTERANCES_MIN && spoken.words >= WORDS_MIN;
    // The surest of several readings is what a recogniser gives, and nobody else.
    let is_heard = spoken.track.path.iter().any(|step| matches!(step, Step::Key(key) if is_choice(key)));
    let is_heard = is_heard
        || spoken.utterances.iter().any(|said| is_of_recogniser(said.object))
        || are_told_whole(&spoken.utterances);
    // Lines with a name and no time are said where they are what a file is about: blogs quote talks in their posts.
    let is_named_only =
        spoken.utterances.iter().all(|said| !said.item.is_speech && said.item.start.is_none());
    let lists = spoken.track.path.iter().filter(|step| matches!(step, Step::Each)).count();
    if is_named_only && (lists > 1 || spoken.utterances.len() < UTTERANCES_MIN) {
        return false;
    }
    let sample = &spoken.utterances[..spoken.utterances.len().min(SAMPLE)];
    spoken.words > 0.0
        && (spoken.has_speaker || is_long || is_heard || spoken.words >= WORDS_ALONE_MIN)
        && !are_spans(sample)
        && !are_appointments(sample)
        && !are_hours(sample)
        && !sample.iter().all(is_record_of_log)
}

/// Says that an object has what recognisers note beside what they hear, and nobody else: how sure each segment is, or
/// its times twice, as the clock shows them and as numbers.
fn is_of_recogniser(object: &Json<'_>) -> bool {
    const MARKS: [&str; 4] = ["avg_logprob", "no_speech_prob", "avgLogprob", "noSpeechProb"];
    let has_mark = || MARKS.iter().any(|mark| object.get(mark).number().is_some());
    // NeMo's lines name the recording that each is of.
    if object.get("pred_text").words().is_some() && object.get("audio_filepath").words().is_some() {
        return true;
    }
    has_mark() || !object.at(&["offsets", "from"]).is_null() && !object.at(&["timestamps", "from"]).is_null()
}

/// Says that what is said is told a second time in one piece beside the list, and that its times are no whole numbers.
fn are_told_whole(utterances: &[Utterance<'_>]) -> bool {
    const WORDS_MIN: usize = 2;
    let Some(parent) = utterances.first().map(|said| said.parent) else { return false };
    let is_broken = |said: &Utterance<'_>| {
        let times = [said.item.start, said.item.end];
        times.into_iter().flatten().filter_map(|time| time.bare()).any(|time| time.fract() != 0.0)
    };
    if utterances.len() > SAMPLE || !utterances.iter().any(is_broken) {
        return false;
    }
    let words = || utterances.iter().filter_map(|said| said.item.text).flat_map(str::split_whitespace);
    let is_whole = |whole: &str| {
        let mut told = whole.split_whitespace();
        words().all(|word| told.next() == Some(word))
    };
    words().nth(WORDS_MIN - 1).is_some()
        && parent.fields().iter().any(|(_, value)| value.text().is_some_and(is_whole))
}

/// Says that the numbers count the characters of a text in which each utterance stands: as many as it has.
fn are_spans(utterances: &[Utterance<'_>]) -> bool {
    let is_span = |said: &Utterance<'_>| {
        let (start, end) =
            (said.item.start.and_then(|time| time.bare()), said.item.end.and_then(|time| time.bare()));
        let characters = said.item.text.map(|text| text.chars().count() as f64);
        // The end may be that of the last character or the one behind it.
        start.zip(end).zip(characters).is_some_and(|((start, end), characters)| {
            end - start == characters || end - start == characters - 1.0
        })
    };
    !utterances.is_empty() && utterances.iter().all(is_span)
}

/// Says that each utterance takes so long that nobody says it: what is on a calendar has a text, a beginning and an
/// end, too.
fn are_appointments(utterances: &[Utterance<'_>]) -> bool {
    const WORDS_PER_SECOND_MIN: f64 = 0.01;
    let (mut words, mut seconds) = (0.0, 0.0);
    for said in utterances {
        // Of a number alone the unit follows from the pace.
        let is_bare = [said.item.start, said.item.end.or(said.item.duration)]
            .iter()
            .flatten()
            .any(|time| time.bare().is_some());
        let (Some(start), Some(end)) = said.item.times(Unit::Seconds) else { return false };
        if is_bare {
            return false;
        }
        words += said.item.text.map_or(0.0, word_count);
        seconds += (end - start) / 1000.0;
    }
    words < seconds * WORDS_PER_SECOND_MIN
}

/// Says that numbers are hours and minutes of a day: `900` and `1045`.
fn are_hours(utterances: &[Utterance<'_>]) -> bool {
    const FIRST: f64 = 100.0;
    const LAST: f64 = 2400.0;
    const STEP_MINUTES: f64 = 5.0;
    let is_hour = |number: f64| {
        (FIRST..=LAST).contains(&number) && number % 100.0 < 60.0 && number % STEP_MINUTES == 0.0
    };
    let is_of_day = |said: &Utterance<'_>| {
        let (start, end) =
            (said.item.start.and_then(|time| time.bare()), said.item.end.and_then(|time| time.bare()));
        start.is_some_and(is_hour) && end.is_some_and(is_hour)
    };
    utterances.len() >= UTTERANCES_MIN && utterances.iter().all(is_of_day)
}

/// Says that an object is what a program notes about its own doings, and how bad that is. Words that somebody says from
/// one time to another may have a level of their own.
fn is_record_of_log(said: &Utterance<'_>) -> bool {
    const LEVELS: [&str; 10] =
        ["trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal", "emergency"];
    if said.speaker.is_some() && said.item.start.is_some() && said.item.end.is_some() {
        return false;
    }
    let level = said.object.any(&["level", "severity", "levelname", "log_level", "loglevel"]).words();
    level.is_some_and(|level| LEVELS.iter().any(|known| known.eq_ignore_ascii_case(level)))
}

#[cfg(test)]
mod tests {
    use crate::format::{Confidence, Input};

    fn check(text: &str, expected: Confidence) {
        assert_eq!(super::super::detect(&Input::of_text("x.json", text)), expected, "{text}");
    }

    #[test]
    fn places_in_a_text_are_no_times() {
        check(
            r#"{"text":"Ada Moss lent the ladder to Bo.","entities":[{"start":0,"end":8,"text":"Ada Moss"},{"start":14,"end":24,"text":"the ladder"},{"start":28,"end":30,"text":"Bo"}]}"#,
            Confidence::No,
        );
        check(
            r#"[{"start":0,"end":7,"text":"Ada Moss","speaker":"x"},{"start":12,"end":14,"text":"lad"}]"#,
            Confidence::No,
        );
        check(
            r#"[{"start":0,"end":2,"text":"Ada Moss"},{"start":2,"end":4,"text":"the ladder"},{"start":4,"end":5,"text":"Bo"}]"#,
            Confidence::Certain,
        );
    }

    #[test]
    fn appointments_are_not_said() {
        let of = |start: &str, end: &str| {
            let each = |day: u32| {
                format!(
                    r#"{{"speaker":"Ada Moss","text":"How to mend a ladder.","start":"2025-03-1{day}T{start}","end":"2025-03-1{day}T{end}"}}"#
                )
            };
            format!("[{},{},{}]", each(1), each(2), each(3))
        };
        check(&of("09:00:00", "09:45:00"), Confidence::No);
        check(&of("09:00:00", "09:00:04"), Confidence::Certain);
    }

    #[test]
    fn records_of_logs_are_not_said() {
        let of = |level: &str| {
            format!(
                r#"{{"timestamp":"2025-03-14T14:02:01Z",{level}"message":"The gate was opened again","user":"svc","duration":12}}"#
            )
        };
        check(&of(r#""level":"INFO","#).repeat(3), Confidence::No);
        check(&of("").repeat(3), Confidence::Certain);
        let call = |level: &str| {
            let mut said = (1..4).map(|at| {
                let words =
                    ["The mill, good morning.", "The cellar is full of water.", "I am coming."][at - 1];
                format!(
                    r#"{{"speaker":"S{}","start":{},"end":{},"text":"{words}"{level}}}"#,
                    at % 2,
                    at * 4,
                    at * 4 + 3
                )
            });
            format!("[{},{},{}]", said.next().unwrap(), said.next().unwrap(), said.next().unwrap())
        };
        check(&call(r#","severity":"critical""#), Confidence::Certain);
        let one = |level: &str| format!(r#"{{"start":1,"end":4,"text":"So the water rose again."{level}}}"#);
        let some = format!("[{},{},{}]", one(r#","level":"notice""#), one(""), one(r#","level":"B1""#));
        check(&some, Confidence::Certain);
    }

    #[test]
    fn hours_as_numbers_are_not_said() {
        let of = |times: [(u32, u32); 3]| {
            let [a, b, c] = times.map(|(start, end)| {
                format!(r#"{{"name":"Ada Moss","starttime":{start},"endtime":{end},"text":"How to mend a ladder."}}"#)
            });
            format!(r#"{{"events":[{a},{b},{c}]}}"#)
        };
        check(&of([(900, 945), (1000, 1045), (1100, 1230)]), Confidence::No);
        check(&of([(0, 3), (4, 7), (9, 12)]), Confidence::Certain);
    }

    #[test]
    fn a_short_recording_is_told_by_what_recognisers_note() {
        let of =
            |noted: &str| format!(r#"{{"segments":[{{"start":0,"end":1.5,"text":" Bring oak."{noted}}}]}}"#);
        check(&of(""), Confidence::No);
        let whole = |text: &str, end: &str| {
            format!(r#"{{"rawResult":"{text}","segments":[{{"start":0,"end":{end},"text":" Bring oak."}}]}}"#)
        };
        check(&whole("Bring oak.", "1.5"), Confidence::Certain);
        check(&whole("Bring oak.", "2"), Confidence::No);
        check(&whole("Bring elm.", "1.5"), Confidence::No);
        check(&of(r#","avg_logprob":-0.2,"no_speech_prob":0.01"#), Confidence::Certain);
        check(
            r#"{"transcription":[{"timestamps":{"from":"00:00:00,000","to":"00:00:01,500"},"offsets":{"from":0,"to":1500},"text":" Bring oak."}]}"#,
            Confidence::Certain,
        );
    }

    #[test]
    fn sayings_are_not_said() {
        check(
            r#"{"phrases":[{"text":"no smoke without fire","from":"English"},{"text":"Morgenstund hat Gold im Mund","from":"German"},{"text":"qui vivra verra","from":"French"}]}"#,
            Confidence::No,
        );
    }

    #[test]
    fn words_by_their_names_are_told_from_notes() {
        let of = |names: [&str; 4]| {
            let each = names.map(|name| format!(r#"{{"name":"{name}","time":"0.5","duration":"0.2"}}"#));
            format!(r#"{{"words":[{}]}}"#, each.join(","))
        };
        check(&of(["so", "A", "mill", "stands"]), Confidence::Certain);
        check(&of(["C4", "F#3", "Bb5", "C-1"]), Confidence::No);
    }
}
