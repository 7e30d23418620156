//! Tables: rows of styled cells that become a terminal table or Markdown.

use super::{Style, Theme};
use comfy_table::{
    Attribute, Cell as TableCell, CellAlignment, Color, Table,
    presets::{ASCII_MARKDOWN, NOTHING},
};
use unicode_width::UnicodeWidthStr;

/// A cell's text and what it is.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The text, already made safe for a terminal.
    pub text: String,
    /// How it stands out.
    pub style: Style,
    /// What stands before the lines that follow the first where it is broken; two blanks by itself.
    hang: Option<String>,
}

impl Cell {
    /// A cell in a style.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
            hang: None,
        }
    }

    /// The same cell with its further lines set in by `hang`.
    #[must_use]
    pub fn hanging(self, hang: &str) -> Self {
        Self {
            hang: Some(hang.to_owned()),
            ..self
        }
    }

    fn broken(&self, width: usize) -> String {
        // Where it would leave no room for words it is left out.
        let fits = |hang: &&str| hang.width() + NARROWEST <= width;
        let hang = self.hang.as_deref().filter(fits);
        hung(&self.text, width, hang)
    }
}

impl<S: Into<String>> From<S> for Cell {
    fn from(text: S) -> Self {
        Self::new(text, Style::Plain)
    }
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    title: &'static str,
    right: bool,
    /// Whether its text may be broken between words.
    wraps: bool,
    /// Which go first on a narrow terminal: the highest; 0 stays.
    expendable: u8,
}

impl Column {
    /// A column that is never dropped.
    pub fn fixed(title: &'static str) -> Self {
        Self {
            title,
            right: false,
            wraps: false,
            expendable: 0,
        }
    }

    /// A column of words that a narrow terminal may break.
    #[must_use]
    pub fn wrapping(self) -> Self {
        Self {
            wraps: true,
            ..self
        }
    }

    /// A column that a narrow terminal drops, the highest rank first.
    pub fn expendable(title: &'static str, rank: u8) -> Self {
        Self {
            expendable: rank,
            ..Self::fixed(title)
        }
    }

    /// The same column, dropped before all those whose rank is less than `ranks` higher.
    #[must_use]
    pub fn behind(self, ranks: u8) -> Self {
        Self {
            expendable: self.expendable + ranks,
            ..self
        }
    }

    /// Numbers stand to the right.
    #[must_use]
    pub fn right(self) -> Self {
        Self {
            right: true,
            ..self
        }
    }
}

/// A table before it is drawn.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    /// Whether columns matter more than names on one line.
    dense: bool,
}

/// Between two columns.
const GAP: usize = 2;
/// What the first column keeps on a narrow terminal, so that names stay readable.
const NAME_WIDTH: usize = 32;
/// What it should have before columns beyond this rank are shown.
const COMFORTABLE: usize = 48;
const VITAL: u8 = 3;
/// Below this all other columns go.
const READABLE: usize = 20;
/// What it keeps on the narrowest.
const NARROWEST: usize = 8;
/// In front of what follows the first line of a broken text.
const INDENT: &str = "  ";

impl Grid {
    /// A table without rows.
    pub fn new(columns: Vec<Column>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
            dense: false,
        }
    }

    /// The same, but names rather break than cost a column.
    #[must_use]
    pub fn dense(self) -> Self {
        Self {
            dense: true,
            ..self
        }
    }

    /// Adds a row, a cell a column.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the names in the first column would have to be broken.
    pub fn breaks_names(&self, theme: Theme) -> bool {
        let kept = self.columns_that_fit(theme.width);
        let widths = self.widths(&kept, theme.width);
        let first = kept.first().zip(widths.first());
        first.is_some_and(|(&column, &width)| width < self.width_of(column))
    }

    /// The table for a terminal: columns in line, no frames, narrow ones without the columns that
    /// matter least, what is still too long broken between words.
    pub fn draw(&self, theme: Theme) -> String {
        let kept = self.columns_that_fit(theme.width);
        let widths = self.widths(&kept, theme.width);
        let mut table = Table::new();
        table.load_style(NOTHING);
        let heads = kept.iter().map(|&i| self.columns[i].title);
        let head_style = |title| styled(TableCell::new(title), Style::Dim, theme);
        if self.columns.iter().any(|c| !c.title.is_empty()) {
            table.set_header(heads.map(head_style).collect::<Vec<_>>());
        }
        for row in &self.rows {
            let cells = kept.iter().zip(&widths).filter_map(|(&i, &width)| {
                let cell = row.get(i)?;
                let text = cell.broken(width);
                Some(styled(TableCell::new(text), cell.style, theme))
            });
            table.add_row(cells.collect::<Vec<_>>());
        }
        self.arrange(&mut table, &kept, theme);
        let lines = table.lines().map(|l| l.trim_end().to_owned());
        lines.fold(String::new(), |all, line| all + &line + "\n")
    }

    fn arrange(&self, table: &mut Table, kept: &[usize], theme: Theme) {
        if theme.color {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        let last = kept.len().saturating_sub(1);
        for (place, &i) in kept.iter().enumerate() {
            if let Some(column) = table.column_mut(place) {
                let right = u16::from(place != last) * GAP as u16;
                column.set_padding((0, right));
                if self.columns[i].right {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
        }
    }

    /// How wide each kept column may be: where there is too little room, those of words give way,
    /// the first one last.
    fn widths(&self, kept: &[usize], width: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = kept.iter().map(|&i| self.width_of(i)).collect();
        let Some(room) = width else {
            return widths;
        };
        let gaps = GAP * kept.len().saturating_sub(1);
        let mut over = (widths.iter().sum::<usize>() + gaps).saturating_sub(room);
        let mut give = |widths: &mut Vec<usize>, place: usize, least: usize| {
            let spare = widths[place].saturating_sub(least).min(over);
            widths[place] -= spare;
            over -= spare;
        };
        give(&mut widths, 0, NAME_WIDTH);
        for place in (1..kept.len()).rev() {
            give(&mut widths, place, self.least_width_of(kept[place]));
        }
        give(&mut widths, 0, NARROWEST);
        widths
    }

    /// Drops the most expendable columns until the rest fits with a readable first one.
    fn columns_that_fit(&self, width: Option<usize>) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..self.columns.len()).collect();
        // A column without content tells nothing.
        kept.retain(|&i| {
            self.columns[i].expendable == 0
                || self
                    .rows
                    .iter()
                    .any(|r| r.get(i).is_some_and(|c| !c.text.is_empty()))
        });
        let Some(width) = width else {
            return kept;
        };
        loop {
            let needed: usize = kept.iter().map(|&i| self.least_width_of(i) + GAP).sum();
            let first = kept.first().map_or(0, |&i| self.least_width_of(i));
            let most = kept
                .iter()
                .enumerate()
                .filter(|&(_, &i)| self.columns[i].expendable > 0)
                .max_by_key(|&(_, &i)| self.columns[i].expendable);
            let Some((place, &column)) = most else {
                return self.readable(kept, width);
            };
            let names = if self.columns[column].expendable > VITAL && !self.dense {
                COMFORTABLE
            } else {
                NAME_WIDTH
            };
            if needed - first + first.min(names) <= width + GAP {
                return kept;
            }
            kept.remove(place);
        }
    }

    /// Drops what stands beside names that could not be read, the last column first.
    fn readable(&self, mut kept: Vec<usize>, width: usize) -> Vec<usize> {
        let names = kept.first().map_or(0, |&i| self.width_of(i));
        let beside = |kept: &[usize]| -> usize {
            let others = kept.iter().skip(1);
            others.map(|&i| self.least_width_of(i) + GAP).sum()
        };
        while kept.len() > 1 && names.min(READABLE) + beside(&kept) > width {
            kept.pop();
        }
        kept
    }

    fn width_of(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|r| r.get(column));
        let lines = cells
            .flat_map(|c| c.text.lines())
            .map(UnicodeWidthStr::width);
        lines
            .max()
            .unwrap_or(0)
            .max(self.columns[column].title.width())
    }

    /// The width below which a column cannot be read.
    fn least_width_of(&self, column: usize) -> usize {
        if !self.columns[column].wraps {
            return self.width_of(column);
        }
        let cells = self.rows.iter().filter_map(|r| r.get(column));
        // All but the first may begin a line of their own, which is set in.
        let words = cells.flat_map(|c| c.text.split(", ").enumerate());
        let needed = words.map(|(i, word)| word.width() + if i > 0 { INDENT.len() } else { 0 });
        needed.max().unwrap_or(0) + 1
    }

    /// The table in Markdown.
    pub fn markdown(&self) -> String {
        let mut table = Table::new();
        table.load_style(ASCII_MARKDOWN).force_no_tty();
        table.set_header(self.columns.iter().map(|c| c.title).collect::<Vec<_>>());
        for row in &self.rows {
            let cells = row.iter().map(|c| escape_markdown(&c.text));
            table.add_row(cells.collect::<Vec<_>>());
        }
        for (i, column) in self.columns.iter().enumerate() {
            if let (true, Some(drawn)) = (column.right, table.column_mut(i)) {
                drawn.set_cell_alignment(CellAlignment::Right);
            }
        }
        format!("{}\n", table.trim_fmt())
    }
}

impl Grid {
    /// The table in Markdown without padding: a value that gets longer changes no other line.
    pub fn markdown_lines(&self) -> String {
        let titles = self.columns.iter().map(|column| column.title.to_owned());
        let rules = self.columns.iter();
        let rules = rules.map(|column| if column.right { "---:" } else { "---" }.to_owned());
        let rows = self.rows.iter();
        let rows = rows.map(|row| row.iter().map(|cell| escape_markdown(&cell.text)).collect());
        let all = [titles.collect(), rules.collect()].into_iter().chain(rows);
        all.map(|cells: Vec<String>| format!("| {} |\n", cells.join(" | ")))
            .collect()
    }
}

/// Text that Markdown shows as it is, also in a table.
pub fn escape_markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' => safe.extend(['\\', c]),
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            '\n' => safe.push_str("<br>"),
            c => safe.push(c),
        }
    }
    safe
}

/// Text broken between words to fit, with what follows the first line set in.
pub fn broken(text: &str, width: usize) -> String {
    hung(text, width, None)
}

/// A line broken to fit the terminal.
pub fn fitted(line: &str, theme: Theme) -> String {
    let width = theme.width;
    width.map_or_else(|| line.to_owned(), |width| broken(line, width))
}

/// The same with what follows the first line set in by `hang`, where that is given.
fn hung(text: &str, width: usize, hang: Option<&str>) -> String {
    // Only what fits on no line is broken within a word, if it can at its hyphens.
    let splitter = match text.split_whitespace().any(|word| word.width() + 2 > width) {
        true => textwrap::WordSplitter::HyphenSplitter,
        false => textwrap::WordSplitter::NoHyphenation,
    };
    let lines = text.split('\n').map(|line| {
        let own = &line[..line.len() - line.trim_start_matches(' ').len()];
        let indent = hang.map_or_else(|| format!("{own}{INDENT}"), str::to_owned);
        let options = textwrap::Options::new(width.max(1))
            .subsequent_indent(&indent)
            .word_splitter(splitter.clone());
        textwrap::fill(line, options)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn styled(cell: TableCell, style: Style, theme: Theme) -> TableCell {
    if !theme.color {
        return cell;
    }
    match style {
        Style::Plain => cell,
        Style::Bold => cell.add_attribute(Attribute::Bold),
        Style::Dim => cell.add_attribute(Attribute::Dim),
        Style::Green => cell.fg(Color::Green),
        Style::Amber => cell.fg(Color::Yellow),
        Style::Red => cell.fg(Color::Red),
    }
}

/// A bar of `width` cells filled to a share of 0 to 1, in eighths where the terminal can.
pub fn bar(share: f64, width: usize, theme: Theme) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let share = share.clamp(0.0, 1.0);
    if theme.ascii {
        let full = (share * width as f64).round() as usize;
        return format!("{}{}", "#".repeat(full), ".".repeat(width - full));
    }
    let eighths = (share * width as f64 * 8.0).round() as usize;
    let (full, part) = (eighths / 8, EIGHTHS[eighths % 8]);
    let rest = width - full - usize::from(!part.is_empty());
    format!("{}{part}{}", "█".repeat(full), "░".repeat(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Grid {
        let mut grid = Grid::new(vec![
            Column::fixed("goal"),
            Column::expendable("owner", 2),
            Column::expendable("score", 1).right(),
        ]);
        grid.row(vec![
            "Create wildly loyal customers".into(),
            "maria".into(),
            "0.20".into(),
        ]);
        grid.row(vec!["Pipe | in it".into(), "tom".into(), "1.00".into()]);
        grid
    }

    #[test]
    fn narrow_terminals_lose_columns_never_names() {
        let drawn = |width| {
            sample().draw(Theme {
                width: Some(width),
                ..Theme::PLAIN
            })
        };
        assert!(drawn(60).contains("maria"));
        assert!(!drawn(36).contains("maria"));
        assert!(drawn(36).contains("0.20"));
        let narrow = drawn(20);
        assert!(narrow.lines().all(|l| l.width() <= 20), "{narrow}");
        assert!(narrow.contains("loyal"));
    }

    #[test]
    fn words_of_a_narrow_column_stay_whole() {
        let mut grid = Grid::new(vec![
            Column::fixed("goal"),
            Column::fixed("status").wrapping(),
        ]);
        grid.row(vec![
            "Riders love every trip to town".into(),
            "on-track, no-reading, no-baseline".into(),
        ]);
        for width in 36..60 {
            let drawn = grid.draw(Theme {
                width: Some(width),
                ..Theme::PLAIN
            });
            assert!(drawn.contains("no-reading"), "{drawn}");
            assert!(drawn.contains("no-baseline"), "{drawn}");
        }
    }

    #[test]
    fn markdown_cells_cannot_break_the_table() {
        assert!(sample().markdown().contains("Pipe \\| in it"));
        let shown = escape_markdown("*a* [b](c) <i> & `d_e`\nf");
        assert_eq!(shown, r"\*a\* \[b\](c) &lt;i> &amp; \`d\_e\`<br>f");
    }

    #[test]
    fn bars_fill_to_the_share() {
        assert_eq!(bar(0.5, 4, Theme::PLAIN), "██░░");
        assert_eq!(
            bar(
                0.45,
                10,
                Theme {
                    ascii: true,
                    ..Theme::PLAIN
                }
            ),
            "#####....."
        );
        assert_eq!(bar(2.0, 3, Theme::PLAIN), "███");
    }
}
