//! Who speaks, as services of meetings write it where WebVTT has no place for it.

use super::super::json;
use crate::clean::captions::Track;
use crate::document::Date;

/// Who speaks, in what Webex calls a cue: `12 "Ada Field" (1234567)`.
pub(super) fn name_in_identifier(id: &str) -> Option<&str> {
    let (number, rest) = id.trim_end().split_once(" \"")?;
    let (name, number_of_name) = rest.rsplit_once('"')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = number_of_name.is_empty()
        || number_of_name.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')')).is_some_and(is_number);
    (is_number(number) && is_whole && !name.trim().is_empty()).then_some(name)
}

/// Reads the text of a cue that is an object, as Microsoft Graph gives out what was said in a meeting: who speaks, what
/// and when. Says that it was one.
pub(super) fn read_object(text: &str, track: &mut Track) -> bool {
    if !text.trim_start().starts_with('{') || !text.contains("\"spokenText\"") {
        return false;
    }
    let Ok(object) = json::read(text).map(|reading| reading.value) else { return false };
    let Some(said) = object.get("spokenText").text() else { return false };
    track.voice(object.get("speakerName").words());
    track.push(said);
    let day = || Date::find(object.get("startDateTime").words()?);
    track.metadata.date = track.metadata.date.or_else(day);
    true
}

#[cfg(test)]
mod tests {
    use crate::clean::captions::check;

    #[test]
    fn objects_say_who_speaks() {
        check(
            "a.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.500\n{\"startDateTime\":\"2021-04-02T09:00:01Z\",\"speakerName\":\"Ada Field\",\
             \"spokenText\":\"Is it the {long} one?\",\"spokenLanguage\":\"en-gb\"}\n\n\
             00:03.000 --> 00:04.000\n{\"speakerName\":\"\",\"spokenText\":\"It is.\"}\n",
            "Ada Field[1000]: Is it the {long} one?\n?[3000]: It is.",
        );
        check("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n{so} we\n", "?[1000]: {so} we");
    }
}
