//! Reading the titles of goals, in English: what a rule may say of them. A title in another language,
//! or one that no list knows, is left alone.

pub mod amounts;
pub mod claims;
mod lists;
pub mod tasks;
pub mod titled;
mod units;
pub mod vocabulary;
pub mod words;
