//! The rules, a file each: what they ask for and why, with an example that breaks them.

pub(super) mod files;
pub(super) mod practice;
pub(super) mod references;
pub(super) mod settings;
pub(super) mod wording;
