//! From flags to the keys that should get another value.

use super::AmendArgs;
use crate::cli::args::goals::{self, GoalLike, Wanted as Kinds};
use crate::cli::args::{cycle, date, number, person};
use crate::cli::change::Subject;
use crate::cli::desk;
use crate::cli::exit::Failure;
use crate::model::{CycleId, Direction, GoalId, Invalid, Kpi, Measure, Target, Weight};
use crate::store::amend::Wanted;
use crate::store::compose;
use crate::store::load::Store;
use chrono::NaiveDate;

/// The keys to change.
pub(super) struct Changes {
    /// One entry a key.
    pub(super) keys: Vec<Wanted>,
    /// Whether a number of the plan is among them.
    pub(super) numbers: bool,
}

/// What an amendment takes out.
const NONE: &str = "none";

/// What the flags ask for of the goal.
///
/// # Errors
/// A flag that the goal has no use for, a value that cannot be read, or nothing to change.
pub(super) fn of(
    args: &AmendArgs,
    subject: &Subject,
    store: &Store,
    today: NaiveDate,
) -> Result<Changes, Failure> {
    let id = subject.id(store, today);
    if let Some((flag, why)) = misplaced(args, subject) {
        return Err(Failure::usage(format!("{flag} does not go with {id}")).help(why));
    }
    let mut made = Maker {
        subject,
        keys: Vec::new(),
        numbers: false,
    };
    if let GoalLike::Kpi(kpi) = &subject.goal {
        let kpi = subject.workspace.kpis.get(kpi);
        let kpi = kpi.ok_or_else(|| Failure::not_found(format!("there is no {id}")))?;
        made.targets(&args.target, kpi, store, today)?;
    } else {
        made.goal(args, store, today)?;
    }
    made.put("owner", args.owner.as_deref(), |text| {
        Ok(compose::string(person::handle(text)?.as_str()))
    })?;
    if made.keys.is_empty() {
        return Err(Failure::usage(format!("what should change about {id}?"))
            .help("such as --target 76 --reason \"renewals moved into the quarter\""));
    }
    Ok(Changes {
        keys: made.keys,
        numbers: made.numbers,
    })
}

struct Maker<'a> {
    subject: &'a Subject,
    keys: Vec<Wanted>,
    numbers: bool,
}

impl Maker<'_> {
    fn goal(&mut self, args: &AmendArgs, store: &Store, today: NaiveDate) -> Result<(), Failure> {
        let subject = self.subject;
        let unit = subject.unit();
        let of_key_result = matches!(subject.goal, GoalLike::KeyResult(_));
        let title = if of_key_result { "title" } else { "objective" };
        self.put(title, args.title.as_deref(), |text| Ok(compose::text(text)))?;
        let in_unit = |text: &str| Ok(compose::number(number::number(text, unit)?));
        self.number("baseline", args.baseline.as_deref(), in_unit)?;
        self.number("commit", args.commit.post()?, in_unit)?;
        self.number("target", single(&args.target)?, |text| {
            target(text, unit).map_err(|refused| of_a_cycle(refused, text, subject))
        })?;
        self.number("stretch", args.stretch.as_deref(), in_unit)?;
        self.number("at_least", args.at_least.as_deref(), in_unit)?;
        self.number("at_most", args.at_most.as_deref(), in_unit)?;
        self.number("weight", args.weight.as_deref(), |text| {
            let weight = Weight::new(number::number(text, None)?)?;
            Ok(compose::number(weight.get()))
        })?;
        self.number("due", args.due.as_deref(), |text| {
            Ok(compose::date(date::date(text, today)?))
        })?;
        self.put("ambition", args.ambition.as_deref(), ambition)?;
        self.put("supports", args.supports.as_deref(), |text| {
            supports(text, subject, store)
        })
    }

    fn number(
        &mut self,
        key: &'static str,
        given: Option<&str>,
        read: impl FnOnce(&str) -> Result<String, Failure>,
    ) -> Result<(), Failure> {
        self.numbers |= given.is_some();
        self.put(key, given, read)
    }

    fn put(
        &mut self,
        key: &'static str,
        given: Option<&str>,
        read: impl FnOnce(&str) -> Result<String, Failure>,
    ) -> Result<(), Failure> {
        let Some(given) = given.map(str::trim) else {
            return Ok(());
        };
        if given.is_empty() {
            return Err(Failure::usage(format!("the new `{key}` is empty"))
                .help(format!("`{NONE}` takes it out")));
        }
        let value = match given {
            NONE => None,
            given => Some(read(given)?),
        };
        let holder = self.subject.holder().into_iter();
        self.keys.push(Wanted {
            key: key.to_owned(),
            path: holder.chain([key]).map(str::to_owned).collect(),
            value,
            default: match key {
                "weight" => Some("1"),
                "ambition" => Some("\"aspirational\""),
                _ => None,
            },
        });
        Ok(())
    }

    /// Targets of a KPI, by cycle.
    fn targets(
        &mut self,
        given: &[String],
        kpi: &Kpi,
        store: &Store,
        today: NaiveDate,
    ) -> Result<(), Failure> {
        for text in given {
            let (key, value) = text.split_once('=').ok_or_else(|| {
                let cycle = self.subject.cycle;
                let help = format!("such as --target {cycle}={text}, or always={text}");
                Failure::usage(format!("for which cycle is the target {text}?")).help(help)
            })?;
            let key = match key.trim() {
                "always" => "always".to_owned(),
                named => {
                    let cycle: CycleId = cycle::cycle(named, today, store.settings())?;
                    desk::refuse_closed(store, cycle)?;
                    cycle.to_string()
                }
            };
            if self.keys.iter().any(|wanted| wanted.key == key) {
                return Err(Failure::usage(format!("two targets for {key}")));
            }
            self.numbers = true;
            self.keys.push(Wanted {
                path: vec!["targets".to_owned(), key.clone()],
                key,
                value: match value.trim() {
                    NONE => None,
                    value => Some(kpi_target(value, kpi)?),
                },
                default: None,
            });
        }
        Ok(())
    }
}

fn single(targets: &[String]) -> Result<Option<&str>, Failure> {
    match targets {
        [] => Ok(None),
        [target] => Ok(Some(target)),
        _ => Err(Failure::usage("a goal has one target")
            .help("only a KPI has several, each of a cycle: --target 2026-Q3=76")),
    }
}

/// A number, or `+20%`: whatever has a sign in front and `%` behind is relative.
fn target(text: &str, unit: Option<&str>) -> Result<String, Failure> {
    let relative = text.starts_with(['+', '-']) && text.ends_with('%');
    if relative {
        return Ok(compose::target(Target::relative(text)?));
    }
    Ok(compose::number(number::number(text, unit)?))
}

/// `2026=85` is the target of a KPI.
fn of_a_cycle(refused: Failure, text: &str, subject: &Subject) -> Failure {
    if !text.contains('=') {
        return refused;
    }
    let kpi = match &subject.goal {
        GoalLike::KeyResult(id) => subject
            .workspace
            .key_result(id)
            .and_then(|(_, kr)| kr.terms.measure.follow()),
        GoalLike::Objective(id) => subject
            .workspace
            .objective(id)
            .and_then(|o| o.terms.measure.as_ref()),
        GoalLike::Kpi(_) | GoalLike::Team(_) => None,
    };
    match kpi {
        Some(follow) => refused.help(format!(
            "targets by cycle are the KPI's: okr amend {} --target {text}",
            follow.kpi
        )),
        None => refused.help("targets by cycle are those of KPIs; a goal has one number"),
    }
}

/// A KPI's target: a number, or a band such as `4..5`, `4..` and `..5`.
fn kpi_target(text: &str, kpi: &Kpi) -> Result<String, Failure> {
    let read = |text: &str| number::number(text, kpi.unit.as_deref());
    match (kpi.direction, text.split_once("..")) {
        (Direction::Increase | Direction::Decrease, None) => Ok(compose::number(read(text)?)),
        (Direction::Maintain, Some((low, high))) => {
            let bound = |key: &str, text: &str| match text.trim() {
                "" => Ok(None),
                text => Ok(Some(format!("{key} = {}", compose::number(read(text)?)))),
            };
            let bounds = [bound("at_least", low), bound("at_most", high)];
            let bounds = bounds.into_iter().collect::<Result<Vec<_>, Invalid>>()?;
            let bounds: Vec<_> = bounds.into_iter().flatten().collect();
            if bounds.is_empty() {
                return Err(
                    Failure::usage(format!("`{text}` is no band")).help("such as 4..5, 4.. or ..5")
                );
            }
            Ok(format!("{{ {} }}", bounds.join(", ")))
        }
        (Direction::Maintain, None) => Err(Failure::usage(format!("{} is kept in a band", kpi.id))
            .help("such as --target 2026-Q3=4..5, 4.. or ..5")),
        (direction, Some(_)) => Err(Failure::usage(format!(
            "{} should {}: a band is no target for it",
            kpi.id,
            direction.word()
        ))
        .help("give one number, such as --target 2026-Q3=76")),
    }
}

fn ambition(text: &str) -> Result<String, Failure> {
    let word = text.to_lowercase();
    if ["aspirational", "committed", "learning"].contains(&word.as_str()) {
        return Ok(compose::string(&word));
    }
    Err(Failure::usage(format!("`{text}` is no ambition"))
        .help("one of aspirational, committed, learning"))
}

/// The goal above, of this cycle or one around it.
fn supports(text: &str, subject: &Subject, store: &Store) -> Result<String, Failure> {
    let home = subject.cycle;
    let root = Some(store.root());
    match goals::find(text, root, &subject.workspace, home, Kinds::GOALS)? {
        GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
            Ok(compose::string(&id.relative_to(home).to_string()))
        }
        other @ (GoalLike::Kpi(_) | GoalLike::Team(_)) => {
            Err(Failure::usage(format!("{other} is not a goal")))
        }
    }
}

/// A flag that the goal has no use for, with what it is for.
fn misplaced(args: &AmendArgs, subject: &Subject) -> Option<(&'static str, String)> {
    let given = |flag: &'static str, is: bool| is.then_some(flag);
    let numbers = given("--target", !args.target.is_empty())
        .or(given("--baseline", args.baseline.is_some()))
        .or(given(
            "--commit",
            args.commit.post().is_ok_and(|post| post.is_some()),
        ))
        .or(given("--stretch", args.stretch.is_some()))
        .or(given("--at-least", args.at_least.is_some()))
        .or(given("--at-most", args.at_most.is_some()));
    let due = given("--due", args.due.is_some());
    let of_objectives = given("--ambition", args.ambition.is_some())
        .or(given("--supports", args.supports.is_some()));
    let with = |flag: Option<&'static str>, why: &str| flag.map(|flag| (flag, why.to_owned()));
    match &subject.goal {
        GoalLike::Kpi(_) => {
            let but_target = numbers.filter(|_| args.target.is_empty());
            let other = given("--weight", args.weight.is_some())
                .or(given("--title", args.title.is_some()))
                .or(due)
                .or(of_objectives)
                .or(but_target);
            with(
                other,
                "of a KPI an amendment changes targets and owner; `okr edit` the rest",
            )
        }
        GoalLike::Objective(id) => {
            let measured = subject.workspace.objective(id)?.terms.measure.is_some();
            let help = "only a project has it, and a project is a key result";
            with(due, help).or_else(|| {
                let numbers = numbers.filter(|_| !measured)?;
                Some((numbers, key_results(subject, id)))
            })
        }
        GoalLike::KeyResult(id) => {
            let help = "objectives have it: name the objective, without the key";
            let (_, key_result) = subject.workspace.key_result(id)?;
            let measure = &key_result.terms.measure;
            with(of_objectives, help).or_else(|| not_of_kind(measure, numbers, due))
        }
        GoalLike::Team(_) => None,
    }
}

/// A number or date that this kind of key result does not have.
fn not_of_kind(
    measure: &Measure,
    numbers: Option<&'static str>,
    due: Option<&'static str>,
) -> Option<(&'static str, String)> {
    let (flag, why) = match measure {
        Measure::Effort(_) => (numbers, "a project has milestones and --due"),
        Measure::Rollup => (
            numbers.or(due),
            "a rollup is the mean of the goals that support it",
        ),
        Measure::Metric(_) | Measure::Bounds { .. } | Measure::FollowsKpi(_) => {
            (due, "only a project has it: kind = \"effort\"")
        }
    };
    Some((flag?, why.to_owned()))
}

fn key_results(subject: &Subject, id: &GoalId) -> String {
    let objective = subject.workspace.objective(id);
    let ids: Vec<String> = objective.map_or_else(Vec::new, |objective| {
        let all = objective.key_results.iter();
        all.map(|kr| objective.key_result_id(&kr.key).local())
            .collect()
    });
    match ids.is_empty() {
        true => "it has no key results yet".to_owned(),
        false => format!("numbers are those of its key results: {}", ids.join(", ")),
    }
}
