//! Rules of single files; they are checked where a file is read.

pub(in crate::method::advice) mod bad_name;
pub(in crate::method::advice) mod bad_value;
pub(in crate::method::advice) mod committed_stretch;
pub(in crate::method::advice) mod conflict_markers;
pub(in crate::method::advice) mod contradiction;
pub(in crate::method::advice) mod duplicate_key;
pub(in crate::method::advice) mod missing_key;
pub(in crate::method::advice) mod newer_format;
pub(in crate::method::advice) mod not_a_file;
pub(in crate::method::advice) mod not_utf8;
pub(in crate::method::advice) mod outside_cycle;
pub(in crate::method::advice) mod syntax;
pub(in crate::method::advice) mod too_deep;
pub(in crate::method::advice) mod too_large;
pub(in crate::method::advice) mod unknown_key;
pub(in crate::method::advice) mod unreadable;
pub(in crate::method::advice) mod wrong_case;
pub(in crate::method::advice) mod wrong_place;
pub(in crate::method::advice) mod wrong_type;
