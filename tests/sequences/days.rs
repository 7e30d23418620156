//! What was so on earlier days, before and after a step.

use crate::steps::{Intended, Kind, Step};
use crate::support::Workspace;
use serde_json::Value;
use std::collections::BTreeMap;

/// The documents of some days, by day and command.
pub struct Days {
    known: BTreeMap<(String, &'static str), Value>,
}

/// The readers that a day is looked at with, each with the cycle that it speaks of.
fn readers(day: &str) -> [(&'static str, &'static str); 3] {
    let quarter = match day < "2026-07-01" {
        true => ("status --all --cycle 2026-Q2", "2026-Q2"),
        false => ("status --all --cycle 2026-Q3", "2026-Q3"),
    };
    [
        quarter,
        ("status --all --cycle 2026", "2026"),
        ("kpi", quarter.1),
    ]
}

impl Days {
    pub fn new() -> Self {
        Self {
            known: BTreeMap::new(),
        }
    }

    /// Takes a day into account from now on; the oldest of many make room.
    pub fn learn(&mut self, workspace: &Workspace, day: &str, today: &str) {
        for (words, _) in readers(day) {
            let key = (day.to_owned(), words);
            self.known
                .entry(key)
                .or_insert_with(|| read(workspace, words, day, today));
        }
        while self.known.len() > 12 {
            self.known.pop_first();
        }
    }

    /// Compares every day before the step with what was so then.
    ///
    /// # Errors
    /// A figure of an earlier day is another one now.
    pub fn check(&mut self, workspace: &Workspace, step: &Step, today: &str) -> Result<(), String> {
        for ((day, words), known) in &mut self.known {
            let now = read(workspace, words, day, today);
            let home = readers(day).iter().find(|(w, _)| w == words).unwrap().1;
            let mut expected = known.clone();
            if let Intended::Names { kind, from, to } = &step.intended {
                rename(&mut expected, home, *kind, from, to);
            }
            let since = step.since.as_deref().unwrap_or(today);
            if day.as_str() < since {
                let mut shown = now.clone();
                for document in [&mut expected, &mut shown] {
                    tidy(document, step);
                }
                if let Some(what) = difference(&expected, &shown, "") {
                    return Err(format!("{words} --as-of {day}: {what}"));
                }
            }
            *known = now;
        }
        Ok(())
    }
}

fn read(workspace: &Workspace, words: &str, day: &str, today: &str) -> Value {
    let call = workspace.okr(words).today(today);
    call.arg("--format=json")
        .arg(format!("--as-of={day}"))
        .run()
        .json()
}

/// Puts the lists in the order of the new ids, and leaves out what no step promises.
fn tidy(document: &mut Value, step: &Step) {
    for list in ["objectives", "kpis"] {
        let Some(list) = document.get_mut(list).and_then(Value::as_array_mut) else {
            continue;
        };
        list.sort_by_key(|goal| goal["id"].to_string());
        for goal in list {
            // Below `kpis`: also in the order of ids.
            if let Some(followers) = goal.get_mut("followed_by").and_then(Value::as_array_mut) {
                followers.sort_by_key(Value::to_string);
            }
        }
    }
    // A KPI has no day on which it came.
    if step.words[..2] == ["new", "kpi"]
        && let Some(kpis) = document.get_mut("kpis").and_then(Value::as_array_mut)
    {
        let n = step.words[2].to_lowercase();
        kpis.retain(|kpi| kpi["id"].as_str().is_some_and(|id| !id.ends_with(&n)));
    }
    // The company's score is that of the objectives at the top.
    if let Intended::Names {
        kind: Kind::Objective,
        ..
    } = step.intended
    {
        document["score"] = Value::Null;
    }
}

/// Gives the goals of a document their new names.
fn rename(value: &mut Value, home: &str, kind: Kind, from: &str, to: &str) {
    match value {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|v| rename(v, home, kind, from, to)),
        Value::Object(fields) => {
            for (key, field) in fields.iter_mut() {
                let is_id = [
                    "id",
                    "supports",
                    "kpi",
                    "followed_by",
                    "guardrails",
                    "key_results",
                ];
                match field {
                    Value::String(id) if is_id.contains(&key.as_str()) => {
                        *id = renamed(id, home, kind, from, to);
                    }
                    Value::Array(_) => rename(field, home, kind, from, to),
                    _ => {}
                }
            }
            let id = fields.get("id").and_then(Value::as_str).map(str::to_owned);
            if let (Some(id), Some(team)) = (id, fields.get_mut("team")) {
                let local = id.strip_prefix("kpis/").unwrap_or(&id);
                let team_now = local.rsplit_once('/').map(|(team, _)| team.to_owned());
                *team = team_now.map_or(Value::Null, Value::String);
            }
        }
        Value::String(id) => *id = renamed(id, home, kind, from, to),
        _ => {}
    }
}

/// An id after a renaming; `home` is the cycle that stands in front of it where none does.
pub fn renamed(id: &str, home: &str, kind: Kind, from: &str, to: &str) -> String {
    let (cycle, rest) = match id.split_once('/') {
        Some((cycle, rest)) if cycle.starts_with("20") || cycle == "kpis" => {
            (format!("{cycle}/"), rest)
        }
        _ => (String::new(), id),
    };
    let (name, key) = match rest.split_once('.') {
        Some((name, key)) => (name, Some(key)),
        None => (rest, None),
    };
    let whole = if cycle.is_empty() {
        format!("{home}/{name}")
    } else {
        format!("{cycle}{name}")
    };
    let below = |key: Option<&str>| key.map(|key| format!(".{key}")).unwrap_or_default();
    match kind {
        Kind::Kpi if id == from => to.to_owned(),
        Kind::Objective if whole == from => format!("{cycle}{to}{}", below(key)),
        Kind::KeyResult if key.is_some_and(|key| format!("{whole}.{key}") == from) => {
            let new = to.rsplit_once('.').map(|(_, key)| key);
            format!("{cycle}{name}{}", below(new))
        }
        Kind::Team => match name.strip_prefix(from).filter(|rest| rest.starts_with('/')) {
            Some(rest) => format!("{cycle}{to}{rest}{}", below(key)),
            None => id.to_owned(),
        },
        Kind::Kpi | Kind::Objective | Kind::KeyResult => id.to_owned(),
    }
}

/// Where two documents part; numbers may differ in their last digits.
fn difference(a: &Value, b: &Value, at: &str) -> Option<String> {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => {
            let (x, y) = (x.as_f64()?, y.as_f64()?);
            let same = (x - y).abs() <= 1e-9 * (1.0 + x.abs());
            (!same).then(|| format!("{at}: {x}, now {y}"))
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            let mut pairs = x.iter().zip(y).enumerate();
            pairs.find_map(|(n, (x, y))| difference(x, y, &format!("{at}[{}]", name(x, n))))
        }
        (Value::Object(x), Value::Object(y)) if x.keys().eq(y.keys()) => x
            .iter()
            .find_map(|(key, x)| difference(x, &y[key], &format!("{at}.{key}"))),
        _ => (a != b).then(|| format!("{at}: {a}, now {b}")),
    }
}

fn name(value: &Value, n: usize) -> String {
    let id = value.get("id").and_then(Value::as_str);
    id.map_or_else(|| n.to_string(), str::to_owned)
}
