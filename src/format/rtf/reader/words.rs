//! What the control words say.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use super::{Destination, Flow, Reader, Style, pages};

impl Reader {
    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
        let is_starred = std::mem::take(&mut self.is_starred);
        let is_on = number != Some(0);
        if let Some(character) = character(word) {
            return self.character(character);
        }
        match word {
            "u" => self.unit(number.unwrap_or(0xFFFD)),
            "uc" => self.state.stand_ins = usize::try_from(number.unwrap_or(1)).unwrap_or_default().min(16),
            _ => {
                // A stand-in may be a word, but none that does anything.
                self.stand_ins_left = 0;
                self.flush();
                if !self.set(word, number, is_on) {
                    self.enter(word, is_starred);
                }
            }
        }
    }

    /// Does what a word says that is not the first of a group of its own; false when it is none.
    fn set(&mut self, word: &str, number: Option<i32>, is_on: bool) -> bool {
        let is_body = self.state.destination == Destination::Body;
        let value = number.unwrap_or_default();
        match word {
            "par" | "sect" | "page" | "column" => self.end_paragraph_of_body(),
            "cell" if is_body => self.end_cell(),
            "nestcell" if is_body => self.end_paragraph(),
            "row" if is_body && self.outer.is_empty() => {
                self.end_paragraph();
                self.end_row();
            }
            "line" | "lbr" | "softline" if is_body && self.is_read() => {
                self.paragraph.push_line(self.state.is_bold);
            }
            "pard" => {
                (self.state.style, self.state.outline) = (0, None);
                (self.state.is_item, self.state.is_cell) = (false, false);
            }
            "plain" => {
                (self.state.is_bold, self.state.is_hidden, self.state.is_deleted) = (false, false, false);
                self.use_font(self.default_font);
            }
            "b" => self.state.is_bold = is_on,
            "v" => self.state.is_hidden = is_on,
            "deleted" => self.state.is_deleted = is_on,
            "intbl" => self.state.is_cell = is_on,
            "ls" => self.state.is_item = value > 0,
            "s" if self.state.destination == Destination::Styles => {
                (self.style, self.style_number) = (Style::default(), value);
            }
            "s" => self.state.style = value,
            "outlinelevel" => {
                let level = usize::try_from(value).ok().filter(|level| *level < 9);
                if self.state.destination == Destination::Styles {
                    self.style.outline = level;
                } else {
                    self.state.outline = level;
                }
            }
            "ansicpg" => {
                if let Some(encoding) = pages::of_number(value) {
                    (self.document_encoding, self.state.encoding) = (encoding, encoding);
                }
            }
            "mac" => {
                (self.document_encoding, self.state.encoding) = (MACINTOSH, MACINTOSH);
            }
            "deff" => (self.default_font, self.font) = (value, value),
            "f" if self.state.destination == Destination::Fonts => self.font = value,
            "f" => self.use_font(value),
            "fcharset" => {
                let encoding = pages::of_charset(value);
                self.fonts_differ |= encoding.is_some_and(|encoding| encoding != WINDOWS_1252);
                self.fonts.insert(self.font, encoding);
            }
            "cpg" => {
                self.fonts.insert(self.font, pages::of_number(value));
            }
            "yr" => self.date[0] = value,
            "mo" => self.date[1] = value,
            "dy" => self.date[2] = value,
            _ => return false,
        }
        true
    }

    /// Switches to what the group is for that begins with `word`.
    fn enter(&mut self, word: &str, is_starred: bool) {
        use Destination::{Around, Body, Date, Fonts, Info, Instruction, Property, Skipped, Styles};
        let around = self.state.destination;
        self.state.destination = match (word, around) {
            (_, Skipped) => return,
            ("shptxt" | "dptxbxtext", Around | Body) => return self.begin_flow(Flow::Box),
            ("result", Around) | ("ud", Around) => Body,
            ("footnote", Body) => return self.begin_flow(Flow::Note),
            ("fonttbl", _) => Fonts,
            ("stylesheet", _) => Styles,
            ("info", _) => Info,
            ("title", Info) => Property("title"),
            ("author", Info) => Property("author"),
            ("creatim", Info) => {
                self.date = [0; 3];
                Date
            }
            ("fldinst", Body) => {
                self.instruction.clear();
                Instruction
            }
            // What stands there are the headings again.
            ("fldrslt", Body) if self.instruction.trim_start().starts_with("TOC") => {
                self.instruction.clear();
                Skipped
            }
            ("listtext" | "pntext", Body) => {
                self.has_bullet = true;
                Skipped
            }
            ("NeXTGraphic", _) => {
                self.follows_picture = true;
                Skipped
            }
            ("shpinst" | "shp" | "shpgrp" | "do" | "object" | "upr", Body | Around) => Around,
            // Names of other kinds of styles would be taken for those of paragraphs.
            ("cs" | "ds" | "ts" | "tsrowd", Styles) => Skipped,
            (
                "pict" | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
                | "footerf" | "colortbl" | "listtable" | "listoverridetable" | "revtbl" | "filetbl"
                | "shprslt" | "nonshppict" | "nonesttables" | "xe" | "tc" | "tcn" | "rxe" | "objdata" | "sp"
                | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn" | "template"
                | "annotation" | "expandedcolortbl" | "upr",
                _,
            ) => Skipped,
            _ if is_starred => Skipped,
            _ => return,
        };
    }

    pub(super) fn use_font(&mut self, font: i32) {
        let encoding = self.fonts.get(&font).copied().flatten();
        // Where all fonts are called Western, as programs write that know of none, the document's code page
        // is what they mean.
        let encoding = encoding.filter(|encoding| self.fonts_differ || *encoding != WINDOWS_1252);
        self.state.encoding = encoding.unwrap_or(self.document_encoding);
    }
}

/// The character that a word stands for.
fn character(word: &str) -> Option<char> {
    Some(match word {
        "emdash" => '\u{2014}',
        "endash" => '\u{2013}',
        "lquote" => '\u{2018}',
        "rquote" => '\u{2019}',
        "ldblquote" => '\u{201C}',
        "rdblquote" => '\u{201D}',
        "bullet" => '\u{2022}',
        "tab" | "emspace" | "enspace" | "qmspace" => ' ',
        "zwj" => '\u{200D}',
        "zwnj" => '\u{200C}',
        _ => return None,
    })
}
