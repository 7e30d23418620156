//! `okr check --fix`: what is certain is mended in memory, again and again until nothing more is, and
//! then written as one change.

use crate::cli::exit::Failure;
use crate::cli::findings;
use crate::model::CycleId;
use crate::store::diagnostics::{Finding, Level};
use crate::store::fix::Fix;
use crate::store::load::Store;
use crate::store::write::{Change, ChangeSet, Origin, read_for_edit};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A mended key may show the next fault, but not forever.
const ROUNDS: usize = 100;

/// What was mended.
pub struct Mended {
    /// The files.
    pub changes: ChangeSet,
    /// What was found and is mended, in the order in which that was done.
    pub done: Vec<Finding>,
    /// What is found afterwards.
    pub left: Vec<Finding>,
    /// What else a person should know.
    pub notes: Vec<String>,
}

impl Mended {
    /// The files that are other than before, under their names before and after.
    pub fn paths(&self) -> Vec<String> {
        let both = self.changes.effective().flat_map(|change| {
            let origin = change.origin.iter().map(|origin| origin.path.clone());
            std::iter::once(change.path.clone()).chain(origin)
        });
        both.collect()
    }
}

/// A file that is being mended.
struct Mending {
    before: String,
    after: String,
    /// Where it lies, if it moves.
    origin: Option<String>,
}

/// Mends what is certain in the files that are `wanted`; writes nothing.
///
/// # Errors
/// A file cannot be read that could be before.
pub fn mend(
    store: &Store,
    day: NaiveDate,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Mended, Failure> {
    let mut work = Work {
        store,
        files: BTreeMap::new(),
        refused: BTreeSet::new(),
        done: Vec::new(),
    };
    let mut closed = BTreeMap::new();
    let mut found = findings::all(store, day);
    // What the system does not let anybody read may hold what decides; a check-in decides nothing.
    let decides = |path: &str| path.split('/').nth(1) != Some("checkins");
    let unreadable = found.iter().filter(|f| f.rule == "unreadable");
    let unreadable = unreadable.filter(|f| decides(&f.path));
    let unreadable: Vec<Finding> = unreadable.cloned().collect();
    if !unreadable.is_empty() {
        return Err(Failure::invalid(unreadable));
    }
    for _ in 0..ROUNDS {
        let mut is_closed = |path: &str| {
            let cycle = path.split('/').next().and_then(CycleId::parse)?;
            let known = closed.entry(cycle);
            let known = known.or_insert_with(|| !matches!(store.read_closed(cycle), Ok(None)));
            known.then_some(cycle)
        };
        let open =
            |f: &&Finding| f.fix.is_some() && wanted(&f.path) && is_closed(&f.path).is_none();
        let certain: Vec<&Finding> = found.iter().filter(open).collect();
        if !work.round(&certain)? {
            break;
        }
        found = findings::all(&store.after(&work.changes()), day);
    }
    let closed: BTreeSet<CycleId> = closed.into_iter().filter(|c| c.1).map(|c| c.0).collect();
    let kept = |cycle: CycleId| {
        let here = |f: &&Finding| f.path.starts_with(&format!("{cycle}/")) && f.fix.is_some();
        found.iter().any(|f| here(&f)).then(|| {
            format!(
                "{cycle} is closed: nothing is mended there; okr close {cycle} --undo opens it\n"
            )
        })
    };
    Ok(Mended {
        notes: closed.into_iter().filter_map(kept).collect(),
        changes: work.changes(),
        done: work.done,
        left: found,
    })
}

/// Files being mended, and what is not to be tried again.
struct Work<'s> {
    store: &'s Store,
    files: BTreeMap<String, Mending>,
    refused: BTreeSet<(String, usize, usize, String)>,
    done: Vec<Finding>,
}

impl Work<'_> {
    /// Mends what has not been refused yet; whether anything was.
    fn round(&mut self, certain: &[&Finding]) -> Result<bool, Failure> {
        let mut touched = BTreeSet::new();
        for finding in certain {
            let Some(fix) = &finding.fix else { continue };
            let (_, line, column, _) = finding.order();
            let key = (finding.path.clone(), line, column, fix.new.clone());
            if self.refused.contains(&key) {
                continue;
            }
            let mended = match fix.moves() {
                true => !touched.contains(&finding.path) && self.moved(&finding.path, &fix.new)?,
                false => self.edited(finding, fix)?,
            };
            if mended {
                touched.insert(finding.path.clone());
                self.done.push((*finding).clone());
            } else if !touched.contains(&finding.path) {
                self.refused.insert(key);
            }
        }
        Ok(!touched.is_empty())
    }

    fn edited(&mut self, finding: &Finding, fix: &Fix) -> Result<bool, Failure> {
        let path = &finding.path;
        let Some(text) = self.text(path)? else {
            return Ok(false);
        };
        let Some(after) = fix.apply(&text) else {
            return Ok(false);
        };
        if !self.is_sound(finding, &text, &after) {
            return Ok(false);
        }
        let mending = self.files.entry(path.clone());
        let mending = mending.or_insert_with(|| Mending {
            before: text,
            after: String::new(),
            origin: None,
        });
        mending.after = after;
        Ok(true)
    }

    /// Gives a file another path, unless there is something: where case makes no difference to the
    /// system, that is the file itself.
    fn moved(&mut self, from: &str, to: &str) -> Result<bool, Failure> {
        let is_taken = self.files.contains_key(to)
            || !matches!(read_for_edit(self.store.root(), to), Ok(None));
        if is_taken {
            return Ok(false);
        }
        let Some(text) = self.text(from)? else {
            return Ok(false);
        };
        let mut mending = self.files.remove(from).unwrap_or_else(|| Mending {
            before: text.clone(),
            after: text,
            origin: None,
        });
        mending.origin = Some(from.to_owned());
        self.files.insert(to.to_owned(), mending);
        Ok(true)
    }

    fn text(&self, path: &str) -> Result<Option<String>, Failure> {
        if let Some(mending) = self.files.get(path) {
            return Ok(Some(mending.after.clone()));
        }
        // What is not UTF-8 has other faults.
        match read_for_edit(self.store.root(), path) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == crate::store::write::WriteErrorKind::Invalid => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the line that is mended has no new fault that stays: then something else was meant.
    fn is_sound(&self, finding: &Finding, before: &str, after: &str) -> bool {
        let known = self.store.check_text(&finding.path, before);
        let mut now = self.store.check_text(&finding.path, after);
        now.retain(|new| {
            let same = |k: &Finding| k.rule == new.rule && k.message == new.message;
            new.level == Level::Error && new.fix.is_none() && !known.iter().any(same)
        });
        let here = finding.line();
        !now.iter()
            .any(|new| new.line() == here && new.rule != "missing-key")
    }

    fn changes(&self) -> ChangeSet {
        let change = |(path, mending): (&String, &Mending)| {
            let (before, after) = (mending.before.clone(), mending.after.clone());
            match &mending.origin {
                None => Change::edit(path, before, after),
                Some(from) => {
                    let origin = Origin {
                        path: from.clone(),
                        via: before.clone(),
                        folder: None,
                    };
                    Change::moved(origin, path, before, after)
                }
            }
        };
        ChangeSet(self.files.iter().map(change).collect())
    }
}
