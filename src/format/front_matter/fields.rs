//! From the keys of front matter to metadata.

use super::FrontMatter;
use super::keys::{
    AUTHOR, DATE, DURATION, LANGUAGE, MEDIA, PARTICIPANT, SOURCE, SPEAKER, TAGS, TITLE, URL, VIDEO_ID,
};
use super::people::{could_be_sent, named, people};
use super::tags::{hashtags, is_draft, listed, part_by_blanks};
use super::times::{date_in_path, date_of, duration_ms};
use super::values::{address, is_media, is_url, one_line, text_of};
use crate::document::Metadata;

pub(super) fn fill(front: &FrontMatter<'_>, metadata: &mut Metadata) {
    metadata.title = front.values(&TITLE).find_map(text_of).map(|title| one_line(&title));
    metadata.authors = people(front, &AUTHOR);
    if metadata.authors.is_empty() {
        metadata.authors = people(front, &SPEAKER);
    }
    if metadata.authors.is_empty() {
        metadata.authors = people(front, &PARTICIPANT);
    }
    // A letter.
    if metadata.authors.is_empty() {
        let (from, to) = (people(front, &["from", "sender"]), people(front, &["to", "recipient"]));
        let are_people = |names: &[String]| !names.is_empty() && names.iter().all(|name| could_be_sent(name));
        if are_people(&from) && are_people(&to) {
            metadata.authors = from;
        }
    }
    metadata.date = front.values(&DATE).filter_map(text_of).find_map(|text| date_of(&text));
    // Zola writes pages to `path = "2024/05/06/title"`.
    if metadata.date.is_none() {
        metadata.date = front.text(&["path", "slug", "aliases"]).and_then(|path| date_in_path(&path));
    }
    metadata.language = front.values(&LANGUAGE).find_map(text_of);
    metadata.source = front.values(&SOURCE).find_map(named).filter(|name| !is_url(name));
    metadata.media_url = front.values(&MEDIA).find_map(address).or_else(|| {
        let id = front.values(&VIDEO_ID).find_map(text_of)?;
        let is_id =
            id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        is_id.then(|| format!("https://www.youtube.com/watch?v={id}"))
    });
    for url in front.values(&URL).filter_map(address) {
        let slot = if is_media(&url) { &mut metadata.media_url } else { &mut metadata.url };
        slot.get_or_insert(url);
    }
    for tag in front.values(&TAGS).flat_map(listed) {
        let is_source = metadata.source.as_ref().is_some_and(|source| source.eq_ignore_ascii_case(&tag));
        if !is_source && !metadata.tags.contains(&tag) {
            metadata.tags.push(tag);
        }
    }
    // `tags: #tin, #lids`, as dev.to has them, is no more than a remark to YAML.
    if metadata.tags.is_empty() {
        metadata.tags = hashtags(front.source);
    }
    if is_draft(front) && !metadata.tags.iter().any(|tag| tag.eq_ignore_ascii_case("draft")) {
        metadata.tags.push("draft".to_owned());
    }
    if front.parts_tags_by_blanks {
        part_by_blanks(front, &mut metadata.tags);
    }
    metadata.duration_ms = DURATION.iter().find_map(|key| {
        let text = front.text(&[key])?;
        duration_ms(&text, *key == "durationms")
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::Receipt;

    fn metadata(path: &str, head: &str) -> Metadata {
        let text = format!("---\n{head}\n---\nWords.\n");
        let (front, _) = super::super::split(&text, &mut Receipt::default());
        let mut metadata = Metadata::default();
        front.expect("the text has a head").kept_at(path).fill(&mut metadata);
        metadata
    }

    #[test]
    fn tags_in_one_text_are_parted_as_their_generator_does() {
        let check = |path: &str, head: &str, expected: &[&str]| {
            assert_eq!(metadata(path, head).tags, expected, "{path} {head}");
        };
        let post = "blog/_posts/2016-11-08-on-tin.md";
        check(post, "title: a\ntags: tin lids\ncategories: old kitchen", &["tin", "lids", "old", "kitchen"]);
        check(post, "title: a\ntags: [old tin, lids]", &["old tin", "lids"]);
        check(post, "title: a\ntags: old tin, lids", &["old tin", "lids"]);
        check("blog/source/_posts/on-tin.md", "title: a\ntags: old tin", &["old tin"]);
        check("notes/on-tin.md", "title: a\ntags: old tin", &["old tin"]);
        check("a.md", "title: a\ntags: #tin, #lids", &["tin", "lids"]);
        check("a.md", "title: a\ntags: # none yet", &[]);
        check("a.md", "title: a\ncategories:\n  - [essays, of tin]\n  - lids", &["essays", "of tin", "lids"]);
    }

    #[test]
    fn days_are_found_under_many_names() {
        let check = |head: &str, expected: &str| {
            let date = metadata("a.md", head).date.map(|date| date.to_string());
            assert_eq!(date.unwrap_or_default(), expected, "{head}");
        };
        check("title: a\npubDatetime: 2022-09-23T15:22:00Z", "2022-09-23");
        check("title: a\ncreated: 1614936852000", "2021-03-05");
        check("title: a\ndate: 1614936852", "2021-03-05");
        check("title: a\ndate: 9999999999", "");
        check("title: a\ndate: 2021030512", "2021-03-05");
        check("title: a\ndate: 2021030525", "2034-01-16");
        check("title: a\ndate: 202", "");
    }

    #[test]
    fn people_are_found_in_tables_and_letters() {
        let check =
            |head: &str, expected: &[&str]| assert_eq!(metadata("a.md", head).authors, expected, "{head}");
        check("title: a\nauthor:\n  login: ada\n  display_name: Ada Moss", &["Ada Moss"]);
        check("from: Ada Moss\nto: Tom Fern", &["Ada Moss"]);
        check("title: a\nfrom: https://shore.example", &[]);
        check("from: Ada Moss <ada@shore.example>\nto: tom@shore.example", &["Ada Moss"]);
        check("from: Berlin\nto: Vienna", &[]);
        check("from: Bad Ischl\nto: New York", &[]);
        check("from: 2020-01-01\nto: 2020-02-01", &[]);
        check("from: Old Page\nto: New Page", &[]);
        check("from: Ada Moss\nto: Ludmere", &[]);
    }

    #[test]
    fn notes_numbered_by_the_minute_have_a_day() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(date_in_path(path).map(|date| date.to_string()).as_deref(), expected, "{path}");
        };
        check("202103051430 On tin", Some("2021-03-05"));
        check("202103052530 On tin", None);
        check("202103051470 On tin", None);
        check("990103051430 On tin", None);
    }
}
