//! Updates that name the wrong thing, or say what cannot be said of it.

use super::known::{Known, nearest};
use crate::method::advice::{Advice, code, place};
use crate::model::{
    CheckIn, CycleId, Document, Effort, GoalRef, KpiId, Measure, Place, Step, Update,
};

pub(super) fn check(known: &Known<'_>, advice: &mut Vec<Advice>) {
    for checkin in known.workspace.cycles.values().flat_map(|c| &c.checkins) {
        for (index, update) in checkin.updates.iter().enumerate() {
            let mut said = Said {
                known,
                checkin,
                index,
                update,
                advice,
            };
            said.of_kpi();
            if let Some(written) = &update.goal {
                said.of_goal(written);
            }
        }
    }
}

/// One update on its way through the rules.
struct Said<'a, 'w> {
    known: &'a Known<'w>,
    checkin: &'w CheckIn,
    index: usize,
    update: &'w Update,
    advice: &'a mut Vec<Advice>,
}

impl<'w> Said<'_, 'w> {
    fn place<const N: usize>(&self, way: [Step; N]) -> Place {
        let document = Document::CheckIn(self.checkin.cycle, self.checkin.file.clone());
        let mut place = place(document, ["update".into(), self.index.into()]);
        place.steps.extend(way);
        place
    }

    fn error(&mut self, rule: &'static str, key: &str, message: String, help: impl Into<String>) {
        let place = self.place([key.into()]);
        self.advice
            .push(Advice::error(rule, place, message).help(help));
    }

    fn of_kpi(&mut self) {
        if let Some(id) = &self.update.kpi
            && self.known.kpi(id).is_none()
        {
            let place = self.place(["kpi".into()]);
            self.advice.extend(self.known.unknown_kpi(id, place));
        }
    }

    fn of_goal(&mut self, written: &'w GoalRef) {
        let home = self.checkin.cycle;
        let Some((objective, key_result)) = self.known.named(written, home) else {
            let place = self.place(["kr".into()]);
            let id = written.resolve(home);
            self.advice
                .extend(self.known.unknown_goal(&id, home, place));
            return;
        };
        self.day(objective.id.cycle, written);
        let Some(key_result) = key_result else {
            match &objective.terms.measure {
                Some(follow) => {
                    self.reading_of(written, Some(&follow.kpi));
                    self.no_milestones(written);
                }
                None => self.without_measure(written, !objective.key_results.is_empty()),
            }
            return;
        };
        match &key_result.terms.measure {
            Measure::Metric(_) | Measure::Bounds { .. } => {
                self.reading_of(written, None);
                self.no_milestones(written);
            }
            Measure::FollowsKpi(follow) => {
                self.reading_of(written, Some(&follow.kpi));
                self.no_milestones(written);
            }
            Measure::Effort(effort) => {
                self.reading_of(written, None);
                self.of_effort(written, effort);
            }
            Measure::Rollup => {
                self.reading_of(written, None);
                self.no_milestones(written);
                self.of_rollup(written);
            }
        }
    }

    fn day(&mut self, cycle: CycleId, written: &GoalRef) {
        let calendar = self.known.workspace.calendar();
        let (first, last) = (calendar.start(cycle), calendar.end(cycle));
        let day = self.update.day(self.checkin);
        if (first..=last).contains(&day) {
            return;
        }
        let key = match self.update.date {
            Some(_) => "date",
            None => "kr",
        };
        let message = format!("{day} lies outside {cycle}, the cycle of `{written}`");
        let help = format!("what is said of {cycle} is dated from {first} to {last}");
        self.error("outside-goal-cycle", key, message, help);
    }

    /// Whether the update's KPI is `followed`, the one that the goal follows.
    fn reading_of(&mut self, written: &GoalRef, followed: Option<&'w KpiId>) {
        let Some(named) = &self.update.kpi else {
            return;
        };
        let Some(kpi) = self.known.kpi(named) else {
            return;
        };
        let (message, help) = match followed {
            None => {
                let message = format!("`{written}` follows no KPI, and this is a reading of one");
                (message, "give each an update of its own".to_owned())
            }
            Some(id) => match self.known.kpi(id) {
                Some(followed) if followed.id != kpi.id => {
                    let message = format!("`{written}` follows `{id}`, not `{named}`");
                    let help = format!("write `kpi = \"{}\"`, or leave it out", followed.id);
                    (message, help)
                }
                Some(_) | None => return,
            },
        };
        self.error("other-kpi", "kpi", message, help);
    }

    fn no_milestones(&mut self, written: &GoalRef) {
        if !self.update.done.is_empty() {
            let message = format!("`{written}` has no milestones that could be done");
            let help = "report its `value`; `done` is for projects with milestones";
            self.error("done-without-milestones", "done", message, help);
        }
    }

    fn of_effort(&mut self, written: &GoalRef, effort: &Effort) {
        if effort.milestones.is_empty() {
            if !self.update.done.is_empty() {
                let message = format!("`{written}` has no milestones that could be done");
                let help = "report it as percent complete, such as `value = 40`";
                self.error("done-without-milestones", "done", message, help);
            }
            self.percent(written);
            return;
        }
        let ids: Vec<&str> = effort.milestones.iter().map(|m| m.id.as_str()).collect();
        for (index, id) in self.update.done.iter().enumerate() {
            if ids.contains(&id.as_str()) {
                continue;
            }
            let help = match nearest(id, ids.iter().copied()) {
                Some((_, meant)) => format!("did you mean `{meant}`?"),
                None => format!("its milestones are {}", code(ids.iter().take(8))),
            };
            let message = format!("`{written}` has no milestone `{id}`");
            let place = self.place(["done".into(), index.into()]);
            let advice = Advice::error("unknown-milestone", place, message);
            self.advice.push(advice.help(help));
        }
        if self.update.value.is_some() {
            let message =
                format!("`{written}` is scored by its milestones: a value does not count");
            let first = ids.first().copied().unwrap_or_default();
            let help = format!("report milestones, such as `done = [\"{first}\"]`");
            let place = self.place(["value".into()]);
            let advice = Advice::warning("value-on-milestones", place, message);
            self.advice.push(advice.help(help));
        }
    }

    fn percent(&mut self, written: &GoalRef) {
        if let Some(value) = self.update.value
            && !(0.0..=100.0).contains(&value.get())
        {
            let message = format!("`{written}` cannot be {value} percent complete");
            self.error(
                "percent",
                "value",
                message,
                "percent complete runs from 0 to 100",
            );
        }
    }

    fn of_rollup(&mut self, written: &GoalRef) {
        if self.update.value.is_some() {
            let message = format!("`{written}` is the mean of what supports it: it takes no value");
            let help = "check in the objectives that support it";
            self.error("value-on-rollup", "value", message, help);
        }
    }

    fn without_measure(&mut self, written: &GoalRef, has_key_results: bool) {
        let Update {
            value,
            done,
            confidence,
            unchanged,
            ..
        } = self.update;
        let keys = [
            ("value", value.is_some()),
            ("done", !done.is_empty()),
            ("confidence", confidence.is_some()),
            ("unchanged", *unchanged),
        ];
        let Some((key, _)) = keys.into_iter().find(|(_, given)| *given) else {
            return;
        };
        let message =
            format!("the objective `{written}` is not measured itself: no `{key}` counts");
        let help = match has_key_results {
            true => "name one of its key results, or give it a `note` or a `blocker`",
            false => "give it key results first, or a `note` or a `blocker` only",
        };
        self.error("objective-without-measure", key, message, help);
    }
}
