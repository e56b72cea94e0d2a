//! Draws how the time of queries grows with the archive, from what `ibid bench --json` printed of
//! archives of several sizes, both axes logarithmic:
//!
//! `cargo run --release --example growth_svg -- small.json middling.json large.json > growth.svg`

#![expect(clippy::print_stdout, reason = "an example is a program")]

use std::collections::BTreeMap;
use std::{env, fs};

use anyhow::{Context, Result};
use serde_json::Value;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 50.0;
const COLOURS: [&str; 8] =
    ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f"];

/// Of each class the number of documents and the median in microseconds, for each archive.
type Lines = BTreeMap<String, Vec<(f64, f64)>>;

fn main() -> Result<()> {
    let mut lines = Lines::new();
    for file in env::args().skip(1) {
        let text = fs::read(&file).with_context(|| format!("`{file}` cannot be read"))?;
        let bench: Value = serde_json::from_slice(&text).with_context(|| format!("`{file}`"))?;
        let documents = bench["documents"].as_f64().context("no number of documents")?;
        for class in bench["classes"].as_array().into_iter().flatten() {
            let name = class["class"].as_str().unwrap_or_default().to_owned();
            let median = class["with_passages"]["median_us"].as_f64().context("no median")?;
            lines.entry(name).or_default().push((documents, median.max(1.0)));
        }
    }
    lines.values_mut().for_each(|points| points.sort_by(|a, b| a.0.total_cmp(&b.0)));
    anyhow::ensure!(lines.values().any(|points| points.len() > 1), "two sizes at least are wanted");
    println!("{}", draw(&lines));
    Ok(())
}

fn draw(lines: &Lines) -> String {
    let all = || lines.values().flatten();
    let bounds = |of: fn(&(f64, f64)) -> f64| {
        let least = all().map(of).fold(f64::INFINITY, f64::min).log10().floor();
        let most = all().map(of).fold(0.0, f64::max).log10().ceil();
        (least, most.max(least + 1.0))
    };
    let (documents, times) = (bounds(|point| point.0), bounds(|point| point.1));
    let x = |value: f64| {
        LEFT + (value.log10() - documents.0) / (documents.1 - documents.0) * (WIDTH - LEFT - RIGHT)
    };
    let y = |value: f64| {
        HEIGHT - BOTTOM - (value.log10() - times.0) / (times.1 - times.0) * (HEIGHT - TOP - BOTTOM)
    };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
    );
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    for power in documents.0 as i32..=documents.1 as i32 {
        let at = x(10_f64.powi(power));
        out.push_str(&format!("<path d=\"M{at:.1} {TOP}V{bottom}\" stroke=\"#ddd\"/>\n"));
        out.push_str(&format!(
            "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            bottom + 18.0,
            10_u64.pow(power.max(0) as u32)
        ));
    }
    for power in times.0 as i32..=times.1 as i32 {
        let at = y(10_f64.powi(power));
        let told = if power < 3 {
            format!("{} µs", 10_u64.pow(power.max(0) as u32))
        } else {
            format!("{} ms", 10_u64.pow(power as u32 - 3))
        };
        out.push_str(&format!("<path d=\"M{LEFT} {at:.1}H{right}\" stroke=\"#ddd\"/>\n"));
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{told}</text>\n",
            LEFT - 8.0,
            at + 4.0
        ));
    }
    let middle = (LEFT + right) / 2.0;
    let label = "documents in the archive; median of the ten best with their passages";
    out.push_str(&format!(
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{label}</text>\n",
        HEIGHT - 10.0
    ));
    // Names stand at the ends of their lines, none on another.
    let mut ends: Vec<(f64, &str, &str)> = Vec::new();
    for ((name, points), number) in lines.iter().zip(0..) {
        let colour = COLOURS[number % COLOURS.len()];
        let dashes = if number < COLOURS.len() { "" } else { " stroke-dasharray=\"5 3\"" };
        let path: Vec<String> = points
            .iter()
            .map(|(documents, median)| format!("{:.1} {:.1}", x(*documents), y(*median)))
            .collect();
        let path = path.join("L");
        out.push_str(&format!(
            "<path d=\"M{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>\n"
        ));
        if let Some((_, median)) = points.last() {
            ends.push((y(*median), name, colour));
        }
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut before = f64::NEG_INFINITY;
    for (at, name, colour) in ends {
        let at = at.max(before + 14.0);
        before = at;
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{:.1}\" fill=\"{colour}\">{name}</text>\n",
            right + 8.0,
            at + 4.0
        ));
    }
    out.push_str("</svg>");
    out
}
