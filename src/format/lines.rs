//! Which line of a source a byte is on.

/// Counts the lines of a source up to places that are asked for in order.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    source: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self { source, at: 0, line: 1 }
    }

    /// The line of byte `at`, counted from 1; that of the last one where it lies before it or outside.
    pub(crate) fn at(&mut self, at: usize) -> u32 {
        if let Some(between) = self.source.as_bytes().get(self.at..at) {
            let feeds = memchr::memchr_iter(b'\n', between).count();
            self.line = self.line.saturating_add(u32::try_from(feeds).unwrap_or(u32::MAX));
            self.at = at;
        }
        self.line
    }

    /// The same where a place may not be known: then it is that of the last one.
    pub(crate) fn at_known(&mut self, at: Option<usize>) -> u32 {
        self.at(at.unwrap_or(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_on() {
        let mut lines = Lines::new("a\nbc\n\nd");
        assert_eq!([0, 1, 2, 6, 3, 99].map(|at| lines.at(at)), [1, 1, 2, 4, 4, 4]);
        assert_eq!((lines.at_known(None), lines.at_known(Some(7))), (4, 4));
    }
}
