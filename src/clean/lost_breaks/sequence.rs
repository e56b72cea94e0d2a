//! Numbers of a text that count on from one: those of a list, however its items are glued.

/// No list that counts is longer.
const NUMBER_MAX: usize = 199;
/// The next number of a list stands no further away.
const STEP_BYTES_MAX: usize = 1500;
/// Between two of them stands at least an item of so many bytes.
const STEP_BYTES_MIN: usize = 4;

/// Where the numbers of lists stand.
#[derive(Debug, Default)]
pub(super) struct Sequences {
    /// The byte of each number that counts on, and how many numbers its list has.
    numbers: Vec<(usize, usize)>,
}

impl Sequences {
    /// The lists of `text`: those that count up from one, and those that count down to it.
    pub(super) fn of(text: &str) -> Self {
        let found = numbers(text.as_bytes());
        let up = lengths(&found, |from, to| to - from);
        let turned: Vec<(usize, usize)> = found.iter().rev().copied().collect();
        let down = lengths(&turned, |from, to| from - to).into_iter().rev();
        // Two numbers that count down are chance.
        let lengths = up.iter().zip(down).map(|(up, down)| (*up).max(if down > 2 { down } else { 0 }));
        let numbers = found.iter().zip(lengths).filter(|(_, length)| *length > 1);
        Self { numbers: numbers.map(|((at, _), length)| (*at, length)).collect() }
    }

    /// How long the list is that the number at byte `at` belongs to, in steps.
    pub(super) fn length(&self, at: usize) -> usize {
        let found = self.numbers.binary_search_by_key(&at, |number| number.0);
        match found.map_or(0, |index| self.numbers[index].1) {
            0 | 1 => 0,
            2 => 1,
            3 => 2,
            4..=6 => 3,
            _ => 4,
        }
    }
}

/// For each number, how long the list is that it belongs to: one that counts from one on, without a
/// gap. `distance` is that from the byte of a number to that of the next.
fn lengths(found: &[(usize, usize)], distance: impl Fn(usize, usize) -> usize) -> Vec<usize> {
    // For each number, which is the last that counts up to it.
    let mut last = [usize::MAX; NUMBER_MAX + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(found.len());
    for (index, &(at, value)) in found.iter().enumerate() {
        let previous = last[value - 1];
        let is_next = value > 1
            && previous != usize::MAX
            && (STEP_BYTES_MIN..=STEP_BYTES_MAX).contains(&distance(found[previous].0, at));
        if value == 1 || is_next {
            last[value] = index;
        }
        before.push(is_next.then_some(previous));
    }
    let mut lengths = vec![0; found.len()];
    for index in (0..found.len()).rev() {
        let value = found[index].1;
        if before[index].is_some() || value == 1 {
            lengths[index] = lengths[index].max(value);
        }
        if let Some(previous) = before[index] {
            lengths[previous] = lengths[previous].max(lengths[index]);
        }
    }
    lengths
}

/// The bytes and values of what may number an item.
fn numbers(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let before = start.checked_sub(1).map_or(b' ', |before| bytes[before]);
        let after = bytes.get(at).copied().unwrap_or(b' ');
        let is_part = matches!(before, b'-' | b'$' | b'/' | b':' | b'#' | b'.' | b',' | b'=' | b'_')
            && bytes.get(start.wrapping_sub(2)).is_some_and(|byte| !byte.is_ascii_alphabetic())
            || matches!(after, b':' | b'%' | b'/' | b'-')
            || matches!(after, b'.' | b',') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if at - start <= 3 && !is_part && bytes[start] != b'0' {
            let value =
                bytes[start..at].iter().fold(0, |value, digit| value * 10 + usize::from(digit - b'0'));
            if (1..=NUMBER_MAX).contains(&value) {
                numbers.push((start, value));
            }
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_count_on_make_lists() {
        let text = "Contents1 The mill2 The weir in 18903 The 7 sluices4 What is left";
        let lists = Sequences::of(text);
        let length = |word: &str| lists.length(text.find(word).unwrap());
        assert_eq!((length("1 The mill"), length("4 What"), length("7 sluices")), (1, 0, 0));
        let text = "Contents1 The mill2 The weir3 The 7 sluices4 What is left";
        let lists = Sequences::of(text);
        let length = |word: &str| lists.length(text.find(word).unwrap());
        assert_eq!((length("1 The mill"), length("4 What"), length("7 sluices")), (3, 3, 0));
        let text = "We count down.3. The mill, in all of it.2. The 7 weirs.1. What is left";
        let lists = Sequences::of(text);
        let length = |word: &str| lists.length(text.find(word).unwrap());
        assert_eq!((length("3. The"), length("1. What"), length("7 weirs")), (2, 2, 0));
    }
}
