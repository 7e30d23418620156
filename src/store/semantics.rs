//! Finds every key and value of a TOML table that does not fit a shape, each with its place.

use super::diagnostics::{Finding, Span, clip, did_you_mean, list, surely};
use super::fix::{Fix, keep_apart};
use super::shape::{DATE_FIELD, HELP, THOUSANDS, too_large};
use super::syntax::{self, LARGE};
use crate::model::Step;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// An entry that was taken out because it does not fit.
#[derive(Debug, Clone)]
pub(crate) struct Removed {
    /// The way to it.
    pub(crate) steps: Vec<Step>,
    /// Whether the key itself is not known.
    pub(crate) unknown: bool,
    /// Its key, or the one that an unknown key was probably meant to be.
    pub(crate) meant: Option<String>,
}

/// What is left of a table without the entries that do not fit.
pub(crate) struct Fitted<S> {
    /// The shape; none where there was no end of it.
    pub(crate) shape: Option<S>,
    /// What was taken out.
    pub(crate) removed: Vec<Removed>,
    /// What was wrong with it.
    pub(crate) findings: Vec<Finding>,
    /// Whether there was more than is looked for.
    pub(crate) are_more: bool,
}

/// Reads `root` as the shape `S`, again and again without the entry that did not fit.
pub(crate) fn fit<S: DeserializeOwned>(
    path: &str,
    text: &str,
    root: &Spanned<DeTable<'_>>,
) -> Fitted<S> {
    let mut left = root.clone();
    let mut fitted = Fitted {
        shape: None,
        removed: Vec::new(),
        findings: Vec::new(),
        are_more: false,
    };
    let most = if text.len() > LARGE {
        4
    } else {
        syntax::most(text)
    };
    let mut loose: Vec<Step> = Vec::new();
    loop {
        match S::deserialize(toml::de::Deserializer::from(left.clone())) {
            Ok(shape) => {
                fitted.shape = Some(shape);
                break;
            }
            Err(_) if fitted.findings.len() == most => {
                fitted.are_more = true;
                break;
            }
            Err(error) => {
                let range = error.span().unwrap_or(0..0);
                let Some(culprit) = find_in_table(left.get_ref(), &range, &error, &mut Vec::new())
                else {
                    let finding = Finding::error("bad-value", path, clip(&plain(&error).0));
                    fitted.findings.push(finding.at(Span::of(text, range)));
                    break;
                };
                let finding = culprit.finding(path, text, &error);
                // Once is enough for all that stand under one heading.
                let heading = culprit.steps.first().cloned();
                let is_loose = culprit.is_loose(expected(error.message()));
                if !is_loose || loose.last() != heading.as_ref() {
                    fitted.findings.push(finding);
                }
                if is_loose {
                    loose.extend(heading);
                }
                remove(left.get_mut(), &culprit.steps, error.message());
                let unknown = is_unknown(&error) && culprit.by_key;
                fitted.removed.push(Removed {
                    meant: culprit.meant(unknown.then_some(error.message())),
                    unknown,
                    steps: culprit.steps,
                });
            }
        }
    }
    keep_apart(&mut fitted.findings, Some(root.get_ref()));
    fitted
}

/// The entry that an error is about.
struct Culprit {
    steps: Vec<Step>,
    key: Range<usize>,
    value: Range<usize>,
    what: &'static str,
    /// Whether the error's span is the key's.
    by_key: bool,
}

impl Culprit {
    fn name(&self) -> String {
        let mut name = String::new();
        for step in self.steps.iter().rev() {
            match step {
                Step::Key(key) => {
                    let element = if name.is_empty() {
                        ""
                    } else {
                        "an element of "
                    };
                    return format!("{element}`{}`", clip(key));
                }
                Step::Index(_) => name.push('.'),
            }
        }
        "this".to_owned()
    }

    /// Its key, or what that was probably meant to be where the message `unknown` says that it is none.
    fn meant(&self, unknown: Option<&str>) -> Option<String> {
        let Some(Step::Key(key)) = self.steps.last() else {
            return None;
        };
        let meant = match unknown {
            Some(message) => did_you_mean(key, quoted(message).get(1..)?)?,
            None => key,
        };
        Some(meant.to_owned())
    }

    fn finding(&self, path: &str, text: &str, error: &Error) -> Finding {
        let message = error.message();
        if is_unknown(error) && self.by_key {
            return self.unknown_key(path, text, message);
        }
        let at = Span::of(text, self.value.clone());
        let name = self.name();
        // A list that is too short or too long to be taken for a table.
        let of_list = message.starts_with("invalid length") && message.contains(" struct ");
        if is_unknown(error) || message.starts_with("invalid type") || of_list {
            let expected = if is_unknown(error) {
                "a table"
            } else {
                expected(message)
            };
            let said = format!("{name} must be {expected}, not {}", self.what);
            let mut finding = Finding::error("wrong-type", path, clip(&said));
            finding.help = self.other_type(text, expected);
            if at.text.starts_with("[[") && at.column == 1 && expected == "a table" {
                finding.help = Some("write its heading in single brackets".to_owned());
            }
            return finding.at(at);
        }
        let (said, help) = plain(error);
        let mut finding = Finding::error("bad-value", path, clip(&format!("{name}: {said}")));
        finding.help = help;
        finding.at(at)
    }

    /// How the value is written in the type that is asked for, or where it belongs.
    fn other_type(&self, text: &str, expected: &str) -> Option<String> {
        let written = text.get(self.value.clone())?;
        let inner = written.trim_matches(['"', '\'']);
        let is_text = self.what == "a text";
        let is_short = written.len() <= 60 && !written.contains(['\n', '\\']);
        if let [Step::Key(scores), Step::Key(goal)] = &self.steps[..]
            && (scores == "scores" && self.what == "a table")
        {
            let name = clip(goal);
            return Some(format!(
                "a name with a point needs quotes: \"{name}.NAME\" = …"
            ));
        }
        if self.is_loose(expected) {
            let [Step::Key(table), Step::Key(_)] = &self.steps[..] else {
                return None;
            };
            return Some(format!(
                "begin a table with a name of its own: [{table}.NAME]"
            ));
        }
        if !is_short {
            return None;
        }
        let is_number = is_text && expected.starts_with("a number");
        match expected {
            _ if is_number && inner.parse::<f64>().is_ok_and(f64::is_finite) => {
                Some(format!("write it without quotes: {inner}"))
            }
            "true or false" if is_text && ["true", "false"].contains(&inner) => {
                Some(format!("write it without quotes: {inner}"))
            }
            "a list" if is_text => Some(format!("put it between brackets: [{written}]")),
            "a text in quotes" if ["a number", "a date", "true or false"].contains(&self.what) => {
                Some(format!("put it in quotes: \"{written}\""))
            }
            _ => None,
        }
    }

    /// Whether it stands directly under a heading below which every key is a table.
    fn is_loose(&self, expected: &str) -> bool {
        let is_deep = matches!(&self.steps[..], [Step::Key(_), Step::Key(_)]);
        is_deep && expected == "a table" && !matches!(self.what, "a table" | "a list")
    }

    fn unknown_key(&self, path: &str, text: &str, message: &str) -> Finding {
        let known = quoted(message);
        let key = match self.steps.last() {
            Some(Step::Key(key)) => key.as_str(),
            Some(Step::Index(_)) | None => "",
        };
        let known = known.get(1..).unwrap_or_default();
        let help = match did_you_mean(key, known) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known here: {}", list(known)),
        };
        Finding::error(
            "unknown-key",
            path,
            format!("`{}` is not a key here", clip(key)),
        )
        .at(Span::of(text, self.key.clone()))
        .help(help)
        .fix(surely(key, known).map(|meant| Fix::key(self.steps.clone(), key, meant)))
    }
}

fn is_unknown(error: &Error) -> bool {
    error.message().starts_with("unknown field")
}

/// The words between backquotes.
fn quoted(message: &str) -> Vec<&str> {
    // The first may hold anything; serde's list follows it.
    let known = message.rfind(", expected ").unwrap_or(message.len());
    let first = message[..known]
        .split_once('`')
        .map_or("", |(_, rest)| rest);
    let mut words = vec![first];
    words.extend(message[known..].split('`').skip(1).step_by(2));
    words
}

/// What serde expected, in plain words.
fn expected(message: &str) -> &str {
    let expected = message
        .rfind(", expected ")
        .map_or("", |at| &message[at + 11..]);
    match expected {
        "a string" => "a text in quotes",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        other if other.starts_with("struct ") || other == "a map" => "a table",
        "" => "something else",
        other => other,
    }
}

/// Another error in plain words, with its help.
fn plain(error: &Error) -> (String, Option<String>) {
    let message = error.message();
    if message.ends_with("number overflowed") {
        return (too_large("this number"), Some(THOUSANDS.to_owned()));
    }
    match message.split_once(HELP) {
        Some((said, help)) => (said.to_owned(), Some(help.to_owned())),
        None => (message.to_owned(), None),
    }
}

fn find_in_table(
    table: &DeTable<'_>,
    range: &Range<usize>,
    error: &Error,
    way: &mut Vec<Step>,
) -> Option<Culprit> {
    for (key, value) in table {
        way.push(Step::Key(key.get_ref().to_string()));
        let by_key = is_unknown(error)
            && key.span() == *range
            && !error.message().contains(DATE_FIELD)
            && quoted(error.message())
                .first()
                .is_some_and(|m| m.starts_with(key.get_ref().as_ref()));
        if by_key {
            return Some(culprit(key.span(), value, way, true));
        }
        if let Some(found) = find_in_value(value, key.span(), range, error, way) {
            return Some(found);
        }
        way.pop();
    }
    None
}

fn find_in_value(
    value: &Spanned<DeValue<'_>>,
    key: Range<usize>,
    range: &Range<usize>,
    error: &Error,
    way: &mut Vec<Step>,
) -> Option<Culprit> {
    let inner = match value.get_ref() {
        DeValue::Table(table) => find_in_table(table, range, error, way),
        DeValue::Array(array) => array.iter().enumerate().find_map(|(index, element)| {
            way.push(Step::Index(index));
            let found = find_in_value(element, element.span(), range, error, way);
            if found.is_none() {
                way.pop();
            }
            found
        }),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    };
    if inner.is_some() {
        return inner;
    }
    let here = value.span() == *range && fits(value.get_ref(), error.message());
    here.then(|| culprit(key, value, way, false))
}

/// Whether the value may be what the error is about: a heading is the span of a table, of the list
/// that it begins, and of the tables on the way.
fn fits(value: &DeValue<'_>, message: &str) -> bool {
    match value {
        DeValue::Array(_) => !message.starts_with("invalid type: map"),
        DeValue::Table(_) => !message.starts_with("invalid type: sequence"),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => true,
    }
}

fn culprit(key: Range<usize>, value: &Spanned<DeValue<'_>>, way: &[Step], by_key: bool) -> Culprit {
    Culprit {
        steps: way.to_vec(),
        key,
        value: value.span(),
        what: what(value.get_ref()),
        by_key,
    }
}

fn what(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Takes the entry at `steps` out. An element of a list is replaced by one that fits, so that the
/// others keep their index.
fn remove(table: &mut DeTable<'_>, steps: &[Step], message: &str) {
    let Some((Step::Key(key), rest)) = steps.split_first() else {
        return;
    };
    if rest.is_empty() {
        table.remove(key.as_str());
        return;
    }
    let Some(mut value) = table.get_mut(key.as_str()).map(Spanned::get_mut) else {
        return;
    };
    for (index, step) in rest.iter().enumerate() {
        value = match (value, step) {
            (DeValue::Table(inner), _) => return remove(inner, &rest[index..], message),
            (DeValue::Array(array), Step::Index(at)) => match array.get_mut(*at) {
                Some(element) => element.get_mut(),
                None => return,
            },
            _ => return,
        };
    }
    *value = match expected(message) {
        "a table" => DeValue::Table(DeTable::new()),
        _ => DeValue::String("x".into()),
    };
}
