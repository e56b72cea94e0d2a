//! What services give out, and what they say about it.

use super::{check, read};
use crate::document::Document;
use crate::format::Receipt;

fn documents(json: &str) -> Vec<Document> {
    crate::format::read("a.json", json.as_bytes(), &mut Receipt::default()).unwrap_or_default()
}

#[test]
fn what_a_service_lists_are_recordings() {
    let call = |title: &str| {
        format!(
            r#"{{"meeting_title": "{title}", "recording_start_time": "2025-03-14T14:02:12Z", "transcript_language": "de", "transcript": [{{"speaker": {{"display_name": "Ada"}}, "text": "Which ladder?", "timestamp": "00:00:01"}}, {{"speaker": {{"display_name": "Bo"}}, "text": "The long one.", "timestamp": "00:00:03"}}]}}"#
        )
    };
    let titles = |json: &str| -> Vec<Option<String>> {
        documents(json).into_iter().map(|document| document.metadata.title).collect()
    };
    let one = documents(&format!(r#"{{"limit": 10, "items": [{}], "next_cursor": null}}"#, call("Rungs")));
    assert_eq!(one[0].metadata.title.as_deref(), Some("Rungs"));
    assert_eq!(one[0].metadata.language.as_deref(), Some("de"));
    assert_eq!(one[0].metadata.date.map(|date| date.to_string()).as_deref(), Some("2025-03-14"));
    let several = format!(r#"{{"items": [{}, {}]}}"#, call("Rungs"), call("Rails"));
    assert_eq!(titles(&several), [Some("Rungs".to_owned()), Some("Rails".to_owned())]);
    let alone = r#"[{"id": "x", "title": "Rungs", "tracks": [{"transcript": [{"start": "0.5", "dur": "2", "text": "so we went up"}, {"start": "3", "dur": "2", "text": "and down"}, {"start": "6", "dur": "2", "text": "again and again"}]}]}]"#;
    assert_eq!(titles(alone), [Some("Rungs".to_owned())]);
}

#[test]
fn a_show_says_what_its_episodes_do_not() {
    let said = r#"[{"start": 0, "end": 2, "text": "so we went up"}, {"start": 3, "end": 5, "text": "and down"}, {"start": 6, "end": 8, "text": "and up again"}]"#;
    let all = documents(&format!(
        r#"{{"podcast": "The Rung Hour", "language": "de", "date": "2021-03-04", "episodes": [{{"title": "Rungs", "segments": {said}}}, {{"title": "Rails", "date": "2021-04-05", "segments": {said}}}]}}"#
    ));
    let told = |document: &Document| {
        let metadata = &document.metadata;
        let date = metadata.date.map(|date| date.to_string()).unwrap_or_default();
        (metadata.title.clone().unwrap_or_default(), metadata.source.clone(), metadata.language.clone(), date)
    };
    let expected = |title: &str, date: &str| {
        (title.to_owned(), Some("The Rung Hour".to_owned()), Some("de".to_owned()), date.to_owned())
    };
    assert_eq!(
        all.iter().map(told).collect::<Vec<_>>(),
        [expected("Rungs", "2021-03-04"), expected("Rails", "2021-04-05")]
    );
}

#[test]
fn a_meeting_says_when_it_began() {
    let day = |begins: &str| {
        let json = format!(
            r#"{{{begins}, "transcript": [{{"speaker": "Ada", "words": "Which ladder?"}}, {{"speaker": "Bo", "words": "The long one."}}, {{"speaker": "Ada", "words": "It is gone."}}]}}"#
        );
        documents(&json)[0].metadata.date.map(|date| date.to_string())
    };
    assert_eq!(day(r#""start_time": "2025-03-14T14:02:00Z""#).as_deref(), Some("2025-03-14"));
    assert_eq!(day(r#""start_time": "00:20:25""#), None);
    assert_eq!(day(r#""start_time": 1741960921, "end_time": 1741964521"#).as_deref(), Some("2025-03-14"));
    assert_eq!(day(r#""start_time": 1741960921000"#).as_deref(), Some("2025-03-14"));
    assert_eq!(day(r#""start_time": 1200000000, "end_time": 3000000000"#), None);
    assert_eq!(day(r#""publishDate": "2025-03-14""#).as_deref(), Some("2025-03-14"));
}

#[test]
fn times_may_be_counted_in_hundredths() {
    check(
        r#"[{"start":50,"stop":320,"text":"so we went up the ladder"},{"start":330,"stop":610,"text":"and down again on the other side"},{"start":620,"stop":700,"text":"yes"}]"#,
        "{500}so we went up the ladder {3300}and down again on the other side {6200}yes",
    );
}

#[test]
fn columns_and_rows_of_captions_are_joined() {
    check(
        r#"{"start":[500,4000,9000],"end":[3500,7000,9900],"text":["so we went up the ladder","and down again on the other side",""]}"#,
        "{500}so we went up the ladder {4000}and down again on the other side",
    );
    check(
        r#"{"captions":[{"language":"eng","hash":{"lines":[{"start":0.5,"end":3.5,"text":["so we went","up the ladder"]},{"start":4,"end":7,"text":["and down again"]},{"start":8,"end":9,"text":["yes"]}]}}]}"#,
        "{500}so we went up the ladder {4000}and down again {8000}yes",
    );
    check(
        r#"{"font_size":0.4,"body":[{"from":0.5,"to":3.5,"sid":1,"location":2,"content":"so we went up the ladder","music":0.0},{"from":4,"to":7,"content":"and down again"},{"from":8,"to":9,"content":"yes"}]}"#,
        "{500}so we went up the ladder {4000}and down again {8000}yes",
    );
}

#[test]
fn calls_have_parts_and_channels() {
    check(
        r#"{"transcripts":[{"phrases":[{"text":"Hello there.","startTimeMs":1741960921000,"duration":{"milliseconds":1500},"participantPurpose":"external"},{"text":"Good day.","startTimeMs":1741960924000,"duration":{"milliseconds":900},"participantPurpose":"internal"}]}]}"#,
        "external: {0}Hello there.\ninternal: {3000}Good day.",
    );
    check(
        r#"{"sentences":[{"media_channel":1,"sentence_index":0,"start_time":"0.5","end_time":"2.5","transcript":"Hello there."},{"media_channel":2,"sentence_index":1,"start_time":"3.5","end_time":"4.5","transcript":"Good day."}]}"#,
        "Speaker 1: {500}Hello there.\nSpeaker 2: {3500}Good day.",
    );
    check(
        r#"{"transcript":[{"role":"agent","message":"Hello there, who is it?","time_in_call_secs":1},{"role":"user","message":"The miller.","time_in_call_secs":4},{"role":"agent","message":"Good day.","time_in_call_secs":7}],"metadata":{"start_time_unix_secs":1741960920}}"#,
        "agent: {1000}Hello there, who is it?\nuser: {4000}The miller.\nagent: {7000}Good day.",
    );
    check(
        r#"{"messages":[{"role":"system","message":"You are the keeper of a mill.","time":1741960920000,"secondsFromStart":0},{"role":"bot","message":"Hello there.","time":1741960921500,"endTime":1741960922400,"secondsFromStart":1.5,"duration":900},{"role":"user","message":"Good day.","time":1741960924000,"endTime":1741960924900,"secondsFromStart":4,"duration":900}]}"#,
        "bot: {1500}Hello there.\nuser: {4000}Good day.",
    );
}

#[test]
fn rows_with_the_same_title_are_of_one_recording() {
    let row = |title: &str, start: u32, text: &str| {
        format!(r#"{{"title": "{title}", "speaker": "Ada", "start": "00:00:0{start}", "text": "{text}"}}"#)
    };
    let count = |rows: &[String]| read(&format!("[{}]", rows.join(","))).len();
    assert_eq!(count(&[row("Rungs", 1, "so we"), row("Rungs", 4, "went up"), row("Rungs", 8, "again")]), 1);
    assert_eq!(count(&[row("Rungs", 1, "so we"), row("Rails", 4, "went up"), row("Rails", 8, "again")]), 2);
    assert_eq!(count(&[row("Rungs", 5, "so we"), row("Rungs", 1, "went up"), row("Rungs", 8, "again")]), 2);
}

#[test]
fn what_two_channels_say_stays_with_its_stops() {
    let word = |text: &str, start: &str, end: &str| {
        format!(
            r#"{{"type":"pronunciation","start_time":"{start}","end_time":"{end}","alternatives":[{{"content":"{text}"}}]}}"#
        )
    };
    let stop = |text: &str| format!(r#"{{"type":"punctuation","alternatives":[{{"content":"{text}"}}]}}"#);
    let first =
        [word("Is", "0.5", "0.7"), word("it", "0.7", "0.9"), word("dry", "0.9", "1.9"), stop("?")].join(",");
    let second = [word("Nearly", "1.5", "2.9"), stop("."), word("Here", "9.5", "9.9"), stop(".")].join(",");
    let channel = |number: u8, items: &str| format!(r#"{{"channel_label":"ch_{number}","items":[{items}]}}"#);
    let channels = format!("{},{}", channel(0, &first), channel(1, &second));
    let json =
        format!(r#"{{"results":{{"channel_labels":{{"channels":[{channels}],"number_of_channels":2}}}}}}"#);
    check(&json, "Channel 0: {500}Is {700}it {900}dry?\nChannel 1: {1500}Nearly. {9500}Here.");
}

#[test]
fn the_name_of_what_was_listened_to_is_a_title_where_it_has_words() {
    let told = |name: &str| {
        let json = format!(
            r#"{{{name}, "segments": [{{"start": 0, "end": 2, "speaker": "Ada", "text": "So it turns again."}}, {{"start": 2, "end": 4, "speaker": "Bo", "text": "Since when?"}}]}}"#
        );
        let metadata = documents(&json).remove(0).metadata;
        (metadata.title, metadata.date.map(|date| date.to_string()))
    };
    let of = |title: &str, date: &str| (Some(title.to_owned()), Some(date.to_owned()));
    assert_eq!(
        told(r#""filename": "2022-09-14 Mills of the north.mp3""#),
        of("Mills of the north", "2022-09-14")
    );
    assert_eq!(
        told(r#""job": {"data_name": "Mills of the north.wav"}"#).0.as_deref(),
        Some("Mills of the north")
    );
    assert_eq!(told(r#""filename": "REC00012.mp3""#).0.as_deref(), Some("a"));
    assert_eq!(told(r#""name": "Mills of the north""#).0.as_deref(), Some("a"));
}
