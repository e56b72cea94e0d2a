//! What stands in a transcript and is not said in it: credits, pages, rulers, lists and chapters.

use super::{Line, MARK_END, is_mark};

/// What tools and transcribers say about the transcript inside of it.
pub(super) fn is_credit(text: &str) -> bool {
    const STARTS: [&str; 33] = [
        "chat with meeting transcript",
        "watch on tl;dv",
        "here is the transcript",
        "here is the full transcript",
        "here is the complete transcript",
        "here's the transcript",
        "here's the full transcript",
        "here is a transcript",
        "below is the transcript",
        "below is the full transcript",
        "clovanote.naver.com",
        "play snip - ",
        "auto-generated transcript. edits may ",
        "created with snipd",
        "end of transcript at ",
        "transcribed by ",
        "transcribed with ",
        "this transcript was ",
        "transcript by ",
        "transcription by ",
        "transcript provided by ",
        "transcription outsourced ",
        "transcription ended after ",
        "meeting ended after ",
        "view recording - ",
        "screen sharing: ",
        "please provide feedback about using gemini",
        "return to transcripts main page",
        "transcription speed: ",
        "subtitles are written to ",
        "operation finished in: ",
        "whisper_print_timings: ",
        "powered by claude exporter",
    ];
    // Advertisements, and warnings about the machine that listened.
    const LONG_STARTS: [&str; 11] = [
        // What broadcasters set below.
        "copyright © ",
        "copyright (c) ",
        "content and programming copyright ",
        "to order videotapes and transcripts of ",
        "npr transcripts are created on a rush deadline",
        "this editable transcript was computer generated",
        "you should review gemini",
        "sonix is an automated transcription",
        "sonix is the world",
        "sonix has many features",
        "automatically convert your mp3 files to text",
    ];
    // What opens a transcript on a page.
    const OPENERS: [&str; 7] = [
        "click to expand",
        "read the transcript",
        "read transcript",
        "search in video",
        "search transcript",
        "show transcript",
        "view transcript",
    ];
    const BYTES_MAX: usize = 120;
    const LONG_BYTES_MAX: usize = 320;
    let original = text;
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || is_mark(c) || matches!(c, '(' | ')' | '[' | ']'));
    if text.len() > LONG_BYTES_MAX {
        return false;
    }
    let unmarked;
    let mut text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.contains(is_mark) {
        unmarked = text.replace(is_mark, "");
        text = &unmarked;
    }
    let starts = |start: &&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    if text.len() > BYTES_MAX {
        return LONG_STARTS.iter().any(starts);
    }
    // What an editor writes above the recording and above its words.
    OPENERS.iter().any(|opener| text.eq_ignore_ascii_case(opener))
        || text.eq_ignore_ascii_case("audio file")
        || text == "Transcript"
        // What the Government Publishing Office sets below a record.
        || original.trim() == "<all>"
        || STARTS.iter().any(starts)
        || LONG_STARTS.iter().any(starts)
        || text.contains(" automatically transcribed by ")
        || has_recorder(text)
        // What a player offers below the words that were copied.
        || text.len() < 48 && text.ends_with(" (auto-generated")
}

/// What a language model that wrote a transcript down offers below it.
pub(super) fn is_offer(text: &str) -> bool {
    const STARTS: [&str; 4] =
        ["let me know if you", "would you like me to", "if you'd like, i can", "if you would like, i can"];
    const THINGS: [&str; 7] =
        ["transcript", "transcri", "summar", "translat", "timestamp", "speaker label", "key points"];
    const BYTES_MAX: usize = 240;
    let text = text.trim_matches(|c: char| is_mark(c) || c.is_whitespace() || matches!(c, '*' | '_'));
    text.len() <= BYTES_MAX && {
        let lower = text.to_lowercase().replace('\u{2019}', "'");
        STARTS.iter().any(|start| lower.starts_with(start))
            && THINGS.iter().any(|thing| lower.contains(thing))
    }
}

/// `Reacted to "I brought the nets" with 👍`: what the program of a meeting notes among messages.
pub(super) fn is_reaction(words: &str) -> bool {
    #[rustfmt::skip]
    const STARTS: [&str; 7] = [
        "Reacted to ", "Heeft gereageerd op ", "Reagierte auf ", "A réagi à ", "Reaccionó a ", "Reagiu a ", "Ha reagito a ",
    ];
    let quoted = STARTS.iter().find_map(|start| words.strip_prefix(start));
    let is_sign = |c: char| !c.is_ascii() && !c.is_alphanumeric();
    let reacted = quoted.is_some_and(|quoted| {
        quoted.starts_with(['"', '“']) && (quoted.contains(" with ") || words.trim_end().ends_with(is_sign))
    });
    reacted || words.starts_with("Removed a ") && words.contains(" reaction from ")
}

/// `Replying to "I brought the..."`, and nothing else on the line.
pub(super) fn is_reply(words: &str) -> bool {
    let quoted = words.strip_prefix("Replying to \"").or_else(|| words.strip_prefix("Replying to “"));
    quoted.is_some_and(|rest| rest.trim_end().trim_end_matches(':').ends_with(['"', '”']))
}

/// `Ada Moss stopped transcription`: who had a meeting written down, and who no longer. Nothing stands before that but
/// a name.
fn has_recorder(text: &str) -> bool {
    #[rustfmt::skip]
    const ENDS: [&str; 14] = [
        " started transcription", " stopped transcription",
        " hat die Transkription gestartet", " hat die Transkription beendet",
        " a démarré la transcription", " a arrêté la transcription",
        " inició la transcripción", " detuvo la transcripción",
        " iniciou a transcrição", " parou a transcrição",
        " ha avviato la trascrizione", " ha interrotto la trascrizione",
        " heeft de transcriptie gestart", " heeft de transcriptie gestopt",
    ];
    let text = text.trim_end_matches('.');
    let name = ENDS.iter().find_map(|end| text.strip_suffix(end));
    name.is_some_and(|name| super::name_alone(name).is_some() && super::is_person_like(name))
}

/// `[[Page S2402]]`: where a page of the print begins; `March 12, 2018          3 of 214`.
pub(super) fn is_page(text: &str) -> bool {
    let is_number = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let text = text.trim();
    if text.ends_with(|c: char| c.is_ascii_digit())
        && let Some((head, (page, pages))) =
            text.rsplit_once("    ").and_then(|(head, of)| Some((head, of.trim().split_once(" of ")?)))
        && is_number(page)
        && is_number(pages)
        && head.len() <= 80
    {
        return true;
    }
    let page = text.strip_prefix("[[Page ").and_then(|page| page.strip_suffix("]]"));
    page.is_some_and(|page| page.len() <= 12 && !page.contains(' '))
}

/// The lists that a service sets above what is said: a title, and below it words that are in the turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listing {
    None,
    Title,
    Words,
}

impl Listing {
    /// What the next line is.
    pub(super) fn then(self, line: &Line<'_>) -> Self {
        match self {
            _ if line.opens && matches!(line.text.trim(), "SUMMARY KEYWORDS" | "SPEAKERS") => Self::Title,
            Self::Title => Self::Words,
            _ if line.opens => Self::None,
            same => same,
        }
    }
}

/// A line of dashes or the like, which parts what is said.
pub(super) fn is_rule(text: &str) -> bool {
    const SIGNS_MIN: usize = 5;
    let text = text.trim();
    let is_of = |sign: u8| text.bytes().all(|byte| byte == sign);
    text.len() >= SIGNS_MIN
        && matches!(text.as_bytes(), [sign @ (b'-' | b'_' | b'=' | b'*' | b'~'), ..] if is_of(*sign))
}

/// `[12:34] Chapter title`: a short line by itself without a sentence's end.
pub(super) fn is_chapter(line: &Line<'_>, words: &str) -> bool {
    let ends_open =
        !words.trim_end_matches(MARK_END).ends_with(['.', '?', '!', '…', ',', ';', ':', '"', '”', '-']);
    line.opens && !words.is_empty() && words.len() <= 90 && ends_open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_model_offers_below_is_not_said() {
        assert!(is_offer("Let me know if you would like me to produce a summary or translate it."));
        assert!(is_offer("Would you like me to add timestamps?"));
        assert!(!is_offer("Let me know if you see the ladder."));
        assert!(is_credit("Here is the full transcript of the audio file, with speaker labels:"));
    }

    #[test]
    fn who_had_it_written_down_is_not_said() {
        let check = |text: &str, expected: bool| assert_eq!(is_credit(text), expected, "{text}");
        check("Ada Moss stopped transcription", true);
        check("Ada Moss hat die Transkription gestartet.", true);
        check("Ada Moss a arrêté la transcription", true);
        check("[Auto-generated transcript. Edits may have been applied for clarity.]", true);
        check("Then Ada Moss stopped transcription of her letters.", false);
        check("And then the committee stopped transcription.", false);
        check("The council started transcription", false);
        check("**Bo:** Und wer hat die Transkription gestartet.", false);
        check("On a arrêté la transcription.", false);
    }
}
