//! `okr checkin` on a terminal: what is due comes one goal after another, and at the end one file a
//! person is written, all or none. Every answer goes through the rules of the scripted form.

mod finish;
mod kept;
mod reply;
mod resume;
mod scope;
mod state;
mod talk;
mod words;

use super::ask::{Line, Said};
use super::goal::Lookup;
use super::{CheckinArgs, Prepared, past_date, prepare};
use crate::cli::context::{Context, say};
use crate::cli::exit::{Code, Failure};
use crate::cli::person;
use crate::cli::prompt::Prompt;
use crate::cli::reading::{Reading, WhenArgs};
use crate::method::Evaluator;
use crate::model::{GoalRef, Name};
use crate::render::text::{clean, count};
use crate::store::answers::Answers;
use chrono::NaiveDate;
use kept::Kept;
use scope::{Item, Scope};
use state::{Answer, Part, Reply, Walk};

/// Everything that a walk looks at.
struct Trip<'a, 'w> {
    args: &'a CheckinArgs,
    context: &'a Context,
    reading: &'a Reading,
    evaluator: &'a Evaluator<'w>,
    scope: &'a Scope,
    answers: &'a Answers,
    /// The day that is reported, where one was given.
    date: Option<NaiveDate>,
    /// Checks answers as they come.
    lookup: Lookup<'a>,
    walk: Walk,
    /// Beside the stops that are asked about.
    items: Vec<Vec<Item<'w>>>,
    /// Whether it was said that answers cannot be kept.
    warned: bool,
    /// Whether the files are still to be written.
    unwritten: bool,
}

/// Goes through what is due, and writes what was answered.
pub(super) fn run(args: &CheckinArgs, context: &Context) -> Result<(), Failure> {
    let date = args.date.as_deref();
    let date = date.map(|text| past_date(text, context)).transpose()?;
    let when = WhenArgs {
        cycle: args.cycle.clone(),
        as_of: args.date.clone(),
    };
    let reading = Reading::new(&when, context)?;
    let settings = reading.store.settings();
    let me = person::writer(args.by.as_deref(), reading.store.root(), settings, context)?;
    // A commit that cannot be made is refused before anybody has typed anything.
    args.commit.repository(reading.store.root())?;
    let scope = Scope::new(args, &reading, me)?;
    if !reading.findings.is_empty() {
        let failure = Failure::partial(reading.findings.clone());
        say(&failure.text(false, context.error_theme));
    }
    // A cycle that is named long after its end is looked at on its last day: reports are dated to it.
    let end = settings.calendar.end(reading.cycle);
    let day = if reading.day > settings.overdue_after(end) {
        end
    } else {
        reading.day
    };
    let evaluator = Evaluator::new(&reading.workspace, day);
    let (parts, items) = scope.parts(&evaluator, &reading);
    let answers = Answers::open(reading.store.root(), &scope.me)?.ok_or_else(|| {
        Failure::conflict(format!("{} is checking in already", scope.me))
            .help("finish that first, in the other terminal")
    })?;
    let lookup = Lookup::new(&reading.store, args.cycle.as_deref(), date, context)?;
    let mut trip = Trip {
        args,
        context,
        reading: &reading,
        evaluator: &evaluator,
        scope: &scope,
        answers: &answers,
        date,
        lookup,
        walk: Walk::new(parts, args.plan.is_none(), args.win.is_empty()),
        items,
        warned: false,
        unwritten: true,
    };
    trip.go()
}

impl Trip<'_, '_> {
    fn go(&mut self) -> Result<(), Failure> {
        let mut input = std::io::stdin().lock();
        let mut prompt = Prompt::new(&mut input, self.context);
        self.resume(&mut prompt)?;
        if self.walk.parts.iter().all(|part| part.stops.is_empty()) {
            self.nothing_due(&prompt);
            return Ok(());
        }
        self.talk(&mut prompt).map_err(|failure| {
            // The end of input, for one: what was answered is not lost.
            let said = self.walk.said();
            let kept = matches!(self.answers.read(), Ok(Some(_)));
            if said == 0 || !self.unwritten || !kept {
                return failure;
            }
            let goals = count(said, "goal");
            let why = failure.help.iter().filter(|_| failure.code != Code::Usage);
            let why: String = why.map(|help| format!("{help}; ")).collect();
            failure.help(format!(
                "{why}nothing was written; what you said of {goals} is offered by the next \
                 `okr checkin`"
            ))
        })
    }

    fn nothing_due(&self, prompt: &Prompt<'_>) {
        let whose = self.scope.whose();
        let next = if self.scope.all() {
            "is there to report: `okr status` shows everyone's goals"
        } else {
            "is due: `okr checkin --all` goes through the rest too, `--owner NAME` through another \
             person's"
        };
        prompt.tell(&format!("nothing of {whose} {next}"));
    }

    /// The day of answers that are given now.
    fn day(&self) -> NaiveDate {
        self.date.unwrap_or(self.context.today)
    }

    /// Keeps what was answered so far. Where that fails the walk goes on: what is written at the end
    /// is written all the same.
    fn keep(&mut self) {
        let kept = Kept::of(&self.walk, self.day());
        self.keep_text(&kept);
    }

    fn keep_text(&mut self, kept: &Kept) {
        if let Err(error) = self.answers.keep(&kept.text())
            && !self.warned
        {
            self.warned = true;
            say(&format!(
                "your answers cannot be kept in case you are interrupted: {error}\n"
            ));
        }
    }

    /// What one person says, as the scripted form would have it.
    fn said(&self, part: &Part) -> Said {
        let answers = part.said();
        let worded = |text: &&String| !text.trim().is_empty();
        let flags = |given: &[String]| given.iter().filter(worded).cloned().collect::<Vec<_>>();
        let wins = [flags(&self.args.win), part.wins.clone()].concat();
        Said {
            date: self.date,
            by: Some(part.by.to_string()),
            plan: self.args.plan.clone().or(part.plan.clone()),
            blockers: flags(&self.args.blocker),
            wins,
            lines: answers
                .map(|(stop, answer)| self.line(&stop.goal, answer))
                .collect(),
        }
    }

    fn line(&self, goal: &str, answer: &Answer) -> (Line, Option<NaiveDate>) {
        let mut line = Line {
            goal: goal.to_owned(),
            confidence: answer.confidence.clone(),
            note: answer.note.clone(),
            blocker: answer.blocker.clone(),
            ..Line::default()
        };
        match &answer.reply {
            Reply::Kept(_) => line.unchanged = true,
            Reply::Value(value) => line.value = Some(value.clone()),
            Reply::Done(ids) => line.done.clone_from(ids),
            Reply::Skipped => {}
        }
        // An answer of an earlier day speaks of that day; of a cycle that has ended, of its last.
        let calendar = self.reading.store.settings().calendar;
        let cycle = GoalRef::new(goal).ok().and_then(|goal| goal.cycle);
        let end = cycle.map(|cycle| calendar.end(cycle));
        let earlier = (answer.day != self.day()).then_some(answer.day);
        let day = earlier.map(|day| end.map_or(day, |end| day.min(end)));
        (line, day)
    }

    /// The files that the answers make, ready to be written.
    fn prepared(&self) -> Result<Vec<Prepared>, Failure> {
        let (store, cycle) = (&self.reading.store, self.args.cycle.as_deref());
        // Anew: the goals may have changed since they were looked up.
        let lookup = Lookup::new(store, cycle, self.date, self.context)?;
        let mut files = Vec::new();
        for part in &self.walk.parts {
            let said = self.said(part);
            if said.lines.is_empty() {
                continue;
            }
            let drafts = said.drafts(&lookup)?;
            files.extend(prepare(store, &said, &part.by, drafts, self.context)?);
        }
        Ok(files)
    }
}

/// What is said of a goal, in a few words.
fn in_words(answer: &Answer) -> String {
    let mut words = vec![match &answer.reply {
        Reply::Kept(_) => "unchanged".to_owned(),
        Reply::Value(value) => value.clone(),
        Reply::Done(ids) => format!("done {}", ids.join(", ")),
        Reply::Skipped => "skipped".to_owned(),
    }];
    words.extend(
        answer
            .confidence
            .as_ref()
            .map(|c| format!("confidence {c}")),
    );
    words.extend(answer.note.as_ref().map(|note| format!("note: {note}")));
    words.extend(answer.blocker.as_ref().map(|b| format!("blocker: {b}")));
    clean(&words.join(", ")).into_owned()
}

/// `maria`, or `maria and tom`.
fn people(parts: &[Part]) -> String {
    let names: Vec<&str> = parts.iter().map(|part| Name::as_str(&part.by)).collect();
    crate::render::text::list(&names)
}
