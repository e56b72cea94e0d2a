//! Words and segments that are written as bare lists or in wrappers, made into objects like all
//! others.

use std::borrow::Cow;

use super::super::json::Json;

/// Turns every list of `["word", start, end]` or of a segment's bare fields into a list of
/// objects. `value` is at most as deep as the parser goes.
pub(super) fn name(value: &mut Json<'_>) {
    match value {
        Json::List(elements) => {
            let named = if elements.first().is_some_and(is_word) {
                &["word", "start", "end"][..]
            } else if elements.first().is_some_and(is_segment) {
                &["id", "seek", "start", "end", "text"][..]
            } else {
                if elements.iter().any(is_sentence) {
                    read_sections(elements);
                }
                // What a player shows between its segments is not said.
                elements.retain(|element| !is_shown_only(element));
                for element in elements {
                    unwrap(element);
                    name(element);
                }
                return;
            };
            for element in elements {
                let Json::List(fields) = element else { continue };
                let fields = named.iter().map(|name| Cow::Borrowed(*name)).zip(fields.drain(..));
                *element = Json::Map(fields.collect());
            }
        }
        Json::Map(fields) => {
            pair_lists(fields);
            name_moments(fields);
            join_columns(fields);
            join_rows(fields);
            fields.iter_mut().for_each(|(_, value)| {
                name(value);
                if let Some(text) = shown_text(value) {
                    *value = Json::Text(text.into());
                }
            });
        }
        _ => {}
    }
}

/// `"words": [["1200", "so"], ..], "paragraphs": [1200, ..], "speakers": {"1200": "Ada"}`, as 3Play keeps a transcript:
/// pairs of a moment and a word, with who speaks from which moment on.
fn name_moments<'j>(fields: &mut Vec<(Cow<'j, str>, Json<'j>)>) {
    let is_pair = |value: &Json<'_>| matches!(value.list(), [start, word] if start.number().is_some() && word.text().is_some() && word.number().is_none());
    let find = |name: &str| fields.iter().position(|(key, _)| key == name);
    let (Some(words), Some(paragraphs)) = (find("words"), find("paragraphs")) else { return };
    let (pairs, starts) = (fields[words].1.list(), fields[paragraphs].1.list());
    if pairs.len() < 2
        || !pairs.iter().take(4).all(is_pair)
        || !starts.iter().all(|start| start.number().is_some())
    {
        return;
    }
    let mut starts: Vec<f64> = starts.iter().filter_map(Json::number).collect();
    starts.sort_by(f64::total_cmp);
    let named = |start: f64| {
        let speakers = find("speakers").map(|at| fields[at].1.fields()).unwrap_or_default();
        let known = speakers.iter().find(|(moment, _)| moment.parse::<f64>() == Ok(start));
        known.and_then(|(_, name)| name.words()).map(str::to_owned)
    };
    let mut speaker: Option<String> = None;
    let mut segments: Vec<(f64, String, Option<String>)> = Vec::new();
    let mut next = starts.iter().peekable();
    for pair in pairs {
        let [start, word] = pair.list() else { continue };
        let (Some(start), Some(word)) = (start.number(), word.text()) else { continue };
        let mut begins = segments.is_empty();
        while next.next_if(|begin| **begin <= start).is_some() {
            begins = true;
        }
        speaker = named(start).or(speaker);
        match segments.last_mut().filter(|_| !begins) {
            Some((_, text, _)) => text.extend([" ", word.trim()]),
            None => segments.push((start, word.trim().to_owned(), speaker.clone())),
        }
    }
    let segments = segments.into_iter().map(|(start, text, speaker)| {
        let mut named = vec![
            (Cow::Borrowed("startMs"), Json::Number(start)),
            (Cow::Borrowed("text"), Json::Text(text.into())),
        ];
        named.extend(speaker.map(|speaker| (Cow::Borrowed("speaker"), Json::Text(speaker.into()))));
        Json::Map(named)
    });
    let segments: Vec<_> = segments.collect();
    fields[words].1 = Json::Null;
    fields.push((Cow::Borrowed("segments"), Json::List(segments)));
}

/// `"utt": ["words", ..], "speaker": ["Ada", ..]`: makes one list of two that are as long, what is said and by whom.
fn pair_lists(fields: &mut Vec<(Cow<'_, str>, Json<'_>)>) {
    const TURNS_MIN: usize = 2;
    let is_list_of_texts = |value: &Json<'_>| {
        value.list().len() >= TURNS_MIN && value.list().iter().all(|element| element.text().is_some())
    };
    let find = |is_it: fn(&str) -> bool| {
        fields.iter().position(|(key, value)| is_it(key) && is_list_of_texts(value))
    };
    let said = find(|key| matches!(key, "utt" | "utts" | "utterances" | "sentences" | "lines" | "text"));
    let speakers = find(|key| matches!(key, "speaker" | "speakers" | "names"));
    let (Some(said), Some(speakers)) = (said, speakers) else { return };
    if fields[said].1.list().len() != fields[speakers].1.list().len() {
        return;
    }
    let names = std::mem::replace(&mut fields[speakers].1, Json::Null);
    let (Json::List(names), (_, Json::List(lines))) = (names, &mut fields[said]) else { return };
    for (line, name) in lines.iter_mut().zip(names) {
        let text = std::mem::replace(line, Json::Null);
        *line = Json::Map(vec![(Cow::Borrowed("text"), text), (Cow::Borrowed("speaker"), name)]);
    }
}

/// `"start": 0.5, "end": 2, "text": ["so we", "begin"]`, as Wistia keeps the rows of a cue: makes one text of them.
fn join_rows(fields: &mut [(Cow<'_, str>, Json<'_>)]) {
    let has = |name: &str| fields.iter().any(|(key, value)| key == name && value.number().is_some());
    if !has("start") || !has("end") {
        return;
    }
    for (_, value) in fields.iter_mut().filter(|(key, _)| key == "text") {
        let rows: Option<Vec<&str>> = value.list().iter().map(Json::text).collect();
        if let Some(rows) = rows.filter(|rows| !rows.is_empty()) {
            let joined = rows.join(" ");
            *value = Json::Text(joined.into());
        }
    }
}

/// `"start": [0, 2000], "end": [1900, 3000], "text": ["words", ..]`, as edX keeps captions: makes one list of the
/// columns that are as long.
fn join_columns<'j>(fields: &mut Vec<(Cow<'j, str>, Json<'j>)>) {
    const CUES_MIN: usize = 2;
    let column = |name: &str| {
        let list = fields.iter().find(|(key, _)| key == name)?.1.list();
        let is_of_kind = |value: &Json<'_>| match name {
            // A row without words has none.
            "text" => value.text().is_some() || value.is_null(),
            _ => value.number().is_some(),
        };
        (list.len() >= CUES_MIN && list.iter().all(is_of_kind)).then_some(list.len())
    };
    let rows = column("text");
    if rows.is_none() || column("start") != rows || column("end") != rows {
        return;
    }
    let mut take = |name: &'static str| {
        let found = fields.iter_mut().find(|(key, _)| key == name);
        let list = found.map(|(_, value)| std::mem::replace(value, Json::Null));
        let Some(Json::List(values)) = list else { return Vec::new() };
        values
    };
    let (starts, ends, texts) = (take("start"), take("end"), take("text"));
    let cues = starts.into_iter().zip(ends).zip(texts).map(|((start, end), text)| {
        Json::Map(vec![
            (Cow::Borrowed("start"), start),
            (Cow::Borrowed("end"), end),
            (Cow::Borrowed("text"), text),
        ])
    });
    let cues = Json::List(cues.collect());
    fields.push((Cow::Borrowed("cues"), cues));
}

/// The field of an object that has one, and in it an object that a player renders.
fn rendered<'r, 'j>(element: &'r Json<'j>) -> Option<&'r (Cow<'j, str>, Json<'j>)> {
    let [field] = element.fields() else { return None };
    (field.0.ends_with("Renderer") && matches!(field.1, Json::Map(_))).then_some(field)
}

/// `{"startMs": 1, "text": {"sentence": {"text": ".."}}}`, as Spotify reads along.
fn is_sentence(element: &Json<'_>) -> bool {
    element.at(&["text", "sentence", "text"]).text().is_some()
}

/// Makes segments of such sentences, said by whom the last title names.
fn read_sections(elements: &mut Vec<Json<'_>>) {
    let mut speaker: Option<String> = None;
    elements.retain_mut(|element| {
        if let Some(title) = element.at(&["title", "title"]).words() {
            speaker = Some(title.to_owned());
        }
        if !is_sentence(element) {
            return false;
        }
        let Json::Map(fields) = element else { return false };
        for (_, value) in fields.iter_mut().filter(|(key, _)| key == "text") {
            *value = take_sentence(value);
        }
        fields.extend(speaker.clone().map(|name| (Cow::Borrowed("speaker"), Json::Text(name.into()))));
        true
    });
}

/// The words out of `{"sentence": {"text": ".."}}`.
fn take_sentence<'j>(value: &mut Json<'j>) -> Json<'j> {
    let take = |value: &mut Json<'j>, name: &str| match value {
        Json::Map(fields) => {
            fields.iter().position(|(key, _)| key == name).map(|at| fields.swap_remove(at).1)
        }
        _ => None,
    };
    let words = take(value, "sentence").and_then(|mut sentence| take(&mut sentence, "text"));
    words.unwrap_or(Json::Null)
}

fn is_shown_only(element: &Json<'_>) -> bool {
    rendered(element).is_some_and(|(key, _)| key.ends_with("HeaderRenderer"))
}

/// Puts what a wrapper around a segment holds in its place.
fn unwrap(element: &mut Json<'_>) {
    if rendered(element).is_some()
        && let Json::Map(fields) = element
        && let Some((_, inner)) = fields.pop()
    {
        *element = inner;
    }
}

/// The text of `{"runs": [{"text": ".."}, ..]}` and `{"simpleText": ".."}`.
fn shown_text(value: &Json<'_>) -> Option<String> {
    let [(key, shown), ..] = value.fields() else { return None };
    match (&**key, shown) {
        ("simpleText", Json::Text(text)) => Some(text.to_string()),
        ("runs", Json::List(runs)) => Some(runs.iter().filter_map(|run| run.get("text").text()).collect()),
        _ => None,
    }
}

/// `["word", 0.5, 0.7]`, perhaps with more behind.
fn is_word(element: &Json<'_>) -> bool {
    matches!(element.list(), [Json::Text(_), Json::Number(start), Json::Number(end), ..] if start <= end)
}

/// `[id, seek, start, end, "text", ..]`, as a tuple of a segment's fields is written.
fn is_segment(element: &Json<'_>) -> bool {
    matches!(
        element.list(),
        [Json::Number(_), Json::Number(_), Json::Number(start), Json::Number(end), Json::Text(_), Json::List(_), ..]
            if start <= end
    )
}
