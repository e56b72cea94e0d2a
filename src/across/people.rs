//! Who is heard in an episode, by the names that its notes give in full.

use crate::document::Document;

/// Calls the voices of `document` by the full names among `heard` and `authors` that are the only ones to fit, and
/// lists those who are heard behind them: they are in the conversation, even where no turn says whose it is.
pub(super) fn name(document: &mut Document, heard: &[String], authors: &[String]) {
    let mut people: Vec<&String> = heard.iter().chain(authors).collect();
    people.sort_unstable();
    people.dedup();
    let called: Vec<String> = document.speakers.iter().map(|name| full_name(name, &people)).collect();
    let mut speakers: Vec<String> = Vec::with_capacity(called.len());
    let mut numbers: Vec<u32> = Vec::with_capacity(called.len());
    for name in called {
        let number = speakers.iter().position(|known| *known == name).unwrap_or(speakers.len());
        if number == speakers.len() {
            speakers.push(name);
        }
        numbers.push(number as u32);
    }
    for block in &mut document.blocks {
        block.speaker = block.speaker.and_then(|number| numbers.get(number as usize).copied());
    }
    for name in heard {
        if !speakers.contains(name) {
            speakers.push(name.clone());
        }
    }
    document.speakers = speakers;
}

/// The one of `people` whose first or last name this is, or the name as it is.
fn full_name(name: &str, people: &[&String]) -> String {
    let is_word = !name.contains(char::is_whitespace) && name.chars().all(char::is_alphabetic);
    if !is_word {
        return name.to_owned();
    }
    let folded = name.to_lowercase();
    let mut fitting = people.iter().filter(|person| {
        let mut words = person.split_whitespace();
        let (first, last) = (words.next(), words.next_back());
        last.is_some() && [first, last].into_iter().flatten().any(|word| word.to_lowercase() == folded)
    });
    match (fitting.next(), fitting.next()) {
        (Some(person), None) => (*person).clone(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Builder, Kind};

    #[test]
    fn a_first_or_last_name_is_the_one_person_that_it_fits() {
        let check = |name: &str, people: &[&str], expected: &str| {
            let people: Vec<String> = people.iter().map(|person| (*person).to_owned()).collect();
            assert_eq!(full_name(name, &people.iter().collect::<Vec<_>>()), expected, "{name} {people:?}");
        };
        check("Ada", &["Ada Moss", "Bo Ash"], "Ada Moss");
        check("MOSS", &["Ada Moss", "Bo Ash"], "Ada Moss");
        check("Ada", &["Ada Moss", "Ada Ash"], "Ada");
        check("Ada", &["Ada", "Bo Ash"], "Ada");
        check("Ada M", &["Ada Moss"], "Ada M");
        check("SPEAKER_01", &["Ada Moss"], "SPEAKER_01");
    }

    #[test]
    fn two_names_of_one_person_are_one_voice() {
        let mut builder = Builder::new(Kind::Transcript, "text");
        for name in ["Ada", "Bo", "Moss"] {
            builder.turn(Some(name), None).say("So it is.", None);
        }
        let mut document = builder.finish();
        name(&mut document, &["Cy Elm".to_owned()], &["Ada Moss".to_owned()]);
        assert_eq!(document.speakers, ["Ada Moss", "Bo", "Cy Elm"]);
        let numbers: Vec<_> = document.blocks.iter().filter_map(|block| block.speaker).collect();
        assert_eq!(numbers, [0, 1, 0]);
        assert_eq!(document.check(), Ok(()));
    }
}
