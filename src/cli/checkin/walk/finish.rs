//! Everything once more, and the files.

use super::Trip;
use super::kept::Kept;
use super::state::Answer;
use crate::cli::checkin::{self, Prepared, echo};
use crate::cli::context::say;
use crate::cli::exit::{Code, Failure};
use crate::cli::prompt::Prompt;
use crate::render::echo::{ValueChange, value_change};
use crate::render::text::count;

/// Where the questions go from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Back to what was asked.
    Back,
    /// It is over.
    Over,
}

impl Trip<'_, '_> {
    /// Shows everything and writes it after a yes. Who is `leaving` before the end rather keeps it.
    pub(super) fn finish(
        &mut self,
        prompt: &mut Prompt<'_>,
        leaving: bool,
    ) -> Result<End, Failure> {
        if self.walk.said() == 0 {
            self.answers.discard()?;
            prompt.tell("nothing was said, and nothing was written");
            return Ok(End::Over);
        }
        let files = self.prepared()?;
        self.show_all(&files, prompt);
        if self.args.dry_run {
            let output = self.context.output()?;
            let changes = echo::changes(&self.reading.store, &files, self.context.today);
            checkin::tell(&changes, &files, output, true, self.context)?;
            prompt.tell(KEPT);
            return Ok(End::Over);
        }
        let question = if leaving {
            "Write this much? (y writes it; Enter keeps it for the next time; b goes back)"
        } else {
            "Write this? (Enter writes it; n keeps it for the next time; b goes back)"
        };
        loop {
            let answer = prompt.read(question)?;
            match (answer.to_lowercase().as_str(), leaving) {
                ("y" | "yes", _) | ("", false) => match self.write() {
                    // What stands in the way can be cleared and the answer given again.
                    Err(failure) if failure.code == Code::System && self.unwritten => {
                        prompt.refuse(&failure);
                    }
                    written => return written.map(|()| End::Over),
                },
                ("n" | "no" | "q" | "quit", _) | ("", true) => {
                    prompt.tell(KEPT);
                    return Ok(End::Over);
                }
                ("b" | "back", _) => return Ok(End::Back),
                _ => prompt.tell("  answer y, n or b"),
            }
        }
    }

    fn show_all(&self, files: &[Prepared], prompt: &Prompt<'_>) {
        prompt.tell("\nEverything once more:");
        let changes = echo::changes(&self.reading.store, files, self.context.today);
        for file in files {
            let own = changes.iter().filter(|change| change.path == file.path);
            self.show_file(file, own, files.len() > 1, prompt);
        }
        let stops = self.walk.parts.iter().flat_map(|part| &part.stops);
        let silent = stops.filter(|stop| !stop.answer.as_ref().is_some_and(Answer::says_something));
        match silent.count() {
            0 => {}
            some => prompt.tell(&format!("  nothing on {}", count(some, "goal"))),
        }
        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        prompt.tell(&format!("in {}\n", paths.join(" and\n   ")));
    }

    fn show_file<'c>(
        &self,
        file: &Prepared,
        changes: impl Iterator<Item = &'c ValueChange>,
        named: bool,
        prompt: &Prompt<'_>,
    ) {
        let checkin = &file.checkin;
        if named {
            prompt.tell(&format!(" {}", checkin.by));
        }
        for (change, update) in changes.zip(&checkin.updates) {
            let mut change = ValueChange {
                path: String::new(),
                ..change.clone()
            };
            // The words themselves follow.
            change
                .said
                .retain(|said| said != "note" && said != "blocker");
            let line = value_change(&change, self.context.error_theme);
            prompt.tell(&format!("  {line}"));
            let note = update.note.iter().map(|text| ("note", text));
            let blocker = update.blocker.iter().map(|text| ("blocker", text));
            for (what, text) in note.chain(blocker) {
                prompt.tell(&format!("    {what}: {text}"));
            }
        }
        let plan = checkin.plan.iter().map(|text| ("plan", text));
        let blockers = checkin.blockers.iter().map(|text| ("blocker", text));
        let wins = checkin.wins.iter().map(|text| ("win", text));
        for (what, text) in plan.chain(blockers).chain(wins) {
            prompt.tell(&format!("  {what}: {text}"));
        }
    }

    /// Writes all files or none, then lets go of the answers.
    fn write(&mut self) -> Result<(), Failure> {
        let store = &self.reading.store;
        let output = self.context.output()?;
        let repository = self.args.commit.repository(store.root())?;
        // The goals may have changed since they were shown.
        let files = self.prepared()?;
        let changes = echo::changes(store, &files, self.context.today);
        let kept = Kept {
            writing: files.iter().map(|file| file.path.clone()).collect(),
            ..Kept::of(&self.walk, self.day())
        };
        self.keep_text(&kept);
        self.unwritten = true;
        checkin::create(&self.reading.store, &files)?;
        self.unwritten = false;
        if let Err(error) = self.answers.discard() {
            say(&format!("{error}; it is written all the same\n"));
        }
        checkin::tell(&changes, &files, output, false, self.context)?;
        checkin::commit(repository, &files)
    }
}

const KEPT: &str = "nothing was written; your answers are kept: the next `okr checkin` offers them";
