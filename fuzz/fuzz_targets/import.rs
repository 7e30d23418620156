//! `okr import readings`: the first byte says how the table is said to be written, the rest is the
//! table. What is taken in makes check-ins that can be read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use okr::cli::import_trial::Trial;
use std::sync::LazyLock;

static TRIAL: LazyLock<Trial> = LazyLock::new(|| Trial::new().expect("its parts are sound"));

fuzz_target!(|bytes: &[u8]| {
    let Some((options, table)) = bytes.split_first() else {
        return;
    };
    for (path, text) in TRIAL.import(*options, table).unwrap_or_default() {
        assert!(path.contains("/checkins/"), "{path}");
        assert!(text.contains("[[update]]"), "{text}");
    }
});
