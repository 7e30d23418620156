//! What a person should know of a rollover.

use crate::method::carry::{CarryPlan, Note};
use crate::model::{GoalId, Kpi, Workspace};
use crate::render::numbers::number;

/// What a person should know, a sentence each.
pub fn notes(plan: &CarryPlan, workspace: &Workspace) -> Vec<String> {
    let goals = Goals { plan, workspace };
    let notes = plan.notes.iter();
    notes.map(|note| sentence(note, plan, &goals)).collect()
}

/// The goals of the new cycle that a note may be about.
struct Goals<'a> {
    plan: &'a CarryPlan,
    workspace: &'a Workspace,
}

impl Goals<'_> {
    fn kpi(&self, goal: &GoalId) -> Option<&Kpi> {
        let plan = self.plan;
        let carried = plan.carried.iter().map(|r| (&r.to, r.kpi.as_ref()));
        let kept = plan.kept.iter().map(|k| (&k.to, k.kpi.as_ref()));
        let stale = plan.stale.iter().map(|s| (&s.to, s.kpi.as_ref()));
        let mut all = carried.chain(kept).chain(stale);
        self.workspace.kpis.get(all.find(|(to, _)| *to == goal)?.1?)
    }

    /// A value with the decimals of the goal's KPI.
    fn value(&self, goal: &GoalId, value: f64) -> String {
        number(value, self.kpi(goal).and_then(|kpi| kpi.decimals))
    }

    /// The way to ask for more.
    fn raise(&self, goal: &GoalId) -> String {
        match self.kpi(goal) {
            Some(kpi) => format!("raise it with --target {}=VALUE", kpi.id),
            None => "raise it with --target".to_owned(),
        }
    }
}

fn sentence(note: &Note, plan: &CarryPlan, goals: &Goals<'_>) -> String {
    let CarryPlan {
        from: old, to: new, ..
    } = plan;
    match note {
        Note::NoActual { goal, has_baseline } => {
            let stays = match has_baseline {
                true => "; the baseline stays as it was",
                false => "",
            };
            format!("{goal}: no reading in {old}{stays}")
        }
        Note::Hold {
            goal,
            actual,
            target,
        } => {
            let [actual, target] = [*actual, *target].map(|v| goals.value(goal, v));
            format!(
                "{goal}: already at {actual} of {target}: {}",
                goals.raise(goal)
            )
        }
        Note::HeldShort {
            goal,
            bound,
            year,
            annual,
        } => {
            let [bound, annual] = [*bound, *annual].map(|v| goals.value(goal, v));
            let raise = goals.raise(goal);
            format!(
                "{goal}: goes on to be held at {bound}, and the target of {year} is {annual}: {raise}"
            )
        }
        Note::AnnualReached(goal) => {
            format!("{goal}: the annual target is already reached; the old target stands")
        }
        Note::NoAnnualTarget { goal, year } => {
            format!("{goal}: the KPI has no target for {year}; the last step is asked again")
        }
        Note::NoTarget(goal) => {
            format!("{goal}: nothing to compute a target from: okr amend sets one")
        }
        Note::TitleLeftOut(goal) => {
            format!("{goal}: the title held the old numbers; one is made from the new ones")
        }
        Note::PostsLeftOut(goal) => {
            format!("{goal}: commit and stretch were for {old} and are left out")
        }
        Note::ToStretch {
            goal,
            actual,
            target,
            stretch,
        } => {
            let [actual, target, stretch] = [actual, target, stretch].map(|v| number(*v, None));
            format!(
                "{goal}: already at {actual} of {target}: the stretch, {stretch}, is the target now; commit \
                 and stretch are left out"
            )
        }
        Note::NotRelative {
            from,
            goal,
            relative,
        } => format!(
            "{goal}: {relative} says nothing from 0, so that its target is a number: another one with \
             --target {}=VALUE",
            from.local()
        ),
        Note::StaysRelative { goal, relative } => format!(
            "{goal}: the actual is 0, from which {relative} says nothing; the baseline stays as it was: \
             `okr amend {goal}` sets a number"
        ),
        Note::SupportsLeftOut(goal, above) => {
            format!("{goal}: supported {above}, which is not in {new}: left out")
        }
        Note::SupportsUnchosen(goal, above) => format!(
            "{goal}: supported {above}, which is not in {new} yet: left out, unless you carry that first"
        ),
        Note::RollupCarried(goal) => {
            format!("{goal}: the rollup goes along with what supports it")
        }
        Note::Reached { goal, actual } => {
            let actual = goals.value(goal, *actual);
            format!("{goal}: the target is reached at {actual}; the baseline stays as it was")
        }
        Note::NotSet { goal, given } => {
            let given = goals.value(goal, *given);
            format!(
                "{goal}: carried before, so it is not set to {given}: change it with okr amend or okr edit"
            )
        }
        Note::KeyTaken { from, to } => {
            format!("{from}: goes on as {to}, since another goal has its key")
        }
        Note::Elsewhere { from, to } => {
            format!("{from}: was carried before, to {to}, and stays there")
        }
        Note::OwnersDiffer(goal) => {
            format!(
                "{goal}: its goals had different owners: `okr amend` with --owner says whose it is"
            )
        }
        Note::SupportsDiffer(goal) => format!(
            "{goal}: its goals served different ones above: `okr amend` with --supports says what it serves"
        ),
        Note::AlreadyThere { from, to } => format!("{from}: {to} stands in its place already"),
    }
}
