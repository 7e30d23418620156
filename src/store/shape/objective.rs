//! An objective's file as written.

use super::allowed::{GoalText, KpiText, NameText, PathText, Said, Table, one_of};
use super::amended::{self, AmendedShape, Reverter, rebuild};
use super::faults::Faults;
use super::key_result::{KeyResultShape, Numbers, no_weight};
use super::parts::{CarriedShape, DroppedShape};
use super::scalars::{Day, Entries, Number, TargetText, only_tables};
use crate::model::{
    Ambition, CycleId, Follow, GoalId, Initiative, Invalid, KeyResult, KpiId, Name, Objective,
    ObjectivePath, ObjectiveTerms, Review,
};
use crate::store::shape::Fault;
use schemars::{JsonSchema, Schema};
use serde::Deserialize;

/// An objective's file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "An objective of okr", transform = say_what_was)]
#[schemars(
    description = "CYCLE/[TEAM/]NAME.toml: an objective with its key results; the path is its id. `okr new objective` writes it."
)]
pub(crate) struct ObjectiveShape {
    /// What we want to reach, in a sentence, such as
    /// `objective = "Create wildly loyal customers"`. Required.
    #[schemars(with = "Said")]
    objective: Option<String>,
    /// Why it matters, such as `why = "Renewals carry two thirds of next year's revenue."`
    why: Option<String>,
    /// Who answers for it: a handle, such as `owner = "maria"`.
    #[schemars(with = "Option<NameText>")]
    owner: Option<String>,
    /// Who works on it as well: handles, such as `contributors = ["tom"]`.
    #[schemars(with = "Option<Vec<NameText>>")]
    contributors: Option<Vec<String>>,
    /// What it is good for: an objective or one key result, of this cycle or one around it, such as
    /// `supports = "grow-europe.revenue"` or `supports = "2026/double-revenue.arr"`.
    #[schemars(with = "Option<GoalText>")]
    supports: Option<String>,
    /// How its scores are meant; default `ambition = "aspirational"`: 0.7 is a success. Committed: a
    /// promise, 1.0 is expected. Learning: something is to be found out.
    #[schemars(with = "Option<AmbitionWord>")]
    ambition: Option<String>,
    /// KPIs that must not turn red while this is pushed, such as
    /// `guardrails = ["kpis/support-cost"]`.
    #[schemars(with = "Option<Vec<KpiText>>")]
    guardrails: Option<Vec<String>>,
    /// How much it counts in the mean of its team and of what it supports, 0 or more; default
    /// `weight = 1`.
    #[schemars(range(min = 0))]
    weight: Option<Number>,
    /// Words to find it by, such as `tags = ["retention"]`.
    tags: Option<Vec<String>>,
    /// How it is to be reached: projects and tasks, never scored, such as
    /// `initiatives = [{ title = "Customer advisory board" }]`.
    initiatives: Option<Vec<InitiativeShape>>,
    /// The KPI by which an objective without key results is measured itself, such as
    /// `kpi = "kpis/arr"`.
    #[schemars(with = "Option<KpiText>")]
    kpi: Option<String>,
    /// With `kpi`: where it stood at the start, in the KPI's unit; default 0 for a sum, else the first
    /// reading.
    baseline: Option<Number>,
    /// With `kpi`: the value that we commit to; it scores 0.3.
    commit: Option<Number>,
    /// With `kpi`: the value to reach, or a change such as `"+20%"`; it scores 1.0, or 0.7 where there
    /// is a `stretch`. Default: the KPI's own target for this cycle.
    target: Option<TargetText>,
    /// With `kpi`: the value of a great success; it scores 1.0. Not for committed objectives.
    stretch: Option<Number>,
    /// With `kpi`, in place of `target`: the bound that it is not to fall below.
    at_least: Option<Number>,
    /// With `kpi`, in place of `target`: the bound that it is not to rise above.
    at_most: Option<Number>,
    /// The day on which it was added, where the cycle had started by then, such as
    /// `added = 2026-07-20`: absent before.
    added: Option<Day>,
    /// It was given up, such as `dropped = { on = 2026-08-20, reason = "sold the product line" }`:
    /// out of every mean from that day on. `okr drop` writes it.
    dropped: Option<DroppedShape>,
    /// What was agreed before, newest last, such as
    /// `amended = [{ on = 2026-08-03, was = { weight = 1 }, reason = "…" }]`. `okr amend` writes it.
    amended: Option<Vec<AmendedShape>>,
    /// Earlier ids in this cycle, such as `formerly = ["support/loyal"]`: check-ins under them still
    /// count. `okr mv` writes it.
    #[schemars(with = "Option<Vec<PathText>>")]
    formerly: Option<Vec<String>>,
    /// With `kpi`: where it was carried from, with what was reached there. `okr carry` writes it.
    carried: Option<CarriedShape>,
    /// The look back at the end of the cycle. `okr review` writes it.
    review: Option<ReviewShape>,
    /// How we know that we are there: a table for each key result, such as
    /// `[key_results.retention]`.
    #[schemars(with = "Option<Table<NameText, KeyResultShape>>")]
    key_results: Option<Entries<KeyResultShape>>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct InitiativeShape {
    /// What it is, such as `title = "Customer advisory board"`. Required.
    #[schemars(with = "Said")]
    title: Option<String>,
    /// Where more is to be found, such as `url = "https://example.com/42"`.
    url: Option<String>,
    /// Whether it is done; default `done = false`.
    done: Option<bool>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct ReviewShape {
    /// The day of the review, such as `on = 2026-10-02`.
    on: Option<Day>,
    /// Who looked back: a handle, such as `by = "maria"`.
    #[schemars(with = "Option<NameText>")]
    by: Option<String>,
    /// How you would grade it yourself, 0 to 1, beside the computed score, such as `grade = 0.6`.
    #[schemars(range(min = 0, max = 1))]
    grade: Option<Number>,
    /// What worked.
    worked: Option<String>,
    /// What did not work.
    did_not_work: Option<String>,
    /// What was learned; shown when the team's next objective is made.
    learned: Option<String>,
}

const AMBITIONS: [(&str, Ambition); 3] = [
    ("aspirational", Ambition::Aspirational),
    ("committed", Ambition::Committed),
    ("learning", Ambition::Learning),
];

one_of!(AmbitionWord, "ambition", AMBITIONS);

fn say_what_was(table: &mut Schema) {
    amended::say_what_was(table, &REVERTER, None);
}

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

only_tables!(InitiativeShape, ReviewShape);
