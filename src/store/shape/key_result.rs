//! Key results as written, and the numbers that they share with objectives measured themselves.

use super::allowed::{KpiText, NameText, Said, one_of};
use super::amended::{self, AmendedShape, Reverter, rebuild};
use super::faults::{Faults, same_but_case};
use super::parts::{CarriedShape, DroppedShape};
use super::scalars::{Day, Number, TargetText, only_tables};
use crate::model::{
    Aim, Band, CycleId, Effort, Follow, Invalid, KeyResult, Measure, Metric, Milestone, Name,
    Posts, Terms,
};
use schemars::{JsonSchema, Schema};
use serde::Deserialize;

/// A key result: measured by a KPI or by numbers of its own, a project (`kind = "effort"`), or the
/// mean of what supports it (`kind = "rollup"`).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
#[schemars(transform = say_what_was)]
pub(crate) struct KeyResultShape {
    /// What is to be reached, such as `title = "Raise the app rating from 4.0 to 4.5"`. Default: made
    /// from the KPI's name, baseline and target.
    title: Option<String>,
    /// Who answers for it: a handle, such as `owner = "maria"`; default: the objective's.
    #[schemars(with = "Option<NameText>")]
    owner: Option<String>,
    /// How much it counts in the objective's mean, 0 or more; default `weight = 1`.
    #[schemars(range(min = 0))]
    weight: Option<Number>,
    /// Left out for what is measured. `kind = "effort"`: a project, with milestones or percent
    /// complete. `kind = "rollup"`: the mean of the objectives that support it.
    #[schemars(with = "Option<KindWord>")]
    kind: Option<String>,
    /// The KPI that it follows, such as `kpi = "kpis/client-retention"`: unit and readings are the
    /// KPI's, and the target where none is given here.
    #[schemars(with = "Option<KpiText>")]
    kpi: Option<String>,
    /// What its numbers count, such as `unit = "stars"`. Not beside `kpi`.
    unit: Option<String>,
    /// Where it stood at the start, in its unit, such as `baseline = 73`; default: the first reading,
    /// or 0 for a KPI that is a sum.
    baseline: Option<Number>,
    /// The value that we commit to, such as `commit = 4.2`; it scores 0.3.
    commit: Option<Number>,
    /// The value to reach, such as `target = 4.5`, or a change from the baseline such as
    /// `target = "+20%"`; it scores 1.0, or 0.7 where there is a `stretch`. Default: the KPI's own
    /// target for this cycle.
    target: Option<TargetText>,
    /// The value of a great success, such as `stretch = 4.7`; it scores 1.0. Not for committed
    /// objectives.
    stretch: Option<Number>,
    /// In place of `target`: the bound that it is not to fall below, such as `at_least = 99.9`.
    at_least: Option<Number>,
    /// In place of `target`: the bound that it is not to rise above, such as `at_most = 5`.
    at_most: Option<Number>,
    /// Of an effort: the day by which it is to be done, such as `due = 2026-09-30`.
    due: Option<Day>,
    /// Of an effort: its steps, such as `milestones = [{ id = "template", title = "Template agreed" }]`.
    /// Default: it is reported as percent complete.
    milestones: Option<Vec<MilestoneShape>>,
    /// The day on which it was added, where the cycle had started by then, such as
    /// `added = 2026-07-20`: absent before.
    added: Option<Day>,
    /// It was given up, such as `dropped = { on = 2026-08-20, reason = "the vendor was sold" }`: out
    /// of every mean from that day on. `okr drop` writes it.
    dropped: Option<DroppedShape>,
    /// What was agreed before, newest last, such as
    /// `amended = [{ on = 2026-08-03, was = { target = 75 }, reason = "…" }]`. `okr amend` writes it.
    amended: Option<Vec<AmendedShape>>,
    /// Earlier keys in this objective, such as `formerly = ["churn"]`: check-ins under them still
    /// count. `okr mv` writes it.
    #[schemars(with = "Option<Vec<NameText>>")]
    formerly: Option<Vec<String>>,
    /// Where it was carried from, with what was reached there. `okr carry` writes it.
    carried: Option<CarriedShape>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, remote = "Self")]
struct MilestoneShape {
    /// What check-ins call it, such as `id = "template"`: a-z, 0-9 and -. Required.
    #[schemars(with = "NameText")]
    id: Option<String>,
    /// What is to be reached, such as `title = "Plan template agreed"`. Required.
    #[schemars(with = "Said")]
    title: Option<String>,
    /// How much it counts among the milestones, 0 or more; default `weight = 1`.
    #[schemars(range(min = 0))]
    weight: Option<Number>,
    /// The day by which it is to be reached, such as `due = 2026-07-31`.
    due: Option<Day>,
}

/// The kinds that are written; what is measured has none.
const KINDS: [(&str, Kind); 2] = [("effort", Kind::Effort), ("rollup", Kind::Rollup)];

/// A kind of key result that is written.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Effort,
    Rollup,
}

one_of!(KindWord, "kind", KINDS);

fn say_what_was(table: &mut Schema) {
    amended::say_what_was(table, &REVERTER, None);
}

/// The numbers of a goal that is measured.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub(crate) baseline: Option<Number>,
    pub(crate) commit: Option<Number>,
    pub(crate) target: Option<TargetText>,
    pub(crate) stretch: Option<Number>,
    pub(crate) at_least: Option<Number>,
    pub(crate) at_most: Option<Number>,
}

impl Numbers {
    /// The keys, and whether each is there.
    pub(crate) fn present(&self) -> [(&'static str, bool); 6] {
        [
            ("baseline", self.baseline.is_some()),
            ("commit", self.commit.is_some()),
            ("target", self.target.is_some()),
            ("stretch", self.stretch.is_some()),
            ("at_least", self.at_least.is_some()),
            ("at_most", self.at_most.is_some()),
        ]
    }

    /// Bounds where one is written, else posts. `committed` goals have no stretch.
    pub(crate) fn aim(&self, committed: bool, faults: &mut Faults) -> Option<Aim> {
        if self.at_least.is_none() && self.at_most.is_none() {
            return self.posts(committed, faults).map(Aim::Reach);
        }
        let [_, commit, target, stretch, ..] = self.present();
        faults.refuse(
            &[commit, target, stretch],
            "does not go with `at_least` or `at_most`",
            "bounds are held, a target is reached: keep one of them",
        );
        let (low, high) = (self.at_least, self.at_most);
        let made = Band::new(low.map(Number::quantity), high.map(Number::quantity));
        faults.keep("at_least", made).map(Aim::Hold)
    }

    fn posts(&self, committed: bool, faults: &mut Faults) -> Option<Posts> {
        if committed && self.stretch.is_some() {
            faults.bad_key(
                "committed-stretch",
                "stretch",
                Invalid::new("a committed objective has no `stretch`").help(
                    "a promise is kept at its target: leave `stretch` out, or make the \
                           objective aspirational",
                ),
            );
            return None;
        }
        let quantity = |number: Option<Number>| number.map(Number::quantity);
        let made = Posts::new(
            quantity(self.baseline),
            quantity(self.commit),
            self.target.as_ref().map(|t| t.0),
            quantity(self.stretch),
        );
        let [baseline, commit, target, stretch, ..] = self.present();
        let keys = [target, commit, stretch, baseline];
        let blamed = keys
            .iter()
            .find(|(_, present)| *present)
            .map_or("target", |(key, _)| *key);
        faults.keep(blamed, made)
    }
}

impl KeyResultShape {
    /// The key result `key` of an objective in the cycle `home`.
    pub(crate) fn convert(
        self,
        key: Name,
        home: CycleId,
        committed: bool,
        faults: &mut Faults,
    ) -> Option<KeyResult> {
        let terms = self.terms(committed, faults);
        // An earlier version is not judged by the ambition of today.
        let amended = rebuild(
            &self,
            self.amended.as_deref().unwrap_or_default(),
            &REVERTER,
            faults,
            |shape, faults| shape.terms(false, faults),
        );
        let formerly = faults.each("formerly", self.formerly.as_deref(), Name::new);
        let dropped = faults.part("dropped", self.dropped, DroppedShape::convert);
        let carried = faults.part("carried", self.carried, |c, f| c.convert(home, f));
        Some(KeyResult {
            key,
            terms: terms?,
            amended,
            added: self.added.map(Day::get),
            dropped,
            formerly,
            carried,
        })
    }

    fn terms(&self, committed: bool, faults: &mut Faults) -> Option<Terms> {
        let owner = faults.name("owner", self.owner.as_deref());
        let weight = faults.weight(self.weight);
        let measure = self.measure(committed, faults);
        Some(Terms {
            title: faults.text("title", "what is to be reached", self.title.clone()),
            owner,
            weight,
            measure: measure?,
        })
    }

    fn numbers(&self) -> Numbers {
        Numbers {
            baseline: self.baseline,
            commit: self.commit,
            target: self.target.clone(),
            stretch: self.stretch,
            at_least: self.at_least,
            at_most: self.at_most,
        }
    }

    fn measure(&self, committed: bool, faults: &mut Faults) -> Option<Measure> {
        let Some(word) = self.kind.as_deref() else {
            return self.measured(committed, faults);
        };
        let kind = KINDS.iter().find(|(known, _)| *known == word);
        match kind.map(|(_, kind)| kind) {
            Some(Kind::Effort) => self.effort(faults).map(Measure::Effort),
            Some(Kind::Rollup) => {
                self.refuse_numbers("a rollup", faults);
                self.refuse_effort("a rollup", faults);
                Some(Measure::Rollup)
            }
            None => {
                faults.bad("kind", unknown_kind(word));
                let known: Vec<&str> = KINDS.iter().map(|(known, _)| *known).collect();
                faults.instead(word, same_but_case(word, &known));
                None
            }
        }
    }

    fn measured(&self, committed: bool, faults: &mut Faults) -> Option<Measure> {
        self.refuse_effort("what is measured", faults);
        let numbers = self.numbers();
        let aim = numbers.aim(committed, faults);
        let baseline = self.baseline.map(Number::quantity);
        if let Some(kpi) = &self.kpi {
            faults.refuse(
                &[("unit", self.unit.is_some())],
                "does not go with `kpi`",
                "the unit is the KPI's",
            );
            let kpi = faults.kpi("kpi", Some(kpi))?;
            let aim = aim?;
            return Some(Measure::FollowsKpi(Follow { kpi, baseline, aim }));
        }
        let unit = self.unit.clone();
        Some(match aim? {
            Aim::Reach(posts) => Measure::Metric(Metric {
                unit,
                baseline,
                posts,
            }),
            Aim::Hold(band) => Measure::Bounds {
                unit,
                baseline,
                band,
            },
        })
    }

    fn effort(&self, faults: &mut Faults) -> Option<Effort> {
        self.refuse_numbers("effort", faults);
        let shapes = self.milestones.as_deref().unwrap_or_default();
        let mut milestones: Vec<Milestone> = Vec::with_capacity(shapes.len());
        let mut whole = true;
        faults.within("milestones", |faults| {
            for (i, shape) in shapes.iter().enumerate() {
                let made = faults.within(i, |faults| {
                    let made = shape.convert(faults)?;
                    if milestones.iter().any(|m| m.id == made.id) {
                        let text = format!("a second milestone `{}`", made.id);
                        faults.bad("id", Invalid::new(text).help("give each an id of its own"));
                        return None;
                    }
                    Some(made)
                });
                whole &= made.is_some();
                milestones.extend(made);
            }
            let sum: f64 = milestones.iter().map(|m| m.weight.get()).sum();
            if whole && !milestones.is_empty() && sum == 0.0 {
                faults.here(no_weight("milestones"));
            }
        });
        whole.then(|| Effort {
            due: self.due.map(Day::get),
            milestones,
        })
    }

    fn refuse_numbers(&self, kind: &str, faults: &mut Faults) {
        let why = format!("does not go with {kind}");
        let help = "an outcome has numbers, a project has milestones, a rollup has supporters";
        let others = [("kpi", self.kpi.is_some()), ("unit", self.unit.is_some())];
        faults.refuse(&others, &why, help);
        faults.refuse(&self.numbers().present(), &why, help);
    }

    fn refuse_effort(&self, kind: &str, faults: &mut Faults) {
        let keys = [
            ("due", self.due.is_some()),
            ("milestones", self.milestones.is_some()),
        ];
        let help = "only a project has them: add `kind = \"effort\"`";
        faults.refuse(&keys, &format!("does not go with {kind}"), help);
    }
}

impl MilestoneShape {
    fn convert(&self, faults: &mut Faults) -> Option<Milestone> {
        let id = faults.need("id", "what check-ins call it", self.id.clone());
        let title = faults.need_text("title", "what is to be reached", self.title.clone());
        let weight = faults.weight(self.weight);
        let id = id?;
        faults.named("id", &id, Name::check_shape)?;
        Some(Milestone {
            id,
            title: title?,
            weight,
            due: self.due.map(Day::get),
        })
    }
}

/// The refusal of weights that sum to 0.
pub(crate) fn no_weight(what: &str) -> Invalid {
    Invalid::new(format!("the weights of the {what} sum to 0"))
        .help("give at least one of them a weight above 0")
}

fn unknown_kind(word: &str) -> Invalid {
    let refused = Invalid::new(format!("`kind` cannot be `{word}`"));
    let only = "only `effort` and `rollup` are written";
    match crate::store::diagnostics::did_you_mean(word, &KINDS.map(|(word, _)| word)) {
        Some(meant) => refused.help(format!("did you mean `{meant}`? {only}")),
        None => refused.help(format!("{only}; leave it out for what is measured")),
    }
}

const REVERTER: Reverter<'static, KeyResultShape> = Reverter {
    keys: &[
        ("title", |s, was| amended::text(&mut s.title, was)),
        ("owner", |s, was| amended::text(&mut s.owner, was)),
        ("weight", |s, was| amended::number(&mut s.weight, was)),
        ("baseline", |s, was| amended::number(&mut s.baseline, was)),
        ("target", |s, was| amended::target(&mut s.target, was)),
        ("commit", |s, was| amended::number(&mut s.commit, was)),
        ("stretch", |s, was| amended::number(&mut s.stretch, was)),
        ("at_least", |s, was| amended::number(&mut s.at_least, was)),
        ("at_most", |s, was| amended::number(&mut s.at_most, was)),
        ("due", |s, was| amended::day(&mut s.due, was)),
    ],
    cycle: None,
};

only_tables!(KeyResultShape, MilestoneShape);
