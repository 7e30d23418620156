//! What the terminal can show. Decided once by the caller and passed in.

use anstyle::{AnsiColor, Effects};

/// What the output can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colour and bold are wanted.
    pub color: bool,
    /// Whether only ASCII may be used.
    pub ascii: bool,
    /// Columns to fit in; none means that nothing is cut.
    pub width: Option<usize>,
}

impl Theme {
    /// For files and pipes: no colour, no limit.
    pub const PLAIN: Self = Self {
        color: false,
        ascii: false,
        width: None,
    };

    /// Text in a style, where colour is wanted.
    pub fn paint(self, style: Style, text: &str) -> String {
        if !self.color || style == Style::Plain || text.is_empty() {
            return text.to_owned();
        }
        let ansi = style.ansi();
        format!("{ansi}{text}{ansi:#}")
    }

    /// What stands where there is nothing to show.
    pub fn dash(self) -> &'static str {
        self.pick("–", "-")
    }

    /// The one of two symbols that can be shown.
    pub fn pick(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { unicode }
    }
}

/// What a piece of text is. Colour only repeats what the words say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As it is.
    #[default]
    Plain,
    /// Stands out.
    Bold,
    /// Steps back.
    Dim,
    /// Good.
    Green,
    /// Needs attention.
    Amber,
    /// Bad.
    Red,
}

impl Style {
    fn ansi(self) -> anstyle::Style {
        let plain = anstyle::Style::new();
        let color = |c: AnsiColor| plain.fg_color(Some(c.into()));
        match self {
            Self::Plain => plain,
            Self::Bold => plain.effects(Effects::BOLD),
            Self::Dim => plain.effects(Effects::DIMMED),
            Self::Green => color(AnsiColor::Green),
            Self::Amber => color(AnsiColor::Yellow),
            Self::Red => color(AnsiColor::Red),
        }
    }
}
