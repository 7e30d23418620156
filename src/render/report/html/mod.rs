//! The report as one HTML file that needs nothing else: its style and script are in it, and a policy
//! lets the browser load nothing but them.

mod changes;
mod goals;
mod headline;
mod key_results;
mod kpis;
mod late;
mod parts;
mod policy;
mod review;

use super::Report;
use crate::method::{KeyResultState, ObjectiveState};
use crate::model::{GoalId, KpiId};
use crate::render::status::MANY;
use crate::render::svg;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use parts::text;
use std::collections::{HashMap, HashSet};

/// What the page does beyond showing everything: filters, and opening what is linked to.
const SCRIPT: &str = include_str!("script.js");

/// A report, and what of it can be linked to.
struct Page<'a> {
    report: &'a Report<'a, 'a>,
    goals: HashSet<&'a GoalId>,
    kpis: HashSet<&'a KpiId>,
    /// The live key results that follow each KPI, with their objectives.
    followers: HashMap<&'a KpiId, Vec<Follower<'a>>>,
}

type Follower<'a> = (&'a ObjectiveState<'a>, &'a KeyResultState<'a>);

impl<'a> Page<'a> {
    fn new(report: &'a Report<'a, 'a>) -> Self {
        let goals = report.goals.iter().map(|goal| &goal.state.objective.id);
        let kpis = report.kpis.iter().map(|kpi| &kpi.state.kpi.id);
        Self {
            goals: goals.collect(),
            kpis: kpis.collect(),
            followers: followers(report),
            report,
        }
    }

    /// Whether an objective is on the page, or the objective of a key result.
    fn shows(&self, id: &GoalId) -> bool {
        match id.key {
            Some(_) => self.goals.contains(&id.objective_id()),
            None => self.goals.contains(id),
        }
    }

    /// Whether a KPI is on the page.
    fn charts(&self, id: &KpiId) -> bool {
        self.kpis.contains(id)
    }
}

fn followers<'a>(report: &'a Report<'a, 'a>) -> HashMap<&'a KpiId, Vec<Follower<'a>>> {
    let mut followers: HashMap<_, Vec<Follower<'a>>> = HashMap::new();
    for objective in &report.cycle.objectives {
        for state in objective.key_results.iter().filter(|kr| !kr.dropped) {
            if let Some(kpi) = state.kpi {
                followers
                    .entry(&kpi.id)
                    .or_default()
                    .push((objective, state));
            }
        }
    }
    followers
}

/// A part of the page that its navigation leads to.
struct Section {
    id: &'static str,
    name: &'static str,
    title: String,
    body: Markup,
}

/// The page.
pub fn html<'a>(report: &'a Report<'a, 'a>) -> String {
    let page = Page::new(report);
    let style = format!("{}{}", svg::STYLE, include_str!("style.css"));
    let policy = policy::of(&style, SCRIPT);
    let sections = sections(&page);
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                meta name="referrer" content="no-referrer";
                title { (headline::name(&page)) }
                style { (PreEscaped(&style)) }
            }
            body.many[many(page.report)] {
                a.skip href="#goals" { "Skip to the goals" }
                (headline::header(&page))
                (navigation(&sections))
                main {
                    (unreadable(report))
                    (headline::standing(&page))
                    @for section in &sections {
                        section id=(section.id) aria-labelledby={ (section.id) "-h" } {
                            h2 id={ (section.id) "-h" } { (section.title) }
                            (section.body)
                        }
                    }
                }
                (headline::footer(&page))
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    document.into_string()
}

/// Whether there is so much that a browser should lay out only what is in sight.
fn many(report: &Report<'_, '_>) -> bool {
    report.goals.len() > MANY || report.kpis.len() > MANY
}

/// What there is something to say of, in the order of the page.
fn sections(page: &Page<'_>) -> Vec<Section> {
    let since = format!("What changed since {}", page.report.since.day);
    let section = |id, name, title: &str, body| {
        Some(Section {
            id,
            name,
            title: title.to_owned(),
            body: body?,
        })
    };
    let changes = || section("changes", "Changes", &since, changes::section(page));
    let late = || section("late", "Late", "Who is late", late::section(page));
    let goals = section("goals", "Goals", "Goals", Some(goals::section(page)));
    let kpis = section("kpis", "KPIs", "KPIs", kpis::section(page));
    let back = section(
        "reviews",
        "Looking back",
        "Looking back",
        review::section(page),
    );
    // While a cycle runs, the news come first; later, how it ended.
    let all = match page.report.has_ended() {
        false => [changes(), late(), goals, kpis, back],
        true => [back, goals, kpis, changes(), late()],
    };
    let said = all.into_iter().flatten();
    said.collect()
}

fn navigation(sections: &[Section]) -> Markup {
    html! {
        nav aria-label="On this page" {
            @for section in sections { a href={ "#" (section.id) } { (section.name) } }
        }
    }
}

/// What is missing on the page, before anything that could be taken for the whole.
fn unreadable(report: &Report<'_, '_>) -> Markup {
    html! {
        @if !report.unreadable.is_empty() {
            aside.warn role="note" {
                p { b { "These files could not be read and are missing here:" } }
                ul {
                    @for file in report.unreadable {
                        li {
                            code { (text(&file.path)) @if let Some(line) = file.line { ":" (line) } }
                            " " (text(&file.message))
                        }
                    }
                }
            }
        }
    }
}
