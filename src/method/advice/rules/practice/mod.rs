//! Rules of practice: what makes goals work.

pub(in crate::method::advice) mod abandoned_kpi;
pub(in crate::method::advice) mod amended_without_reason;
pub(in crate::method::advice) mod due_outside_cycle;
pub(in crate::method::advice) mod health_kpis;
pub(in crate::method::advice) mod impossible_date;
pub(in crate::method::advice) mod key_result_count;
pub(in crate::method::advice) mod missed_without_reason;
pub(in crate::method::advice) mod missing_measure;
pub(in crate::method::advice) mod missing_owner;
pub(in crate::method::advice) mod missing_review;
pub(in crate::method::advice) mod missing_source;
pub(in crate::method::advice) mod missing_target;
pub(in crate::method::advice) mod mostly_effort;
pub(in crate::method::advice) mod not_measurable;
pub(in crate::method::advice) mod only_lagging;
pub(in crate::method::advice) mod rare_frequency;
pub(in crate::method::advice) mod timid_target;
pub(in crate::method::advice) mod too_many_objectives;
pub(in crate::method::advice) mod unaligned;
pub(in crate::method::advice) mod unread_kpi;

/// A month's reading of the KPI in the examples.
const READING: (&str, &str) = (
    "2026-Q3/checkins/2026-08-03-maria.toml",
    r#"date = 2026-08-03
by = "maria"

[[update]]
kpi = "kpis/nps"
value = 41
"#,
);
