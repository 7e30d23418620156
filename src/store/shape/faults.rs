//! Collects everything that is wrong with a shape on its way to a model value.

use crate::model::{Confidence, CycleId, GoalRef, Invalid, KpiId, Name, Step, Weight};
use crate::store::diagnostics::{did_you_mean, list};
use crate::store::shape::scalars::Number;

/// One thing that is wrong with what a file says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// The way to the value; for something missing the way to the table that should hold it.
    pub(crate) steps: Vec<Step>,
    /// What is meant there.
    pub(crate) spot: Spot,
    /// The rule that it breaks.
    pub(crate) rule: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do instead.
    pub(crate) help: Option<String>,
    /// What stands there and what surely should.
    pub(crate) fix: Option<(String, String)>,
}

/// Which part of an entry is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    /// Its value.
    Value,
    /// Its key.
    Key,
    /// It is a table that lacks something.
    Missing,
}

/// The faults found so far, and the way to the table that is being looked at.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    way: Vec<Step>,
    pub(crate) list: Vec<Fault>,
}

impl Faults {
    /// The value, if nothing was wrong with any part of it.
    pub(crate) fn result<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.list.is_empty() => Ok(value),
            _ => Err(self.list),
        }
    }

    /// Runs `work` one step further in.
    pub(crate) fn within<T>(
        &mut self,
        step: impl Into<Step>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.way.push(step.into());
        let made = work(self);
        self.way.pop();
        made
    }

    /// What `convert` makes of the table under `key`, where there is one.
    pub(crate) fn part<S, T>(
        &mut self,
        key: &'static str,
        shape: Option<S>,
        convert: impl FnOnce(S, &mut Self) -> Option<T>,
    ) -> Option<T> {
        let shape = shape?;
        self.within(key, |faults| convert(shape, faults))
    }

    fn to(&self, key: &str) -> Vec<Step> {
        let mut steps = self.way.clone();
        steps.push(key.into());
        steps
    }

    /// A bad value at `key` of this table.
    pub(crate) fn bad(&mut self, key: &str, invalid: Invalid) {
        self.broken("bad-value", key, invalid);
    }

    /// A value at `key` that breaks `rule`.
    pub(crate) fn broken(&mut self, rule: &'static str, key: &str, invalid: Invalid) {
        let steps = self.to(key);
        self.push(steps, Spot::Value, rule, invalid);
    }

    /// A key of this table that cannot be one.
    pub(crate) fn bad_key(&mut self, rule: &'static str, key: &str, invalid: Invalid) {
        let steps = self.to(key);
        self.push(steps, Spot::Key, rule, invalid);
    }

    /// Keys that do not go together with what else this table says.
    pub(crate) fn refuse(&mut self, keys: &[(&str, bool)], why: &str, help: &str) {
        for (key, present) in keys {
            if *present {
                let invalid = Invalid::new(format!("`{key}` {why}")).help(help);
                self.bad_key("contradiction", key, invalid);
            }
        }
    }

    /// Something wrong with this table or list as a whole.
    pub(crate) fn here(&mut self, invalid: Invalid) {
        let steps = self.way.clone();
        self.push(steps, Spot::Value, "bad-value", invalid);
    }

    /// Something that this table lacks.
    pub(crate) fn missing(&mut self, invalid: Invalid) {
        let steps = self.way.clone();
        self.push(steps, Spot::Missing, "missing-key", invalid);
    }

    fn push(&mut self, steps: Vec<Step>, spot: Spot, rule: &'static str, invalid: Invalid) {
        self.list.push(Fault {
            steps,
            spot,
            rule,
            message: invalid.message,
            help: invalid.help,
            fix: None,
        });
    }

    /// Says what should stand where the last fault is, instead of `old`.
    pub(crate) fn instead(&mut self, old: &str, new: Option<String>) {
        if let (Some(fault), Some(new)) = (self.list.last_mut(), new) {
            fault.fix = Some((old.to_owned(), new));
        }
    }

    /// The value, or its refusal noted at `key`.
    pub(crate) fn keep<T>(&mut self, key: &str, made: Result<T, Invalid>) -> Option<T> {
        made.map_err(|invalid| self.bad(key, invalid)).ok()
    }

    /// The name or reference, or its refusal noted at `key`.
    pub(crate) fn keep_name<T>(&mut self, key: &str, made: Result<T, Invalid>) -> Option<T> {
        made.map_err(|invalid| self.broken("bad-name", key, invalid))
            .ok()
    }

    /// A value that must be there.
    pub(crate) fn need<T>(&mut self, key: &str, what: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            let help = format!("`{key}` is {what}");
            self.missing(Invalid::new(format!("`{key}` is missing")).help(help));
        }
        value
    }

    /// A text that must be there and say something.
    pub(crate) fn need_text(
        &mut self,
        key: &str,
        what: &str,
        text: Option<String>,
    ) -> Option<String> {
        let text = self.need(key, what, text)?;
        if text.trim().is_empty() {
            self.bad(
                key,
                Invalid::new(format!("`{key}` is empty")).help(format!("it is {what}")),
            );
            return None;
        }
        Some(text)
    }

    /// A text that says something, where there is one.
    pub(crate) fn text(&mut self, key: &str, what: &str, text: Option<String>) -> Option<String> {
        self.need_text(key, what, Some(text?))
    }

    /// A name, where there is one.
    pub(crate) fn name(&mut self, key: &str, text: Option<&str>) -> Option<Name> {
        self.named(key, text?, Name::new)
    }

    /// The KPI that is named, where there is one.
    pub(crate) fn kpi(&mut self, key: &str, text: Option<&str>) -> Option<KpiId> {
        self.named(key, text?, KpiId::new)
    }

    /// The goal that is named, where there is one.
    pub(crate) fn goal(&mut self, key: &str, text: Option<&str>) -> Option<GoalRef> {
        self.named(key, text?, GoalRef::new)
    }

    /// What `make` makes of a name or reference.
    pub(crate) fn named<T>(
        &mut self,
        key: &str,
        text: &str,
        make: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        let made = self.keep_name(key, make(text));
        if made.is_none() {
            self.instead(text, in_right_case(text, make));
        }
        made
    }

    /// A key of this table that should be a name; what it should be is said where only its case is
    /// wrong.
    pub(crate) fn bad_name<T>(
        &mut self,
        key: &str,
        invalid: Invalid,
        make: impl Fn(&str) -> Result<T, Invalid>,
    ) {
        self.bad_key("bad-name", key, invalid);
        self.instead(key, in_right_case(key, make));
    }

    /// A key of this table that is a cycle, or a word, in the wrong case.
    pub(crate) fn wrong_case(&mut self, key: &str, right: &str) {
        let what = match CycleId::parse(right) {
            Some(_) => "a cycle",
            None => "a key here",
        };
        let invalid = Invalid::new(format!("`{key}` is not {what}"));
        self.bad_key("wrong-case", key, invalid.help(format!("write `{right}`")));
        self.instead(key, Some(right.to_owned()));
    }

    /// A list of names, each made by `make`; the bad ones are noted and left out.
    pub(crate) fn each<T>(
        &mut self,
        key: &str,
        texts: Option<&[String]>,
        make: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Vec<T> {
        let Some(texts) = texts else {
            return Vec::new();
        };
        let mut made = Vec::with_capacity(texts.len());
        for (i, text) in texts.iter().enumerate() {
            match make(text) {
                Ok(value) => made.push(value),
                Err(invalid) => {
                    let mut steps = self.to(key);
                    steps.push(i.into());
                    self.push(steps, Spot::Value, "bad-name", invalid);
                    self.instead(text, in_right_case(text, &make));
                }
            }
        }
        made
    }

    /// A weight; 1 where nothing is said.
    pub(crate) fn weight(&mut self, weight: Option<Number>) -> Weight {
        let made = weight.and_then(|w| self.keep("weight", Weight::new(w.get())));
        made.unwrap_or_default()
    }

    /// A confidence, where there is one.
    pub(crate) fn confidence(&mut self, value: Option<Number>) -> Option<Confidence> {
        value.and_then(|c| self.keep("confidence", Confidence::new(c.get())))
    }

    /// One of the words that `key` may be; `default` where nothing is said.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &str,
        text: Option<&str>,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let text = text?;
        if let Some(&(_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(value);
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let allowed = format!("`{key}` is one of {}", list(&known));
        // Every two weeks is not weekly.
        let is_half = |meant: &str| text.to_lowercase().strip_prefix("bi") == Some(meant);
        let help = match did_you_mean(text, &known).filter(|meant| !is_half(meant)) {
            Some(meant) => format!("did you mean `{meant}`? {allowed}"),
            None => allowed,
        };
        self.bad(
            key,
            Invalid::new(format!("`{key}` cannot be `{text}`")).help(help),
        );
        self.instead(text, same_but_case(text, &known));
        None
    }

    /// A whole number from `least` to `most`, where there is one.
    pub(crate) fn whole(
        &mut self,
        key: &str,
        number: Option<Number>,
        least: u32,
        most: u32,
    ) -> Option<u32> {
        let value = number?.get();
        let (low, high) = (f64::from(least), f64::from(most));
        if value.fract() == 0.0 && (low..=high).contains(&value) {
            // In range and whole: nothing is cut.
            return Some(value as u32);
        }
        let range = format!("`{key}` is a whole number from {least} to {most}");
        self.bad(
            key,
            Invalid::new(format!("{value} does not fit `{key}`")).help(range),
        );
        None
    }
}

/// The word of `known` that `text` is in another case.
pub(crate) fn same_but_case(text: &str, known: &[&str]) -> Option<String> {
    let same = known.iter().find(|word| word.eq_ignore_ascii_case(text));
    same.map(|word| (*word).to_owned())
}

/// `text` in lower case, a cycle in front of it as cycles are written, where `make` takes that.
pub(crate) fn in_right_case<T>(
    text: &str,
    make: impl Fn(&str) -> Result<T, Invalid>,
) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let right = match lower.split_once('/') {
        Some((head, rest)) => match CycleId::parse_any_case(head) {
            Some(cycle) => format!("{cycle}/{rest}"),
            None => lower,
        },
        None => lower,
    };
    (right != text && make(&right).is_ok()).then_some(right)
}
