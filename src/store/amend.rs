//! A change of plan in a definition's text: new values, and beside them what was so before.

use super::compose;
use super::edit::{Document, EditError};
use crate::model::{Changed, Invalid, Plain, Target};
use chrono::NaiveDate;
use toml::Value;

/// A key that should get another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What an amendment calls it: `target`, `2026-Q3`.
    pub key: String,
    /// The way to it from the file's root.
    pub path: Vec<String>,
    /// The new value as TOML; none takes the key out.
    pub value: Option<String>,
    /// What holds where the key is not there, as TOML.
    pub default: Option<&'static str>,
}

/// Writes the values that are not so already, and one entry of `amended` with what they were into
/// the table at `holder`. Returns what changed; nothing where all is as it should be.
///
/// # Errors
/// The text cannot be edited that way; the document may have changed in part.
pub fn amend(
    document: &mut Document,
    holder: &[&str],
    wanted: &[Wanted],
    on: NaiveDate,
    reason: Option<&str>,
) -> Result<Vec<Changed>, EditError> {
    let mut changed = Vec::new();
    let mut was = Vec::new();
    for wanted in wanted {
        let path: Vec<&str> = wanted.path.iter().map(String::as_str).collect();
        let new = wanted.value.as_deref().map(read).transpose()?;
        let present = document.value(&path).cloned();
        let default = || wanted.default.map(read).transpose();
        let now = match &present {
            Some(value) => Some(value.clone()),
            None => default()?,
        };
        let meant = match &new {
            Some(value) => Some(value.clone()),
            None if present.is_some() => None,
            None => now.clone(),
        };
        if same(now.as_ref(), meant.as_ref()) {
            continue;
        }
        was.push((wanted.key.clone(), former(document, &path)));
        put(document, &path, wanted.value.as_deref(), new.as_ref())?;
        changed.push(Changed {
            key: wanted.key.clone(),
            before: present.as_ref().map(plain),
            after: new.as_ref().map(plain),
        });
    }
    if !changed.is_empty() {
        let mut path = holder.to_vec();
        path.push("amended");
        document.push(&path, &compose::amendment(on, &was, reason))?;
    }
    Ok(changed)
}

/// Takes a value out that may be a table, such as `dropped`, by header or by dotted keys.
///
/// # Errors
/// The text cannot be edited that way.
pub fn take_out(document: &mut Document, path: &[&str]) -> Result<(), EditError> {
    match document.remove(path) {
        Err(EditError::IsTable { .. }) => {}
        done => return done,
    }
    each_key(document, path, Document::remove)?;
    match document.contains(path) {
        true => document.remove_header(path),
        false => Ok(()),
    }
}

fn read(text: &str) -> Result<Value, EditError> {
    super::verify::parse_value(text).ok_or_else(|| EditError::BadValue {
        text: text.to_owned(),
    })
}

/// Whether both mean the same: `75` is `75.0`.
fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    a.map(plain) == b.map(plain)
}

/// What stands at `path`, as it is written there; on one line, so that it fits into a list.
fn former(document: &Document, path: &[&str]) -> String {
    let Some(value) = document.value(path) else {
        return compose::string("none");
    };
    match document.written(path) {
        Some(written) if !written.contains('\n') => written.to_owned(),
        Some(_) | None => on_one_line(value),
    }
}

fn on_one_line(value: &Value) -> String {
    match plain(value) {
        Plain::Number(number) => compose::number(number),
        Plain::Text(text) => match value {
            Value::Datetime(date) => date.to_string(),
            _ => compose::string(&text),
        },
        Plain::Band { at_least, at_most } => {
            let bound = |key: &str, value: Option<f64>| {
                value.map(|value| format!("{key} = {}", compose::number(value)))
            };
            let bounds = [bound("at_least", at_least), bound("at_most", at_most)];
            let bounds: Vec<_> = bounds.into_iter().flatten().collect();
            format!("{{ {} }}", bounds.join(", "))
        }
    }
}

fn plain(value: &Value) -> Plain {
    match value {
        Value::Integer(_) | Value::Float(_) => Plain::Number(number(value).unwrap_or_default()),
        Value::String(text) => Plain::Text(text.clone()),
        Value::Table(table) => Plain::Band {
            at_least: table.get("at_least").and_then(number),
            at_most: table.get("at_most").and_then(number),
        },
        Value::Boolean(_) | Value::Datetime(_) | Value::Array(_) => Plain::Text(value.to_string()),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(whole) => format!("{whole}").parse().ok(),
        Value::Float(number) => Some(*number),
        Value::String(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Array(_)
        | Value::Table(_) => None,
    }
}

/// Writes a value, also where a band has a header or dotted keys of its own.
fn put(
    document: &mut Document,
    path: &[&str],
    text: Option<&str>,
    value: Option<&Value>,
) -> Result<(), EditError> {
    let is_table = document.contains(path) && document.written(path).is_none();
    let (Some(text), Some(value)) = (text, value) else {
        return take_out(document, path);
    };
    let (true, Value::Table(new)) = (is_table, value) else {
        return document.set(path, text);
    };
    for (key, bound) in new {
        let mut path = path.to_vec();
        path.push(key);
        document.set(&path, &on_one_line(bound))?;
    }
    each_key(document, path, |document, path| match path.last() {
        Some(key) if new.contains_key(*key) => Ok(()),
        Some(_) | None => document.remove(path),
    })
}

fn each_key(
    document: &mut Document,
    path: &[&str],
    change: impl Fn(&mut Document, &[&str]) -> Result<(), EditError>,
) -> Result<(), EditError> {
    let table = document.value(path).and_then(Value::as_table);
    let keys: Vec<String> = table.map_or_else(Vec::new, |t| t.keys().cloned().collect());
    for key in &keys {
        let mut path = path.to_vec();
        path.push(key);
        change(document, &path)?;
    }
    Ok(())
}

/// The keys of definitions that hold texts.
const TEXTS: [&str; 5] = ["objective", "title", "owner", "ambition", "supports"];

/// A former value as a workspace's model tells it, as TOML: `tom` of `owner` becomes `"tom"`.
///
/// # Errors
/// It is no value that a key could hold.
pub fn as_toml(key: &str, told: &str) -> Result<String, Invalid> {
    if TEXTS.contains(&key) || told == "none" || Target::relative(told).is_ok() {
        return Ok(compose::string(told));
    }
    if let Some(number) = told.parse().ok().filter(|n: &f64| n.is_finite()) {
        return Ok(compose::number(number));
    }
    let table = toml::from_str::<toml::Table>(&format!("x = {told}"));
    match table
        .ok()
        .filter(|table| table.len() == 1)
        .and_then(|mut table| table.remove("x"))
    {
        Some(value @ (Value::Datetime(_) | Value::Table(_))) => Ok(value.to_string()),
        Some(_) | None => Err(Invalid::new(format!("`{told}` is no value of `{key}`"))
            .help("write a number, a date, a text or none")),
    }
}
