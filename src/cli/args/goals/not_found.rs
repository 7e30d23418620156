//! Why no goal was found, with the next best thing to type.

use super::super::{plain, shown};
use super::entries::Entry;
use super::{Asked, Candidate, GoalLike, cycle_in_front};
use std::fmt;

/// Why a text means no goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFound {
    /// Nothing matches.
    Unknown {
        /// What was typed.
        text: String,
        /// What may be meant, the nearest first.
        did_you_mean: Vec<String>,
    },
    /// More than one thing matches.
    Ambiguous {
        /// What was typed.
        text: String,
        /// Everything that matches, objectives and key results before KPIs and teams.
        candidates: Vec<Candidate>,
    },
}

/// The most candidates that a message lists.
const LISTED: usize = 10;
/// The most suggestions.
const SUGGESTED: usize = 5;
/// The longest title in a list.
const TITLE: usize = 72;

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { text, did_you_mean } => {
                write!(f, "no goal is called {}", shown(text))?;
                let quoted: Vec<String> = did_you_mean.iter().map(|id| format!("`{id}`")).collect();
                match &quoted[..] {
                    [] => Ok(()),
                    [only] => write!(f, "; did you mean {only}?"),
                    [most @ .., last] => write!(f, "; did you mean {} or {last}?", most.join(", ")),
                }
            }
            Self::Ambiguous { text, candidates } => {
                write!(f, "{} could be any of {}:", shown(text), candidates.len())?;
                let typed: Vec<String> = candidates
                    .iter()
                    .map(|c| typed(c, text, candidates))
                    .collect();
                let listed = typed.iter().zip(candidates).take(LISTED);
                let width = listed.clone().map(|(id, _)| id.len()).max().unwrap_or(0);
                for (id, candidate) in listed {
                    let what = what(candidate, candidates);
                    let line = format!("  {id:width$}  {what}{}", plain(&candidate.title, TITLE));
                    write!(f, "\n{}", line.trim_end())?;
                }
                match candidates.len().saturating_sub(LISTED) {
                    0 => Ok(()),
                    more => write!(f, "\n  and {more} more"),
                }
            }
        }
    }
}

impl std::error::Error for NotFound {}

/// How a candidate is typed where `text` was: with the cycle in front where that had one, as a file
/// where a team has its name.
fn typed(candidate: &Candidate, text: &str, all: &[Candidate]) -> String {
    let in_front = cycle_in_front(text.trim().trim_start_matches("./"));
    let id = match (&candidate.id, in_front) {
        (GoalLike::Objective(id) | GoalLike::KeyResult(id), Some(_)) => id.to_string(),
        (GoalLike::Team(team), Some((cycle, _))) => format!("{cycle}/{team}/"),
        (id, _) => id.to_string(),
    };
    let local = candidate.id.to_string();
    let namesake = |other: &Candidate| match &other.id {
        GoalLike::Team(team) => *team == local,
        GoalLike::Objective(_) | GoalLike::KeyResult(_) | GoalLike::Kpi(_) => false,
    };
    match all.iter().any(namesake) {
        true => format!("{id}.toml"),
        false => id,
    }
}

/// What a candidate is, where not all are goals with a title.
fn what(candidate: &Candidate, all: &[Candidate]) -> &'static str {
    if !all.iter().any(|c| matches!(c.id, GoalLike::Team(_))) {
        return "";
    }
    match candidate.id {
        GoalLike::Objective(_) => "objective: ",
        GoalLike::KeyResult(_) => "key result: ",
        GoalLike::Kpi(_) => "KPI: ",
        GoalLike::Team(_) => "team",
    }
}

/// What may be meant: the key results of an objective that was named where only they are wanted,
/// else the ids within two slips of the text, else the few nearest ones.
pub(super) fn suggest(asked: &Asked, wanted: &[&Entry], all: &[Entry]) -> Vec<String> {
    let show = |entry: &Entry| match &entry.id {
        GoalLike::Objective(id) | GoalLike::KeyResult(id) if asked.in_front => id.to_string(),
        id => id.to_string(),
    };
    let named = asked.matches(&all.iter().collect::<Vec<_>>());
    let below = |entry: &&Entry| {
        let of = |goal: &&Entry| entry.whole.strip_prefix(&goal.whole);
        let mut rests = named.iter().filter_map(of);
        rests.any(|rest| rest.starts_with(['.', '/']))
    };
    let inside: Vec<String> = wanted
        .iter()
        .copied()
        .filter(below)
        .map(show)
        .take(SUGGESTED)
        .collect();
    if !inside.is_empty() || asked.id.len() > 100 {
        return inside;
    }
    let distance = |entry: &Entry| {
        let to = |known: &str| strsim::osa_distance(&asked.id, known);
        to(&entry.whole).min(to(entry.last()))
    };
    let length = asked.id.chars().count();
    let mut near: Vec<(usize, &Entry)> = wanted.iter().map(|&e| (distance(e), e)).collect();
    near.sort_by_key(|&(distance, _)| distance);
    // A slip too many and any short name would do.
    let slips = if length > 2 { 2 } else { 1 };
    let close = near.iter().filter(|&&(distance, _)| distance <= slips);
    let close: Vec<String> = close
        .map(|(_, entry)| show(entry))
        .take(SUGGESTED)
        .collect();
    if !close.is_empty() {
        return close;
    }
    let nearest = near.iter().filter(|&&(distance, _)| distance * 2 <= length);
    nearest.map(|(_, entry)| show(entry)).take(3).collect()
}
