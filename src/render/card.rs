//! One goal as a check-in shows it: what it is, where it stands, what was said last.

use super::goal;
use super::numbers::{number, signed, two, with_unit};
use super::spark::spark;
use super::status::{age, reached};
use super::text::{clean, count};
use super::{Style, Theme};
use crate::method::{Flag, KeyResultState, Kind, KpiState, Outlook, Series};
use crate::model::{Aggregate, Effort, Measure, Name};
use chrono::NaiveDate;

const LABEL: usize = 14;
const SPARK: usize = 24;

/// What somebody said of a goal.
#[derive(Debug, Clone, Copy)]
pub struct Quote<'a> {
    /// `note` or `blocker`.
    pub what: &'static str,
    /// The words.
    pub text: &'a str,
    /// Whose they are.
    pub by: &'a Name,
    /// The day they speak of.
    pub on: NaiveDate,
}

/// What goes around the figures.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// Which of how many: `2 of 8`.
    pub place: &'a str,
    /// The title of the objective that it belongs to; empty for a KPI.
    pub objective: &'a str,
    /// What was said last.
    pub quotes: &'a [Quote<'a>],
    /// The day of the check-in.
    pub today: NaiveDate,
}

/// A key result's card.
pub fn key_result(state: &KeyResultState<'_>, around: &Around<'_>, theme: Theme) -> String {
    let figures = &state.figures;
    let title = clean(&goal::title(state)).into_owned();
    let mut card = Card::new(&head(around, theme), &title, theme);
    card.id(&state.id.local());
    let milestones = state.terms.measure.milestones();
    if !milestones.is_empty() {
        card.row("done", &reached(state, theme), Style::Plain);
        for milestone in milestones {
            let mark = match figures.done.contains(milestone.id.as_str()) {
                true => theme.pick("✔", "[x]"),
                false => theme.pick("·", "[ ]"),
            };
            let due = milestone.due.map(|due| format!(", due {due}"));
            let text = format!(
                "{mark} {}: {}{}",
                milestone.id,
                clean(&milestone.title),
                due.unwrap_or_default()
            );
            card.row("", &text, Style::Plain);
        }
    } else {
        let unit = goal::unit(state).or((figures.kind == Kind::Effort).then_some("%"));
        let numbers = Numbers {
            decimals: goal::decimals(state),
            unit,
            aggregate: figures.aggregate,
        };
        card.values(
            &figures.series,
            figures.value,
            figures.baseline,
            &numbers,
            around.today,
        );
        card.row("target", &target(state, &numbers, theme), Style::Plain);
    }
    if let Measure::Effort(Effort { due: Some(due), .. }) = &state.terms.measure {
        card.row("due", &due.to_string(), Style::Plain);
    }
    card.pace(&state.outlook, figures.score, around.today);
    let status = state.outlook.status;
    let words = with_flags(goal::status(status, theme), &state.outlook.flags);
    card.row("status", &words, goal::status_style(status));
    if let Some(latest) = state.confidence.latest {
        let moved = state.confidence.change().filter(|c| c.abs() >= 0.005);
        let moved = moved.map(|change| format!(" ({})", signed(change)));
        let text = format!("{}{}", two(latest), moved.unwrap_or_default());
        card.row("confidence", &text, Style::Plain);
    }
    card.finish(around)
}

/// A KPI's card.
pub fn kpi(state: &KpiState<'_>, around: &Around<'_>, theme: Theme) -> String {
    let kpi = state.kpi;
    let mut card = Card::new(&head(around, theme), &clean(&kpi.name), theme);
    card.id(kpi.id.as_str());
    let numbers = Numbers {
        decimals: kpi.decimals,
        unit: kpi.unit.as_deref(),
        aggregate: Some(kpi.aggregate),
    };
    card.values(&state.series, state.value, None, &numbers, around.today);
    if state.series.readings.is_empty()
        && let Some(last) = state.last_reading
    {
        card.row(
            "last read",
            &format!("{last}, {}", ago(last, around.today)),
            Style::Plain,
        );
    }
    if let Some(measure) = &kpi.measure {
        card.row("measure", &clean(measure), Style::Plain);
    }
    if let Some(source) = &kpi.source {
        card.row("source", &clean(source), Style::Plain);
    }
    let target = state.target.map(|t| goal::kpi_target(t, kpi, theme));
    card.row(
        "target",
        target.as_deref().unwrap_or(theme.dash()),
        Style::Plain,
    );
    let status = goal::kpi_status(state.status, theme);
    card.row("status", &status, goal::kpi_style(state.status));
    card.finish(around)
}

/// How a goal's numbers are written.
struct Numbers<'a> {
    decimals: Option<u8>,
    unit: Option<&'a str>,
    aggregate: Option<Aggregate>,
}

impl Numbers<'_> {
    fn text(&self, value: f64) -> String {
        with_unit(value, self.decimals, self.unit)
    }
}

fn target(state: &KeyResultState<'_>, numbers: &Numbers<'_>, theme: Theme) -> String {
    let figures = &state.figures;
    let bare = |value| number(value, numbers.decimals);
    let mut text = match (figures.at_least, figures.at_most, figures.target) {
        (Some(low), Some(high), _) => format!("{} to {}", bare(low), numbers.text(high)),
        (Some(low), None, _) => format!("{} {}", theme.pick("≥", ">="), numbers.text(low)),
        (None, Some(high), _) => format!("{} {}", theme.pick("≤", "<="), numbers.text(high)),
        (None, None, Some(target)) => numbers.text(target),
        (None, None, None) if figures.kind == Kind::Effort => "100 %".to_owned(),
        (None, None, None) => theme.dash().to_owned(),
    };
    if let Some(stretch) = figures.stretch {
        text += &format!(", stretch {}", bare(stretch));
    }
    text
}

fn with_flags(mut status: String, flags: &std::collections::BTreeSet<Flag>) -> String {
    if !flags.is_empty() {
        status.push_str(", ");
        status.push_str(&goal::flags(flags));
    }
    status
}

fn ago(day: NaiveDate, today: NaiveDate) -> String {
    match age(day, today) {
        now if now == "today" => now,
        days => format!("{days} ago"),
    }
}

/// Which of how many it is, and of which objective.
fn head(around: &Around<'_>, theme: Theme) -> String {
    match clean(around.objective) {
        none if none.is_empty() => around.place.to_owned(),
        objective => format!("{}{}{objective}", around.place, theme.pick(" · ", " | ")),
    }
}

/// Rows of a label and a text that is wrapped beside it.
pub(super) struct Card {
    text: String,
    theme: Theme,
    width: usize,
}

impl Card {
    /// A card that begins with a line above and a title, both safe for a terminal.
    pub(super) fn new(head: &str, title: &str, theme: Theme) -> Self {
        let width = theme.width.unwrap_or(80).clamp(20, 100);
        let mut card = Self {
            text: "\n".to_owned(),
            theme,
            width,
        };
        card.wrapped(head, "", "", Style::Dim);
        card.wrapped(title, "", "", Style::Bold);
        card
    }

    /// An id below the title.
    pub(super) fn id(&mut self, id: &str) {
        self.wrapped(id, "", "", Style::Dim);
    }

    fn wrapped(&mut self, text: &str, first: &str, indent: &str, style: Style) {
        let options = textwrap::Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(indent)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            let shown = line.trim_end();
            // A label whose text has no room beside it stands alone.
            let label = [first, first.trim_end()]
                .into_iter()
                .find(|l| shown.starts_with(l));
            let label = label.unwrap_or(indent);
            let rest = shown.strip_prefix(label).unwrap_or(shown);
            self.text += &format!("{label}{}\n", self.theme.paint(style, rest));
        }
    }

    /// A label and what it says, which is safe for a terminal.
    pub(super) fn row(&mut self, label: &str, text: &str, style: Style) {
        // A narrow terminal has no room for a column of labels.
        let indent = if self.width < 50 { 4 } else { LABEL };
        let first = match label {
            "" => " ".repeat(indent),
            label => format!("  {label:<pad$}", pad = indent.saturating_sub(2)),
        };
        let first = if first.ends_with(' ') {
            first
        } else {
            first + " "
        };
        self.wrapped(text, &first, &" ".repeat(indent), style);
    }

    /// The last value with its day, and all of the cycle as a line.
    fn values(
        &mut self,
        series: &Series<'_>,
        value: Option<f64>,
        baseline: Option<f64>,
        numbers: &Numbers<'_>,
        today: NaiveDate,
    ) {
        let Some(last) = series.readings.last() else {
            let none = match baseline {
                Some(baseline) => format!("not read yet; it started at {}", numbers.text(baseline)),
                None => "not read yet".to_owned(),
            };
            return self.row("value", &none, Style::Plain);
        };
        let confirmed = series.confirmed.filter(|day| *day > last.date);
        let day = confirmed.unwrap_or(last.date);
        let mut text = format!(
            "{} on {}, {}",
            numbers.text(last.value),
            last.date,
            ago(day, today)
        );
        if confirmed.is_some() {
            text = format!(
                "{}, unchanged on {day}, {}",
                numbers.text(last.value),
                ago(day, today)
            );
        }
        self.row("value", &text, Style::Plain);
        let all = count(series.readings.len(), "reading");
        let combined = match numbers.aggregate {
            Some(Aggregate::Sum) => Some("together"),
            Some(Aggregate::Mean) => Some("on average"),
            Some(Aggregate::Min) => Some("at least"),
            Some(Aggregate::Max) => Some("at most"),
            Some(Aggregate::Last) | None => None,
        };
        if let (Some(how), Some(value)) = (combined, value) {
            let text = format!("{} {how}, of {all}", numbers.text(value));
            self.row("so far", &text, Style::Plain);
        }
        if series.readings.len() > 1 {
            let values: Vec<_> = series.readings.iter().map(|r| Some(r.value)).collect();
            let most = SPARK.min(self.width.saturating_sub(LABEL + 1));
            self.row("cycle", &spark(&values, most, self.theme), Style::Plain);
        }
    }

    fn pace(&mut self, outlook: &Outlook, score: Option<f64>, today: NaiveDate) {
        let Some(score) = score else { return };
        let expected = goal::expected(outlook, today).map(|expected| format!("{expected}, "));
        let text = format!("{}you are at {}", expected.unwrap_or_default(), two(score));
        self.row("pace", &text, Style::Plain);
    }

    /// The card's text.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn finish(mut self, around: &Around<'_>) -> String {
        for quote in around.quotes {
            let text = format!("{} ({}, {})", clean(quote.text.trim()), quote.by, quote.on);
            self.row(quote.what, &text, Style::Plain);
        }
        self.text
    }
}
