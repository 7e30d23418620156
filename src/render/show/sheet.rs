//! One goal on a page: facts, tables, a chart and entries that become a terminal's page or Markdown.

use crate::render::chart::{Chart, Size};
use crate::render::grid::{Cell, Grid, broken, escape_markdown};
use crate::render::{Style, Theme};

/// Everything on the page, from top to bottom.
#[derive(Debug, Default)]
pub struct Sheet {
    /// What the goal is called.
    pub title: String,
    /// Where it stands: id, cycle, day.
    pub subtitle: String,
    /// What follows.
    pub blocks: Vec<Block>,
}

/// A part of the page. A block without content is left out, with its heading.
#[derive(Debug)]
pub enum Block {
    /// What is known of it, a line each.
    Facts(Facts),
    /// Its values.
    Chart(&'static str, Box<Chart>),
    /// A table, and what there is to say beneath it.
    Table(&'static str, Grid, Option<String>),
    /// What was said or done on a day, the newest first, and where to find the rest.
    Entries(&'static str, Vec<Entry>, Option<String>),
}

/// Named facts.
#[derive(Debug, Default)]
pub struct Facts(Vec<(&'static str, Vec<Cell>)>);

/// Something said or done: a line, and what belongs to it.
#[derive(Debug, Default)]
pub struct Entry {
    /// The first line, beginning with the day.
    pub head: String,
    /// What belongs to it.
    pub lines: Vec<Line>,
}

/// A further line of an entry.
#[derive(Debug)]
pub struct Line {
    /// How far it is set in, from 1.
    pub depth: usize,
    /// What it is, such as a blocker; empty for plain words.
    pub name: &'static str,
    /// What it says.
    pub text: String,
}

impl Facts {
    /// Adds a fact; an empty text is none.
    pub fn add(&mut self, name: &'static str, text: impl Into<Cell>) {
        self.list(name, vec![text.into()]);
    }

    /// Adds a fact that may be absent.
    pub fn maybe(&mut self, name: &'static str, text: Option<impl Into<Cell>>) {
        self.list(name, text.into_iter().map(Into::into).collect());
    }

    /// Adds a fact of several lines.
    pub fn list(&mut self, name: &'static str, mut lines: Vec<Cell>) {
        lines.retain(|line| !line.text.is_empty());
        if !lines.is_empty() {
            self.0.push((name, lines));
        }
    }

    fn draw(&self, theme: Theme) -> String {
        const GAP: usize = 2;
        let widest = self.0.iter().map(|(name, _)| name.len()).max();
        let indent = widest.unwrap_or(0) + GAP;
        let room = theme
            .width
            .map(|width| width.saturating_sub(indent).max(16));
        let mut out = String::new();
        for (name, lines) in &self.0 {
            let mut label = theme.paint(Style::Dim, name) + &" ".repeat(indent - name.len());
            for cell in lines {
                let text = room.map_or_else(|| cell.text.clone(), |room| broken(&cell.text, room));
                for line in text.lines() {
                    out.push_str(&format!("{label}{}\n", theme.paint(cell.style, line)));
                    label = " ".repeat(indent);
                }
            }
        }
        out
    }

    fn markdown(&self) -> String {
        let fact = |(name, lines): &(&str, Vec<Cell>)| {
            let lines: Vec<_> = lines
                .iter()
                .map(|cell| escape_markdown(&cell.text))
                .collect();
            format!("- **{name}**: {}\n", lines.join("<br>"))
        };
        self.0.iter().map(fact).collect()
    }
}

impl Entry {
    fn draw(&self, theme: Theme) -> String {
        let wrapped = |text: &str, indent: usize| match theme.width {
            Some(width) => broken(text, width.saturating_sub(indent).max(16)),
            None => text.to_owned(),
        };
        let mut out = wrapped(&self.head, 0) + "\n";
        for line in &self.lines {
            let indent = "  ".repeat(line.depth);
            let named = line.named();
            let name = named.len() - line.text.len();
            for (i, part) in wrapped(&named, indent.len()).lines().enumerate() {
                let (dim, rest) = part.split_at(if i == 0 { name.min(part.len()) } else { 0 });
                out.push_str(&format!("{indent}{}{rest}\n", theme.paint(Style::Dim, dim)));
            }
        }
        out
    }

    fn markdown(&self) -> String {
        let mut out = format!("- {}\n", escape_markdown(&self.head));
        for line in &self.lines {
            let text = escape_markdown(&line.named());
            out.push_str(&format!("{}- {text}\n", "  ".repeat(line.depth)));
        }
        out
    }
}

impl Line {
    fn named(&self) -> String {
        if self.name.is_empty() {
            return self.text.clone();
        }
        format!("{}: {}", self.name, self.text)
    }
}

impl Block {
    fn is_empty(&self) -> bool {
        match self {
            Self::Facts(facts) => facts.0.is_empty(),
            Self::Chart(_, chart) => chart.points.is_empty() && chart.levels.is_empty(),
            Self::Table(_, grid, note) => grid.is_empty() && note.is_none(),
            Self::Entries(_, entries, _) => entries.is_empty(),
        }
    }

    fn heading(&self) -> &'static str {
        match self {
            Self::Facts(_) => "",
            Self::Chart(heading, _) | Self::Table(heading, ..) | Self::Entries(heading, ..) => {
                heading
            }
        }
    }
}

impl Sheet {
    /// Adds a block.
    pub fn add(&mut self, block: Block) {
        if !block.is_empty() {
            self.blocks.push(block);
        }
    }

    /// The page for a terminal.
    pub fn draw(&self, theme: Theme) -> String {
        let fit = |text: &str| match theme.width {
            Some(width) => broken(text, width),
            None => text.to_owned(),
        };
        let painted = |text: &str, style| {
            let lines = text.lines().map(|line| theme.paint(style, line) + "\n");
            lines.collect::<String>()
        };
        let mut out = painted(&fit(&self.title), Style::Bold);
        out.push_str(&painted(&fit(&self.subtitle), Style::Dim));
        for block in &self.blocks {
            out.push('\n');
            if !block.heading().is_empty() {
                out.push_str(&painted(block.heading(), Style::Bold));
            }
            match block {
                Block::Facts(facts) => out.push_str(&facts.draw(theme)),
                Block::Chart(_, chart) => out.push_str(&chart.draw(Size::of(theme), theme)),
                Block::Table(_, grid, note) => {
                    if !grid.is_empty() {
                        out.push_str(&grid.draw(theme));
                    }
                    out.extend(note.iter().map(|note| fit(note) + "\n"));
                }
                Block::Entries(_, entries, more) => {
                    out.extend(entries.iter().map(|entry| entry.draw(theme)));
                    out.extend(more.iter().map(|more| {
                        fit(more)
                            + "
"
                    }));
                }
            }
        }
        out
    }

    /// The page for a wiki or a pull request.
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "# {}\n\n{}\n",
            escape_markdown(&self.title),
            escape_markdown(&self.subtitle)
        );
        for block in &self.blocks {
            out.push('\n');
            if !block.heading().is_empty() {
                out.push_str(&format!("## {}\n\n", block.heading()));
            }
            match block {
                Block::Facts(facts) => out.push_str(&facts.markdown()),
                Block::Chart(_, chart) => {
                    let theme = Theme::PLAIN;
                    let drawn = chart.draw(Size::of(theme), theme);
                    out.push_str(&format!("```text\n{drawn}```\n"));
                }
                Block::Table(_, grid, note) => {
                    if !grid.is_empty() {
                        out.push_str(&grid.markdown());
                    }
                    out.extend(
                        note.iter()
                            .map(|note| format!("\n{}\n", escape_markdown(note))),
                    );
                }
                Block::Entries(_, entries, more) => {
                    out.extend(entries.iter().map(Entry::markdown));
                    out.extend(more.iter().map(|more| {
                        format!(
                            "
{more}
"
                        )
                    }));
                }
            }
        }
        out
    }
}
