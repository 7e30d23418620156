//! The steps of an explanation as they are gathered, and the places of inputs.

use super::{Line, Locate};
use crate::method::KpiState;
use crate::model::{Document, GoalId, KpiId, Place, Step};

pub(super) struct Story<'a> {
    pub(super) steps: Vec<Line>,
    pub(super) locate: Locate<'a>,
    /// Keys that were amended after the day looked at, and the amendment that says what they were.
    pub(super) since_amended: Vec<(&'a str, usize)>,
}

impl<'a> Story<'a> {
    pub(super) fn new(locate: Locate<'a>) -> Self {
        Self {
            steps: Vec::new(),
            locate,
            since_amended: Vec::new(),
        }
    }

    /// Where a key result's field stands that was in force on the day looked at.
    pub(super) fn field(&self, id: &GoalId, field: &str) -> Place {
        let mut amended = self.since_amended.iter();
        let Some((_, index)) = amended.find(|(key, _)| *key == field) else {
            return in_key_result(id, field);
        };
        let mut place = in_key_result(id, "amended");
        place
            .steps
            .extend([Step::from(*index), Step::from("was"), Step::from(field)]);
        place
    }

    pub(super) fn result(&mut self, name: &str, text: impl Into<String>) {
        self.push(name, text, None, true);
    }

    pub(super) fn input(&mut self, name: &str, text: impl Into<String>, place: Option<Place>) {
        let source = place.and_then(|p| (self.locate)(&p));
        self.push(name, text, source, false);
    }

    pub(super) fn push(
        &mut self,
        name: &str,
        text: impl Into<String>,
        source: Option<String>,
        result: bool,
    ) {
        self.steps.push(Line {
            name: name.to_owned(),
            text: text.into(),
            source,
            result,
        });
    }
}

pub(super) fn in_key_result(id: &GoalId, field: &str) -> Place {
    let mut steps = Vec::new();
    if let Some(key) = &id.key {
        steps.extend([Step::from("key_results"), Step::from(key.as_str())]);
    }
    steps.push(Step::from(field));
    Place {
        document: Document::Objective(id.objective_id()),
        steps,
    }
}

pub(super) fn in_kpi(id: &KpiId, steps: &[&str]) -> Place {
    Place {
        document: Document::Kpi(id.clone()),
        steps: steps.iter().map(|&s| Step::from(s)).collect(),
    }
}

/// Where the target of `key` stands that was in force on the day looked at.
pub(super) fn target_place(state: &KpiState<'_>, key: &str) -> Place {
    let kpi = state.kpi;
    let since = state.amended_since.unwrap_or(kpi.amended.len());
    let mut later = kpi.amended.iter().enumerate().skip(since);
    let Some((index, _)) = later.find(|(_, a)| a.was.iter().any(|(k, _)| k == key)) else {
        return in_kpi(&kpi.id, &["targets", key]);
    };
    let mut place = in_kpi(&kpi.id, &["amended"]);
    place
        .steps
        .extend([Step::from(index), Step::from("was"), Step::from(key)]);
    place
}
