//! What word processors keep, written out as Markdown: paragraphs with their styles, notes, and what a
//! document says about itself. Read as Markdown, a conversation in it is found as in any other text.

use serde_json::{Map, Value};

use super::front_matter::FrontMatter;
use super::{Input, Receipt, markdown, naming, subrip};
use crate::document::{BlockKind, Date, Document, Kind};

/// What a document says about itself, by the keys of front matter.
#[derive(Debug, Default)]
pub(super) struct About(Map<String, Value>);

impl About {
    /// Takes what is said under a key of front matter; the first is kept.
    pub(super) fn tell(&mut self, key: &str, text: &str) {
        /// Titles that nobody gave.
        const GIVEN_BY_NOBODY: [&str; 2] = ["Microsoft Word", "PowerPoint"];
        let text = text.trim();
        let is_given = !GIVEN_BY_NOBODY.iter().any(|title| text.starts_with(title));
        if !text.is_empty() && is_given && !self.0.contains_key(key) {
            self.0.insert(key.to_owned(), Value::from(text));
        }
    }

    /// Takes what is said under a key in place of what was told before.
    fn tell_surely(&mut self, key: &str, text: &str) {
        if !text.trim().is_empty() {
            self.0.remove(key);
            self.tell(key, text);
        }
    }

    /// It as the head of a file.
    pub(super) fn front(self) -> Option<FrontMatter<'static>> {
        (!self.0.is_empty()).then(|| FrontMatter::of_fields(self.0))
    }
}

/// A document as far as it is written out.
#[derive(Debug, Default)]
pub(super) struct Writing {
    pub(super) about: About,
    /// The text as Markdown.
    body: String,
    /// A day under the title, which says more than when the file was made.
    dated: Option<String>,
    /// Who is named there.
    authors: Vec<String>,
    /// Only the title has been written yet, and who wrote it and when.
    is_in_head: bool,
    /// The body ends in a fence of code.
    is_in_code: bool,
}

impl Writing {
    /// Adds a paragraph; under the title those in the styles for it say who wrote the text and when.
    pub(super) fn paragraph(&mut self, paragraph: &Paragraph) {
        /// What is longer is no line of names.
        const NAMES_BYTES_MAX: usize = 160;
        let is_title = paragraph.mark == TITLE && self.body.is_empty();
        match paragraph.role {
            Some(Role::Code) => return self.code(paragraph),
            Some(Role::Author) if self.is_in_head && paragraph.text().len() <= NAMES_BYTES_MAX => {
                return self.authors.push(paragraph.text().trim().to_owned());
            }
            Some(Role::Date) if self.is_in_head && Date::find(&paragraph.text()).is_some() => {
                self.dated = Some(paragraph.text());
                return;
            }
            _ => {}
        }
        let stays = paragraph.is_empty() || paragraph.role == Some(Role::Subtitle);
        self.is_in_head = is_title || self.is_in_head && stays;
        self.push(&paragraph.mark, &paragraph.shown());
    }

    /// Adds lines of code; those of several paragraphs one below the other are one stretch.
    fn code(&mut self, paragraph: &Paragraph) {
        if !self.is_in_code {
            if paragraph.is_empty() {
                return;
            }
            self.body.extend([FENCE, "\n"]);
        }
        (self.is_in_head, self.is_in_code) = (false, true);
        let code: String = paragraph.runs.iter().map(|(_, text)| text.as_str()).collect();
        for line in code.split(LINE) {
            let line = line.replace([NOTE_START, NOTE_END, '\n', '\r'], " ");
            self.body.extend([line.trim_end(), "\n"]);
        }
    }

    fn end_code(&mut self) {
        if std::mem::take(&mut self.is_in_code) {
            self.body.extend([FENCE, "\n\n"]);
        }
    }

    /// Adds a row of a table: its cells in a line, as tables are read everywhere. A table of one column is a
    /// frame around a text, as are columns of several paragraphs each.
    pub(super) fn row(&mut self, mut cells: Vec<Vec<Paragraph>>) {
        const PARAGRAPHS_MAX: usize = 2;
        cells.iter_mut().for_each(|cell| cell.retain(|paragraph| !paragraph.is_empty()));
        cells.retain(|cell| !cell.is_empty());
        if cells.len() < 2 || cells.iter().filter(|cell| cell.len() > PARAGRAPHS_MAX).count() >= 2 {
            cells.iter().flatten().for_each(|paragraph| self.paragraph(paragraph));
        } else {
            self.paragraph(&Paragraph::of_cells(&cells));
        }
    }

    /// Adds the note that [`Paragraph::refer`] names.
    pub(super) fn note(&mut self, name: &str, paragraphs: &[Paragraph]) {
        let texts: Vec<String> = paragraphs.iter().map(Paragraph::shown).collect();
        self.push(&format!("[^{name}]: "), &texts.join(" "));
    }

    fn push(&mut self, mark: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.end_code();
        // A number or a dash at the beginning is what the writer typed, and shows.
        self.body.extend([mark, text, "\n\n"]);
    }

    /// Reads what has been written.
    pub(super) fn read(
        mut self,
        format: &'static str,
        input: &Input<'_>,
        receipt: &mut Receipt,
    ) -> Vec<Document> {
        self.end_code();
        self.about.tell_surely("author", &self.authors.join("; "));
        self.about.tell_surely("date", self.dated.as_deref().unwrap_or_default());
        let front = self.about.front();
        let mut documents = markdown::read(format, input, front.as_ref(), &self.body, 1, receipt);
        // Lines of what was written out are no lines of the source.
        documents.iter_mut().for_each(Document::forget_lines);
        for document in &mut documents {
            document.metadata.title = document.metadata.title.take().or_else(|| title_above_day(document));
            document.metadata.title = title_of_recording(document).or(document.metadata.title.take());
        }
        documents
    }
}

/// The first line of a transcript, where the day stands on the next: services write them so, without a style.
fn title_above_day(document: &Document) -> Option<String> {
    const TITLE_BYTES_MAX: usize = 120;
    const DAY_BYTES_MAX: usize = 60;
    let [title, day, ..] = &document.blocks[..] else { return None };
    let are_paragraphs = [title, day].iter().all(|block| block.kind == BlockKind::Paragraph);
    let (title, day) = (document.block_text(title), document.block_text(day));
    let is_title =
        title.len() <= TITLE_BYTES_MAX && title.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let is_day = day.len() <= DAY_BYTES_MAX && Date::find(day).is_some();
    let is_said = document.kind == Kind::Transcript && are_paragraphs;
    (is_said && is_title && is_day).then(|| naming::without_kind(title).unwrap_or(title).to_owned())
}

/// What the recording is called that Word has written down: it stands below a heading of Word's own.
fn title_of_recording(document: &Document) -> Option<String> {
    let first = document.blocks.first()?;
    let name = document.block_text(first).trim();
    let bare = naming::without_recording(name);
    let is_name =
        first.kind == BlockKind::Paragraph && bare.len() < name.len() && !bare.contains(['/', '\n', ':']);
    let is_title = bare.contains(char::is_alphabetic) && document.kind == Kind::Transcript && is_name;
    is_title.then(|| naming::of_path(name).title.unwrap_or_else(|| bare.to_owned()))
}

/// Ends a line inside a paragraph.
pub(super) const LINE: char = '\u{1}';
/// Stand around the name of a note, where it is referred to.
const NOTE_START: char = '\u{2}';
const NOTE_END: char = '\u{3}';

const TITLE: &str = "# ";
/// Stands around code, and in none.
const FENCE: &str = "``````";

/// What the style of a paragraph says of it that is no mark of Markdown's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Author,
    Code,
    Date,
    Subtitle,
}

/// A paragraph of a word processor's.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    role: Option<Role>,
    /// What its style makes of it in Markdown.
    mark: String,
    /// Its runs, and whether each is bold. Its lines are parted by [`LINE`].
    runs: Vec<(bool, String)>,
}

impl Paragraph {
    /// Makes it what the style of this name says: a title, a heading, a quotation, an item.
    pub(super) fn style(&mut self, name: &str) {
        let name = name.trim().to_ascii_lowercase();
        // Names are written with blanks, with what stands for one, or without.
        let tight = name.replace("_20_", "").replace([' ', '-', '_'], "");
        self.role = match &*tight {
            "author" => Some(Role::Author),
            "date" => Some(Role::Date),
            "subtitle" => Some(Role::Subtitle),
            "sourcecode" | "preformattedtext" | "htmlpreformatted" | "htmlvorformatiert" | "macrotext" => {
                Some(Role::Code)
            }
            _ => None,
        };
        if name == "title" {
            self.mark = TITLE.to_owned();
        } else if let Some(level) = heading_level(&name) {
            self.heading(level);
        } else if name.contains("quote") || name.starts_with("quot") || tight == "blocktext" {
            self.mark = "> ".to_owned();
        } else if is_of_list(&name) {
            self.item();
        }
    }

    /// Makes it a heading; the first level is that below the title.
    pub(super) fn heading(&mut self, level: usize) {
        self.mark = "#".repeat(level.clamp(1, 5) + 1) + " ";
    }

    /// Makes it a heading, if it is nothing else.
    pub(super) fn heading_if_none(&mut self, level: usize) {
        if self.mark.is_empty() {
            self.heading(level);
        }
    }

    /// Makes it an item of a list, if it is nothing else.
    pub(super) fn item(&mut self) {
        if self.mark.is_empty() {
            self.mark = "- ".to_owned();
        }
    }

    /// Adds text, as it is read.
    pub(super) fn push(&mut self, is_bold: bool, text: &str) {
        match self.runs.last_mut() {
            Some((bold, last)) if *bold == is_bold || text.trim().is_empty() => last.push_str(text),
            _ => self.runs.push((is_bold, text.to_owned())),
        }
    }

    /// Begins a new line.
    pub(super) fn push_line(&mut self, is_bold: bool) {
        self.push(is_bold, LINE.encode_utf8(&mut [0; 4]));
    }

    /// Refers to the note of this name.
    pub(super) fn refer(&mut self, name: &str) {
        self.push(false, &format!("{NOTE_START}{name}{NOTE_END}"));
    }

    /// Its words, without the marks of notes.
    pub(super) fn text(&self) -> String {
        let runs: String = self.runs.iter().map(|(_, text)| text.as_str()).collect();
        runs.replace(LINE, " ")
    }

    /// Says that nothing is in it that shows.
    pub(super) fn is_empty(&self) -> bool {
        self.runs
            .iter()
            .all(|(_, text)| text.trim_matches(|c: char| c == LINE || c.is_whitespace()).is_empty())
    }

    /// A row of a table: its cells with bars between them, as tables are read everywhere.
    fn of_cells(cells: &[Vec<Self>]) -> Self {
        let mut row = Self { mark: "- ".to_owned(), ..Self::default() };
        for (number, cell) in cells.iter().enumerate() {
            row.push(false, if number > 0 { " | " } else { "" });
            for (number, paragraph) in cell.iter().enumerate() {
                row.push(false, if number > 0 { " " } else { "" });
                paragraph.runs.iter().for_each(|(_, text)| row.push(false, &text.replace(LINE, " ")));
            }
        }
        row
    }

    /// The paragraph in Markdown: bold type at its beginning is marked, since names are set so.
    fn shown(&self) -> String {
        /// Labels are no longer.
        const LABEL_BYTES_MAX: usize = 96;
        if let Some(turn) = self.turn_below_times() {
            return turn;
        }
        let mut shown = String::new();
        for (number, (is_bold, text)) in self.runs.iter().enumerate() {
            let bare = text.trim();
            let is_label = *is_bold && number == 0 && bare.len() <= LABEL_BYTES_MAX && !bare.contains(LINE);
            if is_label && !bare.is_empty() && self.mark.is_empty() {
                shown.push_str("**");
                escape(bare, &mut shown);
                shown.push_str("**");
                escape(&text[text.trim_end().len()..], &mut shown);
            } else {
                escape(text, &mut shown);
            }
        }
        shown
    }

    /// `0:0:6.120 --> 0:0:11.0`, then a name, then what is said, a line each.
    fn turn_below_times(&self) -> Option<String> {
        const NAME_BYTES_MAX: usize = 60;
        let text: String = self.runs.iter().map(|(_, text)| text.as_str()).collect();
        let (times, rest) = text.split_once(LINE)?;
        let (start_ms, _) = subrip::read_times(times.trim())?;
        let (name, words) = rest.split_once(LINE)?;
        let seconds = start_ms / 1000;
        let mut turn = format!("\\[{}:{:02}:{:02}\\] **", seconds / 3600, seconds / 60 % 60, seconds % 60);
        escape(name.trim(), &mut turn);
        turn.push_str(":** ");
        escape(&words.replace(LINE, " "), &mut turn);
        (!name.trim().is_empty() && name.len() <= NAME_BYTES_MAX).then_some(turn)
    }
}

/// The level in the name of a style: `heading 2`, `Heading2`.
fn heading_level(name: &str) -> Option<usize> {
    name.strip_prefix("heading")?.trim().parse().ok()
}

/// Says that paragraphs in the style of this name, in lower case, are items: `List Bullet 2`, `ListNumber`, as
/// Word calls them where it is installed.
fn is_of_list(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "listbullet",
        "listnumber",
        "aufzhlungszeichen",
        "listennummer",
        "listepuces",
        "listenumros",
        "listaconvietas",
        "listaconnmeros",
    ];
    let name = name.replace("_20_", "").replace([' ', '-'], "");
    NAMES.contains(&name.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// Appends `text` so that Markdown shows it as it is.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|' | '$' | '{' | '}' | '^'
            | '=' | '%' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            LINE => out.push_str("\\\n"),
            NOTE_START => out.push_str("[^"),
            NOTE_END => out.push(']'),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_word_wrote_down_is_called_as_its_recording() {
        let title = |name: &str| {
            let mut writing = Writing::default();
            let said = [
                "00:00:01 Speaker 1",
                "So we begin.",
                "00:00:04 Speaker 2",
                "With what?",
                "00:00:09 Speaker 1",
                "The oak.",
                "00:00:12 Speaker 2",
                "So it is.",
            ];
            for (style, text) in [("heading 1", "Audio file"), ("", name), ("heading 1", "Transcript")]
                .into_iter()
                .chain(said.map(|text| ("", text)))
            {
                let mut paragraph = Paragraph::default();
                paragraph.style(style);
                paragraph.push(false, text);
                writing.paragraph(&paragraph);
            }
            let input = Input { text: "", ..Input::of_text("a.docx", "") };
            writing.read("office", &input, &mut Receipt::default()).remove(0).metadata.title
        };
        assert_eq!(title("On the upper weir.mp3").as_deref(), Some("On the upper weir"));
        assert_eq!(title("By the weir").as_deref(), Some("Audio file"));
    }

    fn check(paragraphs: &[(&str, &str)], body: &str, date: Option<&str>) {
        let mut writing = Writing::default();
        for (style, text) in paragraphs {
            let mut paragraph = Paragraph::default();
            paragraph.style(style);
            paragraph.push(false, text);
            writing.paragraph(&paragraph);
        }
        writing.end_code();
        assert_eq!((writing.body.as_str(), writing.dated.as_deref()), (body, date));
    }

    #[test]
    fn a_day_under_the_title_is_the_date_and_one_in_the_text_is_text() {
        check(
            &[("Title", "Rain"), ("Author", "Ada"), ("Date", "2021-04-09"), ("", "It fell.")],
            "# Rain\n\nIt fell.\n\n",
            Some("2021-04-09"),
        );
        check(
            &[("Title", "Rain"), ("", "It fell."), ("Date", "2021-04-09"), ("Author", "Ada")],
            "# Rain\n\nIt fell.\n\n2021-04-09\n\nAda\n\n",
            None,
        );
        check(&[("Title", "Rain"), ("Date", "Long ago")], "# Rain\n\nLong ago\n\n", None);
    }

    #[test]
    fn lines_of_code_are_one_stretch() {
        check(
            &[("SourceCode", "a = *b"), ("Preformatted_20_Text", "  c"), ("Block Text", "so"), ("Text", "e")],
            "``````\na = *b\n  c\n``````\n\n> so\n\ne\n\n",
            None,
        );
    }

    #[test]
    fn a_transcript_is_called_by_the_line_above_its_day() {
        let called = |lines: &[&str]| {
            let mut writing = Writing::default();
            for text in lines {
                let mut paragraph = Paragraph::default();
                paragraph.push(false, text);
                writing.paragraph(&paragraph);
            }
            let documents = writing.read("office", &Input::of_text("x.docx", ""), &mut Receipt::default());
            documents.into_iter().find_map(|document| document.metadata.title)
        };
        let said = [
            "Ada Moss (00:01): Shall we?",
            "Tom Grey (00:04): We shall, I think.",
            "Ada Moss (00:09): Then let us climb.",
        ];
        let talk = |title: &'static str, day: &'static str| called(&[&[title, day][..], &said].concat());
        let expected = Some("Weekly Sync".to_owned());
        assert_eq!(talk("Weekly Sync-20240612_100213-Meeting Recording", "June 12, 2024, 9:02AM"), expected);
        assert_eq!(talk("We begin on a Monday.", "June 12, 2024"), None);
        assert_eq!(called(&["Weekly Sync", "June 12, 2024", "It was a fine day."]), None);
    }
}
