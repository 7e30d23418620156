//! What a review says, and what changes in the one that stands.

use super::ReviewArgs;
use crate::cli::args::{confidence, date, person};
use crate::cli::context::Context;
use crate::cli::exit::Failure;
use crate::model::{Changed, Invalid, Name, Plain, Review};
use crate::store::compose;
use crate::store::edit::{Document, EditError};
use chrono::NaiveDate;

/// What was said by flags; what was not stays as it is.
pub(super) struct Said {
    grade: Option<f64>,
    worked: Option<String>,
    did_not_work: Option<String>,
    learned: Option<String>,
    by: Option<Name>,
    on: Option<NaiveDate>,
}

impl Said {
    /// Reads the flags.
    ///
    /// # Errors
    /// One makes no sense.
    pub(super) fn new(args: &ReviewArgs, context: &Context) -> Result<Self, Failure> {
        let on = args.on.as_deref().map(|text| past(text, context.today));
        Ok(Self {
            grade: args.grade.as_deref().map(grade).transpose()?,
            worked: words("--worked", args.worked.as_deref())?,
            did_not_work: words("--did-not-work", args.did_not_work.as_deref())?,
            learned: words("--learned", args.learned.as_deref())?,
            by: args.by.as_deref().map(person::handle).transpose()?,
            on: on.transpose()?,
        })
    }

    /// Whether nothing of a review is said.
    pub(super) fn is_empty(&self) -> bool {
        let texts = [&self.worked, &self.did_not_work, &self.learned];
        self.grade.is_none() && texts.into_iter().all(Option::is_none)
    }

    /// The review with what was said.
    pub(super) fn over(&self, before: Option<&Review>) -> Review {
        let before = before.cloned();
        let before = before.unwrap_or(NOTHING);
        let text = |said: &Option<String>, stands| said.clone().or(stands);
        Review {
            on: self.on.or(before.on),
            by: self.by.clone().or(before.by),
            grade: self.grade.or(before.grade),
            worked: text(&self.worked, before.worked),
            did_not_work: text(&self.did_not_work, before.did_not_work),
            learned: text(&self.learned, before.learned),
        }
    }
}

/// A review that says nothing.
pub(super) const NOTHING: Review = Review {
    on: None,
    by: None,
    grade: None,
    worked: None,
    did_not_work: None,
    learned: None,
};

/// A self-grade in the forms of a confidence.
///
/// # Errors
/// Refuses what is not within 0 to 1, and a bare `7`.
pub(super) fn grade(text: &str) -> Result<f64, Invalid> {
    let grade = confidence::confidence(text).map_err(|refused| Invalid {
        message: refused.message.replace("confidence", "grade"),
        help: refused.help.map(|help| help.replace("confidence", "grade")),
    });
    grade.map(crate::model::Confidence::get)
}

/// The day of a review.
fn past(text: &str, today: NaiveDate) -> Result<NaiveDate, Failure> {
    let on = date::date(text, today)?;
    if on <= today {
        return Ok(on);
    }
    Err(Failure::usage(format!("{on} lies in the future"))
        .help(format!("a review is of today ({today}) or an earlier day")))
}

/// Words that say something, without the blanks around them.
fn words(flag: &str, text: Option<&str>) -> Result<Option<String>, Failure> {
    match text.map(str::trim) {
        Some("") => Err(Failure::usage(format!("{flag} says nothing"))
            .help("leave it out, or say it in a few words")),
        text => Ok(text.map(str::to_owned)),
    }
}

/// The keys of a review for people, in the order of the format.
fn plain(review: &Review) -> [(&'static str, Option<Plain>); 6] {
    let text = |text: Option<String>| text.map(Plain::Text);
    [
        ("on", text(review.on.map(|on| on.to_string()))),
        ("by", text(review.by.as_ref().map(ToString::to_string))),
        ("grade", review.grade.map(Plain::Number)),
        ("worked", text(review.worked.clone())),
        ("did_not_work", text(review.did_not_work.clone())),
        ("learned", text(review.learned.clone())),
    ]
}

/// The keys that have another value now.
pub(super) fn changes(before: Option<&Review>, after: &Review) -> Vec<Changed> {
    let before = plain(before.unwrap_or(&NOTHING));
    let pairs = before.into_iter().zip(plain(after));
    let changed = pairs.filter(|((_, before), (_, after))| before != after);
    let changed = changed.map(|((key, before), (_, after))| Changed {
        key: key.to_owned(),
        before,
        after,
    });
    changed.collect()
}

/// Writes those keys into the review that stands.
pub(super) fn edit(
    document: &mut Document,
    review: &Review,
    keys: &[Changed],
) -> Result<(), EditError> {
    for Changed { key, .. } in keys {
        let text = |text: &Option<String>| text.as_deref().map(compose::text);
        let value = match key.as_str() {
            "on" => review.on.map(compose::date),
            "by" => review.by.as_ref().map(|by| compose::string(by.as_str())),
            "grade" => review.grade.map(compose::number),
            "worked" => text(&review.worked),
            "did_not_work" => text(&review.did_not_work),
            _ => text(&review.learned),
        };
        let path = ["review", key.as_str()];
        match value {
            Some(value) => document.set(&path, &value)?,
            None => document.remove(&path)?,
        }
    }
    Ok(())
}

/// What is echoed: the keys, and of a new review day and person in words.
pub(super) fn echo(
    before: Option<&Review>,
    review: &Review,
    keys: Vec<Changed>,
) -> (Vec<Changed>, Vec<String>, Vec<Changed>) {
    let (Some(on), Some(by), None) = (review.on, &review.by, before) else {
        return (keys, Vec::new(), Vec::new());
    };
    let (marks, keys) = keys
        .into_iter()
        .partition(|c| c.key == "on" || c.key == "by");
    (keys, vec![format!("reviewed on {on} by {by}")], marks)
}
