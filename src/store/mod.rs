//! Where goals lie: finds, reads, locates and writes the files of a workspace. The only floor that
//! touches the disk.

pub mod compose;
mod conflict;
pub mod diagnostics;
pub mod discover;
pub mod edit;
mod list;
pub mod load;
pub mod locate;
pub mod lock;
mod many;
mod parse;
pub mod paths;
mod raw;
mod semantics;
mod shape;
mod syntax;
pub mod write;
