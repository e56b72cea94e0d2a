//! How parts of an output look, by what they are.

use anstyle::{AnsiColor, Effects, Style as Ansi};

/// What a part of an output is; a theme says how each looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    /// Text as it is.
    Plain,
    /// A document's title.
    Title,
    /// What matched.
    Match,
    /// Who, where, when.
    About,
    /// The heading that a passage stands under.
    Heading,
    /// Who is speaking.
    Speaker,
    /// A time in a recording.
    Time,
    /// A place to open.
    Place,
    /// The name of a value.
    Name,
}

/// A look for each label.
#[derive(Clone, Debug)]
pub(crate) struct Theme {
    looks: [Ansi; 9],
}

impl Default for Theme {
    fn default() -> Self {
        let mut theme = Self { looks: [Ansi::new(); 9] };
        let looks = [
            (Label::Title, Ansi::new().effects(Effects::BOLD)),
            (Label::Match, AnsiColor::Yellow.on_default().effects(Effects::BOLD)),
            (Label::About, Ansi::new().effects(Effects::DIMMED)),
            (Label::Heading, Ansi::new().effects(Effects::DIMMED)),
            (Label::Speaker, AnsiColor::Cyan.on_default()),
            (Label::Time, AnsiColor::Green.on_default()),
            (Label::Place, AnsiColor::Green.on_default()),
            (Label::Name, Ansi::new().effects(Effects::DIMMED)),
        ];
        looks.into_iter().for_each(|(label, look)| theme.looks[label as usize] = look);
        theme
    }
}

impl Theme {
    pub(crate) fn look(&self, label: Label) -> Ansi {
        self.looks[label as usize]
    }
}
