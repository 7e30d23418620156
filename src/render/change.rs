//! What a change of plan did: each key before → after, what that does to the score, and the file.

use super::Theme;
use super::json;
use super::numbers::{self, figure, unit_suffix};
use super::text::clean;
use crate::model::{Changed, Plain};
use serde::Serialize;
use serde_json::{Value, json};

/// A change of one definition.
#[derive(Debug, Clone, Default)]
pub struct PlanChange {
    /// The goal.
    pub id: String,
    /// Its keys that changed.
    pub keys: Vec<Changed>,
    /// What was set or taken out and is told in `said`: `dropped`, `retired`.
    pub marks: Vec<Changed>,
    /// The unit of its numbers.
    pub unit: Option<String>,
    /// What else happened: `dropped on 2026-08-20`.
    pub said: Vec<String>,
    /// The KPI's target that is in force where the goal has none of its own, before and after.
    pub in_force: [Option<f64>; 2],
    /// A figure that follows from it, before and after: `score`, `status`.
    pub figure: Option<(&'static str, String, String)>,
    /// The file that was written, relative to the workspace's root.
    pub path: String,
}

/// One line: `id  target 75 → 76 %  score 0.30 → 0.20  path`.
pub fn line(change: &PlanChange, theme: Theme) -> String {
    let arrow = theme.pick("→", "->");
    let dash = theme.pick("–", "-");
    let mut parts = vec![change.id.clone()];
    for key in &change.keys {
        let side = |value: &Option<Plain>, of_kpi: Option<f64>| match (value, of_kpi) {
            (Some(value), _) => shown(value),
            (None, Some(target)) if key.key == "target" => {
                format!("{} (the KPI's)", number(target))
            }
            (None, _) => dash.to_owned(),
        };
        let [was, now] = change.in_force;
        let (before, after) = (side(&key.before, was), side(&key.after, now));
        let unit = match has_unit(key) {
            true => unit_suffix(change.unit.as_deref()),
            false => String::new(),
        };
        let name = name(&key.key);
        parts.push(format!("{name} {before} {arrow} {after}{unit}"));
    }
    parts.extend(change.said.iter().map(|said| clean(said).into_owned()));
    if let Some((name, before, after)) = &change.figure {
        parts.push(match before == after {
            true => format!("{name} {after}"),
            false => format!("{name} {before} {arrow} {after}"),
        });
    }
    parts.push(change.path.clone());
    parts.join("  ")
}

/// The keys in words, for a message: `target 75 to 76`.
pub fn words(change: &PlanChange) -> String {
    let keys = change.keys.iter().map(|key| {
        let name = name(&key.key);
        match (&key.before, &key.after) {
            (Some(before), Some(after)) => format!("{name} {} to {}", shown(before), shown(after)),
            (None, Some(after)) => format!("{name} {}", shown(after)),
            (Some(before), None) => format!("no {name} instead of {}", shown(before)),
            (None, None) => name,
        }
    });
    keys.collect::<Vec<_>>().join(", ")
}

/// A target is known by its cycle.
fn name(key: &str) -> String {
    let cycle = key == "always" || key.starts_with(|c: char| c.is_ascii_digit());
    match (cycle, key) {
        (true, key) => format!("{key} target"),
        (false, "objective") => "title".to_owned(),
        (false, key) => key.to_owned(),
    }
}

fn has_unit(key: &Changed) -> bool {
    let is_number = |value: &Option<Plain>| match value {
        Some(Plain::Number(_) | Plain::Band { .. }) => true,
        Some(Plain::Text(_)) | None => false,
    };
    key.key != "weight" && is_number(&key.after)
}

/// Thousands grouped, and no decimal that is written is left out.
fn number(value: f64) -> String {
    let (short, whole) = (numbers::number(value, None), figure(value));
    if short.replace(',', "") == whole {
        short
    } else {
        whole
    }
}

fn shown(value: &Plain) -> String {
    match value {
        Plain::Number(value) => number(*value),
        Plain::Text(text) => clean(text).into_owned(),
        Plain::Band { at_least, at_most } => {
            let bound = |bound: &Option<f64>| bound.map(number).unwrap_or_default();
            format!("{}..{}", bound(at_least), bound(at_most))
        }
    }
}

#[derive(Serialize)]
struct KeyView<'a> {
    id: &'a str,
    key: &'a str,
    before: Value,
    after: Value,
    path: &'a str,
}

#[derive(Serialize)]
struct ChangesView<'a> {
    changes: Vec<KeyView<'a>>,
}

/// The `changes` document: one entry a changed key; none where nothing changed.
pub fn json(change: Option<&PlanChange>) -> String {
    let view = |value: &Option<Plain>| match value {
        None => Value::Null,
        Some(Plain::Number(number)) => json!(json::Number(*number)),
        Some(Plain::Text(text)) => json!(text),
        Some(Plain::Band { at_least, at_most }) => json!({
            "at_least": at_least.map(json::Number),
            "at_most": at_most.map(json::Number),
        }),
    };
    let of_change = |change| {
        let PlanChange {
            id,
            keys,
            marks,
            path,
            ..
        }: &PlanChange = change;
        keys.iter().chain(marks).map(move |changed| KeyView {
            id,
            key: &changed.key,
            before: view(&changed.before),
            after: view(&changed.after),
            path,
        })
    };
    let changes = change.into_iter().flat_map(of_change).collect();
    json::document(&ChangesView { changes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_reads_as_before_and_after() {
        let number = |n| Some(Plain::Number(n));
        let change = PlanChange {
            id: "a.b".to_owned(),
            keys: vec![Changed {
                key: "target".to_owned(),
                before: number(75.0),
                after: number(76.0),
            }],
            unit: Some("%".to_owned()),
            figure: Some(("score", "0.30".to_owned(), "0.20".to_owned())),
            path: "x.toml".to_owned(),
            ..PlanChange::default()
        };
        let text = line(&change, Theme::PLAIN);
        assert_eq!(text, "a.b  target 75 → 76 %  score 0.30 → 0.20  x.toml");
        assert_eq!(words(&change), "target 75 to 76");
    }
}
