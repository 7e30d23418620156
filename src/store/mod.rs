//! Where goals lie: finds, reads, locates and writes the files of a workspace. The only floor that
//! touches the disk.

pub mod amend;
pub mod answers;
mod changes;
pub mod comments;
pub mod compose;
mod conflict;
pub mod diagnostics;
pub mod discover;
pub mod draft;
pub mod edit;
mod edit_error;
pub mod editors;
mod find;
pub mod fix;
pub mod hook;
mod list;
pub mod load;
pub mod locate;
pub mod lock;
mod misplaced;
mod outline;
mod own;
mod parse;
pub mod paths;
pub mod publish;
mod raw;
pub mod recent;
pub mod schema;
mod semantics;
mod shape;
mod splice;
mod steps;
mod syntax;
mod toml_text;
mod verify;
pub mod write;
