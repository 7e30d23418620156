//! The names beside the lines, moved apart where they would touch.

use super::frame::Frame;
use super::path;
use super::words::{BOLD, cut, width};
use maud::{Markup, html};

/// What a line is called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tag {
    /// Where the line is.
    pub(super) y: f64,
    /// What it is; cut where there is no room for it. May be empty.
    pub(super) name: String,
    /// Its value.
    pub(super) number: String,
    pub(super) look: Look,
}

impl Tag {
    /// In units of the picture.
    pub(super) fn width(&self) -> f64 {
        width(&self.text(f64::INFINITY)) * self.weight()
    }

    /// What there is room for in `room` units: the number before the name.
    fn text(&self, room: f64) -> String {
        if self.name.is_empty() {
            return cut(&self.number, room);
        }
        let number = format!(" {}", self.number);
        match cut(&self.name, room - width(&number)).as_str() {
            "…" => cut(&self.number, room),
            name => cut(&format!("{name}{number}"), room),
        }
    }

    fn weight(&self) -> f64 {
        if self.look.is_bold() { BOLD } else { 1.0 }
    }
}

/// How a label looks: like its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// The last value.
    Value,
    /// A target.
    Target,
    /// A natural limit.
    Limit,
    /// Steps back.
    Soft,
}

impl Look {
    fn is_bold(self) -> bool {
        match self {
            Self::Value | Self::Target => true,
            Self::Limit | Self::Soft => false,
        }
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Value => "kn",
            Self::Target => "kx",
            Self::Limit => "kj",
            Self::Soft => "ks",
        }
    }
}

/// From one line of text to the next.
const LINE: f64 = 15.0;
/// How far beside the plot labels begin.
pub(super) const BESIDE: f64 = 10.0;

/// Where each label goes, from top to bottom; labels for which there is no room at all are left out.
pub(super) fn spread(mut tags: Vec<Tag>, top: f64, bottom: f64) -> Vec<(f64, Tag)> {
    let room = ((bottom - top) / LINE).floor().max(0.0) as usize + 1;
    tags.truncate(room);
    tags.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut places: Vec<f64> = Vec::new();
    for tag in &tags {
        let free = places.last().map_or(top, |last| last + LINE);
        places.push(tag.y.max(free));
    }
    let mut free = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(free);
        free = *place - LINE;
    }
    places.into_iter().zip(tags).collect()
}

/// The labels right of the plot. Where one was moved, a line leads to it.
pub(super) fn beside(tags: Vec<Tag>, frame: &Frame) -> Markup {
    let room = frame.width - frame.right - BESIDE;
    let tags = spread(tags, frame.top, frame.bottom);
    let leader = |from: f64, to: f64| {
        path::lines([(frame.right + 1.0, from), (frame.right + BESIDE - 2.0, to)])
    };
    html! {
        @for (y, tag) in &tags {
            @if (y - tag.y).abs() > 1.0 { path.ka d=(leader(tag.y, *y)) {} }
            text class=(tag.look.class()) x=(path::short(frame.right + BESIDE)) y=(path::short(y + 4.0)) {
                (tag.text(room / tag.weight()))
            }
        }
    }
}
