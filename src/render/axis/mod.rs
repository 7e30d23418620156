//! What every chart's axes share: round numbers and real dates, however they are drawn.

mod dates;
mod values;

pub(super) use dates::{Every, choices};
pub(super) use values::Scale;
