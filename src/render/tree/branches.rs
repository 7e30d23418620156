//! The lines that join a tree's rows.

use crate::render::Theme;

/// For rows that are set in so far, in order: what stands before each row's first line, and before
/// those that follow where it is broken.
pub(super) fn branches(levels: &[usize], theme: Theme) -> Vec<(String, String)> {
    let (pass, last, more, gap) = match theme.ascii {
        false => ("│ ", "└ ", "├ ", "  "),
        true => ("| ", "`-", "|-", "  "),
    };
    // Which levels go on further down; looked at from the last row up.
    let mut open: Vec<bool> = Vec::new();
    let mut drawn: Vec<(String, String)> = Vec::with_capacity(levels.len());
    for (at, &level) in levels.iter().enumerate().rev() {
        open.resize(level + 1, false);
        let passed = open.iter().take(level).skip(1);
        let passed: String = passed.map(|&open| if open { pass } else { gap }).collect();
        let child = levels.get(at + 1).is_some_and(|&next| next > level);
        let below = if child { pass } else { gap };
        drawn.push(match (level, open[level]) {
            (0, _) => (String::new(), below.to_owned()),
            (_, true) => (format!("{passed}{more}"), format!("{passed}{pass}{below}")),
            (_, false) => (format!("{passed}{last}"), format!("{passed}{gap}{below}")),
        });
        open[level] = true;
    }
    drawn.reverse();
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_reaches_from_a_goal_to_its_last_supporter() {
        let drawn = branches(&[0, 1, 2, 2, 1, 2], Theme::PLAIN);
        let first: Vec<&str> = drawn.iter().map(|(first, _)| &**first).collect();
        assert_eq!(first, ["", "├ ", "│ ├ ", "│ └ ", "└ ", "  └ "]);
        let then: Vec<&str> = drawn.iter().map(|(_, then)| &**then).collect();
        assert_eq!(then, ["│ ", "│ │ ", "│ │   ", "│     ", "  │ ", "      "]);
    }
}
