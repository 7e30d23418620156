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
];

/// The rule of that name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
