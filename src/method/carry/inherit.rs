//! What the old cycle leaves for one goal, and the target that a person gave it.

use super::plan::Planner;
use super::target::Legacy;
use super::{CarryError, Given};
use crate::method::Figures;
use crate::model::{Aim, CycleId, Direction, Follow, GoalId, Kpi, KpiTarget, Target};

impl<'w> Planner<'_, 'w> {
    /// The target given by hand for a goal; one for the goal itself before one for its KPI.
    pub(super) fn given(&self, id: &GoalId, kpi: &Kpi) -> Result<Option<f64>, CarryError> {
        let asked = |given: &Given| {
            let mut targets = self.options.targets.iter();
            targets.find(|(g, _)| g == given).map(|&(_, target)| target)
        };
        let own = asked(&Given::Goal(id.clone()));
        let of_kpi = asked(&Given::Kpi(kpi.id.clone()));
        if own.or(of_kpi).is_some() && kpi.direction == Direction::Maintain {
            return Err(CarryError::NotANumber(kpi.id.clone()));
        }
        let standing = kpi.targets.by_cycle.get(&self.options.to);
        if let (Some(asked), Some(&standing)) = (of_kpi, standing) {
            let same = matches!(standing, KpiTarget::Value(v) if (v.get() - asked).abs() <= 1e-9);
            if !same {
                return Err(CarryError::Contradicts {
                    kpi: kpi.id.clone(),
                    standing,
                    asked,
                    cycle: self.options.to,
                });
            }
        }
        Ok(own.or(of_kpi))
    }

    pub(super) fn legacy<'k>(
        &self,
        from: CycleId,
        follow: &Follow,
        figures: &Figures<'w>,
        kpi: &'k Kpi,
        given: Option<f64>,
    ) -> Legacy<'k> {
        let calendar = self.evaluator.workspace().calendar();
        let to = self.options.to;
        let year = calendar.year_of(to);
        let earlier = std::iter::successors(Some(to.previous()), |c| Some(c.previous()))
            .take_while(|&c| calendar.encloses(year, c));
        let year_so_far = earlier
            .filter_map(|c| Some((c, self.evaluator.kpi_value(kpi, c)?)))
            .collect();
        let (relative, hold) = match follow.aim {
            Aim::Reach(posts) => (posts.target, None),
            Aim::Hold(band) => (None, Some(band)),
        };
        Legacy {
            kpi,
            calendar,
            from,
            to,
            actual: self.evaluator.kpi_value(kpi, from),
            baseline: figures.baseline,
            target: if kpi.is_budget() && hold.is_none() {
                figures.at_most
            } else {
                figures.target
            },
            relative: relative.filter(|t| matches!(t, Target::Relative(_))),
            hold,
            band: self.evaluator.kpi_band(kpi, from),
            year_so_far,
            standing: kpi.targets.by_cycle.get(&to).copied(),
            given,
            asked: self.options.strategy,
        }
    }

    /// Every target that was given must be for something that goes on.
    pub(super) fn check_given(&self) -> Result<(), CarryError> {
        let followers = || {
            let kept = self.plan.kept.iter().map(|k| (&k.from, k.kpi.as_ref()));
            let stale = self.plan.stale.iter().map(|s| (&s.from, s.kpi.as_ref()));
            let new = self.goals.iter().map(|g| (&g.from, g.kpi.map(|k| &k.id)));
            kept.chain(stale).chain(new)
        };
        for (given, _) in &self.options.targets {
            let (used, name) = match given {
                Given::Kpi(id) => (followers().any(|(_, k)| k == Some(id)), id.to_string()),
                Given::Goal(id) => {
                    let found = followers().any(|(g, k)| g == id && k.is_some());
                    (found, id.to_string())
                }
            };
            if !used {
                return Err(CarryError::NotCarried(name));
            }
        }
        Ok(())
    }
}
