//! One KPI at the end of a cycle, as a person looks at it before agreeing to its next target.

use crate::method::carry::{CarryPlan, CarryRow, ProposedAim, Step, Strategy, YearLeft};
use crate::model::{Aggregate, CycleId, Direction, Kpi, KpiTarget, Target};
use crate::render::card::Card;
use crate::render::goal::kpi_target;
use crate::render::numbers::{number, with_unit};
use crate::render::text::{clean, count};
use crate::render::{Style, Theme};

/// A goal that is talked about: its row, its KPI and how far it is.
#[derive(Debug, Clone, Copy)]
pub struct Talked<'a> {
    /// The plan that it is part of.
    pub plan: &'a CarryPlan,
    /// Its row in the plan.
    pub row: &'a CarryRow,
    /// How far its target is.
    pub step: &'a Step,
    /// The KPI that it follows.
    pub kpi: &'a Kpi,
}

/// Everything that there is to see before one answers: `place` is which of how many, `objective` the
/// title of the old one, `rows` the goals that are talked about together.
pub fn page(
    talked: &Talked<'_>,
    rows: &[&CarryRow],
    (place, objective): (&str, &str),
    theme: Theme,
) -> String {
    let dot = theme.pick(" · ", " | ");
    let head = format!("{place}{dot}{}", clean(objective));
    let mut card = Card::new(&head, &clean(&talked.kpi.name), theme);
    for row in rows {
        card.id(&row.from.local());
    }
    let mut row = |label: &str, text: &str| card.row(label, text, Style::Plain);
    row("last target", &talked.last(theme));
    row("actual", &talked.actual());
    if let Some(year) = &talked.step.year {
        row("annual", &talked.year(year, theme));
    } else {
        row("annual", "no target of the year");
    }
    if let Some(step) = talked.step_taken() {
        row("step", &step);
    }
    row("proposal", &talked.proposal(theme));
    for moved in rows {
        if moved.to.objective != moved.from.objective {
            row("goes to", &moved.to.local());
        }
    }
    card.into_text()
}

impl Talked<'_> {
    /// A value in the KPI's unit.
    pub fn text(&self, value: f64) -> String {
        with_unit(value, self.kpi.decimals, self.kpi.unit.as_deref())
    }

    fn bare(&self, value: f64) -> String {
        number(value, self.kpi.decimals)
    }

    /// What was asked for, and from where.
    fn last(&self, theme: Theme) -> String {
        let Some(target) = self.step.old_target else {
            return "none".to_owned();
        };
        let to = kpi_target(target, self.kpi, theme);
        match (target, self.step.old_baseline, self.kpi.aggregate) {
            (KpiTarget::Band(_), ..) | (_, None, _) | (.., Aggregate::Sum) => to,
            (KpiTarget::Value(_), Some(from), _) => {
                format!("{} {} {to}", self.bare(from), theme.pick("→", "->"))
            }
        }
    }

    fn actual(&self) -> String {
        let none = || format!("no reading in {}", self.plan.from);
        self.row
            .actual
            .map_or_else(none, |actual| self.text(actual))
    }

    /// The target of the year, and what of it is left.
    fn year(&self, year: &YearLeft, theme: Theme) -> String {
        let target = kpi_target(year.target, self.kpi, theme);
        let mut text = format!("{target} for {}:", year.cycle);
        if let Some(so_far) = year.so_far {
            let how = match self.kpi.aggregate {
                Aggregate::Mean => "on average so far",
                Aggregate::Sum | Aggregate::Last | Aggregate::Min | Aggregate::Max => "so far",
            };
            text += &format!(" {} {how},", self.bare(so_far));
        }
        match year.to_go {
            Some(0.0) if self.kpi.is_budget() => text += " nothing left,",
            Some(0.0) => text += " reached,",
            Some(rest) if self.kpi.is_budget() => text += &format!(" {} left,", self.bare(rest)),
            Some(rest) => text += &format!(" {} to go,", self.bare(rest)),
            None => {}
        }
        let cycles = count(year.cycles, self.plan.to.kind().word());
        text + &format!(" {cycles} left")
    }

    /// `needs +5.0 %, last quarter brought +2.0 %`; none where there is neither.
    pub fn step_taken(&self) -> Option<String> {
        let total = self.kpi.aggregate == Aggregate::Sum;
        let amount = |value: f64| match total {
            true => self.text(value),
            false => self.signed(value),
        };
        let (asks, gave) = match self.kpi.is_budget() {
            true => ("allows", "took"),
            false => ("needs", "brought"),
        };
        let last = if self.plan.from.next() == self.plan.to {
            format!("last {}", self.plan.from.kind().word())
        } else {
            self.plan.from.to_string()
        };
        let brought = self.step.brought.map(amount);
        let brought = brought.map(|brought| format!("{last} {gave} {brought}"));
        match (self.step.needs.map(amount), brought) {
            (Some(needs), Some(brought)) => Some(format!("{asks} {needs}, {brought}")),
            (Some(needs), None) => Some(format!("{asks} {needs}")),
            (None, brought) => brought,
        }
    }

    /// What was taken for the target, and what it asks: `78.0 %: needs +3.0 %, …`.
    pub fn in_words(&self, theme: Theme) -> String {
        let aim = self.aim(theme).unwrap_or_default();
        let more = match self.step.proposal.aim {
            ProposedAim::Hold(_) => Some(self.why()),
            ProposedAim::Reach(_)
            | ProposedAim::Relative(..)
            | ProposedAim::OwnBand(_)
            | ProposedAim::KpiBand(_)
            | ProposedAim::Standing(_)
            | ProposedAim::Nothing => self.step_taken(),
        };
        more.map_or_else(|| aim.clone(), |more| format!("{aim}: {more}"))
    }

    fn signed(&self, value: f64) -> String {
        let sign = if value < 0.0 { "" } else { "+" };
        format!("{sign}{}", self.text(value))
    }

    /// What is proposed, and why.
    fn proposal(&self, theme: Theme) -> String {
        let why = self.why();
        match self.aim(theme) {
            Some(aim) => format!("{aim}, {why}"),
            None => why,
        }
    }

    /// What Enter agrees to: `80.0 %`, `hold at or above 80.0 %`; none where there is no target.
    pub fn aim(&self, theme: Theme) -> Option<String> {
        match self.step.proposal.aim {
            ProposedAim::OwnBand(band) => Some(kpi_target(KpiTarget::Band(band), self.kpi, theme)),
            ProposedAim::Hold(target) => {
                let side = match self.kpi.direction {
                    Direction::Decrease => "below",
                    Direction::Increase | Direction::Maintain => "above",
                };
                Some(format!("hold at or {side} {}", self.text(target)))
            }
            ProposedAim::Reach(_)
            | ProposedAim::Relative(..)
            | ProposedAim::KpiBand(_)
            | ProposedAim::Standing(_)
            | ProposedAim::Nothing => {
                let target = self.row.target?;
                Some(kpi_target(target, self.kpi, theme))
            }
        }
    }

    fn why(&self) -> String {
        let proposal = &self.step.proposal;
        let (from, to) = (self.plan.from.kind().word(), self.plan.to);
        match (proposal.aim, proposal.strategy) {
            (ProposedAim::Hold(target), _) => format!(
                "since it is there already: {} of {}",
                proposal
                    .baseline
                    .map_or_else(String::new, |at| self.bare(at)),
                self.bare(target)
            ),
            (ProposedAim::OwnBand(_) | ProposedAim::KpiBand(_), _) => "as before".to_owned(),
            (ProposedAim::Nothing, _) => "none: there is nothing to compute one from".to_owned(),
            (ProposedAim::Relative(target, _), _) => self.relative(target),
            (ProposedAim::Standing(_), _) if self.step.stands => {
                format!("as it stands in {}.toml", self.kpi.id)
            }
            (ProposedAim::Standing(_), _) => "as always".to_owned(),
            (ProposedAim::Reach(_), Strategy::Given) => "as given".to_owned(),
            (ProposedAim::Reach(_), Strategy::Step) => {
                let again = match self.kpi.aggregate {
                    Aggregate::Sum => format!("as much again as last {from} was to bring"),
                    Aggregate::Last | Aggregate::Mean | Aggregate::Min | Aggregate::Max => {
                        format!("as far again as last {from} was to go")
                    }
                };
                match proposal.no_annual_target {
                    Some(year) => format!("{again}, since {year} has no target"),
                    None => again,
                }
            }
            (ProposedAim::Reach(_), Strategy::Keep) if proposal.annual_reached => {
                "the old one again, since the year's is reached".to_owned()
            }
            (ProposedAim::Reach(_), Strategy::Keep) => "the old one again".to_owned(),
            (ProposedAim::Reach(target), Strategy::Pace) => self.pace(target, to),
            (ProposedAim::Reach(target), Strategy::Set | Strategy::Relative) => self.bare(target),
        }
    }

    /// Why the pace asks for that much.
    fn pace(&self, target: f64, to: CycleId) -> String {
        let Some(year) = &self.step.year else {
            return format!("what {to} asks for");
        };
        let whole = matches!(year.target, KpiTarget::Value(all) if all.get() == target);
        match year.cycles {
            _ if whole => "the target of the year".to_owned(),
            1 => "what the year still needs".to_owned(),
            more => {
                let cycles = count(more, to.kind().word());
                format!("what the year still needs, spread over {cycles}")
            }
        }
    }

    fn relative(&self, target: Target) -> String {
        let baseline = self.step.proposal.baseline;
        let from = baseline.map(|from| format!(" from {}", self.bare(from)));
        format!("{target}{}", from.unwrap_or_default())
    }
}
