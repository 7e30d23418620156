//! Arrows between two numbers: `120→60`, `5 -> 3`.

/// Arrows as people type them.
pub(super) const ARROWS: &[&str] = &["→", "➜", "➔", "➡", "⇒", "⟶", "-->", "->", "–>", "=>"];

/// A piece of a title without spaces, cut before and behind the arrow between two of its numbers.
pub(super) fn apart(piece: &str) -> impl Iterator<Item = &str> {
    let found = ARROWS.iter().find_map(|arrow| {
        let at = piece.find(arrow)?;
        let (before, rest) = piece.split_at(at);
        let (arrow, behind) = rest.split_at(arrow.len());
        let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
        (has_digit(before) || has_digit(behind)).then_some([before, arrow, behind])
    });
    let pieces = found.unwrap_or([piece, "", ""]);
    pieces.into_iter().filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn an_arrow_between_numbers_stands_alone() {
        for (piece, apart_) in [
            ("120→60", vec!["120", "→", "60"]),
            ("$150k->$200k", vec!["$150k", "->", "$200k"]),
            ("→60%", vec!["→", "60%"]),
            ("→", vec!["→"]),
            ("a->b", vec!["a->b"]),
            ("18-25", vec!["18-25"]),
        ] {
            assert_eq!(apart(piece).collect::<Vec<_>>(), apart_);
        }
    }
}
