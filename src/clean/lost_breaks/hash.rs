//! Hashes of words, made character by character so that every prefix has its own.

use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are hashes already.
pub(super) type HashedMap<V> = std::collections::HashMap<u64, V, BuildHasherDefault<AlreadyHashed>>;

/// The hash of a word so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WordHash(u64);

impl WordHash {
    /// Adds a character as it is.
    pub(super) fn push(&mut self, c: char) {
        self.0 = (self.0.rotate_left(23) ^ u64::from(c)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    /// Adds a character in lower case, the curly apostrophe as the straight one.
    pub(super) fn push_folded(&mut self, c: char) {
        self.push(fold(c));
    }

    /// The hash of the characters added.
    pub(super) fn finish(self) -> u64 {
        let folded = self.0 ^ (self.0 >> 29);
        folded.wrapping_mul(0xBF58_476D_1CE4_E5B9) ^ (folded >> 32)
    }

    /// The hash of a word in lower case.
    pub(super) fn folded(word: &str) -> u64 {
        let mut hash = Self::default();
        word.chars().for_each(|c| hash.push_folded(c));
        hash.finish()
    }

    /// The hash of a word as it is.
    pub(super) fn exact(word: &str) -> u64 {
        let mut hash = Self::default();
        word.chars().for_each(|c| hash.push(c));
        hash.finish()
    }
}

/// `c` in lower case where that is one character, the curly apostrophe as the straight one.
pub(super) fn fold(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        '\0'..='\x7F' => c,
        '’' => '\'',
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

/// Passes a hash through.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _bytes: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
