//! A of FAST: ambitious.

use super::Letter;
use super::subject::Subject;
use super::talk::confidence;
use crate::method::advice::number;
use crate::method::measure::as_value;
use crate::method::{Figures, Kind, elapsed};
use crate::model::{Ambition, Kpi};

/// From it on, a goal is as good as reached …
const SURE: f64 = 0.9;
/// … which says little of its ambition once this share of the cycle is over.
const EARLY: f64 = 0.5;

pub(super) fn ambitious(subject: &Subject<'_, '_>) -> Letter {
    let mut letter = Letter::new("Ambitious", "is it hard, but not out of reach?");
    match subject.objective.terms.ambition {
        Ambition::Aspirational => letter.has("aspirational: 0.7 of it is success"),
        Ambition::Learning => letter.has("sets out to learn something"),
        Ambition::Committed => letter.lacks(
            "committed: a promise is kept, not stretched",
            "right where others build on it; else `ambition = \"aspirational\"`",
        ),
    }
    if let Some(figures) = subject.figures() {
        of_figures(subject, figures, &mut letter);
    } else {
        of_parts(subject, &mut letter);
    }
    let calendar = subject.evaluator.workspace().calendar();
    let cycle = subject.goal().cycle;
    let day = subject.evaluator.day();
    let share = elapsed(calendar.start(cycle), calendar.end(cycle), day);
    if let Some(sure) = confidence(subject).filter(|c| *c >= SURE && share < EARLY) {
        letter.lacks(
            format!("confidence {sure:.2} so early: as good as reached"),
            format!("ask for more: {}", subject.amending()),
        );
    }
    letter
}

fn of_figures(subject: &Subject<'_, '_>, figures: &Figures<'_>, letter: &mut Letter) {
    if let Some(stretch) = figures.stretch {
        letter.has(format!("a stretch to {}", number(stretch)));
    }
    match figures.kind {
        Kind::Bounds => letter.lacks(
            "holds what is there",
            "right for a guard; to push it, write `baseline` and `target`",
        ),
        Kind::Metric if figures.target.is_none() => letter.lacks(
            "without a target nobody knows how far it goes",
            format!("okr amend {} --target … --reason …", subject.id()),
        ),
        Kind::Metric => {
            let timid = subject.kpi().zip(figures.target);
            if let Some((target, asked)) = timid.and_then(|(k, own)| beyond(subject, k, own)) {
                letter.lacks(
                    format!("asks for {asked} where the KPI's target is {target}"),
                    "leave `target` out: the KPI's own is asked for then",
                );
            }
        }
        Kind::Effort | Kind::Rollup => {}
    }
}

/// The KPI's target and the goal's own, where the KPI's is the further one.
fn beyond(subject: &Subject<'_, '_>, kpi: &Kpi, own: f64) -> Option<(String, String)> {
    let calendar = subject.evaluator.workspace().calendar();
    let targets = kpi.targets_on(subject.evaluator.day());
    let in_force = targets.in_force(subject.goal().cycle, kpi.aggregate, calendar)?;
    let target = as_value(in_force.target)?;
    let is_further = kpi.direction.reaches(target, own) && !kpi.direction.reaches(own, target);
    is_further.then(|| (number(target), number(own)))
}

fn of_parts(subject: &Subject<'_, '_>, letter: &mut Letter) {
    let all = subject.parts().count();
    let stretched = subject.parts().filter(|kr| kr.figures.stretch.is_some());
    match stretched.count() {
        0 => {}
        1 => letter.has("1 key result has a stretch"),
        count => letter.has(format!("{count} key results have a stretch")),
    }
    if all == 0 {
        letter.lacks(
            "without key results nobody knows how far it goes",
            format!("okr new kr {}", subject.id()),
        );
    }
    let held = subject.parts().filter(|kr| kr.figures.kind == Kind::Bounds);
    if all > 0 && held.count() == all {
        letter.lacks(
            "every key result holds what is there",
            "push at least one: write `baseline` and `target`",
        );
    }
}
