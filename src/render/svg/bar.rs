//! A share as a horizontal bar.

use super::Tone;
use crate::render::text::clean;
use maud::{Markup, html};

/// How far something is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar<'a> {
    /// From 0 to 1; what lies beyond is drawn as the end. None: only the track.
    pub share: Option<f64>,
    /// Where it should be, from 0 to 1.
    pub pace: Option<f64>,
    /// The bar's colour.
    pub tone: Tone,
    /// What it says, for those who do not see it. Empty where the same stands beside it: then it is
    /// passed over.
    pub label: &'a str,
}

/// The bar as wide as its container, with a mark at its pace.
pub fn bar(bar: &Bar<'_>) -> Markup {
    let label = clean(bar.label);
    let named = !label.is_empty();
    let percent = |share: f64| format!("{}%", (share.clamp(0.0, 1.0) * 100.0).round());
    let share = bar.share.filter(|share| share.is_finite());
    let pace = bar.pace.filter(|pace| pace.is_finite());
    html! {
        svg class={ "br " (bar.tone.class()) } role=[named.then_some("img")]
            aria-label=[named.then_some(&label)] aria-hidden=[(!named).then_some("true")] {
            rect y="4" width="100%" height="6" rx="3" {}
            @if let Some(share) = share.filter(|share| *share > 0.0) {
                rect.kf y="4" width=(percent(share)) height="6" rx="3" {}
            }
            @if let Some(pace) = pace {
                line x1=(percent(pace)) x2=(percent(pace)) y1="1" y2="13" {}
            }
        }
    }
}
