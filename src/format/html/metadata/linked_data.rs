//! JSON-LD: what a page tells search engines about its article.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::clean;

/// How many objects of one page are looked at.
const OBJECTS_MAX: usize = 2_000;

/// What the JSON-LD of a page says about its article.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    pub(super) headline: Option<String>,
    /// What the article is called, where a headline says something else.
    pub(super) name: Option<String>,
    pub(super) authors: Vec<String>,
    /// The authors are no people.
    pub(super) is_by_house: bool,
    pub(super) publisher: Option<String>,
    pub(super) description: Option<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) media_url: Option<String>,
    pub(super) keywords: Vec<String>,
    pub(super) article_body: Option<String>,
    /// There is an article with a headline.
    pub(super) is_article: bool,
}

impl LinkedData {
    /// Reads the scripts of a page; what is not JSON is passed over.
    pub(super) fn read(scripts: &[String]) -> Self {
        let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
        let mut objects = Vec::new();
        values.iter().for_each(|value| collect(value, &mut objects));
        let by_id: HashMap<&str, &Map<String, Value>> = objects
            .iter()
            .filter(|object| object.len() > 1)
            .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
            .collect();
        let mut data = Self::default();
        let article = objects.iter().map(|object| (rank(object), *object)).filter(|(rank, _)| *rank > 0);
        // The first of the best: pages list related articles behind their own.
        let article = article.reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((rank, article)) = article {
            data.is_article = rank == 4;
            data.article(article, &by_id);
        }
        if data.publisher.is_none() {
            let site = objects.iter().find(|object| has_type(object, &["WebSite"]));
            data.publisher = site.and_then(|site| string(site.get("name")));
        }
        data
    }

    fn article(&mut self, article: &Map<String, Value>, by_id: &HashMap<&str, &Map<String, Value>>) {
        self.name = string(article.get("name"));
        self.headline = string(article.get("headline")).or_else(|| self.name.clone());
        self.authors = ["author", "creator"]
            .iter()
            .map(|key| names(article.get(*key), by_id))
            .find(|names| !names.is_empty())
            .unwrap_or_default();
        let author = article.get("author").map(|author| author.get(0).unwrap_or(author));
        let is_house = |author: &Map<String, Value>| {
            has_type(author, &["Organization", "NewsMediaOrganization", "Corporation"])
        };
        self.is_by_house = author.and_then(Value::as_object).is_some_and(is_house);
        self.description = string(article.get("description"));
        self.publisher = names(article.get("publisher"), by_id).into_iter().next();
        self.date = ["datePublished", "uploadDate", "dateCreated"]
            .iter()
            .find_map(|key| article.get(*key)?.as_str())
            .map(str::to_owned);
        let page = article.get("mainEntityOfPage").map(|page| page.get("@id").unwrap_or(page));
        self.url =
            page.and_then(Value::as_str).or(article.get("url").and_then(Value::as_str)).map(str::to_owned);
        let media = ["audio", "associatedMedia", "video"].iter().find_map(|key| article.get(*key));
        let media = media.map(|media| media.get(0).unwrap_or(media));
        self.media_url =
            media.and_then(|media| media.get("contentUrl")).and_then(Value::as_str).map(str::to_owned);
        self.keywords = match article.get("keywords") {
            Some(Value::String(words)) => words.split(',').filter_map(clean).collect(),
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).filter_map(clean).collect(),
            _ => Vec::new(),
        };
        self.article_body =
            ["articleBody", "text"].iter().find_map(|key| article.get(*key)?.as_str()).map(str::to_owned);
    }
}

/// Reads JSON as pages write it: wrapped in comments, with line breaks inside strings.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let script = script.strip_suffix("]]>").unwrap_or(script);
    let script = script.strip_prefix("//<![CDATA[").or(script.strip_prefix("<![CDATA[")).unwrap_or(script);
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])?;
    let inner = script.get(start..=end)?;
    let flat: String = inner.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&flat).ok()
}

/// Lists the objects that stand for things of their own: at the top, in lists and in graphs.
fn collect<'a>(value: &'a Value, objects: &mut Vec<&'a Map<String, Value>>) {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        if objects.len() >= OBJECTS_MAX {
            return;
        }
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(object) => {
                objects.push(object);
                waiting.extend(["mainEntity", "@graph"].iter().filter_map(|key| object.get(*key)));
            }
            _ => {}
        }
    }
}

/// How likely an object is the page's article: 0 for what is none.
fn rank(object: &Map<String, Value>) -> u8 {
    const ARTICLES: [&str; 5] =
        ["Article", "BlogPosting", "SocialMediaPosting", "DiscussionForumPosting", "Report"];
    const WORKS: [&str; 8] = [
        "PodcastEpisode",
        "Episode",
        "Review",
        "VideoObject",
        "AudioObject",
        "Chapter",
        "CreativeWork",
        "Recipe",
    ];
    let has_headline = object.contains_key("headline");
    let types = types(object);
    if types
        .iter()
        .any(|kind| ARTICLES.iter().any(|article| kind.ends_with(article)) || *kind == "LiveBlogPosting")
    {
        return if has_headline { 4 } else { 3 };
    }
    if types.iter().any(|kind| WORKS.contains(kind)) {
        return 2;
    }
    u8::from(types.iter().any(|kind| kind.ends_with("WebPage")))
}

fn types(object: &Map<String, Value>) -> Vec<&str> {
    match object.get("@type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn has_type(object: &Map<String, Value>, wanted: &[&str]) -> bool {
    types(object).iter().any(|kind| wanted.contains(kind))
}

/// The names of people or organisations: texts, objects with a name, or references to such.
fn names(value: Option<&Value>, by_id: &HashMap<&str, &Map<String, Value>>) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::String(name) => super::byline::names(name, false),
        Value::Object(object) => {
            let referred = object.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id).copied());
            let named = object.get("name").or_else(|| referred?.get("name"));
            match named {
                Some(Value::Array(names)) => {
                    names.iter().filter_map(Value::as_str).filter_map(clean).collect()
                }
                named => string(named).into_iter().collect(),
            }
        }
        _ => Vec::new(),
    };
    match value {
        Some(Value::Array(values)) => values.iter().flat_map(name).collect(),
        Some(value) => name(value),
        None => Vec::new(),
    }
}

fn string(value: Option<&Value>) -> Option<String> {
    let value = value?;
    clean(value.as_str().or_else(|| value.get("@value")?.as_str())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> LinkedData {
        LinkedData::read(&[script.to_owned()])
    }

    #[test]
    fn articles_are_found_wherever_they_stand() {
        let check = |script: &str, headline: Option<&str>, authors: &[&str]| {
            let data = read(script);
            assert_eq!(data.headline.as_deref(), headline, "{script}");
            assert_eq!(data.authors, authors, "{script}");
        };
        check(
            r#"{"@type":"NewsArticle","headline":"A &amp; B","author":{"name":"Ada"}}"#,
            Some("A & B"),
            &["Ada"],
        );
        check(
            r#"[{"@type":"WebSite","name":"W"},{"@type":["BlogPosting"],"headline":"H","author":["Ada","Bo"]}]"#,
            Some("H"),
            &["Ada", "Bo"],
        );
        check(
            r##"{"@graph":[{"@type":"Article","headline":"H","author":{"@id":"#a"}},{"@id":"#a","@type":"Person","name":"Ada"}]}"##,
            Some("H"),
            &["Ada"],
        );
        check("//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"one\ntwo\"}\n//]]>", Some("one two"), &[]);
        check("{ not json", None, &[]);
        check("[]", None, &[]);
    }
}
