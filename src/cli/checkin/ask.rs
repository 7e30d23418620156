//! What was said of each goal, checked against what the goal can hold.

use super::goal::{Found, Goal, Lookup};
use super::{CheckinArgs, from, past_date};
use crate::cli::args;
use crate::cli::args::update::Asked;
use crate::cli::context::Context;
use crate::cli::exit::Failure;
use crate::model::{Confidence, KpiId, Measure, Milestone, Quantity};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// One goal's update before it is written.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) goal: Goal,
    pub(super) date: NaiveDate,
    pub(super) value: Option<Quantity>,
    pub(super) done: Vec<String>,
    pub(super) confidence: Option<Confidence>,
    pub(super) note: Option<String>,
    pub(super) blocker: Option<String>,
    pub(super) unchanged: bool,
}

/// One goal's update as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Where it stands in a file: `updates.csv, row 3`.
    pub(super) place: Option<String>,
    pub(super) goal: String,
    pub(super) value: Option<String>,
    pub(super) done: Vec<String>,
    pub(super) confidence: Option<String>,
    pub(super) note: Option<String>,
    pub(super) blocker: Option<String>,
    pub(super) unchanged: bool,
    pub(super) date: Option<String>,
}

/// Everything that was said in one go.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) date: Option<NaiveDate>,
    pub(super) by: Option<String>,
    pub(super) plan: Option<String>,
    pub(super) blockers: Vec<String>,
    pub(super) wins: Vec<String>,
    /// Each with the day that it speaks of, where one is given.
    pub(super) lines: Vec<(Line, Option<NaiveDate>)>,
}

impl Said {
    /// Gathers it from the command line or a file.
    pub(super) fn new(args: &CheckinArgs, context: &Context) -> Result<Self, Failure> {
        let mut said = match &args.from {
            Some(file) => from::read(file, context)?,
            None => from::File::from(lines(args)?),
        };
        let date = args.date.clone().or(said.date.take());
        let dated = |line: Line| {
            let date = line
                .date
                .as_deref()
                .map(|text| past_date(text, context))
                .transpose();
            let date = date.map_err(|failure| at(&line, failure))?;
            Ok((line, date))
        };
        said.blockers.extend(args.blocker.iter().cloned());
        said.wins.extend(args.win.iter().cloned());
        let plan = args.plan.clone().or(said.plan.take());
        let worded = |text: &String| !text.trim().is_empty();
        said.blockers.retain(worded);
        said.wins.retain(worded);
        Ok(Self {
            date: date
                .as_deref()
                .map(|text| past_date(text, context))
                .transpose()?,
            by: args.by.clone().or(said.by),
            plan: plan.filter(worded),
            blockers: said.blockers,
            wins: said.wins,
            lines: said
                .lines
                .into_iter()
                .map(dated)
                .collect::<Result<_, Failure>>()?,
        })
    }

    /// Finds the goals and checks every update; the first fault refuses all.
    pub(super) fn drafts(&self, lookup: &Lookup<'_>) -> Result<Vec<Draft>, Failure> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut goals = HashSet::new();
        let mut values = HashMap::new();
        for (line, date) in &self.lines {
            let draft = draft(line, *date, lookup).map_err(|failure| at(line, failure))?;
            let again = !goals.insert((draft.date, draft.goal.name()));
            if again || draft.contradicts(&mut values) {
                let name = draft.goal.name();
                let failure =
                    Failure::usage(format!("{name} is reported twice for {}", draft.date));
                return Err(at(line, failure.help("say it once: nothing was written")));
            }
            drafts.push(draft);
        }
        Ok(drafts)
    }
}

impl Draft {
    /// Whether another value was given before for the same KPI and day: it has one reading a day.
    fn contradicts(&self, given: &mut HashMap<(NaiveDate, KpiId), Quantity>) -> bool {
        let (Some(value), Some(kpi)) = (self.value, self.goal.kpi()) else {
            return false;
        };
        *given.entry((self.date, kpi.id.clone())).or_insert(value) != value
    }
}

/// Names the row of the file that is to blame.
fn at(line: &Line, mut failure: Failure) -> Failure {
    if let Some(place) = &line.place {
        failure.message = format!("{place}: {}", failure.message);
    }
    failure
}

fn lines(args: &CheckinArgs) -> Result<Vec<Line>, Failure> {
    let words = args.goal.iter().chain(&args.value).chain(&args.more);
    let words: Vec<String> = words.cloned().collect();
    let asked = args::update::updates(&words)?;
    let mut asked: Vec<Line> = asked.into_iter().map(Line::from).collect();
    let single =
        args.confidence.is_some() || args.note.is_some() || !args.done.is_empty() || args.unchanged;
    match asked.as_mut_slice() {
        [only] => {
            only.confidence = args.confidence.clone().or(only.confidence.take());
            only.note.clone_from(&args.note);
            only.done.extend(args.done.iter().cloned());
            only.unchanged = args.unchanged;
        }
        _ if single => {
            return Err(Failure::usage(
                "--confidence, --note, --done and --unchanged are for one goal at a time",
            )
            .help("for several: GOAL=VALUE@CONFIDENCE and GOAL+MILESTONE, or --from FILE"));
        }
        _ => {}
    }
    Ok(asked)
}

impl From<Asked> for Line {
    fn from(asked: Asked) -> Self {
        Self {
            goal: asked.goal,
            value: asked.value,
            confidence: asked.confidence,
            done: asked.done,
            ..Self::default()
        }
    }
}

fn draft(line: &Line, date: Option<NaiveDate>, lookup: &Lookup<'_>) -> Result<Draft, Failure> {
    let Found { goal, date: usual } = lookup.find(&line.goal, date)?;
    refuse_given_up(&goal, date.unwrap_or(usual))?;
    let value = line
        .value
        .as_deref()
        .map(|text| value(text, &goal))
        .transpose()?;
    let confidence = line
        .confidence
        .as_deref()
        .map(|text| confidence(text, &goal));
    let draft = Draft {
        date: date.unwrap_or(usual),
        value,
        done: milestones(&line.done, &goal)?,
        confidence: confidence.transpose()?,
        note: line.note.clone().filter(|n| !n.trim().is_empty()),
        blocker: line.blocker.clone().filter(|b| !b.trim().is_empty()),
        unchanged: line.unchanged,
        goal,
    };
    if draft.unchanged && (draft.value.is_some() || !draft.done.is_empty()) {
        return Err(Failure::usage("--unchanged contradicts what is new"));
    }
    lookup.refuse_other_days(&draft.goal, draft.date)?;
    if draft.is_empty() {
        let name = draft.goal.name();
        return Err(Failure::usage(format!("say what is new of {name}"))
            .help("a value, --done MILESTONE, --confidence, --note, or --unchanged"));
    }
    Ok(draft)
}

impl Draft {
    fn is_empty(&self) -> bool {
        self.value.is_none()
            && self.done.is_empty()
            && self.confidence.is_none()
            && self.note.is_none()
            && self.blocker.is_none()
            && !self.unchanged
    }
}

fn refuse_given_up(goal: &Goal, day: NaiveDate) -> Result<(), Failure> {
    let of_objective = goal.objective().and_then(|o| o.dropped.as_ref());
    let of_key_result = match goal {
        Goal::KeyResult(_, kr, _) => kr.dropped.as_ref(),
        Goal::Objective(..) | Goal::Kpi(_) => None,
    };
    if let Some(dropped) = of_key_result.or(of_objective).filter(|d| d.on <= day) {
        return Err(
            Failure::conflict(format!("{} was dropped on {}", goal.name(), dropped.on))
                .help("a day before that can still be reported with --date"),
        );
    }
    if let Some(kpi) = goal.kpi().filter(|kpi| kpi.retired_on(day)) {
        return Err(Failure::conflict(format!("{} is retired", kpi.id)));
    }
    Ok(())
}

fn value(text: &str, goal: &Goal) -> Result<Quantity, Failure> {
    let name = goal.name();
    match goal.measure() {
        Some(Measure::Rollup) => {
            return Err(Failure::usage(format!(
                "{name} is the mean of the objectives that support it: it has no value of its own"
            ))
            .help("report on those; --confidence and --note are welcome here"));
        }
        Some(Measure::Effort(effort)) if !effort.milestones.is_empty() => {
            return Err(Failure::usage(format!(
                "{name} is measured by milestones, not by a value"
            ))
            .help(format!(
                "say which is reached: --done {}",
                milestone_ids(&effort.milestones)
            )));
        }
        Some(Measure::Effort(_)) => {
            let percent = args::number::number(text, Some("%"))?;
            if !(0.0..=100.0).contains(&percent) {
                return Err(
                    Failure::usage(format!("{text} is no percentage of completion"))
                        .help(format!("{name} runs from 0 to 100")),
                );
            }
            return Ok(Quantity::new(percent)?);
        }
        Some(Measure::Metric(_) | Measure::Bounds { .. } | Measure::FollowsKpi(_)) | None => {}
    }
    Ok(Quantity::new(args::number::number(text, goal.unit())?)?)
}

fn confidence(text: &str, goal: &Goal) -> Result<Confidence, Failure> {
    if let Goal::Kpi(kpi) = goal {
        return Err(
            Failure::usage(format!("{} is a KPI: confidence belongs to a goal", kpi.id))
                .help("name the key result that follows it"),
        );
    }
    Ok(args::confidence::confidence(text)?)
}

fn milestones(asked: &[String], goal: &Goal) -> Result<Vec<String>, Failure> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let name = goal.name();
    let known = goal.measure().map_or(&[][..], Measure::milestones);
    if known.is_empty() {
        return Err(
            Failure::usage(format!("{name} has no milestones")).help("report a value instead")
        );
    }
    let mut wanted: Vec<String> = Vec::new();
    for id in asked {
        if !wanted.contains(id) {
            wanted.push(id.clone());
        }
        if !known.iter().any(|m| m.id == *id) {
            return Err(
                Failure::not_found(format!("{name} has no milestone `{id}`"))
                    .help(format!("it has: {}", milestone_ids(known))),
            );
        }
    }
    Ok(wanted)
}

fn milestone_ids(milestones: &[Milestone]) -> String {
    let ids: Vec<_> = milestones.iter().map(|m| m.id.as_str()).collect();
    ids.join(", ")
}
