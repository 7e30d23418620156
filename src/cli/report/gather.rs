//! Collects what a report says.

use crate::cli::charts::read_charts;
use crate::cli::log::speaks_of;
use crate::cli::look_back::{read_back, running};
use crate::cli::reading::{Reading, overlapping};
use crate::many;
use crate::method::log::{Log, Logged, Selection, agenda};
use crate::method::{
    Courses, CycleState, Due, Evaluator, Headline, Kind, KpiState, ObjectiveState, Outlined, Top,
    Tree, by_person, carried_on, changes,
};
use crate::model::{CycleId, GoalId, KpiId, is_in};
use crate::render::changes::Since;
use crate::render::json::Unreadable;
use crate::render::report::{Above, Charted, Goal, Part, Report, Successor};
use crate::render::status::MANY;
use crate::render::{due, goal};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::ManuallyDrop;

/// Which days and cycles a report looks back on.
pub(super) struct LookBack {
    /// The day that it compares with.
    since: NaiveDate,
    /// The cycles whose check-ins are expected.
    awaited: Vec<CycleId>,
}

/// Reads what else is needed: of the charts and last readings of KPIs, of cycles that run beside this
/// one, and after its end of the next one.
pub(super) fn read(reading: &mut Reading, named: bool) -> LookBack {
    let settings = reading.store.settings();
    let (calendar, cycle, day) = (settings.calendar, reading.cycle, reading.day);
    let end = calendar.end(cycle);
    let since = settings.checkin_frequency.before(end.min(day));
    let awaited = match named {
        true => vec![cycle],
        false => running(reading),
    };
    if day > end {
        let next = overlapping(&reading.store, &[cycle.next()]);
        reading.read_more(next);
    }
    read_back(reading, |_| true);
    let live = reading.workspace.kpis.values();
    let live = live.filter(|kpi| !kpi.retired_on(day));
    let live: Vec<KpiId> = live.map(|kpi| kpi.id.clone()).collect();
    read_charts(reading, live, since..=day, usize::MAX);
    LookBack { since, awaited }
}

/// What is computed once for the whole page.
pub(super) struct Known<'w> {
    evaluator: Evaluator<'w>,
    cycle: CycleState<'w>,
    before: CycleState<'w>,
    tree: Tree<'w>,
    courses: Courses,
    since: LookBack,
    team: Option<&'w str>,
}

impl<'w> Known<'w> {
    pub(super) fn new(reading: &'w Reading, since: LookBack, team: Option<&'w str>) -> Self {
        let evaluator = Evaluator::new(&reading.workspace, reading.day);
        let cycle = evaluator.cycle(reading.cycle);
        let before = || {
            let earlier = ManuallyDrop::new(Evaluator::new(&reading.workspace, since.since));
            earlier.cycle(reading.cycle)
        };
        let tree = || evaluator.tree(reading.cycle, &Top::Company);
        let (before, tree) = many::both(before, tree);
        Self {
            before,
            tree,
            courses: evaluator.courses(&cycle, team),
            cycle,
            evaluator,
            since,
            team,
        }
    }

    /// Everything that the page says. `today` is the day that people type on.
    pub(super) fn report<'a>(
        &'a self,
        reading: &'w Reading,
        unreadable: &'a [Unreadable],
        today: NaiveDate,
    ) -> Report<'a, 'w> {
        let settings = reading.store.settings();
        let own = |o: &ObjectiveState<'_>| {
            let team = self.team;
            o.objective.id.cycle == self.cycle.cycle
                && team.is_none_or(|team| o.objective.id.objective.is_in(team))
        };
        let outline = self.tree.outline(own);
        let many = self.team.is_none() && outline.len() > MANY;
        let told = self.told(&outline, many);
        let (since, agenda) = self.changes(reading, &told, many);
        let mut teams = self.cycle.teams();
        let within = |team: &str, own: &str| team == own || is_in(team, own);
        teams.retain(|team| self.team.is_none_or(|own| within(&team.team, own)));
        Report {
            settings,
            cycle: &self.cycle,
            team: self.team,
            headline: self.headline(&self.cycle),
            course: self.courses.headline.clone(),
            goals: outline.into_iter().map(|goal| self.goal(goal)).collect(),
            teams,
            many,
            since,
            agenda,
            late: due::View {
                people: by_person(self.overdue()),
                cycle: reading.cycle,
                covering: settings.cycle_on(today),
                as_of: reading.day,
                settings,
            },
            kpis: self.kpis(),
            next: self.next(),
            unreadable,
        }
    }

    fn headline(&self, cycle: &CycleState<'_>) -> Headline {
        match self.team {
            Some(team) => cycle.team_headline(team),
            None => cycle.headline,
        }
    }

    /// The objectives of which changes are told.
    fn told<'a>(&self, outline: &[Outlined<'a, 'w>], many: bool) -> Vec<&'a ObjectiveState<'w>> {
        let at_top = |o: &ObjectiveState<'_>| o.objective.id.objective.team().is_none();
        let states = outline.iter().map(|o| &*o.node.state);
        states.filter(|o| !many || at_top(o)).collect()
    }

    fn goal<'a>(&'a self, goal: Outlined<'a, 'w>) -> Goal<'a, 'w> {
        let state: &'a ObjectiveState<'w> = &goal.node.state;
        let id = &state.objective.id;
        let (course, note) = match state.figures {
            Some(_) => {
                let own = self.evaluator.last_note_on(id);
                let of_kpi = || self.evaluator.last_note_on_kpi(state.kpi?, id.cycle);
                (self.evaluator.objective_course(state), own.or_else(of_kpi))
            }
            None => (self.sampled(id), None),
        };
        let key_results = state.key_results.iter().map(|kr| Part {
            course: match kr.figures.kind {
                Kind::Rollup => self.sampled(&kr.id),
                Kind::Metric | Kind::Bounds | Kind::Effort => self.evaluator.course(kr, state),
            },
            forecast: self.evaluator.forecast(kr),
            note: self.evaluator.last_note(kr),
            state: kr,
        });
        Goal {
            node: goal.node,
            depth: goal.depth,
            above: self.above(state),
            course,
            note,
            key_results: key_results.collect(),
            state,
        }
    }

    fn sampled(&self, id: &GoalId) -> crate::method::Course {
        self.courses.goals.get(id).cloned().unwrap_or_default()
    }

    fn above(&self, state: &ObjectiveState<'_>) -> Option<Above> {
        let id = state.supports.as_ref()?.resolve(state.objective.id.cycle);
        let day = self.evaluator.day();
        let title = match self.evaluator.find(&id) {
            Some((_, Some(kr))) => {
                let terms = kr.terms_on(day);
                let kpi = terms.measure.follow().map(|follow| &follow.kpi);
                let kpis = &self.evaluator.workspace().kpis;
                let kpi = kpi.and_then(|kpi| kpis.get(self.evaluator.ledger().kpi_id(kpi)));
                goal::name(terms, kpi, &kr.key)
            }
            Some((objective, None)) => objective.terms_on(day).title.clone(),
            None => id.to_string(),
        };
        Some(Above { id, title })
    }

    /// What changed of `told`, and what people said in the same days.
    fn changes<'a>(
        &'a self,
        reading: &'w Reading,
        told: &[&'a ObjectiveState<'w>],
        many: bool,
    ) -> (Since<'a, 'w>, crate::method::log::Agenda<'a, 'w>) {
        let (mut said, mut open) = self.said(reading);
        if many {
            for list in [&mut said, &mut open] {
                list.retain(|logged| speaks_of(logged, told));
            }
        }
        let changed = changes(&self.before, told, reading.day);
        let health = |kpi| self.evaluator.kpi(kpi, reading.cycle).status;
        let agenda = agenda(told, changed.clone(), &said, &open, &health);
        let score = self.headline(&self.before).score;
        (Since::new(self.since.since, score, changed), agenda)
    }

    /// What was said after the earlier day; and of the whole cycle what is open and planned.
    fn said(&self, reading: &'w Reading) -> (Vec<Logged<'w>>, Vec<Logged<'w>>) {
        let ledger = self.evaluator.ledger();
        let log = Log::new(&reading.workspace, ledger, reading.day);
        let since = self.since.since;
        let news = Selection {
            since: since.checked_add_days(Days::new(1)).unwrap_or(since),
            until: self.cycle.end.min(reading.day),
            by: None,
            about: self.team.map(|team| log.about_team(team.to_owned())),
            blockers: false,
            plans: false,
        };
        let open = Selection {
            since: self.cycle.start.min(since),
            blockers: true,
            plans: true,
            ..news.clone()
        };
        (log.select(&news), log.select(&open))
    }

    fn overdue(&self) -> Vec<Due<'w>> {
        let awaited = self.since.awaited.iter();
        let goals = awaited.flat_map(|&cycle| self.evaluator.overdue(cycle));
        let kpis = self.evaluator.overdue_kpis(self.cycle.cycle);
        let mut overdue: Vec<_> = goals.chain(kpis).collect();
        overdue.retain(|due| self.team.is_none_or(|team| due.goal.is_in(team)));
        overdue
    }

    /// All KPIs; of a team its own and those that its goals follow or must not harm.
    fn kpis(&self) -> Vec<Charted<'w>> {
        let cycle = self.cycle.cycle;
        let mut states = self.evaluator.kpis(cycle);
        if let Some(team) = self.team {
            let meant = self.kpis_of(team);
            states.retain(|state| state.kpi.id.is_in(team) || meant.contains(&state.kpi.id));
        }
        let charted = |state: KpiState<'w>| Charted {
            course: self.evaluator.kpi_course(&state, cycle),
            note: self.evaluator.last_note_on_kpi(state.kpi, cycle),
            state,
        };
        states.into_iter().map(charted).collect()
    }

    fn kpis_of(&self, team: &str) -> BTreeSet<&'w KpiId> {
        let own = self.cycle.objectives.iter();
        let own = own.filter(|o| o.objective.id.objective.is_in(team));
        let kpis = own.flat_map(|o| {
            let parts = o.key_results.iter().filter_map(|kr| kr.kpi);
            let guardrails = o.guardrails.iter().map(|(kpi, _)| *kpi);
            parts.chain(guardrails).chain(o.kpi)
        });
        kpis.map(|kpi| &kpi.id).collect()
    }

    /// What the next cycle makes of this one.
    fn next(&self) -> BTreeMap<GoalId, Vec<Successor<'w>>> {
        let workspace = self.evaluator.workspace();
        let found = carried_on(workspace, self.cycle.cycle, self.evaluator.day());
        let known = |id: GoalId| {
            let objective = workspace.objective(&id)?;
            let objective = self.evaluator.objective(objective)?;
            Some(Successor { id, objective })
        };
        let found = found.into_iter();
        found
            .map(|(from, to)| (from, to.into_iter().filter_map(known).collect()))
            .collect()
    }
}
