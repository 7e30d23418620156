//! What people type, read into values: pure functions of the text and of what is passed in, without
//! clock, environment or disk. What cannot be meant is refused with the way to write it.

pub mod confidence;
pub mod cycle;
pub mod date;
pub mod goals;
pub mod number;
pub mod person;
mod unit;
pub mod update;

use crate::render::csv::is_guarded;

/// The longest text that a message repeats whole.
const SHOWN: usize = 60;

/// A cell without the `'` that spreadsheets put before a text that looks like a formula.
pub fn unguarded(cell: &str) -> &str {
    match is_guarded(cell) {
        true => &cell[1..],
        false => cell,
    }
}

/// `text` as code in a message: cut where it is long, without control characters.
pub fn shown(text: &str) -> String {
    format!("`{}`", plain(text, SHOWN))
}

/// `text` on one line of at most `limit` characters.
fn plain(text: &str, limit: usize) -> String {
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    if text.chars().count() <= limit {
        return text.chars().map(clean).collect();
    }
    let cut = text.chars().take(limit - 1).map(clean);
    cut.chain(std::iter::once('…')).collect()
}
