//! How results look: turns what the method returns into text. Opens no file, asks no terminal and
//! computes nothing.

mod axis;
pub mod card;
pub mod carry;
pub mod change;
pub mod changes;
pub mod chart;
pub mod check;
pub mod close;
pub mod coach;
pub mod csv;
pub mod cycle;
pub mod due;
pub mod echo;
pub mod exchange;
pub mod explain;
pub mod goal;
pub mod grid;
pub mod ics;
pub mod json;
pub mod kpi;
pub mod log;
pub mod numbers;
pub mod readings;
pub mod report;
pub mod review;
pub mod score;
pub mod show;
pub mod signal;
pub mod spark;
pub mod status;
pub mod svg;
pub mod text;
mod theme;
pub mod tree;

pub use theme::{Style, Theme};
