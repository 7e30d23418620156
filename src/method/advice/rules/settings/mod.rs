//! Rules about how rules are named: in `[check]` of the settings and in comments.

pub(in crate::method::advice) mod allowed_error;
mod names;
pub(in crate::method::advice) mod unknown_rule;

pub use names::{WrongName, nearest_rule, wrong_allowance};
