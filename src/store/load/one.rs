//! One file of a workspace, or a text that could be one.

use super::{Read, Store};
use crate::model::{CheckIn, Closed, CycleId, Document, GoalId, Kpi, KpiId, Objective};
use crate::store::diagnostics::Finding;
use crate::store::parse::Words;
use crate::store::raw::Refusal;
use crate::store::{list, paths};

impl Store {
    fn read_one(&self, document: &Document) -> Result<Read, Vec<Finding>> {
        let path = paths::of(document);
        match self.bytes(&path) {
            Ok(bytes) => self.parse(&path, document, &bytes, Words::Kept),
            Err(Refusal::Absent) => Ok(Read::Nothing),
            Err(refusal) => Err(vec![refusal.finding(&path)]),
        }
    }

    /// The objective that `id` is or belongs to; none where there is no such file.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read_objective(&self, id: &GoalId) -> Result<Option<Objective>, Vec<Finding>> {
        let read = self.read_one(&Document::Objective(id.objective_id()))?;
        Ok(match read {
            Read::Objective(objective) => Some(*objective),
            Read::Nothing | Read::Kpi(_) | Read::CheckIn(_) | Read::Closed(..) => None,
        })
    }

    /// A KPI; none where there is no such file.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read_kpi(&self, id: &KpiId) -> Result<Option<Kpi>, Vec<Finding>> {
        Ok(match self.read_one(&Document::Kpi(id.clone()))? {
            Read::Kpi(kpi) => Some(*kpi),
            Read::Nothing | Read::Objective(_) | Read::CheckIn(_) | Read::Closed(..) => None,
        })
    }

    /// A check-in with its words; none where there is no such file.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read_checkin(
        &self,
        cycle: CycleId,
        file: &str,
    ) -> Result<Option<CheckIn>, Vec<Finding>> {
        Ok(
            match self.read_one(&Document::CheckIn(cycle, file.to_owned()))? {
                Read::CheckIn(checkin) => Some(checkin),
                Read::Nothing | Read::Kpi(_) | Read::Objective(_) | Read::Closed(..) => None,
            },
        )
    }

    /// The frozen scores of a cycle; none where it is not closed.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read_closed(&self, cycle: CycleId) -> Result<Option<Closed>, Vec<Finding>> {
        Ok(match self.read_one(&Document::Closed(cycle))? {
            Read::Closed(_, closed) => Some(closed),
            Read::Nothing | Read::Kpi(_) | Read::Objective(_) | Read::CheckIn(_) => None,
        })
    }

    /// What is wrong with `text` if it stood at `path`; nothing for a path that is no file of a
    /// workspace.
    pub fn check_text(&self, path: &str, text: &str) -> Vec<Finding> {
        self.check_bytes(path, text.as_bytes())
    }

    /// As [`check_text`](Self::check_text), of bytes that may be no text.
    pub fn check_bytes(&self, path: &str, bytes: &[u8]) -> Vec<Finding> {
        let checked = match list::document(path) {
            Ok(Some(document)) => self.parse(path, &document, bytes, Words::Kept),
            Ok(None) => Ok(Read::Nothing),
            Err(finding) => Err(vec![*finding]),
        };
        checked.err().unwrap_or_default()
    }
}
