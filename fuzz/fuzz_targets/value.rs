//! Values as people type them: numbers in the units of goals, confidences, relative targets, and the
//! words of a check-in around them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use okr::cli::args::confidence::confidence;
use okr::cli::args::number::{begins, number};
use okr::cli::args::update::updates;
use okr::model::{Quantity, Target};

const UNITS: [Option<&str>; 7] = [
    None,
    Some("%"),
    Some("$"),
    Some("stars"),
    Some("k€"),
    Some("M EUR"),
    Some("m"),
];

fuzz_target!(|text: &str| {
    for unit in UNITS {
        if let Ok(value) = number(text, unit) {
            assert!(
                value.is_finite() && value.abs() <= Quantity::LARGEST,
                "{value}"
            );
            // What is echoed can be typed again.
            assert_eq!(number(&value.to_string(), None).ok(), Some(value), "{text}");
        }
    }
    begins(text);
    if let Ok(confidence) = confidence(text) {
        assert!((0.0..=1.0).contains(&confidence.get()), "{text}");
    }
    if let Ok(target) = Target::relative(text) {
        let value = target.value(Some(73.0)).expect("it is of a baseline");
        assert!(!value.is_nan(), "{text}");
    }
    let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let _ = updates(&words);
});
