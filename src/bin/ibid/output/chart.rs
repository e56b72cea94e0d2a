//! Numbers over time as bars, as a line of blocks, and as an SVG picture.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context, Result};

use crate::command::Hint;

/// How many columns of a line of [`bars`] are not the bar's.
pub(crate) fn columns_beside_bars(names: &[String]) -> usize {
    names.iter().map(|name| name.chars().count()).max().unwrap_or(0) + VALUE_COLUMNS + 2
}

/// A number with one decimal.
const VALUE_COLUMNS: usize = 7;

/// A line for each value: its name, a bar of at most `columns`, the number.
pub(crate) fn bars(names: &[String], values: &[f64], columns: usize) -> Vec<String> {
    let columns = columns.clamp(1, 60);
    let most = values.iter().copied().fold(0.0, f64::max);
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    names
        .iter()
        .zip(values)
        .map(|(name, value)| {
            let bar = bar(if most > 0.0 { value / most } else { 0.0 }, columns);
            let pad = " ".repeat(columns - bar.chars().count().min(columns));
            format!("{name:width$} {bar}{pad} {value:VALUE_COLUMNS$.1}")
        })
        .collect()
}

/// A bar of at most `columns` for a share of the whole, from 0 to 1; what is not nothing is seen.
pub(crate) fn bar(share: f64, columns: usize) -> String {
    let eighths = (share.clamp(0.0, 1.0) * columns as f64 * 8.0).round() as usize;
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    let mut bar = "█".repeat(eighths / 8);
    bar.extend(['▏', '▎', '▍', '▌', '▋', '▊', '▉'].get((eighths % 8).wrapping_sub(1)));
    bar
}

/// One block for each value, as high as it is beside the highest; a blank for nothing.
pub(crate) fn sparkline(values: &[f64]) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = values.iter().copied().fold(0.0, f64::max);
    let block = |value: &f64| match *value {
        value if value <= 0.0 => ' ',
        value => BLOCKS[((value / most * 8.0).ceil() as usize).clamp(1, 8) - 1],
    };
    values.iter().map(block).collect()
}

/// Means of so many values in a row.
pub(crate) fn together(values: &[f64], count: usize) -> Vec<f64> {
    values.chunks(count.max(1)).map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64).collect()
}

/// Refuses a file that no picture can be written to; asked before what takes its time.
pub(crate) fn check_writable(file: &Path) -> Result<()> {
    if file.as_os_str() == "-" {
        return Ok(());
    }
    let is_new = !file.exists();
    let opened = std::fs::OpenOptions::new().append(true).create(true).open(file);
    opened.with_context(|| format!("`{}` cannot be written", file.display()))?;
    if is_new {
        // Whatever goes wrong from here on leaves no empty picture.
        let _ = std::fs::remove_file(file);
    }
    Ok(())
}

/// What to say where something else is to be printed, too.
pub(crate) fn is_all_of_stdout() -> anyhow::Error {
    let error = anyhow::anyhow!("`--svg -` prints the picture, and no other format beside it");
    error.context(Hint("`--svg FILE` writes it to a file"))
}

/// Writes a picture to a file; `-` is stdout, and whether it was that.
pub(crate) fn write_svg(picture: &str, file: &Path) -> Result<bool> {
    let is_stdout = file.as_os_str() == "-";
    if is_stdout {
        io::stdout().lock().write_all(picture.as_bytes())?;
    } else {
        std::fs::write(file, picture).with_context(|| format!("`{}` cannot be written", file.display()))?;
    }
    Ok(is_stdout)
}

/// A chart of lines over periods, one for each name.
pub(crate) fn svg(unit: &str, periods: &[String], lines: &[(String, Vec<f64>)]) -> String {
    const WIDTH: f64 = 800.0;
    const HEIGHT: f64 = 400.0;
    const LEFT: f64 = 60.0;
    const RIGHT: f64 = 20.0;
    const TOP: f64 = 30.0;
    const BOTTOM: f64 = 40.0;
    const COLORS: [&str; 8] =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a6d00", "#555555"];
    let most = lines.iter().flat_map(|(_, values)| values).copied().fold(0.0, f64::max);
    let step = nice_step(most / 4.0);
    let top = (most / step).ceil().max(1.0) * step;
    let steps = periods.len().saturating_sub(1).max(1) as f64;
    let x = |at: usize| LEFT + (WIDTH - LEFT - RIGHT) * at as f64 / steps;
    let y = |value: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
    let legend = 18.0 * lines.len() as f64;
    let mut out = String::new();
    let mut put = |text: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = out.write_fmt(text);
        out.push('\n');
    };
    put(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">",
        HEIGHT + legend + 10.0
    ));
    put(format_args!("<title>{}</title>", escape(unit)));
    put(format_args!("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"));
    put(format_args!("<text x=\"{LEFT}\" y=\"18\">{}</text>", escape(unit)));
    let mut value = 0.0;
    while value <= top + step / 2.0 {
        put(format_args!(
            "<line x1=\"{LEFT}\" x2=\"{}\" y1=\"{:.1}\" y2=\"{:.1}\" stroke=\"#dddddd\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            y(value),
            y(value),
            LEFT - 6.0,
            y(value) + 4.0,
            number(value)
        ));
        value += step;
    }
    let every = periods.len().div_ceil(12).max(1);
    for (at, period) in periods.iter().enumerate().step_by(every) {
        put(format_args!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x(at),
            HEIGHT - BOTTOM + 18.0,
            escape(period)
        ));
    }
    for (number, (name, values)) in lines.iter().enumerate() {
        let color = COLORS[number % COLORS.len()];
        let points: Vec<String> =
            values.iter().enumerate().map(|(at, value)| format!("{:.1},{:.1}", x(at), y(*value))).collect();
        put(format_args!(
            "<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" points=\"{}\"/>",
            points.join(" ")
        ));
        for point in &points {
            let (x, y) = point.split_once(',').unwrap_or_default();
            put(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"2.5\" fill=\"{color}\"/>"));
        }
        let line = HEIGHT + 18.0 * number as f64 + 4.0;
        put(format_args!(
            "<rect x=\"{LEFT}\" y=\"{:.1}\" width=\"14\" height=\"4\" fill=\"{color}\"/><text x=\"{}\" y=\"{:.1}\">{}</text>",
            line - 4.0,
            LEFT + 20.0,
            line + 2.0,
            escape(name)
        ));
    }
    out.push_str("</svg>\n");
    out
}

/// 1, 2 or 5 times a power of ten, at least `step`.
fn nice_step(step: f64) -> f64 {
    if step <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(step.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|nice| *nice >= step).unwrap_or(step)
}

fn number(value: f64) -> String {
    if value.fract().abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.1}") }
}

/// Text of the archive inside an SVG picture, and nothing but text.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_drawn_in_proportion() {
        assert_eq!(sparkline(&[0.0, 1.0, 4.0, 8.0]), " ▁▄█");
        assert_eq!(sparkline(&[0.0, 0.0]), "  ");
        let names = ["2019".to_owned(), "2020".to_owned()];
        let drawn = bars(&names, &[5.0, 10.0], 10);
        assert_eq!(drawn, ["2019 █████          5.0", "2020 ██████████    10.0"]);
    }

    #[test]
    fn a_picture_holds_names_as_text() {
        let svg = svg("per <100>", &["2019".to_owned()], &[("a & b".to_owned(), vec![1.0])]);
        assert!(svg.contains("a &amp; b") && svg.contains("per &lt;100&gt;") && svg.ends_with("</svg>\n"));
        assert_eq!(nice_step(0.3), 0.5);
        assert_eq!(nice_step(0.0), 1.0);
    }
}
