//! Every TOML file of the examples, cut off at each byte and with each byte replaced: an error with
//! a place, or a file that can be read; no panic and no hang. What can be read is then looked at
//! together with the others. By default every 101st byte is damaged; all of them with
//! `cargo test --release --test damage -- --ignored`, which takes some minutes.

mod support;

use okr::cli::findings;
use okr::store::diagnostics::{EXCERPT, Finding};
use okr::store::load::Store;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What a byte is replaced by, besides each of its eight bits being turned.
const OTHERS: [u8; 8] = [0x00, 0xff, b'"', b'\n', b'[', b'=', b'#', b'.'];

/// No damage may take longer to find, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(20);

/// What was found.
#[derive(Default)]
struct Count {
    refused: usize,
    read: usize,
}

/// Every TOML file of the examples.
fn files() -> Vec<(PathBuf, String, Vec<u8>)> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut files = Vec::new();
    for name in ["acme", "saas", "shop", "ride"] {
        let root = examples.join(name);
        for (path, entry) in support::tree(&root) {
            if let (support::Entry::File(bytes), true) = (entry, path.ends_with(".toml")) {
                files.push((root.clone(), path, bytes));
            }
        }
    }
    files
}

/// A text with one byte damaged, in every way that is tried.
fn damaged(bytes: &[u8], at: usize) -> Vec<Vec<u8>> {
    let turned = (0..8).map(|bit| bytes[at] ^ (1 << bit));
    let others = OTHERS.into_iter().chain(turned);
    let replaced = others.filter(|&byte| byte != bytes[at]).map(|byte| {
        let mut all = bytes.to_vec();
        all[at] = byte;
        all
    });
    replaced.chain([bytes[..at].to_vec()]).collect()
}

/// The workspace at `root` with nothing but its settings.
fn alone(root: &Path) -> Store {
    let settings = std::fs::read_to_string(root.join("okr.toml")).unwrap();
    let settings = BTreeMap::from([("okr.toml".to_owned(), settings)]);
    Store::open_lenient(Path::new("/nowhere")).with_overlay(settings)
}

/// Damages every `step`th byte of all files.
fn damage(step: usize) -> Count {
    let mut count = Count::default();
    for (number, (root, path, bytes)) in files().into_iter().enumerate() {
        let store = Store::open(&root).unwrap();
        assert_eq!(store.check_bytes(&path, &bytes), []);
        let alone = alone(&root);
        for at in (number % step..bytes.len()).step_by(step) {
            for content in damaged(&bytes, at) {
                let before = Instant::now();
                let found = store.check_bytes(&path, &content);
                for finding in &found {
                    assert_placed(finding, &content);
                }
                if found.is_empty() {
                    count.read += 1;
                    // All of a workspace is much to read for each.
                    let whole = count.read % 997 == 0;
                    between(if whole { &store } else { &alone }, &path, content);
                } else {
                    count.refused += 1;
                }
                assert!(before.elapsed() < LONGEST, "{path} at byte {at}");
            }
        }
    }
    count
}

/// Looks at a file that can be read together with others.
fn between(store: &Store, path: &str, content: Vec<u8>) {
    let text = String::from_utf8(content).expect("it was read");
    let store = store.with_overlay(BTreeMap::from([(path.to_owned(), text)]));
    let loaded = store.read_all();
    assert!(loaded.findings.iter().all(|f| f.path != path), "{path}");
    for finding in findings::of(&store, &loaded) {
        assert!(finding.span.is_some(), "{finding:?}");
    }
}

/// Whether a finding has a place in what was read, and says so in a few plain words.
fn assert_placed(finding: &Finding, content: &[u8]) {
    let span = finding.span.as_ref().expect("a place");
    let lines = content.iter().filter(|&&byte| byte == b'\n').count() + 1;
    assert!((1..=lines).contains(&span.line), "{finding:?}");
    assert!(span.column >= 1 && span.length >= 1, "{finding:?}");
    assert!(span.text.chars().count() <= EXCERPT, "{finding:?}");
    assert!(
        !finding.message.is_empty() && !finding.message.contains("private"),
        "{finding:?}"
    );
}

#[test]
fn damaged_files_are_answered() {
    let count = damage(101);
    assert!(count.refused > 4_000 && count.read > 1_000);
}

#[test]
#[ignore = "takes minutes: every byte of every file"]
fn every_damage_is_answered() {
    let count = damage(1);
    println!("{} refused, {} read", count.refused, count.read);
    assert!(count.refused > 400_000 && count.read > 40_000);
}
