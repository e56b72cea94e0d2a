//! What is on the screen, and what a key means. Knows no terminal: tests drive it by hand.

use std::ops::Range;
use std::time::Duration;

use ibid::search::{Hit, Results};
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::facets::{self, FacetLine};
use super::page::Page;
use super::worker::{Answer, Found};

#[cfg(test)]
mod tests;

/// How many documents are listed at first; more come as they are gone through.
const LISTED: usize = 30;
/// How many lines a hit takes in the list.
pub(super) const HIT_ROWS: u16 = 4;

/// What is to be done outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Run the query.
    Search,
    /// Fetch the selected document.
    Load,
    /// Count what the documents can be told apart by.
    Count,
    /// Open the place that is shown.
    Open,
    /// Put its citation on the clipboard.
    Copy,
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// Leave.
    Quit,
    /// Leave as one who breaks off.
    Interrupt,
}

/// Where keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Focus {
    /// Letters are the query's.
    Query,
    /// Letters move in the document, as in a pager.
    Page,
    /// Letters choose what narrows the query down.
    Facets,
    /// The keys are told; any key goes on.
    Help,
}

/// Everything that is on the screen.
#[derive(Debug)]
pub(super) struct State {
    query: String,
    /// Where the next letter goes, in bytes of the query.
    pub cursor: usize,
    pub focus: Focus,
    pub results: Results,
    /// The query that `results` are of, as it was run.
    pub found_by: String,
    pub took: Option<Duration>,
    pub reason: Option<String>,
    pub selection: usize,
    /// The first hit on the screen.
    pub first: usize,
    pub page: Option<Page>,
    pub message: Option<String>,
    /// Nothing until they are counted.
    pub facets: Option<Vec<FacetLine>>,
    pub facet: usize,
    /// How many documents are in the archive.
    pub documents: u64,
    /// Where the list and the page were drawn.
    pub list_area: Rect,
    pub page_area: Rect,
    limit: usize,
    /// Whether the selection stays where it is when the next answer comes.
    keeps_selection: bool,
    /// The document that was gone to while an answer was awaited: it stays selected.
    chosen: Option<u64>,
    asked: u64,
    answered: u64,
}

impl State {
    pub(super) fn new(query: &str, documents: u64) -> Self {
        Self {
            query: query.to_owned(),
            cursor: query.len(),
            focus: Focus::Query,
            results: Results::default(),
            found_by: String::new(),
            took: None,
            reason: None,
            selection: 0,
            first: 0,
            page: None,
            message: None,
            facets: None,
            facet: 0,
            documents,
            list_area: Rect::default(),
            page_area: Rect::default(),
            limit: LISTED,
            keeps_selection: false,
            chosen: None,
            asked: 0,
            answered: 0,
        }
    }

    pub(super) fn query(&self) -> &str {
        &self.query
    }

    /// How many documents the next search is to list.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// The number of the next search.
    pub(super) fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// Whether an answer is to come.
    pub(super) fn is_waiting(&self) -> bool {
        let shown = self.page.as_ref().map(|page| page.id);
        self.asked != self.answered
            || shown != self.selected().map(|hit| hit.id)
            || self.focus == Focus::Facets && self.facets.is_none()
    }

    /// Whether the hits that are shown are of the query that is shown.
    pub(super) fn is_current(&self) -> bool {
        self.asked == self.answered
    }

    pub(super) fn selected(&self) -> Option<&Hit> {
        self.results.hits.get(self.selection)
    }

    /// Takes in what the worker found.
    pub(super) fn take(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Found(found) => return self.take_found(*found),
            Answer::Refused { number, reason } if number == self.asked => {
                self.answered = number;
                // Half a query makes no sense yet; what was found before stays.
                self.reason = Some(reason);
            }
            Answer::Refused { .. } => {}
            Answer::Loaded(page) => {
                if self.selected().is_some_and(|hit| hit.id == page.id) {
                    self.page = Some(*page);
                }
            }
            Answer::Counted { query, facets } => {
                if query == self.found_by {
                    self.facets = Some(facets::lines(facets));
                    self.facet = 0;
                }
            }
        }
        Vec::new()
    }

    fn take_found(&mut self, found: Found) -> Vec<Effect> {
        let Found { number, query, results, took } = found;
        if number != self.asked {
            return Vec::new();
        }
        self.answered = number;
        self.results = results;
        self.found_by = query;
        (self.took, self.reason, self.facets) = (Some(took), None, None);
        if std::mem::take(&mut self.keeps_selection) {
            return Vec::new();
        }
        let chosen = self.chosen.take();
        let chosen = chosen.and_then(|id| self.results.hits.iter().position(|hit| hit.id == id));
        (self.selection, self.first, self.facet) = (chosen.unwrap_or(0), 0, 0);
        // What was read stays on the screen until the next document is there.
        vec![Effect::Load]
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        self.message = None;
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        if is_control && key.code == KeyCode::Char('c') {
            return vec![Effect::Interrupt];
        }
        if is_control && key.code == KeyCode::Char('z') {
            return vec![Effect::Suspend];
        }
        match (self.focus, key.code) {
            (Focus::Help, _) => self.focus = Focus::Query,
            (_, KeyCode::F(1)) => self.focus = Focus::Help,
            (_, KeyCode::Char(letter)) if is_control => return self.control_key(letter),
            (Focus::Facets, code) => return self.facet_key(code),
            (_, KeyCode::Tab | KeyCode::BackTab) => {
                self.focus = if self.focus == Focus::Query { Focus::Page } else { Focus::Query };
            }
            (_, KeyCode::PageDown) => self.scroll(self.page_rows() - 1),
            (_, KeyCode::PageUp) => self.scroll(1 - self.page_rows()),
            (Focus::Query, code) => return self.query_key(code),
            (Focus::Page, code) => return self.page_key(code),
        }
        Vec::new()
    }

    /// What is the same wherever keys go, as in fzf and at a shell's prompt.
    fn control_key(&mut self, letter: char) -> Vec<Effect> {
        match letter {
            'y' => return vec![Effect::Copy],
            'o' => return vec![Effect::Open],
            'f' | 't' if self.focus == Focus::Facets => self.focus = Focus::Query,
            'f' | 't' => {
                self.focus = Focus::Facets;
                if self.facets.is_none() {
                    return vec![Effect::Count];
                }
            }
            'j' | 'n' if self.focus == Focus::Facets => return self.facet_key(KeyCode::Down),
            'k' | 'p' if self.focus == Focus::Facets => return self.facet_key(KeyCode::Up),
            'j' | 'n' => return self.select(1),
            'k' | 'p' => return self.select(-1),
            'd' => self.scroll(self.page_rows() / 2),
            'u' if self.focus == Focus::Page => self.scroll(-self.page_rows() / 2),
            'u' => return self.edit_and_search(0..self.cursor, ""),
            'w' => {
                let before = self.query[..self.cursor].trim_end();
                let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                return self.edit_and_search(start..self.cursor, "");
            }
            'a' => self.cursor = 0,
            'e' => self.cursor = self.query.len(),
            'b' => self.cursor = self.grapheme_before(),
            'h' => return self.edit_and_search(self.grapheme_before()..self.cursor, ""),
            'g' => return vec![Effect::Quit],
            _ => {}
        }
        Vec::new()
    }

    fn query_key(&mut self, code: KeyCode) -> Vec<Effect> {
        match code {
            KeyCode::Esc if self.query.is_empty() => return vec![Effect::Quit],
            KeyCode::Esc => return self.edit_and_search(0..self.query.len(), ""),
            KeyCode::Enter => return vec![Effect::Open],
            KeyCode::Down => return self.select(1),
            KeyCode::Up => return self.select(-1),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.query.len(),
            KeyCode::Left => self.cursor = self.grapheme_before(),
            KeyCode::Right => self.cursor = self.grapheme_after(),
            KeyCode::Backspace => return self.edit_and_search(self.grapheme_before()..self.cursor, ""),
            KeyCode::Delete => return self.edit_and_search(self.cursor..self.grapheme_after(), ""),
            KeyCode::Char(c) => {
                return self.edit_and_search(self.cursor..self.cursor, c.encode_utf8(&mut [0; 4]));
            }
            _ => {}
        }
        Vec::new()
    }

    /// As in less.
    fn page_key(&mut self, code: KeyCode) -> Vec<Effect> {
        let rows = self.page_rows();
        match code {
            KeyCode::Esc | KeyCode::Char('q' | '/' | 'i') => self.focus = Focus::Query,
            KeyCode::Enter | KeyCode::Char('o') => return vec![Effect::Open],
            KeyCode::Char('y' | 'c') => return vec![Effect::Copy],
            KeyCode::Char('?' | 'h') => self.focus = Focus::Help,
            KeyCode::Down | KeyCode::Char('j' | 'e') => self.scroll(1),
            KeyCode::Up | KeyCode::Char('k') => self.scroll(-1),
            KeyCode::Char(' ' | 'f') => self.scroll(rows - 1),
            KeyCode::Char('b') => self.scroll(1 - rows),
            KeyCode::Char('d') => self.scroll(rows / 2),
            KeyCode::Char('u') => self.scroll(-rows / 2),
            KeyCode::Char(']' | 'J') | KeyCode::Right => return self.select(1),
            KeyCode::Char('[' | 'K') | KeyCode::Left => return self.select(-1),
            code => {
                if let Some(page) = &mut self.page {
                    match code {
                        KeyCode::Home | KeyCode::Char('g' | '<') => page.go_to_start(),
                        KeyCode::End | KeyCode::Char('G' | '>') => {
                            page.go_to_end(usize::try_from(rows).unwrap_or(1));
                        }
                        KeyCode::Char('n') => page.go_to_mark(true),
                        KeyCode::Char('N' | 'p') => page.go_to_mark(false),
                        _ => {}
                    }
                }
            }
        }
        Vec::new()
    }

    fn facet_key(&mut self, code: KeyCode) -> Vec<Effect> {
        let lines = self.facets.as_deref().unwrap_or_default();
        let last = lines.len().saturating_sub(1);
        match code {
            KeyCode::Esc | KeyCode::Char('q') => self.focus = Focus::Query,
            KeyCode::Down | KeyCode::Char('j') => self.facet = (self.facet + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => self.facet = self.facet.saturating_sub(1),
            KeyCode::Home | KeyCode::Char('g') => self.facet = 0,
            KeyCode::End | KeyCode::Char('G') => self.facet = last,
            KeyCode::Tab | KeyCode::PageDown => {
                // To the first of the next kind.
                let here = lines.get(self.facet).map(|line| line.facet);
                let next = (self.facet..lines.len()).find(|at| Some(lines[*at].facet) != here);
                self.facet = next.unwrap_or(0);
            }
            KeyCode::Enter => {
                let Some(line) = lines.get(self.facet) else { return Vec::new() };
                let narrowed = facets::narrowed(&self.query, line);
                self.focus = Focus::Query;
                return self.edit_and_search(0..self.query.len(), &narrowed);
            }
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        let step = match mouse.kind {
            MouseEventKind::ScrollDown => 1,
            MouseEventKind::ScrollUp => -1,
            MouseEventKind::Down(MouseButton::Left) => return self.click(at),
            _ => return Vec::new(),
        };
        match self.focus {
            Focus::Facets if step > 0 => self.facet_key(KeyCode::Down),
            Focus::Facets => self.facet_key(KeyCode::Up),
            _ if self.page_area.contains(at) => {
                self.scroll(step * 3);
                Vec::new()
            }
            _ => self.select(step),
        }
    }

    fn click(&mut self, at: Position) -> Vec<Effect> {
        self.message = None;
        if self.list_area.contains(at) {
            self.focus = Focus::Query;
            let number = self.first + usize::from((at.y - self.list_area.y) / HIT_ROWS);
            let steps = number as isize - self.selection as isize;
            return if number < self.results.hits.len() { self.select(steps) } else { Vec::new() };
        }
        self.focus = if self.page_area.contains(at) { Focus::Page } else { Focus::Query };
        Vec::new()
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.focus = Focus::Query;
        self.edit_and_search(self.cursor..self.cursor, text.trim_end())
    }

    fn select(&mut self, steps: isize) -> Vec<Effect> {
        let last = self.results.hits.len().saturating_sub(1);
        let selection = self.selection.saturating_add_signed(steps).min(last);
        if selection == self.selection {
            return Vec::new();
        }
        self.selection = selection;
        self.chosen = self.selected().map(|hit| hit.id).filter(|_| !self.is_current());
        let mut effects = vec![Effect::Load];
        if selection == last && self.results.hits.len() < self.results.total && self.is_current() {
            self.limit *= 2;
            self.keeps_selection = true;
            effects.insert(0, Effect::Search);
        }
        effects
    }

    /// Puts `text` in the place of a range of the query; searches when that changes it.
    fn edit_and_search(&mut self, range: Range<usize>, text: &str) -> Vec<Effect> {
        if self.query[range.clone()] == *text {
            return Vec::new();
        }
        self.cursor = range.start + text.len();
        self.query.replace_range(range, text);
        self.limit = LISTED;
        self.chosen = None;
        self.keeps_selection = false;
        vec![Effect::Search]
    }

    fn grapheme_before(&self) -> usize {
        self.query[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn grapheme_after(&self) -> usize {
        let next = self.query[self.cursor..].graphemes(true).next();
        next.map_or(self.cursor, |grapheme| self.cursor + grapheme.len())
    }

    fn scroll(&mut self, lines: isize) {
        if let Some(page) = &mut self.page {
            page.scroll(lines);
        }
    }

    /// How many lines of a document are on the screen.
    fn page_rows(&self) -> isize {
        isize::try_from(self.page_area.height).unwrap_or(1).max(2)
    }
}
