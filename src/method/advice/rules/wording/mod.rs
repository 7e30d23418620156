//! Rules that read the titles of goals, in English; what a title says is worked out in
//! `advice::wording`. They speak from the first day on: a title is cheapest to mend while it is new.

pub(in crate::method::advice) mod activity_key_result;
pub(in crate::method::advice) mod number_in_title;
pub(in crate::method::advice) mod task_list_objective;
pub(in crate::method::advice) mod title_contradicts_numbers;
pub(in crate::method::advice) mod vague_verb;
