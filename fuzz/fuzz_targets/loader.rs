//! A whole file of any kind: the first byte says of which, the rest is its content. It is refused
//! with places that lie in it, or it is read, and then what it says of other files is followed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use okr::cli::findings;
use okr::store::diagnostics::{EXCERPT, Finding};
use okr::store::load::Store;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

const KINDS: [&str; 5] = [
    "okr.toml",
    "2026-Q3/team/grow.toml",
    "kpis/nps.toml",
    "2026-Q3/checkins/2026-07-14-091233-maria-3f9c.toml",
    "2026-Q2/closed.toml",
];

/// What the file may speak of.
const OTHERS: [(&str, &str); 4] = [
    ("okr.toml", ""),
    (
        "2026/top.toml",
        "objective = 'Top'\n[key_results.k]\nkpi = 'kpis/nps'\nbaseline = 4\n",
    ),
    (
        "2026-Q2/old.toml",
        "objective = 'Old'\n[key_results.k]\ntarget = 5\n",
    ),
    (
        "kpis/load.toml",
        "name = 'Load'\naggregate = 'sum'\n[targets]\n2026-Q3 = 4\n",
    ),
];

static STORE: LazyLock<Store> = LazyLock::new(|| {
    let others = OTHERS.map(|(path, text)| (path.to_owned(), text.to_owned()));
    Store::open_lenient(Path::new("/nowhere")).with_overlay(BTreeMap::from(others))
});

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, content)) = bytes.split_first() else {
        return;
    };
    let path = KINDS[usize::from(*kind) % KINDS.len()];
    let refused = STORE.check_bytes(path, content);
    for finding in &refused {
        assert_placed(finding, content);
    }
    if let (true, Ok(text)) = (refused.is_empty(), std::str::from_utf8(content)) {
        let planned = BTreeMap::from([(path.to_owned(), text.to_owned())]);
        let store = STORE.with_overlay(planned);
        let loaded = store.read_all();
        for finding in findings::of(&store, &loaded) {
            assert!(finding.span.is_some(), "{finding:?}");
        }
    }
});

/// Whether a finding has a place in what was read, and says a bounded lot.
fn assert_placed(finding: &Finding, content: &[u8]) {
    let span = finding.span.as_ref().expect("a place");
    let lines = content.iter().filter(|&&b| b == b'\n').count() + 1;
    assert!((1..=lines).contains(&span.line), "{finding:?}");
    assert!(span.column >= 1 && span.length >= 1, "{finding:?}");
    assert!(span.text.chars().count() <= EXCERPT, "{finding:?}");
    assert!(
        finding.message.chars().count() <= 2 * EXCERPT,
        "{finding:?}"
    );
}
