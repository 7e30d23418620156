//! `okr` keeps objectives, key results and KPIs in plain TOML files that git merges.
//!
//! The floors, bottom-up; imports point downward only:
//! - [`model`]: what a goal is
//! - [`method`]: what a number means
//! - [`store`]: where it lies
//! - [`render`]: how it looks
//! - [`cli`]: what a person types
//!
//! `many`, which does work on all cores, knows none of them.

pub mod cli;
mod many;
pub mod method;
pub mod model;
pub mod render;
pub mod store;
