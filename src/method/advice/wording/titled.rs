//! Goals with a title of their own, and the numbers that their fields give.

use super::amounts::{Amount, amounts};
use super::claims::Fields;
use super::language::is_english;
use super::words::{Word, words};
use crate::many;
use crate::method::advice::in_objective;
use crate::method::advice::view::{View, live};
use crate::model::{
    Aim, Band, Follow, KeyResult, KpiTarget, Measure, Metric, Objective, Place, Posts, Quantity,
    Target,
};

/// A goal whose title is in English.
pub struct Titled<'w> {
    /// The objective, or that of the key result.
    pub objective: &'w Objective,
    /// The key result, where it is one.
    pub key_result: Option<&'w KeyResult>,
    /// The title's words.
    pub words: Vec<Word<'w>>,
    /// The numbers among them that measure something.
    pub amounts: Vec<Amount>,
}

impl<'w> Titled<'w> {
    fn new(
        objective: &'w Objective,
        key_result: Option<&'w KeyResult>,
        title: &'w str,
    ) -> Option<Self> {
        let words = words(title);
        is_english(&words).then(|| Self {
            objective,
            key_result,
            amounts: amounts(&words),
            words,
        })
    }

    /// `objectives` and their live key results, as far as they have a title of their own.
    pub fn all(objectives: impl Iterator<Item = &'w Objective>) -> Vec<Self> {
        let objectives: Vec<_> = objectives.collect();
        let all = many::each(&objectives, |objective, _| Self::of(objective));
        all.flatten().collect()
    }

    fn of(objective: &'w Objective) -> Vec<Self> {
        let own = Self::new(objective, None, &objective.terms.title);
        let key_results = live(objective).filter_map(|kr| {
            let title = kr.terms.title.as_deref()?;
            Self::new(objective, Some(kr), title)
        });
        own.into_iter().chain(key_results).collect()
    }

    /// The objectives that can still be mended.
    pub fn objectives<'v>(view: &'v View<'w>) -> impl Iterator<Item = &'v Self> {
        view.titles()
            .iter()
            .filter(|goal| goal.key_result.is_none())
    }

    /// The key results that can still be mended.
    pub fn key_results<'v>(view: &'v View<'w>) -> impl Iterator<Item = &'v Self> {
        view.titles()
            .iter()
            .filter(|goal| goal.key_result.is_some())
    }

    /// Its id as people type it.
    pub fn id(&self) -> String {
        match self.key_result {
            Some(kr) => self.objective.key_result_id(&kr.key).local(),
            None => self.objective.id.local(),
        }
    }

    /// Where its title stands.
    pub fn place(&self) -> Place {
        match self.key_result {
            Some(kr) => in_objective(
                self.objective,
                ["key_results".into(), kr.key.as_str().into(), "title".into()],
            ),
            None => in_objective(self.objective, ["objective".into()]),
        }
    }

    /// The numbers of its fields; those of the KPI that it follows count too.
    pub fn fields(&self, view: &View<'w>) -> Fields {
        match self.key_result.map(|kr| &kr.terms.measure) {
            None => match &self.objective.terms.measure {
                Some(follow) => self.followed(follow, view),
                None => Fields::default(),
            },
            Some(Measure::Metric(metric)) => own(metric),
            Some(Measure::Bounds {
                unit,
                baseline,
                band,
            }) => Fields {
                baseline: baseline.map(Quantity::get),
                ends: bounds(*band),
                relative: None,
                unit: unit.clone(),
            },
            Some(Measure::FollowsKpi(follow)) => self.followed(follow, view),
            Some(Measure::Effort(_) | Measure::Rollup) => Fields::default(),
        }
    }

    fn followed(&self, follow: &'w Follow, view: &View<'w>) -> Fields {
        let baseline = follow.baseline.map(Quantity::get);
        let kpi = view.kpi(&follow.kpi);
        let mut fields = match follow.aim {
            Aim::Hold(band) => Fields {
                ends: bounds(band),
                ..Fields::default()
            },
            Aim::Reach(posts) => reached(posts, baseline),
        };
        fields.baseline = baseline;
        fields.unit = kpi.and_then(|kpi| kpi.unit.clone());
        let own = !fields.ends.is_empty() || fields.relative.is_some();
        let calendar = view.workspace.calendar();
        let in_force = kpi.filter(|_| !own).and_then(|kpi| {
            let cycle = self.objective.id.cycle;
            kpi.targets.in_force(cycle, kpi.aggregate, calendar)
        });
        match in_force.map(|found| found.target) {
            Some(KpiTarget::Value(value)) => {
                fields.ends.push(("the KPI's target", value.get()));
            }
            Some(KpiTarget::Band(band)) => fields.ends = bounds(band),
            None => {}
        }
        fields
    }
}

fn own(metric: &Metric) -> Fields {
    let baseline = metric.baseline.map(Quantity::get);
    Fields {
        baseline,
        unit: metric.unit.clone(),
        ..reached(metric.posts, baseline)
    }
}

fn reached(posts: Posts, baseline: Option<f64>) -> Fields {
    let ends = [
        ("`target`", posts.target.and_then(|t| t.value(baseline))),
        ("`stretch`", posts.stretch.map(Quantity::get)),
        ("`commit`", posts.commit.map(Quantity::get)),
    ];
    let present = |(key, value): (&'static str, Option<f64>)| value.map(|value| (key, value));
    Fields {
        ends: ends.into_iter().filter_map(present).collect(),
        relative: match posts.target {
            Some(Target::Relative(share)) => Some(share),
            Some(Target::Absolute(_)) | None => None,
        },
        ..Fields::default()
    }
}

fn bounds(band: Band) -> Vec<(&'static str, f64)> {
    let ends = [
        ("`at_least`", band.at_least()),
        ("`at_most`", band.at_most()),
    ];
    let present = |(key, value): (&'static str, Option<f64>)| value.map(|value| (key, value));
    ends.into_iter().filter_map(present).collect()
}

/// Whether fields, a KPI, milestones or supporters tell how far a key result is.
pub fn is_measured(kr: &KeyResult) -> bool {
    match &kr.terms.measure {
        Measure::Metric(metric) => {
            let Posts {
                commit,
                target,
                stretch,
            } = metric.posts;
            target.is_some() || commit.is_some() || stretch.is_some()
        }
        Measure::Bounds { .. } | Measure::FollowsKpi(_) | Measure::Rollup => true,
        Measure::Effort(effort) => !effort.milestones.is_empty(),
    }
}
