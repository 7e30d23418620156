//! Rules of practice: what makes goals work.

pub(in crate::method::advice) mod key_result_count;
