//! What was agreed before: `amended = [{ on, was = { … }, reason }]`, newest last.

use super::allowed::NameText;
use super::faults::Faults;
use super::scalars::{BandShape, Day, Entries, Number, TargetShape, TargetText, only_tables};
use crate::model::{Amendment, CycleId, Invalid, Step, Target};
use crate::store::diagnostics::{did_you_mean, list, surely};
use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use toml::Value;

/// One change of plan: what it was before.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
pub(crate) struct AmendedShape {
    /// The first day on which the new value counts, such as `on = 2026-08-03`. Required.
    #[schemars(required)]
    on: Option<Day>,
    /// What it was before, such as `was = { target = 75 }`; `"none"` where there was none. Required.
    #[schemars(with = "BTreeMap<String, NameText>")]
    was: Option<Entries<Value>>,
    /// Why, such as `reason = "renewal dates moved into the quarter"`.
    reason: Option<String>,
}

/// Says in the schema of a table what the `was` of its amendments may hold: the keys of `reverter`,
/// each with a value as the table itself may hold it, or "none". `of_cycles` is the schema of the
/// table under which the keys of cycles stand.
pub(crate) fn say_what_was<S>(
    table: &mut Schema,
    reverter: &Reverter<'_, S>,
    of_cycles: Option<&str>,
) {
    let at = |path: &str| table.pointer(path).cloned().unwrap_or_default();
    let cycles = of_cycles.map(|key| at(&format!("/properties/{key}")));
    let mut keys = Map::new();
    for (key, _) in reverter.keys {
        let mut value = at(&format!("/properties/{key}"));
        if let (Json::Null, Some(cycles)) = (&value, &cycles) {
            value = cycles["properties"][key].clone();
        }
        let means = format!("What `{key}` was before; \"none\" where there was none.");
        keys.insert((*key).to_owned(), or_none(value, &means));
    }
    let mut was = json!({ "properties": keys });
    if let Some(cycles) = cycles {
        let patterns = cycles["patternProperties"].as_object().cloned();
        let patterns = patterns.unwrap_or_default().into_iter();
        let means = "The target of this cycle before; \"none\" where there was none.";
        let patterns = patterns.map(|(key, value)| (key, or_none(value, means)));
        was["patternProperties"] = patterns.collect();
    }
    let place = table.pointer_mut("/properties/amended/items/properties/was");
    if let (Some(Json::Object(place)), Json::Object(was)) = (place, was) {
        place.extend(was);
        place.insert("additionalProperties".to_owned(), false.into());
    }
}

fn or_none(mut value: Json, means: &str) -> Json {
    if let Json::Object(value) = &mut value {
        value.remove("description");
    }
    json!({ "description": means, "anyOf": [{ "enum": ["none"] }, value] })
}

/// What a key was: none where the file says `"none"`.
pub(crate) type Was<'a> = Option<&'a Value>;

/// Puts the earlier value of one key back.
pub(crate) type Revert<S> = fn(&mut S, Was<'_>) -> Result<(), Invalid>;

/// Puts the earlier value of a cycle's key back.
pub(crate) type RevertCycle<S> = fn(&mut S, &str, Was<'_>) -> Result<(), Invalid>;

/// Which keys an amendment may change, and how each is put back.
pub(crate) struct Reverter<'a, S> {
    /// The keys that it may name.
    pub(crate) keys: &'a [(&'static str, Revert<S>)],
    /// For the names of cycles, where it may name those as well.
    pub(crate) cycle: Option<RevertCycle<S>>,
}

/// Goes back from `shape` through its amendments and makes every earlier version; oldest first.
pub(crate) fn rebuild<S: Clone, T>(
    shape: &S,
    amended: &[AmendedShape],
    reverter: &Reverter<'_, S>,
    faults: &mut Faults,
    convert: impl Fn(&S, &mut Faults) -> Option<T>,
) -> Vec<Amendment<T>> {
    let mut earlier = shape.clone();
    let mut changes = Vec::with_capacity(amended.len());
    let sound = faults.list.is_empty();
    faults.within("amended", |faults| {
        check_order(amended, faults);
        for (i, amendment) in amended.iter().enumerate().rev() {
            let change = faults.within(i, |faults| {
                one(&mut earlier, amendment, reverter, faults, sound, &convert)
            });
            // What lies before a version that cannot be made cannot be made either.
            let Some(change) = change else { break };
            changes.push(change);
        }
    });
    changes.reverse();
    changes
}

fn check_order(amended: &[AmendedShape], faults: &mut Faults) {
    for (i, pair) in amended.windows(2).enumerate() {
        if let (Some(before), Some(after)) = (pair[0].on, pair[1].on)
            && before.get() > after.get()
        {
            faults.within(i + 1, |faults| {
                let text = format!("{} comes after {}", after.get(), before.get());
                faults.bad(
                    "on",
                    Invalid::new(text).help("amendments stand in order, newest last"),
                );
            });
        }
    }
}

fn one<S: Clone, T>(
    earlier: &mut S,
    amendment: &AmendedShape,
    reverter: &Reverter<'_, S>,
    faults: &mut Faults,
    sound: bool,
    convert: impl Fn(&S, &mut Faults) -> Option<T>,
) -> Option<Amendment<T>> {
    let on = faults.need(
        "on",
        "the first day on which the new terms count",
        amendment.on,
    );
    let was = faults.need(
        "was",
        "a table of what it was before",
        amendment.was.as_ref(),
    )?;
    let known = faults.list.len();
    faults.within("was", |faults| put_back(earlier, was, reverter, faults));
    if faults.list.len() > known || !sound {
        return None;
    }
    let before = convert_earlier(earlier, was, faults, convert)?;
    Some(Amendment {
        on: on?.get(),
        was: was
            .0
            .iter()
            .map(|(key, value)| (key.clone(), as_written(value)))
            .collect(),
        reason: amendment.reason.clone(),
        before,
    })
}

fn put_back<S>(
    earlier: &mut S,
    was: &Entries<Value>,
    reverter: &Reverter<'_, S>,
    faults: &mut Faults,
) {
    for (key, value) in &was.0 {
        let was = if value.as_str() == Some("none") {
            None
        } else {
            Some(value)
        };
        if let (Some(_), Some(cycle)) = (reverter.cycle, CycleId::in_wrong_case(key)) {
            faults.wrong_case(key, &cycle.to_string());
            continue;
        }
        let of_key = reverter.keys.iter().find(|(known, _)| known == key);
        let is_cycle = |_: &RevertCycle<S>| CycleId::parse_any_case(key).is_some();
        let reverted = match (of_key, reverter.cycle.filter(is_cycle)) {
            (Some((_, revert)), _) => revert(earlier, was),
            (None, Some(revert)) => revert(earlier, key, was),
            (None, None) => {
                let known: Vec<&str> = reverter.keys.iter().map(|(key, _)| *key).collect();
                let refused = unknown(key, &known, reverter.cycle.is_some());
                faults.bad_key("unknown-key", key, refused);
                faults.instead(key, surely(key, &known).map(str::to_owned));
                continue;
            }
        };
        if let Err(invalid) = reverted {
            faults.bad(key, invalid);
        }
    }
}

fn unknown(key: &str, known: &[&str], cycles: bool) -> Invalid {
    let mut allowed = format!("`was` may hold {}", list(known));
    if cycles {
        allowed += ", and cycles such as `2026` or `2026-Q3`";
    }
    let help = match did_you_mean(key, known) {
        Some(meant) => format!("did you mean `{meant}`? {allowed}"),
        None => allowed,
    };
    Invalid::new(format!("`{key}` is not a key that an amendment may change")).help(help)
}

/// Converts an earlier version; what is wrong with it is said of the amendment.
fn convert_earlier<S, T>(
    earlier: &S,
    was: &Entries<Value>,
    faults: &mut Faults,
    convert: impl Fn(&S, &mut Faults) -> Option<T>,
) -> Option<T> {
    let mut apart = Faults::default();
    let made = convert(earlier, &mut apart);
    let Some(fault) = apart.list.into_iter().next() else {
        return made;
    };
    let message = format!("as it was before: {}", fault.message);
    let invalid = Invalid {
        message,
        help: fault.help,
    };
    let named = fault.steps.last().and_then(|step| match step {
        Step::Key(key) => was.0.iter().find(|(k, _)| k == key),
        Step::Index(_) => None,
    });
    match named {
        Some((key, _)) => faults.within("was", |faults| faults.broken(fault.rule, key, invalid)),
        None => faults.broken(fault.rule, "was", invalid),
    }
    None
}

/// A value as people write it: `75`, not `75.0`; texts without quotes.
fn as_written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Float(number) => number.to_string(),
        Value::Integer(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Array(_)
        | Value::Table(_) => value.to_string(),
    }
}

fn expected<T>(what: &str) -> Result<T, Invalid> {
    Err(Invalid::new(format!("must be {what}, or \"none\"")))
}

/// Puts a text back.
pub(crate) fn text(field: &mut Option<String>, was: Was<'_>) -> Result<(), Invalid> {
    *field = match was {
        None => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(_) => return expected("a text"),
    };
    Ok(())
}

/// Puts a number back.
pub(crate) fn number(field: &mut Option<Number>, was: Was<'_>) -> Result<(), Invalid> {
    *field = was.map(read_number).transpose()?;
    Ok(())
}

/// Puts a date back.
pub(crate) fn day(field: &mut Option<Day>, was: Was<'_>) -> Result<(), Invalid> {
    *field = match was {
        None => None,
        Some(Value::Datetime(date)) => Some(Day::new(*date)?),
        Some(_) => return expected("a date"),
    };
    Ok(())
}

/// Puts a key result's target back.
pub(crate) fn target(field: &mut Option<TargetText>, was: Was<'_>) -> Result<(), Invalid> {
    *field = match was {
        None => None,
        Some(Value::String(text)) => Some(TargetText(Target::relative(text)?)),
        Some(other) => {
            let number = read_number(other)?;
            Some(TargetText(Target::Absolute(number.quantity())))
        }
    };
    Ok(())
}

/// Reads a KPI's earlier target.
pub(crate) fn kpi_target(was: &Value) -> Result<TargetShape, Invalid> {
    let Value::Table(table) = was else {
        return read_number(was).map(|n| TargetShape::Value(n.quantity()));
    };
    if let Some(key) = table
        .keys()
        .find(|k| !["at_least", "at_most"].contains(&k.as_str()))
    {
        return Err(Invalid::new(format!("a band has no `{key}`"))
            .help("a band has `at_least`, `at_most` or both"));
    }
    let bound = |key: &str| table.get(key).map(read_number).transpose();
    Ok(TargetShape::Band(BandShape {
        at_least: bound("at_least")?,
        at_most: bound("at_most")?,
    }))
}

fn read_number(was: &Value) -> Result<Number, Invalid> {
    match was {
        Value::Integer(whole) => Number::whole(i128::from(*whole)),
        Value::Float(number) => Number::new(*number),
        Value::String(_)
        | Value::Boolean(_)
        | Value::Datetime(_)
        | Value::Array(_)
        | Value::Table(_) => expected("a number"),
    }
}

only_tables!(AmendedShape);
