//! From a file's bytes to a model value, or to everything that is wrong with it.
//!
//! The fast path reads the shape and converts it: what is written plainly needs no parser. Only where
//! that fails is the text gone through again for the place of every fault.

use super::conflict::conflicts;
use super::diagnostics::{Finding, Span, clip};
use super::fix::{Fix, keep_apart};
use super::locate;
use super::semantics::{self, Removed};
use super::shape::{
    CheckInShape, ClosedShape, FORMAT, Fault, KpiShape, ObjectiveShape, SettingsShape, Spot, newer,
    plain, quick,
};
use super::syntax;
use crate::model::{CheckIn, Closed, CycleId, GoalId, Kpi, KpiId, Objective, Settings, Step};
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Everything wrong with one file.
pub(crate) type Findings = Vec<Finding>;

/// Reads the settings.
pub(crate) fn settings(path: &str, bytes: &[u8]) -> Result<Settings, Findings> {
    let made = read::<SettingsShape, _>(path, bytes, SettingsShape::convert);
    made.map_err(|findings| match future_format(bytes) {
        Some((text, format, span)) => {
            let invalid = newer(format);
            let finding = Finding::error("newer-format", path, invalid.message);
            let finding = finding.at(Span::of(text, span));
            vec![finding.help(invalid.help.unwrap_or_default())]
        }
        None => findings,
    })
}

/// Settings as far as they can be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Readable {
    /// The defaults stand for what cannot be.
    pub(crate) settings: Settings,
    /// Whether those that date the cycles are surely among what was read.
    pub(crate) dates: bool,
}

/// The settings that date the cycles.
const DATES: [&str; 3] = ["cycle", "fiscal_year_start", "fiscal_year_named_by"];

/// What can be read of settings with which something is wrong.
pub(crate) fn readable_settings(bytes: &[u8]) -> Readable {
    let sound = text("", bytes).ok().filter(|_| !may_be_deep(bytes));
    let sound = sound.filter(|text| conflicts(text).is_empty() && future_format(bytes).is_none());
    let Some(text) = sound else {
        return Readable::default();
    };
    let (root, wrong) = syntax::parse("", text);
    let fitted = semantics::fit::<SettingsShape>("", text, &root);
    let Some((settings, faults)) = fitted.shape.map(SettingsShape::lenient) else {
        return Readable::default();
    };
    let names = |steps: &[Step], key: &str| steps.first() == Some(&Step::from(key));
    let is_sure = |key: &&str| {
        let removed = &fitted.removed;
        let is_out = |r: &Removed| names(&r.steps, key) || r.meant.as_deref() == Some(*key);
        // After an error in the syntax it may be hidden in what the parser took for something else.
        let hidden = !wrong.is_empty() && root.get_ref().get(*key).is_none() && text.contains(*key);
        let twice = wrong
            .iter()
            .any(|f| f.rule == "duplicate-key" && f.message.contains(*key));
        !hidden
            && !twice
            && !removed.iter().any(is_out)
            && !faults.iter().any(|f| names(&f.steps, key))
    };
    Readable {
        settings,
        dates: DATES.iter().all(is_sure),
    }
}

/// A format of the future may hold anything else: only its number counts.
fn future_format(bytes: &[u8]) -> Option<(&str, f64, Range<usize>)> {
    let text = text("", bytes).ok()?;
    let (root, _) = syntax::parse("", text);
    let value = root.get_ref().get("format")?;
    let DeValue::Integer(number) = value.get_ref() else {
        return None;
    };
    let format: f64 = number.as_str().parse().ok()?;
    (format > FORMAT).then(|| (text, format, value.span()))
}

/// Reads an objective.
pub(crate) fn objective(path: &str, bytes: &[u8], id: GoalId) -> Result<Objective, Findings> {
    read::<ObjectiveShape, _>(path, bytes, |shape| shape.convert(id.clone()))
}

/// Reads a KPI.
pub(crate) fn kpi(path: &str, bytes: &[u8], id: KpiId) -> Result<Kpi, Findings> {
    read::<KpiShape, _>(path, bytes, |shape| shape.convert(id.clone()))
}

/// Whether what people wrote in a check-in is kept: thousands of notes take much memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// They are.
    Kept,
    /// They are only checked.
    LeftOut,
}

/// Reads a check-in, and judges its days where the `settings` are known.
pub(crate) fn checkin(
    path: &str,
    bytes: &[u8],
    words: Words,
    cycle: CycleId,
    file: &str,
    settings: Option<&Settings>,
) -> Result<CheckIn, Findings> {
    let convert = |shape: CheckInShape| shape.convert(cycle, file, settings);
    let plain = text(path, bytes).ok();
    let plain = plain.and_then(|text| quick::checkin(text, words == Words::Kept));
    let mut made = match plain.map(convert) {
        Some(Ok(made)) => made,
        Some(Err(_)) | None => read::<CheckInShape, _>(path, bytes, convert)?,
    };
    if words == Words::LeftOut {
        leave_out_words(&mut made);
    }
    Ok(made)
}

fn leave_out_words(checkin: &mut CheckIn) {
    checkin.plan = None;
    checkin.blockers = Vec::new();
    checkin.wins = Vec::new();
    for update in &mut checkin.updates {
        update.note = None;
        update.blocker = None;
    }
}

/// Reads the frozen scores of a cycle.
pub(crate) fn closed(path: &str, bytes: &[u8], cycle: CycleId) -> Result<Closed, Findings> {
    read::<ClosedShape, _>(path, bytes, |shape| shape.convert(cycle))
}

/// The earlier names in a file that does not read as what it should be, as far as they can be made
/// out.
pub(crate) fn formerly(bytes: &[u8]) -> Vec<String> {
    let text = text("", bytes).ok().filter(|_| !may_be_deep(bytes));
    let Some((root, _)) = text.map(|text| syntax::parse("", text)) else {
        return Vec::new();
    };
    let Some(DeValue::Array(names)) = root.get_ref().get("formerly").map(Spanned::get_ref) else {
        return Vec::new();
    };
    let name = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str().map(str::to_owned);
    names.iter().filter_map(name).collect()
}

fn read<S: DeserializeOwned, T: Send>(
    path: &str,
    bytes: &[u8],
    convert: impl Fn(S) -> Result<T, Vec<Fault>> + Sync,
) -> Result<T, Findings> {
    let plain = text(path, bytes).ok().and_then(plain::shape::<S>);
    if let Some(Ok(made)) = plain.map(&convert) {
        return Ok(made);
    }
    if !may_be_deep(bytes) {
        return read_here(path, bytes, convert);
    }
    let read = || read_here(path, bytes, &convert);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(DEEP_STACK);
        match thread.spawn_scoped(scope, read) {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(error) => Err(vec![Finding::error(
                "unreadable",
                path,
                format!("cannot be read: {error}"),
            )]),
        }
    })
}

/// The stack on which a text that may be deeply nested is read.
const DEEP_STACK: usize = 256 << 20;

/// Whether `bytes` may hold thousands of tables in each other. The parser nests values 80 deep at
/// most, but 80 keys may be dotted together at each level, and tables are read and dropped
/// recursively.
fn may_be_deep(bytes: &[u8]) -> bool {
    const DOTS: usize = 400;
    let count = |wanted: u8| bytes.iter().filter(|&&b| b == wanted).count();
    bytes.len() > DOTS && count(b'.') > DOTS && count(b'{') > 4
}

fn read_here<S: DeserializeOwned, T>(
    path: &str,
    bytes: &[u8],
    convert: impl Fn(S) -> Result<T, Vec<Fault>>,
) -> Result<T, Findings> {
    let text = text(path, bytes)?;
    let found = conflicts(text);
    if !found.is_empty() {
        let finding = |c: &super::conflict::Conflict| {
            Finding::error("conflict-markers", path, c.message())
                .at(Span::of(text, c.start.clone()))
                .help("keep one side or join both, and take the marker lines out")
        };
        let most = syntax::most(text);
        let found = found.iter().take(most + 1).map(finding).collect();
        return Err(syntax::first(found, most, false));
    }
    let faults = match toml::from_str::<S>(text).map(&convert) {
        Ok(Ok(made)) => return Ok(made),
        Ok(Err(faults)) => faults,
        Err(_) => return Err(diagnose(path, text, convert)),
    };
    let (root, _) = syntax::parse(path, text);
    let findings = place(path, text, &root, faults, &[]);
    Err(syntax::first(findings, syntax::most(text), false))
}

/// The text without its byte order mark.
fn text<'b>(path: &str, bytes: &'b [u8]) -> Result<&'b str, Findings> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        // The part before the bad byte is sound; the line is shown as far as it can be.
        let sound = error.valid_up_to();
        let shown = String::from_utf8_lossy(bytes);
        let span = Span::of(&shown, sound..sound + 1);
        let finding = Finding::error("not-utf8", path, "this is not UTF-8 text").at(span);
        vec![finding.help("save the file as UTF-8")]
    })
}

/// Everything that is wrong with a text that does not read as the shape `S`.
fn diagnose<S: DeserializeOwned, T>(
    path: &str,
    text: &str,
    convert: impl Fn(S) -> Result<T, Vec<Fault>>,
) -> Findings {
    let (root, mut findings) = syntax::parse(path, text);
    let fitted = semantics::fit::<S>(path, text, &root);
    if findings.is_empty() {
        findings = fitted.findings;
        if let Some(Err(faults)) = fitted.shape.map(convert) {
            findings.extend(place(path, text, &root, faults, &fitted.removed));
        }
    } else {
        // After an error in the syntax nothing is sure; before it everything is.
        let unsure = findings
            .iter()
            .find(|f| f.rule == "syntax")
            .and_then(Finding::line);
        let sure = |line: Option<usize>| unsure.is_none_or(|unsure| line < Some(unsure));
        let lines: Vec<_> = findings.iter().map(Finding::line).collect();
        let others = fitted.findings.into_iter();
        findings.extend(others.filter(|f| sure(f.line()) && !lines.contains(&f.line())));
    }
    if findings.is_empty() {
        // The parser refused what the shape takes; there is a place for neither.
        findings.push(Finding::error(
            "syntax",
            path,
            "this file cannot be read as TOML",
        ));
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    syntax::first(findings, syntax::most(text), fitted.are_more)
}

/// Findings from faults, without those that only follow from an entry that was taken out.
fn place(
    path: &str,
    text: &str,
    root: &Spanned<DeTable<'_>>,
    faults: Vec<Fault>,
    removed: &[Removed],
) -> Findings {
    let sound = |fault: &Fault| !removed.iter().any(|r| follows(fault, r));
    let mut findings: Findings = faults
        .into_iter()
        .filter(sound)
        .map(|fault| {
            let found = locate::find(root.get_ref(), &fault.steps);
            let range = match (found, fault.spot) {
                (None, _) => 0..0,
                (Some(entry), Spot::Key) if entry.depth == fault.steps.len() => entry.key,
                (Some(entry), Spot::Key | Spot::Value | Spot::Missing) => entry.value,
            };
            let mut message = fault.message;
            if fault.steps.is_empty() {
                message.push_str(" in this file");
            }
            let mut finding = Finding::error(fault.rule, path, clip(&message));
            finding.help = fault.help.map(|help| clip(&help));
            let fix = fault.fix.map(|(old, new)| match fault.spot {
                Spot::Key => Fix::key(fault.steps, &old, &new),
                Spot::Value | Spot::Missing => Fix::value(fault.steps, &old, &new),
            });
            finding.at(Span::of(text, range)).fix(fix)
        })
        .collect();
    keep_apart(&mut findings, Some(root.get_ref()));
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings
}

/// Whether a fault may only follow from an entry that was taken out.
fn follows(fault: &Fault, removed: &Removed) -> bool {
    let Some((_, parent)) = removed.steps.split_last() else {
        return false;
    };
    if hangs_on(fault, removed.meant.as_deref(), parent) {
        return true;
    }
    if fault.steps == parent || fault.steps.starts_with(&removed.steps) {
        return true;
    }
    let beside = fault
        .steps
        .split_last()
        .is_some_and(|(_, table)| table == parent);
    beside && !removed.unknown && fault.spot != Spot::Missing
}

/// Whether a fault hangs on the value of `key` in the table `parent`: by the direction a KPI's numbers
/// are judged, by what a goal is what may stand beside it.
fn hangs_on(fault: &Fault, key: Option<&str>, parent: &[Step]) -> bool {
    let Some(below) = fault.steps.strip_prefix(parent) else {
        return false;
    };
    let first = below.first();
    match key {
        Some("direction") => {
            let judged = ["targets", "thresholds", "amended"];
            judged.iter().any(|key| first == Some(&Step::from(*key)))
        }
        Some("kind" | "kpi") => below.len() == 1 && fault.rule == "contradiction",
        Some(_) | None => false,
    }
}
