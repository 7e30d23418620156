//! Rules that need more than one file; they are checked where references are followed.

pub(in crate::method::advice) mod baseline_beyond_target;
pub(in crate::method::advice) mod done_without_milestones;
pub(in crate::method::advice) mod drives_circle;
pub(in crate::method::advice) mod flat_target;
pub(in crate::method::advice) mod former_name;
pub(in crate::method::advice) mod frozen_score;
pub(in crate::method::advice) mod late_checkin;
pub(in crate::method::advice) mod objective_without_measure;
pub(in crate::method::advice) mod other_kpi;
pub(in crate::method::advice) mod outside_goal_cycle;
pub(in crate::method::advice) mod own_target_of_band;
pub(in crate::method::advice) mod percent;
pub(in crate::method::advice) mod relative_target;
pub(in crate::method::advice) mod same_day;
pub(in crate::method::advice) mod same_id;
pub(in crate::method::advice) mod support_circle;
pub(in crate::method::advice) mod support_cycle;
pub(in crate::method::advice) mod support_self;
pub(in crate::method::advice) mod unknown_goal;
pub(in crate::method::advice) mod unknown_kpi;
pub(in crate::method::advice) mod unknown_milestone;
pub(in crate::method::advice) mod value_on_milestones;
pub(in crate::method::advice) mod value_on_rollup;
pub(in crate::method::advice) mod weights_sum_to_zero;
