//! Rules that need more than one file; they are checked where references are followed.

pub(in crate::method::advice) mod former_name;
pub(in crate::method::advice) mod support_self;
