//! LaTeX.

mod macros;
mod words;

use std::borrow::Cow;

use self::words::{Dress, after_options, argument, option, plain};
use super::Rewritten;
use crate::format::Receipt;

/// A line ends there for Markdown (CommonMark 0.31 §2.1), and none does in the source, whose lines are
/// counted by their line feeds.
const BREAK: char = '\r';
/// What a paragraph may open in vain, before nothing more in it is taken for an argument.
const UNCLOSED_MAX: usize = 32;

const CODE: [&str; 5] = ["verbatim", "verbatim*", "lstlisting", "minted", HIGHLIGHTED];
/// Code whose words are commands, for their colours.
const HIGHLIGHTED: &str = "Highlighting";
const MATHS: [&str; 9] =
    ["equation", "align", "gather", "multline", "eqnarray", "displaymath", "math", "flalign", "alignat"];
const TABLES: [&str; 5] = ["tabular", "tabularx", "tabulary", "longtable", "tabbing"];
/// What is drawn rather than read.
const DRAWN: [&str; 6] = ["tikzpicture", "pspicture", "picture", "filecontents", "CCSXML", "comment"];
const THEOREMS: [&str; 10] = [
    "theorem",
    "lemma",
    "proposition",
    "corollary",
    "definition",
    "proof",
    "remark",
    "example",
    "claim",
    "conjecture",
];
const HEADINGS: [(&str, usize); 7] = [
    ("part", 1),
    ("chapter", 1),
    ("section", 2),
    ("subsection", 3),
    ("subsubsection", 4),
    ("paragraph", 5),
    ("subparagraph", 6),
];

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let source = without_comments(text);
    let source = macros::expanded(&source);
    let source = headings_alone(&source);
    let mut reader = Reader {
        rest: &source,
        in_body: !source.contains("\\begin{document}"),
        quotes: 0,
        unclosed: 0,
        endless: Vec::new(),
        authors: Vec::new(),
        out,
        receipt,
    };
    while !reader.rest.is_empty() {
        reader.step();
    }
    let authors = reader.authors.join("; ");
    out.field("author", &authors);
    if !out.body.ends_with('\n') {
        out.blank();
    }
}

struct Reader<'a, 'r> {
    rest: &'a str,
    in_body: bool,
    /// How many quotations the text at hand is in.
    quotes: usize,
    /// How many arguments of the paragraph have been opened in vain.
    unclosed: usize,
    /// The environments that nothing behind here ends.
    endless: Vec<&'a str>,
    authors: Vec<String>,
    out: &'r mut Rewritten,
    receipt: &'r mut Receipt,
}

impl<'a> Reader<'a, '_> {
    /// Takes up one line, or one command that stands for itself.
    fn step(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r']);
        if let Some(rest) = self.rest.strip_prefix('\n') {
            self.out.blank();
            self.rest = rest;
            self.unclosed = 0;
        } else if let Some(command) = block_command(self.rest) {
            self.command(command);
        } else {
            let (line, rest) = self.rest.split_at(line_end(self.rest, &mut self.unclosed));
            self.rest = rest;
            self.prose(line);
            self.end_line();
        }
    }

    /// The argument at the beginning, unless many of the paragraph were opened in vain.
    fn argument(&mut self, text: &'a str) -> Option<(&'a str, &'a str)> {
        let found = if self.unclosed < UNCLOSED_MAX { argument(text) } else { None };
        self.unclosed += usize::from(found.is_none() && text.starts_with('{'));
        found
    }

    fn prose(&mut self, line: &str) {
        if !self.in_body {
            return self.hold_lines(line);
        }
        let shown = plain(line, Dress::Markdown);
        if shown.trim().is_empty() {
            if !line.trim().is_empty() {
                self.receipt.dropped("setting", line);
            }
            return self.hold_lines(line);
        }
        if self.quotes > 0 {
            self.out.body.push_str("> ");
        }
        self.out.body.push_str(&shown);
    }

    /// Ends the line of the body: with that of the source, where it ends there.
    fn end_line(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r']);
        match self.rest.strip_prefix('\n') {
            Some(rest) => {
                self.out.blank();
                self.rest = rest;
            }
            None => self.out.body.push(BREAK),
        }
    }

    /// Nothing is shown of `source`, but its lines count.
    fn hold_lines(&mut self, source: &str) {
        self.out.body.extend(source.matches('\n').map(|_| '\n'));
    }

    /// Writes `shown` as a block of its own, in place of `source`.
    fn block(&mut self, shown: &str, source: &str) {
        self.out.body.push(BREAK);
        self.out.body.push_str(shown);
        self.out.body.push(BREAK);
        self.hold_lines(source);
        self.out.body.push(BREAK);
    }

    fn command(&mut self, (name, behind): (&'a str, &'a str)) {
        let whole = self.rest;
        let source = |rest: &str| &whole[..whole.len() - rest.len()];
        match name {
            "begin" => return self.begin(behind),
            "end" => {
                let (name, rest) = self.argument(behind).unwrap_or(("", behind));
                self.rest = rest;
                match name {
                    "document" => self.in_body = false,
                    "quote" | "quotation" | "verse" => self.quotes = self.quotes.saturating_sub(1),
                    _ => {}
                }
                self.out.body.push(BREAK);
                return self.end_line();
            }
            "[" => {
                let end = behind.find("\\]").unwrap_or(behind.len());
                self.rest = behind.get(end + 2..).unwrap_or_default();
                return self.maths(&behind[..end]);
            }
            "item" | "bibitem" => {
                let mut rest = behind.trim_start_matches([' ', '\t']);
                let mut label = None;
                if let Some((inside, after)) = option(rest) {
                    (label, rest) = (Some(inside), after);
                }
                if name == "bibitem" {
                    rest = self.argument(rest).map_or(rest, |(_, rest)| rest);
                }
                // Its words may stand on the next line.
                let below = rest.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n');
                let below = below.map(|below| below.trim_start_matches([' ', '\t', '\r']));
                let has_words = |below: &&str| !below.starts_with('\n') && block_command(below).is_none();
                rest = below.filter(has_words).unwrap_or(rest);
                self.rest = rest;
                if self.in_body {
                    let label = label.filter(|_| name == "item").map(|label| plain(label, Dress::Markdown));
                    self.out.body.push(BREAK);
                    self.hold_lines(source(rest));
                    self.out.body.push_str("- ");
                    self.out.body.extend(label.map(|label| label + " "));
                    let end = line_end(rest, &mut self.unclosed);
                    let (line, rest) = rest.split_at(end);
                    self.out.body.push_str(plain(line, Dress::Markdown).trim());
                    self.rest = rest;
                }
                return self.end_line();
            }
            _ => {}
        }
        let Some((value, rest)) = self.argument(after_options(behind)) else {
            self.rest = behind;
            return;
        };
        self.rest = rest;
        let heading = HEADINGS.iter().find(|(known, _)| *known == name);
        match (name, heading) {
            ("title" | "date" | "author", _) => {
                self.field(name, value);
                self.hold_lines(source(rest));
            }
            _ if !self.in_body => self.hold_lines(source(rest)),
            (_, Some((_, level))) => {
                let title = one_line(&plain(value, Dress::Markdown));
                self.block(&format!("{} {title}", "#".repeat(*level)), source(rest));
            }
            _ => self.block(&one_line(&plain(value, Dress::Markdown)), source(rest)),
        }
        self.end_line();
    }

    fn field(&mut self, name: &str, value: &str) {
        if name != "author" {
            let value = one_line(&plain(value, Dress::Words));
            if !value.contains("today") {
                self.out.field(name, &value);
            }
            return;
        }
        for author in value.split("\\and").flat_map(|authors| authors.split("\\And")) {
            // Where somebody works stands on the lines below.
            let author = plain(author.split("\\\\").next().unwrap_or_default(), Dress::Words);
            let author = one_line(&author);
            if !author.is_empty() && !self.authors.contains(&author) {
                self.authors.push(author);
            }
        }
    }

    fn begin(&mut self, behind: &'a str) {
        let Some((name, rest)) = self.argument(behind) else {
            self.rest = behind;
            return;
        };
        let (bare, closing) = (name.trim_end_matches('*'), format!("\\end{{{name}}}"));
        let is_whole = [&CODE[..], &MATHS, &TABLES, &DRAWN].iter().any(|kind| kind.contains(&bare));
        let is_sought = is_whole && self.in_body && !self.endless.contains(&name);
        let end = if is_sought { rest.find(&closing) } else { None };
        if is_sought && end.is_none() {
            self.endless.push(name);
        }
        if let Some(end) = end {
            let inside = &rest[..end];
            self.rest = &rest[end + closing.len()..];
            return match bare {
                HIGHLIGHTED => {
                    let inside = format!(
                        "\n{}",
                        words::of_highlighted(after_options(inside)).trim_start_matches('\n')
                    );
                    self.code(&inside)
                }
                _ if CODE.contains(&bare) => self.code(inside),
                _ if MATHS.contains(&bare) => self.maths(inside),
                _ if TABLES.contains(&bare) => self.table(inside, bare),
                _ => {
                    self.receipt.dropped("drawing", inside);
                    self.hold_lines(inside);
                }
            };
        }
        let mut rest = rest;
        let theorem = option(rest).filter(|_| THEOREMS.contains(&bare));
        if theorem.is_none() {
            rest = after_options(rest);
        }
        let arguments = match bare {
            "thebibliography" | "minipage" | "multicols" => 1,
            "wrapfigure" | "adjustwidth" => 2,
            _ => 0,
        };
        for _ in 0..arguments {
            rest = self.argument(after_options(rest)).map_or(rest, |(_, rest)| rest);
        }
        self.out.body.push(BREAK);
        if let Some((title, behind)) = theorem.filter(|_| self.in_body) {
            let title = one_line(&plain(title, Dress::Markdown));
            self.out.body.push_str(&format!("({title}) "));
            rest = behind;
        }
        match bare {
            "document" => self.in_body = true,
            "quote" | "quotation" | "verse" => self.quotes += 1,
            _ => {}
        }
        self.rest = rest;
        self.end_line();
    }

    fn code(&mut self, inside: &str) {
        let inside = after_options(inside);
        self.out.body.push_str("\r```");
        if !inside.starts_with('\n') {
            self.out.body.push(BREAK);
        }
        self.out.body.push_str(inside.trim_end_matches([' ', '\t']));
        if !inside.trim_end_matches([' ', '\t']).ends_with('\n') {
            self.out.body.push(BREAK);
        }
        self.out.body.push_str("```");
        self.end_line();
    }

    /// A formula by itself, as it is in the source: what it means is looked for by its names.
    fn maths(&mut self, inside: &str) {
        let formula = one_line(&words::without_labels(inside));
        if self.in_body && !formula.is_empty() {
            self.block(&format!("$${formula}$$"), inside);
        } else {
            self.hold_lines(inside);
        }
    }

    /// A row an item, as those of Markdown's tables are.
    fn table(&mut self, inside: &str, name: &str) {
        let mut rest = after_options(inside);
        if matches!(name, "tabularx" | "tabulary") {
            rest = argument(rest).map_or(rest, |(_, rest)| rest);
        }
        rest = argument(rest).map_or(rest, |(_, rest)| rest);
        self.hold_lines(&inside[..inside.len() - rest.len()]);
        self.out.body.push(BREAK);
        for row in rest.split("\\\\") {
            let opens = row.len() - row.trim_start().len();
            self.hold_lines(&row[..opens]);
            let cells = row[opens..].replace("\\&", "\u{1}");
            let cells = cells.split('&').map(|cell| one_line(&plain(cell, Dress::Markdown)));
            let cells: Vec<String> =
                cells.filter(|cell| !cell.is_empty()).map(|cell| cell.replace('\u{1}', "&")).collect();
            if !cells.is_empty() {
                self.out.body.push_str(&format!("- {}\r", cells.join(" | ")));
            }
            self.hold_lines(&row[opens..]);
        }
        self.out.body.push(BREAK);
    }
}

/// The command at the beginning that parts blocks, by name, and what stands behind it.
fn block_command(text: &str) -> Option<(&str, &str)> {
    let command = text.strip_prefix('\\')?;
    if command.starts_with('[') {
        return Some(command.split_at(1));
    }
    let end = command.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(command.len());
    let (name, behind) = command.split_at(end);
    let is_known = matches!(
        name,
        "begin" | "end" | "item" | "bibitem" | "caption" | "captionof" | "title" | "author" | "date"
    ) || HEADINGS.iter().any(|(known, _)| *known == name);
    is_known.then(|| (name, behind.strip_prefix('*').unwrap_or(behind)))
}

/// Where the line at the beginning ends: with that of the source, unless an argument or a formula goes on,
/// or before a command that parts blocks.
fn line_end(text: &str, unclosed: &mut usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = text[at..].find(['\\', '\n', '{', '$']) {
        let here = at + found;
        let rest = &text[here..];
        at = here + 1;
        let skipped = match bytes[here] {
            b'\n' => return here,
            b'\\' if here > 0 && block_command(rest).is_some() => return here,
            b'\\' => rest[1..].chars().next().map(char::len_utf8),
            _ if *unclosed >= UNCLOSED_MAX => None,
            b'{' => argument(rest).map(|(inside, _)| inside.len() + 1),
            _ => {
                rest[1..].find(['$', '\n']).filter(|end| rest[1 + end..].starts_with('$')).map(|end| end + 1)
            }
        };
        *unclosed += usize::from(skipped.is_none());
        at += skipped.unwrap_or(0);
    }
    text.len()
}

/// The source without its comments. The ends of lines that had nothing else come behind the paragraph.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut owed, mut in_code) = (0, false);
    for line in text.lines() {
        let bare = line.trim_start();
        let is_border = |mark: &str| {
            let name = bare.strip_prefix(mark).and_then(argument).map(|(name, _)| name);
            name.is_some_and(|name| CODE.contains(&name.trim_end_matches('*')))
        };
        if !in_code && bare.starts_with('%') {
            owed += 1;
            continue;
        }
        if bare.is_empty() || bare.starts_with("\\begin") || bare.starts_with("\\section") {
            out.extend(std::iter::repeat_n('\n', std::mem::take(&mut owed)));
        }
        in_code |= is_border("\\begin");
        let comment = line.match_indices('%').find(|(at, _)| !line[..*at].ends_with('\\'));
        out.push_str(match comment.filter(|_| !in_code) {
            Some((at, _)) => line[..at].trim_end(),
            None => line,
        });
        out.push('\n');
        in_code &= !bare.contains("\\end{");
    }
    out.extend(std::iter::repeat_n('\n', owed));
    out
}

/// The source with its headings out of the places to jump to that some programs set them in:
/// `\hypertarget{yard}{\section{The yard}}`.
fn headings_alone(source: &str) -> Cow<'_, str> {
    const TARGET: &str = "\\hypertarget{";
    let mut out = String::new();
    let (mut kept, mut at, mut unclosed) = (0, 0, 0);
    while let Some(found) = source[at..].find(TARGET).filter(|_| unclosed < UNCLOSED_MAX) {
        let start = at + found;
        at = start + TARGET.len();
        let name = argument(&source[at - 1..]);
        let Some((inside, behind)) = name.and_then(|(_, behind)| argument(behind.trim_start())) else {
            unclosed += 1;
            continue;
        };
        let command = block_command(inside.trim_start());
        if command.is_some_and(|(name, _)| HEADINGS.iter().any(|(known, _)| *known == name)) {
            out.push_str(&source[kept..start]);
            out.push_str(inside);
            kept = source.len() - behind.len();
            at = kept;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(source);
    }
    out.push_str(&source[kept..]);
    Cow::Owned(out)
}

fn one_line(text: &str) -> String {
    crate::clean::folded(text)
}
