//! Objectives, teams and the cycle on a day: everything that status, score and report tell.

mod frozen;
mod kpis;
mod supporters;

use super::confidence::ConfidenceTrend;
use super::headline::Headline;
use super::health::{KpiReader, KpiStatus, Span};
use super::ledger::{Definition, Ledger, within};
use super::measure;
use super::outlook::{self, Heard, Outlook, Question};
use super::score::mean;
use super::states::{CycleState, KeyResultState, ObjectiveState, Supporter};
use super::status::Flag;
use crate::many;
use crate::model::{
    CycleFolder, CycleId, Effort, Follow, GoalId, GoalRef, KeyResult, Kpi, Measure, Objective,
    ObjectiveTerms, Settings, Workspace,
};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Computes what was so on one day.
pub struct Evaluator<'w> {
    workspace: &'w Workspace,
    day: NaiveDate,
    ledger: Ledger<'w>,
    supporters: HashMap<GoalId, Vec<&'w Objective>>,
    /// Whether the scores of closed cycles are computed like any other.
    live: bool,
    known: Mutex<HashMap<&'w GoalId, Arc<ObjectiveState<'w>>>>,
}

impl<'w> Evaluator<'w> {
    /// Prepares a workspace to be looked at on `day`.
    pub fn new(workspace: &'w Workspace, day: NaiveDate) -> Self {
        let ledger = Ledger::new(workspace, day);
        let mut supporters: HashMap<GoalId, Vec<&Objective>> = HashMap::new();
        for objective in workspace.objectives().filter(|o| o.exists_on(day)) {
            let above = objective.terms_on(day).supports.as_ref();
            let above = above.map(|s| s.resolve(objective.id.cycle));
            if let Some(id) = above.and_then(|id| ledger.resolve(&id)) {
                supporters.entry(id).or_default().push(objective);
            }
        }
        Self {
            workspace,
            day,
            ledger,
            supporters,
            live: false,
            known: Mutex::default(),
        }
    }

    /// The same, with the scores of closed cycles computed anew instead of quoted.
    pub fn live(workspace: &'w Workspace, day: NaiveDate) -> Self {
        Self {
            live: true,
            ..Self::new(workspace, day)
        }
    }

    /// The check-ins by goal.
    pub fn ledger(&self) -> &Ledger<'w> {
        &self.ledger
    }

    /// The day looked at.
    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// The workspace looked at.
    pub fn workspace(&self) -> &'w Workspace {
        self.workspace
    }

    pub(super) fn settings(&self) -> &'w Settings {
        &self.workspace.settings
    }

    pub(super) fn span(&self, cycle: CycleId) -> Span {
        Span::new(self.workspace.calendar(), cycle, self.day)
    }

    pub(super) fn reader(&self) -> KpiReader<'_, 'w> {
        KpiReader {
            ledger: &self.ledger,
            settings: self.settings(),
            charted: &self.workspace.charted,
        }
    }

    pub(super) fn folder(&self, cycle: CycleId) -> Option<&'w CycleFolder> {
        self.workspace.cycles.get(&cycle)
    }

    /// A cycle with all objectives that had come.
    pub fn cycle(&self, cycle: CycleId) -> CycleState<'w> {
        let span = self.span(cycle);
        let folder = self.folder(cycle);
        if let Some(folder) = folder {
            self.prepare(folder);
        }
        let objectives = folder.into_iter().flat_map(|f| f.objectives.values());
        let objectives: Vec<_> = objectives.filter_map(|o| self.objective(o)).collect();
        // Also one that comes later: what the score is made of does not change with the day.
        let at_top = |o: &Objective| o.id.objective.team().is_none();
        let own = folder.is_some_and(|f| f.objectives.values().any(at_top));
        let counted = objectives.iter().filter(|o| !own || at_top(o.objective));
        let headline = Headline::of(counted.map(AsRef::as_ref), span.elapsed(), span.ended());
        CycleState {
            cycle,
            start: span.start,
            end: span.end,
            as_of: self.day,
            elapsed: span.elapsed(),
            closed: self.frozen(cycle).is_some(),
            score: headline.score,
            headline,
            objectives,
        }
    }

    /// Computes the objectives of a cycle that no other one supports, on all cores. The others wait
    /// for their supporters, and must be asked for in order: see [`objective`](Self::objective).
    fn prepare(&self, folder: &'w CycleFolder) {
        let supported = self.supporters.keys().map(GoalId::objective_id);
        let supported: HashSet<GoalId> = supported.collect();
        let objectives = folder.objectives.values();
        let alone = |o: &&Objective| o.exists_on(self.day) && !supported.contains(&o.id);
        let alone: Vec<_> = objectives.filter(alone).collect();
        let states = many::each(&alone, |objective, _| Arc::new(self.compute(objective)));
        lock(&self.known).extend(alone.iter().map(|o| &o.id).zip(states));
    }

    fn compute(&self, objective: &'w Objective) -> ObjectiveState<'w> {
        let span = self.span(objective.id.cycle);
        let terms = objective.terms_on(self.day);
        let dropped = objective.dropped_on(self.day);
        let key_results: Vec<_> = objective
            .key_results_on(self.day)
            .map(|kr| self.key_result(objective, terms, kr, span))
            .collect();
        let guardrails = self.guardrails(objective, span);
        let mut state = ObjectiveState {
            objective,
            terms,
            supports: self.supported(objective, terms),
            score: None,
            outlook: Outlook::nothing(),
            guardrails,
            figures: None,
            kpi: None,
            key_results,
            review: objective.review_on(self.day),
            dropped,
        };
        match &terms.measure {
            Some(follow) => self.measured_itself(&mut state, follow, span),
            None => self.mean_of_key_results(&mut state, span),
        }
        if dropped {
            // What is given up after its cycle was closed keeps the score that was frozen.
            state.score = state.score.filter(|_| self.frozen(span.cycle).is_some());
            state.outlook = Outlook::dropped();
        } else if state.guardrails.iter().any(|(_, s)| *s == KpiStatus::Red) {
            state.outlook.flags.insert(Flag::Guardrail);
        }
        state
    }

    /// The goal above, under its present name: what was written may be an earlier one.
    fn supported(&self, objective: &Objective, terms: &ObjectiveTerms) -> Option<GoalRef> {
        let written = terms.supports.as_ref()?;
        let home = objective.id.cycle;
        let now = self.ledger.resolve(&written.resolve(home));
        Some(now.map_or_else(|| written.clone(), |goal| goal.relative_to(home)))
    }

    fn guardrails(&self, objective: &'w Objective, span: Span) -> Vec<(&'w Kpi, KpiStatus)> {
        let kpis = objective.guardrails.iter();
        let kpis = kpis.filter_map(|id| self.workspace.kpis.get(self.ledger.kpi_id(id)));
        let live = kpis.filter(|kpi| !kpi.retired_on(self.day));
        live.map(|kpi| (kpi, self.reader().state(kpi, span).status))
            .collect()
    }

    fn measured_itself(&self, state: &mut ObjectiveState<'w>, follow: &'w Follow, span: Span) {
        let objective = state.objective;
        state.kpi = self.workspace.kpis.get(self.ledger.kpi_id(&follow.kpi));
        let mut figures = measure::follow(follow, state.kpi, &self.reader(), span);
        self.freeze(&objective.id, &mut figures);
        let heard = self.heard(&objective.id, state.kpi, span);
        let question = Question {
            ambition: state.terms.ambition,
            since: since(objective, None, span),
            span,
            kpi: state.kpi,
            effort: None,
            rolled_up: None,
        };
        state.outlook = outlook::outlook(&question, &figures, &heard, self.settings());
        self.warn(&mut state.outlook, state.kpi, span);
        state.score = figures.score;
        state.figures = Some(figures);
    }

    fn mean_of_key_results(&self, state: &mut ObjectiveState<'w>, span: Span) {
        let live: Vec<_> = state.key_results.iter().filter(|k| !k.dropped).collect();
        let scored = live.iter();
        let scored = scored.filter_map(|k| Some((k.terms.weight.get(), k.figures.score?)));
        state.score = match self.frozen(state.objective.id.cycle) {
            Some(closed) => self.frozen_score(closed, &state.objective.id),
            None => mean(scored),
        };
        state.outlook = outlook::of_parts(&live, state.score, state.terms.ambition, span);
    }

    fn key_result(
        &self,
        objective: &'w Objective,
        above: &'w ObjectiveTerms,
        key_result: &'w KeyResult,
        span: Span,
    ) -> KeyResultState<'w> {
        let id = objective.key_result_id(&key_result.key);
        let terms = key_result.terms_on(self.day);
        let sources = self.sources(objective, &id, &terms.measure);
        let heard = self.heard(&id, sources.kpi, span);
        let mut figures = match &terms.measure {
            Measure::Metric(metric) => measure::metric(metric, heard.entries),
            Measure::Bounds { baseline, band, .. } => {
                measure::bounds(*baseline, *band, heard.entries)
            }
            Measure::FollowsKpi(follow) => {
                measure::follow(follow, sources.kpi, &self.reader(), span)
            }
            Measure::Effort(effort) => measure::effort(effort, heard.entries),
            Measure::Rollup => outlook::rollup(&sources.supporters),
        };
        self.freeze(&id, &mut figures);
        let question = Question {
            ambition: above.ambition,
            since: since(objective, key_result.added, span),
            span,
            kpi: sources.kpi,
            effort: sources.effort,
            rolled_up: (terms.measure == Measure::Rollup)
                .then(|| outlook::rolled_up(&sources.supporters)),
        };
        let mut outlook = outlook::outlook(&question, &figures, &heard, self.settings());
        self.warn(&mut outlook, sources.kpi, span);
        let dropped = objective.dropped_on(self.day) || key_result.dropped_on(self.day);
        let confidence = ConfidenceTrend::of(heard.entries);
        let last_update = heard.last_update;
        let state = KeyResultState {
            id,
            key_result,
            terms,
            kpi: sources.kpi,
            owner: terms.owner.as_ref().or(above.owner.as_ref()),
            figures,
            supporters: sources.supporters,
            outlook,
            confidence,
            last_update,
            dropped,
        };
        let is_frozen = self.frozen(span.cycle).is_some();
        match dropped {
            true => given_up(state, is_frozen),
            false => state,
        }
    }

    /// Adds the flag of a KPI that shows a signal in the wrong direction.
    fn warn(&self, outlook: &mut Outlook, kpi: Option<&Kpi>, span: Span) {
        if kpi.is_some_and(|kpi| self.reader().warning(kpi, span.until()).is_some()) {
            outlook.flags.insert(Flag::Signal);
        }
    }

    /// Where a key result's figures come from, besides its own check-ins.
    fn sources(&self, objective: &'w Objective, id: &GoalId, measure: &'w Measure) -> Sources<'w> {
        let mut sources = Sources::default();
        match measure {
            Measure::Metric(_) | Measure::Bounds { .. } => {}
            Measure::FollowsKpi(follow) => {
                let kpi = self.ledger.kpi_id(&follow.kpi);
                sources.kpi = self.workspace.kpis.get(kpi);
            }
            Measure::Effort(effort) => sources.effort = Some(effort),
            Measure::Rollup => sources.supporters = self.supporters_of(objective, id),
        }
        sources
    }

    /// Everything that was said of a goal within its cycle.
    fn heard<'a>(&'a self, id: &'a GoalId, kpi: Option<&Kpi>, span: Span) -> Heard<'a, 'w> {
        let entries = within(self.ledger.of_goal(id), span.start, span.until());
        let own = entries.last().map(|e| e.date);
        let reading = kpi.and_then(|kpi| {
            let all = self.ledger.of_kpi(kpi.id.as_str());
            within(all, span.start, span.until()).last().map(|e| e.date)
        });
        Heard {
            entries,
            last_update: own.max(reading),
        }
    }

    /// The objective and key result that an id means, also under an earlier name.
    pub fn find(&self, id: &GoalId) -> Option<Definition<'w>> {
        let id = self.ledger.resolve(id)?;
        let objective = self.workspace.objective(&id)?;
        let kr = self.workspace.key_result(&id).map(|(_, kr)| kr);
        Some((objective, kr))
    }
}

/// Where a key result's figures come from, besides its own check-ins.
#[derive(Default)]
struct Sources<'w> {
    kpi: Option<&'w Kpi>,
    effort: Option<&'w Effort>,
    supporters: Vec<Supporter<'w>>,
}

/// What is kept here is whole at any time, also where a thread broke off.
fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The day from which a goal's pace runs.
pub(super) fn since(objective: &Objective, added: Option<NaiveDate>, span: Span) -> NaiveDate {
    let came = added.or(objective.added).unwrap_or(span.start);
    came.max(span.start)
}

/// What is left to tell of a key result that is given up: of its score only one that was frozen.
fn given_up(mut state: KeyResultState<'_>, is_frozen: bool) -> KeyResultState<'_> {
    state.figures.score = state.figures.score.filter(|_| is_frozen);
    state.figures.progress = None;
    state.outlook = Outlook::dropped();
    state
}
