//! How parts of an output look, by what they are.

use std::collections::BTreeMap;
use std::fmt;

use anstyle::{Ansi256Color, AnsiColor, Color, Effects, RgbColor, Style as Ansi};

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
    /// What matched where one stands.
    Current,
    /// What was taken away.
    Removed,
    /// What was put there.
    Added,
}

impl Label {
    const ALL: [Self; 11] = [
        Self::Title,
        Self::Match,
        Self::About,
        Self::Heading,
        Self::Speaker,
        Self::Time,
        Self::Place,
        Self::Name,
        Self::Current,
        Self::Removed,
        Self::Added,
    ];

    /// The word for it in a `[theme]`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Title => "title",
            Self::Match => "match",
            Self::About => "about",
            Self::Heading => "heading",
            Self::Speaker => "speaker",
            Self::Time => "time",
            Self::Place => "place",
            Self::Name => "name",
            Self::Current => "current",
            Self::Removed => "removed",
            Self::Added => "added",
        }
    }

    /// The names that a `[theme]` may have.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(Self::name)
    }
}

/// A look for each label.
#[derive(Clone, Debug)]
pub(crate) struct Theme {
    looks: [Ansi; 12],
}

impl Default for Theme {
    fn default() -> Self {
        let mut theme = Self { looks: [Ansi::new(); 12] };
        let looks = [
            (Label::Title, Ansi::new().effects(Effects::BOLD)),
            (Label::Match, AnsiColor::Yellow.on_default().effects(Effects::BOLD)),
            (Label::About, Ansi::new().effects(Effects::DIMMED)),
            (Label::Heading, Ansi::new().effects(Effects::DIMMED)),
            (Label::Speaker, AnsiColor::Cyan.on_default()),
            (Label::Time, AnsiColor::Green.on_default()),
            (Label::Place, AnsiColor::Green.on_default()),
            (Label::Name, Ansi::new().effects(Effects::DIMMED)),
            (Label::Current, AnsiColor::Black.on(AnsiColor::Yellow)),
            (Label::Removed, AnsiColor::Red.on_default()),
            (Label::Added, AnsiColor::Green.on_default()),
        ];
        looks.into_iter().for_each(|(label, look)| theme.looks[label as usize] = look);
        theme
    }
}

impl Theme {
    /// The default with the looks of a `[theme]` over it: `match = "bold yellow on black"`.
    ///
    /// # Errors
    /// A word that is no look.
    pub(crate) fn with(looks: &BTreeMap<String, String>) -> Result<Self, BadLook> {
        let mut theme = Self::default();
        for label in Label::ALL {
            if let Some(look) = looks.get(label.name()) {
                theme.looks[label as usize] = parse(look)?;
            }
        }
        Ok(theme)
    }

    pub(crate) fn look(&self, label: Label) -> Ansi {
        self.looks[label as usize]
    }
}

/// A word of a theme that says nothing about looks.
#[derive(Debug)]
pub(crate) struct BadLook(String);

impl fmt::Display for BadLook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no look; use bold, dim, italic, underline, reverse, a colour (red, bright-red, #c83, 0 to 255), `on` before a ground, or none",
            self.0
        )
    }
}

impl std::error::Error for BadLook {}

/// Reads `bold yellow on #202020`.
pub(crate) fn parse(look: &str) -> Result<Ansi, BadLook> {
    let mut style = Ansi::new();
    let mut is_ground = false;
    for word in look.split_whitespace() {
        let effect = match word {
            "bold" => Some(Effects::BOLD),
            "dim" => Some(Effects::DIMMED),
            "italic" => Some(Effects::ITALIC),
            "underline" => Some(Effects::UNDERLINE),
            "reverse" => Some(Effects::INVERT),
            _ => None,
        };
        if let Some(effect) = effect {
            style = style.effects(style.get_effects() | effect);
        } else if word == "on" {
            is_ground = true;
        } else if word != "none" {
            let color = Some(color(word).ok_or_else(|| BadLook(word.to_owned()))?);
            style = if is_ground { style.bg_color(color) } else { style.fg_color(color) };
            is_ground = false;
        }
    }
    Ok(style)
}

fn color(word: &str) -> Option<Color> {
    const NAMES: [(&str, AnsiColor); 8] = [
        ("black", AnsiColor::Black),
        ("red", AnsiColor::Red),
        ("green", AnsiColor::Green),
        ("yellow", AnsiColor::Yellow),
        ("blue", AnsiColor::Blue),
        ("magenta", AnsiColor::Magenta),
        ("cyan", AnsiColor::Cyan),
        ("white", AnsiColor::White),
    ];
    if let Some(digits) = word.strip_prefix('#') {
        let number = |text: &str| u8::from_str_radix(text, 16).ok();
        let wide: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let channels = (number(wide.get(..2)?)?, number(wide.get(2..4)?)?, number(wide.get(4..)?)?);
        return Some(RgbColor(channels.0, channels.1, channels.2).into());
    }
    if let Ok(number) = word.parse::<u8>() {
        return Some(Ansi256Color(number).into());
    }
    let (name, is_bright) = word.strip_prefix("bright-").map_or((word, false), |name| (name, true));
    let (_, color) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some(if is_bright { color.bright(true) } else { *color }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_words() {
        let check =
            |look: &str, expected: &str| assert_eq!(parse(look).unwrap().render().to_string(), expected);
        check("bold yellow", "\u{1b}[1m\u{1b}[33m");
        check("bright-red on #012", "\u{1b}[91m\u{1b}[48;2;0;17;34m");
        check("208 underline", "\u{1b}[4m\u{1b}[38;5;208m");
        check("none", "");
        assert!(parse("bold pinkish").unwrap_err().to_string().starts_with("`pinkish`"));
    }
}
