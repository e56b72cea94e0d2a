//! The words of names.

use crate::format::html::tree::Element;

/// Says whether a word of the element's attributes `keys` is one that `is_wanted`.
pub(super) fn any_word(element: &Element, keys: &[&str], is_wanted: impl Fn(&str) -> bool) -> bool {
    let mut found = false;
    for names in keys.iter().filter_map(|key| element.attribute(key)) {
        for_each_word(names, |word| found |= is_wanted(word));
    }
    found
}

/// Calls `found` with each word of `names`, lower case: `articleBody-related_links` has four.
pub(super) fn for_each_word(names: &str, mut found: impl FnMut(&str)) {
    const BYTES_MAX: usize = 128;
    if names.len() <= BYTES_MAX && names.is_ascii() {
        let mut lower = [0; BYTES_MAX];
        let lower = &mut lower[..names.len()];
        lower.copy_from_slice(names.as_bytes());
        lower.make_ascii_lowercase();
        let lower = str::from_utf8(lower).unwrap_or_default();
        let mut start = 0;
        let mut was_lower = false;
        for (at, byte) in names.bytes().enumerate() {
            let is_part = byte.is_ascii_alphanumeric();
            if !is_part || byte.is_ascii_uppercase() && was_lower {
                if start < at {
                    found(&lower[start..at]);
                }
                start = if is_part { at } else { at + 1 };
            }
            was_lower = byte.is_ascii_lowercase();
        }
        if start < lower.len() {
            found(&lower[start..]);
        }
        return;
    }
    let mut word = String::new();
    let mut was_lower = false;
    for c in names.chars() {
        let ends = !c.is_alphanumeric() || (c.is_uppercase() && was_lower);
        if ends && !word.is_empty() {
            found(&word);
            word.clear();
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    if !word.is_empty() {
        found(&word);
    }
}
