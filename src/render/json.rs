//! JSON for scripts. These view structs are the public shape; fields are added, never renamed.

use super::goal;
use crate::many;
use crate::method::carry::{CarryPlan, CarryRow, Kept, Left, Stale};
use crate::method::{CycleState, Figures, Flag, KeyResultState, KpiState, ObjectiveState};
use crate::model::{GoalId, KpiTarget, Name, Review};
use serde::{Serialize, Serializer};
use std::iter;

/// The version of every document.
const SCHEMA: u8 = 1;

/// A number as people write it: `75`, not `75.0`.
#[derive(Debug, Clone, Copy)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if self.0.fract() == 0.0 && self.0.abs() <= EXACT {
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

#[derive(Serialize)]
struct CycleView<'a> {
    cycle: String,
    start: String,
    end: String,
    as_of: String,
    elapsed: Number,
    closed: bool,
    score: Option<Number>,
    /// Stands for the list.
    objectives: [u8; 0],
    unreadable: &'a [Unreadable],
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
        supports: state.terms.supports.as_ref().map(ToString::to_string),
        weight: Number(state.terms.weight.get()),
        kpi: state.terms.measure.as_ref().map(|f| f.kpi.as_str()),
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
    unreadable: &[Unreadable],
) -> impl Iterator<Item = String> + use<'a> {
    const LIST: &str = "\"objectives\":[";
    const EACH: usize = 1024;
    let frame = document(&CycleView {
        cycle: cycle.cycle.to_string(),
        start: cycle.start.to_string(),
        end: cycle.end.to_string(),
        as_of: cycle.as_of.to_string(),
        elapsed: Number(cycle.elapsed),
        closed: cycle.closed,
        score: num(cycle.score),
        objectives: [],
        unreadable,
    });
    // What comes before the list is not written by people.
    let at = frame.find(LIST).map_or(0, |at| at + LIST.len());
    let (start, end) = (frame[..at].to_owned(), frame[at..].to_owned());
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
struct ScoreView<'a> {
    cycle: String,
    start: String,
    end: String,
    as_of: String,
    closed: bool,
    score: Option<Number>,
    teams: Vec<TeamView>,
    objectives: Vec<GradeView<'a>>,
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct TeamView {
    team: String,
    objectives: usize,
    score: Option<Number>,
}

#[derive(Serialize)]
struct GradeView<'a> {
    id: String,
    title: &'a str,
    owner: Option<&'a str>,
    team: Option<&'a str>,
    ambition: &'static str,
    weight: Number,
    score: Option<Number>,
    grade: Option<Number>,
    status: &'static str,
    key_results: Vec<PartView>,
}

#[derive(Serialize)]
struct PartView {
    id: String,
    title: String,
    weight: Number,
    value: Option<Number>,
    target: Option<Number>,
    score: Option<Number>,
    status: &'static str,
}

fn grade<'a>(state: &'a ObjectiveState<'_>) -> GradeView<'a> {
    let id = &state.objective.id;
    let parts = state.key_results.iter().map(|kr| PartView {
        id: kr.id.local(),
        title: goal::title(kr),
        weight: Number(kr.terms.weight.get()),
        value: num(kr.figures.value),
        target: num(kr.figures.target),
        score: num(kr.figures.score),
        status: kr.outlook.status.word(),
    });
    GradeView {
        id: id.local(),
        title: &state.terms.title,
        owner: text(state.terms.owner.as_ref()),
        team: id.objective.team(),
        ambition: state.terms.ambition.word(),
        weight: Number(state.terms.weight.get()),
        score: num(state.score),
        grade: num(self_grade(state)),
        status: state.outlook.status.word(),
        key_results: parts.collect(),
    }
}

/// The self-grade of an objective's review.
pub fn self_grade(state: &ObjectiveState<'_>) -> Option<f64> {
    let review = state.objective.review.as_ref();
    review.and_then(|Review { grade, .. }| *grade)
}

/// `okr score --format json`.
pub fn score(
    cycle: &CycleState<'_>,
    shown: &[&ObjectiveState<'_>],
    unreadable: &[Unreadable],
) -> String {
    let teams = cycle.teams().into_iter().map(|team| TeamView {
        team: team.team,
        objectives: team.objectives,
        score: num(team.score),
    });
    document(&ScoreView {
        cycle: cycle.cycle.to_string(),
        start: cycle.start.to_string(),
        end: cycle.end.to_string(),
        as_of: cycle.as_of.to_string(),
        closed: cycle.closed,
        score: num(cycle.score),
        teams: teams.collect(),
        objectives: shown.iter().map(|o| grade(o)).collect(),
        unreadable,
    })
}

#[derive(Serialize)]
struct KpisView<'a> {
    cycle: String,
    as_of: String,
    kpis: Vec<KpiView<'a>>,
    unreadable: &'a [Unreadable],
}

#[derive(Serialize)]
struct KpiView<'a> {
    id: &'a str,
    name: &'a str,
    unit: Option<&'a str>,
    direction: &'static str,
    indicator: Option<&'static str>,
    aggregate: &'static str,
    owner: Option<&'a str>,
    value: Option<Number>,
    target: Option<TargetView>,
    target_from: Option<String>,
    annual_target: Option<TargetView>,
    shortfall: Option<Number>,
    status: &'static str,
    signal: Option<&'static str>,
    readings: usize,
    last_reading: Option<String>,
    overdue: bool,
    followed_by: &'a [String],
}

/// A number, or a band's bounds.
#[derive(Serialize)]
#[serde(untagged)]
enum TargetView {
    Value(Number),
    Band {
        at_least: Option<Number>,
        at_most: Option<Number>,
    },
}

impl TargetView {
    fn new(target: KpiTarget) -> Self {
        match target {
            KpiTarget::Value(value) => Self::Value(Number(value.get())),
            KpiTarget::Band(band) => Self::Band {
                at_least: num(band.at_least()),
                at_most: num(band.at_most()),
            },
        }
    }
}

fn kpi<'a>(state: &'a KpiState<'_>) -> KpiView<'a> {
    let from = |from: Option<crate::model::CycleId>| {
        from.map_or_else(|| "always".to_owned(), |cycle| cycle.to_string())
    };
    KpiView {
        id: state.kpi.id.as_str(),
        name: &state.kpi.name,
        unit: state.kpi.unit.as_deref(),
        direction: state.kpi.direction.word(),
        indicator: state.kpi.indicator.map(crate::model::Indicator::word),
        aggregate: state.kpi.aggregate.word(),
        owner: text(state.kpi.owner.as_ref()),
        value: num(state.value),
        target: state.target.map(TargetView::new),
        target_from: state.target_from.map(from),
        annual_target: state.annual_target.map(TargetView::new),
        shortfall: num(state.shortfall),
        status: state.status.word(),
        signal: None,
        readings: state.series.readings.len(),
        last_reading: state.last_reading.map(|d| d.to_string()),
        overdue: state.overdue,
        followed_by: &state.followed_by,
    }
}

/// `okr kpi --format json`.
pub fn kpis(
    cycle: crate::model::CycleId,
    as_of: chrono::NaiveDate,
    shown: &[KpiState<'_>],
    unreadable: &[Unreadable],
) -> String {
    document(&KpisView {
        cycle: cycle.to_string(),
        as_of: as_of.to_string(),
        kpis: shown.iter().map(kpi).collect(),
        unreadable,
    })
}

#[derive(Serialize)]
struct CarryView<'a> {
    from: String,
    to: String,
    carried: Vec<CarriedView<'a>>,
    kept: Vec<KeptView<'a>>,
    stale: Vec<StaleView<'a>>,
    left: Vec<LeftView>,
    notes: &'a [String],
    files: &'a [FileView],
}

#[derive(Serialize)]
struct CarriedView<'a> {
    kpi: Option<&'a str>,
    from: String,
    to: String,
    actual: Option<Number>,
    baseline: Option<Number>,
    target: Option<TargetView>,
    hold: bool,
    strategy: &'static str,
}

#[derive(Serialize)]
struct KeptView<'a> {
    kpi: Option<&'a str>,
    from: String,
    to: String,
}

#[derive(Serialize)]
struct StaleView<'a> {
    kpi: &'a str,
    from: String,
    to: String,
    recorded: Option<Number>,
    actual: Option<Number>,
}

#[derive(Serialize)]
struct LeftView {
    id: String,
    reason: &'static str,
}

/// What happens to a file.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Relative to the workspace's root.
    pub path: String,
    /// `create`, `edit` or `same`.
    pub action: &'static str,
}

/// `okr carry --format json`.
pub fn carry(plan: &CarryPlan, notes: &[String], files: &[FileView]) -> String {
    let row = |row: &CarryRow| row.kpi.as_ref().map(|k| k.as_str().to_owned());
    let kpis: Vec<_> = plan.carried.iter().map(row).collect();
    document(&CarryView {
        from: plan.from.to_string(),
        to: plan.to.to_string(),
        carried: plan
            .carried
            .iter()
            .zip(&kpis)
            .map(|(row, kpi)| CarriedView {
                kpi: kpi.as_deref(),
                from: row.from.to_string(),
                to: row.to.to_string(),
                actual: num(row.actual),
                baseline: num(row.baseline),
                target: row.target.map(TargetView::new),
                hold: row.hold,
                strategy: row.strategy.word(),
            })
            .collect(),
        kept: plan.kept.iter().map(kept).collect(),
        stale: plan.stale.iter().map(stale).collect(),
        left: plan.left.iter().map(left).collect(),
        notes,
        files,
    })
}

/// `okr carry --format json` where there is nothing to carry.
pub fn nothing_to_carry() -> String {
    #[derive(Serialize)]
    struct Nothing {
        from: Option<String>,
        to: Option<String>,
        carried: [u8; 0],
        kept: [u8; 0],
        stale: [u8; 0],
        left: [u8; 0],
        notes: [&'static str; 1],
        files: [u8; 0],
    }
    document(&Nothing {
        from: None,
        to: None,
        carried: [],
        kept: [],
        stale: [],
        left: [],
        notes: ["nothing to carry"],
        files: [],
    })
}

fn kept(kept: &Kept) -> KeptView<'_> {
    KeptView {
        kpi: kept.kpi.as_ref().map(crate::model::KpiId::as_str),
        from: kept.from.to_string(),
        to: kept.to.to_string(),
    }
}

fn stale(stale: &Stale) -> StaleView<'_> {
    StaleView {
        kpi: stale.kpi.as_str(),
        from: stale.from.to_string(),
        to: stale.to.to_string(),
        recorded: num(stale.recorded),
        actual: num(stale.actual),
    }
}

fn left(left: &Left) -> LeftView {
    LeftView {
        id: GoalId::to_string(&left.id),
        reason: left.reason.word(),
    }
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
}

/// `okr check --format json`.
pub fn findings(findings: &[FindingView<'_>]) -> String {
    #[derive(Serialize)]
    struct View<'a> {
        findings: &'a [FindingView<'a>],
    }
    document(&View { findings })
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
