//! Which files are reported on, and where they lie for others.

use crate::cli::context::Context;
use crate::cli::exit::Failure;
use crate::store::discover;
use crate::store::load::Store;
use std::path::{Path, PathBuf};

/// The files and folders that were asked for, as findings name them; all where none was.
pub struct Wanted(Vec<String>);

impl Wanted {
    /// # Errors
    /// One of them is not there, or not in the workspace.
    pub fn new(paths: &[PathBuf], store: &Store, context: &Context) -> Result<Self, Failure> {
        let found = paths.iter().map(|path| relative(path, store, context));
        Ok(Self(found.collect::<Result<_, _>>()?))
    }

    /// Whether a file is one of them or lies in one.
    pub fn holds(&self, path: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|folder| lies_in(path, folder))
    }
}

/// A path as findings name it: below the workspace's root, `/` between parts. With a line and a column
/// behind it, as findings are printed, it is that of the file.
fn relative(path: &Path, store: &Store, context: &Context) -> Result<String, Failure> {
    let root = store.root().canonicalize();
    let there = |path: &Path| {
        let here = [context.current.join(path), store.root().join(path)];
        here.iter().find_map(|p| p.canonicalize().ok())
    };
    let found = there(path).or_else(|| there(&without_position(path)));
    let (path, root) = found.zip(root.ok()).ok_or_else(|| {
        let with_ending = PathBuf::from(format!("{}.toml", path.display()));
        let help = match there(&with_ending) {
            Some(_) => format!("did you mean {}?", with_ending.display()),
            None => "name a file or folder of the workspace, such as kpis or 2026-Q3/checkins"
                .to_owned(),
        };
        Failure::not_found(format!("there is no {}", path.display())).help(help)
    })?;
    let below = path
        .strip_prefix(&root)
        .map_err(|_| Failure::not_found(format!("{} is not in the workspace", path.display())))?;
    Ok(with_slashes(below))
}

/// `2026-Q3/team/a.toml` of `2026-Q3/team/a.toml:5:1`.
fn without_position(path: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    let mut text: &str = &text;
    for _ in 0..2 {
        let number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
        text = match text.rsplit_once(':') {
            Some((before, after)) if number(after) => before,
            Some(_) | None => text,
        };
    }
    PathBuf::from(text)
}

fn with_slashes(path: &Path) -> String {
    let parts = path
        .components()
        .map(|c| c.as_os_str().to_string_lossy().into_owned());
    parts.collect::<Vec<_>>().join("/")
}

fn lies_in(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|r| r.is_empty() || r.starts_with('/'))
}

/// What stands before the workspace's paths for those who look from the repository's root: empty, or
/// a folder with `/` behind it.
pub fn from_repository(store: &Store) -> String {
    match discover::below_repository(store.root()) {
        Some(below) if below.components().next().is_some() => with_slashes(&below) + "/",
        Some(_) | None => String::new(),
    }
}
