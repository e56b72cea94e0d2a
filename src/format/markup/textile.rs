//! Textile, as Redmine, Textpattern and older blogs keep it.

use super::Rewritten;
use super::inline::{emphasis, link, spans};
use crate::format::Receipt;

/// What the blocks to come are, until another begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Text,
    Quotation,
    Code,
}

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    // What goes on to the next blank line, and what goes on behind it.
    let (mut block, mut lasting) = (Block::Text, Block::Text);
    let (mut in_code_of_html, mut in_quote_of_html) = (false, false);
    // Code is between fences where blank lines leave room for them, and else indented.
    let mut is_fenced = false;
    for line in text.lines() {
        let bare = line.trim();
        in_code_of_html |= bare.starts_with("<pre");
        if in_code_of_html {
            in_code_of_html = !bare.contains("</pre>");
            out.line(line);
            continue;
        }
        if bare.starts_with("<blockquote>") || in_quote_of_html {
            let inside = bare.trim_start_matches("<blockquote>");
            let (inside, ends) =
                inside.split_once("</blockquote>").map_or((inside, false), |(inside, _)| (inside, true));
            in_quote_of_html = !ends;
            let inside = Signed::of(inside.trim()).map_or(inside.trim(), |signed| signed.words);
            out.line(&if inside.is_empty() { String::new() } else { format!("> {}", inline(inside)) });
            continue;
        }
        let is_inside = block == Block::Code && !out.body.ends_with("\n\n");
        if let Some(signed) = Signed::of(bare).filter(|_| !is_inside) {
            if is_fenced {
                fence(out);
            }
            lasting = Block::Text;
            block = match signed.name {
                "bq" => Block::Quotation,
                "bc" | "pre" => Block::Code,
                _ => Block::Text,
            };
            is_fenced = block == Block::Code && fence(out);
            if signed.lasts {
                lasting = block;
            }
            let words = signed.words;
            match signed.name {
                "###" => {
                    receipt.dropped("comment", words);
                    out.blank();
                }
                "bq" => out.line(&format!("> {}", inline(words))),
                "bc" | "pre" if is_fenced => out.line(words),
                "bc" | "pre" => out.line(&format!("    {words}")),
                name if name.starts_with("fn") => out.line(&format!("[^{}]: {}", &name[2..], inline(words))),
                name => match name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                    Some(level) => out.line(&format!("{} {}", "#".repeat(level), inline(words))),
                    None => out.line(&inline(words)),
                },
            }
            continue;
        }
        if bare.is_empty() {
            block = lasting;
            let closes = is_fenced && block != Block::Code;
            is_fenced &= !closes;
            out.line(if closes { FENCE } else { "" });
            continue;
        }
        let item = bare.trim_start_matches(['*', '#']);
        let is_alias = || bare.starts_with('[') && (bare.contains("]http://") || bare.contains("]https://"));
        match block {
            Block::Code if is_fenced => out.line(line),
            Block::Code => out.line(&format!("    {line}")),
            Block::Quotation => out.line(&format!("> {}", inline(bare))),
            Block::Text if item.len() < bare.len() && item.starts_with(' ') => {
                out.line(&format!("- {}", inline(item.trim())));
            }
            Block::Text if bare.len() > 1 && bare.starts_with('|') && bare.ends_with('|') => {
                out.line(&format!("- {}", row(bare)));
            }
            Block::Text if is_alias() => {
                receipt.dropped("address of a link", bare);
                out.blank();
            }
            Block::Text => out.line(&inline(bare)),
        }
    }
}

const FENCE: &str = "```";

/// Makes a fence of the last line, if it is blank.
fn fence(out: &mut Rewritten) -> bool {
    let is_blank = out.body.ends_with("\n\n");
    if is_blank {
        out.body.pop();
        out.line(FENCE);
    }
    is_blank
}

/// A line that begins with what its block is: `h2(class). Words`.
#[derive(Debug)]
struct Signed<'a> {
    name: &'a str,
    /// It holds for the blocks behind it, too.
    lasts: bool,
    words: &'a str,
}

impl<'a> Signed<'a> {
    fn of(line: &'a str) -> Option<Self> {
        /// Attributes are no longer.
        const SIGNATURE_BYTES_MAX: usize = 120;
        let head = &line[..line.floor_char_boundary(SIGNATURE_BYTES_MAX)];
        let (signature, _) = head.split_once(". ")?;
        let words = &line[signature.len() + 2..];
        let (signature, lasts) = match signature.strip_suffix('.') {
            Some(signature) => (signature, true),
            None => (signature, false),
        };
        let name_bytes = signature.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
        let (name, attributes) = signature.split_at(name_bytes.unwrap_or(signature.len()));
        let is_note = |name: &str| {
            let number = name.strip_prefix("fn").unwrap_or_default();
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_known = matches!(
            name,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "bq" | "bc" | "pre" | "notextile" | "###"
        ) || is_note(name);
        let are_attributes = attributes.is_empty()
            || attributes.starts_with(['(', '{', '[', '<', '>', '=']) && !attributes.contains("  ");
        (is_known && are_attributes).then(|| Self { name, lasts, words: words.trim() })
    }
}

/// The cells of a row with bars between them, as tables are read everywhere.
fn row(line: &str) -> String {
    let cells = line.trim_matches('|').split('|').map(|cell| {
        let cell = cell.trim();
        // `_. ` makes a head, `\2. ` joins cells.
        let marked = cell.split_once(". ").filter(|(mark, _)| {
            let is_mark = |c: char| matches!(c, '_' | '\\' | '/' | '<' | '>' | '=' | '^' | '~' | '-');
            mark.starts_with(is_mark) && mark.chars().all(|c| is_mark(c) || c.is_ascii_digit())
        });
        inline(marked.map_or(cell, |(_, words)| words))
    });
    cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" \\| ")
}

fn inline(line: &str) -> String {
    let line = spans(line, "==", "==", str::to_owned);
    let line = links(&line);
    let line = without_pictures(&line);
    let line = notes(&line);
    let line = spans(&line, "@", "@", |code| format!("`{code}`"));
    let line = spans(&line, "??", "??", |title| format!("*{title}*"));
    let line = emphasis(&line, '*', "**");
    emphasis(&line, '_', "*")
}

/// `"words(title)":address` as a link.
fn links(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("\":") {
        let address = &rest[at + 2..];
        let end = address.find(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '"'));
        let address =
            address[..end.unwrap_or(address.len())].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let open = rest[..at].rfind('"').filter(|_| !address.is_empty());
        match open {
            Some(open) => {
                let words = &rest[open + 1..at];
                let title = words.ends_with(')').then(|| words.rfind('(')).flatten().filter(|at| *at > 0);
                out.push_str(&rest[..open]);
                out.push_str(&link(&words[..title.unwrap_or(words.len())], address));
                rest = &rest[at + 2 + address.len()..];
            }
            None => {
                out.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// `!picture.png(what it shows)!` shows nothing to search.
fn without_pictures(line: &str) -> String {
    spans(line, "!", "!", |inside| {
        let is_picture = !inside.contains(' ') && inside.contains('.')
            || inside.contains(".png(")
            || inside.contains(".jpg(");
        if is_picture { String::new() } else { format!("!{inside}!") }
    })
}

/// `words[1]` refers to a note.
fn notes(line: &str) -> String {
    spans(line, "[", "]", |inside| {
        let is_number = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { format!("[^{inside}]") } else { format!("[{inside}]") }
    })
}
