//! Loads a workspace, or the parts of it that a command needs.

mod one;
mod places;

use super::changes::ChangeSet;
use super::comments::{Allowance, allowances};
use super::diagnostics::{Finding, Span};
use super::fix::keep_apart;
use super::list::{Listing, Overlay};
use super::misplaced::misplaced;
use super::parse::{Readable, Words};
use super::raw::{self, Refusal};
use super::{locate, parse, paths};
use crate::many;
use crate::model::{
    CheckIn, Closed, CycleFolder, CycleId, Document, Kpi, Objective, Place, Settings, Workspace,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A workspace's files.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
    settings: Settings,
    /// Whether its cycles are surely as `settings` has them.
    are_dates_known: bool,
    settings_findings: Vec<Finding>,
    overlay: Overlay,
    /// What kept the cycles' folders from being listed, the first time that it did: whatever is read
    /// after that lacks them.
    unlisted: OnceLock<Vec<Finding>>,
}

/// How much of a cycle is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Objectives and frozen scores.
    Definitions,
    /// The check-ins as well, but not their words (plan, blockers, wins, notes): what a score needs.
    Figures,
    /// Everything that a check-in says.
    Full,
}

/// What was read, and everything that could not be.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// Whatever could be read.
    pub workspace: Workspace,
    /// What is wrong, ordered by file and place; a file with a finding is not in `workspace`.
    pub findings: Vec<Finding>,
    /// The rules that comments name, where everything was read.
    pub allowances: Vec<Allowance>,
    /// The earlier ids of goals and KPIs that could not be read, as far as they stand there, where
    /// everything was read: `2026-Q3/team/goal`, `kpis/nps`.
    pub formerly: Vec<String>,
}

/// How often a workspace is read whose files get other names meanwhile.
const READS: usize = 8;

/// What a file was read as.
enum Read {
    Nothing,
    Kpi(Box<Kpi>),
    Objective(Box<Objective>),
    CheckIn(CheckIn),
    Closed(CycleId, Closed),
}

impl Store {
    /// The workspace at `root`.
    ///
    /// # Errors
    /// Everything that is wrong with `okr.toml`.
    pub fn open(root: &Path) -> Result<Self, Vec<Finding>> {
        let store = Self::open_lenient(root);
        if store.settings_findings.is_empty() {
            Ok(store)
        } else {
            Err(store.settings_findings)
        }
    }

    /// The workspace at `root`, with default settings for what of `okr.toml` cannot be read; what is
    /// wrong with it is among the findings of every [`read`](Self::read).
    pub fn open_lenient(root: &Path) -> Self {
        let mut store = Self {
            root: root.to_owned(),
            settings: Settings::default(),
            are_dates_known: false,
            settings_findings: Vec::new(),
            overlay: Overlay::default(),
            unlisted: OnceLock::new(),
        };
        store.read_settings();
        store
    }

    /// The same workspace as if `files` (content by relative path) had been written.
    #[must_use]
    pub fn with_overlay(&self, files: BTreeMap<String, String>) -> Self {
        let mut store = self.clone();
        let replan = files.contains_key(paths::SETTINGS);
        for path in files.keys() {
            store.overlay.gone.remove(path);
        }
        store.overlay.files.extend(files);
        if replan {
            store.read_settings();
        }
        store
    }

    /// The same workspace as if the files at `gone` (relative paths) had been deleted.
    #[must_use]
    pub fn without(&self, gone: BTreeSet<String>) -> Self {
        let mut store = self.clone();
        for path in &gone {
            store.overlay.files.remove(path);
        }
        store.overlay.gone.extend(gone);
        store
    }

    /// The same workspace as if `changes` had been made.
    #[must_use]
    pub fn after(&self, changes: &ChangeSet) -> Self {
        let (mut files, mut gone) = (BTreeMap::new(), BTreeSet::new());
        for change in changes.effective() {
            let path = change.path.clone();
            match change.after.clone() {
                Some(text) => files.extend([(path, text)]),
                None => gone.extend([path]),
            }
            gone.extend(change.origin.iter().map(|origin| origin.path.clone()));
        }
        self.with_overlay(files).without(gone)
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Its settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is wrong with `okr.toml`.
    pub fn settings_findings(&self) -> &[Finding] {
        &self.settings_findings
    }

    fn read_settings(&mut self) {
        let (read, findings) = match self.bytes(paths::SETTINGS) {
            Ok(bytes) => match parse::settings(paths::SETTINGS, &bytes) {
                Ok(settings) => (
                    Readable {
                        settings,
                        dates: true,
                    },
                    Vec::new(),
                ),
                Err(findings) => (parse::readable_settings(&bytes), findings),
            },
            Err(refusal) => {
                // Where there are none the defaults count.
                let dates = matches!(refusal, Refusal::Absent);
                let settings = Settings::default();
                let finding = refusal.finding(paths::SETTINGS);
                (Readable { settings, dates }, vec![finding])
            }
        };
        self.settings = read.settings;
        self.are_dates_known = read.dates;
        self.settings_findings = findings;
    }

    /// The cycles that have a folder, by first day, the longer ones first.
    pub fn cycle_folders(&self) -> Vec<CycleId> {
        self.listed_cycles().0
    }

    /// The cycles that have a folder, and what is wrong with the root itself and those folders.
    pub fn listed_cycles(&self) -> (Vec<CycleId>, Vec<Finding>) {
        let mut listing = Listing::new(&self.root, &self.overlay);
        let mut cycles: Vec<CycleId> = listing.cycles().into_iter().collect();
        let calendar = self.settings.calendar;
        cycles.sort_by_key(|&cycle| (calendar.start(cycle), cycle.kind()));
        let unread = listing.findings.iter().filter(|f| f.rule == "unreadable");
        let unread: Vec<Finding> = unread.cloned().collect();
        if !unread.is_empty() {
            let _ = self.unlisted.set(unread);
        }
        (cycles, listing.findings)
    }

    /// How many check-ins a cycle has, by their files' names alone.
    pub fn checkin_count(&self, cycle: CycleId) -> usize {
        let mut listing = Listing::new(&self.root, &self.overlay);
        listing.checkins(cycle);
        listing.documents.len()
    }

    /// The KPIs and the given cycles. Missing folders are empty.
    pub fn read(&self, cycles: &[(CycleId, Depth)]) -> Loaded {
        let mut wanted = BTreeMap::new();
        for &(cycle, depth) in cycles {
            let entry = wanted.entry(cycle).or_insert(depth);
            *entry = depth.max(*entry);
        }
        self.read_wanted(|cycle| wanted.get(&cycle).copied(), true)
    }

    /// The given cycles without the KPIs.
    pub fn read_cycles(&self, cycles: &[(CycleId, Depth)]) -> Loaded {
        let wanted: BTreeMap<CycleId, Depth> = cycles.iter().copied().collect();
        self.read_wanted(|cycle| wanted.get(&cycle).copied(), false)
    }

    /// Everything.
    pub fn read_all(&self) -> Loaded {
        self.read_all_to(Depth::Full)
    }

    /// The KPIs and all cycles as deep as it takes, with the rules that comments name.
    pub fn read_all_to(&self, depth: Depth) -> Loaded {
        self.read_steadily(|store| {
            let (mut loaded, steady) = store.read_once(|_| Some(depth), true, true);
            if let Ok(settings) = store.bytes(paths::SETTINGS) {
                let said = allowances(paths::SETTINGS, &settings);
                loaded.allowances.extend(said);
            }
            (loaded, steady)
        })
    }

    fn read_wanted(&self, wanted: impl Fn(CycleId) -> Option<Depth>, kpis: bool) -> Loaded {
        self.read_steadily(|store| store.read_once(&wanted, kpis, false))
    }

    fn read_steadily(&self, read: impl Fn(&Self) -> (Loaded, bool)) -> Loaded {
        let (mut loaded, mut steady) = read(self);
        for _ in 1..READS {
            if steady {
                break;
            }
            (loaded, steady) = read(self);
        }
        loaded
    }

    /// One reading, with what comments allow where that is asked for, and whether everything was still
    /// where it was listed. What is not may have another name by now: a goal is being renamed.
    fn read_once(
        &self,
        wanted: impl Fn(CycleId) -> Option<Depth>,
        kpis: bool,
        comments: bool,
    ) -> (Loaded, bool) {
        let mut listing = Listing::new(&self.root, &self.overlay);
        let mut folders = BTreeMap::new();
        let mut words = false;
        for cycle in listing.cycles() {
            let Some(depth) = wanted(cycle) else { continue };
            let folder: &mut CycleFolder = folders.entry(cycle).or_default();
            listing.definitions(cycle);
            words |= depth == Depth::Full;
            if depth >= Depth::Figures {
                let others = listing.documents.len();
                listing.checkins(cycle);
                folder.checkins.reserve(listing.documents.len() - others);
            }
        }
        if kpis {
            listing.kpis();
        }
        if comments {
            listing.strangers();
        }
        let mut loaded = Loaded {
            workspace: Workspace {
                settings: self.settings.clone(),
                cycles: folders,
                ..Workspace::default()
            },
            findings: self.settings_findings.clone(),
            ..Loaded::default()
        };
        keep_apart(&mut listing.findings, None);
        loaded.findings.append(&mut listing.findings);
        let unlisted = self.unlisted.get().into_iter().flatten();
        loaded.findings.extend(unlisted.cloned());
        let words = if words { Words::Kept } else { Words::LeftOut };
        let mut steady = listing.steady;
        let each = |document: &Document, buffer: &mut Vec<u8>| {
            let mut said = Vec::new();
            let noted = comments.then_some(&mut said);
            (self.one(document, words, buffer, noted), said)
        };
        let all = many::each(&listing.documents, each);
        for ((read, said), document) in all.zip(&listing.documents) {
            loaded.allowances.extend(said);
            steady &= !matches!(read, Ok(Read::Nothing));
            match read {
                Ok(read) => keep(&mut loaded.workspace, read),
                Err(mut findings) => {
                    loaded.findings.append(&mut findings);
                    if comments {
                        loaded.formerly.extend(self.formerly(document));
                    }
                }
            }
        }
        loaded.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        loaded.findings.dedup();
        (loaded, steady)
    }

    /// The earlier ids that a file names which does not read as what it should be.
    fn formerly(&self, document: &Document) -> Vec<String> {
        let before = match document {
            Document::Objective(id) => format!("{}/", id.cycle),
            Document::Kpi(_) => String::new(),
            Document::Settings | Document::CheckIn(..) | Document::Closed(_) => return Vec::new(),
        };
        let bytes = self.bytes(&paths::of(document)).unwrap_or_default();
        let names = parse::formerly(&bytes).into_iter();
        names.map(|name| format!("{before}{name}")).collect()
    }

    /// Reads one file that the listing has found.
    fn one(
        &self,
        document: &Document,
        words: Words,
        buffer: &mut Vec<u8>,
        comments: Option<&mut Vec<Allowance>>,
    ) -> Result<Read, Vec<Finding>> {
        let path = paths::of(document);
        let read = match self.overlay.files.get(&path) {
            Some(content) => Ok(content.as_bytes()),
            None => raw::read_listed(&self.root.join(&path), buffer),
        };
        if let (Some(comments), Ok(bytes)) = (comments, &read) {
            *comments = allowances(&path, bytes);
        }
        match read {
            Ok(bytes) => self.parse(&path, document, bytes, words),
            // Deleted since the listing: as if it had never been there.
            Err(Refusal::Absent) => Ok(Read::Nothing),
            Err(refusal) => Err(vec![refusal.finding(&path)]),
        }
    }

    fn parse(
        &self,
        path: &str,
        document: &Document,
        bytes: &[u8],
        words: Words,
    ) -> Result<Read, Vec<Finding>> {
        // What is about to be written must be what can be read again.
        if bytes.len() > raw::LIMIT {
            return Err(vec![Refusal::TooLarge.finding(path)]);
        }
        let read = self.parse_as(path, document, bytes, words);
        read.map_err(|found| match misplaced(path, document, bytes, &found) {
            Some(finding) => vec![finding],
            None => found,
        })
    }

    fn parse_as(
        &self,
        path: &str,
        document: &Document,
        bytes: &[u8],
        words: Words,
    ) -> Result<Read, Vec<Finding>> {
        match document {
            Document::Settings => parse::settings(path, bytes).map(|_| Read::Nothing),
            Document::Kpi(id) => {
                parse::kpi(path, bytes, id.clone()).map(|kpi| Read::Kpi(Box::new(kpi)))
            }
            Document::Objective(id) => {
                let made = parse::objective(path, bytes, id.objective_id());
                made.map(|objective| Read::Objective(Box::new(objective)))
            }
            Document::CheckIn(cycle, file) => {
                let settings = self.are_dates_known.then_some(&self.settings);
                parse::checkin(path, bytes, words, *cycle, file, settings).map(Read::CheckIn)
            }
            Document::Closed(cycle) => {
                parse::closed(path, bytes, *cycle).map(|closed| Read::Closed(*cycle, closed))
            }
        }
    }

    /// The bytes of a file, none of whose folders is a link.
    fn bytes(&self, path: &str) -> Result<Cow<'_, [u8]>, Refusal> {
        if let Some(content) = self.overlay.files.get(path) {
            return Ok(Cow::Borrowed(content.as_bytes()));
        }
        if self.overlay.gone.contains(path) {
            return Err(Refusal::Absent);
        }
        raw::read_below(&self.root, path).map(Cow::Owned)
    }

    /// The check-ins of a cycle by file name, without their words, and what is wrong with others; none
    /// where there are more than `limit` files.
    pub fn few_checkins(
        &self,
        cycle: CycleId,
        limit: usize,
    ) -> Option<(Vec<CheckIn>, Vec<Finding>)> {
        let mut listing = Listing::new(&self.root, &self.overlay);
        listing.most = limit;
        listing.checkins(cycle);
        if listing.documents.len() > limit {
            return None;
        }
        let (mut checkins, mut findings) = (Vec::new(), listing.findings);
        for read in many::each(&listing.documents, |document, buffer| {
            self.one(document, Words::LeftOut, buffer, None)
        }) {
            match read {
                Ok(Read::CheckIn(checkin)) => checkins.push(checkin),
                Ok(Read::Nothing | Read::Kpi(_) | Read::Objective(_) | Read::Closed(..)) => {}
                Err(mut wrong) => findings.append(&mut wrong),
            }
        }
        Some((checkins, findings))
    }

    /// The names of a cycle's check-ins, in any order; none where there are more than `limit`. What
    /// cannot be listed has no names.
    pub fn few_checkin_names(&self, cycle: CycleId, limit: usize) -> Option<Vec<String>> {
        let folder = paths::checkins(cycle);
        let entries = std::fs::read_dir(self.root.join(&folder));
        let on_disk = entries.into_iter().flatten().flatten().take(limit + 1);
        let on_disk = on_disk.filter_map(|entry| entry.file_name().into_string().ok());
        let planned = self.overlay.files.keys();
        let planned = planned.filter_map(|path| path.strip_prefix(&folder)?.strip_prefix('/'));
        let all: Vec<String> = on_disk.chain(planned.map(str::to_owned)).collect();
        (all.len() <= limit).then_some(all)
    }

    /// The file that holds a value and its place there, or of the longest part of the way to it
    /// that exists. None where the file cannot be read.
    pub fn locate(&self, place: &Place) -> Option<(String, Span)> {
        self.located(place, locate::locate)
    }

    /// As [`locate`](Self::locate), but only where the whole way exists.
    pub fn locate_exactly(&self, place: &Place) -> Option<(String, Span)> {
        self.located(place, locate::locate_exactly)
    }

    fn located(
        &self,
        place: &Place,
        find: fn(&str, &[crate::model::Step]) -> Option<Span>,
    ) -> Option<(String, Span)> {
        let path = paths::of(&place.document);
        let bytes = self.bytes(&path).ok()?;
        let span = find(std::str::from_utf8(&bytes).ok()?, &place.steps)?;
        Some((path, span))
    }
}

fn keep(workspace: &mut Workspace, read: Read) {
    match read {
        Read::Nothing => {}
        Read::Kpi(kpi) => {
            workspace.kpis.insert(kpi.id.clone(), *kpi);
        }
        Read::Objective(objective) => {
            let folder = workspace.cycles.entry(objective.id.cycle).or_default();
            folder
                .objectives
                .insert(objective.id.objective.clone(), *objective);
        }
        // They come in the order of the listing, which is that of their names.
        Read::CheckIn(checkin) => {
            workspace
                .cycles
                .entry(checkin.cycle)
                .or_default()
                .checkins
                .push(checkin);
        }
        Read::Closed(cycle, closed) => {
            workspace.cycles.entry(cycle).or_default().closed = Some(closed);
        }
    }
}
