//! `ibid tui`, driven by keys on a real terminal, its screen read back.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::harness::Archive;

/// What a terminal would show, as far as a screen of `ibid` needs it.
#[derive(Default)]
struct Screen {
    cells: Vec<Vec<String>>,
    row: usize,
    column: usize,
    /// Everything that came, controls too.
    raw: String,
    /// What of it no terminal should have been told.
    strange: Vec<String>,
}

impl Screen {
    fn resize(&mut self, columns: usize, rows: usize) {
        self.cells = vec![vec![" ".to_owned(); columns]; rows];
    }

    fn text(&self) -> String {
        self.cells.iter().map(|row| row.concat().trim_end().to_owned() + "\n").collect()
    }

    /// Takes in what came; gives back the end of it that is not whole.
    fn feed(&mut self, text: &str) -> String {
        self.raw.push_str(text);
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("\u{1b}[") {
                let Some(end) = after.find(|c: char| ('@'..='~').contains(&c)) else { break };
                self.control(&after[..=end]);
                rest = &after[end + 1..];
            } else if let Some(after) = rest.strip_prefix("\u{1b}]") {
                let Some(end) = after.find(['\u{7}', '\u{1b}']) else { break };
                if !after.starts_with("52;") {
                    self.strange.push(after[..end].to_owned());
                }
                let ended = after[end..].trim_start_matches("\u{1b}\\").trim_start_matches('\u{7}');
                rest = ended;
            } else if rest.starts_with('\u{1b}') {
                if rest.len() < 2 {
                    break;
                }
                rest = &rest[2..];
            } else {
                let end = rest.find('\u{1b}').unwrap_or(rest.len());
                self.print(&rest[..end]);
                rest = &rest[end..];
            }
        }
        rest.to_owned()
    }

    fn control(&mut self, sequence: &str) {
        let (parameters, last) = sequence.split_at(sequence.len() - 1);
        let numbers: Vec<usize> = parameters.split(';').map(|number| number.parse().unwrap_or(0)).collect();
        match last {
            "H" => {
                self.row = numbers[0].saturating_sub(1);
                self.column = numbers.get(1).copied().unwrap_or(1).saturating_sub(1);
            }
            "J" => self.cells.iter_mut().flatten().for_each(|cell| *cell = " ".to_owned()),
            "m" | "h" | "l" | "q" | "K" | "t" => {}
            _ => self.strange.push(sequence.to_owned()),
        }
    }

    fn print(&mut self, text: &str) {
        for grapheme in text.graphemes(true) {
            if grapheme.chars().any(|c| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c)) {
                self.strange.push(grapheme.to_owned());
                continue;
            }
            let width = grapheme.width();
            if let Some(cell) = self.cells.get_mut(self.row).and_then(|row| row.get_mut(self.column)) {
                *cell = grapheme.to_owned();
            }
            for behind in 1..width {
                if let Some(cell) =
                    self.cells.get_mut(self.row).and_then(|row| row.get_mut(self.column + behind))
                {
                    cell.clear();
                }
            }
            self.column += width;
        }
    }
}

struct Driven {
    child: Child,
    keys: File,
    screen: Arc<Mutex<Screen>>,
}

impl Driven {
    /// Starts `ibid tui` on a terminal of this size; nothing where it cannot have one of its own.
    fn start(archive: &Archive, arguments: &[&str], columns: u16, rows: u16) -> Option<Self> {
        let has_setsid =
            Command::new("setsid").arg("--version").output().is_ok_and(|run| run.status.success());
        if !has_setsid {
            println!("`ibid tui` was not driven: no setsid");
            return None;
        }
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        let size = Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).unwrap();
        let ibid = archive.command();
        let mut command = Command::new("setsid");
        command.args(["--ctty", "--wait"]).arg(ibid.get_program()).arg("tui").args(arguments);
        command.current_dir(ibid.get_current_dir().unwrap());
        for (name, value) in ibid.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.env("TERM", "xterm-256color").env("IBID_EDITOR", "cp {path} opened");
        command.stdin(slave.try_clone().unwrap()).stdout(slave.try_clone().unwrap()).stderr(slave);
        let child = command.spawn().unwrap();
        drop(command);
        let screen = Arc::new(Mutex::new(Screen::default()));
        screen.lock().unwrap().resize(usize::from(columns), usize::from(rows));
        let master = File::from(master);
        let mut output = master.try_clone().unwrap();
        let shown = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            let mut bytes = Vec::new();
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                bytes.extend_from_slice(&buffer[..count]);
                let whole = match std::str::from_utf8(&bytes) {
                    Ok(text) => text.len(),
                    Err(error) => error.valid_up_to(),
                };
                let text = String::from_utf8(bytes.drain(..whole).collect()).unwrap();
                let left = shown.lock().unwrap().feed(&text);
                bytes.splice(0..0, left.into_bytes());
            }
        });
        Some(Self { child, keys: master, screen })
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    fn resize(&self, columns: u16, rows: u16) {
        self.screen.lock().unwrap().resize(usize::from(columns), usize::from(rows));
        let size = Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.keys, size).unwrap();
    }

    /// Waits until the screen has all of this, and returns it.
    fn wait(&self, expected: &[&str]) -> String {
        self.wait_without("\u{0}", expected)
    }

    /// The same, until this is gone as well.
    fn wait_without(&self, gone: &str, expected: &[&str]) -> String {
        let started = Instant::now();
        loop {
            let text = self.screen.lock().unwrap().text();
            if expected.iter().all(|expected| text.contains(expected)) && !text.contains(gone) {
                return text;
            }
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "{expected:?} is not on the screen:\n{text}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until it is over; what it said that no terminal should be told, and how it ended: 128
    /// and more for a signal.
    fn end(mut self) -> (Vec<String>, i32, String) {
        use std::os::unix::process::ExitStatusExt;

        let status = self.child.wait().unwrap();
        let code = status.code().or(status.signal().map(|signal| 128 + signal)).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        let screen = self.screen.lock().unwrap();
        (screen.strange.clone(), code, screen.raw.clone())
    }
}

#[test]
fn it_searches_as_one_types_and_reads_beside() {
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let Some(mut tui) = Driven::start(&archive, &[], 110, 30) else { return };
    tui.wait(&["ibid ›", "Type what you remember of", "F1 keys"]);
    // A word that is not typed to its end is the beginning of one.
    tui.press("flywh");
    tui.wait(&["The flywheel comes to the reading room", "1 of", "match 1 of", "words that begin flywh*"]);
    tui.press("eel");
    let text = tui.wait_without(
        "words that begin",
        &["› flywheel", "1 of", "Ines Marchbanks", "This, he said", "Loose parts 012"],
    );
    assert!(text.lines().any(|line| line.contains("▌ The flywheel comes")), "{text}");
    tui.press("\u{1b}[B");
    tui.wait(&["2 of", "[1:58]", "Walter Pellworth:"]);
    tui.press("\t");
    tui.wait(&["q back"]);
    tui.press("n");
    tui.wait(&["match 2 of"]);
    tui.press("y");
    tui.wait(&["copied the citation"]);
    // One pane where there is no room for two, and the document stays where it was.
    tui.resize(60, 20);
    let text = tui.wait(&["Loose parts 012", "match 2 of", "flywheel"]);
    assert!(!text.contains("The flywheel comes"), "{text}");
    tui.press("\t");
    tui.wait(&["▌ Loose parts 012"]);
    tui.resize(110, 30);
    tui.wait(&["▌ Loose parts 012", "match 2 of"]);
    // The editor has the terminal, and then it is back.
    tui.press("\r");
    tui.wait(&["opened ", "▌ Loose parts 012"]);
    assert!(archive.path("opened").exists());
    // Narrowed down, by a speaker of those that there are.
    tui.press("\u{6}");
    tui.wait(&["narrow down to", "speaker", "source", "year"]);
    tui.press("\r");
    tui.wait(&["› flywheel with:"]);
    // A click chooses, and half a query is told and costs nothing.
    tui.press("\u{15}gutter");
    tui.wait(&["› gutter", "1 of", "nveils a gutter"]);
    tui.press("\u{1b}[<0;10;8M\u{1b}[<0;10;8m");
    tui.wait(&["2 of"]);
    tui.press(" (");
    tui.wait(&["2 of", "gutter ("]);
    tui.press("\u{1b}OP");
    tui.wait(&["┌ keys", "copy the citation"]);
    tui.press("x\u{15}query:fl");
    tui.wait(&["no saved query `fl`"]);
    tui.press("\u{15}unicornucopia");
    tui.wait(&["nothing found"]);
    tui.press("\u{15}titel:rent");
    tui.wait(&["`titel` is not a field; did you mean `title:`?"]);
    // The last word may be on its way, the one before it is misspelt all the same.
    tui.press("\u{15}flywheal gutt");
    tui.wait(&["none has all; without flywheal: did you mean flywheel for flywheal?", "1 of"]);
    tui.press("\u{15}flywheal gutter ");
    tui.wait(&["none has all; without flywheal: did you mean flywheel for flywheal?", "1 of"]);
    tui.press("\u{3}");
    let (strange, code, raw) = tui.end();
    assert_eq!((code, strange), (130, Vec::<String>::new()));
    assert!(raw.contains("\u{1b}]52;c;"), "no citation was copied");
    assert!(raw.contains("\u{1b}[?1049l"), "the terminal is not as it was");
    assert!(raw.rfind("\u{1b}[?25h") > raw.rfind("\u{1b}[?25l"), "the cursor is hidden");
}

#[test]
fn a_signal_finds_the_terminal_as_it_was() {
    use rustix::process::{Pid, Signal, kill_process};

    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    for (signal, expected) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let Some(tui) = Driven::start(&archive, &["flywheel"], 100, 24) else { return };
        tui.wait(&["1 of"]);
        kill_process(Pid::from_child(&tui.child), signal).unwrap();
        let (strange, code, raw) = tui.end();
        assert_eq!((code, strange), (expected, Vec::<String>::new()));
        for (on, off) in [("?1049h", "?1049l"), ("?1000h", "?1000l"), ("?2004h", "?2004l")] {
            assert!(raw.rfind(&format!("\u{1b}[{off}")) > raw.rfind(&format!("\u{1b}[{on}")), "{on}");
        }
    }
}

#[test]
fn nothing_in_an_archive_commands_the_screen() {
    let text = "# Bad \u{1b}]8;;http://x\u{7}title\u{9d}0;owned\u{9c}\n\nSome \u{1b}[31mred\u{9b}2J words \u{202e}drawkcab\u{200b} and\rover\u{85}it \u{2066}iso\u{2069} \u{8}\u{7f} \u{feff}bom \u{ad}soft \u{e0041}tag.\n\n```\n\u{1b}[2Jcode words\n```\n";
    let japanese =
        "# 梨について\n\n梨の木の下に、たくさんのwordsが落ちていた。誰もそれを拾おうとは思わなかった。👨‍👩‍👧‍👦\n";
    let hebrew = "# אגסים\n\nהאגסים words שכבו בדשא, ואיש לא חשב להרים אותם משם.\n";
    let archive =
        Archive::new(&[("a\u{1b}[1m\u{9b}\u{202e}.md", text), ("ja.md", japanese), ("he.md", hebrew)]);
    assert_eq!(archive.ibid(["index"]).code, 0);
    for (columns, rows) in [(120, 30), (40, 12)] {
        let Some(mut tui) = Driven::start(&archive, &["words"], columns, rows) else { return };
        tui.wait(&["1 of 3"]);
        for _ in 0..3 {
            tui.press("\t");
            tui.wait(&[if columns < 80 { "match" } else { "q back" }]);
            tui.press("\t");
            tui.press("\u{1b}[B");
            std::thread::sleep(Duration::from_millis(60));
        }
        tui.wait(&["3 of 3"]);
        tui.press("\u{6}");
        tui.wait(&["narrow"]);
        tui.press("\u{3}");
        let (strange, code, _) = tui.end();
        assert_eq!((code, strange), (130, Vec::<String>::new()));
    }
}

#[test]
fn without_a_terminal_it_says_so() {
    let archive = Archive::new(&[("a.md", "Words.\n")]);
    assert_eq!(archive.ibid(["tui"]).code, 3);
    assert_eq!(archive.ibid(["index"]).code, 0);
    let run = archive.ibid(["tui"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(run.stderr, "ibid: `ibid tui` needs a terminal\nhint: `ibid search` prints what it finds\n");
}
