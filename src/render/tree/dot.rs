//! Alignment as a graph for Graphviz: supporters below what they support.

use super::View;
use crate::method::{Node, Status};
use crate::render::numbers::score;
use crate::render::text::clean;
use crate::render::{Theme, goal};
use std::borrow::Cow;

/// Characters of a title on one line.
const LINE: usize = 28;

/// `okr tree --format dot`. Texts are quoted; nothing of a file is taken for Graphviz's own language.
pub fn dot(view: &View<'_, '_>) -> String {
    let mut title: Vec<String> = Vec::new();
    let name = view.head.settings.name.as_deref();
    title.extend(name.map(|name| clean(name).into_owned()));
    title.push(view.cycle().to_string());
    let mut head = vec![title.join(" · ")];
    head.extend(view.mission());
    let mut out = String::from("digraph okr {\n");
    out.push_str("  graph [rankdir=BT, labelloc=t, fontname=\"Helvetica\"");
    out.push_str(&format!(", label={}];\n", label(&head)));
    out.push_str("  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n");
    out.push_str("  edge [fontname=\"Helvetica\", fontsize=10];\n");
    // The objectives from the top down to the last one.
    let mut way: Vec<&Node<'_>> = Vec::new();
    for node in view.nodes.iter().filter(|node| node.depth < view.levels) {
        way.truncate(node.depth);
        out.push_str(&vertex(view, node));
        if let Some(above) = way.last() {
            out.push_str(&edge(view, node, above));
        }
        way.push(node);
    }
    out.push_str("}\n");
    out
}

fn vertex(view: &View<'_, '_>, node: &Node<'_>) -> String {
    let state = &node.state;
    let id = view.id(&state.objective.id);
    let status = state.outlook.status;
    let mut lines: Vec<String> = textwrap::wrap(&clean(&state.terms.title), LINE)
        .into_iter()
        .map(Cow::into_owned)
        .collect();
    lines.push(id.clone());
    let own = score(state.score, Theme::PLAIN.dash());
    lines.push(format!("{own} {}", goal::status(status, Theme::PLAIN)));
    if let Some(support) = node.support {
        let theirs = score(support.score, Theme::PLAIN.dash());
        let status = goal::status(support.status, Theme::PLAIN);
        lines.push(format!("supporters {theirs} {status}"));
    }
    let mut more = format!("color={}", color(status));
    if !node.counted {
        more.push_str(", style=\"rounded,dashed\", fontcolor=gray40");
    }
    if node.support.is_some_and(|s| s.disagreement.is_some()) {
        more.push_str(", penwidth=3");
    }
    format!("  {} [label={}, {more}];\n", quoted(&id), label(&lines))
}

fn edge(view: &View<'_, '_>, node: &Node<'_>, above: &Node<'_>) -> String {
    let from = quoted(&view.id(&node.state.objective.id));
    let to = quoted(&view.id(&above.state.objective.id));
    let named = node.via.map(|at| {
        let key = above.state.key_results[at].key_result.key.as_str();
        format!(" [label={}]", quoted(key))
    });
    format!("  {from} -> {to}{};\n", named.unwrap_or_default())
}

fn color(status: Status) -> &'static str {
    match status {
        Status::OnTrack | Status::Done => "forestgreen",
        Status::AtRisk => "orange",
        Status::OffTrack | Status::Missed => "firebrick",
        Status::Unjudged | Status::Dropped => "gray60",
    }
}

/// Lines one below the other.
fn label(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    format!("\"{}\"", lines.join("\\n"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// A backslash would begin an escape such as `\N`, and `&amp;` an HTML entity.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    text.replace('&', "&amp;")
}
