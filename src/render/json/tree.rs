//! What `okr tree` prints for scripts.

use super::{CycleHead, FindingView, Number, Unreadable, around_objectives, document, num, text};
use crate::method::{CycleState, Disagreement, KeyResultState, Node, Support};
use crate::model::{CycleId, Settings};
use crate::render::goal;
use serde::Serialize;

#[derive(Serialize)]
struct TreeView<'a> {
    #[serde(flatten)]
    head: CycleHead,
    name: Option<&'a str>,
    mission: Option<&'a str>,
    /// Stands for the list.
    objectives: [u8; 0],
    findings: &'a [FindingView<'a>],
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct NodeView<'a> {
    id: String,
    title: &'a str,
    owner: Option<&'a str>,
    team: Option<&'a str>,
    supports: Option<String>,
    weight: Number,
    counted: bool,
    dropped: bool,
    score: Option<Number>,
    expected: Option<Number>,
    status: &'static str,
    #[serde(flatten)]
    support: SupportView,
    key_results: Vec<PartView>,
    hidden: usize,
}

#[derive(Serialize)]
struct PartView {
    id: String,
    title: String,
    score: Option<Number>,
    expected: Option<Number>,
    status: &'static str,
    #[serde(flatten)]
    support: SupportView,
}

#[derive(Serialize)]
struct SupportView {
    supporters_score: Option<Number>,
    supporters_expected: Option<Number>,
    supporters_status: Option<&'static str>,
    gap: Option<Number>,
    disagreement: Option<&'static str>,
}

impl SupportView {
    fn new(support: Option<Support>) -> Self {
        Self {
            supporters_score: num(support.and_then(|s| s.score)),
            supporters_expected: num(support.and_then(|s| s.expected)),
            supporters_status: support.map(|s| s.status.word()),
            gap: num(support.and_then(|s| s.gap)),
            disagreement: support.and_then(|s| s.disagreement).map(Disagreement::word),
        }
    }
}

/// `okr tree --format json`: as many levels as are asked for.
pub fn tree(
    cycle: &CycleState<'_>,
    settings: &Settings,
    (nodes, levels): (&[Node<'_>], usize),
    findings: &[FindingView<'_>],
    unreadable: &[Unreadable],
) -> String {
    let frame = document(&TreeView {
        head: CycleHead::new(cycle),
        name: settings.name.as_deref(),
        mission: settings.mission.as_deref(),
        objectives: [],
        findings,
        unreadable,
    });
    let (before, after) = around_objectives(&frame);
    let mut out = before.to_owned();
    nest(nodes, levels, cycle.cycle, &mut out);
    out.push_str(after);
    out
}

/// Writes one after the other, each into the list of the one above it, however deep that is.
fn nest(nodes: &[Node<'_>], levels: usize, home: CycleId, out: &mut String) {
    let mut open = 0;
    let nodes = by_id(nodes).into_iter();
    for node in nodes.filter(|node| node.depth < levels) {
        while open > node.depth {
            out.push_str("]}");
            open -= 1;
        }
        if !out.ends_with('[') {
            out.push(',');
        }
        // Strings, numbers and lists cannot fail to become JSON.
        let made = serde_json::to_string(&view(node, levels, home)).unwrap_or_default();
        out.push_str(made.strip_suffix('}').unwrap_or(&made));
        out.push_str(",\"supporters\":[");
        open = node.depth + 1;
    }
    for _ in 0..open {
        out.push_str("]}");
    }
}

/// The same nodes, depth first as well, with what stands right below one another by id.
fn by_id<'a, 'w>(nodes: &'a [Node<'w>]) -> Vec<&'a Node<'w>> {
    let mut ordered = Vec::with_capacity(nodes.len());
    // What is left to add, each with everything below it, the next one last.
    let mut open = vec![nodes];
    while let Some(level) = open.pop() {
        let mut parts: Vec<_> = level
            .chunk_by(|_, next| next.depth > level[0].depth)
            .collect();
        if let [only] = parts[..] {
            ordered.push(&only[0]);
            if only.len() > 1 {
                open.push(&only[1..]);
            }
        } else {
            parts.sort_by(|a, b| b[0].state.objective.id.cmp(&a[0].state.objective.id));
            open.extend(parts);
        }
    }
    ordered
}

fn view<'a>(node: &'a Node<'_>, levels: usize, home: CycleId) -> NodeView<'a> {
    let state = &node.state;
    let id = &state.objective.id;
    let above = state.supports.as_ref().map(|above| above.resolve(id.cycle));
    let last = node.depth + 1 == levels;
    let parts = node.key_results.iter();
    let parts = parts.map(|&(at, support)| part(&state.key_results[at], support, home));
    NodeView {
        id: id.relative_to(home).to_string(),
        title: &state.terms.title,
        owner: text(state.terms.owner.as_ref()),
        team: id.objective.team(),
        supports: above.map(|above| above.relative_to(home).to_string()),
        weight: Number(state.terms.weight.get()),
        counted: node.counted,
        dropped: state.dropped,
        score: num(state.score),
        expected: num(state.outlook.expected),
        status: state.outlook.status.word(),
        support: SupportView::new(node.support),
        key_results: parts.collect(),
        hidden: if last { node.below } else { 0 },
    }
}

fn part(kr: &KeyResultState<'_>, support: Option<Support>, home: CycleId) -> PartView {
    PartView {
        id: kr.id.relative_to(home).to_string(),
        title: goal::title(kr),
        score: num(kr.figures.score),
        expected: num(kr.outlook.expected),
        status: kr.outlook.status.word(),
        support: SupportView::new(support),
    }
}
