//! floor

pub mod findings;
