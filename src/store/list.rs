//! Which files a workspace has, and what each must be from its place.

use super::diagnostics::{Finding, Level};
use super::fix::Fix;
use super::paths;
use super::raw::not_a_file;
use crate::model::{CycleId, Document, GoalId, Invalid, KpiId, Name, ObjectivePath};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::Path;

/// Folders deeper than this are not looked into.
const DEEPEST: usize = 64;

/// Files that are read as if they were on disk, and others as if they were not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overlay {
    /// Content by relative path.
    pub(crate) files: BTreeMap<String, String>,
    /// Paths that are taken away.
    pub(crate) gone: BTreeSet<String>,
}

/// What a file at `path` must be; none where it is no file of the workspace.
pub(crate) fn document(path: &str) -> Result<Option<Document>, Box<Finding>> {
    if path == paths::SETTINGS {
        return Ok(Some(Document::Settings));
    }
    let Some((top, rest)) = path.split_once('/') else {
        return Ok(None);
    };
    let cycle = CycleId::parse(top);
    if (cycle.is_none() && top != "kpis") || path.split('/').any(|part| part.starts_with('.')) {
        return Ok(None);
    }
    let Some(stem) = rest.strip_suffix(".toml") else {
        if rest.to_ascii_lowercase().ends_with(".toml") {
            let finding = Finding::error("wrong-case", path, "the file's ending is not `.toml`");
            let finding = finding.help("write the ending in lower case");
            return Err(Box::new(finding.fix(right_path(path))));
        }
        return Ok(None);
    };
    let bad = |invalid| Box::new(bad_name(path, invalid).fix(right_path(path)));
    let Some(cycle) = cycle else {
        let id = KpiId::new(&format!("kpis/{stem}")).map_err(bad)?;
        return Ok(Some(Document::Kpi(id)));
    };
    if let Some(file) = rest.strip_prefix("checkins/") {
        if file.contains('/') {
            let finding = Finding::error("bad-name", path, "a check-in lies in `checkins` itself");
            return Err(Box::new(finding.help("move it one folder up")));
        }
        return Ok(Some(Document::CheckIn(cycle, file.to_owned())));
    }
    if rest == "closed.toml" {
        return Ok(Some(Document::Closed(cycle)));
    }
    let objective = ObjectivePath::new(stem).map_err(bad)?;
    Ok(Some(Document::Objective(GoalId {
        cycle,
        objective,
        key: None,
    })))
}

/// The path of a file of which only the name is in the wrong case: a check-in's may be in any, its
/// ending may not.
fn right_path(path: &str) -> Option<Fix> {
    let (folder, name) = path.rsplit_once('/')?;
    let name = match folder.ends_with("/checkins") {
        true => name[..name.len() - ".toml".len()].to_owned() + ".toml",
        false => name.to_ascii_lowercase(),
    };
    let right = format!("{folder}/{name}");
    let fits = right != path && matches!(document(&right), Ok(Some(_)));
    fits.then(|| Fix::path(path, &right))
}

fn bad_name(path: &str, invalid: Invalid) -> Finding {
    let mut finding = Finding::error("bad-name", path, invalid.message);
    finding.help = invalid.help;
    finding
}

/// A walk through the folders of a workspace.
pub(crate) struct Listing<'a> {
    root: &'a Path,
    overlay: &'a Overlay,
    /// Folders are not read on once there are more files than this.
    pub(crate) most: usize,
    /// The files found.
    pub(crate) documents: Vec<Document>,
    /// What was found in their place.
    pub(crate) findings: Vec<Finding>,
    /// Whether every folder was still there when it was looked into.
    pub(crate) steady: bool,
}

impl<'a> Listing<'a> {
    pub(crate) fn new(root: &'a Path, overlay: &'a Overlay) -> Self {
        Self {
            root,
            overlay,
            most: usize::MAX,
            documents: Vec::new(),
            findings: Vec::new(),
            steady: true,
        }
    }

    /// The cycles that have a folder.
    pub(crate) fn cycles(&mut self) -> BTreeSet<CycleId> {
        let mut cycles = BTreeSet::new();
        self.each_entry("", |listing, name, path, kind, entry| {
            let Some(cycle) = CycleId::parse_any_case(name) else {
                return;
            };
            if !listing.is_folder(path, kind, entry) {
                if kind.is_file() {
                    listing.findings.push(not_a_file(path));
                }
                return;
            }
            if CycleId::parse(name).is_some() {
                cycles.insert(cycle);
            } else {
                let said = format!("`{name}` is a cycle's name in the wrong case");
                let finding = Finding::error("wrong-case", path, said);
                listing
                    .findings
                    .push(finding.help(format!("rename it to `{cycle}`")));
            }
        });
        let planned = self
            .overlay
            .files
            .keys()
            .filter_map(|path| path.split('/').next());
        cycles.extend(planned.filter_map(CycleId::parse));
        cycles
    }

    /// Folders of the root with files that seem to be meant for the workspace, and are not read.
    pub(crate) fn strangers(&mut self) {
        self.each_entry("", |listing, name, path, kind, _| {
            let help = match name.to_ascii_lowercase().as_str() {
                "kpis" if name == "kpis" => return,
                "kpis" | "kpi" => "KPIs lie in `kpis`: rename it",
                _ if is_nearly_cycle(name) => {
                    "cycles are named like 2026, 2026-H1, 2026-T1, 2026-Q3, 2026-07"
                }
                _ => return,
            };
            if kind.is_dir() && holds_toml(&listing.root.join(path)) {
                let said = format!("nothing in `{name}` is read");
                let finding = Finding::error("bad-name", path, said).help(help);
                listing.findings.push(Finding {
                    level: Level::Warning,
                    ..finding
                });
            }
        });
    }

    /// Everything under `kpis/`.
    pub(crate) fn kpis(&mut self) {
        let path = self.root.join("kpis");
        let kind = fs::symlink_metadata(&path).map(|m| m.file_type());
        match kind {
            Ok(kind) if kind.is_dir() => self.goals("kpis", 1),
            Ok(_) => self.findings.push(not_a_file("kpis")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => self.unreadable("kpis", &error),
        }
        self.planned("kpis/");
    }

    /// The objectives of a cycle and its `closed.toml`.
    pub(crate) fn definitions(&mut self, cycle: CycleId) {
        let folder = cycle.to_string();
        self.goals(&folder, 1);
        self.planned(&format!("{folder}/"));
    }

    /// The check-ins of a cycle by file name.
    pub(crate) fn checkins(&mut self, cycle: CycleId) {
        let folder = paths::checkins(cycle);
        let known = self.documents.len();
        let real = match fs::symlink_metadata(self.root.join(&folder)) {
            Ok(meta) => meta.is_dir(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            // What cannot be looked at is not an empty folder; where that is one above, it was said.
            Err(error) => {
                let above = cycle.to_string();
                if !self.findings.iter().any(|f| f.path == above) {
                    self.unreadable(&folder, &error);
                }
                false
            }
        };
        if real {
            self.each_entry(&folder, |listing, name, path, kind, entry| {
                if kind.is_dir() {
                    if name.ends_with(".toml") {
                        let said = "a folder stands where a check-in should";
                        listing
                            .findings
                            .push(Finding::error("not-a-file", path, said));
                    }
                    listing.misplaced(path, 1);
                } else if name.contains('\u{fffd}') && name.ends_with(".toml") {
                    let said = "the file's name is not UTF-8 text";
                    listing
                        .findings
                        .push(Finding::error("bad-name", path, said));
                } else if kind.is_file() && name.ends_with(".toml") {
                    let document = Document::CheckIn(cycle, name.to_owned());
                    if listing.overlay.gone.is_empty() || !listing.overlay.gone.contains(path) {
                        listing.documents.push(document);
                    }
                } else {
                    listing.file(path, kind, entry);
                }
            });
        }
        self.planned(&format!("{folder}/"));
        self.documents[known..].sort_by(|a, b| file_of(a).cmp(&file_of(b)));
    }

    fn goals(&mut self, folder: &str, depth: usize) {
        self.each_entry(folder, |listing, name, path, kind, entry| {
            if depth == 1 && name == "checkins" && CycleId::parse(folder).is_some() {
                // Listed apart, unless something else stands in its place.
                if !listing.is_folder(path, kind, entry) && kind.is_file() {
                    listing.findings.push(not_a_file(path));
                }
            } else if !listing.is_folder(path, kind, entry) {
                listing.file(path, kind, entry);
            } else if let Err(invalid) = Name::new(name) {
                if name.ends_with(".toml") || holds_toml(&listing.root.join(path)) {
                    listing.findings.push(bad_name(path, invalid));
                }
            } else if depth < DEEPEST {
                listing.goals(path, depth + 1);
            } else {
                listing.too_deep(path);
            }
        });
    }

    /// A folder that is not looked into, where a file of the workspace may lie in it.
    fn too_deep(&mut self, path: &str) {
        if holds_toml(&self.root.join(path)) {
            let said = format!("folders are nested over {DEEPEST} deep");
            self.findings.push(Finding::error("too-deep", path, said));
        }
    }

    /// Whether an entry is a folder; a link to one is refused.
    fn is_folder(&mut self, path: &str, kind: FileType, entry: &DirEntry) -> bool {
        if kind.is_symlink()
            && !path.ends_with(".toml")
            && fs::metadata(entry.path()).is_ok_and(|m| m.is_dir())
        {
            self.findings.push(not_a_file(path));
        }
        kind.is_dir()
    }

    fn file(&mut self, path: &str, kind: FileType, entry: &DirEntry) {
        if self.overlay.gone.contains(path) {
            return;
        }
        match document(path) {
            Ok(None) => {
                // A link to a folder is refused even where a file would be ignored.
                if path.contains("/checkins/") {
                    self.is_folder(path, kind, entry);
                }
            }
            Ok(Some(_)) if !kind.is_file() => self.findings.push(not_a_file(path)),
            Ok(Some(document)) => self.documents.push(document),
            Err(finding) => {
                let finding = self.unless_taken(*finding);
                self.findings.push(finding);
            }
        }
    }

    /// A finding without another path for its file where that is another file's.
    fn unless_taken(&self, mut finding: Finding) -> Finding {
        let Some(right) = finding.fix.as_ref().map(|fix| fix.new.clone()) else {
            return finding;
        };
        // Where case makes no difference to the system, the path alone leads to the file itself.
        let (folder, name) = right.rsplit_once('/').unwrap_or(("", &right));
        let entries = fs::read_dir(self.root.join(folder)).into_iter().flatten();
        let on_disk = entries.flatten().any(|entry| entry.file_name() == name);
        let is_gone = self.overlay.gone.contains(&right);
        if (on_disk && !is_gone) || self.overlay.files.contains_key(&right) {
            finding.fix = None;
            let help =
                format!("`{right}` is there already: choose another name, or delete one of them");
            finding.help = Some(help);
        }
        finding
    }

    /// Files of the overlay that are not on disk.
    fn planned(&mut self, prefix: &str) {
        let with_checkins = prefix.ends_with("/checkins/");
        for path in self
            .overlay
            .files
            .keys()
            .filter(|path| path.starts_with(prefix))
        {
            match document(path) {
                Ok(Some(Document::CheckIn(..))) if !with_checkins => {}
                Ok(Some(document)) => {
                    if !self.documents.contains(&document) {
                        self.documents.push(document);
                    }
                }
                Ok(None) => {}
                Err(finding) => self.findings.push(*finding),
            }
        }
    }

    /// Reports every `.toml` below a folder that holds none.
    fn misplaced(&mut self, folder: &str, depth: usize) {
        self.each_entry(folder, |listing, name, path, kind, entry| {
            if kind.is_dir() && depth < DEEPEST {
                listing.misplaced(path, depth + 1);
            } else if kind.is_dir() {
                listing.too_deep(path);
            } else if name.ends_with(".toml") {
                listing.file(path, kind, entry);
            }
        });
    }

    /// Calls `visit` with the name, relative path and kind of every entry that is not hidden.
    fn each_entry(
        &mut self,
        folder: &str,
        mut visit: impl FnMut(&mut Self, &str, &str, FileType, &DirEntry),
    ) {
        let entries = match fs::read_dir(self.root.join(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.steady &= !folder.contains('/');
                return;
            }
            Err(error) => return self.unreadable(folder, &error),
        };
        let mut path = String::new();
        for entry in entries {
            if self.documents.len() > self.most {
                return;
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.unreadable(folder, &error),
            };
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            path.clear();
            if !folder.is_empty() {
                path.push_str(folder);
                path.push('/');
            }
            path.push_str(&name);
            match entry.file_type() {
                Ok(kind) => visit(self, &name, &path, kind, &entry),
                Err(error) => self.unreadable(&path, &error),
            }
        }
    }

    fn unreadable(&mut self, path: &str, error: &io::Error) {
        let said = format!("cannot be read: {error}");
        let path = if path.is_empty() { "." } else { path };
        self.findings.push(Finding::error("unreadable", path, said));
    }
}

/// Whether a name looks like that of a cycle, and is of none: `2026-Q5`, `2026-13`.
fn is_nearly_cycle(name: &str) -> bool {
    let Some((year, part)) = name.split_once('-') else {
        return false;
    };
    let number = part
        .strip_prefix(['q', 'Q', 'h', 'H', 't', 'T'])
        .unwrap_or(part);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    year.len() == 4 && digits(year) && digits(number) && CycleId::parse_any_case(name).is_none()
}

/// The file name of a check-in.
fn file_of(document: &Document) -> Option<&str> {
    match document {
        Document::CheckIn(_, file) => Some(file),
        Document::Settings | Document::Kpi(_) | Document::Objective(_) | Document::Closed(_) => {
            None
        }
    }
}

/// Whether a `.toml` lies anywhere below `folder`, or may: where it cannot be looked into.
fn holds_toml(folder: &Path) -> bool {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(_) => return true,
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            } else if name.ends_with(".toml") {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_a_file_must_be() {
        let is = |path: &str| document(path).unwrap().map(|d| paths::of(&d));
        for path in [
            "okr.toml",
            "kpis/nps.toml",
            "kpis/support/first-response.toml",
            "2026/grow.toml",
            "2026-Q3/team/sub/grow.toml",
            "2026-Q2/closed.toml",
            "2026-Q3/checkins/Any Name.toml",
        ] {
            assert_eq!(is(path).as_deref(), Some(path));
        }
        for path in [
            "README.md",
            "notes.toml",
            "kpis/nps.md",
            "2026-Q3/.draft.toml",
            "other/x.toml",
            "2026-Q3/.x/y.toml",
        ] {
            assert_eq!(is(path), None, "{path}");
        }
        for path in [
            "kpis/NPS.toml",
            "2026-Q3/con.toml",
            "2026-Q3/team/closed.toml",
            "2026-Q3/A/b.toml",
            "2026-Q3/checkins/a/b.toml",
            "2026-Q3/x.TOML",
            "2026-Q3/2026.toml",
        ] {
            assert!(document(path).is_err(), "{path}");
        }
    }
}
