//! Keys with a point that TOML takes for a way into something that holds no keys.

use std::ops::Range;

/// What is wrong with the key at `range`, and what to do; none where the parser's `message` is about
/// something else.
pub(super) fn words(text: &str, range: &Range<usize>, message: &str) -> Option<(String, String)> {
    let kind = message.strip_prefix("cannot extend value of type ")?;
    let name = text.get(range.clone())?;
    let start = text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?.trim_start();
    let said = format!("`{name}` has a value already: no key can lie below it");
    let key = line.split_once('=').map_or(line, |(key, _)| key).trim_end();
    let is_number = ["float", "integer"].iter().any(|k| kind.starts_with(k));
    let help = if is_number && key.contains('.') && !key.starts_with('[') {
        format!("a name with a point needs quotes: \"{key}\" = …")
    } else {
        "write all of it in one place, or take one out".to_owned()
    };
    Some((said, help))
}
