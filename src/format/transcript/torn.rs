//! What looks like a name before a colon only because a line of wrapped speech begins there: `may it please the`,
//! and on the next line `Court: A ferry`.

use std::collections::HashMap;

use super::Line;
use super::label::Label;

/// Takes off labels that begin in the midst of a sentence and of a wrapped paragraph each time they stand, where
/// most others do not.
pub(super) fn drop_labels(lines: &mut [Line<'_>]) {
    let widest = lines.iter().map(|line| line.text.trim_end().len()).max().unwrap_or_default();
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    let (mut all, mut torn) = (0, 0);
    let mut above: Option<&str> = None;
    for line in lines.iter() {
        if let Some(name) = line.label.and_then(called) {
            let is_torn = !line.opens && above.is_some_and(|above| goes_on(above, line.text, widest));
            let count = counts.entry(name).or_default();
            (count.0, count.1) = (count.0 + 1, count.1 + usize::from(is_torn));
            (all, torn) = (all + 1, torn + usize::from(is_torn));
        }
        above = Some(line.text);
    }
    if torn == 0 || torn * 3 > all {
        return;
    }
    for line in lines {
        let count = line.label.and_then(called).and_then(|name| counts.get(name));
        if count.is_some_and(|(all, torn)| all == torn) {
            line.label = None;
        }
    }
}

/// The name that a colon alone makes a label of.
fn called(label: Label<'_>) -> Option<&str> {
    label.name.filter(|_| label.has_colon() && label.time.is_none() && !label.is_marked())
}

/// Says that a line ends in the midst of a sentence because the first word of the next had no room on it.
fn goes_on(above: &str, line: &str, widest: usize) -> bool {
    let above = above.trim_end();
    let is_open = above.ends_with(|c: char| c.is_alphanumeric() || c == ',');
    let word = line.split_whitespace().next().unwrap_or_default();
    is_open && above.len() + 1 + word.len() > widest
}
