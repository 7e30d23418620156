//! When a person last checked in on this machine: for folders that are too crowded to be listed for
//! one more check-in. Losing it loses nothing but the order of two check-ins within one second.

use super::own;
use crate::model::Name;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

fn file(root: &Path, by: &Name) -> PathBuf {
    own::tmp(root).join(format!("last-{by}"))
}

/// The stamp of the person's latest check-in, where it is remembered.
pub fn stamp(root: &Path, by: &Name) -> Option<String> {
    fs::read_to_string(file(root, by)).ok()
}

/// Remembers a stamp. What stands in the file's place, a link for example, is replaced and never
/// written through; where that fails nothing is remembered.
pub fn remember(root: &Path, by: &Name, stamp: &str) {
    let made = tempfile::Builder::new()
        .prefix("new-")
        .tempfile_in(own::tmp(root));
    if let Ok(mut made) = made
        && made.write_all(stamp.as_bytes()).is_ok()
    {
        let _ = made.persist(file(root, by));
    }
}
