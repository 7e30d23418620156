//! `okr edit`: a definition in the user's editor, on a copy that is checked before it counts. Whatever
//! fails, the file is as it was and what was typed is kept.

mod editor;
mod target;

use super::commit::{CommitArgs, Repository};
use super::context::{Context, Output, print, say};
use super::desk::refuse_closed;
use super::exit::{Code, Failure};
use super::{desk, findings};
use crate::render::check;
use crate::render::json::{self, ChangeView};
use crate::render::text::count;
use crate::store::diagnostics::{Finding, Level};
use crate::store::draft::{self, Draft};
use crate::store::load::Store;
use crate::store::write::{Change, ChangeSet, read_for_edit};
use clap::Args;
use editor::Editor;
use std::io::{self, BufRead, IsTerminal};
use target::Target;

/// Edit a goal, a KPI or the settings in your editor, checked before it is saved
#[derive(Debug, Clone, Args)]
#[command(
    before_help = "  okr edit loyal-customers             the objective's file\n  \
                               okr edit loyal-customers.retention   the same, at that key result\n  \
                               okr edit kpis/nps                    a KPI\n  \
                               okr edit settings                    okr.toml",
    after_help = "The editor is $VISUAL, else $EDITOR, else vi. It works on a copy in .okr/tmp; the file \
                  itself changes when the copy is saved, valid and closed."
)]
pub struct EditArgs {
    /// An objective, a key result, a KPI, or `settings`
    #[arg(value_name = "GOAL")]
    goal: String,
    /// The cycle of the goal
    #[arg(long, value_name = "CYCLE")]
    cycle: Option<String>,
    #[command(flatten)]
    commit: CommitArgs,
}

/// A definition in an editor.
struct Session<'a> {
    store: &'a Store,
    target: &'a Target,
    context: &'a Context,
    before: String,
    draft: Draft,
}

/// What becomes of an invalid draft.
enum Answer {
    Again,
    Discard,
    Keep,
}

/// Edits.
pub fn run(args: &EditArgs, context: &Context) -> Result<(), Failure> {
    let output = context.output()?;
    let store = Store::open_lenient(&context.root()?);
    let target = Target::find(&args.goal, args.cycle.as_deref(), &store, context)?;
    refuse_in_closed(&store, &target)?;
    let repository = args.commit.repository(store.root())?;
    let editor = Editor::from_environment()?;
    let before = read_for_edit(store.root(), &target.path)?;
    let before =
        before.ok_or_else(|| Failure::not_found(format!("there is no {}", target.path)))?;
    for path in draft::earlier(store.root(), &target.name, &before) {
        say(&format!("an earlier draft is in {}\n", path.display()));
    }
    let draft = Draft::create(store.root(), &target.name, &before)?;
    let line = target.line(&store);
    let session = Session {
        store: &store,
        target: &target,
        context,
        before,
        draft,
    };
    if context.error_theme.width.is_some() {
        say(&format!("editing {}\n", session.draft.path().display()));
    }
    session.edit(&editor, line, output, repository)
}

impl Session<'_> {
    fn edit(
        self,
        editor: &Editor,
        mut line: usize,
        output: Output,
        repository: Option<Repository>,
    ) -> Result<(), Failure> {
        loop {
            if let Err(failure) = editor.open(self.draft.path(), line) {
                return Err(self.kept_if_changed(failure));
            }
            let after = match self.draft.read() {
                Ok(after) => after,
                Err(error) => return Err(self.kept(error.into())),
            };
            if after == self.before {
                self.draft.discard();
                return unchanged(&self.target.path, output);
            }
            let broken = match self.save(&after) {
                Ok(broken) => broken,
                Err(failure) => return Err(self.kept(failure)),
            };
            if broken.is_empty() {
                self.draft.discard();
                return finish(self.target, output, repository);
            }
            if !self.can_ask() {
                return Err(self.kept(Failure::invalid(broken)));
            }
            self.show(&broken);
            match ask() {
                Answer::Again => line = line_of(&broken, &self.target.path).unwrap_or(line),
                Answer::Discard => {
                    self.draft.discard();
                    return unchanged(&self.target.path, output);
                }
                Answer::Keep => {
                    let message = "the draft is not valid: nothing was changed";
                    return Err(self.kept(Failure::new(Code::Invalid, "invalid", message)));
                }
            }
        }
    }

    /// Writes what was edited, or says what is wrong with it.
    fn save(&self, after: &str) -> Result<Vec<Finding>, Failure> {
        let lock = desk::lock(self.store)?;
        refuse_in_closed(self.store, self.target)?;
        let path = &self.target.path;
        let change = Change::edit(path, self.before.as_str(), after);
        let changes = ChangeSet(vec![change]);
        let broken = errors(self.store, self.target, &changes, after);
        if broken.is_empty() {
            changes.apply(self.store.root(), &lock)?;
        }
        Ok(broken)
    }

    fn can_ask(&self) -> bool {
        !self.context.global.no_input && io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    fn show(&self, broken: &[Finding]) {
        say(&check::findings(broken, self.context.error_theme));
        say(&format!("\n{}\n", count(broken.len(), "error")));
    }

    /// The failure, with where the draft is.
    fn kept(&self, failure: Failure) -> Failure {
        if !self.draft.is_there() {
            return failure.help("the editor removed the draft: nothing was changed");
        }
        let kept = format!("the draft is in {}", self.draft.path().display());
        let help = match &failure.help {
            Some(help) => format!("{help}; {kept}"),
            None => kept,
        };
        failure.help(help)
    }

    /// A draft that says nothing new is not worth keeping.
    fn kept_if_changed(self, failure: Failure) -> Failure {
        match self.draft.read() {
            Ok(after) if after == self.before => {
                self.draft.discard();
                failure
            }
            Ok(_) | Err(_) => self.kept(failure),
        }
    }
}

fn refuse_in_closed(store: &Store, target: &Target) -> Result<(), Failure> {
    target
        .cycle
        .map_or(Ok(()), |cycle| refuse_closed(store, cycle))
}

/// Everything that is wrong with the file itself, and what it would break elsewhere.
fn errors(store: &Store, target: &Target, changes: &ChangeSet, after: &str) -> Vec<Finding> {
    let mut broken = store.check_text(&target.path, after);
    broken.retain(|finding| finding.level == Level::Error);
    if !broken.is_empty() {
        return broken;
    }
    let cycles = match target.cycle {
        Some(cycle) => vec![cycle],
        None => store.cycle_folders(),
    };
    findings::introduced(store, changes, &cycles)
}

fn line_of(broken: &[Finding], path: &str) -> Option<usize> {
    broken.iter().find(|f| f.path == path)?.line()
}

/// Asks until there is an answer; at the end of input the draft is kept.
fn ask() -> Answer {
    loop {
        say("e edit again, d discard, k keep the draft? ");
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        if matches!(read, Ok(0) | Err(_)) {
            say("\n");
            return Answer::Keep;
        }
        match line.trim().to_lowercase().as_str() {
            "e" | "edit" | "" => return Answer::Again,
            "d" | "discard" => return Answer::Discard,
            "k" | "keep" => return Answer::Keep,
            _ => {}
        }
    }
}

fn unchanged(path: &str, output: Output) -> Result<(), Failure> {
    match output {
        Output::Json => print(&json::changes(&[])),
        Output::Text => print(&format!("{path} is unchanged\n")),
    }
}

fn finish(target: &Target, output: Output, repository: Option<Repository>) -> Result<(), Failure> {
    let path = target.path.clone();
    match output {
        Output::Json => print(&json::changes(&[ChangeView {
            id: target.name.clone(),
            before: serde_json::Value::Null,
            after: serde_json::Value::Null,
            path: path.clone(),
        }]))?,
        Output::Text => {
            print(&format!("{}  edited  {path}\n", target.name))?;
        }
    }
    match repository {
        Some(git) => git.commit(&[path], &format!("Edit {}", target.name)),
        None => Ok(()),
    }
}
