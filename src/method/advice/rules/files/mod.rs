//! Rules of single files; they are checked where a file is read.

pub(in crate::method::advice) mod unknown_key;
