//! Draws what a command printed as a picture of a terminal.
//!
//! ```sh
//! ibid search --color always -n 2 flywheel | cargo run --example terminal_svg -- 'ibid search -n 2 flywheel' > docs/search.svg
//! ```
//!
//! Reads text with ANSI colours on standard input, breaks it at 92 columns, writes SVG.

use std::io::{Read, Write};

const COLUMNS: usize = 92;
const COLUMN_WIDTH: f64 = 8.4;
const LINE_HEIGHT: f64 = 19.0;

/// How a character looks: the numbers of ANSI.
#[derive(Clone, Copy, Default, PartialEq)]
struct Look {
    is_bold: bool,
    is_dim: bool,
    color: Option<u8>,
}

fn main() -> std::io::Result<()> {
    let title = std::env::args().nth(1).unwrap_or_default();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut lines = vec![prompt(&title)];
    text.lines().for_each(|line| lines.extend(broken(cells(line))));
    std::io::stdout().write_all(draw(&lines).as_bytes())
}

fn prompt(title: &str) -> Vec<(char, Look)> {
    let dim = Look { is_dim: true, ..Look::default() };
    let bold = Look { is_bold: true, ..Look::default() };
    "$ ".chars().map(|c| (c, dim)).chain(title.chars().map(|c| (c, bold))).collect()
}

/// The characters of a line, each with its look.
fn cells(line: &str) -> Vec<(char, Look)> {
    let mut cells = Vec::new();
    let mut look = Look::default();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some((codes, after)) = rest.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m')) {
            for code in codes.split(';') {
                match code.parse().unwrap_or(0) {
                    0 => look = Look::default(),
                    1 => look.is_bold = true,
                    2 => look.is_dim = true,
                    color @ 30..=37 => look.color = Some(color - 30),
                    _ => {}
                }
            }
            rest = after;
        } else {
            cells.push((c, look));
            rest = &rest[c.len_utf8()..];
        }
    }
    cells
}

/// The line in pieces that fit, broken at blanks and set in as it is.
fn broken(mut line: Vec<(char, Look)>) -> Vec<Vec<(char, Look)>> {
    let indent = line.iter().take_while(|(c, _)| *c == ' ').count();
    let mut lines = Vec::new();
    while line.len() > COLUMNS {
        let at =
            line[..COLUMNS].iter().rposition(|(c, _)| *c == ' ').filter(|at| *at > indent).unwrap_or(COLUMNS);
        let rest = line.split_off(at);
        lines.push(std::mem::take(&mut line));
        line = vec![(' ', Look::default()); indent];
        line.extend(rest.into_iter().skip_while(|(c, _)| *c == ' '));
    }
    lines.push(line);
    lines
}

fn draw(lines: &[Vec<(char, Look)>]) -> String {
    const COLORS: [&str; 8] =
        ["#3b4252", "#d66a75", "#8fbf7f", "#e8c069", "#7aa2d6", "#b98fc4", "#7fc4cf", "#d8dee9"];
    let width = COLUMNS as f64 * COLUMN_WIDTH + 32.0;
    let height = lines.len() as f64 * LINE_HEIGHT + 32.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#22272e\"/>\n"
    );
    for (number, line) in lines.iter().enumerate() {
        let y = 30.0 + number as f64 * LINE_HEIGHT;
        svg.push_str(&format!("<text x=\"16\" y=\"{y:.0}\" fill=\"#d8dee9\" xml:space=\"preserve\">"));
        for span in line.chunk_by(|a, b| a.1 == b.1) {
            let look = span[0].1;
            let text: String = span.iter().map(|(c, _)| *c).collect();
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let weight = if look.is_bold { " font-weight=\"bold\"" } else { "" };
            let fill = match look.color {
                Some(color) => format!(" fill=\"{}\"", COLORS[usize::from(color)]),
                None if look.is_dim => " fill=\"#8b949e\"".to_owned(),
                None => String::new(),
            };
            svg.push_str(&format!("<tspan{weight}{fill}>{text}</tspan>"));
        }
        svg.push_str("</text>\n");
    }
    svg.push_str("</svg>\n");
    svg
}
