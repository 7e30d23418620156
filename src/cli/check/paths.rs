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

/// A path as findings name it: below the workspace's root, `/` between parts.
fn relative(path: &Path, store: &Store, context: &Context) -> Result<String, Failure> {
    let here = [context.current.join(path), store.root().join(path)];
    let root = store.root().canonicalize();
    let found = here
        .iter()
        .find_map(|p| p.canonicalize().ok())
        .zip(root.ok());
    let (path, root) =
        found.ok_or_else(|| Failure::not_found(format!("there is no {}", path.display())))?;
    let below = path
        .strip_prefix(&root)
        .map_err(|_| Failure::not_found(format!("{} is not in the workspace", path.display())))?;
    Ok(with_slashes(below))
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
