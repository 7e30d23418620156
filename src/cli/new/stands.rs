//! Where a KPI stands now: the baseline of what is asked of it.

use super::world::World;
use crate::method::Evaluator;
use crate::model::{CycleId, Kpi};
use crate::store::load::Depth;

/// A KPI's value now.
pub(super) struct Stand {
    pub(super) value: f64,
    /// The cycle whose readings it is made from.
    pub(super) of: CycleId,
}

/// The value of a KPI in `cycle` so far, else in the newest earlier cycle that has readings.
pub(super) fn stands(world: &World<'_>, kpi: &Kpi, cycle: CycleId) -> Option<Stand> {
    let today = world.context.today;
    let evaluator = Evaluator::new(&world.workspace, today);
    if let Some(value) = evaluator.kpi_value(kpi, cycle) {
        return Some(Stand { value, of: cycle });
    }
    let settings = world.store.settings();
    let calendar = settings.calendar;
    let until = calendar.end(cycle).min(today);
    let mut earlier = world.store.cycle_folders();
    earlier.retain(|c| c.kind() == settings.cycle && calendar.start(*c) <= until);
    earlier.sort_by_key(|c| std::cmp::Reverse(calendar.start(*c)));
    earlier.into_iter().find_map(|of| {
        let loaded = world.store.read(&[(of, Depth::Figures)]);
        let evaluator = Evaluator::new(&loaded.workspace, today);
        let value = evaluator.kpi_value(kpi, of)?;
        Some(Stand { value, of })
    })
}
