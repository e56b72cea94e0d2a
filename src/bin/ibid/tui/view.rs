//! The screen drawn: the query above, hits left, the document right, what can be done below.
//!
//! Whatever is drawn goes through [`crate::terminal::Paragraph`] or `sanitize`.

use ibid::search::Hit;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, Borders, Clear, Paragraph};
use unicode_width::UnicodeWidthStr;

use super::facets::FacetLine;
use super::state::{Focus, HIT_ROWS, State};
use crate::output::{clock, text::about};
use crate::terminal::{self, Label, Theme, sanitize};

/// With fewer columns there is no room for two panes side by side.
const TWO_PANES_COLUMNS: u16 = 90;
/// Longer lines are hard to read.
const PAGE_COLUMNS_MAX: u16 = 100;

const KEYS: &[(&str, &str)] = &[
    ("type", "search; `ibid help query` tells the language"),
    ("↑ ↓  ^P ^N", "choose a document"),
    ("Enter  ^O", "open the page, the recording or the file there"),
    ("^Y", "copy the citation"),
    ("^F", "narrow down by speaker, source, year .."),
    ("^U ^W  Esc", "delete to the start, a word, all; Esc leaves"),
    ("Tab", "read; there the keys are those of less:"),
    ("  j k  Space b  g G", "move"),
    ("  n N", "the next match, the one before"),
    ("  [ ]", "the document before, the next"),
    ("  o  y", "open, copy the citation"),
    ("  q  /", "back to the query"),
    ("mouse", "click and roll; with Shift the terminal's own"),
    ("^C  ^Z", "leave, or for a while"),
];

/// How parts look, by what they are.
pub(crate) struct Look {
    /// Nothing where there are no colours.
    pub theme: Option<Theme>,
}

impl Look {
    fn of(&self, label: Label) -> Style {
        match (&self.theme, label) {
            (Some(theme), label) => style_of(theme.look(label)),
            (None, Label::Match) => Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            (None, Label::Current) => Style::new().add_modifier(Modifier::REVERSED),
            (None, Label::Title) => Style::new().add_modifier(Modifier::BOLD),
            (None, _) => Style::new(),
        }
    }

    fn spans(&self, spans: Vec<terminal::Span>) -> impl Iterator<Item = Span<'static>> {
        spans.into_iter().map(|span| Span::styled(span.text, self.of(span.label)))
    }
}

/// A look of the theme as the screen takes it.
fn style_of(look: anstyle::Style) -> Style {
    let color = |color: anstyle::Color| match color {
        anstyle::Color::Ansi(color) => Color::Indexed(anstyle::Ansi256Color::from_ansi(color).0),
        anstyle::Color::Ansi256(color) => Color::Indexed(color.0),
        anstyle::Color::Rgb(color) => Color::Rgb(color.0, color.1, color.2),
    };
    let mut style =
        Style { fg: look.get_fg_color().map(color), bg: look.get_bg_color().map(color), ..Style::new() };
    let effects = [
        (anstyle::Effects::BOLD, Modifier::BOLD),
        (anstyle::Effects::DIMMED, Modifier::DIM),
        (anstyle::Effects::ITALIC, Modifier::ITALIC),
        (anstyle::Effects::UNDERLINE, Modifier::UNDERLINED),
        (anstyle::Effects::INVERT, Modifier::REVERSED),
    ];
    for (effect, modifier) in effects {
        if look.get_effects().contains(effect) {
            style = style.add_modifier(modifier);
        }
    }
    style
}

/// Draws everything, and notes where it is for the mouse.
pub(super) fn draw(frame: &mut Frame<'_>, state: &mut State, look: &Look) {
    let rows = [Constraint::Length(1), Constraint::Length(1), Constraint::Min(1), Constraint::Length(1)];
    let [query, rule, main, status] = Layout::vertical(rows).areas(frame.area());
    draw_query(frame, query, state, look);
    let line = "─".repeat(usize::from(rule.width));
    frame.render_widget(Span::styled(line, look.of(Label::About)), rule);
    let is_wide = main.width >= TWO_PANES_COLUMNS;
    let [list, page] = if is_wide {
        Layout::horizontal([Constraint::Percentage(42), Constraint::Percentage(58)]).areas(main)
    } else if state.focus == Focus::Page {
        [Rect::default(), main]
    } else {
        [main, Rect::default()]
    };
    if state.results.hits.is_empty() {
        (state.list_area, state.page_area) = (main, Rect::default());
        draw_nothing(frame, main, state, look);
    } else {
        state.list_area = list;
        draw_list(frame, list, state, look);
        draw_page(frame, page, is_wide, state, look);
    }
    match state.focus {
        Focus::Facets => draw_facets(frame, main, state, look),
        Focus::Help => draw_help(frame, main, look),
        Focus::Query | Focus::Page => {}
    }
    draw_status(frame, status, state, look);
}

fn draw_query(frame: &mut Frame<'_>, area: Rect, state: &State, look: &Look) {
    const PROMPT: &str = " ibid › ";
    let told = counts(state);
    let told_columns = (told.width() as u16 + 2).min(area.width / 2);
    let columns =
        [Constraint::Length(PROMPT.width() as u16), Constraint::Min(1), Constraint::Length(told_columns)];
    let [prompt, field, right] = Layout::horizontal(columns).areas(area);
    let before = sanitize(&state.query()[..state.cursor]).into_owned();
    // A long query is seen where it is being typed.
    let hidden = (before.width() + 1).saturating_sub(usize::from(field.width)) as u16;
    frame.render_widget(Span::styled(PROMPT, look.of(Label::Speaker).add_modifier(Modifier::BOLD)), prompt);
    frame.render_widget(Paragraph::new(sanitize(state.query()).into_owned()).scroll((0, hidden)), field);
    frame.render_widget(Line::styled(format!("{told} "), look.of(Label::About)).right_aligned(), right);
    if state.focus == Focus::Query {
        let column = field.x + (before.width() as u16).saturating_sub(hidden);
        frame.set_cursor_position(Position::new(column.min(area.right().saturating_sub(1)), area.y));
    }
}

/// Which of how many, and how soon.
fn counts(state: &State) -> String {
    let total = state.results.total;
    if total == 0 {
        return String::new();
    }
    let took = state.took.map_or(0.0, |took| took.as_secs_f64() * 1e3);
    format!("{} of {total} · {took:.1} ms", state.selection + 1)
}

/// What to do when there is nothing to see.
fn draw_nothing(frame: &mut Frame<'_>, area: Rect, state: &State, look: &Look) {
    let area = area.inner(Margin::new(1, 1));
    if !state.query().trim().is_empty() {
        // A query that could not be run has found nothing out; the foot says why.
        if state.is_current() && state.reason.is_none() {
            let mut lines = vec![Line::from("nothing found")];
            if let Some(told) = meant(state) {
                lines.push(Line::styled(sanitize(&told).into_owned(), look.of(Label::About)));
            }
            frame.render_widget(Paragraph::new(lines), area);
        }
        return;
    }
    let documents = crate::terminal::documents(state.documents);
    let examples = [
        ("land tax", "both words, in any of their forms"),
        ("\"land value\"", "a phrase"),
        ("speaker:ada prices", "said by her, in one turn"),
        ("date:2020.. kind:essay title:rent", "published since, an essay, so called"),
    ];
    let mut lines = vec![Line::from(format!("Type what you remember of {documents}.")), Line::default()];
    for (query, meaning) in examples {
        lines.push(Line::from(vec![
            Span::styled(format!("  {query:<35}"), look.of(Label::Match)),
            Span::styled(meaning, look.of(Label::About)),
        ]));
    }
    lines.push(Line::default());
    lines.push(Line::styled("F1 tells the keys.", look.of(Label::About)));
    frame.render_widget(Paragraph::new(lines), area);
}

fn draw_list(frame: &mut Frame<'_>, area: Rect, state: &mut State, look: &Look) {
    if area.is_empty() {
        return;
    }
    let fits = usize::from(((area.height + 1) / HIT_ROWS).max(1));
    state.first = state.first.min(state.selection).max((state.selection + 1).saturating_sub(fits));
    let columns = usize::from(area.width.saturating_sub(4));
    let mut lines = Vec::new();
    for (number, hit) in state.results.hits.iter().enumerate().skip(state.first).take(fits + 1) {
        let is_selected = number == state.selection;
        let bar = if is_selected { " ▌ " } else { "   " };
        for spans in hit_lines(hit, columns, look) {
            let bar = Span::styled(bar, look.of(Label::Speaker));
            lines.push(Line::from([vec![bar], spans].concat()));
        }
        lines.push(Line::default());
    }
    frame.render_widget(Text::from(lines), area);
}

/// Title, who and when, and the passage: one line each.
fn hit_lines(hit: &Hit, columns: usize, look: &Look) -> [Vec<Span<'static>>; 3] {
    let mut title = terminal::Paragraph::default();
    match &hit.entry.metadata.title {
        Some(text) => title.push_highlighted(text, &hit.title_highlights, Label::Title, Label::Match),
        None => title.push(&hit.entry.path, Label::Title),
    }
    let mut about_line = terminal::Paragraph::default();
    about_line.push(&about(&hit.entry), Label::About);
    let mut text = terminal::Paragraph::default();
    if let Some(passage) = hit.passages.first() {
        if let Some(ms) = passage.start_ms {
            text.push(&format!("[{}] ", clock(ms)), Label::Time);
        }
        // What matched is seen, however far into the passage it stands.
        let first = passage.highlights.first().map_or(0, |range| range.start);
        let back = passage.text[..first].char_indices().rev().nth(columns / 4).map_or(0, |(at, _)| at);
        let from = passage.text[back..first].find(' ').filter(|_| back > 0).map_or(back, |at| back + at + 1);
        if from > 0 || passage.is_cut_before {
            text.push("…", Label::Plain);
        }
        let shift = |range: &std::ops::Range<usize>| range.start.saturating_sub(from)..range.end - from;
        let marks: Vec<_> = passage.highlights.iter().map(shift).collect();
        text.push_highlighted(&passage.text[from..], &marks, Label::Plain, Label::Match);
    }
    [title, about_line, text].map(|line| fit(&line, columns, look))
}

/// As much of a paragraph as fits on a line; a sign says where more would be.
fn fit(paragraph: &terminal::Paragraph, columns: usize, look: &Look) -> Vec<Span<'static>> {
    let whole = paragraph.lines(Some(columns));
    if whole.len() <= 1 {
        return look.spans(whole.into_iter().next().unwrap_or_default()).collect();
    }
    let short = paragraph.lines(Some(columns.saturating_sub(2)));
    let mut spans: Vec<_> = look.spans(short.into_iter().next().unwrap_or_default()).collect();
    spans.push(Span::styled(" …", look.of(Label::About)));
    spans
}

/// The same of plain text.
fn fit_text(text: &str, columns: usize) -> String {
    let mut paragraph = terminal::Paragraph::default();
    paragraph.push(text, Label::Plain);
    fit(&paragraph, columns, &Look { theme: None }).iter().map(|span| span.content.as_ref()).collect()
}

fn draw_page(frame: &mut Frame<'_>, area: Rect, is_wide: bool, state: &mut State, look: &Look) {
    state.page_area = Rect::default();
    if area.is_empty() {
        return;
    }
    let has_focus = state.focus == Focus::Page;
    let border = look.of(if has_focus { Label::Speaker } else { Label::About });
    let borders = if is_wide { Borders::LEFT } else { Borders::NONE };
    let block = Block::new().borders(borders).border_style(border);
    let mut inner = block.inner(area).inner(Margin::new(1, 0));
    frame.render_widget(block, area);
    inner.width = inner.width.min(PAGE_COLUMNS_MAX);
    let rows = [Constraint::Length(2), Constraint::Length(1), Constraint::Min(1), Constraint::Length(1)];
    let [head, _, body, foot] = Layout::vertical(rows).areas(inner);
    state.page_area = body;
    let Some(page) = &mut state.page else { return };
    let columns = usize::from(inner.width);
    let mut title = terminal::Paragraph::default();
    title.push(page.entry.metadata.title.as_deref().unwrap_or(&page.entry.path), Label::Title);
    let mut told = terminal::Paragraph::default();
    told.push(&about(&page.entry), Label::About);
    let lines = [Line::from(fit(&title, columns, look)), Line::from(fit(&told, columns, look))];
    frame.render_widget(Text::from(lines.to_vec()), head);
    let rows = usize::from(body.height);
    let lines = page.lines(columns, rows).into_iter().map(|spans| Line::from_iter(look.spans(spans)));
    frame.render_widget(Text::from_iter(lines), body);
    let (mark, marks) = page.marks_told();
    let matches = match marks {
        0 => "no match in the text".to_owned(),
        _ => format!("match {mark} of {marks}"),
    };
    let told = fit_text(&format!("{matches} · {}%", page.percent(rows)), columns);
    frame.render_widget(Line::styled(told, look.of(Label::About)).right_aligned(), foot);
}

/// A box in the middle of the screen.
fn popup(frame: &mut Frame<'_>, main: Rect, rows: usize, title: &'static str, look: &Look) -> Rect {
    let width = main.width.saturating_sub(2).min(76);
    let height = (rows as u16 + 2).min(main.height);
    let x = main.x + (main.width - width) / 2;
    let area = Rect { x, y: main.y + (main.height - height) / 3, width, height };
    frame.render_widget(Clear, area);
    let block = Block::bordered().title(title).border_style(look.of(Label::Speaker));
    let inner = block.inner(area).inner(Margin::new(1, 0));
    frame.render_widget(block, area);
    inner
}

fn draw_help(frame: &mut Frame<'_>, main: Rect, look: &Look) {
    let inner = popup(frame, main, KEYS.len(), " keys ", look);
    let columns = usize::from(inner.width).saturating_sub(21);
    let lines = KEYS.iter().map(|(key, meaning)| {
        let pad = " ".repeat(21_usize.saturating_sub(key.width()));
        let key = Span::styled(format!("{key}{pad}"), look.of(Label::Match));
        Line::from(vec![key, Span::raw(fit_text(meaning, columns))])
    });
    frame.render_widget(Text::from_iter(lines), inner);
}

fn draw_facets(frame: &mut Frame<'_>, main: Rect, state: &State, look: &Look) {
    let lines = state.facets.as_deref();
    let rows = lines.map_or(1, |lines| lines.len().max(1));
    let inner = popup(frame, main, rows, " narrow down to ", look);
    let Some(lines) = lines.filter(|lines| !lines.is_empty()) else {
        let told = if lines.is_some() { "they are all of one kind" } else { "counting .." };
        frame.render_widget(Span::styled(told, look.of(Label::About)), inner);
        return;
    };
    let rows = usize::from(inner.height);
    let first = (state.facet + 1).saturating_sub(rows);
    let most = lines.iter().map(|line| line.count).max().unwrap_or(1).max(1);
    let columns = usize::from(inner.width).saturating_sub(30).max(8);
    let before = |at: usize| at.checked_sub(1).and_then(|at| lines.get(at)).map(|line| line.facet);
    let drawn = lines.iter().enumerate().skip(first).take(rows).map(|(number, line)| {
        let FacetLine { facet, value, count } = line;
        let is_first = number == first || before(number) != Some(*facet);
        let name = if is_first { facet.name() } else { "" };
        let value = fit_text(value, columns);
        let pad = " ".repeat(columns.saturating_sub(value.width()));
        let bar = "▇".repeat((count * 10).div_ceil(most).min(10));
        let is_selected = number == state.facet;
        let chosen = if is_selected { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
        Line::from(vec![
            Span::styled(format!("{name:>8} "), look.of(Label::About)),
            Span::styled(format!(" {value}{pad} {count:>6} "), chosen),
            Span::styled(format!(" {bar}"), look.of(Label::Speaker)),
        ])
    });
    frame.render_widget(Text::from_iter(drawn), inner);
}

fn draw_status(frame: &mut Frame<'_>, area: Rect, state: &State, look: &Look) {
    let keys = match state.focus {
        Focus::Query => "Enter open · Tab read · ^F narrow · ^Y cite · F1 keys",
        Focus::Page => "n N matches · Space b move · [ ] documents · o open · y cite · q back",
        Focus::Facets => "Enter narrow · Tab next kind · Esc back",
        Focus::Help => "any key goes back",
    };
    let told = match (&state.message, &state.reason) {
        (Some(message), _) => message.clone(),
        (_, Some(reason)) => reason.clone(),
        _ => relaxed(state),
    };
    let columns = usize::from(area.width).saturating_sub(2);
    let told = fit_text(&told, columns);
    let room = columns.saturating_sub(told.width() + 2);
    let keys = if keys.width() <= room { keys } else { "" };
    let pad = " ".repeat(columns.saturating_sub(told.width() + keys.width()));
    let line =
        vec![Span::raw(format!(" {told}{pad}")), Span::styled(format!("{keys} "), look.of(Label::About))];
    frame.render_widget(Line::from(line), area);
}

/// What may have been meant by words that no document has.
fn meant(state: &State) -> Option<String> {
    let meant = state.results.suggestions.iter();
    let meant: Vec<String> =
        meant.map(|suggestion| format!("{} for {}", suggestion.meant, suggestion.word)).collect();
    (!meant.is_empty()).then(|| format!("did you mean {}?", meant.join(", ")))
}

/// What to say when not what was typed was searched for.
fn relaxed(state: &State) -> String {
    match state.results.relaxed.as_deref() {
        Some(missing) => {
            let what = match missing {
                [] => "no document has all the words".to_owned(),
                missing => format!("none has all; without {}", missing.join(", ")),
            };
            let meant = meant(state).map(|meant| format!(": {meant}")).unwrap_or_default();
            format!("{what}{meant}")
        }
        None if state.found_by.ends_with('*') && !state.query().ends_with('*') && state.is_current() => {
            let word = state.found_by.rsplit(char::is_whitespace).next().unwrap_or_default();
            format!("words that begin {word}")
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    #[test]
    fn any_size_can_be_drawn() {
        for (columns, rows) in [(1, 1), (10, 3), (60, 20), (200, 60)] {
            let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
            let mut state = State::new("flywheel \u{1b}[31m 地価税", 3);
            state.results.hits = vec![Hit::default(); 20];
            state.results.total = 20;
            for focus in [Focus::Query, Focus::Page, Focus::Help, Focus::Facets] {
                state.focus = focus;
                state.facets = Some(Vec::new());
                let look = Look { theme: Some(Theme::default()) };
                terminal.draw(|frame| draw(frame, &mut state, &look)).unwrap();
            }
            state.results.hits.clear();
            terminal.draw(|frame| draw(frame, &mut state, &Look { theme: None })).unwrap();
        }
    }

    #[test]
    fn looks_are_the_themes() {
        let theme = Theme::default();
        let look = Look { theme: Some(theme) };
        assert!(look.of(Label::Title).add_modifier.contains(Modifier::BOLD));
        assert_eq!(look.of(Label::Speaker).fg, Some(Color::Indexed(6)));
    }
}
