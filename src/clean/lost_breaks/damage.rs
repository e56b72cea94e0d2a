//! How damaged a text is.

/// How many steps of damage there are.
const DAMAGES: usize = 12;

/// How damaged a text is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Damage {
    /// By the capitals that stand where none should.
    pub(super) capital: usize,
    /// By the small letters that run together.
    pub(super) small: usize,
    /// How much of the text is known English.
    pub(super) english: usize,
}

impl Damage {
    /// The damage of a text of so many words, by how many places are strong; `english` of its words
    /// are in the lexicon.
    pub(super) fn new(words: u32, english: u32, strong_capitals: u32, strong_small: u32) -> Self {
        let bucket = |strong: u32| match strong {
            0 => 0,
            _ => {
                let words_each = words / strong;
                let rare = match words_each {
                    0..=40 => 5,
                    41..=120 => 4,
                    121..=400 => 3,
                    401..=1500 => 2,
                    _ => 1,
                };
                // One place may be a slip, and in a short text looks like many.
                if strong == 1 { rare } else { rare + 5 }
            }
        };
        let share = (english * 8).checked_div(words.max(1)).unwrap_or(0).min(7);
        Self {
            capital: bucket(strong_capitals).min(DAMAGES - 1),
            small: bucket(strong_small).min(DAMAGES - 1),
            english: share as usize,
        }
    }
}
