//! Alignment as a nested list, for a wiki or a pull request.

use super::{Line, View, mark};
use crate::method::{Status, Support};
use crate::render::grid::escape_markdown;
use crate::render::numbers::{score, signed};
use crate::render::status::headline_markdown;
use crate::render::text::{clean, count};
use crate::render::{Theme, goal, status};

/// `okr tree --format markdown`.
pub fn markdown(view: &View<'_, '_>) -> String {
    let mut out = headline_markdown(&view.head);
    if let Some(mission) = view.mission() {
        out.push_str(&format!("\n> {}\n", escape_markdown(&mission)));
    }
    out.push('\n');
    if view.nodes.is_empty() {
        out.push_str(&status::nothing(view.head.cycle, None));
        return out;
    }
    let lines = view.tops().into_iter().flat_map(|top| view.lines(top));
    for (level, line) in lines {
        out.push_str(&format!("{}- {}\n", "  ".repeat(level), item(view, &line)));
    }
    let findings = view.findings();
    if !findings.is_empty() {
        out.push_str("\nWhere a goal and its supporters disagree:\n\n");
        for finding in findings {
            out.push_str(&format!("- {}\n", finding.sentence()));
        }
    }
    out
}

fn item(view: &View<'_, '_>, line: &Line<'_, '_>) -> String {
    match line {
        Line::Hidden(below) => format!("… {} below", count(*below, "objective")),
        Line::KeyResult(kr, support) => {
            let title = escape_markdown(&clean(&goal::short_title(kr)));
            let outlook = &kr.outlook;
            let told = told(kr.figures.score, outlook.expected, outlook.status, *support);
            format!("{}: {title} · {told}", kr.key_result.key)
        }
        Line::Objective(node) => {
            let state = &node.state;
            let title = escape_markdown(&clean(&state.terms.title));
            let id = view.id(&state.objective.id);
            let outlook = &state.outlook;
            let told = told(state.score, outlook.expected, outlook.status, node.support);
            let owner = state.terms.owner.as_ref();
            let owner = owner.map(|owner| format!(" · {owner}")).unwrap_or_default();
            format!("**{title}** (`{id}`) · {told}{owner}")
        }
    }
}

/// `0.36 of 0.33 expected, ● on-track · supporters 0.20 ▼ off-track (+0.16 ≠)`.
fn told(
    own: Option<f64>,
    expected: Option<f64>,
    status: Status,
    support: Option<Support>,
) -> String {
    let theme = Theme::PLAIN;
    let mut text = score(own, theme.dash());
    if let Some(expected) = expected {
        text.push_str(&format!(" of {} expected", score(Some(expected), "")));
    }
    text.push_str(&format!(", {}", goal::status(status, theme)));
    let Some(support) = support else { return text };
    let theirs = score(support.score, theme.dash());
    let status = goal::status(support.status, theme);
    text.push_str(&format!(" · supporters {theirs} {status}"));
    match (support.gap.map(signed), support.disagreement) {
        (Some(gap), Some(_)) => text.push_str(&format!(" ({gap} {})", mark(theme))),
        (Some(gap), None) => text.push_str(&format!(" ({gap})")),
        (None, _) => {}
    }
    text
}
