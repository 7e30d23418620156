//! Edits keep every byte they need not change.

use okr::store::edit::{Document, EditError};
use proptest::prelude::*;

#[track_caller]
fn edited(before: &str, edit: impl FnOnce(&mut Document) -> Result<(), EditError>) -> String {
    let mut document = Document::new(before).unwrap();
    edit(&mut document).unwrap();
    document.into_text()
}

#[track_caller]
fn set(before: &str, path: &[&str], value: &str, after: &str) {
    assert_eq!(edited(before, |d| d.set(path, value)), after);
}

#[test]
fn a_replaced_value_keeps_its_line() {
    set(
        "# k\nunit  =\t'%'   # why\nx = 1\n",
        &["unit"],
        "\"EUR\"",
        "# k\nunit  =\t\"EUR\"   # why\nx = 1\n",
    );
    set(
        "t = { a = 1,b=2 } # c",
        &["t", "b"],
        "3",
        "t = { a = 1,b=3 } # c",
    );
    set("a.b.c = 1\r\n", &["a", "b", "c"], "2", "a.b.c = 2\r\n");
    set(
        "n = \"\"\"\nold\nnote\"\"\" # c\nx = 1",
        &["n"],
        "\"new\"",
        "n = \"new\" # c\nx = 1",
    );
    set(
        "\u{feff}a = 1\r\n",
        &["a"],
        "\"\"\"\nx\ny\"\"\"",
        "\u{feff}a = \"\"\"\r\nx\r\ny\"\"\"\r\n",
    );
}

#[test]
fn a_new_key_follows_the_last_of_its_table() {
    set(
        "[targets]\n  2026 = 80 # annual\n# end of targets\n\n[thresholds]\ngreen = 1\n",
        &["targets", "2026-Q4"],
        "81",
        "[targets]\n  2026 = 80 # annual\n  2026-Q4 = 81\n# end of targets\n\n[thresholds]\ngreen = 1\n",
    );
    set(
        "a = 1\n\n[t]\nx = 1",
        &["t", "y"],
        "2",
        "a = 1\n\n[t]\nx = 1\ny = 2",
    );
    set(
        "a = 1\n\n[t]\nx = 1\n",
        &["b"],
        "2",
        "a = 1\nb = 2\n\n[t]\nx = 1\n",
    );
    set(
        "[t] # empty\n\n[u]\n",
        &["t", "y"],
        "2",
        "[t] # empty\ny = 2\n\n[u]\n",
    );
    set(
        "[a.b]\nx = 1\n",
        &["a", "y"],
        "2",
        "[a.b]\nx = 1\n\n[a]\ny = 2\n",
    );
}

#[test]
fn inline_tables_and_dotted_keys_grow_where_they_are() {
    let q4: &[&str] = &["targets", "2026-Q4"];
    set(
        "targets = { 2026 = 80 } # t\n",
        q4,
        "81",
        "targets = { 2026 = 80, 2026-Q4 = 81 } # t\n",
    );
    set("targets = {}\n", q4, "81", "targets = { 2026-Q4 = 81 }\n");
    set("targets = { }\n", q4, "81", "targets = { 2026-Q4 = 81 }\n");
    set(
        "targets.2026 = 80\nx = 1\n",
        q4,
        "81",
        "targets.2026 = 80\ntargets.2026-Q4 = 81\nx = 1\n",
    );
    set(
        "[key_results]\nnps.target = 4\n",
        &["key_results", "nps", "weight"],
        "2",
        "[key_results]\nnps.target = 4\nnps.weight = 2\n",
    );
}

#[test]
fn a_missing_table_comes_last_and_a_first_key_before_the_tables() {
    set(
        "a = 1",
        &["targets", "2026"],
        "80",
        "a = 1\n\n[targets]\n2026 = 80\n",
    );
    set("", &["a"], "1", "a = 1\n");
    set("\u{feff}", &["t", "a"], "1", "\u{feff}[t]\na = 1\n");
    set("# only this", &["a"], "1", "# only this\na = 1\n");
    set(
        "# head\n\n# of t\n[t]\nx = 1\n",
        &["a"],
        "1",
        "# head\n\na = 1\n\n# of t\n[t]\nx = 1\n",
    );
    set(
        "# of t\n[t]\n",
        &["a b"],
        "1",
        "\"a b\" = 1\n\n# of t\n[t]\n",
    );
}

#[test]
fn what_holds_no_keys_is_refused_and_nothing_changes() {
    let text = "a = 1\n[t]\nx = 1\n[[u]]\ny = 1\n";
    let mut document = Document::new(text).unwrap();
    for (path, value) in [
        (&["a", "b"][..], "1"),
        (&["t"], "1"),
        (&["u", "y"], "2"),
        (&["a"], "1\nb = 2"),
        (&["a"], ""),
        (&["a"], "["),
        (&[], "1"),
    ] {
        assert!(document.set(path, value).is_err(), "{path:?}");
    }
    assert!(document.remove(&["t"]).is_err());
    assert!(document.remove(&["none"]).is_err());
    assert_eq!(document.text(), text);
    assert!(Document::new("a = ").is_err());
}

#[test]
fn removal_takes_the_line_and_nothing_else() {
    let remove = |before: &str, path: &[&str]| edited(before, |d| d.remove(path));
    assert_eq!(
        remove("a = 1\nb = 2\n# d\nc = 3\n", &["b"]),
        "a = 1\n# d\nc = 3\n"
    );
    assert_eq!(remove("a = [\n 1,\n 2,\n]\r\nb = 1", &["a"]), "b = 1");
    assert_eq!(
        remove("t = { a = 1, b = 2, c = 3 }", &["t", "b"]),
        "t = { a = 1, c = 3 }"
    );
    assert_eq!(remove("t = { a = 1, b = 2 }", &["t", "b"]), "t = { a = 1 }");
    assert_eq!(remove("t = { a = 1, b = 2 }", &["t", "a"]), "t = { b = 2 }");
    assert_eq!(remove("t = { a = 1 }", &["t", "a"]), "t = { }");
    assert_eq!(remove("a.b = 1\nc = 1\n", &["a", "b"]), "c = 1\n");
    assert_eq!(remove("\u{feff}a = 1\n[t]\n", &["a"]), "\u{feff}[t]\n");
}

#[test]
fn a_comment_outlives_the_line_that_it_stands_on() {
    let remove = |before: &str| edited(before, |d| d.remove(&["b"]));
    assert_eq!(
        remove("a = 1\n  b = 2 # c\nd = 3\n"),
        "a = 1\n  # c\nd = 3\n"
    );
    assert_eq!(
        remove("\u{feff}b = [ # one\r\n  1,\r\n  # two\r\n] # three\r\na = 1\r\n"),
        "\u{feff}# one\r\n# two\r\n# three\r\na = 1\r\n"
    );
    assert_eq!(remove("a = 1\nb = '#' # c"), "a = 1\n# c");
}

#[test]
fn arrays_grow_in_their_own_style() {
    let push = |before: &str| edited(before, |d| d.push(&["a"], "3"));
    assert_eq!(push("a = [1, 2] # c\n"), "a = [1, 2, 3] # c\n");
    assert_eq!(push("a = []\n"), "a = [3]\n");
    assert_eq!(
        push("a = [\n    1,\n    2, # two\n]\n"),
        "a = [\n    1,\n    2, # two\n    3,\n]\n"
    );
    assert_eq!(
        push("a = [\n  1,\n  2 # two\n]"),
        "a = [\n  1,\n  2, # two\n  3\n]"
    );
    assert_eq!(push("a = [1,\n     2]\n"), "a = [1,\n     2, 3]\n");
    assert_eq!(
        push("a = [1,\r\n     2\r\n]\r\n"),
        "a = [1,\r\n     2,\r\n     3\r\n]\r\n"
    );
    assert_eq!(push("b = 1\n"), "b = 1\na = [\n  3,\n]\n");
    let table = edited("[[a.b]]\nx = 1\n", |d| {
        d.push(&["a", "b"], "{ x = 2, y = [1, 2] }")
    });
    assert_eq!(table, "[[a.b]]\nx = 1\n\n[[a.b]]\nx = 2\ny = [1, 2]\n");
    let table = edited("[[a]]\r\nx = 1\r\n", |d| d.push(&["a"], "{ x = 2 }"));
    assert_eq!(table, "[[a]]\r\nx = 1\r\n\r\n[[a]]\r\nx = 2\r\n");
}

#[test]
fn a_block_is_parted_by_one_blank_line() {
    let append = |before: &str| edited(before, |d| d.append_block("[k.b]\nx = 1\n"));
    assert_eq!(append("[k.a]\ny = 1"), "[k.a]\ny = 1\n\n[k.b]\nx = 1\n");
    assert_eq!(append("[k.a]\ny = 1\n\n"), "[k.a]\ny = 1\n\n[k.b]\nx = 1\n");
    assert_eq!(
        append("[k.a]\r\ny = 1\r\n"),
        "[k.a]\r\ny = 1\r\n\r\n[k.b]\r\nx = 1\r\n"
    );
    let mut document = Document::new("[k.b]\nx = 1\n").unwrap();
    assert!(document.append_block("[k.b]\nx = 1\n").is_err());
    assert!(document.append_block("[k.b").is_err());
}

#[test]
fn a_new_key_goes_where_the_format_has_it() {
    let set = |before: &str, path: &[&str]| edited(before, |d| d.set(path, "1"));
    let objective =
        "objective = \"O\" # c\n# mine\ntags = [\n  \"t\",\n]\ninitiatives = []\n\n[k]\n";
    assert_eq!(
        set(objective, &["owner"]),
        objective.replace("# mine", "owner = 1\n# mine")
    );
    assert_eq!(
        set(objective, &["weight"]),
        objective.replace("# mine", "weight = 1\n# mine")
    );
    assert_eq!(
        set(objective, &["amended"]),
        objective.replace("= []\n", "= []\namended = 1\n")
    );
    let key_result = "[key_results.a]\ntitle = \"A\"\n  baseline = 1\nweight = 2\nformerly = []";
    assert_eq!(
        set(key_result, &["key_results", "a", "target"]),
        key_result.replace("weight", "  target = 1\nweight")
    );
    assert_eq!(
        set(key_result, &["key_results", "a", "carried"]),
        format!("{key_result}\ncarried = 1")
    );
    // Nothing of what comes before it is there, or nobody knows the key: the end.
    assert_eq!(set("owner = 1\n", &["name"]), "owner = 1\nname = 1\n");
    assert_eq!(
        set(objective, &["x"]),
        objective.replace("= []\n", "= []\nx = 1\n")
    );
}

#[test]
fn a_block_joins_the_inline_table_that_it_belongs_into() {
    let append = |before: &str, block: &str| edited(before, |d| d.append_block(block));
    let block = "[k.b]\nx = \"}, \" # c\ny = [\n  { z = 1 },\n  { z = [2] },\n]\n";
    let inline = "{ x = \"}, \", y = [{ z = 1 }, { z = [2] }] }";
    for (before, after) in [
        ("k = {}", format!("k = {{ b = {inline} }}")),
        (
            "k = { } # c\r\n[l]\r\n",
            format!("k = {{ b = {inline} }} # c\r\n[l]\r\n"),
        ),
        (
            "k = { a = { x = 1 } }\n",
            format!("k = {{ a = {{ x = 1 }}, b = {inline} }}\n"),
        ),
        (
            "k = { a.x = 1 }",
            format!("k = {{ a.x = 1, b = {inline} }}"),
        ),
        (
            "k.a = { x = 1 } # c\n",
            format!("k.a = {{ x = 1 }} # c\n\n{block}"),
        ),
        ("[k]\na.x = 1\n", format!("[k]\na.x = 1\n\n{block}")),
    ] {
        assert_eq!(append(before, block), after);
    }
    let mut document = Document::new("k = { b = { x = 1 } }\n").unwrap();
    assert!(document.append_block("[k.b]\ny = 1\n").is_err());
}

#[test]
fn a_key_is_renamed_wherever_it_is_written() {
    let before = "[key_results.old] # old\ntarget = 1\n[key_results.old.x]\n[key_results.other]\n";
    assert_eq!(
        edited(before, |d| d.rename(&["key_results", "old"], "new")),
        "[key_results.new] # old\ntarget = 1\n[key_results.new.x]\n[key_results.other]\n"
    );
    assert_eq!(
        edited("t.a = 1\nt.b = 2\n", |d| d.rename(&["t"], "u")),
        "u.a = 1\nu.b = 2\n"
    );
    assert_eq!(
        edited("t = { \"a\".x = 1 }\n", |d| d.rename(&["t", "a"], "b")),
        "t = { b.x = 1 }\n"
    );
    let mut document = Document::new(before).unwrap();
    assert!(document.rename(&["key_results", "old"], "other").is_err());
    assert!(document.rename(&["key_results", "none"], "x").is_err());
}

#[test]
fn the_only_line_breaks_of_a_text_come_back_as_they_were() {
    let text = "a = [1, # one\r\n 2,\r\n]";
    let there_and_back = edited(text, |d| {
        let written = d.written(&["a"]).unwrap().to_owned();
        d.set(&["a"], "1")?;
        d.set(&["a"], &written)
    });
    assert_eq!(there_and_back, text);
}

/// What stands around a line of a random document.
#[derive(Debug, Clone)]
struct Decor {
    before: String,
    indent: String,
    equals: String,
    after: String,
}

fn decor() -> impl Strategy<Value = Decor> {
    (
        prop_oneof![Just(""), Just("\n"), Just("# x = 1\n"), Just("\n#[no]\n\n")],
        prop_oneof![Just(""), Just("  "), Just("\t")],
        prop_oneof![Just("="), Just(" = "), Just("  =\t")],
        prop_oneof![Just(""), Just(" # c = 2"), Just("   "), Just("\t#\"")],
    )
        .prop_map(|(before, indent, equals, after)| Decor {
            before: before.to_owned(),
            indent: indent.to_owned(),
            equals: equals.to_owned(),
            after: after.to_owned(),
        })
}

const VALUES: [&str; 9] = [
    "1",
    "'lit # eral'",
    "\"a\\\"b\"",
    "[1, # one\n 2,\n]",
    "\"\"\"\nmany\n[lines]\nx = 1\"\"\"",
    "2026-07-14",
    "{ p = 1, q.r = 2 }",
    "{}",
    "[[1], ['#']]",
];

fn document() -> impl Strategy<Value = String> {
    let entry = (decor(), 0..VALUES.len(), any::<bool>());
    let table = (decor(), prop::collection::vec(entry, 0..4));
    (
        prop::collection::vec(table, 0..5),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(tables, crlf, bom, last_newline)| {
            let mut text = String::new();
            for (t, (decor, entries)) in tables.iter().enumerate() {
                if t > 0 {
                    text += &format!("{}{}[t{t}]{}\n", decor.before, decor.indent, decor.after);
                }
                for (k, (decor, value, dotted)) in entries.iter().enumerate() {
                    let key = if *dotted {
                        format!("d.k{k}")
                    } else {
                        format!("k{k}")
                    };
                    let Decor {
                        before,
                        indent,
                        equals,
                        after,
                    } = decor;
                    text += &format!("{before}{indent}{key}{equals}{}{after}\n", VALUES[*value]);
                }
            }
            if !last_newline {
                text.truncate(text.trim_end_matches('\n').len());
            }
            if crlf {
                text = text.replace('\n', "\r\n");
            }
            if bom { format!("\u{feff}{text}") } else { text }
        })
}

fn path() -> impl Strategy<Value = Vec<String>> {
    let table = prop_oneof![Just(None), (1..6_u8).prop_map(Some)];
    let tail = prop_oneof![
        (0..5_u8).prop_map(|k| vec![format!("k{k}")]),
        (0..5_u8).prop_map(|k| vec!["d".to_owned(), format!("k{k}")]),
        (0..4_u8).prop_map(|k| vec![format!("k{k}"), "new".to_owned()]),
        (0..4_u8).prop_map(|k| vec![format!("k{k}"), "q".to_owned(), "r".to_owned()]),
        Just(vec!["new key".to_owned()]),
    ];
    (table, tail).prop_map(|(table, tail)| {
        let mut path: Vec<String> = table.map(|t| format!("t{t}")).into_iter().collect();
        path.extend(tail);
        path
    })
}

fn parsed(text: &str) -> toml::Table {
    toml::from_str(text.trim_start_matches('\u{feff}')).unwrap()
}

fn value_at<'v>(table: &'v toml::Table, path: &[&str]) -> Option<&'v toml::Value> {
    let mut value = table.get(path[0])?;
    for key in &path[1..] {
        value = value.get(key)?;
    }
    Some(value)
}

fn with(mut table: toml::Table, path: &[&str], value: toml::Value) -> toml::Table {
    let (last, tables) = path.split_last().unwrap();
    let mut inner = &mut table;
    for key in tables {
        let made = inner
            .entry(*key)
            .or_insert_with(|| toml::Table::new().into());
        inner = made.as_table_mut().unwrap();
    }
    inner.insert((*last).to_owned(), value);
    table
}

/// How much both texts share from the front and from the back, without overlap.
fn shared(old: &str, new: &str) -> usize {
    let front = old
        .bytes()
        .zip(new.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let longest = old.len().min(new.len()) - front;
    let (old, new) = (old.bytes().rev(), new.bytes().rev());
    front
        + old
            .zip(new)
            .take(longest)
            .take_while(|(a, b)| a == b)
            .count()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn set_changes_one_value_and_no_other_byte(text in document(), path in path(), value in 0..VALUES.len()) {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let old = parsed(&text);
        let was = value_at(&old, &path).cloned();
        let mut document = Document::new(text.as_str()).unwrap();
        let written = document.written(&path).map(str::to_owned);
        let result = document.set(&path, VALUES[value]);
        if result.is_err() {
            prop_assert_eq!(document.text(), &text);
            // Only a table, or what lies on something that is none, may be refused.
            let blocked = (1..path.len())
                .any(|n| value_at(&old, &path[..n]).is_some_and(|v| !v.is_table()));
            prop_assert!(blocked || was.is_some_and(|v| v.is_table()), "{result:?}");
            return Ok(());
        }
        let new = document.text().to_owned();
        // What was there is still there, byte by byte: but for the value that was replaced, the new
        // text is the old one with one piece put in.
        let gone = written.as_ref().map_or(0, String::len);
        prop_assert!(shared(&text, &new) >= text.len() - gone, "{text:?} -> {new:?}");
        // The parsed values are the old ones plus the change.
        let meant = VALUES[value];
        let crlf = text.contains("\r\n");
        let meant = if crlf { meant.replace('\n', "\r\n") } else { meant.to_owned() };
        let meant = parsed(&format!("x = {meant}")).remove("x").unwrap();
        prop_assert_eq!(parsed(&new), with(old, &path, meant));
        if let Some(written) = written {
            document.set(&path, &written).unwrap();
            prop_assert_eq!(document.text(), &text);
        }
    }

    #[test]
    fn remove_takes_back_what_set_added(text in document(), path in path()) {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let mut document = Document::new(text.as_str()).unwrap();
        if !document.contains(&path) && document.set(&path, "1").is_ok() {
            document.remove(&path).unwrap();
            let lines = |t: &str| -> Vec<String> {
                let lines = t.trim_start_matches('\u{feff}').lines();
                lines.filter(|l| !l.is_empty()).map(str::to_owned).collect()
            };
            let new = lines(document.text());
            let mut rest = new.iter();
            for line in lines(&text) {
                // An empty inline table comes back with a space in it.
                let same = |l: &String| *l == line || line.contains("{}");
                prop_assert!(rest.any(same), "{line:?} of {text:?} is gone: {new:?}");
            }
        }
    }

    #[test]
    fn no_text_makes_an_edit_panic(text in "[a-c\\[\\]{}=.,\"'#\\n\\r \\t1]{0,40}", value in "[a1\\[\\]{}=,\"'#\\n ]{0,8}") {
        if let Ok(mut document) = Document::new(text) {
            for path in [&["a"][..], &["a", "b"], &["b", "c", "a"]] {
                let _ = document.set(path, &value);
                let _ = document.push(path, &value);
                let _ = document.remove(path);
                let _ = document.rename(path, "z");
            }
        }
    }
}

#[test]
fn a_text_without_a_last_line_break_gets_none_when_its_last_line_goes() {
    for (before, after) in [
        ("a = 1\nb = 2", "a = 1"),
        ("a = 1\r\nb = 2", "a = 1"),
        ("# c\n\nb = [\n  1,\n]", "# c\n"),
        ("a = 1\nb = 2\n", "a = 1\n"),
        ("\u{feff}b = 2", "\u{feff}"),
    ] {
        assert_eq!(edited(before, |d| d.remove(&["b"])), after);
    }
}

#[test]
fn a_replaced_text_keeps_its_quotes_and_its_neighbours() {
    let replace = |before: &str, path: &[&str], index, after: &str| {
        let made = edited(before, |d| d.replace(path, index, "kpis/a", "kpis/b"));
        assert_eq!(made, after);
    };
    replace(
        "kpi = 'kpis/a' # c\n",
        &["kpi"],
        None,
        "kpi = 'kpis/b' # c\n",
    );
    replace(
        "\u{feff}g = [\r\n  \"kpis/x\", # x\r\n  'kpis/a' # a\r\n]",
        &["g"],
        Some(1),
        "\u{feff}g = [\r\n  \"kpis/x\", # x\r\n  'kpis/b' # a\r\n]",
    );
    replace(
        "[key_results]\nx = { kpi = \"kpis/a\", weight = 2 }\n",
        &["key_results", "x", "kpi"],
        None,
        "[key_results]\nx = { kpi = \"kpis/b\", weight = 2 }\n",
    );
    replace(
        "key_results.x.kpi = \"\"\"kpis/a\"\"\"\n",
        &["key_results", "x", "kpi"],
        None,
        "key_results.x.kpi = \"kpis/b\"\n",
    );
    for (text, index) in [
        ("g = [\"kpis/c\"]", Some(0)),
        ("g = [\"kpis/a\"]", Some(1)),
        ("g = [\"kpis/a\"]", None),
        ("g = \"kpis/a\"", Some(0)),
        ("h = \"kpis/a\"", None),
        ("g = 1", None),
    ] {
        let mut document = Document::new(text).unwrap();
        assert!(document.replace(&["g"], index, "kpis/a", "kpis/b").is_err());
        assert_eq!(document.text(), text);
    }
}
