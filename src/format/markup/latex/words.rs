//! The words of a line of LaTeX: accents, letters, formulas, and commands as far as they show something.

use unicode_normalization::char::compose;

use super::super::inline::link;

/// How deep commands may lie in each other.
const DEPTH_MAX: usize = 8;
/// What may be opened in vain, before nothing more is taken for an argument.
const UNCLOSED_MAX: usize = 32;

/// What emphasis becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dress {
    Markdown,
    /// Nothing: the words go into a field.
    Words,
}

/// The marks that a character of their own stands for.
const MARKS: [(&str, &str); 13] = [
    ("``", "“"),
    ("''", "”"),
    ("---", "—"),
    ("--", "–"),
    ("`", "‘"),
    ("~", " "),
    ("{", ""),
    ("}", ""),
    ("'", "’"),
    ("-", "-"),
    ("\\\\", " "),
    ("\\ ", " "),
    ("\\\n", "\n"),
];

/// The text in braces at the beginning, and what follows. It ends with its paragraph at the latest.
pub(super) fn argument(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('{')?;
    let (mut depth, mut is_escaped, mut was_break) = (0, false, false);
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            _ if is_escaped => {}
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some((&inside[..at], &inside[at + 1..])),
            b'}' => depth -= 1,
            b'\n' if was_break => return None,
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
        was_break = byte == b'\n' || was_break && matches!(byte, b' ' | b'\t' | b'\r');
    }
    None
}

/// The text in brackets at the beginning, and what follows.
pub(super) fn option(text: &str) -> Option<(&str, &str)> {
    const BYTES_MAX: usize = 400;
    let inside = text.strip_prefix('[')?;
    let end = inside.as_bytes().iter().take(BYTES_MAX).position(|byte| matches!(byte, b']' | b'\n'))?;
    inside[end..].strip_prefix(']').map(|after| (&inside[..end], after))
}

/// What stands behind a star and the options in brackets at the beginning.
pub(super) fn after_options(text: &str) -> &str {
    let mut rest = text.strip_prefix('*').unwrap_or(text);
    while let Some((_, after)) = option(rest) {
        rest = after;
    }
    rest
}

/// A formula without its names for references.
pub(super) fn without_labels(formula: &str) -> String {
    super::super::inline::spans(formula, "\\label{", "}", |_| String::new())
}

/// A text without its commands: the last argument is what they show.
pub(super) fn plain(text: &str, dress: Dress) -> String {
    let mut words = Words { out: String::with_capacity(text.len()), dress, unclosed: 0 };
    words.add(text, 0);
    words.out
}

/// Code without the commands that colour its words: `\KeywordTok{let} \NormalTok{x }\OperatorTok{=}`.
pub(super) fn of_highlighted(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        out.push_str(&rest[..at]);
        let Some(command) = rest[at..].strip_prefix('\\') else {
            rest = &rest[at + 1..];
            continue;
        };
        let end = command.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(command.len());
        let sign = match &command[..end] {
            "" => command.chars().next(),
            "textbackslash" => Some('\\'),
            "textasciitilde" => Some('~'),
            "textasciicircum" => Some('^'),
            "textquotesingle" => Some('\''),
            "textquotedbl" => Some('"'),
            "textgreater" => Some('>'),
            "textless" => Some('<'),
            "textbar" => Some('|'),
            "textasciigrave" => Some('`'),
            _ => None,
        };
        out.extend(sign);
        rest = &command[if end == 0 { sign.map_or(0, char::len_utf8) } else { end }..];
    }
    out.push_str(rest);
    out
}

struct Words {
    out: String,
    dress: Dress,
    unclosed: usize,
}

impl Words {
    fn add(&mut self, text: &str, depth: usize) {
        let mut rest = text;
        while let Some(at) = rest.find(['\\', '{', '}', '~', '`', '\'', '-', '$']) {
            self.out.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some((mark, to)) = MARKS.iter().find(|(mark, _)| rest.starts_with(mark)) {
                self.out.push_str(to);
                rest = &rest[mark.len()..];
            } else if let Some(after) = self.formula(rest) {
                rest = after;
            } else if let Some(after) = self.accented(&rest[1..], depth) {
                rest = after;
            } else if rest.starts_with('$') {
                self.sign('$');
                rest = &rest[1..];
            } else {
                rest = self.command(&rest[1..], depth);
            }
        }
        self.out.push_str(rest);
    }

    /// The argument at the beginning, unless many were opened in vain.
    fn argument<'a>(&mut self, text: &'a str) -> Option<(&'a str, &'a str)> {
        let found = if self.unclosed < UNCLOSED_MAX { argument(text) } else { None };
        self.unclosed += usize::from(found.is_none() && text.starts_with('{'));
        found
    }

    /// `$x$` and `\(x\)` stay as they are: their names can be searched for.
    fn formula<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let (open, close) = [("$$", "$$"), ("$", "$"), ("\\(", "\\)")]
            .into_iter()
            .find(|(open, _)| self.unclosed < UNCLOSED_MAX && text.starts_with(open))?;
        let inside = &text[open.len()..];
        let end = inside
            .match_indices(close)
            .map(|(at, _)| at)
            .find(|at| *at > 0 && !inside[..*at].ends_with('\\'));
        let Some(end) = end.filter(|end| !inside[..*end].contains("\n\n")) else {
            self.unclosed += 1;
            return None;
        };
        let formula = &inside[..end];
        self.out.push('$');
        self.out.push_str(&crate::clean::folded(formula));
        self.out.push('$');
        self.out.extend(formula.matches('\n').map(|_| '\n'));
        Some(&inside[end + close.len()..])
    }

    /// A letter under an accent: `'e`, `"{\i}`, `c{c}`, `v S`, without the stroke before.
    fn accented<'a>(&mut self, text: &'a str, depth: usize) -> Option<&'a str> {
        let mark = text.chars().next()?;
        #[rustfmt::skip]
        let accent = match mark {
            '`' => '\u{300}', '\'' => '\u{301}', '^' => '\u{302}', '~' => '\u{303}', '"' => '\u{308}',
            '=' => '\u{304}', '.' => '\u{307}', 'u' => '\u{306}', 'v' => '\u{30C}', 'H' => '\u{30B}',
            'c' => '\u{327}', 'k' => '\u{328}', 'r' => '\u{30A}', 'd' => '\u{323}', 'b' => '\u{331}',
            't' => '\u{361}',
            _ => return None,
        };
        let behind = &text[1..];
        if mark.is_ascii_alphabetic() && behind.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let behind = behind.trim_start_matches(' ');
        let (letter, rest) = match self.argument(behind) {
            Some(found) => found,
            // A letter that is a command: `\i`.
            None if behind.starts_with('\\') => {
                let end =
                    behind[1..].find(|c: char| !c.is_ascii_alphabetic()).map_or(behind.len(), |end| end + 1);
                (&behind[..end], behind[end..].trim_start_matches(' '))
            }
            None => {
                let c = behind.chars().next().filter(|c| c.is_alphabetic())?;
                behind.split_at(c.len_utf8())
            }
        };
        let start = self.out.len();
        match letter {
            // What goes under an accent has no dot.
            "\\i" => self.out.push('i'),
            "\\j" => self.out.push('j'),
            _ if depth < DEPTH_MAX => self.add(letter, depth + 1),
            _ => self.out.push_str(letter),
        }
        let letter = self.out.split_off(start);
        let mut letters = letter.chars();
        if let Some(first) = letters.next().filter(|c| c.is_alphabetic()) {
            match compose(first, accent) {
                Some(composed) => self.out.push(composed),
                None => self.out.extend([first, accent]),
            }
            self.out.push_str(letters.as_str());
        } else {
            self.out.push_str(&letter);
        }
        Some(rest)
    }

    /// A sign that Markdown has another use for.
    fn sign(&mut self, c: char) {
        if self.dress == Dress::Markdown && matches!(c, '$' | '#' | '_' | '*') {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    fn command<'a>(&mut self, text: &'a str, depth: usize) -> &'a str {
        let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
        if end == 0 {
            // An escaped sign, or a space that is none.
            let Some(c) = text.chars().next() else { return text };
            if !matches!(c, ',' | ';' | ':' | '!' | '/' | '@' | '-') {
                self.sign(c);
            }
            return &text[c.len_utf8()..];
        }
        let (name, behind) = text.split_at(end);
        if name == "verb" && self.unclosed < UNCLOSED_MAX {
            let Some(mark) = behind.chars().next() else { return behind };
            let inside = &behind[mark.len_utf8()..];
            if let Some((code, rest)) = inside.split_once(mark) {
                self.out.push_str(&format!("`{code}`"));
                return rest;
            }
            self.unclosed += 1;
        }
        let behind = after_options(behind);
        if let Some(letter) = letter(name) {
            self.out.push_str(letter);
            let rest = behind.trim_start_matches(' ');
            return rest.strip_prefix("{}").unwrap_or(rest);
        }
        let found = if depth < DEPTH_MAX { self.argument(behind) } else { None };
        let Some((first, after)) = found else {
            return behind.trim_start_matches(' ');
        };
        let (shown, rest) = match name {
            "textcolor" | "colorbox" | "foreignlanguage" | "hyperlink" | "hypertarget" | "parbox"
            | "raisebox" | "scalebox" | "texorpdfstring" => {
                argument(after_options(after)).unwrap_or((first, after))
            }
            "multicolumn" | "multirow" | "resizebox" => {
                let second = argument(after_options(after));
                second.and_then(|(_, after)| argument(after_options(after))).unwrap_or((first, after))
            }
            _ => (first, after),
        };
        let nested = |words: &mut Self, shown: &str| {
            let start = words.out.len();
            words.add(shown, depth + 1);
            words.out.split_off(start)
        };
        let is_marked = self.dress == Dress::Markdown;
        match name {
            "href" => {
                let Some((text, rest)) = argument(after) else { return after };
                let text = nested(self, text);
                self.out.push_str(&if is_marked { link(&text, first) } else { text });
                return rest;
            }
            "url" | "path" | "nolinkurl" => self.out.push_str(shown),
            "emph" | "textit" | "textsl" if is_marked => self.wrapped("*", shown, depth),
            "textbf" if is_marked => self.wrapped("**", shown, depth),
            "texttt" if is_marked => self.out.push_str(&format!("`{shown}`")),
            "footnote" | "footnotetext" | "marginpar" | "marginnote" if is_marked => {
                let note = nested(self, shown);
                self.out.push_str(&format!(" ({})", note.trim()));
            }
            _ if is_setting(name) => return self.without_setting(name, rest),
            _ => self.add(shown, depth + 1),
        }
        rest
    }

    fn wrapped(&mut self, mark: &str, shown: &str, depth: usize) {
        self.out.push_str(mark);
        self.add(shown.trim(), depth + 1);
        self.out.push_str(mark);
    }

    /// What stands behind a command that shows nothing, without the blank before it that parts it from a stop.
    fn without_setting<'a>(&mut self, name: &str, rest: &'a str) -> &'a str {
        let mut rest = rest;
        let arguments = match name {
            "newcommand" | "renewcommand" | "providecommand" | "setlength" | "addtolength" | "setcounter"
            | "markboth" | "addtocontents" | "rule" => 1,
            "addcontentsline" => 2,
            _ => 0,
        };
        for _ in 0..arguments {
            rest = argument(after_options(rest)).map_or(rest, |(_, rest)| rest);
        }
        if rest.starts_with(['.', ',', ';', ':', ')', '?', '!']) {
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
        rest
    }
}

/// Commands whose argument nobody reads.
fn is_setting(name: &str) -> bool {
    #[rustfmt::skip]
    let is_known = matches!(
        name,
        "label" | "index" | "input" | "include" | "includegraphics" | "vspace" | "hspace" | "vskip" | "begin" | "end"
            | "ref" | "eqref" | "pageref" | "cref" | "Cref" | "autoref" | "nocite" | "thanks" | "footnote"
            | "bibliography" | "bibliographystyle" | "usepackage" | "documentclass" | "newcommand"
            | "renewcommand" | "providecommand" | "setlength" | "addtolength" | "setcounter" | "pagestyle"
            | "thispagestyle" | "color" | "phantom" | "vphantom" | "hphantom" | "affil" | "affiliation"
            | "email" | "orcid" | "inst" | "IEEEauthorblockA" | "bibinfo" | "graphicspath" | "addbibresource"
            | "hypersetup" | "addcontentsline" | "addtocontents" | "markright" | "selectlanguage" | "cline" | "cmidrule" | "markboth" | "footnotemark" | "fontsize"
            | "rule"
    );
    is_known || name.starts_with("cite") || name.ends_with("cite")
}

/// The letter or sign that a command is.
fn letter(name: &str) -> Option<&'static str> {
    #[rustfmt::skip]
    let letter = match name {
        "aa" => "å", "AA" => "Å", "o" => "ø", "O" => "Ø", "ae" => "æ", "AE" => "Æ", "oe" => "œ", "OE" => "Œ",
        "l" => "ł", "L" => "Ł", "ss" => "ß", "i" => "ı", "j" => "ȷ", "dh" => "ð", "DH" => "Ð", "th" => "þ",
        "TH" => "Þ", "dj" => "đ", "DJ" => "Đ", "ng" => "ŋ", "NG" => "Ŋ", "S" => "§", "P" => "¶",
        "copyright" | "textcopyright" => "©", "pounds" | "textsterling" => "£", "euro" | "texteuro" => "€",
        "ldots" | "dots" | "textellipsis" => "…", "LaTeX" => "LaTeX", "TeX" => "TeX", "BibTeX" => "BibTeX",
        "textendash" => "–", "textemdash" => "—", "textquoteleft" | "lq" => "‘", "textquoteright" | "rq" => "’",
        "textquotedblleft" => "“", "textquotedblright" => "”", "guillemotleft" | "og" => "«",
        "guillemotright" | "fg" => "»", "textbackslash" => "\\\\", "textasciitilde" => "~",
        "textasciicircum" => "^", "textdegree" | "degree" => "°", "textbullet" => "•", "texttimes" => "×",
        "textunderscore" => "\\_", "quad" | "qquad" | "newline" | "linebreak" | "space" => " ",
        _ => return None,
    };
    Some(letter)
}
