//! Coordinates as text, short.

use std::fmt::Write as _;

/// A coordinate with at most one decimal.
pub(super) fn short(value: f64) -> String {
    // Zero is added so that there is no negative one.
    format!("{}", (value * 10.0).round() / 10.0 + 0.0)
}

/// Straight lines from place to place, as the `d` of a path.
pub(super) fn lines(way: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut d = String::new();
    for (x, y) in way {
        let command = if d.is_empty() { 'M' } else { 'L' };
        let _ = write!(d, "{command}{} {}", short(x), short(y));
    }
    d
}

/// The same with whole numbers, each step from the place before.
pub(super) fn steps(way: &[(i32, i32)]) -> String {
    let mut d = String::new();
    for (i, (x, y)) in way.iter().enumerate() {
        if i == 0 {
            let _ = write!(d, "M{x} {y}");
            continue;
        }
        let (dx, dy) = (x - way[i - 1].0, y - way[i - 1].1);
        let command = if i == 1 { "l" } else { "" };
        // A minus parts numbers by itself.
        let before = if i > 1 && dx >= 0 { " " } else { "" };
        let between = if dy < 0 { "" } else { " " };
        let _ = write!(d, "{command}{before}{dx}{between}{dy}");
    }
    d
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        assert_eq!(short(12.04), "12");
        assert_eq!(short(-0.01), "0");
        assert_eq!(lines([(0.0, 1.5), (20.25, 3.0)]), "M0 1.5L20.3 3");
        assert_eq!(steps(&[(2, 9), (5, 4), (9, 4), (8, 6)]), "M2 9l3-5 4 0-1 2");
    }
}
