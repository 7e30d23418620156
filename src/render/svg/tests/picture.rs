//! A picture read back from its markup, as a browser would: where its lines go, where its texts
//! stand.

use crate::render::svg::words::{BOLD, width};

/// An element: its name, its attributes, and the text that follows its beginning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    attributes: &'a str,
    pub(super) text: &'a str,
}

pub(super) fn elements(markup: &str) -> Vec<Element<'_>> {
    let tags = markup
        .split('<')
        .skip(1)
        .filter(|tag| !tag.starts_with('/'));
    let elements = tags.map(|tag| {
        let (head, text) = tag.split_once('>').unwrap();
        let (name, attributes) = head.split_once(' ').unwrap_or((head, ""));
        Element {
            name,
            attributes,
            text,
        }
    });
    elements.collect()
}

impl<'a> Element<'a> {
    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        let all = self.attributes.split_inclusive("\" ");
        let mut pairs = all.filter_map(|a| a.trim_end().trim_end_matches('"').split_once("=\""));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub(super) fn number(self, name: &str) -> f64 {
        self.attribute(name).unwrap().parse().unwrap()
    }

    /// Every place that it touches; of a text the corners.
    pub(super) fn places(self) -> Vec<(f64, f64)> {
        match self.name {
            "path" => places(self.attribute("d").unwrap()),
            "circle" => {
                let (x, y, r) = (self.number("cx"), self.number("cy"), self.number("r"));
                vec![(x - r, y - r), (x + r, y + r)]
            }
            "text" => {
                let ((left, top), (right, bottom)) = self.corners();
                vec![(left, top), (right, bottom)]
            }
            _ => Vec::new(),
        }
    }

    /// Of a text, in a wide font.
    pub(super) fn corners(self) -> ((f64, f64), (f64, f64)) {
        let class = self.attribute("class").unwrap();
        let weight = if ["kn", "kx"].contains(&class) {
            BOLD
        } else {
            1.0
        };
        let text = self.text.replace("&lt;", "<").replace("&gt;", ">");
        let text = text.replace("&quot;", "\"").replace("&amp;", "&");
        let wide = width(&text) * weight;
        let (x, y) = (self.number("x"), self.number("y"));
        let left = match class {
            "ke" => x - wide,
            "km" => x - wide / 2.0,
            _ => x,
        };
        ((left, y - 9.0), (left + wide, y + 3.0))
    }
}

/// Panics where one is not finite.
fn numbers(text: &str) -> Vec<f64> {
    let text = text.replace('-', " -");
    let numbers = text.split_whitespace().map(|part| part.parse().unwrap());
    numbers
        .inspect(|n: &f64| assert!(n.is_finite(), "{text}"))
        .collect()
}

/// The places that a path goes through.
pub(super) fn places(d: &str) -> Vec<(f64, f64)> {
    let (mut x, mut y) = (0.0, 0.0);
    let mut places = Vec::new();
    let letters: Vec<_> = d.match_indices(|c: char| c.is_alphabetic()).collect();
    for (i, (at, letter)) in letters.iter().enumerate() {
        let end = letters.get(i + 1).map_or(d.len(), |(end, _)| *end);
        let given = numbers(&d[at + 1..end]);
        let each = match *letter {
            "M" | "L" | "l" => 2,
            "H" | "V" | "h" | "v" => 1,
            "a" => 7,
            "z" => continue,
            other => panic!("{other} in {d}"),
        };
        assert_eq!(given.len() % each, 0, "{d}");
        for step in given.chunks(each) {
            match (*letter, step) {
                ("M" | "L", [to_x, to_y]) => (x, y) = (*to_x, *to_y),
                ("l", [dx, dy]) => (x, y) = (x + dx, y + dy),
                ("H", [to]) => x = *to,
                ("V", [to]) => y = *to,
                ("h", [by]) => x += by,
                ("v", [by]) => y += by,
                ("a", [_, radius, .., dx, dy]) => {
                    places.extend([(x, y - radius), (x, y + radius)]);
                    (x, y) = (x + dx, y + dy);
                }
                other => panic!("{other:?} in {d}"),
            }
            places.push((x, y));
        }
    }
    places
}
