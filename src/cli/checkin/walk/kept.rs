//! The answers so far as a file holds them until the check-in is written.

use super::state::{Answer, Ask, Part, Reply, Step, Walk};
use crate::model::Name;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Everything that was answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    /// The day of the last answer.
    pub(super) day: NaiveDateText,
    /// What is being asked of a goal whose value is answered.
    pub(super) within: Option<Within>,
    /// The files that are being written: where they are all there the check-in is done.
    #[serde(default)]
    pub(super) writing: Vec<String>,
    pub(super) people: Vec<KeptPart>,
}

/// A question in the middle of a goal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Within {
    pub(super) goal: String,
    pub(super) asks: Ask,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptPart {
    pub(super) by: String,
    pub(super) plan: Option<String>,
    pub(super) wins: Vec<String>,
    pub(super) answers: Vec<KeptAnswer>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptAnswer {
    pub(super) goal: String,
    day: NaiveDateText,
    reply: KeptReply,
    more: bool,
    confidence: Option<String>,
    note: Option<String>,
    blocker: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KeptReply {
    /// The number as text: it comes back to the last bit.
    Kept(Option<String>),
    Value(String),
    Done(Vec<String>),
    Skipped,
}

/// `2026-07-14`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct NaiveDateText(pub(super) NaiveDate);

impl TryFrom<String> for NaiveDateText {
    type Error = chrono::ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl From<NaiveDateText> for String {
    fn from(day: NaiveDateText) -> Self {
        day.0.to_string()
    }
}

impl Kept {
    /// The answers of a walk.
    pub(super) fn of(walk: &Walk, day: NaiveDate) -> Self {
        let within = match walk.at {
            Step::Goal(_, _, Ask::Value) | Step::Plan(_) | Step::Wins(_) | Step::Summary => None,
            Step::Goal(part, stop, asks) => Some(Within {
                goal: walk.stop(part, stop).goal.clone(),
                asks,
            }),
        };
        Self {
            day: NaiveDateText(day),
            within,
            writing: Vec::new(),
            people: walk.parts.iter().map(KeptPart::of).collect(),
        }
    }

    /// As the file holds it.
    pub(super) fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads it back.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let kept: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        for part in &kept.people {
            part.name().map_err(|error| error.to_string())?;
        }
        Ok(kept)
    }
}

impl KeptPart {
    fn of(part: &Part) -> Self {
        let answered = part.stops.iter();
        let answered = answered.filter_map(|stop| Some((&stop.goal, stop.answer.as_ref()?)));
        Self {
            by: part.by.to_string(),
            plan: part.plan.clone(),
            wins: part.wins.clone(),
            answers: answered.map(|(goal, a)| KeptAnswer::of(goal, a)).collect(),
        }
    }

    /// Whose answers they are.
    pub(super) fn name(&self) -> Result<Name, crate::model::Invalid> {
        Name::new(&self.by)
    }
}

impl KeptAnswer {
    fn of(goal: &str, answer: &Answer) -> Self {
        Self {
            goal: goal.to_owned(),
            day: NaiveDateText(answer.day),
            reply: match &answer.reply {
                Reply::Kept(last) => KeptReply::Kept(last.map(|last| format!("{last}"))),
                Reply::Value(value) => KeptReply::Value(value.clone()),
                Reply::Done(ids) => KeptReply::Done(ids.clone()),
                Reply::Skipped => KeptReply::Skipped,
            },
            more: answer.more,
            confidence: answer.confidence.clone(),
            note: answer.note.clone(),
            blocker: answer.blocker.clone(),
        }
    }

    /// The answer that it keeps.
    pub(super) fn answer(&self) -> Answer {
        Answer {
            reply: match &self.reply {
                KeptReply::Kept(last) => {
                    Reply::Kept(last.as_ref().and_then(|last| last.parse().ok()))
                }
                KeptReply::Value(value) => Reply::Value(value.clone()),
                KeptReply::Done(ids) => Reply::Done(ids.clone()),
                KeptReply::Skipped => Reply::Skipped,
            },
            day: self.day.0,
            more: self.more,
            confidence: self.confidence.clone(),
            note: self.note.clone(),
            blocker: self.blocker.clone(),
        }
    }
}
