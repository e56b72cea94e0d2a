//! Adds up what speaks for and against a break.

use std::sync::LazyLock;

use super::features::{self, Template, WEIGHTS};

/// The committed weights, read at first use.
pub(super) static WEIGHTS_TABLE: LazyLock<Vec<f32>> = LazyLock::new(|| read(include_str!("weights.txt")));

/// The log-odds of a break with these features.
pub(super) fn log_odds(features: &[u32]) -> f32 {
    features.iter().map(|feature| WEIGHTS_TABLE[*feature as usize]).sum()
}

/// Reads a table of weights: a line per template with its name, then per line the parts of a value
/// and its weight in hundredths.
fn read(table: &str) -> Vec<f32> {
    let mut weights = vec![0.0; WEIGHTS];
    let mut template = None;
    for line in table.lines() {
        let mut fields = line.split_whitespace();
        let Some(first) = fields.next() else { continue };
        if let Some(named) = Template::ALL.iter().find(|template| template.name() == first) {
            template = Some(*named);
            continue;
        }
        let numbers = std::iter::once(first).chain(fields).map(|field| field.parse::<i32>());
        let (Some(template), Ok(numbers)) = (template, numbers.collect::<Result<Vec<_>, _>>()) else {
            continue;
        };
        let [x, y, z, hundredths] = numbers[..] else { continue };
        let value = [x, y, z].map(|part| usize::try_from(part).unwrap_or(usize::MAX));
        if value.iter().zip(template.sizes()).all(|(part, size)| *part < size) {
            weights[features::index(template, value) as usize] = hundredths as f32 / 100.0;
        }
    }
    weights
}
