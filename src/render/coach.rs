//! A goal letter by letter, as SMART and FAST ask.

use super::text::clean;
use super::{Style, Theme};
use crate::method::advice::{Coaching, Framework, Letter};
use serde::Serialize;

/// The goal that was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Head {
    /// `objective` or `key-result`.
    pub goal: &'static str,
    /// Its id, with the cycle.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day that was looked at.
    pub as_of: String,
}

/// Narrower than this nothing is laid out.
const NARROWEST: usize = 20;
/// Lines longer than this are hard to read.
const WIDEST: usize = 100;

/// For a terminal.
pub fn text(head: &Head, coaching: &Coaching, theme: Theme) -> String {
    let title = format!("{}  {}", head.id, clean(&head.title));
    let mut page = Page {
        text: String::new(),
        theme,
    };
    page.line("", "", &title, Style::Bold);
    for framework in &coaching.frameworks {
        page.text.push('\n');
        page.framework(framework);
    }
    page.text
}

struct Page {
    text: String,
    theme: Theme,
}

impl Page {
    fn framework(&mut self, framework: &Framework) {
        let Framework {
            name,
            source,
            letters,
        } = framework;
        let (met, all) = (framework.met(), letters.len());
        let head = format!("{name}: {met} of {all} letters met ({source})");
        self.line("", "", &head, Style::Bold);
        for letter in letters {
            self.letter(letter);
        }
    }

    fn letter(&mut self, letter: &Letter) {
        let theme = self.theme;
        let (symbol, word, style) = match letter.is_met() {
            true => (theme.pick("✓", "+"), "met", Style::Green),
            false => (theme.pick("✗", "x"), "not yet", Style::Amber),
        };
        let head = format!("{symbol} {}  {}: {word}", initial(letter), letter.word);
        self.line("  ", "    ", &head, style);
        for evidence in &letter.evidence {
            self.line("    + ", "      ", &clean(evidence), Style::Plain);
        }
        for missing in &letter.missing {
            self.line("    - ", "      ", &clean(&missing.what), Style::Plain);
            let arrow = theme.pick("      → ", "      > ");
            self.line(arrow, "        ", &clean(&missing.next), Style::Dim);
        }
    }

    /// A line, broken between words where the terminal is narrow.
    fn line(&mut self, first: &str, further: &str, text: &str, style: Style) {
        let text = match self.theme.ascii {
            true => text.replace('…', "..."),
            false => text.to_owned(),
        };
        let Some(width) = self.theme.width else {
            let text = self.theme.paint(style, &text);
            self.text.push_str(&format!("{first}{text}\n"));
            return;
        };
        let options = textwrap::Options::new(width.clamp(NARROWEST, WIDEST) - further.len())
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for (i, line) in textwrap::wrap(&text, options).iter().enumerate() {
            let indent = if i == 0 { first } else { further };
            let line = self.theme.paint(style, line.trim_end());
            self.text.push_str(&format!("{indent}{line}\n"));
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: &'a Head,
    frameworks: Vec<FrameworkView<'a>>,
}

#[derive(Serialize)]
struct FrameworkView<'a> {
    name: &'a str,
    source: &'a str,
    met: usize,
    letters: Vec<LetterView<'a>>,
}

#[derive(Serialize)]
struct LetterView<'a> {
    letter: &'a str,
    word: &'a str,
    asks: &'a str,
    met: bool,
    evidence: &'a [String],
    missing: Vec<MissingView<'a>>,
}

#[derive(Serialize)]
struct MissingView<'a> {
    what: &'a str,
    next: &'a str,
}

/// For scripts.
pub fn json(head: &Head, coaching: &Coaching) -> String {
    let frameworks = coaching.frameworks.iter().map(|framework| FrameworkView {
        name: framework.name,
        source: framework.source,
        met: framework.met(),
        letters: framework.letters.iter().map(letter).collect(),
    });
    super::json::document(&Document {
        head,
        frameworks: frameworks.collect(),
    })
}

/// The letter itself: its word's first.
fn initial(letter: &Letter) -> &str {
    letter.word.get(..1).unwrap_or_default()
}

fn letter(letter: &Letter) -> LetterView<'_> {
    let missing = letter.missing.iter().map(|missing| MissingView {
        what: &missing.what,
        next: &missing.next,
    });
    LetterView {
        letter: initial(letter),
        word: letter.word,
        asks: letter.asks,
        met: letter.is_met(),
        evidence: &letter.evidence,
        missing: missing.collect(),
    }
}
