//! An objective's file as written.

use super::amended::{self, AmendedShape, Reverter, rebuild};
use super::faults::Faults;
use super::key_result::{KeyResultShape, Numbers, no_weight};
use super::parts::{CarriedShape, DroppedShape};
use super::scalars::{Day, Entries, Number, TargetText};
use crate::model::{
    Ambition, CycleId, Follow, GoalId, Initiative, Invalid, KeyResult, KpiId, Name, Objective,
    ObjectivePath, ObjectiveTerms, Review,
};
use crate::store::shape::Fault;
use serde::Deserialize;

/// An objective's file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectiveShape {
    objective: Option<String>,
    why: Option<String>,
    owner: Option<String>,
    contributors: Option<Vec<String>>,
    supports: Option<String>,
    ambition: Option<String>,
    guardrails: Option<Vec<String>>,
    weight: Option<Number>,
    tags: Option<Vec<String>>,
    initiatives: Option<Vec<InitiativeShape>>,
    kpi: Option<String>,
    baseline: Option<Number>,
    commit: Option<Number>,
    target: Option<TargetText>,
    stretch: Option<Number>,
    at_least: Option<Number>,
    at_most: Option<Number>,
    added: Option<Day>,
    dropped: Option<DroppedShape>,
    amended: Option<Vec<AmendedShape>>,
    formerly: Option<Vec<String>>,
    carried: Option<CarriedShape>,
    review: Option<ReviewShape>,
    key_results: Option<Entries<KeyResultShape>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct InitiativeShape {
    title: Option<String>,
    url: Option<String>,
    done: Option<bool>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewShape {
    on: Option<Day>,
    by: Option<String>,
    grade: Option<Number>,
    worked: Option<String>,
    did_not_work: Option<String>,
    learned: Option<String>,
}

const AMBITIONS: [(&str, Ambition); 3] = [
    ("aspirational", Ambition::Aspirational),
    ("committed", Ambition::Committed),
    ("learning", Ambition::Learning),
];

impl ObjectiveShape {
    /// The objective `id`.
    pub(crate) fn convert(mut self, id: GoalId) -> Result<Objective, Vec<Fault>> {
        let mut faults = Faults::default();
        let key_results = self.take_key_results(id.cycle, &mut faults);
        let made = self.definition(id, key_results, &mut faults);
        faults.result(made)
    }

    fn definition(
        self,
        id: GoalId,
        key_results: Vec<KeyResult>,
        faults: &mut Faults,
    ) -> Option<Objective> {
        let terms = self.terms(faults);
        let amendments = self.amended.as_deref().unwrap_or_default();
        let amended = rebuild(&self, amendments, &REVERTER, faults, Self::terms);
        let home = id.cycle;
        let contributors = faults.each("contributors", self.contributors.as_deref(), Name::new);
        let guardrails = faults.each("guardrails", self.guardrails.as_deref(), KpiId::new);
        let formerly = faults.each("formerly", self.formerly.as_deref(), ObjectivePath::new);
        let initiatives = initiatives(self.initiatives, faults);
        let dropped = faults.part("dropped", self.dropped, DroppedShape::convert);
        let carried = faults.part("carried", self.carried, |c, f| c.convert(home, f));
        let review = faults.part("review", self.review, |r, f| Some(r.convert(f)));
        Some(Objective {
            id,
            terms: terms?,
            amended,
            why: self.why,
            contributors,
            guardrails,
            tags: self.tags.unwrap_or_default(),
            initiatives,
            added: self.added.map(Day::get),
            dropped,
            formerly,
            carried,
            review,
            key_results,
        })
    }

    fn terms(&self, faults: &mut Faults) -> Option<ObjectiveTerms> {
        let title = self.objective.clone();
        let title = faults.need_text("objective", "what we want to reach, in a sentence", title);
        let owner = faults.name("owner", self.owner.as_deref());
        let weight = faults.weight(self.weight);
        let ambition = self.ambition(faults);
        let supports = faults.goal("supports", self.supports.as_deref());
        let measure = self.measure(ambition == Ambition::Committed, faults);
        Some(ObjectiveTerms {
            title: title?,
            owner,
            weight,
            ambition,
            supports,
            measure,
        })
    }

    fn ambition(&self, faults: &mut Faults) -> Ambition {
        let word = faults.word("ambition", self.ambition.as_deref(), &AMBITIONS);
        word.unwrap_or(Ambition::Aspirational)
    }

    fn measure(&self, committed: bool, faults: &mut Faults) -> Option<Follow> {
        let numbers = Numbers {
            baseline: self.baseline,
            commit: self.commit,
            target: self.target.clone(),
            stretch: self.stretch,
            at_least: self.at_least,
            at_most: self.at_most,
        };
        let Some(kpi) = &self.kpi else {
            let why = "stands at the top of an objective that follows no KPI";
            let help = "move it under a `[key_results.…]`, or add `kpi`";
            faults.refuse(&numbers.present(), why, help);
            faults.refuse(&[("carried", self.carried.is_some())], why, help);
            return None;
        };
        let aim = numbers.aim(committed, faults);
        Some(Follow {
            kpi: faults.kpi("kpi", Some(kpi))?,
            baseline: self.baseline.map(Number::quantity),
            aim: aim?,
        })
    }

    fn take_key_results(&mut self, home: CycleId, faults: &mut Faults) -> Vec<KeyResult> {
        let shapes = self.key_results.take().unwrap_or_default().0;
        let mut made = Vec::with_capacity(shapes.len());
        if self.kpi.is_some() && !shapes.is_empty() {
            faults.bad_key(
                "contradiction",
                "key_results",
                Invalid::new("an objective that follows a KPI itself has no key results")
                    .help("move `kpi` and its numbers into a key result"),
            );
            return made;
        }
        let committed = self.ambition.as_deref() == Some("committed");
        let count = shapes.len();
        faults.within("key_results", |faults| {
            for (key, shape) in shapes {
                let name = Name::new(&key).map_err(|i| faults.bad_name(&key, i, Name::new));
                let Ok(name) = name else { continue };
                let one = faults.within(key.as_str(), |f| shape.convert(name, home, committed, f));
                made.extend(one);
            }
            let sum: f64 = made.iter().map(|kr| kr.terms.weight.get()).sum();
            if count > 0 && made.len() == count && sum == 0.0 {
                faults.here(no_weight("key results"));
            }
        });
        made
    }
}

fn initiatives(shapes: Option<Vec<InitiativeShape>>, faults: &mut Faults) -> Vec<Initiative> {
    let mut made = Vec::new();
    faults.within("initiatives", |faults| {
        for (i, shape) in shapes.unwrap_or_default().into_iter().enumerate() {
            let title = faults.within(i, |f| f.need_text("title", "what it is", shape.title));
            made.extend(title.map(|title| Initiative {
                title,
                url: shape.url,
                done: shape.done.unwrap_or(false),
            }));
        }
    });
    made
}

impl ReviewShape {
    fn convert(self, faults: &mut Faults) -> Review {
        let by = faults.name("by", self.by.as_deref());
        let grade = self
            .grade
            .and_then(|g| faults.keep("grade", Review::check_grade(g.get())));
        Review {
            on: self.on.map(Day::get),
            by,
            grade,
            worked: self.worked,
            did_not_work: self.did_not_work,
            learned: self.learned,
        }
    }
}

const REVERTER: Reverter<'static, ObjectiveShape> = Reverter {
    keys: &[
        ("objective", |s, was| amended::text(&mut s.objective, was)),
        ("owner", |s, was| amended::text(&mut s.owner, was)),
        ("weight", |s, was| amended::number(&mut s.weight, was)),
        ("ambition", |s, was| amended::text(&mut s.ambition, was)),
        ("supports", |s, was| amended::text(&mut s.supports, was)),
        ("baseline", |s, was| amended::number(&mut s.baseline, was)),
        ("target", |s, was| amended::target(&mut s.target, was)),
        ("commit", |s, was| amended::number(&mut s.commit, was)),
        ("stretch", |s, was| amended::number(&mut s.stretch, was)),
        ("at_least", |s, was| amended::number(&mut s.at_least, was)),
        ("at_most", |s, was| amended::number(&mut s.at_most, was)),
    ],
    cycle: None,
};
