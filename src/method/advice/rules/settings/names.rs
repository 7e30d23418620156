//! What is wrong with a rule's name where one is allowed or denied.

use super::{allowed_error, unknown_rule};
use crate::method::advice::references::nearest;
use crate::method::advice::registry::{RULES, rule};
use crate::method::advice::rule::{AdviceLevel, Rule};

/// What is wrong with the name of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongName {
    /// The rule that this breaks in turn.
    pub rule: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The name that was surely meant.
    pub fix: Option<&'static str>,
}

/// What is wrong with allowing a rule, of which the name is none where none can be made out; nothing
/// where it can be allowed in a workspace that denies the rules of `denied`.
pub fn wrong_allowance(name: Option<&str>, denied: &[String]) -> Option<WrongName> {
    let Some(name) = name else {
        return Some(WrongName {
            rule: unknown_rule::RULE.name,
            message: "this comment allows nothing".to_owned(),
            help: "write it like `# okr: allow(number-in-title)`".to_owned(),
            fix: None,
        });
    };
    match rule(name) {
        Some(_) if denied.iter().any(|denied| denied == name) => Some(WrongName {
            rule: allowed_error::RULE.name,
            message: format!(
                "`{name}` is denied in okr.toml, which counts: it is not allowed here"
            ),
            help: "take its name out here, or out of `deny`".to_owned(),
            fix: None,
        }),
        Some(rule) if rule.level == AdviceLevel::Error => Some(WrongName {
            rule: allowed_error::RULE.name,
            message: format!("`{name}` is an error: it cannot be allowed"),
            help: "mend what it finds, and take its name out here".to_owned(),
            fix: None,
        }),
        Some(_) => None,
        None => Some(unknown(name)),
    }
}

/// The rule that `name` was probably meant to be.
pub fn nearest_rule(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let (_, name) = nearest(&lower, RULES.iter().map(|rule| rule.name))?;
    rule(name).map(|rule| rule.name)
}

/// What to say of a name that no rule has.
pub(super) fn unknown(name: &str) -> WrongName {
    let meant = nearest_rule(name);
    let lower = name.to_lowercase();
    let distance = |name: &str| strsim::osa_distance(&lower, name);
    let same = |rule: &&&Rule| meant.is_some_and(|m| distance(rule.name) == distance(m));
    let alone = RULES.iter().filter(same).count() == 1;
    WrongName {
        rule: unknown_rule::RULE.name,
        message: format!("there is no rule `{name}`"),
        help: match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "okr explain --list names them all".to_owned(),
        },
        fix: meant.filter(|_| alone),
    }
}
