//! What was said of a goal, check-in by check-in.

use super::Around;
use super::sheet::{Block, Entry, Line};
use crate::method::log::{Logged, LoggedUpdate};
use crate::render::Theme;
use crate::render::log::{figures, milestones};
use crate::render::text::{clean, clean_lines, count};

/// More than this are left to the log.
const MOST: usize = 10;

/// The check-ins, newest first; `by_goal` where they speak of several goals.
pub(super) fn said(around: &Around<'_, '_>, id: &str, by_goal: bool, theme: Theme) -> Block {
    let entries = around.logged.iter().take(MOST);
    let entries = entries.map(|logged| entry(logged, around, by_goal, theme));
    let left = around.logged.len().saturating_sub(MOST);
    let more = (left > 0).then(|| format!("{} before: `okr log {id}`", count(left, "check-in")));
    Block::Entries("Check-ins", entries.collect(), more)
}

fn entry(logged: &Logged<'_>, around: &Around<'_, '_>, by_goal: bool, theme: Theme) -> Entry {
    let checkin = logged.checkin;
    let mut entry = Entry {
        head: format!("{}  {}", checkin.date, around.name(&checkin.by)),
        lines: Vec::new(),
    };
    for update in &logged.updates {
        let figures = figures(update, theme).join(theme.pick(" · ", " | "));
        if by_goal {
            let goal = update.goal.as_ref().and_then(|goal| goal.key.as_ref());
            let name = goal.map(ToString::to_string);
            let name = name.or(update.kpi_id.map(str::to_owned));
            let parts: Vec<String> = name.into_iter().chain([figures]).collect();
            let text = parts.join("  ").trim_end().to_owned();
            entry.lines.push(Line {
                depth: 1,
                name: "",
                text,
            });
        } else if !figures.is_empty() {
            entry.head.push_str(&format!("  {figures}"));
        }
        let words = words(update, if by_goal { 2 } else { 1 });
        entry.lines.extend(words);
    }
    entry.lines.retain(|line| !line.text.is_empty());
    entry
}

fn words(logged: &LoggedUpdate<'_>, depth: usize) -> Vec<Line> {
    let update = logged.update();
    let said = |text: &Option<String>| {
        let text = text.as_deref().map(clean_lines);
        text.map(|text| text.trim_end().to_owned())
            .unwrap_or_default()
    };
    let done = milestones(logged).join(", ");
    let lines = [
        ("done", clean(&done).into_owned()),
        ("", said(&update.note)),
        ("blocker", said(&update.blocker)),
    ];
    let lines = lines.into_iter().filter(|(_, text)| !text.is_empty());
    let line = |(name, text)| Line { depth, name, text };
    lines.map(line).collect()
}
