//! The agenda of a weekly meeting, to be pasted into a wiki.

use super::words::{milestones, title};
use crate::method::log::{Agenda, Item, KpiMove, Words};
use crate::method::{CycleState, GoalChange, Move, ObjectiveState, Shown, TeamState};
use crate::model::Settings;
use crate::render::changes::{Since, sentence};
use crate::render::grid::{Cell, Column, Grid, escape_markdown};
use crate::render::numbers::{number, score, signed, two, with_unit};
use crate::render::text::{clean, clean_lines, count};
use crate::render::{Theme, goal, status};
use chrono::NaiveDate;

const THEME: Theme = Theme::PLAIN;

/// What a meeting is about.
pub struct Meeting<'a, 'w> {
    /// The cycle now.
    pub cycle: &'a CycleState<'w>,
    /// The workspace's settings.
    pub settings: &'a Settings,
    /// The objectives that are talked about.
    pub shown: Vec<&'a ObjectiveState<'w>>,
    /// The teams with their scores on the earlier day, where there are too many objectives.
    pub teams: Vec<(TeamState, Option<f64>)>,
    /// The earlier day, and what changed since.
    pub since: Since<'a, 'w>,
    /// What there is to say.
    pub agenda: Agenda<'a, 'w>,
    /// Which sections are wanted: all, or only what is in the way, plans or both.
    pub only: (bool, bool),
}

/// The agenda in Markdown.
pub fn markdown(meeting: &Meeting<'_, '_>) -> String {
    let (blockers, plans) = meeting.only;
    let all = !blockers && !plans;
    let agenda = &meeting.agenda;
    let mut out = head(meeting);
    if all {
        section(&mut out, 2, "Scores", scores(meeting));
        news(&mut out, 2, agenda);
    }
    if all || blockers {
        let text = stuck(agenda, meeting.settings, meeting.cycle.as_of, all);
        let nothing = match all && !meeting.shown.is_empty() {
            true => "Nothing is off track, at risk, silent or blocked.\n",
            false => "Nobody reports that anything is in the way.\n",
        };
        let text = if text.is_empty() {
            nothing.to_owned()
        } else {
            text
        };
        section(&mut out, 2, "What is stuck", text);
    }
    if all || plans {
        let plans = agenda.plans.iter().map(plan).collect();
        section(&mut out, 2, "Plans", plans);
    }
    out
}

/// What moved, what was won and what people decided, a section of that level each.
pub fn news(out: &mut String, level: usize, agenda: &Agenda<'_, '_>) {
    section(out, level, "What moved", moved(agenda));
    let wins = agenda.wins.iter().map(|win| bullet(0, &quote(win)));
    section(out, level, "Wins", wins.collect());
    let decided = agenda.decided.iter().map(|change| {
        let id = change.id.local();
        bullet(
            0,
            &format!("`{id}`: {}", escape_markdown(&sentence(change, THEME))),
        )
    });
    section(out, level, "Changes of plan", decided.collect());
}

/// A section, its heading so many levels deep, unless there is nothing in it.
pub fn section(out: &mut String, level: usize, title: &str, text: String) {
    if !text.is_empty() {
        let marks = "#".repeat(level);
        out.push_str(&format!("\n{marks} {title}\n\n{text}"));
    }
}

fn head(meeting: &Meeting<'_, '_>) -> String {
    let cycle = meeting.cycle;
    let name = meeting.settings.name.as_deref();
    let name = name.map(|name| format!("{} · ", escape_markdown(&clean(name))));
    let day = cycle.as_of;
    let mut parts = vec![if cycle.closed {
        "closed".to_owned()
    } else {
        format!("{:.0} % of the time over", cycle.elapsed * 100.0)
    }];
    let before = meeting.since.score;
    let change = cycle.score.zip(before).map(|(now, before)| now - before);
    let change = change.map(|change| format!(" ({})", signed(change)));
    let total = score(cycle.score, THEME.dash());
    parts.push(format!("score **{total}**{}", change.unwrap_or_default()));
    parts.push(format!("changes since {}", meeting.since.day));
    let name = name.unwrap_or_default();
    format!("# {name}{} · {day}\n\n{}\n", cycle.cycle, parts.join(" · "))
}

/// The objectives; of a single one its key results as well.
fn scores(meeting: &Meeting<'_, '_>) -> String {
    let mut grid = Grid::new(vec![
        Column::fixed("goal"),
        Column::fixed("score").right(),
        Column::fixed("change").right(),
        Column::fixed("status"),
        Column::fixed("owner"),
    ]);
    let shown = &meeting.shown;
    if meeting.cycle.objectives.is_empty() {
        return format!("{} has no objectives yet.\n", meeting.cycle.cycle);
    }
    for state in shown {
        grid.row(row(meeting, Shown::Objective(state), state.score));
        if shown.len() == 1 {
            for kr in &state.key_results {
                grid.row(row(meeting, Shown::KeyResult(kr), kr.figures.score));
            }
        }
    }
    let mut out = if shown.is_empty() {
        String::new()
    } else {
        grid.markdown()
    };
    if !meeting.teams.is_empty() {
        out.push_str(&teams(meeting));
    }
    out
}

fn row(meeting: &Meeting<'_, '_>, goal: Shown<'_, '_>, value: Option<f64>) -> Vec<Cell> {
    let owner = goal.owner().map(ToString::to_string);
    vec![
        format!("{} ({})", clean(&name(goal)), goal.id().local()).into(),
        score(value, THEME.dash()).into(),
        moves(meeting, goal).into(),
        standing(goal).into(),
        owner.unwrap_or_default().into(),
    ]
}

/// By how much the score moved; empty where it did not.
fn moves(meeting: &Meeting<'_, '_>, goal: Shown<'_, '_>) -> String {
    let id = goal.id();
    let change = meeting.since.changes.iter().find(|change| change.id == id);
    let scored = change.and_then(GoalChange::score_change);
    match scored {
        Some(by) if by.abs() < 0.005 => String::new(),
        None if !change.is_some_and(|change| change.moves.contains(&Move::Added)) => String::new(),
        Some(_) | None => meeting.since.mark(&id, THEME).text,
    }
}

fn teams(meeting: &Meeting<'_, '_>) -> String {
    let mut grid = Grid::new(vec![
        Column::fixed("team"),
        Column::fixed("objectives").right(),
        Column::fixed("score").right(),
        Column::fixed("change").right(),
        Column::fixed("at risk").right(),
        Column::fixed("off track").right(),
        Column::fixed("stale").right(),
    ]);
    for (team, before) in &meeting.teams {
        let change = team
            .score
            .zip(*before)
            .map(|(now, before)| signed(now - before));
        grid.row(vec![
            team.team.as_str().into(),
            team.objectives.to_string().into(),
            score(team.score, THEME.dash()).into(),
            change.unwrap_or_default().into(),
            team.at_risk.to_string().into(),
            team.off_track.to_string().into(),
            team.stale.to_string().into(),
        ]);
    }
    let all = count(meeting.cycle.objectives.len(), "objective");
    format!(
        "\n{}\n{all} in all; what follows is the company's own. `okr log TEAM --format markdown` is a team's agenda.\n",
        grid.markdown()
    )
}

/// `▼ off-track, low-confidence`.
fn standing(goal: Shown<'_, '_>) -> String {
    let outlook = goal.outlook();
    let flags = goal::flags(&outlook.flags);
    let gap = if flags.is_empty() { "" } else { ", " };
    format!("{}{gap}{flags}", goal::status(outlook.status, THEME))
}

/// What a goal is called.
pub fn name(goal: Shown<'_, '_>) -> String {
    match goal {
        Shown::Objective(state) => state.terms.title.clone(),
        Shown::KeyResult(state) => goal::short_title(state),
    }
}

fn moved(agenda: &Agenda<'_, '_>) -> String {
    let mut out = String::new();
    for item in &agenda.moved {
        let figures = escape_markdown(&movement(item).join(", "));
        out.push_str(&bullet(0, &format!("{}: {figures}", heading(item))));
        out.push_str(&told(item));
    }
    out + &agenda.kpis.iter().map(kpi).collect::<String>()
}

/// What is in the way on a day; with `goals` also what is off track, at risk or silent.
pub fn stuck(
    agenda: &Agenda<'_, '_>,
    settings: &Settings,
    as_of: NaiveDate,
    goals: bool,
) -> String {
    let mut out = String::new();
    let stuck = agenda.stuck.iter();
    for item in stuck.filter(|item| goals || !item.blockers.is_empty()) {
        let owner = item.goal.owner().map(|owner| format!(" ({owner})"));
        let mut parts = vec![format!(
            "{}{}",
            standing(item.goal),
            owner.unwrap_or_default()
        )];
        parts.push(escape_markdown(&movement(item).join(", ")));
        parts.extend(silence(item.goal, settings, as_of));
        out.push_str(&bullet(
            0,
            &format!("{}: {}", heading(item), parts.join(", ")),
        ));
        for words in &item.blockers {
            out.push_str(&bullet(2, &format!("blocked: {}", quote(words))));
        }
        out.push_str(&told(item));
    }
    for (of, words) in &agenda.blockers {
        let of = of.as_ref().map(|update| title(update, as_of));
        let of = of.map(|of| format!(" **{}**:", escape_markdown(&clean(&of))));
        out.push_str(&bullet(
            0,
            &format!("blocked:{} {}", of.unwrap_or_default(), quote(words)),
        ));
    }
    out
}

/// `**Client retention rate** (`retention`)`.
fn heading(item: &Item<'_, '_>) -> String {
    let name = escape_markdown(&clean(&name(item.goal)));
    format!("**{name}** (`{}`)", item.goal.id().local())
}

/// What changed in numbers, one thing each.
pub fn movement(item: &Item<'_, '_>) -> Vec<String> {
    let mut parts = Vec::new();
    let dash = THEME.dash();
    let (decimals, reached) = reached(item.goal);
    let before = item.value.map(|(before, _)| match before {
        Some(before) => format!("{} → ", number(before, decimals)),
        None => format!("{dash} → "),
    });
    let before = before.unwrap_or_default();
    parts.push(format!("{before}{reached}"));
    let change = item.score_change.filter(|change| change.abs() >= 0.005);
    parts.extend(change.map(|change| format!("score {}", signed(change))));
    if let Some((before, after)) = item.confidence {
        let n = |v: Option<f64>| v.map_or_else(|| dash.to_owned(), two);
        parts.push(format!("confidence {} → {}", n(before), n(after)));
    }
    if let Some(before) = item.status_before {
        let now = item.goal.outlook().status;
        parts.push(format!("{} → {}", before.word(), now.word()));
    }
    parts
}

/// `1 of 4 milestones`, `73.6 / 75 %`, and the decimals to show.
fn reached(goal: Shown<'_, '_>) -> (Option<u8>, String) {
    match goal {
        Shown::KeyResult(state) => (goal::decimals(state), status::reached(state, THEME)),
        Shown::Objective(state) => {
            let decimals = state.kpi.and_then(|kpi| kpi.decimals);
            let unit = state.kpi.and_then(|kpi| kpi.unit.as_deref());
            let value = state.figures.as_ref().and_then(|figures| figures.value);
            let value = value.map(|value| with_unit(value, decimals, unit));
            (decimals, value.unwrap_or_else(|| THEME.dash().to_owned()))
        }
    }
}

/// Since when nobody said anything, where that is a check-in period or more.
pub fn silence(goal: Shown<'_, '_>, settings: &Settings, as_of: NaiveDate) -> Option<String> {
    let period = settings.checkin_frequency;
    let late = |last: NaiveDate| period.after(last, 1) <= as_of;
    match goal {
        Shown::KeyResult(state) => match state.last_update {
            Some(last) if late(last) => Some(format!("last heard of on {last}")),
            Some(_) => None,
            None => Some("never reported".to_owned()),
        },
        Shown::Objective(_) => None,
    }
}

/// Milestones and notes of these days, newest first.
fn told(item: &Item<'_, '_>) -> String {
    let mut out = String::new();
    for update in item.done() {
        let done = milestones(update).join(", ");
        let words = Words::of(update, &done);
        out.push_str(&bullet(2, &format!("done: {}", quote(&words))));
    }
    for update in &item.said {
        if let Some(note) = &update.update().note {
            out.push_str(&bullet(2, &quote(&Words::of(update, note))));
        }
    }
    out
}

fn kpi(step: &KpiMove<'_>) -> String {
    let kpi = step.kpi;
    let n = |v: Option<f64>| v.map_or_else(|| THEME.dash().to_owned(), |v| number(v, kpi.decimals));
    let after = step.after.map_or_else(
        || THEME.dash().to_owned(),
        |after| with_unit(after, kpi.decimals, kpi.unit.as_deref()),
    );
    let name = escape_markdown(&clean(&kpi.name));
    let status = goal::kpi_status(step.status, THEME);
    let values = format!("{} → {}, {status}", n(step.before), escape_markdown(&after));
    bullet(0, &format!("**{name}** (`{}`): {values}", kpi.id))
}

fn plan(words: &Words<'_>) -> String {
    let text = escape_markdown(clean_lines(words.text).trim());
    bullet(0, &format!("**{}** ({}): {text}", words.by, words.date))
}

/// `words — maria, 2026-08-11`.
pub fn quote(words: &Words<'_>) -> String {
    let text = escape_markdown(clean_lines(words.text).trim());
    format!("{} — {}, {}", opening(&text), words.by, words.date)
}

/// Words that open a bullet and must not open a heading, a quotation or another list there.
fn opening(text: &str) -> String {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = &text[digits..];
    let list = digits > 0 && rest.starts_with(['.', ')']);
    if list || (digits == 0 && rest.starts_with(['#', '>', '-', '+'])) {
        format!("{}\\{rest}", &text[..digits])
    } else {
        text.to_owned()
    }
}

/// An item of a list.
pub fn bullet(indent: usize, text: &str) -> String {
    format!("{}- {text}\n", " ".repeat(indent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_open_nothing_but_their_bullet() {
        assert_eq!(opening("# one"), "\\# one");
        assert_eq!(opening("1. one"), "1\\. one");
        assert_eq!(opening("- one"), "\\- one");
        assert_eq!(opening("1.5 million"), "1\\.5 million");
        assert_eq!(opening("one - two"), "one - two");
    }
}
