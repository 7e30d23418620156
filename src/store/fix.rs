//! Replacements that are certain: what should stand in a file instead of what does, and how it gets
//! there without touching any other byte.

use super::compose;
use super::diagnostics::{Finding, list};
use super::find::names_of;
use super::locate;
use super::outline::Outline;
use super::splice::in_quotes_of;
use super::verify;
use crate::model::Step;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What should stand there instead, where that is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What stands there, without quotes.
    pub old: String,
    /// What should, without quotes; for a file its path.
    pub new: String,
    place: Place,
}

/// What is to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// A key, wherever it is written.
    Key(Vec<Step>),
    /// A text.
    Value(Vec<Step>),
    /// A part of a comment.
    Bytes(Range<usize>),
    /// The file's path.
    File,
}

impl Fix {
    /// Another name for the key at `steps`.
    pub(crate) fn key(steps: Vec<Step>, old: &str, new: &str) -> Self {
        Self::new(old, new, Place::Key(steps))
    }

    /// Another text at `steps`.
    pub(crate) fn value(steps: Vec<Step>, old: &str, new: &str) -> Self {
        Self::new(old, new, Place::Value(steps))
    }

    /// Other bytes in a comment.
    pub(crate) fn bytes(range: Range<usize>, old: &str, new: &str) -> Self {
        Self::new(old, new, Place::Bytes(range))
    }

    /// Another path.
    pub(crate) fn path(old: &str, new: &str) -> Self {
        Self::new(old, new, Place::File)
    }

    fn new(old: &str, new: &str, place: Place) -> Self {
        Self {
            old: old.to_owned(),
            new: new.to_owned(),
            place,
        }
    }

    /// What it makes, where that could be there already.
    fn target(&self) -> Option<Target> {
        match &self.place {
            Place::Key(steps) => {
                let (_, parent) = steps.split_last()?;
                Some(Target::Key(parent.to_vec(), self.new.clone()))
            }
            Place::File => Some(Target::Path(self.new.clone())),
            Place::Value(_) | Place::Bytes(_) => None,
        }
    }

    /// Whether the file gets another path and keeps its content.
    pub fn moves(&self) -> bool {
        self.place == Place::File
    }

    /// `text` with all of `fixes`, put in from the back so that no place moves; none where one of them
    /// does not fit, because it is not TOML, says something else by now, or has the new key already.
    pub fn apply_all(fixes: &[&Self], text: &str) -> Option<String> {
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let (mark, body) = text.split_at(bom);
        let root = DeTable::parse(body).ok()?;
        let outline = OnceCell::new();
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for fix in fixes {
            let (ranges, written) = fix.edits(body, root.get_ref(), &outline)?;
            edits.extend(ranges.into_iter().map(|range| (range, written.clone())));
        }
        edits.sort_by_key(|(range, _)| range.start);
        if edits.windows(2).any(|pair| pair[0].0.end > pair[1].0.start) {
            return None;
        }
        let mut body = body.to_owned();
        for (range, written) in edits.into_iter().rev() {
            body.get(range.clone())?;
            body.replace_range(range, &written);
        }
        DeTable::parse(&body)
            .is_ok()
            .then(|| mark.to_owned() + &body)
    }

    /// Which bytes of `text` are to be replaced, and by what.
    fn edits(
        &self,
        text: &str,
        root: &DeTable<'_>,
        outline: &OnceCell<Outline>,
    ) -> Option<(Vec<Range<usize>>, String)> {
        let find = |steps: &[Step]| {
            let found = locate::find(root, steps);
            found.filter(|entry| entry.depth == steps.len())
        };
        match &self.place {
            Place::File => None,
            Place::Bytes(range) => {
                let is_there = text.get(range.clone())? == self.old;
                is_there.then(|| (vec![range.clone()], self.new.clone()))
            }
            Place::Key(steps) => {
                let range = find(steps)?.key;
                let outline = outline.get_or_init(|| Outline::of(text));
                Some((all_keys(outline, steps, range), compose::key(&self.new)))
            }
            Place::Value(steps) => {
                let range = find(steps)?.value;
                let written = text.get(range.clone())?;
                let old = verify::parse_value(written)?;
                let is_there = old.as_str() == Some(&self.old);
                is_there.then(|| (vec![range], in_quotes_of(written, &self.new)))
            }
        }
    }
}

/// Takes away what would not stand alone: two fixes that lead to one key or path, or a key beside which
/// the right one stands already.
pub(crate) fn keep_apart(findings: &mut [Finding], root: Option<&DeTable<'_>>) {
    let mut all: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        if let Some(target) = finding.fix.as_ref().and_then(Fix::target) {
            all.entry(target).or_default().push(index);
        }
    }
    for (target, indices) in all {
        let fixes = indices
            .iter()
            .filter_map(|&index| findings[index].fix.as_ref());
        let mut olds: BTreeSet<String> = fixes.map(|fix| fix.old.clone()).collect();
        let is_there =
            |name: &str| root.is_some_and(|root| value_at(root, &target, name).is_some());
        let new = target.name().to_owned();
        if is_there(&new) {
            olds.insert(new.clone());
        }
        let goes_together = root.is_some_and(|root| can_be_one(root, &target, &olds));
        if olds.len() < 2 || goes_together {
            continue;
        }
        for index in indices {
            let finding = &mut findings[index];
            let own = finding.fix.as_ref().map(|fix| &fix.old);
            let others: Vec<&str> = olds
                .iter()
                .filter(|old| Some(*old) != own)
                .map(String::as_str)
                .collect();
            let others_are = list(&others);
            let said = match others[..] == [new.as_str()] {
                true => format!("{others_are} stands here as well: keep one of them"),
                false => format!("{others_are} may be meant for it too: keep one of them"),
            };
            *finding = finding.clone().without_fix(&said);
        }
    }
}

/// What a fix makes: the way to a key, or a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Key(Vec<Step>, String),
    Path(String),
}

impl Target {
    fn name(&self) -> &str {
        match self {
            Self::Key(_, name) | Self::Path(name) => name,
        }
    }
}

/// The value that stands under `name` where `target` would.
fn value_at<'t, 'i>(root: &'t DeTable<'i>, target: &Target, name: &str) -> Option<&'t DeValue<'i>> {
    let Target::Key(parent, _) = target else {
        return None;
    };
    let mut table = root;
    let mut steps = parent.iter();
    while let Some(Step::Key(key)) = steps.next() {
        let mut value = table.get(key.as_str())?.get_ref();
        while let DeValue::Array(array) = value {
            let Some(Step::Index(index)) = steps.next() else {
                return None;
            };
            value = array.get(*index)?.get_ref();
        }
        let DeValue::Table(inner) = value else {
            return None;
        };
        table = inner;
    }
    table.get(name).map(Spanned::get_ref)
}

/// Whether what stands under several names may stand under one: lists one after the other, or tables
/// that share no key.
fn can_be_one(root: &DeTable<'_>, target: &Target, names: &BTreeSet<String>) -> bool {
    let values = names.iter().map(|name| value_at(root, target, name));
    let Some(values) = values.collect::<Option<Vec<_>>>() else {
        return false;
    };
    let mut keys = BTreeSet::new();
    let mut is_new = |value: &&DeValue<'_>| match value {
        DeValue::Table(table) => table
            .iter()
            .all(|(key, _)| keys.insert(key.get_ref().to_string())),
        _ => false,
    };
    let are_lists = values
        .iter()
        .all(|value| matches!(value, DeValue::Array(_)));
    are_lists || values.iter().all(&mut is_new)
}

/// Where a key is written: in several headers, or once where a list leads to it.
fn all_keys(outline: &Outline, steps: &[Step], first: Range<usize>) -> Vec<Range<usize>> {
    let keys = steps.iter().map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    });
    match keys.collect::<Option<Vec<&str>>>() {
        Some(path) => names_of(outline, &path),
        None => vec![first],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(steps: &[Step], new: &str, text: &str) -> Option<String> {
        Fix::apply_all(&[&Fix::key(steps.to_vec(), "", new)], text)
    }

    #[test]
    fn a_key_wherever_it_is_written() {
        let text = "\u{feff}a = 1 # b\r\n[key_result.x]\r\nt = 1\r\n[key_result.y]\r\n";
        let fixed = key(&["key_result".into()], "key_results", text).unwrap();
        assert_eq!(fixed, text.replace("key_result", "key_results"));
        let list = "[[update]]\nvalue = 1\n[[update]]\nvaleu = 2\n";
        let steps: [Step; 3] = ["update".into(), 1.into(), "valeu".into()];
        assert_eq!(
            key(&steps, "value", list).unwrap(),
            list.replace("valeu", "value")
        );
    }

    #[test]
    fn never_over_what_is_there() {
        let text = "onwer = \"a\"\nowner = \"b\"\n";
        assert_eq!(key(&["onwer".into()], "owner", text), None);
        assert_eq!(key(&["oner".into()], "owner", text), None);
        assert_eq!(key(&["onwer".into()], "why", "onwer = "), None);
    }

    #[test]
    fn many_at_once() {
        let text = "onwer = \"A\"\nwhyy = \"b\" # c\n";
        let fixes = [
            Fix::value(vec!["onwer".into()], "A", "a"),
            Fix::key(vec!["whyy".into()], "whyy", "why"),
            Fix::key(vec!["onwer".into()], "onwer", "owner"),
        ];
        let all: Vec<&Fix> = fixes.iter().collect();
        let mended = Fix::apply_all(&all, text).unwrap();
        assert_eq!(mended, "owner = \"a\"\nwhy = \"b\" # c\n");
        let twice = Fix::key(vec!["onwer".into()], "onwer", "why");
        assert_eq!(Fix::apply_all(&[&fixes[1], &twice], text), None);
        assert_eq!(Fix::apply_all(&[&fixes[2], &twice], text), None);
    }

    #[test]
    fn a_text_keeps_its_quotes() {
        let up = Fix::value(vec!["d".into()], "UP", "up");
        let fix = |text: &str| Fix::apply_all(&[&up], text);
        assert_eq!(fix("d = 'UP' # UP").unwrap(), "d = 'up' # UP");
        assert_eq!(fix("d = \"UP\"").unwrap(), "d = \"up\"");
        assert_eq!(fix("d = \"DOWN\""), None);
        assert_eq!(fix("d = 5"), None);
    }
}
