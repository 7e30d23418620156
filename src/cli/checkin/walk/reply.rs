//! What is typed at a goal: a value as people type it, milestones, or a word of the walk's own.

use super::state::Reply;
use crate::cli::args::number;
use crate::cli::exit::Failure;
use crate::method::{DueGoal, Figures, Kind, Series};
use crate::model::{Aggregate, Measure};
use crate::render::goal;
use crate::render::numbers::with_unit;

/// A line that is typed at any question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Enter,
    Skip,
    Back,
    Help,
    Leave,
    Text(String),
}

impl Typed {
    pub(super) fn new(text: String) -> Self {
        match text.to_lowercase().as_str() {
            "" => Self::Enter,
            "s" | "skip" => Self::Skip,
            "b" | "back" => Self::Back,
            "?" | "h" | "help" => Self::Help,
            "q" | "quit" => Self::Leave,
            _ => Self::Text(text),
        }
    }
}

/// What a goal's value can be, and was.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// The last reading of the cycle.
    pub(super) last: Option<f64>,
    /// Where it started.
    baseline: Option<f64>,
    /// Whether no number that is known of it is negative.
    positive: bool,
    /// Whether readings add up.
    sum: bool,
    percent: bool,
    /// Its milestones and whether each is reached; empty where it has none.
    milestones: Vec<(String, bool)>,
    unit: Option<String>,
    decimals: Option<u8>,
}

/// What Enter stands for.
#[derive(Debug, PartialEq)]
pub(super) enum Enter {
    /// It confirms what was there.
    Confirms(Reply, String),
    /// There is nothing to confirm.
    Nothing,
}

impl Shape {
    pub(super) fn of(goal: &DueGoal<'_>) -> Self {
        match goal {
            DueGoal::KeyResult(state) => {
                let milestones = state.terms.measure.milestones().iter();
                let reached = |id: &str| state.figures.done.contains(id);
                let percent = state.figures.kind == Kind::Effort;
                Self {
                    milestones: milestones.map(|m| (m.id.clone(), reached(&m.id))).collect(),
                    percent,
                    unit: goal::unit(state)
                        .or(percent.then_some("%"))
                        .map(str::to_owned),
                    decimals: goal::decimals(state),
                    positive: all_positive(&state.figures),
                    baseline: written_baseline(&state.terms.measure, &state.figures),
                    ..Self::of_series(&state.figures.series, state.figures.aggregate)
                }
            }
            DueGoal::Kpi(state) => Self {
                unit: state.kpi.unit.clone(),
                decimals: state.kpi.decimals,
                positive: state.series.readings.iter().all(|r| r.value >= 0.0)
                    && !state.series.readings.is_empty(),
                ..Self::of_series(&state.series, Some(state.kpi.aggregate))
            },
            DueGoal::Review(..) => Self::default(),
        }
    }

    fn of_series(series: &Series<'_>, aggregate: Option<Aggregate>) -> Self {
        Self {
            last: series.last(),
            sum: aggregate == Some(Aggregate::Sum),
            ..Self::default()
        }
    }

    /// A value with its unit.
    pub(super) fn text(&self, value: f64) -> String {
        with_unit(value, self.decimals, self.unit.as_deref())
    }

    /// What a new value changes: `73.6 % → 74.5 %`, `+ 12 demos`.
    pub(super) fn change(&self, value: f64, arrow: &str) -> String {
        match self.last.or(self.baseline).filter(|_| !self.sum) {
            Some(from) => format!("{} {arrow} {}", self.text(from), self.text(value)),
            None if self.sum => format!("+ {}", self.text(value)),
            None => self.text(value),
        }
    }

    /// What Enter says of the goal. A total or a project is looked at and nothing has come; a
    /// baseline that still holds, and a total before its first entry, are first readings; where
    /// nothing is known nothing can be confirmed.
    pub(super) fn enter(&self) -> Enter {
        // A total is confirmed whatever others have added meanwhile.
        let last = self.last.filter(|_| !self.sum);
        let kept = |words: &str| Enter::Confirms(Reply::Kept(last), words.to_owned());
        match (self.last, self.baseline) {
            (Some(_), _) if self.sum => kept("nothing to add"),
            (None, _) if self.sum => {
                Enter::Confirms(Reply::Value("0".to_owned()), "nothing yet".to_owned())
            }
            _ if !self.milestones.is_empty() => kept("nothing new"),
            (Some(last), _) => kept(&format!("still {}", self.text(last))),
            (None, _) if self.percent => kept("not begun"),
            (None, Some(baseline)) => {
                let words = format!("still {}, where it started", self.text(baseline));
                Enter::Confirms(Reply::Value(format!("{baseline}")), words)
            }
            (None, None) => Enter::Nothing,
        }
    }

    /// What is asked.
    pub(super) fn question(&self) -> &'static str {
        match (self.milestones.is_empty(), self.sum, self.percent) {
            (false, ..) => "What is done?",
            (true, true, _) => "How much has come?",
            (true, false, true) => "How far is it, in percent?",
            (true, false, false) => "Where does it stand?",
        }
    }

    /// Reads what is typed for the value. Whether a number, a unit or a milestone fits the goal is
    /// for the check-in's own rules to say.
    pub(super) fn read(&self, text: &str) -> Result<Reply, Failure> {
        let mut words = text.split([' ', ',', '\t']).filter(|w| !w.is_empty());
        let first = words.next().unwrap_or_default().to_lowercase();
        if first == "done" {
            return self.done(words.map(str::to_owned).collect());
        }
        let known = |word: &str| self.milestones.iter().any(|(id, _)| id == word);
        let ids: Vec<_> = text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
        if !self.milestones.is_empty() && ids.iter().all(|id| known(id)) {
            return Ok(Reply::Done(ids.into_iter().map(str::to_owned).collect()));
        }
        if let Some(exact) = text.strip_prefix('=') {
            return Ok(Reply::Value(exact.trim().to_owned()));
        }
        match text.strip_prefix('+') {
            // What adds up is added to as it is.
            Some(more) if self.sum => Ok(Reply::Value(more.trim().to_owned())),
            Some(more) => self.raised(text, more.trim()),
            None => self.unmistakable(text),
        }
    }

    fn done(&self, ids: Vec<String>) -> Result<Reply, Failure> {
        if !ids.is_empty() {
            return Ok(Reply::Done(ids));
        }
        let open = || self.milestones.iter().filter(|(_, reached)| !reached);
        let open: Vec<_> = open().map(|(id, _)| id.clone()).collect();
        match open.as_slice() {
            [_] => Ok(Reply::Done(open)),
            [] if self.percent && self.milestones.is_empty() => Ok(Reply::Value("100".to_owned())),
            [] => Err(Failure::usage("no milestone is open here")
                .help("type the new value, or press Enter")),
            [first, ..] => Err(Failure::usage("which one is done?")
                .help(format!("such as `done {first}`; open: {}", open.join(", ")))),
        }
    }

    /// `+1.2`: so much more than the last value.
    fn raised(&self, text: &str, more: &str) -> Result<Reply, Failure> {
        let more = number::number(more, self.unit.as_deref())?;
        let Some(from) = self.last.or(self.baseline) else {
            return Err(Failure::usage(format!("{text} is more than what?"))
                .help("there is no value yet in this cycle: type the whole of it"));
        };
        let decimals = |value: f64| {
            let text = format!("{value}");
            text.split_once('.')
                .map_or(0, |(_, fraction)| fraction.len())
        };
        // As exact as what was typed, whatever binary fractions make of the sum.
        let decimals = decimals(from).max(decimals(more));
        let sum = format!("{:.decimals$}", from + more);
        let sum = if sum.contains('.') {
            sum.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            sum
        };
        Ok(Reply::Value(sum))
    }

    /// `-1.2` of a goal that was never below zero is rather meant as so much less.
    fn unmistakable(&self, text: &str) -> Result<Reply, Failure> {
        let less = text
            .strip_prefix('-')
            .filter(|_| self.positive && !self.sum);
        let less = less.and_then(|less| number::number(less, self.unit.as_deref()).ok());
        if let (Some(less), Some(from)) = (less, self.last.or(self.baseline)) {
            let meant = self.text(from - less);
            let failure = Failure::usage(format!("{text} would be below zero, where it never was"));
            return Err(failure.help(format!(
                "type the new value, such as {meant}; if it is meant so: ={text}"
            )));
        }
        Ok(Reply::Value(text.to_owned()))
    }
}

/// A baseline that says where a metric started; what adds up starts at nothing.
fn written_baseline(measure: &Measure, figures: &Figures<'_>) -> Option<f64> {
    match measure {
        Measure::Metric(_) | Measure::Bounds { .. } | Measure::FollowsKpi(_) => figures.baseline,
        Measure::Effort(_) | Measure::Rollup => None,
    }
}

fn all_positive(figures: &Figures<'_>) -> bool {
    let read = figures.series.readings.iter().map(|r| r.value);
    let asked = [
        figures.baseline,
        figures.target,
        figures.at_least,
        figures.at_most,
    ];
    let mut all = read.chain(asked.into_iter().flatten()).peekable();
    all.peek().is_some() && all.all(|value| value >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(last: Option<f64>) -> Shape {
        Shape {
            last,
            positive: true,
            unit: Some("%".to_owned()),
            decimals: Some(1),
            ..Shape::default()
        }
    }

    fn value(text: &str) -> Reply {
        Reply::Value(text.to_owned())
    }

    #[test]
    fn more_is_added_to_the_last_value_exactly() {
        let shape = metric(Some(73.1));
        assert_eq!(shape.read("+1.2").unwrap(), value("74.3"));
        assert_eq!(shape.read("+ 0.9 %").unwrap(), value("74"));
        assert_eq!(
            metric(Some(1e15)).read("+100").unwrap(),
            value("1000000000000100")
        );
        assert_eq!(shape.read("74.5").unwrap(), value("74.5"));
        assert!(metric(None).read("+1").is_err());
        let sum = Shape {
            sum: true,
            ..metric(Some(30.0))
        };
        assert_eq!(sum.read("+12").unwrap(), value("12"));
    }

    #[test]
    fn less_is_not_taken_for_a_value_below_zero() {
        let shape = metric(Some(73.0));
        let help = shape.read("-1.2").unwrap_err().help.unwrap();
        assert!(help.contains("71.8 %") && help.contains("=-1.2"), "{help}");
        assert_eq!(shape.read("=-1.2").unwrap(), value("-1.2"));
        let losses = Shape {
            positive: false,
            ..metric(Some(-3.0))
        };
        assert_eq!(losses.read("-4").unwrap(), value("-4"));
    }

    #[test]
    fn milestones_are_named_or_the_only_open_one_is_meant() {
        let shape = |reached: [bool; 2]| Shape {
            milestones: vec![("a".to_owned(), reached[0]), ("b".to_owned(), reached[1])],
            percent: true,
            ..Shape::default()
        };
        let done = |ids: &[&str]| Reply::Done(ids.iter().map(|&id| id.to_owned()).collect());
        let open = shape([false, false]);
        assert_eq!(open.read("done a").unwrap(), done(&["a"]));
        assert_eq!(open.read("a, b").unwrap(), done(&["a", "b"]));
        assert_eq!(open.read("40").unwrap(), value("40"));
        assert!(
            open.read("done")
                .unwrap_err()
                .help
                .unwrap()
                .contains("a, b")
        );
        assert_eq!(shape([true, false]).read("Done").unwrap(), done(&["b"]));
        let percent = Shape {
            percent: true,
            ..Shape::default()
        };
        assert_eq!(percent.read("done").unwrap(), value("100"));
        assert!(metric(None).read("done").is_err());
    }

    #[test]
    fn enter_confirms_only_what_is_known() {
        assert_eq!(metric(None).enter(), Enter::Nothing);
        let kept = Enter::Confirms(Reply::Kept(Some(73.0)), "still 73.0 %".to_owned());
        assert_eq!(metric(Some(73.0)).enter(), kept);
        let begun = Shape {
            baseline: Some(73.0),
            ..metric(None)
        };
        assert!(matches!(begun.enter(), Enter::Confirms(reply, _) if reply == value("73")));
    }
}
