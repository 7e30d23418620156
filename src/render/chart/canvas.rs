//! A grid of characters to draw on: lines in braille dots, two by four a character, or in ASCII.

use super::super::{Style, Theme};

/// What a character holds.
#[derive(Debug, Clone, Copy, Default)]
struct Spot {
    glyph: Option<char>,
    /// Braille dots; they are shown where there is no glyph.
    dots: u8,
    style: Style,
}

/// How a path is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    /// Dot by dot.
    Solid,
    /// With gaps.
    Dotted,
}

/// Where a line has its gaps: from dot to dot along its longer side.
#[derive(Debug, Clone, Copy)]
enum Gaps {
    None,
    Across,
    Down,
}

#[derive(Debug)]
pub(super) struct Canvas {
    width: usize,
    height: usize,
    spots: Vec<Spot>,
    theme: Theme,
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize, theme: Theme) -> Self {
        Self {
            width,
            height,
            spots: vec![Spot::default(); width * height],
            theme,
        }
    }

    fn spot(&mut self, column: i64, row: i64) -> Option<&mut Spot> {
        let column = usize::try_from(column).ok().filter(|&c| c < self.width)?;
        let row = usize::try_from(row).ok().filter(|&r| r < self.height)?;
        self.spots.get_mut(row * self.width + column)
    }

    /// A character at the place that is nearest; what lies outside is not drawn.
    pub(super) fn put(&mut self, (x, y): (f64, f64), glyph: char, style: Style) {
        if let Some(spot) = self.spot(x.round() as i64, y.round() as i64) {
            *spot = Spot {
                glyph: Some(glyph),
                dots: 0,
                style,
            };
        }
    }

    /// A line from left to right.
    pub(super) fn across(&mut self, y: f64, glyph: char, style: Style) {
        for column in 0..self.width {
            self.put((column as f64, y), glyph, style);
        }
    }

    /// A line from top to bottom.
    pub(super) fn down(&mut self, x: f64, glyph: char, style: Style) {
        for row in 0..self.height {
            self.put((x, row as f64), glyph, style);
        }
    }

    /// Straight lines from point to point.
    pub(super) fn path(&mut self, way: &[(f64, f64)], stroke: Stroke, style: Style) {
        for pair in way.windows(2) {
            let [(x, y), (to_x, to_y)] = [pair[0], pair[1]];
            let (dx, dy) = (to_x - x, to_y - y);
            let gaps = match stroke {
                Stroke::Solid => Gaps::None,
                Stroke::Dotted if dy.abs() * 2.0 > dx.abs() => Gaps::Down,
                Stroke::Dotted => Gaps::Across,
            };
            let far = (dx.abs() * 4.0).max(dy.abs() * 8.0).ceil().clamp(1.0, 1e5);
            for step in 0..=far as usize {
                let share = step as f64 / far;
                self.touch(x + dx * share, y + dy * share, gaps, style);
            }
        }
    }

    fn touch(&mut self, x: f64, y: f64, gaps: Gaps, style: Style) {
        if self.theme.ascii {
            return match gaps {
                Gaps::None => self.put((x, y), '.', style),
                Gaps::Across if x.round() % 2.0 != 0.0 => {}
                Gaps::Across | Gaps::Down => self.put((x, y), ':', style),
            };
        }
        // The middle of a character lies between its dots.
        let (dot_x, dot_y) = ((x * 2.0 + 0.5).floor(), (y * 4.0 + 1.5).round());
        let (column, part_x) = ((dot_x / 2.0).floor(), dot_x.rem_euclid(2.0) as usize);
        let (row, part_y) = ((dot_y / 4.0).floor(), dot_y.rem_euclid(4.0) as usize);
        let gap = match gaps {
            Gaps::None => false,
            Gaps::Across => part_x == 1,
            Gaps::Down => part_y % 2 == 1,
        };
        if gap {
            return;
        }
        if let Some(spot) = self.spot(column as i64, row as i64) {
            spot.glyph = None;
            spot.dots |= DOTS[part_x][part_y];
            spot.style = style;
        }
    }

    /// The rows, painted.
    pub(super) fn rows(&self) -> Vec<String> {
        let rows = self.spots.chunks(self.width.max(1));
        rows.map(|row| self.painted(row)).collect()
    }

    fn painted(&self, row: &[Spot]) -> String {
        let runs = row.chunk_by(|a, b| a.style == b.style);
        let runs = runs.map(|run| {
            let text: String = run.iter().map(|spot| spot.character()).collect();
            if text.trim().is_empty() {
                return text;
            }
            self.theme.paint(run[0].style, &text)
        });
        runs.collect()
    }
}

/// The bits of a braille character by column and row.
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

impl Spot {
    fn character(self) -> char {
        match (self.glyph, self.dots) {
            (Some(glyph), _) => glyph,
            (None, 0) => ' ',
            (None, dots) => char::from_u32(0x2800 + u32::from(dots)).unwrap_or(' '),
        }
    }
}
