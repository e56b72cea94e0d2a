//! The archive on a whole screen: search as you type, the document beside its hits.
//!
//! [`state`] knows what is shown and what a key means, [`view`] draws it, [`worker`] searches aside
//! so that a key is never kept waiting. This file ties them to the terminal.

mod facets;
mod page;
mod state;
mod view;
mod worker;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use ibid::index::{Entry, Index};
use ibid::search::{Passage, passage_of};
use ratatui::DefaultTerminal;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event,
};
use ratatui::crossterm::execute;

use crate::command::Status;
use crate::open::Opener;
use crate::output::citation::{self, CitationFormat, Cited};
use crate::saved::Store;
use state::{Effect, State};
pub(crate) use view::Look;
use worker::Worker;

/// How often the screen looks for answers while some are awaited: half a frame.
const PATIENCE: Duration = Duration::from_millis(8);
/// And how often else, for the terminal's own sake.
const IDLE: Duration = Duration::from_secs(1);

/// Shows the archive until the user has seen enough, or breaks off. A signal that ends the program
/// finds the terminal as it was.
///
/// # Errors
/// When the terminal cannot be used.
pub(crate) fn run(index: Index, store: Store, opener: &Opener, query: &str, look: Look) -> Result<Status> {
    let index = Arc::new(index);
    let worker = Worker::start(Arc::clone(&index), store);
    let state = State::new(query, index.manifest().documents);
    let end = Arc::new(AtomicUsize::new(0));
    watch_for_end(&end)?;
    let mut terminal = enter()?;
    let outcome = Screen { state, worker, index, opener, look, end: &end }.run(&mut terminal);
    // The terminal is the user's again whatever happened.
    leave();
    obey(&end);
    outcome
}

fn enter() -> Result<DefaultTerminal> {
    let terminal = ratatui::try_init().context("this terminal cannot be used")?;
    execute!(io::stdout(), EnableMouseCapture, EnableBracketedPaste)?;
    Ok(terminal)
}

fn leave() {
    let _ = execute!(io::stdout(), DisableBracketedPaste, DisableMouseCapture);
    ratatui::restore();
}

/// Stops until the shell wakes the program again, as `^Z` does where no program takes the keys.
fn suspend() {
    #[cfg(unix)]
    {
        use rustix::process::{Signal, kill_current_process_group};
        // Whoever may not be stopped goes on.
        let _ = kill_current_process_group(Signal::TSTP);
    }
}

/// Notes in `end` which signal has asked the program to end. What is on the screen is taken back
/// before it is obeyed, so it is not obeyed at once.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no such signals"))]
fn watch_for_end(end: &Arc<AtomicUsize>) -> io::Result<()> {
    #[cfg(unix)]
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    #[cfg(unix)]
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
        signal_hook::flag::register_usize(signal, Arc::clone(end), signal as usize)?;
    }
    Ok(())
}

/// Ends the program as the signal in `end` would have, if one has come.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no such signals"))]
fn obey(end: &AtomicUsize) {
    #[cfg(unix)]
    if let Ok(signal @ 1..) = i32::try_from(end.load(Ordering::Relaxed)) {
        let _ = signal_hook::low_level::emulate_default_handler(signal);
    }
}

struct Screen<'a> {
    state: State,
    worker: Worker,
    index: Arc<Index>,
    opener: &'a Opener,
    look: Look,
    /// The signal that has asked the program to end; 0 for none.
    end: &'a AtomicUsize,
}

impl Screen<'_> {
    fn run(mut self, terminal: &mut DefaultTerminal) -> Result<Status> {
        self.apply(Effect::Search, terminal)?;
        loop {
            if self.end.load(Ordering::Relaxed) != 0 {
                return Ok(Status::Interrupted);
            }
            terminal.draw(|frame| view::draw(frame, &mut self.state, &self.look))?;
            let patience = if self.state.is_waiting() { PATIENCE } else { IDLE };
            let mut effects = Vec::new();
            if event::poll(patience)? {
                // Keys that came together are answered together.
                loop {
                    match event::read()? {
                        Event::Key(key) => effects.extend(self.state.key(key)),
                        Event::Mouse(mouse) => effects.extend(self.state.mouse(mouse)),
                        Event::Paste(text) => effects.extend(self.state.paste(&text)),
                        Event::Resize(..) | Event::FocusGained | Event::FocusLost => {}
                    }
                    if !event::poll(Duration::ZERO)? {
                        break;
                    }
                }
            }
            while let Some(answer) = self.worker.answer() {
                effects.extend(self.state.take(answer));
            }
            for effect in effects {
                match effect {
                    Effect::Quit => return Ok(Status::Found),
                    Effect::Interrupt => return Ok(Status::Interrupted),
                    effect => self.apply(effect, terminal)?,
                }
            }
        }
    }

    fn apply(&mut self, effect: Effect, terminal: &mut DefaultTerminal) -> Result<()> {
        match effect {
            Effect::Search => {
                let number = self.state.ask();
                self.worker.search(number, self.state.query(), self.state.limit());
            }
            Effect::Load => {
                if let Some(hit) = self.state.selected() {
                    let at = hit.passages.first().map_or(0, first_mark);
                    self.worker.load(hit.id, at, &self.state.found_by);
                }
            }
            Effect::Count => self.worker.count(&self.state.found_by),
            Effect::Open => {
                if let Some((entry, passage)) = self.place() {
                    self.state.message = Some(self.open(&entry, &passage, terminal)?);
                }
            }
            Effect::Copy => {
                if let Some((entry, passage)) = self.place() {
                    let mut text = Vec::new();
                    let cited = Cited { entry: &entry, passage: &passage };
                    citation::print(CitationFormat::Markdown, &[cited], &mut text)?;
                    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))?;
                    self.state.message = Some("copied the citation".to_owned());
                }
            }
            Effect::Suspend => {
                leave();
                suspend();
                *terminal = enter()?;
            }
            Effect::Quit | Effect::Interrupt => {}
        }
        Ok(())
    }

    /// Opens a place, and says what was opened or why not. An editor has the terminal to itself.
    fn open(&self, entry: &Entry, passage: &Passage, terminal: &mut DefaultTerminal) -> Result<String> {
        let needs_terminal = self.opener.needs_terminal(entry, passage);
        if needs_terminal {
            leave();
        }
        let opened = self.opener.open_beside(entry, passage);
        if needs_terminal {
            *terminal = enter()?;
        }
        Ok(match opened {
            Ok(what) => format!("opened {what}"),
            Err(error) => format!("{:#}", error.root_cause()),
        })
    }

    /// What the reader looks at: the mark that was gone to in the document, or else the passage in
    /// the list.
    fn place(&self) -> Option<(Entry, Passage)> {
        let hit = self.state.selected()?;
        let passage = hit.passages.first().cloned().unwrap_or_default();
        let mark = self.state.page.as_ref().filter(|page| page.id == hit.id).and_then(page::Page::mark);
        let elsewhere = mark.filter(|mark| !(passage.start_byte..passage.end_byte).contains(&mark.start));
        let moved = elsewhere.and_then(|mark| {
            let record = self.index.record(hit.id).ok().flatten()?;
            passage_of(&record, &hit.entry, mark).ok()
        });
        Some((hit.entry.clone(), moved.unwrap_or(passage)))
    }
}

/// Where a passage's first highlight is in the document, in bytes.
fn first_mark(passage: &Passage) -> u32 {
    passage.start_byte + passage.highlights.first().map_or(0, |range| range.start as u32)
}
