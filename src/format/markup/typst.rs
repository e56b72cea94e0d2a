//! Typst.

use super::Rewritten;
use super::inline::{emphasis, link};
use crate::format::Receipt;

/// What opens a call of the compiler that shows nothing.
const SETTINGS: [&str; 5] = ["set", "show", "let", "import", "include"];
/// How far is looked for what closes a bracket, in bytes of a line.
const CALL_BYTES_MAX: usize = 4096;
/// How deep content stands in content.
const DEPTH_MAX: usize = 8;

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let (mut in_code, mut in_comment) = (false, false);
    // A call that goes on over several lines, and how many of its brackets are open.
    let mut call: Option<(String, usize)> = None;
    for line in text.lines() {
        let bare = line.trim();
        if let Some((source, open)) = &mut call {
            source.push(' ');
            source.push_str(bare);
            *open = open_brackets(bare, *open);
            if *open == 0 {
                let source = std::mem::take(source);
                call = None;
                end_call(&source, out, receipt);
            } else {
                out.blank();
            }
            continue;
        }
        if in_code || bare.starts_with("```") {
            let is_one_line = !in_code && bare.len() > 3 && bare[3..].contains("```");
            in_code ^= bare.starts_with("```") && !is_one_line;
            out.line(line);
            continue;
        }
        if in_comment || bare.starts_with("/*") || bare.starts_with("//") {
            in_comment = (in_comment || bare.starts_with("/*")) && !bare.contains("*/");
            receipt.dropped("comment", bare);
            out.blank();
            continue;
        }
        let heading = bare.trim_start_matches('=');
        let level = bare.len() - heading.len();
        if let Some(name) = bare.strip_prefix('#').map(identifier).filter(|name| !name.is_empty()) {
            // Content may be as long as a text: what opens it goes, and so does what closes it.
            let is_setting = SETTINGS.contains(&name);
            match opened_content(bare).filter(|_| !is_setting) {
                Some(content) => out.line(&inline(content, 0)),
                None => match open_brackets(bare, 0) {
                    0 => end_call(bare, out, receipt),
                    open => {
                        call = Some((bare.to_owned(), open));
                        out.blank();
                    }
                },
            }
        } else if (1..=6).contains(&level) && heading.starts_with(' ') {
            out.line(&format!("{}{}", "#".repeat(level), inline(heading, 0)));
        } else if let Some(item) = bare.strip_prefix("- ").or_else(|| bare.strip_prefix("+ ")) {
            out.line(&format!("- {}", inline(item, 0)));
        } else if let Some(term) = bare.strip_prefix("/ ").filter(|term| term.contains(": ")) {
            out.line(&format!("- {}", inline(term, 0)));
        } else if matches!(bare, "]" | "])") {
            out.blank();
        } else {
            out.line(&inline(bare, 0));
        }
    }
    // What nobody closed is no call.
    if let Some((source, _)) = call {
        receipt.dropped("setting", &source);
    }
}

/// A call whose brackets are closed: what it says of the document, or what it shows.
fn end_call(source: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let name = identifier(&source[1..]);
    if !SETTINGS.contains(&name) {
        let shown = match argument(source, "caption") {
            Some(caption) if !source.ends_with(']') => inline(caption, 0),
            _ => inline(source, 0),
        };
        let is_quote = name == "quote" && !shown.trim().is_empty();
        return out.line(&if is_quote { format!("> {}", shown.trim()) } else { shown });
    }
    receipt.dropped("setting", source);
    // `#show: article.with(title: [..])` is what templates are told.
    if source.starts_with("#set document(") || source.starts_with("#show:") {
        for (field, name) in [("title", "title"), ("author", "author"), ("authors", "author")] {
            if let Some(value) = argument(source, field) {
                out.field(name, &inline(value, 0));
            }
        }
        if let Some(date) = argument(source, "date") {
            let part = |name: &str| argument(date, name).and_then(|number| number.trim().parse::<u16>().ok());
            match (part("year"), part("month"), part("day")) {
                (Some(year), Some(month), Some(day)) => {
                    out.field("date", &format!("{year:04}-{month:02}-{day:02}"));
                }
                _ => out.field("date", date),
            }
        }
    }
    out.blank();
}

/// The value of a named argument: what is in its quotes, brackets or parentheses, or up to the next comma.
fn argument<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let is_whole = |at: &usize| {
        let before = source[..*at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            && source[at + name.len()..].starts_with(':')
    };
    let at = source.match_indices(name).map(|(at, _)| at).find(is_whole)?;
    let value = source[at + name.len() + 1..].trim_start();
    let inside = |value: &'a str| Some(&value[1..closing(value)?]);
    match value.as_bytes().first()? {
        b'"' => value[1..].find('"').map(|end| &value[1..=end]),
        b'[' => inside(value),
        // `("Ada Moss", "Bo Ek")`: the first of several.
        b'(' => {
            let first = inside(value)?.trim();
            argument(first, "name").or_else(|| first.strip_prefix('"')?.split('"').next())
        }
        _ => {
            let call = value.find('(').filter(|open| value[..*open].chars().all(char::is_alphanumeric));
            match call {
                Some(open) => inside(&value[open..]),
                None => value.split([',', ')']).next().map(str::trim),
            }
        }
    }
}

/// The name that a text begins with.
fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.'));
    let name = &text[..end.unwrap_or(text.len())];
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name.trim_end_matches('.') } else { "" }
}

/// How many brackets are open behind a line, of so many before it. Those in quotes are none.
fn open_brackets(line: &str, before: usize) -> usize {
    let (mut open, mut in_quotes, mut is_escaped) = (before, false, false);
    for byte in line.bytes() {
        match byte {
            _ if is_escaped => {}
            b'"' => in_quotes = !in_quotes,
            b'(' | b'[' | b'{' if !in_quotes => open += 1,
            b')' | b']' | b'}' if !in_quotes => open = open.saturating_sub(1),
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    open
}

/// Where the bracket closes that `text` begins with.
fn closing(text: &str) -> Option<usize> {
    let (mut open, mut in_quotes, mut is_escaped) = (0_usize, false, false);
    // In prose quotes are what people write.
    let is_code = text.starts_with('(');
    for (at, byte) in text.bytes().enumerate().take(CALL_BYTES_MAX) {
        match byte {
            _ if is_escaped => {}
            b'"' if is_code => in_quotes = !in_quotes,
            b'(' | b'[' | b'{' if !in_quotes => open += 1,
            b')' | b']' | b'}' if !in_quotes => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    None
}

/// What stands on the line of a call behind the bracket that opens its content and does not close there.
fn opened_content(line: &str) -> Option<&str> {
    let name = identifier(&line[1..]);
    let mut rest = &line[1 + name.len()..];
    if rest.starts_with('(') {
        rest = &rest[closing(rest)? + 1..];
    }
    rest.strip_prefix('[').filter(|_| closing(rest).is_none())
}

/// A line as Markdown: of calls what they show.
fn inline(line: &str, depth: usize) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    // Where much was opened in vain, nothing closes.
    let mut unclosed = 0;
    while let Some(at) = rest.find(['#', '\\', '~', '<']) {
        shown.push_str(&rest[..at]);
        let sign = &rest[at..at + 1];
        rest = &rest[at + 1..];
        match sign {
            "~" => shown.push(' '),
            "\\" => match rest.chars().next() {
                Some(c) if !c.is_whitespace() => {
                    shown.push('\\');
                    shown.push(c);
                    rest = &rest[c.len_utf8()..];
                }
                // A line ends there.
                _ => {}
            },
            // `<label>` names the place.
            "<" => match rest.split_once('>').filter(|(name, _)| identifier(name).len() == name.len()) {
                Some((name, behind)) if !name.is_empty() => {
                    rest = behind;
                    shown.truncate(shown.trim_end().len());
                }
                _ => shown.push('<'),
            },
            _ => {
                let name = identifier(rest);
                if name.is_empty() || depth >= DEPTH_MAX || unclosed >= DEPTH_MAX {
                    shown.push('#');
                    continue;
                }
                rest = &rest[name.len()..];
                let mut address = None;
                if rest.starts_with('(') {
                    let Some(end) = closing(rest) else {
                        unclosed += 1;
                        continue;
                    };
                    address =
                        rest[1..end].trim().strip_prefix('"').and_then(|inside| inside.split('"').next());
                    rest = &rest[end + 1..];
                }
                let mut content = String::new();
                while let Some(end) = rest.strip_prefix('[').and_then(|_| closing(rest)) {
                    content.push_str(&inline(&rest[1..end], depth + 1));
                    rest = &rest[end + 1..];
                }
                match (name, address) {
                    ("link", Some(address)) if content.is_empty() => shown.push_str(address),
                    ("link", Some(address)) => shown.push_str(&link(&content, address)),
                    // As Typst itself writes them.
                    ("emph", _) => shown.push_str(&format!("_{content}_")),
                    ("strong", _) => shown.push_str(&format!("*{content}*")),
                    ("footnote", _) => shown.push_str(&format!(" ({content})")),
                    _ => shown.push_str(&content),
                }
            }
        }
    }
    shown.push_str(rest);
    if depth > 0 {
        return shown;
    }
    let shown = shown.replace("---", "—").replace("--", "–");
    emphasis(&emphasis(&shown, '*', "**"), '_', "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, front: &str, body: &str) {
        let mut out = Rewritten::default();
        rewrite(text, &mut out, &mut Receipt::default());
        assert_eq!((out.front.as_str(), out.body.as_str()), (front, body), "{text}");
    }

    #[test]
    fn the_document_is_set_in_a_call() {
        check(
            "#set document(title: \"On tin\", author: (\"Ada Moss\", \"Bo Ek\"),\n  date: datetime(year: 2021, month: 3, day: 5))\n#set page(margin: 2cm)\n\n= Soft\n",
            "title: \"On tin\"\nauthor: \"Ada Moss\"\ndate: \"2021-03-05\"\n",
            "\n\n\n\n# Soft\n",
        );
        check(
            "#show: paper.with(\n  title: [On _tin_],\n)\nSoft.\n",
            "title: \"On *tin*\"\n",
            "\n\n\nSoft.\n",
        );
    }

    #[test]
    fn calls_show_their_content() {
        check(
            "It is *soft*, #emph[very] so.#footnote[Ask #link(\"https://a.example\")[Ada].] <soft>\n",
            "",
            "It is **soft**, *very* so. (Ask [Ada](<https://a.example>).)\n",
        );
        check("#figure(\n  image(\"tin.png\"),\n  caption: [A sheet],\n)\n", "", "\n\n\nA sheet\n");
        check("#quote(block: true)[Tin cries.]\n", "", "> Tin cries.\n");
        check("#block(inset: 1em)[\nTin cries.\n\nIt does.\n]\n", "", "\nTin cries.\n\nIt does.\n\n");
        check(
            "// not yet\n#let x = {\n  1\n}\n- tin\n+ lead\n#1 and \\# stay\n",
            "",
            "\n\n\n\n- tin\n- lead\n#1 and \\# stay\n",
        );
    }

    #[test]
    fn what_nobody_closes_is_no_call() {
        check("#text(size: 2\nSoft.\n", "", "\n\n");
        check("C# and F#(x\n", "", "C# and F#(x\n");
    }
}
