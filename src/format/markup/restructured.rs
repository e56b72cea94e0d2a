//! reStructuredText.

use super::Rewritten;
use super::inline::{link, spans};
use super::substitutions::Substitutions;
use crate::format::Receipt;

pub(super) fn rewrite(text: &str, out: &mut Rewritten, receipt: &mut Receipt) {
    let named = substitutions(text);
    let text = named.put_in(text, '|', '|');
    let lines: Vec<&str> = text.lines().collect();
    let quotes = quotations(&lines);
    // The marks under headings, in the order in which they appear: the first is the highest.
    let mut levels: Vec<(char, bool)> = Vec::new();
    let mut headings = 0;
    // Fields before the first words are about the text, later ones are part of it.
    let mut in_head = true;
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        let bare = line.trim();
        let next = lines.get(index + 1).copied().unwrap_or_default();
        let over = adornment(line).filter(|_| {
            lines.get(index + 2).is_some_and(|under| adornment(under) == adornment(line))
                && !next.trim().is_empty()
        });
        let under = adornment(next).filter(|_| {
            !bare.is_empty()
                && adornment(line).is_none()
                && next.trim().chars().count() + 2 >= bare.chars().count()
                && !line.starts_with(' ')
        });
        if let Some(mark) = over.or(under) {
            let title = if over.is_some() { next.trim() } else { bare };
            let key = (mark, over.is_some());
            let level = levels.iter().position(|known| *known == key).unwrap_or_else(|| {
                levels.push(key);
                levels.len() - 1
            });
            if over.is_some() {
                out.blank();
            }
            if headings == 0 && level == 0 && !out.is_titled {
                out.field("title", &inline(title));
                out.blank();
            } else {
                out.line(&format!("{} {}", "#".repeat((level + 1).min(6)), inline(title)));
            }
            headings += 1;
            out.blank();
            index += if over.is_some() { 3 } else { 2 };
            continue;
        }
        if let Some((name, value)) = field(bare).filter(|_| in_head && !line.starts_with(' ')) {
            index = head_field(&lines, index, name, value, out);
            continue;
        }
        if let Some(rest) = line.trim_start().strip_prefix(".. ") {
            index = directive(&lines, index, rest, out, receipt);
            continue;
        }
        if bare == ".." {
            // One without words ends before a blank line, and what stands behind that is none.
            let is_empty = next.trim().is_empty();
            index = if is_empty { index + 1 } else { skip_indented(&lines, index, out) };
            if is_empty {
                out.blank();
            }
            continue;
        }
        if adornment(line).is_some() {
            out.blank();
            index += 1;
            continue;
        }
        if table_columns(line).is_some() || is_grid_rule(line) {
            index = table(&lines, index, out);
            continue;
        }
        // The address of a link without a name.
        if bare.starts_with("__ ") {
            receipt.dropped("address of a link", bare);
            out.blank();
            index += 1;
            continue;
        }
        in_head &= bare.is_empty();
        let item = bare.strip_prefix("#. ");
        // `::` at the end of a paragraph opens a block as it is.
        if let Some(before) = line.trim_end().strip_suffix("::") {
            // Behind a blank it leaves no colon: `as here. ::`
            let sign = if before.ends_with(char::is_whitespace) { "" } else { ":" };
            let before =
                if before.trim().is_empty() { String::new() } else { inline(before.trim_end()) + sign };
            out.line(&numbered(&before).unwrap_or(before));
            let edge = line.len() - line.trim_start().len() + if item.is_some() { 3 } else { 0 };
            index = literal(&lines, index + 1, edge, out);
            continue;
        }
        let item = item.map(|item| format!("1. {}", inline(item)));
        let written = || if quotes[index] { format!("> {}", inline(bare)) } else { inline(line) };
        out.line(&item.unwrap_or_else(written));
        index += 1;
    }
}

/// What the text itself gives for names: `.. |name| replace:: words`, and a picture, which says nothing.
fn substitutions(text: &str) -> Substitutions<'_> {
    let mut named = Substitutions::default();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((name, rest)) = line.strip_prefix(".. |").and_then(|rest| rest.split_once("| ")) else {
            continue;
        };
        if rest.trim_start().starts_with("image::") {
            named.tell(name, "");
        } else if let Some(words) = rest.trim_start().strip_prefix("replace::") {
            let mut words = words.trim().to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with(' ') && !line.trim().is_empty()) {
                words.push(' ');
                words.push_str(more.trim());
            }
            named.tell(name, words);
        }
    }
    named
}

/// `#. words` with a number that Markdown knows.
fn numbered(line: &str) -> Option<String> {
    line.trim_start().strip_prefix("#. ").map(|item| format!("1. {item}"))
}

/// Takes up the field of the head at `index` with the lines it goes on over; returns the line
/// behind it. What a reader sees of it, the abstract, stays in the text.
fn head_field(lines: &[&str], index: usize, name: &str, value: &str, out: &mut Rewritten) -> usize {
    let is_more = |line: &&&str| line.starts_with([' ', '\t']) && !line.trim().is_empty();
    let end = index + 1 + lines[index + 1..].iter().take_while(is_more).count();
    let more = lines[index + 1..end].iter().map(|line| line.trim());
    let folded = name.to_ascii_lowercase();
    let key = match &*folded {
        "author" | "authors" => "author",
        "lang" => "language",
        "keywords" | "tags" => "tags",
        name @ ("date" | "language" | "title" | "category" | "url" | "slug" | "status" | "subtitle"
        | "summary" | "description") => name,
        "abstract" | "dedication" => {
            out.line(&inline(value));
            more.for_each(|line| out.line(&inline(line)));
            return end;
        }
        _ => {
            (index..end).for_each(|_| out.blank());
            return end;
        }
    };
    // A list of names, or one value over several lines.
    let is_list = value.starts_with("- ") || value.is_empty() && key == "author";
    let joint = if is_list { "; " } else { " " };
    let values = std::iter::once(value).chain(more).map(|value| value.strip_prefix("- ").unwrap_or(value));
    let values: Vec<&str> = values.filter(|value| !value.is_empty()).collect();
    out.field(key, &values.join(joint));
    (index..end).for_each(|_| out.blank());
    end
}

/// Writes the block as it is that begins at `index` and stands further in than `edge`.
fn literal(lines: &[&str], mut index: usize, edge: usize, out: &mut Rewritten) -> usize {
    let mut blanks = 0;
    while let Some(line) = lines.get(index) {
        if line.trim().is_empty() {
            blanks += 1;
        } else if line.len() - line.trim_start().len() <= edge {
            break;
        } else {
            (0..blanks).for_each(|_| out.blank());
            blanks = 0;
            // Within an item of a list Markdown wants it as far in as the item's words, and four more.
            out.line(&format!("    {line}"));
        }
        index += 1;
    }
    (0..blanks).for_each(|_| out.blank());
    index
}

/// Where the columns begin under a ruler of a simple table: `=====  ===`.
fn table_columns(line: &str) -> Option<Vec<usize>> {
    let is_rule = line.starts_with('=') && line.trim_end().bytes().all(|byte| matches!(byte, b'=' | b' '));
    let starts = |line: &str| {
        let bytes = line.as_bytes();
        (0..bytes.len()).filter(|at| bytes[*at] == b'=' && (*at == 0 || bytes[at - 1] == b' ')).collect()
    };
    let columns: Vec<usize> = if is_rule { starts(line.trim_end()) } else { Vec::new() };
    (columns.len() >= 2).then_some(columns)
}

/// `+-----+---+`
fn is_grid_rule(line: &str) -> bool {
    let bare = line.trim();
    (bare.starts_with("+-") || bare.starts_with("+="))
        && bare.ends_with('+')
        && bare.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'='))
}

/// Writes the table at `index`, a row an item as those of Markdown's tables are.
fn table(lines: &[&str], mut index: usize, out: &mut Rewritten) -> usize {
    let columns = table_columns(lines[index]);
    while let Some(line) = lines.get(index) {
        let row = match &columns {
            // A simple table ends with a ruler and a blank line.
            Some(_) if line.trim().is_empty() && table_columns(lines[index - 1]).is_some() => break,
            Some(_) if table_columns(line).is_some() || adornment(line).is_some() => String::new(),
            Some(columns) => {
                let ends = columns.iter().skip(1).copied().chain([line.len()]);
                let cells = columns.iter().zip(ends).filter_map(|(start, end)| {
                    let at = |byte: usize| line.floor_char_boundary(byte.min(line.len()));
                    line.get(at(*start)..at(end)).map(str::trim)
                });
                joined(cells)
            }
            None if is_grid_rule(line) => String::new(),
            None if line.trim_start().starts_with('|') => joined(line.trim().trim_matches('|').split('|')),
            None => break,
        };
        out.line(&if row.is_empty() { row } else { format!("- {row}") });
        index += 1;
    }
    index
}

fn joined<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(str::trim).filter(|cell| !cell.is_empty()).map(inline).collect();
    cells.join(" | ")
}

/// Which lines are a quotation: indented prose after a blank line that goes on with no item.
fn quotations(lines: &[&str]) -> Vec<bool> {
    let is_item = |line: &str| {
        line.starts_with(['*', '-', '+'])
            || line.starts_with(|c: char| c.is_ascii_digit())
            || line.starts_with("#.")
    };
    let (mut is_behind_blank, mut is_in_item) = (true, false);
    let quotes = lines.iter().map(|line| {
        let is_blank = line.trim().is_empty();
        let is_quoted = line.starts_with("  ") && !is_blank && is_behind_blank && !is_in_item;
        if is_blank || !line.starts_with(' ') {
            is_behind_blank = is_blank;
            is_in_item = if is_blank { is_in_item } else { is_item(line) };
        }
        is_quoted
    });
    quotes.collect()
}

/// Rewrites the directive at `index`; returns the line behind it.
fn directive(lines: &[&str], index: usize, rest: &str, out: &mut Rewritten, receipt: &mut Receipt) -> usize {
    if let Some(note) = rest.strip_prefix('[') {
        // A footnote.
        let text = note.split_once(']').map_or(note, |(_, text)| text);
        out.line(&inline(text.trim()));
        return index + 1;
    }
    let Some((name, argument)) = rest.split_once("::") else {
        receipt.dropped("comment", rest);
        return skip_indented(lines, index, out);
    };
    match name.trim() {
        "code" | "code-block" | "sourcecode" | "literalinclude" => {
            out.line("```");
            let mut index = index + 1;
            while lines.get(index).is_some_and(|line| line.trim().starts_with(':')) {
                index += 1;
                out.blank();
            }
            let end = block_end(lines, index);
            let indent = lines[index..end].iter().filter(|line| !line.trim().is_empty());
            let indent = indent.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
            for line in &lines[index..end] {
                out.line(line.get(indent..).unwrap_or_default());
            }
            // The closing fence takes the blank line that ends the block, where there is one.
            if out.body.ends_with("\n\n") {
                out.body.pop();
            }
            out.line("```");
            end
        }
        // Markdown lets it through.
        "raw" if argument.trim() == "html" => {
            out.blank();
            let end = block_end(lines, index + 1);
            lines[index + 1..end].iter().for_each(|line| out.line(line.trim()));
            end
        }
        "figure" | "list-table" | "csv-table" | "table" => {
            receipt.dropped("setting", rest);
            shown_block(lines, index, name.trim(), argument, out)
        }
        "note" | "warning" | "tip" | "important" | "hint" | "caution" | "attention" | "epigraph"
        | "pull-quote" | "topic" | "sidebar" | "admonition" | "rubric" | "seealso" | "versionadded"
        | "versionchanged" => {
            out.line(&inline(argument.trim()));
            let end = block_end(lines, index + 1);
            for line in &lines[index + 1..end] {
                let line = line.trim();
                out.line(&if line.starts_with(':') && field(line).is_some() {
                    String::new()
                } else {
                    inline(line)
                });
            }
            end
        }
        _ => {
            receipt.dropped("setting", rest);
            skip_indented(lines, index, out)
        }
    }
}

/// Writes what a reader sees of a figure or a table at `index`: its title, caption and legend, a row an item.
fn shown_block(lines: &[&str], index: usize, name: &str, argument: &str, out: &mut Rewritten) -> usize {
    let end = block_end(lines, index + 1);
    out.line(&if name == "figure" { String::new() } else { inline(argument.trim()) });
    let mut row: Vec<&str> = Vec::new();
    let mut index = index + 1;
    while index < end {
        let line = lines[index].trim();
        if let Some((option, value)) = field(line) {
            let head = joined(value.split(',').map(|cell| cell.trim().trim_matches('"')));
            let is_row = name == "csv-table" && option == "header" && !head.is_empty();
            out.line(&if is_row { format!("- {head}") } else { String::new() });
            index += 1;
            // A blank line ends the options; what one says may go on as far in as it begins.
            let goes_on = |line: &&str| !line.trim().is_empty() && field(line.trim()).is_none();
            while index < end && lines.get(index).is_some_and(goes_on) {
                out.blank();
                index += 1;
            }
            continue;
        }
        if matches!(name, "figure" | "table") {
            // A table in it is read as one by itself.
            if table_columns(line).is_some() || is_grid_rule(line) {
                let inside: Vec<&str> = lines[index..end].iter().map(|line| line.trim()).collect();
                index += table(&inside, 0, out).max(1);
                continue;
            }
            out.line(&inline(line));
            index += 1;
            continue;
        }
        if name == "csv-table" {
            let cells = line.split(',').map(|cell| cell.trim().trim_matches('"'));
            let cells = joined(cells);
            out.line(&if cells.is_empty() { cells } else { format!("- {cells}") });
            index += 1;
            continue;
        }
        // `* - Shelf`, and below it `- Two`: a row and its further cells.
        let first = line.strip_prefix("* -");
        if first.is_some() {
            row.clear();
        }
        row.extend(first.or(line.strip_prefix("- ")).or(Some(line)).map(str::trim));
        let is_more = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with("* -");
        let goes_on = lines[index + 1..end].first().is_some_and(is_more);
        if !goes_on {
            let cells = joined(row.drain(..));
            out.body.push_str(&if cells.is_empty() { cells } else { format!("- {cells}") });
        }
        // The row stands on its last line: the lines before it are blank.
        out.blank();
        index += 1;
    }
    end
}

/// Where the indented block from `index` on ends.
fn block_end(lines: &[&str], index: usize) -> usize {
    let is_inside = |line: &&str| line.trim().is_empty() || line.starts_with([' ', '\t']);
    index + lines[index.min(lines.len())..].iter().take_while(|line| is_inside(line)).count()
}

fn skip_indented(lines: &[&str], index: usize, out: &mut Rewritten) -> usize {
    let end = block_end(lines, index + 1);
    (index..end).for_each(|_| out.blank());
    end
}

/// The mark that a line of marks is made of.
fn adornment(line: &str) -> Option<char> {
    let line = line.trim_end();
    let first = line.chars().next().filter(|c| c.is_ascii_punctuation())?;
    (line.len() >= 3 && line.chars().all(|c| c == first)).then_some(first)
}

/// `:name: value`
fn field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let value = value.strip_prefix(' ').or(value.is_empty().then_some(value))?.trim();
    (!name.is_empty() && !name.contains(['`', ':'])).then_some((name, value))
}

fn inline(line: &str) -> String {
    if !line.contains(['`', '_', '|']) {
        return line.to_owned();
    }
    let line = spans(line, "``", "``", |code| format!("\u{1}{code}\u{1}"));
    let line = spans(&line, "`", "`", |inside| match inside.split_once('<') {
        Some((text, address)) if !text.trim().is_empty() => link(text, address.trim_end_matches('>')),
        _ => inside.to_owned(),
    });
    // What is left of the marks of roles and references.
    let mut out = String::with_capacity(line.len());
    for word in line.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let space = &word[bare.len()..];
        let stem = bare.trim_end_matches(['.', ',', ';', ':', ')']);
        let tail = &bare[stem.len()..];
        if stem.starts_with('[') && stem.ends_with("]_") {
            // What the footnote is to stands before it.
            out.truncate(out.trim_end().len());
            out.push_str(tail);
        } else if let Some(stem) = stem
            .strip_suffix("__")
            .or(stem.strip_suffix('_'))
            .filter(|stem| stem.ends_with([')', '`']) || stem.chars().all(char::is_alphanumeric))
        {
            out.push_str(stem);
            out.push_str(tail);
        } else {
            let role = bare.strip_prefix(':').and_then(|rest| rest.split_once(':')).filter(|(role, text)| {
                !text.is_empty() && role.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            });
            out.push_str(role.map_or(bare, |(_, text)| text));
        }
        out.push_str(space);
    }
    out.replace('\u{1}', "`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_indented_behind_a_blank_line_is_a_quotation() {
        let quoted = |text: &str| {
            let lines: Vec<&str> = text.lines().collect();
            (0..)
                .zip(quotations(&lines))
                .filter_map(|(index, is)| is.then_some(index))
                .collect::<Vec<usize>>()
        };
        assert_eq!(quoted("She said:\n\n  Lids keep.\n  They do.\n\nSo.\n  Not this.\n"), [2, 3]);
        assert_eq!(quoted("* A lid\n\n  of the same item.\n\nWords.\n\n  Quoted.\n"), [6]);
        assert_eq!(quoted(" one blank\n  No more.\n"), [1]);
        assert!(quoted(&("Words.\n".to_owned() + &"  a lid\n".repeat(400_000))).is_empty());
    }
}
