//! What a person chose to carry, and with which targets, by name.

use super::CarryArgs;
use crate::cli::args;
use crate::cli::args::goals::{self, GoalLike, NotFound, Wanted};
use crate::cli::exit::Failure;
use crate::method::carry::{Given, Pick, Stack};
use crate::model::{CycleId, GoalId, GoalRef, ObjectivePath, Quantity, Workspace, slug};
use crate::store::load::Store;

/// The goals of the old cycle that names mean, `--except` those.
pub(super) fn picks(
    names: &[String],
    workspace: &Workspace,
    from: CycleId,
    store: &Store,
) -> Result<Vec<Pick>, Failure> {
    let pick = |name: &String| {
        if CycleId::parse_any_case(name.trim()).is_some() {
            return Err(Failure::usage(format!("{name} is a cycle, not a goal"))
                .help(format!("--from {name} names the cycle that ends")));
        }
        let root = Some(store.root());
        match goals::find(name.trim(), root, workspace, from, Wanted::ALL)? {
            GoalLike::Objective(id) | GoalLike::KeyResult(id) if id.cycle != from => {
                let message = format!("{id} is a goal of {}, not of {from}", id.cycle);
                let help = format!("carry it with --from {}", id.cycle);
                Err(Failure::not_found(message).help(help))
            }
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => Ok(Pick::Goal(id)),
            GoalLike::Kpi(id) => Ok(Pick::Kpi(id)),
            GoalLike::Team(team) => Ok(Pick::Team(team)),
        }
    };
    names.iter().map(pick).collect()
}

/// The objective of the new cycle that `--into` means. With a title it is named whole, or by its team;
/// else any unique part of one that exists will do.
pub(super) fn stack(
    args: &CarryArgs,
    title: Option<&str>,
    workspace: &Workspace,
    to: CycleId,
    store: &Store,
) -> Result<Option<Stack>, Failure> {
    let Some(text) = args.into.as_deref().map(str::trim) else {
        return Ok(None);
    };
    let root = Some(store.root());
    if let Some(other) = goals::cycle_named(text, root, to).filter(|&cycle| cycle != to) {
        return Err(Failure::usage(format!(
            "--into: {text} is in {other}, and the goals go to {to}"
        ))
        .help("--to names another cycle"));
    }
    let title = title.map(str::trim).filter(|title| !title.is_empty());
    if title.is_none() {
        let found = goals::find(text, root, workspace, to, Wanted::OBJECTIVES);
        match found {
            Ok(GoalLike::Objective(id)) if id.cycle == to => {
                return Ok(Some(Stack { id, title: None }));
            }
            Err(ambiguous @ NotFound::Ambiguous { .. }) => return Err(ambiguous.into()),
            Ok(_) | Err(NotFound::Unknown { .. }) => {}
        }
    }
    let id = GoalId {
        cycle: to,
        objective: path(text, title, workspace, to)?,
        key: None,
    };
    let title = title.map(str::to_owned);
    Ok(Some(Stack { id, title }))
}

/// The path of an objective that is named whole; of one that has only a team, its name is made from the
/// title.
fn path(
    text: &str,
    title: Option<&str>,
    workspace: &Workspace,
    to: CycleId,
) -> Result<ObjectivePath, Failure> {
    let named = |invalid: crate::model::Invalid| {
        let message = format!("--into: {}", invalid.message);
        Failure::from(crate::model::Invalid { message, ..invalid })
    };
    let whole = text.trim_start_matches("./");
    let whole = whole.strip_suffix(".toml").unwrap_or(whole);
    let goal = GoalRef::new(whole.trim_end_matches('/')).map_err(named)?;
    if goal.key.is_some() {
        return Err(Failure::usage(format!(
            "--into: {text} is a key result: goals are carried into an objective"
        )));
    }
    let path = goal.objective;
    let id = GoalId {
        cycle: to,
        objective: path.clone(),
        key: None,
    };
    let exists = workspace.objective(&id).is_some();
    let team = || {
        let goals = workspace.objectives().map(|o| &o.id.objective);
        let mut goals = goals.map(ObjectivePath::as_str);
        let kpis = workspace.kpis.keys().map(crate::model::KpiId::short);
        let inside = |known: &str| {
            known
                .strip_prefix(path.as_str())
                .is_some_and(|r| r.starts_with('/'))
        };
        goals.any(inside) || kpis.into_iter().any(inside)
    };
    match title {
        Some(title) if text.ends_with('/') || !exists && team() => {
            let name = slug(title).ok_or_else(|| {
                Failure::usage(format!("no name can be made from `{title}`")).help(format!(
                    "say it whole, such as --into {path}/loyal-customers"
                ))
            })?;
            ObjectivePath::new(&format!("{path}/{name}")).map_err(named)
        }
        Some(_) | None => Ok(path),
    }
}

/// The targets that were given by hand.
pub(super) fn targets(
    asked: &[String],
    workspace: &Workspace,
    from: CycleId,
    store: &Store,
) -> Result<Vec<(Given, f64)>, Failure> {
    let mut targets = Vec::new();
    for text in asked {
        let Some((name, value)) = text.split_once('=') else {
            return Err(Failure::usage(format!("`{text}` is no target"))
                .help("such as --target kpis/client-retention=82"));
        };
        let goal = goals::find(
            name.trim(),
            Some(store.root()),
            workspace,
            from,
            Wanted::MEASURED,
        )?;
        let (given, unit) = match goal {
            GoalLike::Kpi(id) => {
                let unit = workspace.kpis.get(&id).and_then(|k| k.unit.clone());
                (Given::Kpi(id), unit)
            }
            GoalLike::Objective(id) | GoalLike::KeyResult(id) => {
                let kpi = followed(&id, workspace);
                let unit = kpi.and_then(|k| k.unit.clone());
                (Given::Goal(id), unit)
            }
            GoalLike::Team(team) => {
                return Err(Failure::usage(format!("{team} is a team, not a goal")));
            }
        };
        let number = args::number::number(value.trim(), unit.as_deref())?;
        if targets.iter().any(|(other, _)| *other == given) {
            return Err(
                Failure::usage(format!("`{}` is given two targets", name.trim()))
                    .help("say --target once for each"),
            );
        }
        targets.push((given, Quantity::new(number)?.get()));
    }
    Ok(targets)
}

fn followed<'w>(id: &GoalId, workspace: &'w Workspace) -> Option<&'w crate::model::Kpi> {
    let objective = workspace.objective(id)?;
    let follow = match workspace.key_result(id) {
        Some((_, kr)) => kr.terms.measure.follow(),
        None => objective.terms.measure.as_ref(),
    };
    let id = &follow?.kpi;
    let renamed = || {
        workspace
            .kpis
            .values()
            .find(|kpi| kpi.formerly.contains(id))
    };
    workspace.kpis.get(id).or_else(renamed)
}
