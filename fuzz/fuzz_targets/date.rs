//! Dates and cycles as people type them.
#![no_main]

use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;
use okr::cli::args::cycle::cycle;
use okr::cli::args::date::date;
use okr::model::{CycleId, Settings};

fuzz_target!(|text: &str| {
    let settings = Settings::default();
    for (year, month, day) in [(2026, 8, 14), (2024, 2, 29), (1, 1, 1), (9999, 12, 31)] {
        let today = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
        if let Ok(meant) = date(text, today) {
            // What is echoed can be typed again.
            assert_eq!(date(&meant.to_string(), today).ok(), Some(meant), "{text}");
        }
        if let Ok(meant) = cycle(text, today, &settings) {
            assert_eq!(
                cycle(&meant.to_string(), today, &settings).ok(),
                Some(meant),
                "{text}"
            );
            assert!(settings.calendar.start(meant) <= settings.calendar.end(meant));
        }
    }
    if let Some(meant) = CycleId::parse(text) {
        assert_eq!(meant.to_string(), text);
    }
});
