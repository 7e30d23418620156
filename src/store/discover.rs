//! Finds the workspace that a command is about. The environment is read in `cli`.

use super::paths;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Where to look, in this order; the first that is given decides, except that `configured` stands
/// in where the walk up from `current` finds nothing.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// `-C/--dir`.
    pub dir: Option<&'a Path>,
    /// `OKR_DIR`.
    pub environment: Option<&'a Path>,
    /// The current folder.
    pub current: &'a Path,
    /// `$HOME`; nothing above it is looked at.
    pub home: Option<&'a Path>,
    /// `workspace` in the user's own configuration.
    pub configured: Option<&'a Path>,
}

/// No workspace was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// Where it was looked for, and why that did not do.
    pub looked: Vec<Looked>,
}

/// A folder that is no workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The folder.
    pub folder: PathBuf,
    /// What it lacks.
    pub why: Why,
}

/// Why a folder is not the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It holds no `okr.toml`.
    Nothing,
    /// It holds one, but belongs to another user.
    AnotherUsers,
    /// It cannot be looked into.
    Unreadable,
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no workspace found: no okr.toml in")?;
        for (i, looked) in self.looked.iter().enumerate() {
            f.write_str(if i == 0 { " " } else { ", " })?;
            write!(f, "{}", looked.folder.display())?;
            match looked.why {
                Why::Nothing => {}
                Why::AnotherUsers => f.write_str(
                    " (there is one that another user owns: name it with -C or OKR_DIR to use it)",
                )?,
                Why::Unreadable => f.write_str(" (cannot be read)")?,
            }
        }
        f.write_str("; `okr init` makes one")
    }
}

impl std::error::Error for NotFound {}

/// The root of the workspace.
///
/// # Errors
/// Lists every folder that was looked at.
pub fn discover(search: &Search<'_>) -> Result<PathBuf, NotFound> {
    let mut looked = Vec::new();
    if let Some(named) = search.dir.or(search.environment) {
        // A folder that is named is trusted, whoever owns it; one found on the way up is not.
        let start = search.current.join(named);
        if has_settings(&start) == Ok(true) {
            return Ok(start);
        }
        return walk_up(&start, search.home, &mut looked).ok_or(NotFound { looked });
    }
    if let Some(root) = walk_up(search.current, search.home, &mut looked) {
        return Ok(root);
    }
    if let Some(configured) = search.configured {
        let why = match has_settings(configured) {
            Ok(true) => return Ok(configured.to_owned()),
            Ok(false) => Why::Nothing,
            Err(why) => why,
        };
        let folder = configured.to_owned();
        looked.push(Looked { folder, why });
    }
    Err(NotFound { looked })
}

/// The way to a folder from the root of the git repository that it lies in; none outside of any. Git
/// itself is not asked.
pub fn below_repository(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let root = folder
        .ancestors()
        .find(|above| above.join(".git").exists())?;
    folder.strip_prefix(root).ok().map(Path::to_owned)
}

fn walk_up(start: &Path, home: Option<&Path>, looked: &mut Vec<Looked>) -> Option<PathBuf> {
    // `/tmp/a/..` has no meaningful ancestors.
    let start = start.canonicalize().unwrap_or_else(|_| start.to_owned());
    let home = home.map(|h| h.canonicalize().unwrap_or_else(|_| h.to_owned()));
    for folder in start.ancestors() {
        let why = match has_settings(folder) {
            Ok(true) if is_own(folder) => return Some(folder.to_owned()),
            Ok(true) => Why::AnotherUsers,
            Ok(false) => Why::Nothing,
            Err(why) => why,
        };
        let folder = folder.to_owned();
        let last = folder.join(".git").exists() || home.as_deref() == Some(&*folder);
        looked.push(Looked { folder, why });
        if last || why == Why::AnotherUsers {
            return None;
        }
    }
    None
}

fn has_settings(folder: &Path) -> Result<bool, Why> {
    match fs::symlink_metadata(folder.join(paths::SETTINGS)) {
        Ok(metadata) => Ok(!metadata.is_dir()),
        Err(error) => match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Ok(false),
            _ => Err(Why::Unreadable),
        },
    }
}

#[cfg(unix)]
fn is_own(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    let mine = |path: &Path| fs::symlink_metadata(path).is_ok_and(|m| m.uid() == me);
    mine(folder) && mine(&folder.join(paths::SETTINGS))
}

#[cfg(not(unix))]
fn is_own(_folder: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders() -> (tempfile::TempDir, PathBuf) {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("home/work/deep/er")).unwrap();
        fs::create_dir_all(root.join("other")).unwrap();
        (temp, root)
    }

    fn search<'a>(current: &'a Path, home: &'a Path) -> Search<'a> {
        Search {
            dir: None,
            environment: None,
            current,
            home: Some(home),
            configured: None,
        }
    }

    #[test]
    fn the_nearest_workspace_above() {
        let (_temp, root) = folders();
        let (home, deep) = (root.join("home"), root.join("home/work/deep/er"));
        fs::write(home.join("okr.toml"), "").unwrap();
        assert_eq!(discover(&search(&deep, &home)).unwrap(), home);
        fs::write(home.join("work/okr.toml"), "").unwrap();
        assert_eq!(discover(&search(&deep, &home)).unwrap(), home.join("work"));
    }

    #[test]
    fn never_above_home_or_the_repository() {
        let (_temp, root) = folders();
        let (home, deep) = (root.join("home"), root.join("home/work/deep/er"));
        fs::write(root.join("okr.toml"), "").unwrap();
        let refused = discover(&search(&deep, &home)).unwrap_err();
        assert_eq!(refused.looked.len(), 4);
        assert!(refused.to_string().contains("okr init"), "{refused}");
        fs::write(home.join("okr.toml"), "").unwrap();
        fs::create_dir(home.join("work/.git")).unwrap();
        assert_eq!(discover(&search(&deep, &home)).unwrap_err().looked.len(), 3);
    }

    #[test]
    fn a_named_folder_comes_first_and_the_configured_one_last() {
        let (_temp, root) = folders();
        let (home, other) = (root.join("home"), root.join("other"));
        let deep = root.join("home/work/deep/er");
        fs::write(other.join("okr.toml"), "").unwrap();
        let mut search = search(&deep, &home);
        search.configured = Some(&other);
        assert_eq!(discover(&search).unwrap(), other);
        fs::write(home.join("okr.toml"), "").unwrap();
        assert_eq!(discover(&search).unwrap(), home);
        search.environment = Some(&other);
        assert_eq!(discover(&search).unwrap(), other);
        search.dir = Some(&deep);
        assert_eq!(discover(&search).unwrap(), home);
    }

    #[cfg(unix)]
    #[test]
    fn anothers_workspace_is_refused_and_said() {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let (_temp, root) = folders();
        let (home, deep) = (root.join("home"), root.join("home/work/deep/er"));
        fs::write(home.join("work/okr.toml"), "").unwrap();
        std::os::unix::fs::chown(home.join("work/okr.toml"), Some(12345), None).unwrap();
        let refused = discover(&search(&deep, &home)).unwrap_err();
        assert!(refused.to_string().contains("another user"), "{refused}");
        let mut search = search(&deep, &home);
        let work = home.join("work");
        search.dir = Some(&work);
        assert_eq!(discover(&search).unwrap(), work);
    }
}
