//! JSON for scripts. These view structs are the public shape; fields are added, never renamed.

mod carry;
mod changes;
mod cycle;
mod due;
mod kpi;
mod log;
mod score;
pub mod show;
mod tree;

pub use carry::{FileView, carry, nothing_to_carry};
pub use cycle::cycles;
pub use due::due;
pub use kpi::{drivers, kpis};
pub use log::{CheckinView, checkins, log};
pub use score::{score, self_grade};
pub use tree::tree;

use super::changes::Since;
use super::goal;
use crate::many;
use crate::method::{CycleState, Figures, Flag, KeyResultState, ObjectiveState};
use crate::model::{Name, Quantity};
use changes::SinceView;
use kpi::{KpiView, TargetView, kpi};
use serde::{Serialize, Serializer};
use std::iter;

/// The version of every document.
const SCHEMA: u8 = 1;

/// A number as people write it: `75`, not `75.0`.
#[derive(Debug, Clone, Copy)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() <= Quantity::LARGEST {
            return serializer.serialize_i64(self.0 as i64);
        }
        serializer.serialize_f64(self.0)
    }
}

fn num(value: Option<f64>) -> Option<Number> {
    value.map(Number)
}

fn text(value: Option<&Name>) -> Option<&str> {
    value.map(Name::as_str)
}

/// A document on one line, closed by a line break.
pub fn document<T: Serialize>(view: &T) -> String {
    #[derive(Serialize)]
    struct Document<'a, T> {
        schema: u8,
        #[serde(flatten)]
        view: &'a T,
    }
    let document = Document {
        schema: SCHEMA,
        view,
    };
    // Strings, numbers and lists cannot fail to become JSON.
    let mut made = serde_json::to_string(&document).unwrap_or_default();
    made.push('\n');
    made
}

/// A file that could not be read.
#[derive(Debug, Clone, Serialize)]
pub struct Unreadable {
    /// Relative to the workspace's root.
    pub path: String,
    /// The line, where the fault has one.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

/// A cycle on a day, at the head of a document.
#[derive(Serialize)]
struct CycleHead {
    cycle: String,
    start: String,
    end: String,
    as_of: String,
    elapsed: Number,
    closed: bool,
    score: Option<Number>,
}

impl CycleHead {
    fn new(cycle: &CycleState<'_>) -> Self {
        Self {
            cycle: cycle.cycle.to_string(),
            start: cycle.start.to_string(),
            end: cycle.end.to_string(),
            as_of: cycle.as_of.to_string(),
            elapsed: Number(cycle.elapsed),
            closed: cycle.closed,
            score: num(cycle.score),
        }
    }
}

/// What comes before and after the objectives of a document in which their list is empty.
fn around_objectives(frame: &str) -> (&str, &str) {
    const LIST: &str = "\"objectives\":[";
    // Quotes within texts are escaped, so this is the key itself.
    frame.split_at(frame.find(LIST).map_or(0, |at| at + LIST.len()))
}

#[derive(Serialize)]
struct CycleView<'a> {
    #[serde(flatten)]
    head: CycleHead,
    /// Stands for the list.
    objectives: [u8; 0],
    unreadable: &'a [Unreadable],
    #[serde(flatten)]
    since: Option<SinceView<'a>>,
}

#[derive(Serialize)]
struct ObjectiveView<'a> {
    id: String,
    title: &'a str,
    owner: Option<&'a str>,
    team: Option<&'a str>,
    ambition: &'static str,
    supports: Option<String>,
    weight: Number,
    kpi: Option<&'a str>,
    score: Option<Number>,
    expected: Option<Number>,
    status: &'static str,
    flags: Vec<&'static str>,
    guardrails: Vec<GuardrailView<'a>>,
    dropped: bool,
    key_results: Vec<KeyResultView<'a>>,
}

#[derive(Serialize)]
struct GuardrailView<'a> {
    kpi: &'a str,
    status: &'static str,
}

#[derive(Serialize)]
struct KeyResultView<'a> {
    id: String,
    title: String,
    kind: &'static str,
    kpi: Option<&'a str>,
    unit: Option<&'a str>,
    owner: Option<&'a str>,
    weight: Number,
    #[serde(flatten)]
    figures: FiguresView,
    expected: Option<Number>,
    status: &'static str,
    flags: Vec<&'static str>,
    confidence: Option<Number>,
    last_update: Option<String>,
    dropped: bool,
}

#[derive(Serialize)]
struct FiguresView {
    baseline: Option<Number>,
    target: Option<Number>,
    commit: Option<Number>,
    stretch: Option<Number>,
    at_least: Option<Number>,
    at_most: Option<Number>,
    value: Option<Number>,
    progress: Option<Number>,
    score: Option<Number>,
}

impl FiguresView {
    fn new(figures: &Figures<'_>) -> Self {
        Self {
            baseline: num(figures.baseline),
            target: num(figures.target),
            commit: num(figures.commit),
            stretch: num(figures.stretch),
            at_least: num(figures.at_least),
            at_most: num(figures.at_most),
            value: num(figures.value),
            progress: num(figures.progress),
            score: num(figures.score),
        }
    }
}

fn flag_words<'a>(flags: impl IntoIterator<Item = &'a Flag>) -> Vec<&'static str> {
    flags.into_iter().map(|f| f.word()).collect()
}

fn key_result<'a>(state: &'a KeyResultState<'_>) -> KeyResultView<'a> {
    KeyResultView {
        id: state.id.local(),
        title: goal::title(state),
        kind: state.figures.kind.word(),
        kpi: state
            .terms
            .measure
            .follow()
            .map(|f| state.kpi.map_or(f.kpi.as_str(), |k| k.id.as_str())),
        unit: goal::unit(state),
        owner: text(state.owner),
        weight: Number(state.terms.weight.get()),
        figures: FiguresView::new(&state.figures),
        expected: num(state.outlook.expected),
        status: state.outlook.status.word(),
        flags: flag_words(&state.outlook.flags),
        confidence: num(state.confidence.latest),
        last_update: state.last_update.map(|d| d.to_string()),
        dropped: state.dropped,
    }
}

fn objective<'a>(state: &'a ObjectiveState<'_>) -> ObjectiveView<'a> {
    let id = &state.objective.id;
    ObjectiveView {
        id: id.local(),
        title: &state.terms.title,
        owner: text(state.terms.owner.as_ref()),
        team: id.objective.team(),
        ambition: state.terms.ambition.word(),
        supports: state.supports.as_ref().map(ToString::to_string),
        weight: Number(state.terms.weight.get()),
        kpi: state
            .terms
            .measure
            .as_ref()
            .map(|f| state.kpi.map_or(f.kpi.as_str(), |k| k.id.as_str())),
        score: num(state.score),
        expected: num(state.outlook.expected),
        status: state.outlook.status.word(),
        flags: flag_words(&state.outlook.flags),
        guardrails: state
            .guardrails
            .iter()
            .map(|(kpi, status)| GuardrailView {
                kpi: kpi.id.as_str(),
                status: status.word(),
            })
            .collect(),
        dropped: state.dropped,
        key_results: state.key_results.iter().map(key_result).collect(),
    }
}

/// `okr status --format json` in pieces, each made when it is asked for: the whole of a large
/// company takes much memory.
pub fn status<'a>(
    cycle: &CycleState<'_>,
    shown: &'a [&'a ObjectiveState<'a>],
    since: Option<&Since<'_, '_>>,
    unreadable: &[Unreadable],
) -> impl Iterator<Item = String> + use<'a> {
    const EACH: usize = 1024;
    let frame = document(&CycleView {
        head: CycleHead::new(cycle),
        objectives: [],
        unreadable,
        since: since.map(SinceView::new),
    });
    let (start, end) = around_objectives(&frame);
    let (start, end) = (start.to_owned(), end.to_owned());
    let parts = shown.chunks(EACH).flat_map(objectives).enumerate();
    let parts = parts.map(|(i, part)| if i == 0 { part[1..].to_owned() } else { part });
    iter::once(start).chain(parts).chain(iter::once(end))
}

/// Objectives, a comma in front of each, made on all cores.
fn objectives(states: &[&ObjectiveState<'_>]) -> Vec<String> {
    const TOGETHER: usize = 16;
    let together: Vec<_> = states.chunks(TOGETHER).collect();
    let texts = many::each(&together, |states, text| {
        text.clear();
        for state in *states {
            text.push(b',');
            // As in `document`, nothing can fail.
            let _ = serde_json::to_writer(&mut *text, &objective(state));
        }
        String::from_utf8_lossy(text).into_owned()
    });
    texts.collect()
}

#[derive(Serialize)]
struct ChangesView<'a> {
    changes: &'a [ChangeView],
}

/// One change that a writer made.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    /// The goal.
    pub id: String,
    /// What it was.
    pub before: serde_json::Value,
    /// What it is.
    pub after: serde_json::Value,
    /// The file that was written.
    pub path: String,
}

/// What writers print under `--format json`.
pub fn changes(changes: &[ChangeView]) -> String {
    document(&ChangesView { changes })
}

/// Files that were written whole.
pub fn files(files: &[FileView]) -> String {
    #[derive(Serialize)]
    struct FilesView<'a> {
        files: &'a [FileView],
    }
    document(&FilesView { files })
}

/// A finding of `okr check`.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView<'a> {
    /// The rule's name.
    pub rule: &'a str,
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// Relative to the workspace's root.
    pub path: &'a str,
    /// From 1.
    pub line: Option<usize>,
    /// From 1, in characters.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: &'a str,
    /// The next step.
    pub help: Option<&'a str>,
    /// What should stand there instead, where that is certain.
    pub fix: Option<&'a str>,
}

/// `okr check --format json`.
pub fn findings(findings: &[FindingView<'_>]) -> String {
    #[derive(Serialize)]
    struct View<'a> {
        findings: &'a [FindingView<'a>],
    }
    document(&View { findings })
}

/// `okr check --fix --format json`: what is mended, and what is left.
pub fn fixed(fixed: &[FindingView<'_>], findings: &[FindingView<'_>]) -> String {
    #[derive(Serialize)]
    struct View<'a> {
        fixed: &'a [FindingView<'a>],
        findings: &'a [FindingView<'a>],
    }
    document(&View { fixed, findings })
}

/// An error under `--format json`.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorView<'a> {
    /// A stable word, such as `not-found`.
    pub code: &'a str,
    /// What is wrong.
    pub message: &'a str,
    /// The file, where there is one.
    pub path: Option<&'a str>,
    /// From 1.
    pub line: Option<usize>,
    /// From 1, in characters.
    pub column: Option<usize>,
    /// The next step.
    pub help: Option<&'a str>,
}

/// What stderr holds under `--format json`.
pub fn error(error: &ErrorView<'_>) -> String {
    #[derive(Serialize)]
    struct View<'a> {
        error: &'a ErrorView<'a>,
    }
    document(&View { error })
}
