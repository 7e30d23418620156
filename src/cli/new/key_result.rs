//! `okr new kr`.

use super::follow::{self, Asked, Followed};
use super::values::{self, worded};
use super::world::{World, owner, values_named};
use super::{Definition, Draft, How};
use crate::cli::args;
use crate::cli::commit::PostOrCommitArgs;
use crate::cli::desk::Desk;
use crate::cli::desk::refuse_closed;
use crate::cli::exit::Failure;
use crate::cli::prompt::Prompt;
use crate::model::{
    CycleId, Effort, GoalId, KeyResult, Measure, Metric, Name, Objective, Posts, Quantity, Terms,
    slug,
};
use crate::store::write::ChangeSet;
use crate::store::{compose, paths};
use chrono::NaiveDate;
use clap::Args;

/// Add a key result to an objective: how we will know
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr new kr loyal --kpi client-retention --target 75     unit and baseline are the KPI's\n  \
                               okr new kr loyal \"App rating\" --from 4.0 --target 4.5 --unit stars\n  \
                               okr new kr loyal \"Uptime\" --at-least 99.9 --unit %\n  \
                               okr new kr loyal \"Success plans\" --milestone \"Template agreed\" --milestone \"Rollout=2\"",
    after_help = "--commit 4.2 is the value that scores 0.3, --commit without a number (or --git-commit) is git's."
)]
pub(super) struct KeyResultArgs {
    /// The objective, by any unique part of its id or title
    #[arg(value_name = "OBJECTIVE")]
    pub(super) objective: Option<String>,
    /// What will be different; with --kpi one is made from the numbers
    #[arg(value_name = "TITLE")]
    pub(super) title: Option<String>,
    /// The KPI that it follows
    #[arg(long, value_name = "KPI", conflicts_with = "unit")]
    pub(super) kpi: Option<String>,
    /// The baseline: where it stands now
    #[arg(
        long,
        value_name = "VALUE",
        visible_alias = "baseline",
        allow_hyphen_values = true
    )]
    pub(super) from: Option<String>,
    /// Where it should go: a number, or +20% of the baseline
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true,
        conflicts_with_all = ["at_least", "at_most"])]
    pub(super) target: Option<String>,
    #[command(flatten)]
    commit: PostOrCommitArgs,
    /// The value beyond the target that scores 1.0
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true,
        conflicts_with_all = ["at_least", "at_most"])]
    stretch: Option<String>,
    /// Hold it at or above this
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub(super) at_least: Option<String>,
    /// Hold it at or below this
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pub(super) at_most: Option<String>,
    /// The unit of its values: %, $, stars
    #[arg(long, value_name = "UNIT")]
    pub(super) unit: Option<String>,
    /// A step of a project, as TITLE, TITLE=WEIGHT or TITLE=WEIGHT@DATE; may be repeated
    #[arg(long, value_name = "TITLE", conflicts_with_all = NUMBERS)]
    pub(super) milestone: Vec<String>,
    /// A project without milestones: reported as percent complete
    #[arg(long, conflicts_with_all = NUMBERS)]
    pub(super) effort: bool,
    /// A project's last day
    #[arg(long, value_name = "DATE", conflicts_with_all = NUMBERS)]
    pub(super) due: Option<String>,
    /// The mean of the objectives that support it
    #[arg(long, conflicts_with_all = NUMBERS, conflicts_with_all = ["milestone", "effort", "due"])]
    pub(super) rollup: bool,
    /// How much it counts in the objective [default: 1]
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    weight: Option<String>,
    /// Who answers for it [default: the objective's owner]
    #[arg(long, value_name = "PERSON")]
    pub(super) owner: Option<String>,
    /// Its name in the objective [default: made from the title or the KPI]
    #[arg(long, value_name = "NAME")]
    pub(super) key: Option<String>,
    /// The objective's cycle: 2026-Q3, q3, this, next [default: the one that covers today]
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<String>,
    /// Show what would be written as a diff, write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What a project or a rollup has none of.
const NUMBERS: [&str; 7] = [
    "kpi", "from", "target", "stretch", "at_least", "at_most", "unit",
];

/// What is measured.
struct Measured {
    measure: Measure,
    /// What its key is made from.
    key: String,
    /// What people call it.
    title: String,
    notes: Vec<String>,
}

impl Definition for KeyResultArgs {
    fn how(&self) -> How {
        How {
            cycle: self.cycle.clone().or_else(|| self.named_cycle()),
            dry_run: self.dry_run,
            commit: self.commit.git(),
        }
    }

    fn ask(&mut self, world: &World<'_>, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
        super::ask_key_result::ask(self, world, prompt)
    }

    fn draft(&self, world: &World<'_>) -> Result<Draft, Failure> {
        let objective = self.parent(world)?;
        let cycle = objective.id.cycle;
        self.post()?;
        let measured = self.measured(world, cycle)?;
        let key = self.name(&measured.key)?;
        let id = objective.key_result_id(&key);
        let path = paths::objective(&objective.id);
        if objective.key_results.iter().any(|kr| kr.key == key) {
            let message = format!("{path} has a key result `{key}` already");
            return Err(Failure::conflict(message)
                .help("another name goes with --key; okr amend changes what is there"));
        }
        let key_result = KeyResult {
            key,
            terms: Terms {
                title: worded(self.title.as_ref()),
                owner: owner("--owner", self.owner.as_deref())?,
                weight: values_named("--weight", values::weight(self.weight.as_deref()))?,
                measure: measured.measure,
            },
            amended: Vec::new(),
            added: world.added(cycle),
            dropped: None,
            formerly: Vec::new(),
            carried: None,
        };
        let text = compose::key_result(&key_result);
        let mut desk = Desk::new(&world.store);
        desk.edit(&path, |document| document.append_block(&text))?;
        Ok(Draft {
            kind: "key result",
            next: next(objective, &key_result, &id, world.begins(cycle)),
            id: id.local(),
            title: measured.title,
            path,
            changes: ChangeSet(desk.finish()),
            text,
            cycles: vec![cycle, world.cycle],
            notes: measured.notes,
        })
    }
}

impl KeyResultArgs {
    /// Whether the flags say how it is measured.
    pub(super) fn is_measured(&self) -> bool {
        let numbers = [&self.kpi, &self.target, &self.at_least, &self.at_most];
        self.is_project() || self.rollup || numbers.into_iter().any(Option::is_some)
    }

    fn is_project(&self) -> bool {
        self.effort || self.due.is_some() || !self.milestone.is_empty()
    }

    /// The cycle in front of the objective, `2026-Q4/loyal-customers`.
    fn named_cycle(&self) -> Option<String> {
        let (cycle, _) = self.objective.as_deref()?.split_once('/')?;
        CycleId::parse_any_case(cycle).map(|cycle| cycle.to_string())
    }

    /// The objective that it belongs to, which must be open.
    pub(super) fn parent<'w>(&self, world: &'w World<'_>) -> Result<&'w Objective, Failure> {
        let Some(text) = &self.objective else {
            return Err(
                Failure::usage("say which objective it is for: an OBJECTIVE is missing")
                    .help("such as okr new kr loyal --kpi client-retention --target 75"),
            );
        };
        let id = world.objective(text)?;
        refuse_closed(&world.store, id.cycle)?;
        let objective = world.workspace.objective(&id);
        let objective = objective.ok_or_else(|| Failure::not_found(format!("there is no {id}")))?;
        if let Some(measure) = &objective.terms.measure {
            let message = format!("{id} is measured itself, by {}", measure.kpi);
            return Err(Failure::conflict(message).help(format!(
                "take `kpi` and its numbers out of {} first, or choose another objective",
                paths::objective(&id)
            )));
        }
        match &objective.dropped {
            Some(dropped) => Err(Failure::conflict(format!(
                "{id} was dropped on {}",
                dropped.on
            ))),
            None => Ok(objective),
        }
    }

    /// What is measured.
    fn measured(&self, world: &World<'_>, cycle: CycleId) -> Result<Measured, Failure> {
        if self.kpi.is_some() {
            let Followed {
                follow,
                name,
                notes,
            } = self.followed(world, cycle)?;
            let short = follow.kpi.short();
            let key = short.rsplit('/').next().unwrap_or(short).to_owned();
            return Ok(Measured {
                measure: Measure::FollowsKpi(follow),
                key: worded(self.title.as_ref()).unwrap_or(key),
                title: worded(self.title.as_ref()).unwrap_or(name),
                notes,
            });
        }
        let title = worded(self.title.as_ref()).ok_or_else(|| {
            Failure::usage("how will we know? A TITLE is missing, or the KPI that it follows")
                .help("such as okr new kr loyal \"App rating\" --from 4.0 --target 4.5, or --kpi client-retention")
        })?;
        Ok(Measured {
            measure: self.own_measure(world)?,
            key: title.clone(),
            title,
            notes: Vec::new(),
        })
    }

    /// The value that scores 0.3; only what has a target has one.
    fn post(&self) -> Result<Option<&str>, Failure> {
        let others = [
            ("--at-least", self.at_least.is_some()),
            ("--at-most", self.at_most.is_some()),
            ("--milestone", !self.milestone.is_empty()),
            ("--effort", self.effort),
            ("--due", self.due.is_some()),
            ("--rollup", self.rollup),
        ];
        let other = others.iter().find(|(_, given)| *given);
        match (self.commit.post()?, other) {
            (Some(post), Some((flag, _))) => {
                let message = format!("--commit {post} does not go with {flag}");
                Err(Failure::usage(message).help(
                    "it is what scores 0.3 on the way to a target; git's commit is --git-commit",
                ))
            }
            (post, _) => Ok(post),
        }
    }

    /// The KPI that it follows.
    pub(super) fn followed(
        &self,
        world: &World<'_>,
        cycle: CycleId,
    ) -> Result<Followed, follow::Refused> {
        let kpi = world.kpi(self.kpi.as_deref().unwrap_or_default())?;
        let asked = Asked {
            from: self.from.as_deref(),
            target: self.target.as_deref(),
            commit: self.post()?,
            stretch: self.stretch.as_deref(),
            at_least: self.at_least.as_deref(),
            at_most: self.at_most.as_deref(),
        };
        follow::follow(world, kpi, &asked, cycle)
    }

    fn own_measure(&self, world: &World<'_>) -> Result<Measure, Failure> {
        if self.rollup {
            return Ok(Measure::Rollup);
        }
        if self.is_project() {
            return self.project(world);
        }
        self.metric()
    }

    /// A metric of its own, to be moved or to be held.
    fn metric(&self) -> Result<Measure, Failure> {
        let unit = worded(self.unit.as_ref());
        let quantity = |flag: &str, text: &Option<String>| -> Result<Option<Quantity>, Failure> {
            let value = text
                .as_deref()
                .map(|t| values::quantity(t, unit.as_deref()));
            values_named(flag, value.transpose())
        };
        let baseline = quantity("--from", &self.from)?;
        let (low, high) = (self.at_least.as_deref(), self.at_most.as_deref());
        if let Some(band) = values::band(low, high, unit.as_deref())? {
            return Ok(Measure::Bounds {
                unit,
                baseline,
                band,
            });
        }
        let Some(target) = &self.target else {
            return Err(
                Failure::usage("how far should it go? A target is missing").help(
                    "give --target, or --at-least or --at-most to hold it, --milestone or --effort \
                 for a project, --rollup for the mean of what supports it",
                ),
            );
        };
        let target = values_named("--target", values::target(target, unit.as_deref()))?;
        values_named("--target", values::apart(target, baseline))?;
        let commit = quantity("--commit", &self.post()?.map(str::to_owned))?;
        let stretch = quantity("--stretch", &self.stretch)?;
        let posts = Posts::new(baseline, commit, Some(target), stretch)?;
        Ok(Measure::Metric(Metric {
            unit,
            baseline,
            posts,
        }))
    }

    fn project(&self, world: &World<'_>) -> Result<Measure, Failure> {
        let today = world.context.today;
        let due = self
            .due
            .as_deref()
            .map(|text| args::date::date(text, today));
        let milestones = self.milestone.iter().zip(1..);
        let milestones =
            milestones.map(|(m, n)| values_named("--milestone", values::milestone(m, n, today)));
        Ok(Measure::Effort(Effort {
            due: values_named("--due", due.transpose())?,
            milestones: milestones.collect::<Result<_, Failure>>()?,
        }))
    }

    /// A hold has neither `commit` nor `stretch`.
    pub(super) fn give_up_posts(&mut self) {
        self.commit.give_up_post();
        self.stretch = None;
    }

    /// Whether `target` could be where a metric of its own should go.
    pub(super) fn reaches(&self, target: &str) -> Result<(), Failure> {
        let mut asked = self.clone();
        asked.target = Some(target.to_owned());
        asked.metric().map(|_| ())
    }

    /// The key that it gets where none is given.
    pub(super) fn default_key(&self, world: &World<'_>) -> Option<Name> {
        if let Some(title) = worded(self.title.as_ref()) {
            return slug(&title);
        }
        let kpi = world.kpi(self.kpi.as_deref()?).ok()?;
        slug(kpi.id.short().rsplit('/').next()?)
    }

    /// Its key: as given, else made from `name`.
    pub(super) fn name(&self, name: &str) -> Result<Name, Failure> {
        if let Some(key) = &self.key {
            return values_named("--key", Name::new(key.trim()));
        }
        slug(name).ok_or_else(|| {
            Failure::usage(format!("no name can be made from `{name}`"))
                .help("give one with --key, such as --key retention")
        })
    }
}

fn next(
    objective: &Objective,
    key_result: &KeyResult,
    id: &GoalId,
    begins: Option<NaiveDate>,
) -> String {
    let first = match &key_result.terms.measure {
        Measure::Rollup => format!("okr new objective TITLE --supports {}", id.local()),
        Measure::Effort(effort) => match effort.milestones.first() {
            Some(milestone) => format!("okr checkin {}+{}", id.local(), milestone.id),
            None => format!("okr checkin {} PERCENT", id.local()),
        },
        Measure::Metric(_) | Measure::Bounds { .. } | Measure::FollowsKpi(_) => {
            format!("okr checkin {} VALUE --confidence 7/10", id.local())
        }
    };
    let when = match (begins, &key_result.terms.measure) {
        (None, _) | (Some(_), Measure::Rollup) => String::new(),
        (Some(day), _) => format!(", from {day} on"),
    };
    let more = match objective.key_results.is_empty() {
        true => "\nAn objective has two to five key results: this is its first.",
        false => "",
    };
    format!("Next{when}: {first}{more}")
}
