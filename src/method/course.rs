//! How a goal came to where it is: its value on each day that something was read, and the way that
//! its pace asked of it.

use super::Evaluator;
use super::evaluate::since;
use super::health::{KpiState, Span};
use super::ledger::{Series, within};
use super::measure::{self, Figures, Kind};
use super::score::metric_line;
use super::signal::Point;
use super::states::{KeyResultState, ObjectiveState};
use super::status::success_level;
use crate::model::{Aggregate, CycleId, Direction, Effort, Kpi, KpiTarget, Measure};
use chrono::{Days, NaiveDate};

/// The values of a goal over its cycle. Those of a metric are in its unit, of an effort in percent, of
/// an objective or a rollup its score.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    /// At most one a day, oldest first.
    pub points: Vec<Point>,
    /// The way that is asked for, straight from point to point; empty where none is.
    pub asked: Vec<Point>,
}

impl<'w> Evaluator<'w> {
    /// A key result's values.
    pub fn course(&self, state: &KeyResultState<'w>, above: &ObjectiveState<'w>) -> Course {
        let span = self.span(state.id.cycle);
        let success = success_level(above.terms.ambition);
        let since = since(above.objective, state.key_result.added, span);
        let pace = Pace {
            success,
            since,
            end: span.end,
        };
        match &state.terms.measure {
            Measure::Metric(_) | Measure::Bounds { .. } | Measure::FollowsKpi(_) => {
                self.measured(&state.figures, state.kpi, span, pace)
            }
            Measure::Effort(effort) => self.of_effort(state, effort, span, pace),
            Measure::Rollup => {
                let now = (state.figures.score, state.outlook.expected);
                self.sampled(above, span, now, |o| {
                    let kr = o.key_result(&state.id)?;
                    Some((kr.figures.score, kr.outlook.expected))
                })
            }
        }
    }

    /// An objective's scores, or the values of one that is measured itself.
    pub fn objective_course(&self, state: &ObjectiveState<'w>) -> Course {
        let span = self.span(state.objective.id.cycle);
        if let Some(figures) = &state.figures {
            let pace = Pace {
                success: success_level(state.terms.ambition),
                since: since(state.objective, None, span),
                end: span.end,
            };
            return self.measured(figures, state.kpi, span, pace);
        }
        let now = (state.score, state.outlook.expected);
        self.sampled(state, span, now, |o| Some((o.score, o.outlook.expected)))
    }

    /// A KPI's readings, of a total what it had come to.
    pub fn kpi_course(&self, state: &KpiState<'w>, cycle: CycleId) -> Course {
        let span = self.span(cycle);
        let total = state.kpi.aggregate == Aggregate::Sum;
        let points = if total {
            self.values(&state.series, state.kpi, span)
        } else {
            readings(&state.series)
        };
        let asked = match state.target {
            Some(KpiTarget::Value(target)) if total => {
                vec![(span.start, 0.0), (span.end, target.get())]
            }
            Some(_) | None => Vec::new(),
        };
        Course { points, asked }
    }

    fn measured(&self, figures: &Figures<'w>, kpi: Option<&Kpi>, span: Span, pace: Pace) -> Course {
        let points = match kpi {
            Some(kpi) => self.values(&figures.series, kpi, span),
            None => readings(&figures.series),
        };
        Course {
            points,
            asked: pace.way(&scores(figures)),
        }
    }

    /// The value of a KPI on each day that it was read.
    fn values(&self, series: &Series<'w>, kpi: &Kpi, span: Span) -> Vec<Point> {
        let values = series.readings.iter().map(|reading| {
            let then = Span {
                day: reading.date,
                ..span
            };
            let value = self.reader().value(kpi, then);
            (reading.date, value.unwrap_or(reading.value))
        });
        values.collect()
    }

    /// The percent that was complete on each day that it was reported.
    fn of_effort(
        &self,
        state: &KeyResultState<'w>,
        effort: &'w Effort,
        span: Span,
        pace: Pace,
    ) -> Course {
        let entries = within(self.ledger().of_goal(&state.id), span.start, span.until());
        let mut course = Course::default();
        for (i, entry) in entries.iter().enumerate() {
            // Milestones are known to be open whenever somebody speaks of it.
            let says = entry.update.value.is_some() || entry.update.unchanged;
            if !says && effort.milestones.is_empty() {
                continue;
            }
            let so_far = measure::effort(effort, &entries[..=i]);
            let percent = so_far.progress.unwrap_or(0.0) * 100.0;
            match course.points.last_mut() {
                Some((day, value)) if *day == entry.date => *value = percent,
                _ => course.points.push((entry.date, percent)),
            }
        }
        course.asked = if effort.milestones.is_empty() {
            let end = effort.due.unwrap_or(span.end);
            Pace { end, ..pace }.way(&[(0.0, 0.0), (100.0, 1.0)])
        } else {
            planned(effort, pace)
        };
        course
    }

    /// A score week by week, and what was expected then. What is now is known already.
    fn sampled(
        &self,
        above: &ObjectiveState<'w>,
        span: Span,
        now: (Option<f64>, Option<f64>),
        of: impl Fn(&ObjectiveState<'w>) -> Option<(Option<f64>, Option<f64>)>,
    ) -> Course {
        let from = since(above.objective, None, span);
        let mut course = Course::default();
        let mut add = |day, (score, expected): (Option<f64>, Option<f64>)| {
            course.points.extend(score.map(|score| (day, score)));
            course
                .asked
                .extend(expected.map(|expected| (day, expected)));
        };
        for day in sample_days(from, span.end, span.until()) {
            let then = Evaluator::new(self.workspace(), day);
            let state = then.objective(above.objective);
            if let Some(found) = state.and_then(|state| of(&state)) {
                add(day, found);
            }
        }
        if from <= span.until() {
            add(span.until(), now);
        }
        course
    }
}

/// The days before `until` on which a score that nobody reports is looked at: each week of the days from
/// `from` to `end`, or every few weeks where those are many.
pub(super) fn sample_days(
    from: NaiveDate,
    end: NaiveDate,
    until: NaiveDate,
) -> impl Iterator<Item = NaiveDate> {
    const WEEK: u64 = 7;
    const MOST: i64 = 27;
    let weeks = (end - from).num_days() / 7 / MOST + 1;
    let step = Days::new(WEEK * weeks.unsigned_abs());
    let next = move |day: &NaiveDate| day.checked_add_days(step);
    std::iter::successors(Some(from), next).take_while(move |day| *day < until)
}

fn readings(series: &Series<'_>) -> Vec<Point> {
    series.readings.iter().map(|r| (r.date, r.value)).collect()
}

/// What a goal is scored for, value by value; empty where a score does not grow with the value.
fn scores(figures: &Figures<'_>) -> Vec<(f64, f64)> {
    if figures.kind == Kind::Bounds {
        let grows = figures.is_paced();
        let least = figures.at_least.filter(|&least| grows && least > 0.0);
        return least.map_or(Vec::new(), |least| vec![(0.0, 0.0), (least, 1.0)]);
    }
    let (Some(baseline), Some(target)) = (figures.baseline, figures.target) else {
        return Vec::new();
    };
    let line = metric_line(baseline, figures.commit, target, figures.stretch);
    let sign = match figures.direction {
        Some(Direction::Decrease) => -1.0,
        Some(Direction::Increase | Direction::Maintain) => 1.0,
        None => (target - baseline).signum(),
    };
    let onward = line.windows(2).all(|w| sign * w[0].0 < sign * w[1].0);
    if onward { line } else { Vec::new() }
}

/// From when to when how much is asked.
#[derive(Clone, Copy)]
struct Pace {
    /// The score that counts as a success; none for what is not judged.
    success: Option<f64>,
    since: NaiveDate,
    end: NaiveDate,
}

impl Pace {
    /// The value that is expected on each day, by the scores that values have.
    fn way(self, scores: &[(f64, f64)]) -> Vec<Point> {
        let Some(success) = self.success.filter(|_| !scores.is_empty()) else {
            return Vec::new();
        };
        let days = (self.end - self.since).num_days().max(0) as f64;
        let on = |score: f64| self.since + Days::new((days * score / success).round() as u64);
        let mut way = Vec::new();
        for pair in scores.windows(2) {
            let [(value, score), (to, to_score)] = [pair[0], pair[1]];
            way.push((on(score), value));
            if to_score >= success {
                let share = (success - score) / (to_score - score);
                way.push((self.end, value + share * (to - value)));
                break;
            }
        }
        way
    }
}

/// The percent that should be complete by the milestones' dates; empty where one has none.
fn planned(effort: &Effort, pace: Pace) -> Vec<Point> {
    let dated = effort
        .milestones
        .iter()
        .map(|m| Some((m.due?, m.weight.get())));
    let Some(mut dated) = dated.collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    if pace.success.is_none() {
        return Vec::new();
    }
    dated.sort_by_key(|(due, _)| *due);
    let all: f64 = dated.iter().map(|(_, weight)| weight).sum();
    let mut way = vec![(pace.since, 0.0)];
    let (mut so_far, mut percent) = (0.0, 0.0);
    for (due, weight) in dated.into_iter().filter(|(due, _)| *due <= pace.end) {
        let due = due.max(pace.since);
        way.push((due, percent));
        so_far += weight;
        percent = 100.0 * so_far / all;
        way.push((due, percent));
    }
    way.push((pace.end, percent));
    way
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ambition;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pace(ambition: Ambition) -> Pace {
        Pace {
            success: success_level(ambition),
            since: day("2026-07-01"),
            end: day("2026-10-09"),
        }
    }

    #[test]
    fn a_pace_ends_where_success_begins() {
        let way = |ambition, line: &[(f64, f64)]| pace(ambition).way(line);
        let plain = metric_line(73.0, None, 75.0, None);
        let end = day("2026-10-09");
        let to = |value| vec![(day("2026-07-01"), 73.0), (end, value)];
        assert_eq!(way(Ambition::Committed, &plain), to(75.0));
        assert_eq!(way(Ambition::Aspirational, &plain), to(74.4));
        assert!(way(Ambition::Learning, &plain).is_empty());
    }

    #[test]
    fn a_mean_is_looked_at_each_week_and_in_a_long_cycle_more_rarely() {
        let of = |end, until| -> Vec<NaiveDate> {
            sample_days(day("2026-01-01"), day(end), day(until)).collect()
        };
        let days = |days: &[&str]| days.iter().map(|d| day(d)).collect::<Vec<_>>();
        let weeks = ["2026-01-01", "2026-01-08", "2026-01-15"];
        assert_eq!(of("2026-03-31", "2026-01-16"), days(&weeks));
        assert_eq!(of("2026-03-31", "2026-01-15"), days(&weeks[..2]));
        assert!(of("2026-03-31", "2025-12-31").is_empty());
        // 27 weeks are the most that are looked at one by one.
        assert_eq!(of("2026-07-08", "2026-01-09"), days(&weeks[..2]));
        let others = ["2026-01-01", "2026-01-15", "2026-01-29"];
        assert_eq!(of("2026-07-09", "2026-01-30"), days(&others));
        assert_eq!(of("2026-12-31", "2026-01-30"), days(&others));
    }

    #[test]
    fn posts_bend_a_pace() {
        let line = metric_line(4.0, Some(4.2), 4.5, Some(4.7));
        let way = pace(Ambition::Aspirational).way(&line);
        let expected = [
            ("2026-07-01", 4.0),
            ("2026-08-13", 4.2),
            ("2026-10-09", 4.5),
        ];
        assert_eq!(way, expected.map(|(d, v)| (day(d), v)));
    }
}
