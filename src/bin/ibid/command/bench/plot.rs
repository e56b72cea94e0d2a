//! The distribution of latencies as a picture: each class a line over the share of queries that
//! were answered by then.

use std::fmt::Write as _;

use super::report::BenchReport;
use crate::output::chart::escape;

const WIDTH: f64 = 820.0;
const HEIGHT: f64 = 460.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 170.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 50.0;
/// Shares of answers; the axis stretches them so that the slow ones can be told apart.
const SHARES: [(f64, &str); 6] =
    [(0.0, "0"), (0.5, "50 %"), (0.9, "90 %"), (0.99, "99 %"), (0.999, "99.9 %"), (0.9999, "99.99 %")];

pub(super) fn latencies(report: &BenchReport) -> String {
    let classes: Vec<_> = report.classes.iter().chain([&report.all]).collect();
    let low = classes.iter().map(|class| class.with_histogram.min()).min().unwrap_or(1).max(1) as f64;
    let high = classes.iter().map(|class| class.with_histogram.max()).max().unwrap_or(10) as f64;
    let (low, high) = (low.log10().floor(), high.log10().ceil());
    let x = |share: f64| {
        let stretched = -(1.0 - share.min(0.9999)).log10() / 4.0;
        LEFT + stretched * (WIDTH - LEFT - RIGHT)
    };
    let y = |nanoseconds: f64| {
        let share = (nanoseconds.log10() - low) / (high - low).max(1e-9);
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"14\">time to answer with passages, {} documents</text>\n",
        report.documents
    );
    for (share, name) in SHARES {
        let at = x(share);
        let (bottom, label) = (HEIGHT - BOTTOM, HEIGHT - BOTTOM + 18.0);
        let _ = writeln!(
            svg,
            "<line x1=\"{at:.1}\" y1=\"{TOP}\" x2=\"{at:.1}\" y2=\"{bottom}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"{label}\" text-anchor=\"middle\">{name}</text>"
        );
    }
    for power in low as i32..=high as i32 {
        let nanoseconds = 10_f64.powi(power);
        let name = match power {
            ..3 => format!("{nanoseconds} ns"),
            3..6 => format!("{} \u{b5}s", nanoseconds / 1e3),
            6..9 => format!("{} ms", nanoseconds / 1e6),
            _ => format!("{} s", nanoseconds / 1e9),
        };
        let at = y(nanoseconds);
        let (left, right, label) = (LEFT - 6.0, WIDTH - RIGHT, at + 4.0);
        let _ = writeln!(
            svg,
            "<line x1=\"{LEFT}\" y1=\"{at:.1}\" x2=\"{right}\" y2=\"{at:.1}\" stroke=\"#ddd\"/><text x=\"{left}\" y=\"{label:.1}\" text-anchor=\"end\">{name}</text>"
        );
    }
    for (number, class) in classes.iter().enumerate() {
        let is_all = number + 1 == classes.len();
        let hue = number * 360 / classes.len();
        let colour = if is_all { "black".to_owned() } else { format!("hsl({hue},65%,45%)") };
        let mut points = String::new();
        for step in 0..=200 {
            let share = 1.0 - 10_f64.powf(-4.0 * f64::from(step) / 200.0);
            let nanoseconds = class.with_histogram.value_at_quantile(share).max(1) as f64;
            let _ = write!(points, "{:.1},{:.1} ", x(share), y(nanoseconds));
        }
        let width = if is_all { 2.5 } else { 1.3 };
        let (at, row) = (WIDTH - RIGHT + 14.0, TOP + 14.0 + number as f64 * 18.0);
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/><text x=\"{at}\" y=\"{row}\" fill=\"{colour}\">{}</text>",
            points.trim_end(),
            escape(&class.class)
        );
    }
    svg.push_str("</svg>\n");
    svg
}
