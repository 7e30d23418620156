//! floor

pub mod args;
