//! `okr import`: the first byte says what the table holds (its two highest bits: readings, goals,
//! Jira's goals, check-ins) and how it is said to be written, the rest is the table. What is taken in
//! makes files that can be read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use okr::cli::import_trial::Trial;
use std::sync::LazyLock;

static TRIAL: LazyLock<Trial> = LazyLock::new(|| Trial::new().expect("its parts are sound"));

fuzz_target!(|bytes: &[u8]| {
    let Some((options, table)) = bytes.split_first() else {
        return;
    };
    if let Some(kind) = (options >> 6).checked_sub(1) {
        for (path, text) in TRIAL.exchange(kind, table).unwrap_or_default() {
            assert!(TRIAL.is_sound(&path, &text), "{path}\n{text}");
        }
        return;
    }
    for (path, text) in TRIAL.import(*options, table).unwrap_or_default() {
        assert!(path.contains("/checkins/"), "{path}");
        assert!(text.contains("[[update]]"), "{text}");
    }
});
