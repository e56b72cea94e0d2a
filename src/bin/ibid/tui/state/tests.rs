//! Keys, answers and the mouse, without a terminal.

use ibid::search::{Facet, FacetCounts};

use super::*;

fn press(state: &mut State, code: KeyCode) -> Vec<Effect> {
    state.key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn control(state: &mut State, c: char) -> Vec<Effect> {
    state.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL))
}

fn found(state: &mut State, count: u64, total: usize) -> Vec<Effect> {
    let number = state.ask();
    let hit = |id| Hit { id, ..Hit::default() };
    let results = Results { hits: (1..=count).map(hit).collect(), total, ..Results::default() };
    state.take(Answer::Found(Box::new(Found { number, results, ..Found::default() })))
}

#[test]
fn letters_edit_the_query_at_graphemes() {
    let mut state = State::new("", 1);
    for c in "land e\u{301}x".chars() {
        assert_eq!(press(&mut state, KeyCode::Char(c)), [Effect::Search]);
    }
    press(&mut state, KeyCode::Backspace);
    press(&mut state, KeyCode::Backspace);
    assert_eq!(state.query(), "land ");
    assert_eq!(press(&mut state, KeyCode::Left), []);
    assert_eq!(control(&mut state, 'u'), [Effect::Search]);
    assert_eq!(state.query(), " ");
    assert_eq!(press(&mut state, KeyCode::Esc), [Effect::Search]);
    assert_eq!(press(&mut state, KeyCode::Esc), [Effect::Quit]);
    assert_eq!(press(&mut state, KeyCode::Backspace), []);
    assert_eq!(state.paste("two\nlines\n"), [Effect::Search]);
    assert_eq!(control(&mut state, 'w'), [Effect::Search]);
    assert_eq!(state.query(), "two ");
}

#[test]
fn the_selection_moves_within_the_hits_and_more_come_at_their_end() {
    let mut state = State::new("x", 9);
    assert_eq!(found(&mut state, 3, 3), [Effect::Load]);
    assert_eq!(press(&mut state, KeyCode::Up), []);
    assert_eq!(press(&mut state, KeyCode::Down), [Effect::Load]);
    assert_eq!(control(&mut state, 'n'), [Effect::Load]);
    assert_eq!(press(&mut state, KeyCode::Down), []);
    assert_eq!(state.selected().map(|hit| hit.id), Some(3));
    assert_eq!(press(&mut state, KeyCode::Enter), [Effect::Open]);
    found(&mut state, 2, 5);
    assert_eq!(press(&mut state, KeyCode::Down), [Effect::Search, Effect::Load]);
    assert_eq!(found(&mut state, 5, 5), []);
    assert_eq!(state.selected().map(|hit| hit.id), Some(2));
}

#[test]
fn answers_to_old_questions_are_passed_over() {
    let mut state = State::new("x", 1);
    let old = state.ask();
    state.ask();
    let results = Results { total: 9, ..Results::default() };
    let answer = Found { number: old, results, ..Found::default() };
    assert_eq!(state.take(Answer::Found(Box::new(answer))), []);
    assert_eq!(state.results.total, 0);
    assert!(state.is_waiting());
}

#[test]
fn who_goes_on_before_the_answer_stays_there() {
    let mut state = State::new("x", 9);
    found(&mut state, 3, 3);
    let number = state.ask();
    press(&mut state, KeyCode::Down);
    let hit = |id| Hit { id, ..Hit::default() };
    let results = Results { hits: [3, 1, 2].map(hit).to_vec(), total: 3, ..Results::default() };
    state.take(Answer::Found(Box::new(Found { number, results, ..Found::default() })));
    assert_eq!(state.selected().map(|hit| hit.id), Some(2));
}

#[test]
fn a_facet_narrows_the_query_down() {
    let mut state = State::new("toll", 1);
    found(&mut state, 1, 1);
    assert_eq!(control(&mut state, 'f'), [Effect::Count]);
    assert!(state.is_waiting());
    let counts = |facet, values: &[(&str, usize)]| FacetCounts {
        facet,
        counts: values.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect(),
        without: 0,
    };
    let facets = vec![
        counts(Facet::Kind, &[("essay", 3)]),
        counts(Facet::Speaker, &[("Ada \"A\" Field", 2), ("Bo", 1)]),
        counts(Facet::Year, &[("2020", 1), ("2021", 1)]),
    ];
    state.take(Answer::Counted { query: String::new(), facets });
    let lines = state.facets.clone().unwrap_or_default();
    // What all have in common narrows nothing down.
    assert_eq!(lines.len(), 4);
    assert_eq!(press(&mut state, KeyCode::Enter), [Effect::Search]);
    assert_eq!(state.query(), "toll with:\"Ada  A  Field\"");
    assert_eq!(state.focus, Focus::Query);
    let year = &lines[2];
    assert_eq!(facets::narrowed("", year), "date:2021");
    assert_eq!(facets::narrowed("toll OR tax", year), "(toll OR tax) date:2021");
    assert_eq!(facets::narrowed("toll tax -x ", year), "toll tax -x date:2021");
}

#[test]
fn the_page_has_the_keys_of_a_pager() {
    let mut state = State::new("x", 2);
    found(&mut state, 2, 2);
    press(&mut state, KeyCode::Tab);
    assert_eq!(press(&mut state, KeyCode::Char('j')), []);
    assert_eq!(press(&mut state, KeyCode::Char('y')), [Effect::Copy]);
    assert_eq!(press(&mut state, KeyCode::Char(']')), [Effect::Load]);
    press(&mut state, KeyCode::Char('?'));
    assert_eq!(state.focus, Focus::Help);
    press(&mut state, KeyCode::Char('x'));
    assert_eq!((state.focus, state.query()), (Focus::Query, "x"));
}

#[test]
fn the_mouse_chooses_and_scrolls() {
    let mut state = State::new("x", 9);
    found(&mut state, 5, 5);
    (state.list_area, state.page_area) = (Rect::new(0, 2, 40, 20), Rect::new(41, 2, 40, 20));
    let mut mouse = |kind, column, row| {
        let modifiers = KeyModifiers::NONE;
        let effects = state.mouse(MouseEvent { kind, column, row, modifiers });
        (effects, state.selection, state.focus)
    };
    let click = MouseEventKind::Down(MouseButton::Left);
    assert_eq!(mouse(click, 3, 2 + 2 * HIT_ROWS), (vec![Effect::Load], 2, Focus::Query));
    assert_eq!(mouse(MouseEventKind::ScrollDown, 3, 3), (vec![Effect::Load], 3, Focus::Query));
    assert_eq!(mouse(click, 50, 3), (vec![], 3, Focus::Page));
    assert_eq!(mouse(MouseEventKind::ScrollUp, 50, 3), (vec![], 3, Focus::Page));
    assert_eq!(mouse(click, 3, 21), (vec![Effect::Load], 4, Focus::Query));
}
