//! Everything once more, and the files.

use super::{Next, Trip};
use crate::cli::carry::rollover::{Rollover, Said, World};
use crate::cli::carry::{commit, next_step};
use crate::cli::commit::Repository;
use crate::cli::context::{Output, print, say};
use crate::cli::desk;
use crate::cli::exit::{Code, Failure};
use crate::cli::prompt::Prompt;
use crate::render::carry::written;
use crate::render::text::count;
use crate::store::load::Store;
use std::io::IsTerminal;

impl Trip<'_> {
    /// Shows everything once more and writes it after a yes; whether it is over.
    pub(super) fn finish(
        &self,
        prompt: &mut Prompt<'_>,
        repository: Option<&Repository>,
    ) -> Result<bool, Failure> {
        let context = self.world.context;
        let said = self.said(true);
        let mut rollover = self.world.rollover(&said)?;
        let mut text = self.world.words(&rollover);
        loop {
            if rollover.changes.is_empty() {
                return self.nothing(&rollover, &text, prompt).map(|()| true);
            }
            say(&format!("\n{text}\n"));
            match agreed(rollover.changes.effective().count(), prompt)? {
                Next::On => {}
                Next::Back => return Ok(false),
                Next::Stay | Next::End => {
                    prompt.tell("nothing was written");
                    return Ok(true);
                }
            }
            // Others may have written while the questions were asked.
            let store = context.store()?;
            match self.write(&store, &said, &rollover) {
                Ok(None) => break,
                Ok(Some((other, its_text))) => {
                    prompt.tell("Something has changed meanwhile; this is what it comes to now:");
                    (rollover, text) = (other, its_text);
                }
                // What stands in the way can be cleared and the answer given again.
                Err(failure) if matches!(failure.code, Code::System | Code::Conflict) => {
                    prompt.refuse(&failure);
                }
                Err(failure) => return Err(failure),
            }
        }
        match std::io::stdout().is_terminal() {
            true => print(&written(&rollover.files))?,
            false => print(&self.world.text(&rollover, Output::Text, context.theme))?,
        }
        commit(repository, &rollover)?;
        next_step(&rollover, Output::Text);
        Ok(true)
    }

    /// Says that there is nothing to write, and why.
    fn nothing(&self, rollover: &Rollover, text: &str, prompt: &Prompt<'_>) -> Result<(), Failure> {
        if self.stops.is_empty() {
            let theme = self.world.context.theme;
            return print(&self.world.text(rollover, Output::Text, theme));
        }
        say(&format!("\n{text}\n"));
        prompt.tell("nothing is left to write");
        Ok(())
    }

    /// Writes what was agreed to, where it is still what the files come to; else what they come to now.
    fn write(
        &self,
        store: &Store,
        said: &Said,
        agreed: &Rollover,
    ) -> Result<Option<(Rollover, String)>, Failure> {
        let World {
            args,
            from,
            to,
            context,
            ..
        } = *self.world;
        let lock = desk::lock(store)?;
        let world = World::read(args, store, (from, to), context)?;
        let world =
            world.ok_or_else(|| Failure::conflict(format!("{from} has no objectives any more")))?;
        let now = world.rollover(said)?;
        if now.changes != agreed.changes {
            let text = world.words(&now);
            return Ok(Some((now, text)));
        }
        now.changes.apply(store.root(), &lock)?;
        Ok(None)
    }
}

/// Asks whether to write it.
fn agreed(files: usize, prompt: &mut Prompt<'_>) -> Result<Next, Failure> {
    let files = count(files, "file");
    let text = format!("Write this to {files}? (Enter writes it; n writes nothing; b goes back)");
    loop {
        let answer = prompt.read(&text)?;
        match answer.to_lowercase().as_str() {
            "" | "y" | "yes" => return Ok(Next::On),
            "n" | "no" | "q" | "quit" => return Ok(Next::End),
            "b" | "back" => return Ok(Next::Back),
            _ => prompt.tell("  answer y, n or b"),
        }
    }
}
