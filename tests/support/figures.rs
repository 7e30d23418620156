//! Figures held against those of an independent computation.

use serde_json::Value;

/// Where what was `found` is not as `expected`: everything that `expected` holds must be there, numbers
/// to 1e-9, texts to the letter. Titles are made by the program alone and not compared; the order of
/// flags says nothing, and a band with one side is that side's number.
pub fn differences(found: &Value, expected: &Value, at: &str) -> Vec<String> {
    let mut all = Vec::new();
    compare(found, expected, at, &mut all);
    all
}

fn compare(found: &Value, expected: &Value, at: &str, all: &mut Vec<String>) {
    match (one_sided(found), one_sided(expected)) {
        (Value::Object(found), Value::Object(expected)) => {
            for (key, wanted) in expected {
                let own = ["title", "unreadable", "written", "targets", "rollups"];
                if own.contains(&key.as_str()) {
                    continue;
                }
                let value = found.get(key).unwrap_or(&Value::Null);
                compare(value, wanted, &format!("{at}.{key}"), all);
            }
        }
        (Value::Array(found), Value::Array(expected)) if at.ends_with(".flags") => {
            let sorted = |flags: &[Value]| {
                let mut flags: Vec<String> = flags.iter().map(Value::to_string).collect();
                flags.sort();
                flags
            };
            if sorted(found) != sorted(expected) {
                all.push(format!("{at}: {found:?}, expected {expected:?}"));
            }
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
                compare(found, expected, &format!("{at}[{i}]"), all);
            }
        }
        (Value::Number(found), Value::Number(expected)) => {
            let (found, expected) = (found.as_f64().unwrap(), expected.as_f64().unwrap());
            if (found - expected).abs() > 1e-9 * expected.abs().max(1.0) {
                all.push(format!("{at}: {found}, expected {expected}"));
            }
        }
        (found, expected) if found == expected => {}
        (found, expected) => all.push(format!("{at}: {found}, expected {expected}")),
    }
}

fn one_sided(value: &Value) -> &Value {
    let Some(band) = value.as_object() else {
        return value;
    };
    let is_bound = |key: &String| key == "at_least" || key == "at_most";
    let mut sides = band.values().filter(|side| !side.is_null());
    match (sides.next(), sides.next()) {
        (Some(side), None) if band.keys().all(is_bound) => side,
        _ => value,
    }
}
