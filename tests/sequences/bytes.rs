//! What a step did to the bytes: nothing but what it was for.

use crate::days;
use crate::steps::{Intended, Kind};
use crate::support::{Entry, Tree};
use okr::store::edit::Document;
use similar::{ChangeTag, TextDiff};
use std::ops::Range;

/// Compares the trees before and after a step that succeeded.
///
/// # Errors
/// Something else has changed as well; the message says what.
pub fn check(before: &Tree, after: &Tree, intended: &Intended) -> Result<(), String> {
    let renamed = |path: &str| match intended {
        Intended::Names { kind, from, to } => moved_file(path, *kind, from, to),
        _ => path.to_owned(),
    };
    let mut made: Vec<&String> = after.keys().filter(|p| text(after, p).is_some()).collect();
    for path in before.keys() {
        let Some(old) = text(before, path) else {
            continue;
        };
        let now = renamed(path);
        made.retain(|p| **p != now);
        let new = text(after, &now).ok_or(format!("{path} is not at {now}"))?;
        let whole = Texts { old, new };
        let sound = match intended {
            _ if old == new => Ok(()),
            Intended::Keys { file, paths } if file == path => whole.keys(paths),
            Intended::Block { file } if file == path => whole.block(),
            Intended::Text { file, text } if file == path && new == text => Ok(()),
            Intended::Names { kind, from, to } => whole.names(path, *kind, from, to),
            _ => Err("it should have stayed as it was".to_owned()),
        };
        let sound = sound.and_then(|()| match intended {
            Intended::Text { .. } => Ok(()),
            _ => whole.keeps_comments_and_endings(),
        });
        sound.map_err(|why| {
            format!(
                "{path}: {why}\n--- old\n{old:?}\n--- new\n{new:?}\n{}",
                whole.shown()
            )
        })?;
    }
    let new_ones = usize::from(matches!(intended, Intended::New));
    if made.len() > new_ones {
        return Err(format!("new files: {made:?}"));
    }
    Ok(())
}

fn text<'t>(tree: &'t Tree, path: &str) -> Option<&'t str> {
    match tree.get(path)? {
        Entry::File(bytes) => Some(std::str::from_utf8(bytes).unwrap()),
        Entry::Folder | Entry::Link(_) | Entry::Other => None,
    }
}

/// Where a file lies after a renaming.
fn moved_file(path: &str, kind: Kind, from: &str, to: &str) -> String {
    let Some((top, rest)) = path.split_once('/') else {
        return path.to_owned();
    };
    match kind {
        Kind::Kpi if path == format!("{from}.toml") => format!("{to}.toml"),
        Kind::Objective if path == format!("{from}.toml") => format!("{top}/{to}.toml"),
        Kind::Team if !rest.starts_with("checkins/") => {
            match rest.strip_prefix(from).filter(|r| r.starts_with('/')) {
                Some(rest) => format!("{top}/{to}{rest}"),
                None => path.to_owned(),
            }
        }
        Kind::KeyResult | Kind::Kpi | Kind::Objective | Kind::Team => path.to_owned(),
    }
}

/// Lines with their places.
type Lines = Vec<(usize, String)>;

/// A file before and after.
struct Texts<'t> {
    old: &'t str,
    new: &'t str,
}

impl Texts<'_> {
    fn shown(&self) -> String {
        TextDiff::from_lines(self.old, self.new)
            .unified_diff()
            .to_string()
    }

    /// The lines that went and that came, with their places; one that only gained or lost its line
    /// break at the end of the file is neither.
    fn changed(&self) -> (Lines, Lines) {
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        let diff = TextDiff::from_lines(self.old, self.new);
        for change in diff.iter_all_changes() {
            let line = change.value().to_owned();
            match change.tag() {
                ChangeTag::Delete => gone.push((change.old_index().unwrap(), line)),
                ChangeTag::Insert => come.push((change.new_index().unwrap(), line)),
                ChangeTag::Equal => {}
            }
        }
        gone.retain(|(_, line)| {
            let bare = line.trim_end_matches(['\r', '\n']);
            let same = |(_, l): &(usize, String)| {
                l != line
                    && l.trim_end_matches(['\r', '\n']) == bare
                    && !(l.contains('\n') && line.contains('\n'))
            };
            let at = come.iter().position(same);
            at.map(|at| come.remove(at)).is_none()
        });
        (gone, come)
    }

    /// Every comment is there, whole and in order, and what came has the line endings of the file.
    fn keeps_comments_and_endings(&self) -> Result<(), String> {
        let mut rest = comments(self.new).into_iter();
        for comment in comments(self.old) {
            if !rest.any(|c| c == comment) {
                return Err(format!("the comment `{comment}` is gone, or elsewhere"));
            }
        }
        if self.old.starts_with('\u{feff}') != self.new.starts_with('\u{feff}') {
            return Err("the byte order mark".to_owned());
        }
        let bare = |text: &str| text.replace("\r\n", "").contains('\n');
        if self.old.contains("\r\n") && bare(self.new)
            || self.new.contains("\r\n") && bare(self.old)
        {
            return Err("line endings are mixed".to_owned());
        }
        Ok(())
    }

    /// A block at the end and nothing else.
    fn block(&self) -> Result<(), String> {
        match self.new.strip_prefix(self.old) {
            Some(block) if block.trim_start().starts_with('[') => Ok(()),
            Some(_) | None => Err("more than a block at the end".to_owned()),
        }
    }

    /// The lines of the values at `paths`, each with all that stands around the value.
    fn keys(&self, paths: &[Vec<String>]) -> Result<(), String> {
        let (gone, come) = self.changed();
        let (old, new) = (Values::new(self.old), Values::new(self.new));
        let (was, is) = (old.lines(paths), new.lines(paths));
        for (at, line) in &gone {
            if !was.iter().any(|lines| lines.contains(at)) {
                return Err(format!("the line {line:?} should have stayed"));
            }
        }
        for (at, line) in &come {
            let bare = line.trim_matches(['\r', '\n', ' ', '\u{feff}']);
            let header = bare.is_empty() || bare.starts_with('[') || bare.starts_with('#');
            if !header && !is.iter().any(|lines| lines.contains(at)) {
                return Err(format!("the line {line:?} should not have come"));
            }
        }
        for keys in paths {
            old.stays_in_place(&new, keys)?;
        }
        Ok(())
    }

    /// The lines that held the old name hold the new one, and `formerly` tells.
    fn names(&self, file: &str, kind: Kind, from: &str, to: &str) -> Result<(), String> {
        let (gone, mut come) = self.changed();
        let mut formerly = vec![vec!["formerly".to_owned()]];
        if kind == Kind::KeyResult {
            for (_, key) in [from.rsplit_once('.'), to.rsplit_once('.')]
                .into_iter()
                .flatten()
            {
                formerly.push(["key_results", key, "formerly"].map(str::to_owned).to_vec());
            }
        }
        let was = Values::new(self.old).lines(&formerly);
        let is = Values::new(self.new).lines(&formerly);
        for (at, line) in &gone {
            let expected = renamed(line, file, kind, from, to);
            let image = come
                .iter()
                .position(|(_, new)| unquoted(new) == unquoted(&expected));
            match image {
                Some(at) if expected != *line => drop(come.remove(at)),
                _ if was.iter().any(|lines| lines.contains(at)) => {}
                _ => return Err(format!("the line {line:?} should be {expected:?}")),
            }
        }
        for (at, line) in &come {
            if !is.iter().any(|lines| lines.contains(at)) {
                return Err(format!("the line {line:?} should not have come"));
            }
        }
        Ok(())
    }
}

/// A key that is renamed loses its quotes; the last line of a file may get a line break.
fn unquoted(line: &str) -> String {
    line.trim_end_matches(['\r', '\n']).replace(['"', '\''], "")
}

/// The comments of a text, each from its sign to the end of its line.
fn comments(text: &str) -> Vec<&str> {
    let own = text.lines().filter_map(|line| {
        let at = ["#note ", "# note ", "#\tnote ", "# edited "]
            .iter()
            .filter_map(|s| line.rfind(s));
        Some(line[at.max()?..].trim_end_matches('\r'))
    });
    own.collect()
}

/// A line with the new name for the old one, its comment left alone.
fn renamed(line: &str, file: &str, kind: Kind, from: &str, to: &str) -> String {
    let at = comments(line)
        .first()
        .and_then(|comment| line.rfind(comment));
    let (code, comment) = line.split_at(at.unwrap_or(line.len()));
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-/._".contains(c);
    let mut made = String::new();
    let mut word = String::new();
    for c in code.chars().chain(['\0']) {
        if is_name(c) {
            word.push(c);
            continue;
        }
        made += &renamed_word(&word, file, kind, from, to);
        word.clear();
        made.push(c);
    }
    made.pop();
    made + comment
}

fn renamed_word(word: &str, file: &str, kind: Kind, from: &str, to: &str) -> String {
    if kind != Kind::KeyResult {
        let home = file.split('/').next().unwrap_or_default();
        return days::renamed(word, home, kind, from, to);
    }
    let key = |id: &str| id.rsplit_once('.').map(|(_, key)| key.to_owned());
    let (old, new) = (key(from).unwrap(), key(to).unwrap());
    let parts = word
        .split('.')
        .map(|part| if part == old { new.as_str() } else { part });
    parts.collect::<Vec<_>>().join(".")
}

/// The values of a text by their paths.
struct Values {
    document: Document,
    table: toml::Table,
}

impl Values {
    fn new(text: &str) -> Self {
        Self {
            document: Document::new(text).unwrap(),
            table: toml::from_str(text.trim_start_matches('\u{feff}')).unwrap(),
        }
    }

    /// The bytes of the value at `keys`.
    fn span(&self, keys: &[String]) -> Option<Range<usize>> {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let written = self.document.written(&keys)?;
        let start = written.as_ptr() as usize - self.document.text().as_ptr() as usize;
        Some(start..start + written.len())
    }

    fn value(&self, keys: &[String]) -> Option<&toml::Value> {
        let (last, tables) = keys.split_last()?;
        let mut table = &self.table;
        for key in tables {
            table = table.get(key)?.as_table()?;
        }
        table.get(last)
    }

    /// The lines of the values at `paths`; of what has a header, those of its keys; of what lies in an
    /// inline table, those of that.
    fn lines(&self, paths: &[Vec<String>]) -> Vec<Range<usize>> {
        let mut all = Vec::new();
        for keys in paths {
            let inner: Vec<Vec<String>> = match self.value(keys) {
                Some(toml::Value::Table(table)) => {
                    let inner = table
                        .keys()
                        .map(|key| [&keys[..], std::slice::from_ref(key)].concat());
                    inner.collect()
                }
                _ => Vec::new(),
            };
            let found = (1..=keys.len()).rev().find_map(|n| self.span(&keys[..n]));
            let inner = inner.iter().filter_map(|keys| self.span(keys));
            for span in found.into_iter().chain(inner) {
                let line = |at: usize| self.document.text()[..at].matches('\n').count();
                all.push(line(span.start)..line(span.end) + 1);
            }
            all.extend(self.blocks(keys));
        }
        all
    }

    /// The lines below headers such as `[[key_results.retention.amended]]`.
    fn blocks(&self, keys: &[String]) -> Vec<Range<usize>> {
        let last = keys.last().unwrap();
        let lines: Vec<&str> = self.document.text().lines().collect();
        let opens =
            |line: &str| line.trim_start().starts_with("[[") && line.contains(&format!("{last}]]"));
        let starts = (0..lines.len()).filter(|&at| opens(lines[at]));
        let end = |start: usize| {
            let rest = lines[start + 1..]
                .iter()
                .position(|l| l.trim_start().starts_with('['));
            rest.map_or(lines.len(), |n| start + 1 + n)
        };
        starts.map(|start| start..end(start)).collect()
    }

    /// Where a value was replaced, all else on its lines is as before; an array keeps what it held.
    fn stays_in_place(&self, new: &Self, keys: &[String]) -> Result<(), String> {
        let (Some(was), Some(is)) = (self.span(keys), new.span(keys)) else {
            return Ok(());
        };
        let around = |values: &Self, span: Range<usize>| {
            let text = values.document.text();
            let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[span.end..]
                .find('\n')
                .map_or(text.len(), |at| span.end + at);
            (
                text[start..span.start].to_owned(),
                text[span.end..end].trim_end_matches('\r').to_owned(),
            )
        };
        let inline = keys.len() > 1 && self.span(&keys[..1]).or(self.span(&keys[..2])).is_some();
        if !inline && around(self, was.clone()) != around(new, is.clone()) {
            return Err(format!("the line around {keys:?}"));
        }
        let (old, new) = (&self.document.text()[was], &new.document.text()[is]);
        let mut rest = new.bytes();
        if old.starts_with('[') && !old.bytes().all(|b| rest.any(|n| n == b)) {
            return Err(format!("{keys:?} lost some of its text"));
        }
        Ok(())
    }
}
