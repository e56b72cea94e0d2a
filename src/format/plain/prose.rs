//! Whether a text is meant to be read: prose in any language, and not code, tables or settings.

/// Says that a file with this ending may hold prose; sources and data say by their ending that
/// they do not.
pub(super) fn is_allowed(extension: &str) -> bool {
    #[rustfmt::skip]
    const REFUSED: [&str; 92] = [
        "json", "jsonl", "ndjson", "xml", "xsl", "xslt", "xsd", "dtd", "svg", "csv", "tsv", "yaml",
        "yml", "toml", "ini", "cfg", "conf", "properties", "lock", "sum", "sql", "db", "rs", "py",
        "pyi", "ipynb", "js", "mjs", "cjs", "jsx", "ts", "tsx", "vue", "css", "scss", "sass",
        "less", "c", "h", "cc", "cpp", "hpp", "cs", "java", "kt", "swift", "go", "rb", "php", "pl",
        "pm", "lua", "r", "jl", "hs", "ml", "mli", "ex", "exs", "erl", "clj", "cljs", "edn",
        "scala", "dart", "zig", "nim", "sh", "bash", "zsh", "fish", "ps1", "bat", "cmd", "mk",
        "cmake", "gradle", "dockerfile", "tf", "proto", "graphql", "bib", "map", "po", "pot",
        "patch", "diff", "ics", "vcf", "ssv", "cue", "edl",
    ];
    !REFUSED.contains(&extension)
}

/// Says that `head`, the beginning of a text, reads as prose.
pub(super) fn is_prose(head: &str) -> bool {
    let start = head.trim_start();
    let markup = start.starts_with("<?xml") || start.starts_with("<!DOCTYPE") || start.starts_with("#!");
    !markup && !is_json(start) && is_wordy(head) && !is_settings(head) && !is_code(head)
}

fn is_json(start: &str) -> bool {
    let inside = match start.as_bytes().first() {
        Some(b'{' | b'[') => start[1..].trim_start(),
        _ => return false,
    };
    inside.starts_with(['"', '{', '[', '}', ']'])
}

/// Most of what blanks part are words.
fn is_wordy(head: &str) -> bool {
    let (mut words, mut others) = (0, 0);
    for token in head.split_whitespace() {
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() {
            continue;
        }
        let unspaced = if bare.is_ascii() { 0 } else { bare.chars().filter(|c| *c >= '\u{0E00}').count() };
        if unspaced > 0 {
            // Scripts without blanks, and with them: a word is some two signs.
            words += unspaced.div_ceil(2);
        } else if is_word(bare) {
            words += 1;
        } else {
            others += 1;
        }
    }
    words > 0 && words >= others
}

fn is_word(bare: &str) -> bool {
    let mut vowels = false;
    let (mut count, mut capitals) = (0, 0);
    for c in bare.chars() {
        if !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '‘' | '\u{AD}' | '—' | '–')) {
            return false;
        }
        count += 1;
        vowels |= !c.is_ascii()
            || matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'A' | 'E' | 'I' | 'O' | 'U' | 'Y');
        capitals += usize::from(c.is_uppercase());
    }
    count <= 40 && (vowels || (capitals == count && count <= 5))
}

/// `key: value` or `key=value` on nearly every line, with values that say nothing.
pub(super) fn is_settings(head: &str) -> bool {
    let (mut lines, mut settings) = (0, 0);
    for line in head.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        let key_bytes = line
            .find(|c: char| {
                !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '[' | ']' | '$' | '/'))
            })
            .unwrap_or(line.len());
        let value = line[key_bytes..].trim_start();
        let is_key = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '"')
            && !line.ends_with(['.', '?', '!'])
            && value.starts_with([':', '='])
            && value.split_whitespace().count() <= 4;
        let is_item = line.strip_prefix("- ").is_some_and(|item| !is_sentence(item));
        settings += usize::from(is_key || line.starts_with('#') || is_item);
    }
    lines >= 3 && settings * 10 >= lines * 8
}

/// Several words up to a full stop: what somebody says or notes, and no setting.
fn is_sentence(text: &str) -> bool {
    const WORDS_MIN: usize = 4;
    let words =
        text.split_whitespace().filter(|word| is_word(word.trim_matches(|c: char| !c.is_alphanumeric())));
    text.trim_end().ends_with(['.', '?', '!', '…', '"', '”']) && words.take(WORDS_MIN).count() == WORDS_MIN
}

/// Requests of `roff`, as manuals are written in, begin many lines: `.SH NAME`, `.PP`, `.\" a remark`.
pub(super) fn is_typesetting(head: &str) -> bool {
    const REQUESTS_MIN: usize = 4;
    let is_request = |line: &str| {
        let Some(rest) = line.strip_prefix(['.', '\'']) else { return false };
        let name = rest.split([' ', '\t']).next().unwrap_or_default();
        let is_name = (1..=2).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        line.starts_with('.') && is_name || rest.starts_with("\\\"")
    };
    let lines = || head.lines().filter(|line| !line.trim().is_empty());
    let requests = lines().filter(|line| is_request(line)).count();
    requests >= REQUESTS_MIN && requests * 10 >= lines().count()
}

/// Lines end and begin as those of programs do.
fn is_code(head: &str) -> bool {
    #[rustfmt::skip]
    const STARTS: [&str; 22] = [
        "import ", "from ", "def ", "class ", "#include", "//", "/*", "function ", "const ", "let ",
        "var ", "return ", "public ", "private ", "fn ", "use ", "package ", "@", "<%", "$", "end",
        "elif ",
    ];
    // A line with a few is no program yet.
    const SIGNS_MIN: usize = 6;
    let (mut lines, mut code) = (0, 0);
    for line in head.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines += 1;
        let ends =
            line.ends_with(['{', '}', '\\']) || line.ends_with(';') && !is_clause(line) || opens_suite(line);
        let starts = STARTS.iter().any(|start| line.starts_with(start))
            && line.contains(['(', '=', '{', ';', '<', '*']);
        code += usize::from(ends || starts);
    }
    let is_rule = |line: &&str| {
        line.len() > 3 && line.bytes().all(|byte| byte == line.as_bytes()[0] && byte.is_ascii_punctuation())
    };
    let is_sign = |byte: &u8| {
        matches!(byte, b'{' | b'}' | b'(' | b')' | b'=' | b';' | b'<' | b'>' | b'$' | b'_' | b'|')
    };
    let signs = |line: &str| line.bytes().filter(is_sign).count().saturating_sub(2 * bracketed_times(line));
    let signs: usize = head.lines().filter(|line| !is_rule(&line.trim_end())).map(signs).sum();
    code * 3 >= lines && code > 1 || signs * 16 > head.len() && signs >= SIGNS_MIN
}

/// Says that a line begins what a program does under a condition or by a name, as Python writes it: `def f(a):`;
/// `Ada Moss (Leeds):` is no such line.
fn opens_suite(line: &str) -> bool {
    const STARTS: [&str; 10] =
        ["def ", "class ", "if ", "elif ", "for ", "while ", "with ", "except ", "async ", ")"];
    line.ends_with("):") && STARTS.iter().any(|start| line.starts_with(start))
}

/// Says that a line that ends in a semicolon is a part of a sentence: words and nothing else.
fn is_clause(line: &str) -> bool {
    const WORDS_MIN: usize = 6;
    let is_bare_word =
        |token: &str| is_word(token.trim_matches([',', ';', ':', '.', '(', ')', '"', '“', '”']));
    line.split_whitespace().all(is_bare_word) && line.split_whitespace().nth(WORDS_MIN - 1).is_some()
}

/// How many times stand in brackets, as in a list of chapters: `(12:04) Who paid for the wall?`
fn bracketed_times(line: &str) -> usize {
    let is_time = |inside: &str| {
        let mut parts = inside.split(':');
        let first = parts.next().unwrap_or_default();
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let rest = parts.clone().count();
        first.len() <= 3
            && is_number(first)
            && rest > 0
            && parts.all(|part| part.len() == 2 && is_number(part))
    };
    line.split('(')
        .skip(1)
        .filter(|behind| behind.split_once(')').is_some_and(|(inside, _)| is_time(inside)))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typesetting_is_told_by_its_requests() {
        assert!(is_typesetting(".TH KILN 1\n.SH NAME\nkiln \\- burns\n.PP\nIt burns\n.B slowly\n"));
        assert!(!is_typesetting("It burns.\n. So it goes.\n.5 of it\n...\n.NET is not ours.\n.a b c\n"));
    }

    #[test]
    fn prose_is_told_from_code_and_data() {
        let check = |text: &str, expected: bool| assert_eq!(is_prose(text), expected, "{text}");
        check("The river rose in the night; by morning the lower field was gone.", true);
        check("Ein kurzer Brief.\n\nLiebe Anna, wir sind gut angekommen.", true);
        check("川はあの夜から増水した。", true);
        check("Река поднялась ночью.", true);
        check("{title} {{ lids", true);
        check("{\"a\": 1}", false);
        check("[{\"a\": 1}]", false);
        check("<?xml version=\"1.0\"?>\n<a>words and words</a>", false);
        check("a: 1\nb: two\nc: three\n", false);
        check("User-agent: *\nDisallow: /private\nDisallow: /x\n", false);
        check("pkg==1.0\nother>=2.4.1\n", false);
        check("import os\nfrom a import (b)\n\ndef main():\n    return os.path(b)\n", false);
        check("int main() {\n  return 0;\n}\n", false);
        check("r1b1/8/8/4 w - - 0 1\nr1b1/8/7/5 b - - 0 1\n", false);
        check("12 14 15 18\n", false);
        check("(00:00) Intro(01:30) The flood(12:04) Who paid for it?(1:02:10) Mail", true);
        check("let a = f(1)(2)(3);(b) = g(a)(c)", false);
        check("Step 1 (optional):\nClean the lamp.\nStep 2 (on the pier):\nLight it.", true);
        check(
            "class Lamp(Light):\n    def lit(self):\n        if (self.oil > 0):\n            return 1",
            false,
        );
        check(
            "Whereas the lamp on the pier is out;\nWhereas nobody has paid for the stairs (of stone);",
            true,
        );
        check("lamp = light;\nstairs = none;\nreturn lamp or else stairs;", false);
    }
}
