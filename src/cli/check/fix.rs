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

/// What is wrong, and its fix.
type Wrong<'f> = (&'f Finding, &'f Fix);

/// What of a file was mended, and what could not be.
#[derive(Default)]
struct Tried<'f> {
    mended: Vec<Wrong<'f>>,
    refused: Vec<(Wrong<'f>, String)>,
}

impl<'f> Tried<'f> {
    fn refuse(&mut self, wrong: &[Wrong<'f>], why: &str) {
        self.refused
            .extend(wrong.iter().map(|w| (*w, why.to_owned())));
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
    let mut work = Work::new(store);
    let mut found = findings::all(store, day);
    let unreadable = unreadable(&found);
    if !unreadable.is_empty() {
        return Err(Failure::invalid(unreadable));
    }
    for _ in 0..ROUNDS {
        let certain = work.certain(&found, wanted);
        if !work.round(&certain)? {
            break;
        }
        found = findings::all(&store.after(&work.changes()), day);
    }
    let notes = work.closed_notes(&found);
    let left = found
        .into_iter()
        .map(|finding| match wanted(&finding.path) {
            true => work.left(finding),
            false => finding,
        });
    Ok(Mended {
        notes,
        left: left.collect(),
        changes: work.changes(),
        done: work.done,
    })
}

/// What was found, with no fix but those that [`mend`] would make: of the others it is said why.
pub fn promised(store: &Store, found: Vec<Finding>) -> Vec<Finding> {
    if found.iter().all(|f| f.fix.is_none()) {
        return found;
    }
    let mut work = Work::new(store);
    let certain = match unreadable(&found).is_empty() {
        true => work.certain(&found, &|_| true),
        false => Vec::new(),
    };
    // What cannot be read now mends nothing.
    let _ = work.round(&certain);
    let sure = |f: &Finding| f.fix.as_ref().map(|fix| key(f, fix));
    let done: BTreeSet<Key> = work.done.iter().filter_map(sure).collect();
    let each = |finding: Finding| match sure(&finding).is_none_or(|key| done.contains(&key)) {
        true => finding,
        false => work.left(finding),
    };
    found.into_iter().map(each).collect()
}

/// What the system does not let anybody read may hold what decides; a check-in decides nothing.
fn unreadable(found: &[Finding]) -> Vec<Finding> {
    let decides = |path: &str| path.split('/').nth(1) != Some("checkins");
    let unreadable = found.iter().filter(|f| f.rule == "unreadable");
    unreadable.filter(|f| decides(&f.path)).cloned().collect()
}

/// What one mending is known by: file, line, column and what should stand there.
type Key = (String, usize, usize, String);

fn key(finding: &Finding, fix: &Fix) -> Key {
    let (path, line, column, _) = finding.order();
    (path.to_owned(), line, column, fix.new.clone())
}

/// Files being mended, and what is not to be tried again.
struct Work<'s> {
    store: &'s Store,
    files: BTreeMap<String, Mending>,
    /// Which cycles are closed, as far as that was asked.
    closed: BTreeMap<CycleId, bool>,
    /// What is not to be tried again.
    refused: BTreeSet<Key>,
    /// Why what was tried last was not mended.
    reasons: BTreeMap<Key, String>,
    done: Vec<Finding>,
}

impl<'s> Work<'s> {
    /// A finding that is not mended, and why.
    fn left(&self, finding: Finding) -> Finding {
        let Some(fix) = &finding.fix else {
            return finding;
        };
        let cycle = finding.path.split('/').next().and_then(CycleId::parse);
        let closed = cycle.filter(|cycle| self.closed.get(cycle) == Some(&true));
        let why = match (closed, self.reasons.get(&key(&finding, fix))) {
            (Some(cycle), _) => format!("{cycle} is closed: okr close {cycle} --undo opens it"),
            (None, Some(why)) => why.clone(),
            (None, None) => "mend what else is wrong in this file first".to_owned(),
        };
        finding.without_fix(&why)
    }

    fn new(store: &'s Store) -> Self {
        Self {
            store,
            files: BTreeMap::new(),
            closed: BTreeMap::new(),
            refused: BTreeSet::new(),
            reasons: BTreeMap::new(),
            done: Vec::new(),
        }
    }

    /// The closed cycle in which a file lies.
    fn closed(&mut self, path: &str) -> Option<CycleId> {
        let cycle = path.split('/').next().and_then(CycleId::parse)?;
        let known = self.closed.entry(cycle);
        let is_closed =
            *known.or_insert_with(|| !matches!(self.store.read_closed(cycle), Ok(None)));
        is_closed.then_some(cycle)
    }

    /// What has a fix and lies in an open cycle, of the files that are `wanted`.
    fn certain<'f>(
        &mut self,
        found: &'f [Finding],
        wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<&'f Finding> {
        let mut open =
            |f: &&Finding| f.fix.is_some() && wanted(&f.path) && self.closed(&f.path).is_none();
        found.iter().filter(&mut open).collect()
    }

    /// Why nothing was mended in which closed cycles.
    fn closed_notes(&self, found: &[Finding]) -> Vec<String> {
        let closed = self.closed.iter().filter(|(_, is_closed)| **is_closed);
        let kept = |(cycle, _): (&CycleId, &bool)| {
            let here = |f: &&Finding| f.path.starts_with(&format!("{cycle}/")) && f.fix.is_some();
            found.iter().any(|f| here(&f)).then(|| {
                format!(
                    "{cycle} is closed: nothing is mended there; okr close {cycle} --undo opens it\n"
                )
            })
        };
        closed.filter_map(kept).collect()
    }

    /// Mends what has not been refused yet, each file at once; whether anything was.
    fn round(&mut self, certain: &[&Finding]) -> Result<bool, Failure> {
        let mut any = false;
        for file in certain.chunk_by(|a, b| a.path == b.path) {
            any |= self.file(file)?;
        }
        Ok(any)
    }

    /// Mends one file, then moves it.
    fn file(&mut self, certain: &[&Finding]) -> Result<bool, Failure> {
        let fixes = certain.iter().filter_map(|f| Some((*f, f.fix.as_ref()?)));
        let fresh = fixes.filter(|(f, fix)| !self.refused.contains(&key(f, fix)));
        let (moves, edits): (Vec<Wrong<'_>>, Vec<Wrong<'_>>) =
            fresh.partition(|(_, fix)| fix.moves());
        let mut tried = self.edited(&edits)?;
        for wrong in moves {
            match self.moved(&wrong.0.path, &wrong.1.new)? {
                true => tried.mended.push(wrong),
                false => tried.refuse(&[wrong], "there is such a file already"),
            }
        }
        let any = !tried.mended.is_empty();
        self.done.extend(tried.mended.iter().map(|w| w.0.clone()));
        for ((finding, fix), why) in tried.refused {
            // What does not fit beside what was mended may fit next time.
            if !any {
                self.refused.insert(key(finding, fix));
            }
            self.reasons.insert(key(finding, fix), why);
        }
        Ok(any)
    }

    /// Puts all `wrong` of one file right that can be.
    fn edited<'f>(&mut self, wrong: &[Wrong<'f>]) -> Result<Tried<'f>, Failure> {
        let mut tried = Tried::default();
        let Some((first, _)) = wrong.first() else {
            return Ok(tried);
        };
        let path = &first.path;
        let Some(before) = self.text(path)? else {
            tried.refuse(wrong, "the file cannot be read as text");
            return Ok(tried);
        };
        let mut after = before.clone();
        let known = self.store.check_text(path, &before);
        self.put_in(&mut after, &known, wrong, &mut tried);
        if !tried.mended.is_empty() {
            let mending = self.files.entry(path.clone());
            let mending = mending.or_insert_with(|| Mending {
                before,
                after: String::new(),
                origin: None,
            });
            mending.after = after;
        }
        Ok(tried)
    }

    /// Mends all at once; where they do not go together, each half by itself.
    fn put_in<'f>(
        &self,
        text: &mut String,
        known: &[Finding],
        wrong: &[Wrong<'f>],
        tried: &mut Tried<'f>,
    ) {
        let (mut left, mut later) = (wrong.to_vec(), Vec::new());
        while let Some((first, _)) = left.first() {
            let fixes: Vec<&Fix> = left.iter().map(|w| w.1).collect();
            let Some(after) = Fix::apply_all(&fixes, text) else {
                later.append(&mut left);
                break;
            };
            let worse = self.worse_lines(&first.path, known, &after);
            let (bad, good): (Vec<_>, Vec<_>) = left
                .into_iter()
                .partition(|w| worse.contains_key(&w.0.line()));
            if bad.is_empty() {
                *text = after;
                tried.mended.extend(good);
                break;
            }
            // Of several in one line, one may be to blame.
            let is_alone =
                |w: &Wrong<'_>| bad.iter().filter(|o| o.0.line() == w.0.line()).count() < 2;
            let (alone, shared): (Vec<Wrong<'f>>, Vec<Wrong<'f>>) =
                bad.iter().copied().partition(|w| is_alone(w));
            for wrong in alone {
                let why = worse.get(&wrong.0.line()).map_or("", String::as_str);
                tried.refuse(&[wrong], &format!("left alone, for then {why}"));
            }
            later.extend(shared);
            left = good;
        }
        match later.split_at(later.len() / 2) {
            ([], rest) => tried.refuse(
                rest,
                "left alone, for it does not go together with what stands there",
            ),
            (front, back) => {
                self.put_in(text, known, front, tried);
                self.put_in(text, known, back, tried);
            }
        }
    }

    /// The lines of `after` with a fault that is not `known` and stays, and what it is: there something
    /// else was meant.
    fn worse_lines(
        &self,
        path: &str,
        known: &[Finding],
        after: &str,
    ) -> BTreeMap<Option<usize>, String> {
        let known: BTreeSet<(&str, &str)> =
            known.iter().map(|k| (k.rule, k.message.as_str())).collect();
        let now = self.store.check_text(path, after);
        let worse = now.iter().filter(|new| {
            new.level == Level::Error
                && new.fix.is_none()
                && new.rule != "missing-key"
                && !known.contains(&(new.rule, new.message.as_str()))
        });
        worse.map(|f| (f.line(), f.message.clone())).collect()
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
