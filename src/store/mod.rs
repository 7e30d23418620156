//! Where goals lie: finds, reads, locates and writes the files of a workspace. The only floor that
//! touches the disk.

pub mod compose;
pub mod diagnostics;
pub mod discover;
pub mod edit;
pub mod load;
pub mod locate;
pub mod lock;
pub mod paths;
mod shape;
pub mod write;
