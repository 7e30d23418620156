//! Lines of words, broken between words where the terminal ends and set in.

use crate::render::{Style, Theme};
use std::borrow::Cow;
use textwrap::WordSplitter;
use unicode_width::UnicodeWidthStr;

/// Beyond this many columns lines of words are hard to read.
const WIDEST: usize = 100;
/// What stays for the words, however far they are set in.
const NARROWEST: usize = 12;
/// What a label takes.
const LABEL: usize = 9;

/// A text that grows line by line. What it is given is already safe for a terminal.
pub(super) struct Lines {
    theme: Theme,
    out: String,
}

impl Lines {
    pub(super) fn new(theme: Theme) -> Self {
        let out = String::new();
        Self { theme, out }
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// Words of one or several lines.
    pub(super) fn text(&mut self, indent: usize, style: Style, text: &str) {
        for line in self.broken(indent, text) {
            self.line(indent, &self.theme.paint(style, &line));
        }
    }

    /// Words behind a label.
    pub(super) fn labelled(&mut self, indent: usize, label: &str, style: Style, text: &str) {
        let lines = self.broken(indent + LABEL, text.trim_end());
        for (i, line) in lines.iter().enumerate() {
            let label = if i == 0 { label } else { "" };
            let gap = " ".repeat(LABEL - label.len());
            let label = self.theme.paint(style, label);
            self.line(indent, &format!("{label}{gap}{line}"));
        }
    }

    /// Two things on one line, or below each other where they do not fit.
    pub(super) fn pair(&mut self, indent: usize, first: (Style, &str), second: (Style, &str)) {
        let width = indent + first.1.width() + 2 + second.1.width();
        if self.room().is_none_or(|room| width <= room) {
            let first = self.theme.paint(first.0, first.1);
            let second = self.theme.paint(second.0, second.1);
            self.line(indent, &format!("{first}  {second}"));
        } else {
            self.text(indent, first.0, first.1);
            self.id(indent, second.0, second.1);
        }
    }

    /// An id, broken between its parts where it does not fit.
    fn id(&mut self, indent: usize, style: Style, id: &str) {
        let room = self.room().unwrap_or(usize::MAX).saturating_sub(indent);
        let mut line = String::new();
        for part in parts(id) {
            if !line.is_empty() && line.width() + part.width() > room {
                self.text(indent, style, &line);
                line.clear();
            }
            line.push_str(part);
        }
        self.text(indent, style, &line);
    }

    fn line(&mut self, indent: usize, text: &str) {
        let line = format!("{}{text}", " ".repeat(indent));
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn room(&self) -> Option<usize> {
        self.theme.width.map(|width| width.min(WIDEST))
    }

    fn broken(&self, indent: usize, text: &str) -> Vec<String> {
        let Some(room) = self.room() else {
            return text.split('\n').map(str::to_owned).collect();
        };
        let room = room.saturating_sub(indent).max(NARROWEST);
        let options = textwrap::Options::new(room).word_splitter(WordSplitter::NoHyphenation);
        let lines = text.split('\n');
        let lines = lines.flat_map(|line| textwrap::wrap(line, &options));
        lines.map(Cow::into_owned).collect()
    }
}

/// `a/`, `b`, `.c` of `a/b.c`.
fn parts(id: &str) -> impl Iterator<Item = &str> {
    let (path, key) = id.split_at(id.rfind('.').unwrap_or(id.len()));
    path.split_inclusive('/').chain([key])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_break_under_their_label_and_keep_their_lines() {
        let mut lines = Lines::new(Theme {
            width: Some(24),
            ..Theme::PLAIN
        });
        lines.labelled(2, "plan", Style::Bold, "Agree the template\nShip it");
        let expected = "  plan     Agree the\n           template\n           Ship it\n";
        assert_eq!(lines.finish(), expected);
    }

    #[test]
    fn what_does_not_fit_beside_stands_below() {
        let narrow = Theme {
            width: Some(16),
            ..Theme::PLAIN
        };
        let mut lines = Lines::new(narrow);
        lines.pair(0, (Style::Plain, "Uptime"), (Style::Dim, "a.uptime"));
        lines.pair(0, (Style::Plain, "Client retention"), (Style::Dim, "a.b"));
        lines.pair(
            0,
            (Style::Plain, "Healthy"),
            (Style::Dim, "success/loyal.healthy"),
        );
        let expected =
            "Uptime  a.uptime\nClient retention\na.b\nHealthy\nsuccess/loyal\n.healthy\n";
        assert_eq!(lines.finish(), expected);
    }
}
