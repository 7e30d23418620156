//! What a person looks at before reviewing an objective: where it ended, how it came there, and what
//! was said on the way.

use super::sheet::{Block, Entry, Facts, Line, Sheet};
use super::{Around, objective, status};
use crate::method::ObjectiveState;
use crate::method::log::Logged;
use crate::render::log::milestones;
use crate::render::text::{clean, clean_lines};
use crate::render::{Theme, goal};

/// The page of an objective that is looked back on.
pub fn review(state: &ObjectiveState<'_>, around: &Around<'_, '_>, theme: Theme) -> Sheet {
    let id = &state.objective.id;
    let mut sheet = Sheet {
        title: clean(&state.terms.title).into_owned(),
        subtitle: around.subtitle(&id.local(), theme),
        blocks: Vec::new(),
    };
    let mut facts = Facts::default();
    facts.add("status", status(&state.outlook, theme));
    facts.add("score", around.score(state.score, &state.outlook, theme));
    facts.add("ambition", goal::ambition(state.terms.ambition));
    let why = state.objective.why.as_deref();
    facts.maybe("why", why.map(|why| clean(why).into_owned()));
    sheet.add(Block::Facts(facts));
    objective::add_course(&mut sheet, state, around, theme);
    let said = around.logged.iter().rev();
    let owner = state.terms.owner.as_ref();
    let said = said.map(|logged| {
        let only = logged.updates.len() == logged.checkin.updates.len();
        words(logged, only || owner == Some(&logged.checkin.by), around)
    });
    let said = said.filter(|entry| !entry.lines.is_empty()).collect();
    sheet.add(Block::Entries("What was said", said, None));
    if let Some(review) = state.review {
        sheet.add(Block::Facts(objective::look_back(review, around)));
    }
    sheet
}

/// The words of a check-in, without its figures and plans. What it says as a `whole` may be of other
/// goals.
fn words(logged: &Logged<'_>, whole: bool, around: &Around<'_, '_>) -> Entry {
    let checkin = logged.checkin;
    let line = |name, text: &str| Line {
        depth: 1,
        name,
        text: clean_lines(text).trim_end().to_owned(),
    };
    let mut lines = Vec::new();
    for update in &logged.updates {
        let goal = update.goal.as_ref().and_then(|goal| goal.key.as_ref());
        let about = |text: &str| match goal {
            Some(key) => format!("{key}: {text}"),
            None => text.to_owned(),
        };
        let said = update.update();
        let done = milestones(update).join(", ");
        if !done.is_empty() {
            lines.push(line("done", &about(&done)));
        }
        lines.extend(said.note.as_deref().map(|note| line("", &about(note))));
        let blocker = said.blocker.as_deref();
        lines.extend(blocker.map(|blocker| line("blocker", &about(blocker))));
    }
    if whole {
        lines.extend(checkin.blockers.iter().map(|text| line("blocker", text)));
        lines.extend(checkin.wins.iter().map(|text| line("win", text)));
    }
    Entry {
        head: format!("{}  {}", checkin.date, around.name(&checkin.by)),
        lines,
    }
}
