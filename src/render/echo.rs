//! What a change did: before → after, and the file.

use super::Theme;
use super::numbers::{number, signed, two, unit_suffix};

/// One value that a check-in changed.
#[derive(Debug, Clone, Default)]
pub struct ValueChange {
    /// The goal.
    pub id: String,
    /// The value before; none where it is not known.
    pub before: Option<f64>,
    /// The value now.
    pub after: Option<f64>,
    /// For a total: what was added, and what it is of.
    pub added: Option<(f64, Option<f64>)>,
    /// The unit.
    pub unit: Option<String>,
    /// Decimals to show.
    pub decimals: Option<u8>,
    /// What else was said: `done template`, `confidence 0.70`.
    pub said: Vec<String>,
    /// The score before and now.
    pub score: Option<(Option<f64>, f64)>,
    /// The file that was written, relative to the workspace's root; empty before it is.
    pub path: String,
}

/// One line: `id  73.0 → 73.4 %  score 0.20 (+0.20)  path`.
pub fn value_change(change: &ValueChange, theme: Theme) -> String {
    let mut parts = vec![change.id.clone()];
    parts.extend(values(change, theme));
    parts.extend(change.said.iter().cloned());
    if let Some((before, now)) = change.score {
        let moved = before.map(|b| format!(" ({})", signed(now - b)));
        parts.push(format!("score {}{}", two(now), moved.unwrap_or_default()));
    }
    parts.extend(Some(change.path.clone()).filter(|path| !path.is_empty()));
    parts.join("  ")
}

/// The value before and after, of a total what was added; none where there is no value.
pub fn values(change: &ValueChange, theme: Theme) -> Option<String> {
    let unit = unit_suffix(change.unit.as_deref());
    let n = |value| number(value, change.decimals);
    let after = change.after?;
    if let Some((added, of)) = change.added {
        let of = of.map(|of| format!(" of {}", n(of))).unwrap_or_default();
        return Some(match change.before {
            Some(before) => format!("{} + {} = {}{of}{unit}", n(before), n(added), n(after)),
            None => format!("+ {}{of}{unit}", n(added)),
        });
    }
    let arrow = theme.pick("→", "->");
    Some(match change.before {
        Some(before) => format!("{} {arrow} {}{unit}", n(before), n(after)),
        None => format!("{} {arrow} {}{unit}", theme.pick("–", "-"), n(after)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_reads_as_before_and_after() {
        let change = ValueChange {
            id: "a.b".to_owned(),
            before: Some(73.0),
            after: Some(73.4),
            unit: Some("%".to_owned()),
            decimals: Some(1),
            score: Some((Some(0.0), 0.2)),
            path: "x.toml".to_owned(),
            ..ValueChange::default()
        };
        let line = value_change(&change, Theme::PLAIN);
        assert_eq!(line, "a.b  73.0 → 73.4 %  score 0.20 (+0.20)  x.toml");
        let total = ValueChange {
            before: Some(212.0),
            after: Some(242.0),
            added: Some((30.0, Some(400.0))),
            ..ValueChange::default()
        };
        assert!(value_change(&total, Theme::PLAIN).contains("212 + 30 = 242 of 400"));
    }
}
