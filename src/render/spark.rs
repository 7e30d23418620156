//! A series of values as one line of blocks.

use super::Theme;

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII: [char; 6] = ['_', '.', '-', '=', '*', '#'];

/// One character a value, the lowest value lowest and the highest highest; a space where there is
/// none. Where all are alike, or there is only one, they stand in the middle. More than `most` values
/// are thinned out evenly: the last of each run stands for it, so the last value is always there.
pub fn spark(values: &[Option<f64>], most: usize, theme: Theme) -> String {
    let marks: &[char] = if theme.ascii { &ASCII } else { &BLOCKS };
    let values = thinned(values, most);
    let known = || values.iter().flatten().copied();
    let low = known().fold(f64::INFINITY, f64::min);
    let high = known().fold(f64::NEG_INFINITY, f64::max);
    // Halved first: the distance between the largest numbers would not be finite.
    let spread = high / 2.0 - low / 2.0;
    let top = marks.len() - 1;
    let mark = |value: f64| {
        let level = if spread > 0.0 {
            ((value / 2.0 - low / 2.0) / spread * top as f64).round() as usize
        } else {
            marks.len() / 2
        };
        marks[level.min(top)]
    };
    let marks = values.iter().map(|value| value.map_or(' ', mark));
    marks.collect()
}

fn thinned(values: &[Option<f64>], most: usize) -> Vec<Option<f64>> {
    let all = values.len();
    if all <= most {
        return values.to_vec();
    }
    let runs = (0..most).map(|i| &values[i * all / most..(i + 1) * all / most]);
    let last = |run: &[Option<f64>]| run.iter().rev().copied().find(Option::is_some).flatten();
    runs.map(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(values: &[f64]) -> String {
        let values: Vec<_> = values.iter().copied().map(Some).collect();
        spark(&values, 12, Theme::PLAIN)
    }

    #[test]
    fn values_become_blocks() {
        assert_eq!(shown(&[73.0, 73.5, 75.0]), "▁▃█");
        assert_eq!(shown(&[5.0, 5.0]), "▅▅");
        assert_eq!(shown(&[5.0]), "▅");
        assert_eq!(shown(&[]), "");
        assert_eq!(shown(&[-1.7e308, 1.7e308]), "▁█");
        let ascii = Theme {
            ascii: true,
            ..Theme::PLAIN
        };
        let steps: Vec<_> = (0..6).map(|v| Some(f64::from(v))).collect();
        assert_eq!(spark(&steps, 12, ascii), "_.-=*#");
        let gap = [Some(1.0), None, Some(2.0)];
        assert_eq!(spark(&gap, 12, Theme::PLAIN), "▁ █");
    }

    #[test]
    fn too_many_values_are_thinned_out_and_the_last_stays() {
        let values: Vec<_> = (0..100).map(|v| Some(f64::from(v % 99))).collect();
        let line = spark(&values, 10, Theme::PLAIN);
        assert_eq!(line.chars().count(), 10);
        assert!(line.ends_with('▁'), "{line}");
    }
}
