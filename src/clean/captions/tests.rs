//! What captions become.

use proptest::prelude::*;

use super::*;
use crate::format::FORMATS;

/// Checks cues given as `start-end text`, in seconds, rows parted by `|`.
fn check_cues(cues: &[&str], expected: &str) {
    let mut file = "WEBVTT\n".to_owned();
    let stamp = |seconds: &str| {
        let milliseconds = (seconds.parse::<f64>().unwrap() * 1000.0).round() as u64;
        format!("{:02}:{:02}.{:03}", milliseconds / 60_000, milliseconds / 1000 % 60, milliseconds % 1000)
    };
    for cue in cues {
        let (times, text) = cue.split_once(' ').unwrap();
        let (start, end) = times.split_once('-').unwrap();
        file += &format!("\n{} --> {}\n{}\n", stamp(start), stamp(end), text.replace('|', "\n"));
    }
    check("a.vtt", &file, expected);
}

#[test]
fn rolling_captions_are_said_once() {
    check_cues(
        &[
            "1-2  |so<00:01.500><c> we</c>",
            "2-2.01 so we| ",
            "2.01-3 so we|begin<00:02.600><c> again</c>",
            "3-3.01 begin again| ",
            "3.01-4 begin again|and",
            "4-4.01 and| ",
            // Said twice: what is new stands in the lower row.
            "4.01-5 and|and",
            "5-5.01 and| ",
            "5.01-6  |and",
        ],
        "?[1000]: so [1500]we [2010]begin [2600]again [3010]and [4010]and [5010]and",
    );
    // Rows roll up without words of their own times.
    check_cues(
        &["1-2 one", "2-3 one|two", "3-4 two|three", "4-5 three|four", "5-6 four|four", "6-7 four|five"],
        "?[1000]: one [2000]two [3000]three [4000]four [5000]four [6000]five",
    );
    // A line grows word by word.
    check_cues(
        &["1-2 so", "2-3 so we", "3-4 so we begin", "4-5 here", "5-6 here and", "6-7 here and now"],
        "?[1000]: so we begin [4000]here and now",
    );
    // One repetition is no habit.
    check_cues(
        &["1-2 no", "2-3 no", "3-4 no we", "4-5 we", "5-6 go"],
        "?[1000]: no [2000]no [3000]no we [4000]we [5000]go",
    );
}

#[test]
fn loops_and_overlaps_are_kept_once() {
    let long = "1-2 we went on and on about the same thing";
    let again: Vec<String> =
        (0..9).map(|n| format!("{}-{} we went on and on about the same thing", n + 1, n + 2)).collect();
    let again: Vec<&str> = again.iter().map(String::as_str).collect();
    check_cues(&again, "?[1000]: we went on and on about the same thing");
    check_cues(
        &["0-1 yes.", "1-2 yes.", "2-3 yes.", "3-4 yes."],
        "?[0]: yes. [1000]yes. [2000]yes. [3000]yes.",
    );
    check_cues(
        &[long, "2-3 then", long, "2-3 then"],
        "?[1000]: we went on and on about the same thing [2000]then",
    );
    let rounds: Vec<String> = (0..12)
        .map(|n| {
            format!("{n}-{} {}", n + 1, ["is this the way to the mill?", "it is the way to the mill."][n % 2])
        })
        .collect();
    let rounds: Vec<&str> = rounds.iter().map(String::as_str).collect();
    check_cues(&rounds, "?[0]: is this the way to the mill? [1000]it is the way to the mill.");
}

#[test]
fn speakers_are_named_as_the_file_names_them() {
    check_cues(
        &["1-2 <v Ada>so", "2-3 <v Ada>we</v>", "3-4 <v Bo>begin<v Ada>here"],
        "Ada[1000]: so [2000]we\nBo[3000]: begin\nAda[3000]: here",
    );
    check_cues(
        &[
            "1-2 Ada Moss: so",
            "2-3 we begin",
            "3-4 Bo: here",
            "4-5 Ada: there",
            "5-6 Note: nowhere",
            "6-7 Bo: all",
        ],
        "Ada Moss[1000]: so [2000]we begin\nBo[3000]: here\nAda Moss[4000]: there [5000]Note: nowhere\nBo[6000]: all",
    );
    check_cues(&["1-2 Note: so", "2-3 we", "3-4 begin"], "?[1000]: Note: so [2000]we [3000]begin");
    check_cues(
        &["1-2 he said: so", "2-3 we", "3-4 begin", "4-5 he said: no", "5-6 and go"],
        "?[1000]: he said: so [2000]we [3000]begin [4000]he said: no [5000]and go",
    );
    check_cues(
        &["1-2 ada_42: so", "2-3 Bo (host): we", "3-4 ada_42: begin", "4-5 Bo (host): at 10:30"],
        "ada_42[1000]: so\nBo[2000]: we\nada_42[3000]: begin\nBo[4000]: at 10:30",
    );
    check_cues(
        &["1-2 [SPEAKER_00]: so", "2-3 [SPEAKER_01]: we"],
        "SPEAKER_00[1000]: so\nSPEAKER_01[2000]: we",
    );
    check_cues(
        &["1-2 &gt;&gt; ADA: so", "2-3 we", "3-4 >> begin. >> Yes."],
        "ADA[1000]: so [2000]we\n?[3000]: begin.\n?: Yes.",
    );
    check_cues(
        &["1-2 - [Ada] So.", "2-3 - [Laughs] We.", "3-4 - [Bo Reed] Begin.", "4-5 here [Bo]"],
        "Ada[1000]: So.\n?[2000]: [Laughs] We.\nBo Reed[3000]: Begin. [4000]here [Bo]",
    );
    check_cues(
        &["1-2 (Ada Moss) So.", "2-3 (Bo) We.", "3-4 begin"],
        "Ada Moss[1000]: So.\nBo[2000]: We. [3000]begin",
    );
    check_cues(
        &["1-2 So?", "2-3 - We.|- Begin.", "3-4 -Here?", "4-5 well-made -- no"],
        "?[1000]: So?\n?[2000]: We.\n?: Begin.\n?[3000]: Here? [4000]well-made -- no",
    );
    check_cues(
        &["1-2 So - we", "2-3 - as I said", "3-4 begin"],
        "?[1000]: So - we [2000]- as I said [3000]begin",
    );
    check_cues(&["1-2 Unknown: so", "2-3 Ada: we", "3-4 ADA: go"], "?[1000]: so\nAda[2000]: we [3000]go");
}

#[test]
fn what_is_heard_in_brackets_is_no_name() {
    let rows = |one: &str, other: &str| -> Vec<String> {
        let words = ["So we begin.", "Who is it?", "It is me.", "Come in.", "So I do.", "And sit."];
        (1..)
            .zip(words)
            .map(|(at, words)| format!("{at}-{} [{}]|{words}", at + 1, if at % 2 == 1 { one } else { other }))
            .collect()
    };
    let speakers = |one: &str, other: &str| {
        let file = rows(one, other).iter().fold("WEBVTT\n".to_owned(), |file, cue| {
            let (at, text) = cue.split_once(' ').unwrap();
            let at = &at[..1];
            format!("{file}\n00:0{at}.000 --> 00:0{at}.900\n{}\n", text.replace('|', "\n"))
        });
        crate::format::read("a.vtt", file.as_bytes(), &mut Receipt::default()).unwrap()[0].speakers.clone()
    };
    assert_eq!(speakers("Ada Moss", "Bo Reed"), ["Ada Moss", "Bo Reed"]);
    assert!(speakers("In French", "In German").is_empty());
    assert!(speakers("Soft Music", "Door Slams").is_empty());
}

#[test]
fn names_in_brackets_come_again() {
    check_cues(
        &[
            "1-2 [Ada] So we begin.",
            "2-3 [door slams] Who is it?",
            "3-4 [Bo Reed] It is me.",
            "4-5 [Cy] And me.",
            "5-6 [Ada]|Come in.",
            "6-7 [Bo Reed] So we do.",
            "7-8 [chuckles] And sit.",
        ],
        "Ada[1000]: So we begin. [2000][door slams] Who is it?\nBo Reed[3000]: It is me.\nCy[4000]: And me.\n\
         Ada[5000]: Come in.\nBo Reed[6000]: So we do. [7000][chuckles] And sit.",
    );
    check_cues(
        &[
            "1-2 (ADA) SO WE BEGIN.",
            "2-3 WHO IS IT?",
            "3-4 (BO) IT IS ME.",
            "4-5 YES.",
            "5-6 (ADA) COME IN.",
            "6-7 SIT.",
            "7-8 (BO) SO I DO.",
            "8-9 (ADA) GOOD.",
            "9-10 AND GO.",
        ],
        "ADA[1000]: SO WE BEGIN. [2000]WHO IS IT?\nBO[3000]: IT IS ME. [4000]YES.\nADA[5000]: COME IN. [6000]SIT.\n\
         BO[7000]: SO I DO.\nADA[8000]: GOOD. [9000]AND GO.",
    );
    let small = [
        "1-2 [ada] So we begin.",
        "2-3 Who is it?",
        "3-4 [old man] It is me, Ada.",
        "4-5 Yes.",
        "5-6 [ada] Come in.",
        "6-7 Sit.",
        "7-8 [old man] So I do.",
        "8-9 [ada] Good.",
        "9-10 And go.",
    ];
    check_cues(
        &small,
        "ada[1000]: So we begin. [2000]Who is it?\nold man[3000]: It is me, Ada. [4000]Yes.\nada[5000]: Come in. [6000]Sit.\n\
         old man[7000]: So I do.\nada[8000]: Good. [9000]And go.",
    );
    // Nobody is called Thunder.
    let sounds = small.map(|cue| cue.replace("ada", "thunder").replace("old man", "dog barks"));
    let sounds: Vec<&str> = sounds.iter().map(String::as_str).collect();
    check_cues(
        &sounds,
        "?[1000]: [thunder] So we begin. [2000]Who is it? [3000][dog barks] It is me, Ada. [4000]Yes. [5000][thunder] Come in. \
         [6000]Sit. [7000][dog barks] So I do. [8000][thunder] Good. [9000]And go.",
    );
    // Those who are not to be seen are named here and there.
    let mut few: Vec<String> = (0..40).map(|n| format!("{n}-{} So we {n}.", n + 1)).collect();
    few[0] = "0-1 [Ada] So we begin.".to_owned();
    few[10] = "10-11 [Bo] So we do.".to_owned();
    few[20] = "20-21 [Ada] So we go.".to_owned();
    few[30] = "30-31 [Bo] So we went.".to_owned();
    let file = few.iter().enumerate().map(|(n, cue)| {
        let words = cue.split_once(' ').unwrap().1;
        format!("\n00:{n:02}.000 --> 00:{n:02}.900\n{words}\n")
    });
    let file = format!("WEBVTT\n{}", file.collect::<String>());
    let documents = crate::format::read("a.vtt", file.as_bytes(), &mut Receipt::default()).unwrap();
    assert!(documents[0].speakers.is_empty());
}

#[test]
fn names_stand_on_rows_of_their_own() {
    check_cues(
        &["1-2 Ada Moss|so", "2-3 Bo Reed|we", "3-4 Ada Moss|begin", "4-5 Bo Reed|here|and now"],
        "Ada Moss[1000]: so\nBo Reed[2000]: we\nAda Moss[3000]: begin\nBo Reed[4000]: here and now",
    );
    check_cues(
        &["1-2 Ada Moss|so", "2-3 Bo Reed|we", "3-4 we all|begin", "4-5 here|and now"],
        "?[1000]: Ada Moss so [2000]Bo Reed we [3000]we all begin [4000]here and now",
    );
}

#[test]
fn what_goes_on_in_capitals_is_no_name() {
    check_cues(
        &[
            "1-2 ADA: SO WE BEGIN, AND I MEAN",
            "2-3 THAT: THE DOOR IS OPEN.",
            "3-4 BO: IT IS.",
            "4-5 YOU SEE.",
            "5-6 ADA: COME IN.",
            "6-7 BO: SO I DO --",
            "7-8 CY: AND ME.",
            "8-9 IF I MAY.",
            "9-10 ADA: YOU MAY,",
            "10-11 OF COURSE.",
            "11-12 AND SIT.",
            "12-13 ALL OF YOU.",
        ],
        "ADA[1000]: SO WE BEGIN, AND I MEAN [2000]THAT: THE DOOR IS OPEN.\nBO[3000]: IT IS. [4000]YOU SEE.\n\
         ADA[5000]: COME IN.\nBO[6000]: SO I DO --\nCY[7000]: AND ME. [8000]IF I MAY.\nADA[9000]: YOU MAY, \
         [10000]OF COURSE. [11000]AND SIT. [12000]ALL OF YOU.",
    );
}

#[test]
fn who_calls_in_has_a_number() {
    check_cues(
        &[
            "1-2 +353*****42: so",
            "2-3 1 (***) ***-4242: we",
            "3-4 Ada Moss: begin",
            "4-5 +353*****42: at 10:30",
        ],
        "+353*****42[1000]: so\n1 (***) ***-4242[2000]: we\nAda Moss[3000]: begin\n+353*****42[4000]: at 10:30",
    );
    check_cues(
        &["1-2 10:30: so", "2-3 2*2*2*2*2*2 = 64: we"],
        "?[1000]: 10:30: so [2000]2*2*2*2*2*2 = 64: we",
    );
}

#[test]
fn what_nobody_says_goes() {
    check_cues(
        &[
            "1-2 [Music]",
            "2-3 so [Applause] we",
            "3-4 (m\u{fa}sica)",
            "4-5 [laughter] \u{266a} la la \u{266a}",
        ],
        "?[2000]: so we [4000][laughter] la la",
    );
    check_cues(
        &["1-2 one,two?Three", "2-3 four,five,six,seven.And node.js", "3-4 a,b,c,d,e,f"],
        "?[1000]: one, two? Three [2000]four, five, six, seven. And node.js [3000]a, b, c, d, e, f",
    );
    check_cues(&["1-2 [Music]"], "");
}

#[test]
fn two_who_speak_in_one_cue_are_told_apart_by_their_dashes() {
    check_cues(
        &["1-2 The mill stood still.", "3-4 - Who is it?|- The eel man.", "5-6 Let him in."],
        "?[1000]: The mill stood still.\n?[3000]: Who is it?\n?The eel man. [5000]Let him in.",
    );
    check_cues(
        &["1-2 The mill - so it was", "3-4 - a wheel|- a stone", "5-6 and more"],
        "?[1000]: The mill - so it was [3000]- a wheel - a stone [5000]and more",
    );
}

#[test]
fn a_long_silence_ends_a_turn() {
    check_cues(
        &[
            "1-4 <v Ann>Hello and welcome.",
            "10-14 <v Ann>We begin.",
            "600-604 <v Ann>And remember",
            "633-636 <v Ann>the bucket.",
        ],
        "Ann[1000]: Hello and welcome. [10000]We begin.\nAnn[600000]: And remember [633000]the bucket.",
    );
    check_cues(
        &["1-4 well", "34-36 so it is", "38-40 and was"],
        "?[1000]: well\n?[34000]: so it is [38000]and was",
    );
}

#[test]
fn turns_are_as_long_as_a_paragraph() {
    let sentence = "this is a sentence of ten words that ends here now.";
    let cues: Vec<String> = (0..40).map(|n| format!("{}-{} {sentence}", n * 4, n * 4 + 4)).collect();
    let mut track = Track::default();
    for (n, cue) in (0..).zip(&cues) {
        track.begin(n * 4000, Some(n * 4000 + 4000), 0);
        track.push(&cue.replacen("this", &format!("[{n}] this"), 1));
    }
    let input = Input::of_text("a.vtt", "");
    let documents = track.into_documents("webvtt", &input, &mut Receipt::default());
    let words: Vec<usize> =
        documents[0].blocks.iter().map(|block| documents[0].block_text(block).split(' ').count()).collect();
    assert!(words.iter().all(|words| (60..=120).contains(words)), "{words:?}");
    assert_eq!(documents[0].metadata.duration_ms, Some(160_000));
}

#[test]
fn words_without_sentences_break_at_pauses() {
    let mut track = Track::default();
    for n in 0..30_u64 {
        track.begin(n * 3000, Some(n * 3000 + if n % 8 == 7 { 1000 } else { 3000 }), 0);
        track.push(&format!("one two three four five six seven eight nine {n}"));
    }
    let input = Input::of_text("a.vtt", "");
    let document = &track.into_documents("webvtt", &input, &mut Receipt::default())[0];
    let starts: Vec<u32> = document
        .blocks
        .iter()
        .filter_map(|block| document.times.iter().find(|mark| mark.at == block.start))
        .map(|mark| mark.start_ms)
        .collect();
    assert_eq!(starts, [0, 24_000, 48_000, 72_000]);
}

#[test]
fn languages_are_read_from_names_and_tags() {
    let check = |name: &str, expected: Option<&str>| assert_eq!(language_of_name(name).as_deref(), expected);
    check("talk.en.vtt", Some("en"));
    check("talk.pt-BR.vtt", Some("pt"));
    check("talk_zh-Hans.srt", Some("zh"));
    check("talk.final.vtt", None);
    check("en.vtt", None);
    assert_eq!(language_code("EN-us").as_deref(), Some("en"));
    assert_eq!(language_code("xx"), None);
}

/// Pieces of which odd caption files are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\n\n"),
        Just("\r"),
        Just("WEBVTT\n\n"),
        Just("00:00:01.000 --> 00:00:02.500\n"),
        Just("1\n00:00:03,000 --> 00:00:04,000\n"),
        Just("0:00:01.000,0:00:02.000\n"),
        Just("<v Ada>"),
        Just("</v>"),
        Just("<00:00:01.500>"),
        Just("<c>"),
        Just("</c>"),
        Just(">> "),
        Just("- "),
        Just("Ada: "),
        Just("[Music]"),
        Just("{\\an8}"),
        Just("{\\k20}"),
        Just("&amp;"),
        Just("&"),
        Just("<"),
        Just(" "),
        Just("\u{6f22}\u{5b57}"),
        Just("so we go."),
        Just("so"),
        Just("\u{266a}"),
        Just("[Script Info]\n"),
        Just("[Events]\n"),
        Just("Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,"),
        Just("<tt><p begin='1s' end='2s'>"),
        Just("<span begin='1.5s'>"),
        Just("</p>"),
        Just("<p t=\"1\" d=\"2\">"),
        Just("<s t=\"1\">"),
        Just("</s>"),
        Just("\u{FF08}\u{97f3}\u{697d}\u{FF09}"),
        Just(","),
        Just("a,b"),
    ];
    proptest::collection::vec(prop_oneof![8 => piece.prop_map(str::to_owned), 1 => any::<String>()], 0..60)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_reader_of_captions_keeps_the_promises_of_documents(text in pieces()) {
        let input = Input::of_text("a.b.vtt", &text);
        for format in FORMATS {
            if ["webvtt", "subrip", "sbv", "ssa", "ttml", "youtube-srv", "youtube-json3"].contains(&format.name) {
                let documents = (format.parse)(&input, &mut Receipt::default()).unwrap_or_default();
                for document in documents {
                    prop_assert_eq!(document.check(), Ok(()));
                }
                (format.detect)(&input);
            }
        }
    }
}
