//! Times in all their dresses.

use super::*;

#[test]
fn times_are_read_out_before_words() {
    let check = |text: &str, expected: Option<(u32, &str)>| assert_eq!(glued(text), expected, "{text}");
    check("0:044 secondsso we", Some((4_000, "so we")));
    check("0:011 secondso we", Some((1_000, "so we")));
    check("0:000 secondsso", Some((0, "so")));
    check("1:121 minute, 12 secondsso", Some((72_000, "so")));
    check("2:002 minutes10 of them", Some((120_000, "10 of them")));
    check("1:00:011 hour, 1 second", Some((3_601_000, "")));
    check("0:045 secondsso we", None);
    check("0:04 4 seconds so", None);
    check("10:30 so", None);
    check("1:1", None);
    check("3:16é", None);
    check("so", None);
}

#[test]
fn moments_of_f4_stand_behind_what_is_said() {
    let check = |text: &str, expected: Option<(usize, u32, &str)>| {
        let found = inner_time(text).map(|(before, (start_ms, _), after, _)| (before, start_ms, after));
        assert_eq!(found, expected, "{text}");
    };
    check("so #00:00:05-2#", Some((3, 5_200, "")));
    check("so #01:00:05# and", Some((3, 3_605_000, " and")));
    check("so #00:05# and", None);
    check("so #ladders [0:12] and", Some((12, 12_000, " and")));
    check("issue #12 # and", None);
}

#[test]
fn times_are_read_in_every_dress() {
    let check = |text: &str, expected: Option<(u32, Option<u32>, &str)>| {
        let found = leading(text).map(|clock| (clock.start_ms, clock.end_ms, &text[clock.bytes..]));
        assert_eq!(found, expected, "{text}");
    };
    check("0:12 so", Some((12_000, None, " so")));
    check("01:02:03.5 so", Some((3_723_500, None, " so")));
    check("00:00:01,250", Some((1250, None, "")));
    check("01:00:01:10 so", Some((3_601_000, None, " so")));
    check("01:00:01:123 so", Some((3_601_000, None, " so")));
    check("01;00;01;10 - 01;00;02;28 so", Some((3_601_000, Some(3_602_000), " so")));
    check("01;02 so", None);
    check("<14:02:13> so", Some((50_533_000, None, " so")));
    check("<14:02> so", None);
    check("125:30", Some((7_530_000, None, "")));
    check("(00:24): so", Some((24_000, None, ": so")));
    check("\\[41:28\\]", Some((2_488_000, None, "")));
    check("[0.64 → 7.60] so", Some((640, Some(7600), " so")));
    check("[0.00 --> 0.84] so", Some((0, Some(840), " so")));
    check("[00:00:01.000 --> 00:00:02.000]  so", Some((1000, Some(2000), "  so")));
    check("0:12 - 0:15 so", Some((12_000, Some(15_000), " so")));
    check("[Time 0:00:10] so", Some((10_000, None, " so")));
    check("[0:12 so", None);
    check("@0:05 - so", Some((5000, None, " - so")));
    check("0 min 05 sec", Some((5000, None, "")));
    check("1 hr 2 min 3 sec so", Some((3_723_000, None, " so")));
    check("1 min 5 second rule", Some((65_000, None, " rule")));
    check("1 m 5 s", None);
    check("(1h02m03s) so", Some((3_723_000, None, " so")));
    check("[inaudible 0:12] so", None);
    check("[10:02 AM] so", Some((36_120_000, None, " so")));
    check("[12:00:05 PM] so", Some((43_205_000, None, " so")));
    check("(10:02 AM) so", None);
    check("[12] so", None);
    check("12 so", None);
    check("3.5 so", None);
    check("1:5", None);
    check("10:61", None);
    check("10:30am", None);
    check("10:30 a.m. so", None);
    check("1:34 P.M. EDT", None);
    check("1:34 PM", None);
    check("0:12 am Fluss", Some((12_000, None, " am Fluss")));
    check("0:12 PMs", Some((12_000, None, " PMs")));
    check("1 h 02 min 03 sec", Some((3_723_000, None, "")));
    check("2021:10", None);
    check("[Music]", None);
    check("", None);
}
