//! What `drop` and `kpi retire` share: a goal or KPI is given up from a day on, and taken up again.

use super::change::{Prepared, Subject};
use super::context::Context;
use super::exit::Failure;
use crate::model::{Changed, Plain};
use crate::store::amend::take_out;
use crate::store::edit::Document;
use crate::store::load::Store;
use chrono::NaiveDate;

/// The words of it.
pub struct Words {
    /// The key and what it was: `dropped`.
    pub done: &'static str,
    /// The same as a command says it: `Drop`.
    pub verb: &'static str,
    /// What it does once it is taken up again.
    pub again: &'static str,
    /// The command.
    pub command: &'static str,
}

/// How it is given up.
#[derive(Clone, Copy)]
pub struct GivenUp<'a> {
    /// The first day on which it no longer counts.
    pub on: NaiveDate,
    /// Why.
    pub reason: Option<&'a str>,
}

/// What is given up or taken up again.
pub struct GiveUp<'a> {
    pub subject: &'a Subject,
    pub words: Words,
    pub store: &'a Store,
    pub context: &'a Context,
}

impl GiveUp<'_> {
    /// Refuses what is given up already.
    ///
    /// # Errors
    /// It is.
    pub fn refuse_twice(&self, stands: Option<GivenUp<'_>>) -> Result<(), Failure> {
        let Some(stands) = stands else {
            return Ok(());
        };
        let (id, Words { done, command, .. }) = (self.id(), &self.words);
        let message = format!("{id} was {done} on {} already", stands.on);
        Err(Failure::conflict(message).help(format!("{command} {id} --undo takes it up again")))
    }

    /// Gives it up: `value` is what the key holds, `more` what else is said.
    ///
    /// # Errors
    /// The edit does not fit, or its result is invalid.
    pub fn give_up(&self, new: GivenUp<'_>, value: &str, more: &str) -> Result<Prepared, Failure> {
        let id = self.id();
        let Words {
            done,
            verb,
            command,
            ..
        } = &self.words;
        let path = self.path();
        let set = |document: &mut Document| document.set(&path, value);
        let changes = self.subject.edit(self.store, self.context.today, set)?;
        let mut echo = self.subject.echo(self.store, &changes, self.context.today);
        echo.said = vec![format!("{done} on {}{more}", new.on)];
        echo.marks = vec![self.mark(None, Some(new.on))];
        Ok(Prepared {
            changes,
            echo,
            message: format!("{verb} {id}: {}", new.reason.unwrap_or_default()),
            notes: Vec::new(),
            undo: Some(format!("{command} {id} --undo")),
        })
    }

    /// Takes it up again as if it had never been given up, on the days between as well.
    ///
    /// # Errors
    /// It is not given up, or the edit does not fit.
    pub fn take_up(&self, stands: Option<GivenUp<'_>>) -> Result<Prepared, Failure> {
        let (id, Words { done, again, .. }) = (self.id(), &self.words);
        let Some(stands) = stands else {
            return Err(Failure::conflict(format!("{id} is not {done}"))
                .help(format!("see okr explain {id}")));
        };
        let (path, today) = (self.path(), self.context.today);
        let edit = |document: &mut Document| take_out(document, &path);
        let changes = self.subject.edit(self.store, today, edit)?;
        let mut echo = self.subject.echo(self.store, &changes, today);
        let reason = stands.reason.map(|reason| format!(" ({reason})"));
        let was = format!("{done} on {}{}", stands.on, reason.unwrap_or_default());
        echo.said = vec![format!("{again} again: {was}")];
        echo.marks = vec![self.mark(Some(stands.on), None)];
        let between = (stands.on < today).then(|| {
            format!(
                "note: it {again} again on every day since {}: --as-of those days shows other figures \
                 now (git has the old ones)\n",
                stands.on
            )
        });
        Ok(Prepared {
            changes,
            echo,
            message: format!("Take {id} up again, {was}"),
            notes: between.into_iter().collect(),
            undo: None,
        })
    }

    fn id(&self) -> String {
        self.subject.id(self.store, self.context.today)
    }

    fn path(&self) -> Vec<&str> {
        let mut path = self.subject.holder();
        path.push(self.words.done);
        path
    }

    fn mark(&self, before: Option<NaiveDate>, after: Option<NaiveDate>) -> Changed {
        let day = |day: Option<NaiveDate>| day.map(|day| Plain::Text(day.to_string()));
        Changed {
            key: self.words.done.to_owned(),
            before: day(before),
            after: day(after),
        }
    }
}
