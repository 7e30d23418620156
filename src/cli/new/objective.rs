//! `okr new objective`.

use super::follow::{self, Asked};
use super::learned::learned;
use super::values::{self, worded};
use super::world::{World, owner, values_named};
use super::{Definition, Draft, How};
use crate::cli::args::person;
use crate::cli::commit::CommitArgs;
use crate::cli::desk::refuse_closed;
use crate::cli::exit::Failure;
use crate::cli::prompt::Prompt;
use crate::model::{
    Ambition, Follow, GoalId, Invalid, Name, Objective, ObjectivePath, ObjectiveTerms, slug,
};
use crate::store::write::{Change, ChangeSet};
use crate::store::{compose, paths};
use clap::Args;

/// Write an objective: what we want to reach
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr new objective                               asks, on a terminal\n  \
                               okr new objective \"Create wildly loyal customers\" --team customer-success \\\n  \
                               \u{20}   --supports grow-europe.revenue --owner maria"
)]
pub(super) struct ObjectiveArgs {
    /// What we want to reach, in words that one remembers; numbers belong to its key results
    #[arg(value_name = "TITLE")]
    pub(super) title: Option<String>,
    /// The team's (or person's) folder [default: the company's]
    #[arg(long, value_name = "TEAM")]
    pub(super) team: Option<String>,
    /// Who answers for it
    #[arg(long, value_name = "PERSON")]
    pub(super) owner: Option<String>,
    /// Why it matters now
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) why: Option<String>,
    /// The goal above that it serves, by any unique part of its id or title
    #[arg(long, value_name = "GOAL")]
    pub(super) supports: Option<String>,
    /// aspirational (0.7 is success), committed (1.0 is) or learning (not judged)
    #[arg(long, value_name = "AMBITION")]
    pub(super) ambition: Option<String>,
    /// A KPI that must not suffer meanwhile; may be repeated
    #[arg(long, value_name = "KPI")]
    pub(super) guardrail: Vec<String>,
    /// What we will stop doing for it: kept as a comment in the file
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(super) stop: Option<String>,
    /// Who helps; may be repeated
    #[arg(long, value_name = "PERSON")]
    contributor: Vec<String>,
    /// How much it counts among its team's objectives [default: 1]
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    weight: Option<String>,
    /// A word to find it by; may be repeated
    #[arg(long, value_name = "WORD")]
    tag: Vec<String>,
    /// A project that serves it, as TITLE or TITLE=URL; may be repeated
    #[arg(long, value_name = "TITLE")]
    initiative: Vec<String>,
    /// Measured itself, without key results: the KPI
    #[arg(long, value_name = "KPI")]
    kpi: Option<String>,
    /// With --kpi: the baseline [default: where the KPI stands]
    #[arg(
        long,
        value_name = "VALUE",
        allow_hyphen_values = true,
        requires = "kpi"
    )]
    from: Option<String>,
    /// With --kpi: a number, or +20% [default: the KPI's own target]
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true, requires = "kpi",
        conflicts_with_all = ["at_least", "at_most"])]
    target: Option<String>,
    /// With --kpi: hold it at or above this
    #[arg(
        long,
        value_name = "VALUE",
        allow_hyphen_values = true,
        requires = "kpi"
    )]
    at_least: Option<String>,
    /// With --kpi: hold it at or below this
    #[arg(
        long,
        value_name = "VALUE",
        allow_hyphen_values = true,
        requires = "kpi"
    )]
    at_most: Option<String>,
    /// Its name in the path [default: made from the title]
    #[arg(long, value_name = "NAME")]
    pub(super) id: Option<String>,
    /// The cycle: 2026-Q3, q3, this, next [default: the one that covers today]
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<String>,
    /// Show what would be written as a diff, write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    commit: CommitArgs,
    /// Whether it was told already what the team has learned.
    #[arg(skip)]
    pub(super) told: bool,
}

impl Definition for ObjectiveArgs {
    fn how(&self) -> How {
        How {
            cycle: self.cycle.clone(),
            dry_run: self.dry_run,
            commit: self.commit.clone(),
        }
    }

    fn ask(&mut self, world: &World<'_>, prompt: &mut Prompt<'_>) -> Result<(), Failure> {
        super::ask_objective::ask(self, world, prompt)
    }

    fn draft(&self, world: &World<'_>) -> Result<Draft, Failure> {
        let Some(title) = worded(self.title.as_ref()) else {
            return Err(
                Failure::usage("say what you want to reach: a TITLE is missing")
                    .help("such as okr new objective \"Create wildly loyal customers\""),
            );
        };
        refuse_closed(&world.store, world.cycle)?;
        let mut notes = Vec::new();
        let (path, new_team) = world.placed(self.team.as_deref(), &self.name(&title)?)?;
        notes.extend(new_team);
        if !self.told {
            notes.extend(learned(world, path.team()));
        }
        let measure = self.measured(world, &mut notes)?;
        let objective = self.objective(world, path, title, measure)?;
        let id = objective.id.local();
        let file = paths::objective(&objective.id);
        self.is_free(world)?;
        let text = self.comment()? + &compose::objective(&objective);
        Ok(Draft {
            kind: "objective",
            next: self.next(&objective),
            title: objective.terms.title,
            changes: ChangeSet(vec![Change::create(file.clone(), text.clone())]),
            path: file,
            id,
            text,
            cycles: vec![world.cycle],
            notes,
        })
    }
}

impl ObjectiveArgs {
    /// Whether nothing but the title is given, if that.
    pub(super) fn is_bare(&self) -> bool {
        let texts = [
            &self.team,
            &self.owner,
            &self.why,
            &self.supports,
            &self.ambition,
        ];
        let others = [&self.stop, &self.weight, &self.kpi, &self.id];
        let lists = [
            &self.guardrail,
            &self.contributor,
            &self.tag,
            &self.initiative,
        ];
        texts.into_iter().chain(others).all(Option::is_none) && lists.into_iter().all(Vec::is_empty)
    }

    /// Refuses a name that another objective has.
    pub(super) fn is_free(&self, world: &World<'_>) -> Result<(), Failure> {
        let title = worded(self.title.as_ref()).unwrap_or_default();
        let (path, _) = world.placed(self.team.as_deref(), &self.name(&title)?)?;
        let help = format!("another name goes with --id; `okr new kr {path}` adds a key result");
        world.refuse_existing(&format!("{}/{path}.toml", world.cycle), &help)
    }

    /// Its name in the path: as given, else made from the title.
    pub(super) fn name(&self, title: &str) -> Result<Name, Failure> {
        if let Some(id) = &self.id {
            return values_named("--id", Name::new(id.trim()));
        }
        slug(title).ok_or_else(|| {
            Failure::usage(format!("no name can be made from `{title}`"))
                .help("give one with --id, such as --id loyal-customers")
        })
    }

    fn objective(
        &self,
        world: &World<'_>,
        path: ObjectivePath,
        title: String,
        measure: Option<Follow>,
    ) -> Result<Objective, Failure> {
        let supports = self.supports.as_deref().map(|text| world.supported(text));
        let supports = supports.transpose()?.map(|id| id.relative_to(world.cycle));
        let ambition = self.ambition.as_deref().map(ambition).transpose();
        let contributors = self.contributor.iter();
        let contributors =
            contributors.map(|text| values_named("--contributor", person::handle(text.trim())));
        Ok(Objective {
            id: GoalId {
                cycle: world.cycle,
                objective: path,
                key: None,
            },
            terms: ObjectiveTerms {
                title,
                owner: owner("--owner", self.owner.as_deref())?,
                weight: values_named("--weight", values::weight(self.weight.as_deref()))?,
                ambition: values_named("--ambition", ambition)?.unwrap_or(Ambition::Aspirational),
                supports,
                measure,
            },
            amended: Vec::new(),
            why: worded(self.why.as_ref()),
            contributors: contributors.collect::<Result<_, Failure>>()?,
            guardrails: world.kpis(&self.guardrail)?,
            tags: self.tag.clone(),
            initiatives: self
                .initiative
                .iter()
                .map(|i| values::initiative(i))
                .collect(),
            added: world.added(world.cycle),
            dropped: None,
            formerly: Vec::new(),
            carried: None,
            review: None,
            key_results: Vec::new(),
        })
    }

    /// The KPI that it is measured by, where it is measured itself.
    fn measured(
        &self,
        world: &World<'_>,
        notes: &mut Vec<String>,
    ) -> Result<Option<Follow>, Failure> {
        let Some(kpi) = &self.kpi else {
            return Ok(None);
        };
        let asked = Asked {
            from: self.from.as_deref(),
            target: self.target.as_deref(),
            at_least: self.at_least.as_deref(),
            at_most: self.at_most.as_deref(),
            ..Asked::default()
        };
        let followed = follow::follow(world, world.kpi(kpi)?, &asked, world.cycle)?;
        notes.extend(followed.notes);
        Ok(Some(followed.follow))
    }

    /// What we stop doing has no key in the format: it heads the file as a comment.
    fn comment(&self) -> Result<String, Failure> {
        match worded(self.stop.as_ref()) {
            None => Ok(String::new()),
            Some(stop) if stop.chars().any(char::is_control) => {
                Err(Failure::usage("--stop: it must fit on one line"))
            }
            Some(stop) => Ok(format!("# We stop: {stop}\n")),
        }
    }

    fn next(&self, objective: &Objective) -> String {
        let id = objective.id.local();
        let cycle = match &self.cycle {
            Some(cycle) => format!(" --cycle {cycle}"),
            None => String::new(),
        };
        if objective.terms.measure.is_some() {
            return format!("Next: okr checkin {id} VALUE");
        }
        format!(
            "Next: how will we know? Two to five key results, such as\n  \
             okr new kr {id} --kpi NAME --target 75{cycle}\n  \
             okr new kr {id} \"App rating\" --from 4.0 --target 4.5 --unit stars{cycle}"
        )
    }
}

/// How success is judged.
pub(super) fn ambition(text: &str) -> Result<Ambition, Invalid> {
    let known = [
        Ambition::Aspirational,
        Ambition::Committed,
        Ambition::Learning,
    ];
    super::values::word(text, "ambition", &known, Ambition::word)
}
