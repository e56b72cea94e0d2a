//! Questions in plain language.
//!
//! Four layouts: TREC's (`<top>` with `<num>`, `<title>`, `<desc>`), its later ones in XML (`<topic number="1">` with
//! `<query>`), BEIR's (JSON, one a line, with `_id` and `text`) and a table of ids and questions between tabs.

use std::collections::HashMap;

use super::ReadError;
use crate::clean::folded;
use crate::format::Xml;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What judgments call it.
    pub id: String,
    /// What is asked.
    pub text: String,
}

/// Reads questions in any of the layouts.
///
/// # Errors
/// Names the first line that is no question, or has the id of another one.
pub fn read_topics(text: &str) -> Result<Vec<Topic>, ReadError> {
    let text = text.trim_start_matches('\u{FEFF}');
    let start = text.trim_start();
    let placed = if start.starts_with('{') {
        each_line(text, of_json)
    } else if start.starts_with('<') && !text.contains("<top>") {
        of_xml(text)
    } else if start.starts_with('<') {
        of_trec(text)
    } else {
        each_line(text, |line| {
            let (id, question) =
                line.split_once('\t').ok_or("not an id and a question with a tab between")?;
            Ok(Topic { id: id.trim().to_owned(), text: question.trim().to_owned() })
        })
    }?;
    let mut lines = HashMap::new();
    for (line, topic) in &placed {
        if let Some(first) = lines.insert(topic.id.as_str(), *line) {
            let reason = format!("the topic `{}` is on line {first} already", topic.id);
            return Err(ReadError { line: *line, reason });
        }
    }
    Ok(placed.into_iter().map(|(_, topic)| topic).collect())
}

/// A topic and the line on which it begins.
type Placed = (usize, Topic);

fn each_line(text: &str, read: impl Fn(&str) -> Result<Topic, String>) -> Result<Vec<Placed>, ReadError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(number, line)| match read(line) {
        Ok(topic) => Ok((number + 1, topic)),
        Err(reason) => Err(ReadError { line: number + 1, reason }),
    };
    lines.map(read).collect()
}

fn of_json(line: &str) -> Result<Topic, String> {
    let value: serde_json::Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let field = |names: &[&str]| {
        names.iter().find_map(|name| match &value[*name] {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    };
    let id = field(&["_id", "id", "qid", "query_id", "query-id"]).ok_or("no `_id`")?;
    let text = field(&["text", "query", "question", "title"]).ok_or("no `text`")?;
    Ok(Topic { id, text })
}

/// TREC's topics are not quite SGML: fields mostly end where the next one begins.
fn of_trec(text: &str) -> Result<Vec<Placed>, ReadError> {
    let mut topics = Vec::new();
    let (mut lines, mut before) = (1, 0);
    for (start, _) in text.match_indices("<top>") {
        let top = &text[start + "<top>".len()..];
        let top = top.split("<top>").next().unwrap_or(top);
        lines += text[before..start].matches('\n').count();
        before = start;
        let error = |reason: &str| ReadError { line: lines, reason: reason.to_owned() };
        let number = field(top, "num").map(|text| without_label(&text, "Number"));
        let id = number.and_then(|number| number.split_whitespace().next().map(str::to_owned));
        let id = id.ok_or_else(|| error("a topic without `<num>`"))?;
        let title = field(top, "title").map(|text| without_label(&text, "Topic"));
        let description = || field(top, "desc").map(|text| without_label(&text, "Description"));
        let question = title.filter(|text| !text.is_empty()).or_else(description);
        let question = question.ok_or_else(|| error("a topic without `<title>` and `<desc>`"))?;
        topics.push((lines, Topic { id, text: question }));
    }
    Ok(topics)
}

/// The topics of later tracks, each with its number in its tag.
fn of_xml(text: &str) -> Result<Vec<Placed>, ReadError> {
    /// What is asked, in the fewest words that a track has for it.
    const QUESTIONS: [&str; 6] = ["title", "query", "question", "summary", "description", "desc"];
    let xml = Xml::parse(text);
    let mut topics = Vec::new();
    let (mut line, mut before) = (1, 0);
    for topic in xml.elements().filter(|element| element.name() == "topic") {
        line += text[before..topic.offset()].matches('\n').count();
        before = topic.offset();
        let error = |reason: &str| ReadError { line, reason: reason.to_owned() };
        let said = |name: &str| topic.child(name).map(|child| folded(&child.text()));
        let id = ["number", "id", "num"].iter().find_map(|name| topic.attribute(name));
        let id = id.map(|id| id.trim().to_owned()).or_else(|| said("num")).filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| error("a topic without `number`"))?;
        let mut questions = QUESTIONS.iter().filter_map(|name| said(name));
        let question = questions.find(|text| !text.is_empty());
        let question = question.ok_or_else(|| error("a topic without `<query>` and the like"))?;
        topics.push((line, Topic { id, text: question }));
    }
    if topics.is_empty() {
        return Err(ReadError { line: 1, reason: "no `<top>` in it".to_owned() });
    }
    Ok(topics)
}

/// What stands behind the tag `name`, up to the next tag, white space folded.
fn field(top: &str, name: &str) -> Option<String> {
    let (_, rest) = top.split_once(&format!("<{name}>"))?;
    // A sign in the question, as in `p < 0.05`, is no tag.
    let is_tag = |at: &usize| rest[at + 1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
    let end = rest.match_indices('<').map(|(at, _)| at).find(is_tag).unwrap_or(rest.len());
    Some(folded(&rest[..end]))
}

/// `Number: 301` is topic 301.
fn without_label(text: &str, label: &str) -> String {
    let rest = text.strip_prefix(label).and_then(|rest| rest.trim_start().strip_prefix(':'));
    rest.unwrap_or(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let topics = read_topics(text).unwrap();
        let topics: Vec<_> = topics.iter().map(|topic| (topic.id.as_str(), topic.text.as_str())).collect();
        assert_eq!(topics, expected);
    }

    #[test]
    fn every_layout_gives_ids_and_questions() {
        let expected = [("1", "who unveils a gutter?"), ("2", "price < value")];
        check(
            "<top>\n<num> Number: 1\n<title> who unveils\n a gutter?\n\n<desc> Description:\nLonger.\n</top>\n\
             <top><num>2</num><title>price < value</title></top>\n",
            &expected,
        );
        check(
            "{\"_id\": \"1\", \"text\": \"who unveils a gutter?\"}\n{\"_id\": 2, \"text\": \"price < value\"}\n",
            &expected,
        );
        check(
            "<?xml version=\"1.0\"?>\n<topics task=\"x\">\n<topic number=\"1\"><query>who unveils\na gutter?</query>\
             <question>Longer.</question></topic>\n<topic type='a' number='2'><narrative>no</narrative>\
             <query>price &lt; value</query></topic>\n</topics>\n",
            &expected,
        );
        check("1\twho unveils a gutter?\n\n2\tprice < value\n", &expected);
        check("<top><num>3<title><desc>Description:\nOnly described\n</top>", &[("3", "Only described")]);
    }

    #[test]
    fn two_topics_of_one_id_are_refused() {
        let twins = [
            "1\tone\n2\ttwo\n\n1\tthree\n",
            "{\"_id\": 1, \"text\": \"x\"}\n\n\n{\"_id\": \"1\", \"text\": \"y\"}\n",
        ];
        for text in twins {
            assert_eq!(read_topics(text).unwrap_err().line, 4, "{text}");
        }
        let topic = "<top>\n<num>1<title>x\n</top>\n";
        let error = read_topics(&topic.repeat(2)).unwrap_err();
        assert_eq!((error.line, error.reason.as_str()), (4, "the topic `1` is on line 1 already"));
    }

    #[test]
    fn what_is_no_question_is_named() {
        assert_eq!(read_topics("1\tgood\nbad\n").unwrap_err().line, 2);
        assert_eq!(read_topics("{\"_id\": 1, \"text\": \"x\"}\n{\"text\": \"y\"}\n").unwrap_err().line, 2);
        assert_eq!(read_topics("<top>\n<title>x\n</top>").unwrap_err().line, 1);
        assert!(read_topics("<html>").is_err());
        let topics = "<topics>\n<topic number=\"1\"><query>x</query></topic>\n<topic><query>y</query></topic></topics>";
        assert_eq!(read_topics(topics).unwrap_err().line, 3);
        let topics = "<topics>\n<topic number='1'><narrative>x</narrative></topic></topics>";
        assert_eq!(read_topics(topics).unwrap_err().line, 2);
    }
}
