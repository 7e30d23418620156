//! Finds the marks that git leaves in a file that it could not merge.

use std::ops::Range;

/// Two sides that git could not join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// Where the first marker stands, in bytes.
    pub(crate) start: Range<usize>,
    /// The lines of the one side, from 1; empty where it has none.
    pub(crate) ours: Range<usize>,
    /// The lines of the other side.
    pub(crate) theirs: Range<usize>,
}

impl Conflict {
    /// What it is, with the lines of both sides.
    pub(crate) fn message(&self) -> String {
        let (ours, theirs) = (lines(&self.ours), lines(&self.theirs));
        let verb = if self.ours.len() == 1 {
            "stands"
        } else {
            "stand"
        };
        format!("an unresolved merge conflict: {ours} {verb} against {theirs}")
    }
}

fn lines(range: &Range<usize>) -> String {
    match range.len() {
        0 => "no lines".to_owned(),
        1 => format!("line {}", range.start),
        _ => format!("lines {}-{}", range.start, range.end - 1),
    }
}

#[derive(Clone, Copy)]
enum Mark {
    Ours,
    Base,
    Between,
    Theirs,
}

fn mark(line: &str) -> Option<Mark> {
    let line = line.trim_end_matches(['\n', '\r']);
    match line.as_bytes().first()? {
        b'<' if line.starts_with("<<<<<<< ") => Some(Mark::Ours),
        b'|' if line.starts_with("|||||||") => Some(Mark::Base),
        b'=' if line == "=======" => Some(Mark::Between),
        b'>' if line.starts_with(">>>>>>> ") => Some(Mark::Theirs),
        _ => None,
    }
}

/// Every conflict in `text`. Cheap where there is none.
pub(crate) fn conflicts(text: &str) -> Vec<Conflict> {
    if !text.contains("<<<<<<< ") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open: Option<Conflict> = None;
    let (mut at, mut based, mut between) = (0, false, false);
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let number = index + 1;
        match (mark(line), &mut open) {
            (Some(Mark::Ours), _) => {
                (based, between) = (false, false);
                open = Some(Conflict {
                    start: at..at + line.trim_end().len(),
                    ours: number + 1..number + 1,
                    theirs: 0..0,
                });
            }
            (Some(Mark::Base), Some(conflict)) if !between => {
                based = true;
                conflict.ours.end = number;
            }
            (Some(Mark::Between), Some(conflict)) if !between => {
                between = true;
                if !based {
                    conflict.ours.end = number;
                }
                conflict.theirs = number + 1..number + 1;
            }
            (Some(Mark::Theirs), Some(conflict)) if between => {
                conflict.theirs.end = number;
                found.extend(open.take());
            }
            _ => {}
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_named() {
        let text = "a = 1\n<<<<<<< HEAD\nb = 1\nc = 1\n=======\nb = 2\n>>>>>>> other\nd = 1\n";
        let found = conflicts(text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].ours.clone(), found[0].theirs.clone()),
            (3..5, 6..7)
        );
        assert_eq!(
            found[0].message(),
            "an unresolved merge conflict: lines 3-4 stand against line 6"
        );
        assert_eq!(&text[found[0].start.clone()], "<<<<<<< HEAD");
    }

    #[test]
    fn three_way_marks_and_empty_sides() {
        let text = "<<<<<<< a\r\n||||||| base\r\nx = 1\r\n=======\r\nb = 2\r\n>>>>>>> b\r\n";
        let found = conflicts(text);
        assert_eq!(found[0].ours.len(), 0);
        assert_eq!(found[0].theirs, 5..6);
    }

    #[test]
    fn half_a_conflict_is_none() {
        assert!(conflicts("<<<<<<< a\n=======\n").is_empty());
        assert!(conflicts("note = '<<<<<<< a'\n=======\n>>>>>>> b").is_empty());
    }
}
