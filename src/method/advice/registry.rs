//! The list of all rules.

use super::rule::Rule;
use super::rules::{files, practice, references, settings};

/// Every rule, by group, each in the order in which a person should meet them.
pub const RULES: &[&Rule] = &[
    &files::unknown_key::RULE,
    &references::support_self::RULE,
    &references::former_name::RULE,
    &settings::unknown_rule::RULE,
    &settings::allowed_error::RULE,
    &practice::key_result_count::RULE,
    &practice::too_many_objectives::RULE,
    &practice::missing_owner::RULE,
    &practice::not_measurable::RULE,
    &practice::mostly_effort::RULE,
    &practice::only_lagging::RULE,
    &practice::timid_target::RULE,
    &practice::unaligned::RULE,
    &practice::missing_measure::RULE,
    &practice::missing_target::RULE,
    &practice::missing_source::RULE,
    &practice::rare_frequency::RULE,
    &practice::unread_kpi::RULE,
    &practice::health_kpis::RULE,
    &practice::abandoned_kpi::RULE,
    &practice::amended_without_reason::RULE,
    &practice::missing_review::RULE,
    &practice::missed_without_reason::RULE,
    &practice::due_outside_cycle::RULE,
];

/// The rule of that name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
