//! Reading the titles of goals, in English: what a rule may say of them. A title in another language,
//! or one that no list knows, is left alone.

pub mod amounts;
mod arrows;
pub mod change;
pub mod claims;
pub mod counted;
pub mod language;
mod lists;
mod nouns;
pub mod opening;
pub mod single;
mod states;
pub mod tasks;
pub mod titled;
mod units;
pub mod vocabulary;
pub mod words;

#[cfg(test)]
mod tests {
    use super::amounts::amounts;
    use super::claims::{Fields, contradictions};
    use super::counted::{bare_number, measures};
    use super::language::is_english;
    use super::opening::opening;
    use super::single::only_task;
    use super::tasks::task_list;
    use super::words::words;
    use proptest::prelude::*;

    /// Pieces that the rules know, in any order, among anything else.
    fn title() -> impl Strategy<Value = String> {
        let known = "from|to|by|at|least|double|launch|improving|and|%|\\$1.2M|30|-5|000|half|a|third\
                     |→|“|”|\"|,|;|of|-3%|zero|3x|twice|as|many|two|thirds|week|live|iPhone|hours|k|per|cent";
        let piece = prop_oneof![4 => known, 1 => "\\PC{0,6}", 1 => ".{0,3}"];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
    }

    proptest! {
        #[test]
        fn any_title_can_be_read(title in title(), from in -1e6..1e6f64, to in -1e6..1e6f64) {
            let words = words(&title);
            let amounts = amounts(&words);
            for amount in &amounts {
                prop_assert!(amount.value.is_finite() && amount.at < amount.end);
                prop_assert!(amount.end <= words.len());
            }
            let fields = Fields {
                baseline: Some(from),
                ends: vec![("`target`", to)],
                relative: Some(0.2),
                unit: None,
            };
            for found in contradictions(&words, &amounts, &fields) {
                prop_assert!(!found.said.is_empty());
            }
            is_english(&words);
            opening(&words);
            task_list(&words);
            only_task(&words);
            bare_number(&words, &amounts);
            for amount in &amounts {
                measures(&words, amount);
            }
        }

        #[test]
        fn a_title_made_from_the_fields_never_contradicts_them(
            from in 1..5000i32, to in 1..5000i32, percent in any::<bool>(),
        ) {
            prop_assume!(from != to);
            let mark = if percent { "%" } else { "" };
            let title = format!("Bring it from {from}{mark} to {to}{mark}");
            let words = words(&title);
            let fields = Fields {
                baseline: Some(f64::from(from)),
                ends: vec![("`target`", f64::from(to))],
                relative: None,
                unit: percent.then(|| "%".to_owned()),
            };
            prop_assert_eq!(contradictions(&words, &amounts(&words), &fields), vec![]);
        }
    }
}
