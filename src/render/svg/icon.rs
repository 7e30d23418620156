//! A tone as a shape, beside the word for it.

use super::Tone;
use maud::{Markup, html};

/// The shape in the tone's colour, as large as the text around it. It repeats a word, so it is passed
/// over by those who do not see it.
pub fn icon(tone: Tone) -> Markup {
    let d = match tone {
        Tone::Good => "M5 1a4 4 0 1 1 0 8 4 4 0 1 1 0-8z",
        Tone::Warn => "M5 1l4.5 8h-9z",
        Tone::Bad => "M1.5 1.5h7v7h-7z",
        Tone::Done => "M1 5.5l3 3 5-7",
        Tone::Quiet => "M5 1.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 1 1 0-6.4z",
    };
    html! {
        svg class={ "ic " (tone.class()) } viewBox="0 0 10 10" aria-hidden="true" { path d=(d) {} }
    }
}
