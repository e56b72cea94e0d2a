//! What site generators add to Markdown: Hugo's and Zola's shortcodes, Jekyll's Liquid, MDX
//! imports and components, Docusaurus directives. All of it is for the generator, none for the
//! reader, and goes; the lines keep their numbers.

use std::borrow::Cow;

use crate::receipt::Receipt;

mod constructs;
mod inline;
#[cfg(test)]
mod tests;

use constructs::{begins_with_import, block_of, is_module_line, module_end};

/// Ends a paragraph where its line goes on or the next one follows at once; in no document's words.
pub(super) const PART: &str = "<part/>";
/// How far a construct that is opened may stay open.
const CONSTRUCT_BYTES_MAX: usize = 16 * 1024;
/// How far one may reach that stands within a line.
const INLINE_BYTES_MAX: usize = 512;

/// What lines stand in that are not the generator's.
#[derive(Clone, Copy)]
enum Inside {
    /// Code, behind a fence of so many such marks.
    Fence(u8, usize),
    /// Code in a tag of templates.
    Highlight,
    /// What templates leave as it is.
    Raw,
}

/// Takes the generator's constructs out of `body`. `is_mdx` says that the file is in MDX, where
/// braces and components are code.
pub(super) fn plain<'a>(body: &'a str, is_mdx: bool, receipt: &mut Receipt) -> Cow<'a, str> {
    // Docusaurus reads every `.md` as MDX.
    let is_mdx = is_mdx || begins_with_import(body);
    if !is_mdx && !uses_constructs(body) {
        return Cow::Borrowed(body);
    }
    let mut cleaner = Cleaner {
        out: String::with_capacity(body.len()),
        receipt,
        is_mdx,
        fruitless_to: 0,
        has_named_links: memchr::memmem::find(body.as_bytes(), b"\n[@").is_some_and(|at| {
            let rest = &body[at..];
            rest.contains("]: ") && rest.contains("http")
        }),
    };
    let mut at = 0;
    let mut inside = None;
    let mut in_list = false;
    // Whose words are quoted, inside of a quotation.
    let mut quoted: Option<&str> = None;
    while at < body.len() {
        let end = body[at..].find('\n').map_or(body.len(), |found| at + found + 1);
        let line = &body[at..end];
        let here = fence_of(line);
        // Code blocks of templates are fences under another name.
        let block = block_of(line.trim());
        match (inside, here) {
            (None, _) if matches!(block, Some(("highlight" | "codeblock", _))) => {
                inside = Some(Inside::Highlight);
                cleaner.out.push_str("```\n");
                at = end;
                continue;
            }
            (Some(Inside::Highlight), _) => {
                let ends = matches!(block, Some(("endhighlight" | "endcodeblock" | "/highlight", _)));
                inside = inside.filter(|_| !ends);
                cleaner.out.push_str(if ends { "```\n" } else { line });
                at = end;
                continue;
            }
            (None, _) if matches!(block, Some(("raw", _))) => {
                inside = Some(Inside::Raw);
                cleaner.out.push_str(if line.ends_with('\n') { "\n" } else { "" });
                at = end;
                continue;
            }
            (Some(Inside::Raw), _) => {
                let ends = matches!(block, Some(("endraw", _)));
                inside = inside.filter(|_| !ends);
                cleaner.out.push_str(if ends { "\n" } else { line });
                at = end;
                continue;
            }
            (None, None)
                if quoted.is_none() && matches!(block, Some(("blockquote" | "quote" | "pullquote", _))) =>
            {
                quoted = block.map(|(_, whose)| whose);
                cleaner.out.push('\n');
                at = end;
                continue;
            }
            (None, None)
                if matches!(
                    block,
                    Some((
                        "endblockquote" | "endquote" | "endpullquote" | "end" | "/quote" | "/blockquote",
                        _
                    ))
                ) && quoted.is_some() =>
            {
                // Whose words they are, without the address.
                let whose = quoted.take().unwrap_or_default().split_whitespace();
                let whose: Vec<&str> = whose.filter(|word| !word.contains("://")).collect();
                if !whose.is_empty() {
                    cleaner.out.push_str(&format!("> {PART}{}", whose.join(" ")));
                }
                cleaner.out.push('\n');
                at = end;
                continue;
            }
            (None, None) if quoted.is_some() => cleaner.out.push_str("> "),
            (Some(Inside::Fence(mark, length)), Some((same, longer)))
                if mark == same && longer >= length && closes(line) =>
            {
                inside = None;
            }
            (None, Some(opened)) if is_raw(line) => {
                at = cleaner.raw(body, at, opened);
                continue;
            }
            (None, Some((mark, length))) => inside = Some(Inside::Fence(mark, length)),
            _ => {}
        }
        if inside.is_none() && here.is_none() {
            // MDX has no code by indentation: components stand around their words.
            let start = line.trim_start_matches([' ', '\t']);
            let is_item =
                start.starts_with(['-', '*', '+']) || start.starts_with(|c: char| c.is_ascii_digit());
            if is_item || start.len() == line.len() && !line.trim().is_empty() {
                in_list = is_item;
            }
            if is_mdx && !in_list && line.len() - start.len() >= 4 {
                at += line.len() - start.len();
            }
            at = cleaner.line(body, at, end);
            continue;
        }
        cleaner.out.push_str(line);
        at = end;
    }
    Cow::Owned(cleaner.out)
}

/// A quick look for anything that [`plain`] would change.
fn uses_constructs(body: &str) -> bool {
    let bytes = body.as_bytes();
    let opens = memchr::memchr3_iter(b'{', b'[', 0xE2, bytes).any(|at| {
        let rest = &bytes[at..];
        match rest[0] {
            b'{' => {
                let before = at.checked_sub(1).map(|before| bytes[before]);
                matches!(rest.get(1), Some(b'{' | b'%' | b':' | b'#' | b'='))
                    || rest.get(1) == Some(&b'.') && before == Some(b'\n')
                    // Attributes of a span or a link.
                    || matches!(before, Some(b']' | b')'))
            }
            b'[' => ["[[toc]]", "[TOC]", "[toc]", "[@"].iter().any(|mark| rest.starts_with(mark.as_bytes())),
            _ => rest.starts_with("•".as_bytes()),
        }
    });
    // What lines begin with.
    let begins = |at: usize| match bytes.get(at) {
        Some(b':') => bytes[at..].starts_with(b"::"),
        Some(b'#') => bytes[at..].starts_with(b"##") && tight_heading(&body[at + 2..]) > 0,
        Some(b'*' | b'@' | b'\\' | b'<') => ["*[", "@[", "\\newpage", "\\pagebreak", "\\clearpage", "<<< @/"]
            .iter()
            .any(|mark| body[at..].starts_with(mark)),
        _ => false,
    };
    let is_passed_on = |at: usize| {
        // Of a longer run of them two more at most follow the last three.
        let behind = &body[at + 3..];
        let info = behind.strip_prefix("``").or_else(|| behind.strip_prefix('`')).unwrap_or(behind);
        ["=", "dataview", "query", "tasks"].iter().any(|mark| info.starts_with(mark))
    };
    opens
        || bytes.starts_with(b"::")
        || memchr::memchr_iter(b'\n', bytes).any(|at| begins(at + 1))
        || memchr::memmem::find_iter(bytes, b"```").any(is_passed_on)
        || memchr::memmem::find(bytes, b"--8<--").is_some()
}

/// The hashes that `rest`, behind two of them, needs a blank after: `##Title`.
fn tight_heading(rest: &str) -> usize {
    let title = rest.trim_start_matches('#');
    let hashes = 2 + rest.len() - title.len();
    if hashes <= 6 && title.starts_with(char::is_alphanumeric) { hashes } else { 0 }
}

/// The mark and length of the code fence that a line begins or ends.
pub(super) fn fence_of(line: &str) -> Option<(u8, usize)> {
    let bare = line.trim_start_matches([' ', '>', '\t']);
    let mark = *bare.as_bytes().first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let length = bare.bytes().take_while(|b| *b == mark).count();
    let is_inline = mark == b'`' && bare[length..].contains('`');
    (length >= 3 && !is_inline).then_some((mark, length))
}

/// Says that what a fence opens is passed on to one kind of output as it is: `=html`, `{=latex}`; or
/// that it is a query.
fn is_raw(line: &str) -> bool {
    let info = line.trim_start_matches([' ', '>', '\t', '`', '~']);
    // What a note taker looks up when the note is shown is not in it.
    let is_query = matches!(info.trim(), "dataview" | "dataviewjs" | "query" | "tasks" | "base");
    info.starts_with('=') || info.starts_with("{=") || is_query
}

fn closes(line: &str) -> bool {
    line.trim_matches([' ', '>', '\t', '`', '~', '\n', '\r']).is_empty()
}

struct Cleaner<'r> {
    out: String,
    receipt: &'r mut Receipt,
    is_mdx: bool,
    /// Nothing that opens before this byte is ever closed.
    fruitless_to: usize,
    /// Links are named after people: `[@ada]: https://..`.
    has_named_links: bool,
}

impl Cleaner<'_> {
    /// Cleans the line at `at..end`, and what a construct in it runs over; returns where to go on.
    fn line(&mut self, body: &str, at: usize, end: usize) -> usize {
        let line = &body[at..end];
        let bare = line.trim();
        let is_attribute = (bare.starts_with("{:") || bare.starts_with("{."))
            && bare.ends_with('}')
            && bare.find('}') == Some(bare.len() - 1);
        if is_attribute && bare.contains("toc") {
            self.drop_last_item();
        }
        if is_attribute || ["[[toc]]", "[TOC]", "[toc]", "[[_TOC_]]"].contains(&bare) {
            return self.drop("mark of the site generator", body, at, end);
        }
        if let Some(directive) = bare.strip_prefix(":::") {
            // `:::info[Title]` and `:::tip Title` leave their titles.
            let directive = directive.trim_start_matches(':').trim();
            let name_bytes = directive.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(directive.len());
            let title = directive[name_bytes..].trim_matches([' ', '[', ']']);
            self.receipt.dropped("mark of the site generator", bare);
            // `:::message alert` (Zenn) and `:::note warn` (Qiita) say what kind they are of.
            let is_kind = matches!(&directive[..name_bytes], "message" | "note")
                && matches!(title, "alert" | "warn" | "info" | "warning");
            if !title.starts_with('{') && !title.is_empty() && !is_kind {
                self.out.push_str(title);
                // A paragraph of its own.
                self.out.push_str(PART);
            }
            self.out.push('\n');
            return end;
        }
        // A directive that holds nothing, an abbreviation, a file to put in.
        let is_leaf = bare.strip_prefix("::").is_some_and(|rest| {
            let name = rest.find(['[', '{']).map_or("", |at| &rest[..at]);
            let is_name =
                name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && is_name && rest.ends_with(['}', ']'])
        });
        let is_abbreviation = bare.starts_with("*[") && bare.contains("]: ");
        let is_end_of_page = matches!(bare, "\\newpage" | "\\pagebreak" | "\\clearpage");
        // `@[youtube](id)`
        let is_player = bare.strip_prefix("@[").is_some_and(|rest| {
            rest.split_once("](").is_some_and(|(name, id)| {
                name.bytes().all(|byte| byte.is_ascii_lowercase()) && id.ends_with(')') && !id.contains(' ')
            })
        });
        if is_player
            || is_end_of_page
            || is_leaf
            || is_abbreviation
            || bare.starts_with("--8<--")
            || bare.starts_with("<<< @/")
        {
            return self.drop("mark of the site generator", body, at, end);
        }
        if self.is_mdx && is_module_line(bare) {
            let end = module_end(body, at);
            return self.drop("import or export", body, at, end);
        }
        let hashes = line.strip_prefix("##").map_or(0, tight_heading);
        if hashes > 0 {
            self.out.push_str(&line[..hashes]);
            self.out.push(' ');
            return self.inline(body, at + hashes, end);
        }
        let indent = line.len() - line.trim_start().len();
        if let Some(rest) = line[indent..].strip_prefix(['•', '◦', '▪', '●', '‣']) {
            self.out.push_str(&line[..indent]);
            self.out.push_str("- ");
            return self.inline(body, end - rest.trim_start_matches([' ', '\t', '\u{A0}']).len(), end);
        }
        self.inline(body, at, end)
    }

    /// Leaves out a fenced block that begins at `at`, to the fence that closes it.
    fn raw(&mut self, body: &str, at: usize, opened: (u8, usize)) -> usize {
        let mut end = at;
        for (number, line) in body[at..].split_inclusive('\n').enumerate() {
            end += line.len();
            let is_end = fence_of(line).is_some_and(|(mark, length)| mark == opened.0 && length >= opened.1);
            if number > 0 && is_end && closes(line) {
                break;
            }
        }
        self.drop("raw output of the site generator", body, at, end)
    }

    /// Takes back the item that only stands for the table of contents: `* TOC` above `{:toc}`.
    fn drop_last_item(&mut self) {
        const BACK_BYTES: usize = 80;
        let from = self.out.floor_char_boundary(self.out.len().saturating_sub(BACK_BYTES));
        let near = &self.out[from..];
        let start = from + near.trim_end().rfind('\n').map_or(0, |at| at + 1);
        let item = self.out[start..].trim();
        if item.len() < 40 && (item.starts_with(['*', '-', '+']) || item.starts_with("1.")) {
            self.out.truncate(start);
            self.out.push('\n');
        }
    }

    /// Leaves `at..end` out, all but its line breaks.
    fn drop(&mut self, rule: &'static str, body: &str, at: usize, end: usize) -> usize {
        self.receipt.dropped(rule, &body[at..end]);
        self.out.extend(body[at..end].chars().filter(|c| *c == '\n'));
        end
    }
}
