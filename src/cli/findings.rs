//! Everything that is wrong with a workspace: what the store found in each file, and what the
//! method found between them.

use super::reading::{Reading, overlapping};
use crate::many;
use crate::method::advice::wrong_allowance;
use crate::method::{Advice, AdviceLevel, Unread, check_practice, check_references, check_support};
use crate::model::{CycleId, Document, GoalId, Place, Settings};
use crate::store::comments::Allowance;
use crate::store::diagnostics::{Finding, Level, Span, clip};
use crate::store::load::{Depth, Loaded, Store};
use crate::store::paths;
use crate::store::write::ChangeSet;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Rules that need the fiscal calendar, which only `okr.toml` knows.
const BY_CALENDAR: [&str; 3] = [
    "support-cycle",
    "outside-goal-cycle",
    "baseline-beyond-target",
];

/// A whole workspace as far as it is judged: no rule asks what people wrote in their check-ins.
pub fn read(store: &Store) -> Loaded {
    store.read_all_to(Depth::Figures)
}

/// Everything that is found on `day` in a whole workspace, ordered by file and place.
pub fn all(store: &Store, day: NaiveDate) -> Vec<Finding> {
    on(day, store, &read(store))
}

/// Everything that is found on `day` in a whole workspace that was read.
pub fn on(day: NaiveDate, store: &Store, loaded: &Loaded) -> Vec<Finding> {
    let workspace = &loaded.workspace;
    let unread = unread(&loaded.findings, &loaded.formerly);
    let (practice, references) = many::both(
        || check_practice(workspace, &unread, day),
        || check_references(workspace, &unread),
    );
    judged(store, loaded, references, practice)
}

/// What is wrong with the files of a workspace that was read, and between them.
pub fn of(store: &Store, loaded: &Loaded) -> Vec<Finding> {
    let unread = unread(&loaded.findings, &loaded.formerly);
    let references = check_references(&loaded.workspace, &unread);
    judged(store, loaded, references, Vec::new())
}

/// What is wrong with the files and between them, and what else was found, as the settings judge it.
fn judged(
    store: &Store,
    loaded: &Loaded,
    references: Vec<Advice>,
    practice: Vec<Advice>,
) -> Vec<Finding> {
    let Loaded {
        workspace: _,
        findings,
        allowances,
        formerly: _,
    } = loaded;
    let (mut findings, mut advice) = (findings.clone(), references);
    advice.extend(practice);
    if findings.iter().any(|f| f.path == paths::SETTINGS) {
        // What the workspace allows is not known either.
        let is_error = |a: &Advice| a.level == AdviceLevel::Error;
        advice.retain(|a| is_error(a) && !BY_CALENDAR.contains(&a.rule));
    }
    findings.extend(placed(store, advice));
    let denied = &store.settings().deny;
    let wrong = |said| wrong_in_comment(said, denied);
    findings.extend(allowances.iter().filter_map(wrong));
    judge(&mut findings, store.settings(), allowances);
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
    findings
}

/// What is denied becomes an error; of what is left, what is allowed goes. Errors stay.
fn judge(findings: &mut Vec<Finding>, settings: &Settings, allowances: &[Allowance]) {
    // What is said of a file as a whole has the line 0.
    let mut here: BTreeMap<(&str, usize), Vec<&str>> = BTreeMap::new();
    for said in allowances {
        let lines = [Some(said.line), said.heads.then_some(0)];
        for line in lines.into_iter().flatten() {
            let rules = here.entry((&said.path, line)).or_default();
            rules.extend(said.rule.as_deref());
        }
    }
    for finding in findings.iter_mut() {
        if settings.deny.iter().any(|rule| rule == finding.rule) {
            finding.level = Level::Error;
        }
    }
    findings.retain(|finding| {
        let allows = |line: usize| {
            let said = here.get(&(finding.path.as_str(), line));
            said.is_some_and(|rules| rules.contains(&finding.rule))
        };
        let by_comment =
            allows(finding.line().unwrap_or(1)) || (finding.is_of_whole_file() && allows(0));
        let by_settings = settings.allow.iter().any(|rule| rule == finding.rule);
        finding.level == Level::Error || !(by_settings || by_comment)
    });
}

/// What is wrong with a comment that allows a rule.
fn wrong_in_comment(said: &Allowance, denied: &[String]) -> Option<Finding> {
    let wrong = wrong_allowance(said.rule.as_deref(), denied)?;
    let mut finding = Finding::error(wrong.rule, said.path.clone(), clip(&wrong.message));
    finding.level = Level::Warning;
    finding.help = Some(wrong.help);
    let fix = wrong.fix.map(|rule| said.fix(rule));
    Some(finding.at(said.span.clone()).fix(fix))
}

/// What is wrong on a day with the support of the objectives that are meant.
pub fn of_support(reading: &Reading, meant: impl Fn(&GoalId) -> bool) -> Vec<Finding> {
    let unread = unread(&reading.findings, &[]);
    let mut advice = check_support(&reading.workspace, &unread, reading.day);
    advice.retain(|advice| match &advice.place.document {
        Document::Objective(id) => meant(id),
        Document::Settings | Document::Kpi(_) | Document::CheckIn(..) | Document::Closed(_) => {
            false
        }
    });
    let mut found = placed(&reading.store, advice);
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    found
}

/// Advice with its lines.
fn placed(store: &Store, advice: Vec<Advice>) -> Vec<Finding> {
    let places: Vec<(&Place, bool)> = advice.iter().map(|a| (&a.place, a.on_key)).collect();
    let located = store.locate_all(&places);
    let placed = advice.into_iter().zip(located);
    let each = |(advice, located): (Advice, Option<(String, Span)>)| {
        // A file that could not be read again may be readable by now.
        let again = || {
            store
                .locate_all(&[(&advice.place, advice.on_key)])
                .remove(0)
        };
        let located = located.or_else(again);
        let fix = advice.fix.as_deref();
        let fix = fix.map(|new| store.fix_at(&advice.place, advice.on_key, new));
        match fix.transpose() {
            Ok(fix) => vec![finding(advice, located).fix(fix.flatten())],
            Err(unreadable) => vec![finding(advice, located), *unreadable],
        }
    };
    placed.flat_map(each).collect()
}

fn finding(advice: Advice, located: Option<(String, Span)>) -> Finding {
    let (path, span) = match located {
        Some((path, span)) => (path, Some(span)),
        // Gone or changed since it was read.
        None => (paths::of(&advice.place.document), None),
    };
    Finding {
        rule: advice.rule,
        level: match advice.level {
            AdviceLevel::Error => Level::Error,
            AdviceLevel::Warning => Level::Warning,
            AdviceLevel::Note => Level::Note,
        },
        path,
        span,
        message: advice.message,
        help: advice.help,
        fix: None,
    }
}

/// The files that were found but could not be read, a path being an id, and their earlier ids. What
/// has a bad name is taken for what its name was probably meant to be.
fn unread(findings: &[Finding], formerly: &[String]) -> Unread {
    let mut unread = Unread::default();
    unread.ids.extend(formerly.iter().cloned());
    for finding in findings.iter().filter(|f| f.level == Level::Error) {
        let path = probable(&finding.path);
        match path.strip_suffix(".toml") {
            Some(id) => unread.ids.insert(id.to_owned()),
            None => unread.folders.insert(path),
        };
    }
    unread
}

/// A path as it would be named: `2026-q3/Team/My_goal.TOML` hides what `2026-Q3/team/my-goal` would
/// hold.
fn probable(path: &str) -> String {
    let plain = |c: char| match c {
        '/' | '.' => c,
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ => '-',
    };
    let path: String = path.chars().map(plain).collect();
    let (top, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
    match CycleId::parse_any_case(top) {
        Some(cycle) => format!("{cycle}{rest}"),
        None => path,
    }
}

/// The errors that a change would bring among the cycles that share a day with `cycles`.
pub fn introduced(store: &Store, changes: &ChangeSet, cycles: &[CycleId]) -> Vec<Finding> {
    introduced_by_moves(store, changes, cycles, &BTreeMap::new())
}

/// The same of a change that moves files: what was wrong with one is not new under its new path.
pub fn introduced_by_moves(
    store: &Store,
    changes: &ChangeSet,
    cycles: &[CycleId],
    moved: &BTreeMap<String, String>,
) -> Vec<Finding> {
    let near = |store: &Store| of(store, &store.read(&overlapping(store, cycles)));
    let mut found = near(&store.after(changes));
    found.retain(|finding| finding.level == Level::Error);
    if found.is_empty() {
        return found;
    }
    let known = near(store);
    found.retain(|finding| {
        let same = |k: &Finding| {
            let has_moved = moved.get(&k.path) == Some(&finding.path);
            let says_same = k.path == finding.path && k.message == finding.message;
            k.rule == finding.rule && (has_moved || says_same)
        };
        !known.iter().any(same)
    });
    found
}
