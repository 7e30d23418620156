//! `okr new`: definitions, written from flags or from answers to questions.

mod ask_key_result;
mod ask_kpi;
mod ask_objective;
mod follow;
mod key_result;
mod kpi;
mod learned;
mod objective;
mod stands;
mod values;
mod world;

use super::commit::CommitArgs;
use super::context::{Context, Output, print, print_patch, say};
use super::exit::Failure;
use super::prompt::{Prompt, may_ask};
use super::{desk, findings};
use crate::model::CycleId;
use crate::render::json::{self, ChangeView};
use crate::render::text::{clean, clean_lines};
use crate::store::write::ChangeSet;
use clap::{Args, Subcommand};
use world::World;

/// Write an objective, a key result or a KPI; on a terminal it asks for what is missing
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr new objective \"Create wildly loyal customers\" --team customer-success\n  \
                               okr new kr loyal --kpi client-retention --target 75\n  \
                               okr new kpi \"Client retention\" --unit % --target 2026=80 --target 2026-Q3=75"
)]
pub struct NewArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    Objective(Box<objective::ObjectiveArgs>),
    #[command(visible_alias = "key-result")]
    Kr(Box<key_result::KeyResultArgs>),
    Kpi(Box<kpi::KpiArgs>),
}

/// Writes a definition.
pub fn run(args: &NewArgs, context: &Context) -> Result<(), Failure> {
    match &args.what {
        What::Objective(args) => write((**args).clone(), context),
        What::Kr(args) => write((**args).clone(), context),
        What::Kpi(args) => write((**args).clone(), context),
    }
}

/// What every kind of definition is asked beside its own fields.
struct How {
    /// The cycle as typed.
    cycle: Option<String>,
    dry_run: bool,
    commit: CommitArgs,
}

/// A kind of definition: its flags, and what becomes of them.
trait Definition {
    fn how(&self) -> How;

    /// Asks for what the flags do not say; answers become flags.
    fn ask(&mut self, world: &World<'_>, prompt: &mut Prompt<'_>) -> Result<(), Failure>;

    /// The definition as it would be written.
    fn draft(&self, world: &World<'_>) -> Result<Draft, Failure>;
}

/// A definition that is ready to be written.
struct Draft {
    /// `objective`, `key result` or `KPI`.
    kind: &'static str,
    /// The id as people type it.
    id: String,
    title: String,
    path: String,
    changes: ChangeSet,
    /// The text that is new.
    text: String,
    /// The cycles that it may bring errors into.
    cycles: Vec<CycleId>,
    /// What there is to know about it.
    notes: Vec<String>,
    /// What to do next.
    next: String,
}

fn write(mut definition: impl Definition, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let how = definition.how();
    let world = World::new(context, how.cycle.as_deref())?;
    let commit = if how.dry_run {
        CommitArgs::NEVER
    } else {
        how.commit
    };
    let repository = commit.repository(world.store.root())?;
    let mut stdin = std::io::stdin().lock();
    let mut prompt = Prompt::new(&mut stdin, context);
    let asks = may_ask(context);
    if asks {
        definition.ask(&world, &mut prompt)?;
    }
    let draft = definition.draft(&world)?;
    let sound = draft.check(&world);
    if prompt.asked > 0 && sound.is_err() {
        // The answers are not lost.
        say(&format!("\n{}\n", clean_lines(&draft.text)));
    }
    sound?;
    if how.dry_run {
        draft.tell();
        return match output {
            Output::Json => print(&draft.text(output)),
            Output::Text => print_patch(&draft.changes.diff()),
        };
    }
    if prompt.asked > 0 && !confirmed(&draft, &mut prompt)? {
        say("nothing was written\n");
        return Ok(());
    }
    let lock = desk::lock(&world.store)?;
    // Others may have written while the questions were asked.
    let world = World::new(context, how.cycle.as_deref())?;
    let draft = definition.draft(&world)?;
    draft.check(&world)?;
    draft.changes.apply(world.store.root(), &lock)?;
    drop(lock);
    if prompt.asked == 0 {
        draft.tell();
    }
    print(&draft.text(output))?;
    if let Some(git) = repository {
        let message = format!("Add {} {}", draft.kind, draft.id);
        git.commit(std::slice::from_ref(&draft.path), &message)?;
    }
    say(&format!("\n{}\n", draft.next));
    Ok(())
}

fn confirmed(draft: &Draft, prompt: &mut Prompt<'_>) -> Result<bool, Failure> {
    for note in &draft.notes {
        prompt.tell(note);
    }
    say(&format!("\n{}\n", clean_lines(&draft.text)));
    prompt.yes(&format!("Write this to {}?", draft.path))
}

impl Draft {
    /// Reads it back in memory as any reader would.
    fn check(&self, world: &World<'_>) -> Result<(), Failure> {
        let broken = findings::introduced(&world.store, &self.changes, &self.cycles);
        if broken.is_empty() {
            return Ok(());
        }
        let what = format!("the {} {} cannot be written that way", self.kind, self.id);
        Err(Failure::refused(&what, &self.path, &broken))
    }

    fn tell(&self) {
        for note in &self.notes {
            say(&format!("{}\n", clean(note)));
        }
    }

    fn text(&self, output: Output) -> String {
        if output == Output::Json {
            let change = ChangeView {
                id: self.id.clone(),
                before: serde_json::Value::Null,
                after: self.title.clone().into(),
                path: self.path.clone(),
            };
            return json::changes(&[change]);
        }
        format!("{}  {}  {}\n", self.id, clean(&self.title), self.path)
    }
}
