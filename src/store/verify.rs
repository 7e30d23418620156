//! The values of a TOML text, to compare what an edit made with what was meant.

use toml::Value;

/// A text's values.
pub(super) type Values = toml::Table;

/// The values of `text`, or the parser's message.
pub(super) fn parse(text: &str) -> Result<Values, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    toml::from_str(text).map_err(|error| error.message().to_owned())
}

/// The value that `text` writes; none where it is not exactly one.
pub(super) fn parse_value(text: &str) -> Option<Value> {
    let mut values = parse(&format!("x = {text}")).ok()?;
    (values.len() == 1).then(|| values.remove("x"))?
}

/// What lies at `path`.
pub(super) fn get<'v>(values: &'v Values, path: &[&str]) -> Option<&'v Value> {
    let (last, tables) = path.split_last()?;
    let mut table = values;
    for key in tables {
        table = table.get(*key)?.as_table()?;
    }
    table.get(*last)
}

/// The table at `path`, made where there is none; none where something else lies there.
fn table_at<'v>(values: &'v mut Values, path: &[&str]) -> Option<&'v mut Values> {
    let mut table = values;
    for key in path {
        let made = table
            .entry(*key)
            .or_insert_with(|| Value::Table(Values::new()));
        table = made.as_table_mut()?;
    }
    Some(table)
}

/// `values` with `value` at `path`.
pub(super) fn with(values: &Values, path: &[&str], value: Value) -> Option<Values> {
    let mut values = values.clone();
    let (last, tables) = path.split_last()?;
    table_at(&mut values, tables)?.insert((*last).to_owned(), value);
    Some(values)
}

/// `values` with `value` at the end of the array at `path`.
pub(super) fn with_pushed(values: &Values, path: &[&str], value: Value) -> Option<Values> {
    let mut values = values.clone();
    let (last, tables) = path.split_last()?;
    let array = table_at(&mut values, tables)?.get_mut(*last)?;
    array.as_array_mut()?.push(value);
    Some(values)
}

/// `values` with the text `new` where `old` stands at `path`, or in the array there; none where it
/// does not.
pub(super) fn replaced(
    values: &Values,
    path: &[&str],
    index: Option<usize>,
    old: &str,
    new: &str,
) -> Option<Values> {
    let mut values = values.clone();
    let (last, tables) = path.split_last()?;
    let value = table_at(&mut values, tables)?.get_mut(*last)?;
    let value = match index {
        Some(index) => value.as_array_mut()?.get_mut(index)?,
        None => value,
    };
    if value.as_str() != Some(old) {
        return None;
    }
    *value = Value::String(new.to_owned());
    Some(values)
}

/// What `values` may be without `path`: dotted keys take their table with them.
pub(super) fn without(values: &Values, path: &[&str]) -> Vec<Values> {
    let mut outcomes = Vec::new();
    let mut values = values.clone();
    for depth in (0..path.len()).rev() {
        let Some(table) = table_at(&mut values, &path[..depth]) else {
            break;
        };
        table.remove(path[depth]);
        let empty = table.is_empty();
        outcomes.push(values.clone());
        if !empty {
            break;
        }
    }
    outcomes
}

/// `values` with the key at `path` under another name; none where it is taken or nothing is there.
pub(super) fn renamed(values: &Values, path: &[&str], name: &str) -> Option<Values> {
    let mut values = values.clone();
    let (last, tables) = path.split_last()?;
    let table = table_at(&mut values, tables)?;
    if table.contains_key(name) {
        return None;
    }
    let value = table.remove(*last)?;
    table.insert(name.to_owned(), value);
    Some(values)
}

/// Both together; none where they speak of the same value.
pub(super) fn merged(values: &Values, addition: &Values) -> Option<Values> {
    let mut values = values.clone();
    for (key, new) in addition {
        let both = match (values.remove(key), new) {
            (None, new) => new.clone(),
            (Some(Value::Table(old)), Value::Table(new)) => Value::Table(merged(&old, new)?),
            (Some(Value::Array(mut old)), Value::Array(new)) => {
                old.extend(new.iter().cloned());
                Value::Array(old)
            }
            (Some(_), _) => return None,
        };
        values.insert(key.clone(), both);
    }
    Some(values)
}

/// Whether both hold the same, the order of keys aside; a NaN is the same as a NaN.
pub(super) fn same(a: &Values, b: &Values) -> bool {
    a.len() == b.len()
        && a.iter()
            .all(|(key, value)| b.get(key).is_some_and(|other| same_value(value, other)))
}

fn same_value(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Table(a), Value::Table(b)) => same(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_value(a, b))
        }
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        _ => a == b,
    }
}
