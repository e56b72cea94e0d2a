//! One line a dialect: its shape in small, and the conversation it must become.

use super::super::{Confidence, Input, Receipt, json};
use super::{detect, parse};
use crate::document::Document;

mod services;

/// A turn a line: `speaker: {milliseconds}words`, headings with `# `.
fn show(document: &Document) -> String {
    let mut shown = Vec::new();
    for block in &document.blocks {
        let mut line = match block.speaker {
            Some(speaker) => format!("{}: ", document.speakers[speaker as usize]),
            None if block.kind == crate::document::BlockKind::Heading => "# ".to_owned(),
            None => String::new(),
        };
        let mut at = block.start;
        for mark in document.times.iter().filter(|mark| (block.start..block.end).contains(&mark.at)) {
            line.push_str(&document.text[at as usize..mark.at as usize]);
            line.push_str(&format!("{{{}}}", mark.start_ms));
            at = mark.at;
        }
        line.push_str(&document.text[at as usize..block.end as usize]);
        shown.push(line);
    }
    shown.join("\n")
}

fn read(text: &str) -> Vec<Document> {
    let input = Input::of_text("x.json", text);
    assert_eq!(detect(&input), Confidence::Certain, "{text}");
    let documents = parse(&input, &mut Receipt::default()).unwrap();
    documents.iter().for_each(|document| assert_eq!(document.check(), Ok(())));
    documents
}

fn check(text: &str, expected: &str) {
    let shown: Vec<_> = read(text).iter().map(show).collect();
    assert_eq!(shown.join("\n--\n"), expected, "{text}");
}

#[test]
fn whisper_and_its_kin() {
    check(
        r#"{"text":" So it is. All of it.","segments":[{"id":0,"seek":0,"start":0.0,"end":1.5,"text":" So it is.","tokens":[1,2],"temperature":0.0,"avg_logprob":NaN},{"id":1,"start":1.5,"end":3.25,"text":" All of it."},{"id":2,"start":4,"end":5,"text":" Yes."}],"language":"en"}"#,
        "{0}So it is. {1500}All of it. {4000}Yes.",
    );
    check(
        r#"{"segments":[{"start":0.0,"end":1.5,"text":" So it is.","speaker":"SPEAKER_00","words":[{"word":"So","start":0.1,"end":0.2,"score":0.9,"speaker":"SPEAKER_00"},{"word":"it"},{"word":"is.","start":0.8,"end":1.2}]},{"start":1.5,"end":3,"text":"No.","speaker":"SPEAKER_01","words":[]}],"word_segments":[{"word":"So","start":0.1,"end":0.2}]}"#,
        "SPEAKER_00: {100}So it {800}is.\nSPEAKER_01: {1500}No.",
    );
    check(
        r#"{"systeminfo":"x","result":{"language":"en"},"transcription":[{"timestamps":{"from":"00:00:00,000","to":"00:00:02,000"},"offsets":{"from":0,"to":2000},"text":" And so, my friends","tokens":[{"text":"[_BEG_]","timestamps":{"from":"00:00:00,000","to":"00:00:00,000"},"offsets":{"from":0,"to":0}},{"text":" And","offsets":{"from":100,"to":300}},{"text":" so","offsets":{"from":300,"to":500}},{"text":",","offsets":{"from":500,"to":600}},{"text":" my","offsets":{"from":600,"to":700}},{"text":" fri","offsets":{"from":700,"to":800}},{"text":"ends","offsets":{"from":800,"to":900}}]},{"timestamps":{"from":"00:00:02,000","to":"00:00:04,000"},"offsets":{"from":2000,"to":4000},"text":" ask not."},{"offsets":{"from":4000,"to":5000},"text":" Good."}]}"#,
        "{100}And {300}so, {600}my {700}friends {2000}ask not. {4000}Good.",
    );
    check(
        r#"{"speakers":[{"speaker":"SPEAKER_00","timestamp":[0.0,2.5],"text":" Hello there."},{"speaker":"SPEAKER_01","timestamp":[2.5,null],"text":" Hello."}],"chunks":[{"timestamp":[0.0,2.5],"text":" Hello there."},{"timestamp":[2.5,null],"text":" Hello."}],"text":" Hello there. Hello."}"#,
        "SPEAKER_00: {0}Hello there.\nSPEAKER_01: {2500}Hello.",
    );
    check(
        r#"{"task":"transcribe","language":"english","duration":3.1,"text":"Well, it works. Good.","words":[{"word":"Well","start":0.0,"end":0.4},{"word":"it","start":0.5,"end":0.6},{"word":"works","start":0.6,"end":1.0},{"word":"Good","start":2.0,"end":2.4}]}"#,
        "{0}Well, {500}it {600}works. {2000}Good.",
    );
}

#[test]
fn what_wraps_speech_is_taken_off() {
    check(
        r#"{"actions":[{"panel":{"content":{"initialSegments":[{"transcriptSegmentRenderer":{"startMs":"1000","endMs":"4000","snippet":{"runs":[{"text":"so it "},{"text":"is"}]},"startTimeText":{"simpleText":"0:01"}}},{"transcriptSectionHeaderRenderer":{"startMs":"4000","endMs":"9000","snippet":{"simpleText":"Part"}}},{"transcriptSegmentRenderer":{"startMs":"4000","endMs":"7000","snippet":{"runs":[{"text":"all of it"}]}}},{"transcriptSegmentRenderer":{"startMs":"7000","endMs":"9000","snippet":{"runs":[{"text":"yes"}]}}}]}}}]}"#,
        "{1000}so it is {4000}all of it {7000}yes",
    );
    check(
        "{\"event\":\"transcript.partial_data\",\"data\":{\"data\":{\"words\":[{\"text\":\"So\",\"start_timestamp\":{\"relative\":0.5}}],\"participant\":{\"name\":\"Ann\"}}}}\n{\"event\":\"transcript.data\",\"data\":{\"data\":{\"words\":[{\"text\":\"So\",\"start_timestamp\":{\"relative\":0.5},\"end_timestamp\":{\"relative\":0.7}},{\"text\":\"it\",\"start_timestamp\":{\"relative\":0.8},\"end_timestamp\":{\"relative\":0.9}}],\"participant\":{\"name\":\"Ann\"}}}}\n{\"event\":\"transcript.data\",\"data\":{\"data\":{\"words\":[{\"text\":\"Yes.\",\"start_timestamp\":{\"relative\":2.5},\"end_timestamp\":{\"relative\":2.9}}],\"participant\":{\"name\":\"Ben\"}}}}",
        "Ann: {500}So {800}it\nBen: {2500}Yes.",
    );
    check(
        r#"{"topic":"x","conversation":[{"speaker":"Chair","dialogue":"May we begin?"},{"speaker":"Member 1","dialogue":"We may."}]}"#,
        "Chair: May we begin?\nMember 1: We may.",
    );
}

#[test]
fn services() {
    check(
        r#"{"metadata":{"duration":5.5},"results":{"channels":[{"alternatives":[{"transcript":"Hello. My name is Ann.","confidence":0.9,"words":[{"word":"hello","start":0.5,"end":0.9,"confidence":0.7,"punctuated_word":"Hello.","speaker":0},{"word":"my","start":1,"end":1.2,"punctuated_word":"My","speaker":1},{"word":"name","start":1.2,"end":1.3,"punctuated_word":"name","speaker":1}]}]}]}}"#,
        "Speaker 0: {500}Hello.\nSpeaker 1: {1000}My {1200}name",
    );
    check(
        r#"{"id":"x","status":"completed","audio_url":"https://e.org/a.mp3","text":"Hi. Yes.","language_code":"en_us","audio_duration":12,"words":[{"text":"Hi.","start":250,"end":650,"confidence":0.9,"speaker":"A"},{"text":"Yes.","start":730,"end":1022,"confidence":0.9,"speaker":"B"}],"utterances":[{"speaker":"A","text":"Hi.","start":250,"end":650,"words":[{"text":"Hi.","start":250,"end":650,"speaker":"A"}]},{"speaker":"B","text":"Yes, we do.","start":730,"end":1022,"words":[{"text":"Yes,","start":730,"end":1022,"speaker":"B"},{"text":"we","start":930,"end":1022,"speaker":"B"}]}]}"#,
        "Speaker A: {250}Hi.\nSpeaker B: {730}Yes, {930}we do.",
    );
    check(
        r#"{"results":[{"alternatives":[{"transcript":"so it is","confidence":0.95,"words":[{"startTime":"1.300s","endTime":"1.400s","word":"so"},{"startTime":"1.400s","endTime":"1.900s","word":"it"},{"startTime":"1.900s","endTime":"2s","word":"is"}]}],"languageCode":"en-us"},{"alternatives":[{"words":[{"startTime":"1.300s","endTime":"1.400s","word":"so","speakerTag":1},{"startTime":"1.400s","endTime":"1.900s","word":"it","speakerTag":1},{"startTime":"1.900s","endTime":"2s","word":"is","speakerTag":2}]}]}]}"#,
        "Speaker 1: {1300}so {1400}it\nSpeaker 2: {1900}is",
    );
    check(
        r#"{"results":[{"alternatives":[{"transcript":"so it is","confidence":0.95,"words":[{"startOffset":"0.100s","endOffset":"0.400s","word":"so","speakerLabel":"1"},{"startOffset":"0.400s","endOffset":"0.900s","word":"it","speakerLabel":"1"}]}],"resultEndOffset":"2s","languageCode":"en-us"}],"metadata":{"totalBilledDuration":"4s"}}"#,
        "Speaker 1: {100}so {400}it",
    );
    check(
        r#"{"jobName":"j","results":{"transcripts":[{"transcript":"Hi, Bo. Yes."}],"speaker_labels":{"speakers":2,"segments":[{"start_time":"0.0","end_time":"1.0","speaker_label":"spk_0","items":[{"start_time":"0.0","end_time":"0.4","speaker_label":"spk_0"}]},{"start_time":"1.0","end_time":"2.0","speaker_label":"spk_1","items":[]}]},"items":[{"start_time":"0.0","end_time":"0.4","alternatives":[{"confidence":"1.0","content":"Hi"}],"type":"pronunciation"},{"alternatives":[{"confidence":"0.0","content":","}],"type":"punctuation"},{"start_time":"0.5","end_time":"0.9","alternatives":[{"content":"Bo"}],"type":"pronunciation"},{"alternatives":[{"content":"."}],"type":"punctuation"},{"start_time":"1.1","end_time":"1.5","alternatives":[{"content":"Yes"}],"type":"pronunciation"}]},"status":"COMPLETED"}"#,
        "spk_0: {0}Hi, {500}Bo.\nspk_1: {1100}Yes",
    );
    check(
        r#"{"format":"2.9","job":{"duration":10},"metadata":{"transcription_config":{"language":"de"}},"results":[{"alternatives":[{"confidence":1.0,"content":"Ja","language":"de","speaker":"S1"}],"end_time":0.5,"start_time":0.2,"type":"word"},{"alternatives":[{"content":".","speaker":"S1"}],"attaches_to":"previous","end_time":0.5,"start_time":0.5,"type":"punctuation"},{"alternatives":[{"content":"Nein","speaker":"S2"}],"end_time":1.5,"start_time":1.2,"type":"word"}]}"#,
        "S1: {200}Ja.\nS2: {1200}Nein",
    );
    check(
        r#"{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hi","ts":0.5,"end_ts":0.7,"confidence":1.0},{"type":"punct","value":", "},{"type":"text","value":"Bo","ts":0.8,"end_ts":0.9},{"type":"punct","value":"."}]},{"speaker":1,"elements":[{"type":"text","value":"Yes","ts":1.5,"end_ts":1.7},{"type":"punct","value":"."}]}],"speakers":[{"id":0,"name":"Ann"},{"id":1,"name":"Bo"}]}"#,
        "Ann: {500}Hi, {800}Bo.\nBo: {1500}Yes.",
    );
    check(
        r#"{"recognizedPhrases":[{"recognitionStatus":"Success","channel":0,"speaker":1,"offset":"PT0.5S","duration":"PT2S","offsetInTicks":5000000,"durationInTicks":20000000,"nBest":[{"confidence":0.9,"lexical":"hello there","itn":"hello there","display":"Hello there.","words":[{"word":"hello","offsetInTicks":5000000,"durationInTicks":3000000},{"word":"there","offsetInTicks":9000000,"durationInTicks":3000000}]},{"confidence":0.5,"display":"Yellow bear."}]}]}"#,
        "Speaker 1: {500}Hello {900}there.",
    );
    check(
        r#"{"durationMilliseconds":1000,"combinedPhrases":[{"text":"Hi. Yes."}],"phrases":[{"speaker":1,"offsetMilliseconds":40,"durationMilliseconds":300,"text":"Hi."},{"speaker":2,"offsetMilliseconds":700,"durationMilliseconds":300,"text":"Yes."}]}"#,
        "Speaker 1: {40}Hi.\nSpeaker 2: {700}Yes.",
    );
    check(
        r#"{"language_code":"eng","text":"Hi, Bo.","words":[{"text":"Hi,","start":0.1,"end":0.3,"type":"word","speaker_id":"speaker_0"},{"text":" ","start":0.3,"end":0.4,"type":"spacing","speaker_id":"speaker_0"},{"text":"Bo.","start":0.4,"end":0.6,"type":"word","speaker_id":"speaker_0"}]}"#,
        "speaker_0: {100}Hi, {400}Bo.",
    );
}

#[test]
fn services_that_write_lists_for_objects() {
    check(
        r#"{"results":[{"final":true,"alternatives":[{"transcript":"so %HESITATION it ","confidence":0.9,"timestamps":[["so",0.5,0.7],["%HESITATION",0.8,0.9],["it",1.0,1.2]]}]},{"final":true,"alternatives":[{"transcript":"is ","timestamps":[["is",2.0,2.2]]}]}],"result_index":0,"speaker_labels":[{"from":0.5,"to":0.7,"speaker":0,"confidence":0.5},{"from":1.0,"to":1.2,"speaker":0},{"from":2.0,"to":2.2,"speaker":2}]}"#,
        "Speaker 0: {500}so {1000}it\nSpeaker 2: {2000}is",
    );
    check(
        r#"[[1,0,0.0,4.0," So it is.",[50364,1],-0.2,1.1,0.01,[[0.2,0.4," So",0.9]]],[2,400,4.0,6.5," Yes.",[1],-0.2,1.1,0.01,null],[3,800,6.5,8," No.",[1],-0.2,1.1,0.01,null]]"#,
        "{0}So it is. {4000}Yes. {6500}No.",
    );
}

#[test]
fn channels_are_speakers_in_the_order_of_time() {
    check(
        r#"{"results":{"channels":[{"alternatives":[{"transcript":"Hi. Good.","confidence":1,"words":[{"word":"hi","punctuated_word":"Hi.","start":0.5,"end":0.6},{"word":"good","punctuated_word":"Good.","start":3,"end":4}]}]},{"alternatives":[{"transcript":"Yes.","confidence":1,"words":[{"word":"yes","punctuated_word":"Yes.","start":1,"end":1.5}]}]}]}}"#,
        "Channel 0: {500}Hi.\nChannel 1: {1000}Yes.\nChannel 0: {3000}Good.",
    );
}

#[test]
fn hosts_editors_and_archives() {
    check(
        r#"{"version":"1.0.0","segments":[{"speaker":"Ann","startTime":0.5,"endTime":0.75,"body":"I"},{"speaker":"Ann","startTime":0.75,"endTime":0.75,"body":" "},{"speaker":"Ann","startTime":1,"endTime":1.25,"body":"am"},{"speaker":"Ann","startTime":1.25,"endTime":1.25,"body":"."},{"speaker":"Bo","startTime":2,"endTime":2.25,"body":"No"}]}"#,
        "Ann: {500}I {1000}am.\nBo: {2000}No",
    );
    check(
        r#"[{"start":"00:00:00.0","start_ms":0,"end":"00:00:43.1","text":"Intro"},{"start":"00:00:43.1","end":"00:01:17.2","speaker":"ann","voice":"Ann","text":"Guten Tag."}]"#,
        "{0}Intro\nann: {43100}Guten Tag.",
    );
    check(
        "[{'text': \"it's a\", 'start': 0.88, 'duration': 4.6}, {'text': 'plan', 'start': 3.3, 'duration': 5.7}, {'text': 'of mine', 'start': 9.0, 'duration': 2}]",
        "{880}it's a {3300}plan {9000}of mine",
    );
    check(
        r#"{"speakers":{"spk_0":"Ann","spk_1":{"name":"Bo"}},"segments":[{"speakerLabel":"spk_0","start":0,"end":2,"text":" Hi."},{"speakerLabel":"spk_1","start":2,"end":3,"text":" Yes."}]}"#,
        "Ann: {0}Hi.\nBo: {2000}Yes.",
    );
    check(
        r#"{"retval":{"punct":"So it is.","words":[{"start":13.02,"end":13.1,"word":"so","punct":"So","index":0},{"start":13.2,"end":13.3,"word":"it","punct":"it"},{"start":14.2,"end":14.3,"word":"is","punct":"is."}],"segmentation":{"speakers":[{"@id":"S0","gender":"F"}],"segments":[{"@type":"Segment","start":0,"duration":14,"speaker":{"@id":"S0","gender":"F"}},{"@type":"Segment","start":14,"duration":4,"speaker":{"@id":"S1"}}]}}}"#,
        "S0: {13020}So {13200}it\nS1: {14200}is.",
    );
    check(
        r#"{"words":[{"id":0,"start":13.0,"end":13.1,"text":"There"},{"id":1,"start":13.2,"end":13.4,"text":"is"},{"id":2,"start":20,"end":21,"text":"Yes"}],"paragraphs":[{"id":0,"start":13,"end":14,"speaker":"Ann"},{"id":1,"start":20,"end":22,"speaker":"Bo"}]}"#,
        "Ann: {13000}There {13200}is\nBo: {20000}Yes",
    );
    check(
        "{\"result\":[{\"conf\":1.0,\"end\":1.1,\"start\":0.8,\"word\":\"so\"},{\"conf\":1,\"end\":1.5,\"start\":1.2,\"word\":\"it\"},{\"conf\":1,\"end\":1.9,\"start\":1.6,\"word\":\"is\"}],\"text\":\"so it is\"}\n{\"result\":[{\"conf\":1,\"end\":5,\"start\":4,\"word\":\"yes\"}],\"text\":\"yes\"}",
        "{800}so {1200}it {1600}is {4000}yes",
    );
    check(
        r#"[{"participant":{"id":1,"name":"Ann"},"words":[{"text":"Hi","start_timestamp":{"relative":1.5,"absolute":"2025-01-01T00:00:01Z"},"end_timestamp":{"relative":1.9}}]},{"participant":{"id":2,"name":"Bo"},"words":[{"text":"Yes","start_timestamp":{"relative":2.5}}]}]"#,
        "Ann: {1500}Hi\nBo: {2500}Yes",
    );
    check(
        r#"{"blocks":[{"text":"Hi there.","type":"paragraph","data":{"speaker":"Ann","start":0.5,"words":[{"word":"Hi","start":0.5,"end":0.6},{"word":"there.","start":0.7,"end":0.8}]}},{"text":"Yes.","data":{"speaker":"Bo","start":3,"words":[]}}],"entityMap":{}}"#,
        "Ann: {500}Hi {700}there.\nBo: {3000}Yes.",
    );
    check(
        r#"{"videos":[{"insights":{"transcript":[{"id":1,"text":"Hi.","speakerId":1,"instances":[{"start":"0:00:01.5","end":"0:00:02"}]},{"id":2,"text":"Yes.","speakerId":2,"instances":[{"start":"0:00:03"}]}],"speakers":[{"id":1,"name":"Ann"},{"id":2,"name":"Bo"}]}}]}"#,
        "Ann: {1500}Hi.\nBo: {3000}Yes.",
    );
    check(
        r#"{"meeting_transcripts":[{"speaker":"Grad C","content":"Nice ."},{"speaker":"Grad D","content":"OK ."}]}"#,
        "Grad C: Nice .\nGrad D: OK .",
    );
    check(
        r#"{"entries":[{"text":"Hi.","speakerDisplayName":"Ann","speakerId":"x@1","startOffset":"00:00:03.2","endOffset":"00:00:04"},{"text":"Yes.","speakerDisplayName":"Bo","startOffset":"00:00:05"}]}"#,
        "Ann: {3200}Hi.\nBo: {5000}Yes.",
    );
}

#[test]
fn several_recordings_in_one_file_are_parted() {
    check(
        "{\"title\":\"One\",\"segments\":[{\"start\":0,\"end\":1,\"text\":\"a first thing\"},{\"start\":5,\"end\":6,\"text\":\"and more\"}]}\n{\"title\":\"Two\",\"segments\":[{\"start\":0,\"end\":1,\"text\":\"another one\"}]}",
        "{0}a first thing {5000}and more\n--\n{0}another one",
    );
}

#[test]
fn other_json_is_left_alone() {
    let check = |text: &str| {
        let input = Input::of_text("x.json", text);
        assert_eq!(detect(&input), Confidence::No, "{text}");
    };
    check(r#"{"name":"package","version":"1.0.0","scripts":{"test":"x"},"dependencies":{}}"#);
    check(r#"[{"id":1,"name":"Ann","email":"a@e.org"},{"id":2,"name":"Bo"}]"#);
    check(r#"{"cues":[{"id":"","startTime":0,"endTime":2,"text":"Text","line":"auto"}],"regions":[]}"#);
    check(r#"[{"role":"user","content":"What is it?"},{"role":"assistant","content":"It is a thing."}]"#);
    check(
        r#"[{"timestamp":1700000000,"level":"info","message":"started"},{"timestamp":1700000001,"message":"x"}]"#,
    );
    check(r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"text":"a place"}}]}"#);
    check("{ not json }");
    check("[a](b)");
    check("");
}

proptest::proptest! {
    #[test]
    fn any_shape_is_read_without_harm(text in shapes()) {
        let input = Input::of_text("x.json", &text);
        let _ = detect(&input);
        if let Ok(documents) = parse(&input, &mut Receipt::default()) {
            for document in documents {
                proptest::prop_assert_eq!(document.check(), Ok(()));
            }
        }
        let _ = json::sketch(&text);
    }
}

/// Texts in the likeness of transcripts, whole and cut.
fn shapes() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let key = prop::sample::select(vec![
        "text",
        "word",
        "words",
        "speaker",
        "start",
        "end",
        "duration",
        "segments",
        "alternatives",
        "speakers",
        "name",
        "id",
        "offsets",
        "data",
        "results",
        "type",
        "timestamp",
        "title",
    ]);
    let leaf = prop_oneof![
        any::<u32>().prop_map(|number| number.to_string()),
        (-10.0..1e12).prop_map(|number: f64| number.to_string()),
        "[a-z\u{e9}\u{4f60} ,.]{0,12}".prop_map(|text| format!("{text:?}")),
        Just("null".to_owned()),
        Just("\"00:01:02.5\"".to_owned()),
        Just("\"punctuation\"".to_owned()),
    ];
    let value = leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|values| format!("[{}]", values.join(","))),
            prop::collection::vec((key.clone(), inner), 0..6).prop_map(|fields| {
                let fields: Vec<_> = fields.iter().map(|(key, value)| format!("{key:?}:{value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    });
    (value, 0.0..1.3).prop_map(|(text, share): (String, f64)| {
        let end = text.floor_char_boundary((text.len() as f64 * share) as usize);
        text[..end].to_owned()
    })
}

#[test]
fn lines_with_names_are_said_where_the_file_is_about_them() {
    let read = |json: &str| crate::format::read("a.json", json.as_bytes(), &mut Receipt::default());
    let lines = r#"[{"character": "ADA", "line": "Which ladder?"}, {"character": "BO", "line": "The long one."}, {"character": "ADA", "line": "It is gone."}]"#;
    let documents = read(&format!(r#"{{"title": "The Barn", "dialogue": {lines}}}"#)).unwrap_or_default();
    assert_eq!(documents[0].speakers, ["ADA", "BO"]);
    assert_eq!(documents[0].metadata.title.as_deref(), Some("The Barn"));
    assert!(read(&format!(r#"{{"posts": [{{"id": 1, "dialogue": {lines}}}]}}"#)).is_err());
}

#[test]
fn lists_beside_one_another_are_paired_and_recordings_in_a_list_have_their_own_titles() {
    let read = |json: &str| {
        crate::format::read("a.json", json.as_bytes(), &mut Receipt::default()).unwrap_or_default()
    };
    let paired = read(
        r#"{"title": "T", "utt": ["Which ladder?", "The long one.", "It is gone."], "speaker": ["Ada", "Bo", "Ada"]}"#,
    );
    assert_eq!(paired[0].speakers, ["Ada", "Bo"]);
    let said = r#"[{"text": "so we went up", "start": 0.5, "duration": 2}, {"text": "and down again", "start": 3, "duration": 2}]"#;
    let listed = read(&format!(
        r#"[{{"id": "1", "title": "Rungs", "video_id": "abcdefghijk", "transcript": {said}}}, {{"id": "2", "title": "Rails", "transcript": {said}}}]"#
    ));
    let titles: Vec<_> = listed.iter().map(|document| document.metadata.title.as_deref()).collect();
    assert_eq!(titles, [Some("Rungs"), Some("Rails")]);
    assert_eq!(listed[0].metadata.url.as_deref(), Some("https://www.youtube.com/watch?v=abcdefghijk"));
}

#[test]
fn who_speaks_may_stand_in_a_list_of_one_or_in_the_last_result_alone() {
    let read = |json: &str| {
        crate::format::read("a.json", json.as_bytes(), &mut Receipt::default()).unwrap_or_default()
    };
    let zoom = read(
        r#"{"timeline": [{"text": "Which ladder?", "ts": "00:00:01.000", "end_ts": "00:00:02.000", "users": [{"username": "Ada"}]}, {"text": "The long one.", "ts": "00:00:03.000", "end_ts": "00:00:04.000", "users": [{"username": "Bo"}]}]}"#,
    );
    assert_eq!(zoom[0].speakers, ["Ada", "Bo"]);
    let result =
        |text: &str| format!(r#"{{"alternatives": [{{"transcript": "{text}", "confidence": 0.9}}]}}"#);
    let word = |at: u32, word: &str, speaker: u32| {
        format!(
            r#"{{"startTime": "{at}s", "endTime": "{at}.5s", "word": "{word}", "speakerTag": {speaker}}}"#
        )
    };
    let results: Vec<String> =
        ["Which one?", "The long.", "Not that?", "No no.", "Well then."].map(result).into();
    let words: Vec<String> = ["Which", "one?", "The", "long.", "Not", "that?", "No", "no.", "Well", "then."]
        .iter()
        .zip(1..)
        .map(|(said, at)| word(at, said, 1 + (at - 1) / 2 % 2))
        .collect();
    let google = read(&format!(
        r#"{{"results": [{}, {{"alternatives": [{{"words": [{}]}}]}}]}}"#,
        results.join(", "),
        words.join(", ")
    ));
    assert_eq!(google[0].speakers, ["Speaker 1", "Speaker 2"]);
}
