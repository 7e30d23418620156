//! What is wrong with a table: its cells, told together with row and column, and what its files would
//! refer to in vain.

use crate::cli::exit::{Code, Failure};
use crate::model::Invalid;
use crate::render::text::count;
use crate::store::diagnostics::Finding;

/// Faults are told together, up to this many.
const TOLD: usize = 10;

/// Everything that is wrong with a table's cells.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<String>,
    help: Option<String>,
    more: usize,
}

impl Faults {
    /// A cell that cannot be read.
    pub(super) fn cell(&mut self, row: usize, column: &str, why: &Invalid) {
        self.add(&format!("row {row}, column `{column}`"), why);
    }

    /// A row that makes no sense.
    pub(super) fn row(&mut self, row: usize, why: &Invalid) {
        self.add(&format!("row {row}"), why);
    }

    fn add(&mut self, place: &str, why: &Invalid) {
        if self.told.len() == TOLD {
            self.more += 1;
            return;
        }
        self.told.push(format!("{place}: {}", why.message));
        if self.help.is_none() {
            self.help.clone_from(&why.help);
        }
    }

    /// Success, or the faults of the table called `name`.
    ///
    /// # Errors
    /// There are some.
    pub(super) fn finish(self, name: &str) -> Result<(), Failure> {
        let mut message = match &self.told[..] {
            [] => return Ok(()),
            [only] => format!("{name}, {only}"),
            all => format!("{name}:\n  {}", all.join("\n  ")),
        };
        if self.more > 0 {
            message.push_str(&format!("\n  and {} more", self.more));
        }
        let help = self.help.map(|help| format!("{help}; "));
        let help = help.unwrap_or_default();
        Err(Failure::new(Code::Invalid, "invalid", message)
            .help(format!("{help}nothing was written")))
    }
}

/// Errors between files, in a few words.
pub(super) fn broken(found: &[Finding]) -> Vec<String> {
    const TOLD: usize = 5;
    let told = found.iter().take(TOLD);
    let mut lines: Vec<_> = told.map(|f| format!("{}: {}", f.path, f.message)).collect();
    if found.len() > TOLD {
        let more = count(found.len() - TOLD, "more error");
        lines.push(format!("`okr check` names {more}"));
    }
    lines
}
