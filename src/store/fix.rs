//! Replacements that are certain: what should stand in a file instead of what does, and how it gets
//! there without touching any other byte.

use super::compose;
use super::find::names_of;
use super::locate;
use super::outline::Outline;
use super::splice::in_quotes_of;
use super::verify;
use crate::model::Step;
use std::ops::Range;
use toml::de::DeTable;

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

    /// Whether the file gets another path and keeps its content.
    pub fn moves(&self) -> bool {
        self.place == Place::File
    }

    /// `text` with this fix; none where it does not fit, because it is not TOML, says something else
    /// by now, or has the new key already.
    pub fn apply(&self, text: &str) -> Option<String> {
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let (mark, body) = text.split_at(bom);
        let root = DeTable::parse(body).ok()?;
        let find = |steps: &[Step]| {
            let found = locate::find(root.get_ref(), steps);
            found.filter(|entry| entry.depth == steps.len())
        };
        let (ranges, written) = match &self.place {
            Place::File => return None,
            Place::Bytes(range) => (vec![range.clone()], self.new.clone()),
            Place::Key(steps) => {
                let range = find(steps)?.key;
                (self.all_keys(body, steps, range), compose::key(&self.new))
            }
            Place::Value(steps) => {
                let range = find(steps)?.value;
                let old = verify::parse_value(body.get(range.clone())?)?;
                (old.as_str() == Some(&self.old)).then_some(())?;
                let written = in_quotes_of(&body[range.clone()], &self.new);
                (vec![range], written)
            }
        };
        let mut body = body.to_owned();
        for range in ranges.into_iter().rev() {
            let old = body.get(range.clone())?;
            if matches!(self.place, Place::Bytes(_)) && old != self.old {
                return None;
            }
            body.replace_range(range, &written);
        }
        DeTable::parse(&body)
            .is_ok()
            .then(|| mark.to_owned() + &body)
    }

    /// Where a key is written: in several headers, or once where a list leads to it.
    fn all_keys(&self, text: &str, steps: &[Step], first: Range<usize>) -> Vec<Range<usize>> {
        let keys = steps.iter().map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        match keys.collect::<Option<Vec<&str>>>() {
            Some(path) => names_of(&Outline::of(text), &path),
            None => vec![first],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(steps: &[Step], new: &str, text: &str) -> Option<String> {
        Fix::key(steps.to_vec(), "", new).apply(text)
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
    fn a_text_keeps_its_quotes() {
        let fix = |text: &str| Fix::value(vec!["d".into()], "UP", "up").apply(text);
        assert_eq!(fix("d = 'UP' # UP").unwrap(), "d = 'up' # UP");
        assert_eq!(fix("d = \"UP\"").unwrap(), "d = \"up\"");
        assert_eq!(fix("d = \"DOWN\""), None);
        assert_eq!(fix("d = 5"), None);
    }
}
