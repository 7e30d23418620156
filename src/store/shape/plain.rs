//! Reads TOML that is written plainly, straight into a shape and in a fraction of the time that a
//! whole parser takes: bare keys, one-line texts, decimal numbers, dates, lists, inline tables and
//! `[headers]`.
//!
//! Anything else (and every mistake) is left to the parser, so this never decides what is right or
//! wrong. A test holds both to the same answer.

use super::scalars::DATE_FIELD;
use serde::de::value::{BorrowedStrDeserializer, MapDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;
use std::fmt;

/// Lists and tables that are deeper in each other than this are not plain.
const DEEPEST: usize = 8;
/// Nor are tables with more keys: each is compared with all others.
const MOST_KEYS: usize = 64;

/// The shape that a plain text has; none where the parser has to look.
pub(crate) fn shape<S: DeserializeOwned>(text: &str) -> Option<S> {
    // Without leaving early it looks at many bytes at a time.
    let odd = |b: u8| b.is_ascii_control() && b != b'\n';
    if text.bytes().fold(false, |found, b| found | odd(b)) {
        return None;
    }
    let mut cursor = Cursor {
        rest: text,
        header: None,
    };
    let root = Table::new(&mut cursor, &[]);
    let shape = S::deserialize(root).ok()?;
    cursor.rest.is_empty().then_some(shape)
}

/// Says that something is not plain; what it is, the parser finds out.
#[derive(Debug)]
struct NotPlain;

impl fmt::Display for NotPlain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not plain")
    }
}

impl std::error::Error for NotPlain {}

impl de::Error for NotPlain {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Plain<T> = Result<T, NotPlain>;

/// A place in a text.
struct Cursor<'de> {
    rest: &'de str,
    /// The keys of a header that was read, and whose table has not begun.
    header: Option<Vec<&'de str>>,
}

impl<'de> Cursor<'de> {
    fn next(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    fn skip(&mut self, prefix: char) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, prefix: char) -> Plain<()> {
        self.skip(prefix).then_some(()).ok_or(NotPlain)
    }

    /// Takes what comes before the first byte that is not `wanted`.
    fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'de str {
        let end = self.rest.bytes().position(|b| !wanted(b));
        // Only ever called for bytes that are characters of their own.
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn skip_spaces(&mut self) {
        self.take_while(|b| b == b' ');
    }

    /// Skips spaces, line breaks and comments.
    fn skip_lines(&mut self) {
        loop {
            self.take_while(|b| b == b' ' || b == b'\n');
            if self.next() != Some(b'#') {
                return;
            }
            self.skip_comment();
        }
    }

    fn skip_comment(&mut self) {
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        self.rest = &self.rest[end..];
    }

    /// The rest of a line on which something stands: nothing, or a comment.
    fn end_line(&mut self) -> Plain<()> {
        self.skip_spaces();
        match self.next() {
            None => Ok(()),
            Some(b'#') => {
                self.skip_comment();
                Ok(())
            }
            Some(_) => self.expect('\n'),
        }
    }

    fn key(&mut self) -> Plain<&'de str> {
        let bare = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        let key = self.take_while(bare);
        if key.is_empty() {
            Err(NotPlain)
        } else {
            Ok(key)
        }
    }

    fn equals(&mut self) -> Plain<()> {
        self.skip_spaces();
        self.expect('=')?;
        self.skip_spaces();
        Ok(())
    }

    /// `[a.b]`, where one comes next.
    fn read_header(&mut self) -> Plain<()> {
        if self.header.is_some() || !self.skip('[') {
            return Ok(());
        }
        let mut keys = vec![self.key()?];
        while self.skip('.') {
            keys.push(self.key()?);
        }
        self.expect(']')?;
        self.end_line()?;
        if keys.len() > DEEPEST {
            return Err(NotPlain);
        }
        self.header = Some(keys);
        Ok(())
    }

    /// A text on one line.
    fn string(&mut self) -> Plain<Cow<'de, str>> {
        self.expect('"')?;
        let special = |b: u8| b == b'"' || b == b'\\' || b == b'\n';
        let end = self.rest.bytes().position(special).ok_or(NotPlain)?;
        let (start, rest) = self.rest.split_at(end);
        if let Some(behind) = rest.strip_prefix('"') {
            self.rest = behind;
            // Three of them begin a text of many lines.
            let long = start.is_empty() && self.next() == Some(b'"');
            return if long {
                Err(NotPlain)
            } else {
                Ok(start.into())
            };
        }
        self.escaped(start, rest)
    }

    fn escaped(&mut self, start: &str, rest: &'de str) -> Plain<Cow<'de, str>> {
        let mut made = start.to_owned();
        let mut rest = rest.chars();
        loop {
            made.push(match rest.next().ok_or(NotPlain)? {
                '"' => break,
                '\n' => return Err(NotPlain),
                '\\' => match rest.next() {
                    Some(c @ ('"' | '\\')) => c,
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some(_) | None => return Err(NotPlain),
                },
                c => c,
            });
        }
        self.rest = rest.as_str();
        Ok(made.into())
    }
}

/// The table of a header (of the whole text at depth 0), with those below it.
struct Table<'c, 'de> {
    cursor: &'c mut Cursor<'de>,
    /// The keys of its header.
    way: &'c [&'de str],
    keys: Keys<'de>,
    /// The way to the table of which the key was read last; none where a value follows.
    below: Option<Vec<&'de str>>,
}

/// The keys of a table so far.
#[derive(Default)]
struct Keys<'de>(Vec<&'de str>);

impl<'de> Keys<'de> {
    /// A key that is given twice is the parser's to report.
    fn add(&mut self, key: &'de str) -> Plain<BorrowedStrDeserializer<'de, NotPlain>> {
        if self.0.contains(&key) || self.0.len() == MOST_KEYS {
            return Err(NotPlain);
        }
        self.0.push(key);
        Ok(BorrowedStrDeserializer::new(key))
    }
}

impl<'c, 'de> Table<'c, 'de> {
    fn new(cursor: &'c mut Cursor<'de>, way: &'c [&'de str]) -> Self {
        Self {
            cursor,
            way,
            keys: Keys::default(),
            below: None,
        }
    }
}

impl<'de> MapAccess<'de> for Table<'_, 'de> {
    type Error = NotPlain;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Plain<Option<K::Value>> {
        self.cursor.skip_lines();
        self.cursor.read_header()?;
        let Some(header) = &self.cursor.header else {
            if self.cursor.rest.is_empty() {
                return Ok(None);
            }
            let key = self.cursor.key()?;
            self.cursor.equals()?;
            self.below = None;
            return seed.deserialize(self.keys.add(key)?).map(Some);
        };
        let Some(below) = header.strip_prefix(self.way) else {
            return Ok(None);
        };
        // The same header again is a mistake.
        let &key = below.first().ok_or(NotPlain)?;
        self.below = Some(header[..=self.way.len()].to_vec());
        seed.deserialize(self.keys.add(key)?).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Plain<V::Value> {
        let Some(way) = &self.below else {
            let value = seed.deserialize(Value::new(self.cursor, 0))?;
            self.cursor.end_line()?;
            return Ok(value);
        };
        if self.cursor.header.as_ref() == Some(way) {
            self.cursor.header = None;
        }
        seed.deserialize(Table::new(self.cursor, way))
    }
}

impl<'de> Deserializer<'de> for Table<'_, 'de> {
    type Error = NotPlain;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 char str string seq bytes byte_buf map
        struct unit newtype_struct ignored_any unit_struct tuple_struct tuple enum identifier
    }
}

/// What stands behind a key or in a list.
struct Value<'c, 'de> {
    cursor: &'c mut Cursor<'de>,
    depth: usize,
}

impl<'c, 'de> Value<'c, 'de> {
    fn new(cursor: &'c mut Cursor<'de>, depth: usize) -> Self {
        Self { cursor, depth }
    }

    /// A number, a date, `true` or `false`.
    fn word<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'+' | b'_');
        let word = self.cursor.take_while(part);
        match word {
            "true" => return visitor.visit_bool(true),
            "false" => return visitor.visit_bool(false),
            _ => {}
        }
        if is_day(word) {
            return visitor.visit_map(MapDeserializer::new([(DATE_FIELD, word)].into_iter()));
        }
        let digits = word.strip_prefix('-').unwrap_or(word);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let plain = all(whole) && all(fraction) && (whole == "0" || !whole.starts_with('0'));
        // Fifteen digits are exact in any case.
        if !plain || digits.len() > 15 {
            return Err(NotPlain);
        }
        if digits.len() == whole.len() {
            visitor.visit_i64(word.parse().map_err(|_| NotPlain)?)
        } else {
            visitor.visit_f64(word.parse().map_err(|_| NotPlain)?)
        }
    }
}

fn is_day(word: &str) -> bool {
    word.len() == 10
        && word.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
}

impl<'de> Deserializer<'de> for Value<'_, 'de> {
    type Error = NotPlain;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        if self.depth == DEEPEST {
            return Err(NotPlain);
        }
        match self.cursor.next() {
            Some(b'"') => match self.cursor.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Some(b'[') => {
                self.cursor.expect('[')?;
                visitor.visit_seq(List(self))
            }
            Some(b'{') => {
                self.cursor.expect('{')?;
                let keys = Keys::default();
                visitor.visit_map(Inline { table: self, keys })
            }
            _ => self.word(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 char str string seq bytes byte_buf map
        struct unit newtype_struct ignored_any unit_struct tuple_struct tuple enum identifier
    }
}

/// A list behind its opening bracket.
struct List<'c, 'de>(Value<'c, 'de>);

impl<'de> SeqAccess<'de> for List<'_, 'de> {
    type Error = NotPlain;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Plain<Option<T::Value>> {
        let Value { cursor, depth } = &mut self.0;
        cursor.skip_lines();
        if cursor.skip(']') {
            return Ok(None);
        }
        let made = seed.deserialize(Value::new(cursor, *depth + 1))?;
        cursor.skip_lines();
        if !cursor.skip(',') && cursor.next() != Some(b']') {
            return Err(NotPlain);
        }
        Ok(Some(made))
    }
}

/// An inline table behind its opening brace.
struct Inline<'c, 'de> {
    table: Value<'c, 'de>,
    keys: Keys<'de>,
}

impl<'de> MapAccess<'de> for Inline<'_, 'de> {
    type Error = NotPlain;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Plain<Option<K::Value>> {
        let cursor = &mut *self.table.cursor;
        cursor.skip_spaces();
        if cursor.skip('}') {
            return Ok(None);
        }
        if !self.keys.0.is_empty() {
            cursor.expect(',')?;
            cursor.skip_spaces();
        }
        let key = cursor.key()?;
        cursor.equals()?;
        seed.deserialize(self.keys.add(key)?).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Plain<V::Value> {
        let Value { cursor, depth } = &mut self.table;
        seed.deserialize(Value::new(cursor, *depth + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use toml::Table as Whole;

    const PLAIN: &str = "# Größe\nobjective = \"Grow = more # fast\"  # a comment\nweight=2\n\
        tags = [ \"a\", \"b\\\"\\n\" ]\nadded = 2026-07-14\ndone = true\nempty = \"\"\n\
        dropped = { on = 2026-08-01, reason = \"ü\" }\nnone = {}\n\n\
        [key_results.rating]\nbaseline = -4.5\n\n[key_results.2026-Q3]\nmilestones = [\n  \
        { id = \"a\", weight = 1 }, # first\n  { id = \"b\" },\n]\n[key_results.rating.more]\n\
        [review]\ngrade = 0.7";

    #[test]
    fn what_people_write_is_read() {
        let quick: Whole = shape(&PLAIN.replace(".rating.more", ".2026-Q3.more")).unwrap();
        let parsed = PLAIN.replace(".rating.more", ".2026-Q3.more");
        assert_eq!(parsed.parse::<Whole>().unwrap(), quick);
        // Back in a table that was left already: the parser's.
        assert_eq!(shape::<Whole>(PLAIN), None);
    }

    #[test]
    fn mistakes_are_left_to_the_parser() {
        for text in [
            "a = 1\na = 2",
            "[a]\n[a]",
            "[a]\n[b]\n[a]",
            "a = 1\n[a.b]",
            "[a.b]\n[a]",
            "a = { b = 1, b = 2 }",
            "a = { b = 1, }",
            "a = [1 2]",
            "a = [,]",
            "a = 1 b = 2",
            "a = 2026-02-30",
            "a = 01",
            "a = 1.",
            "a = .5",
            "a = \"b",
            "a = \"\"\"b\"\"\"",
            "a = 'b'",
            "a.b = 1",
            "\"a\" = 1",
            "[[a]]",
            "[ a ]",
            "[]",
            "a",
            "a =",
            "<<<<<<< a",
        ] {
            assert_eq!(shape::<Whole>(text), None, "{text}");
        }
    }

    fn texts() -> impl Strategy<Value = String> {
        let key = prop_oneof![
            Just("a"),
            Just("b"),
            Just("a.b"),
            Just("2026-Q3"),
            Just("_"),
            Just("\"a\""),
            Just(""),
        ];
        let word = prop_oneof![
            Just("\"a\"".to_owned()),
            Just("\"\"".to_owned()),
            Just("'a'".to_owned()),
            Just("true".to_owned()),
            Just("nan".to_owned()),
            Just("1e3".to_owned()),
            Just("-0".to_owned()),
            Just("-0.0".to_owned()),
            Just("+1".to_owned()),
            Just("1_0".to_owned()),
            Just("0x1".to_owned()),
            Just("00".to_owned()),
            Just("2026-07-14".to_owned()),
            Just("2026-02-30".to_owned()),
            Just("2026-07-14T10:00:00".to_owned()),
            Just("2026-07-14 10:00:00".to_owned()),
            Just("10:00:00".to_owned()),
            Just("\"\"\"a\"\"\"".to_owned()),
            "\"[a\\\\nut\"# ]{0,6}\"",
            "-?[0-9]{1,17}(\\.[0-9]{1,17})?",
            "[0-9.a-]{0,4}",
        ];
        let gap =
            || prop_oneof![6 => Just(""), 6 => Just(" "), 1 => Just("\n"), 1 => Just(" # c\n")];
        let value = word.prop_recursive(3, 12, 3, move |inner| {
            let item = (gap(), inner, gap()).prop_map(|(a, v, b)| format!("{a}{v}{b}"));
            let end = prop_oneof![4 => Just(""), 1 => Just(",")];
            let keys = prop_oneof![Just("a"), Just("b"), Just("c")];
            let pair = (gap(), keys, item.clone()).prop_map(|(a, k, v)| format!("{a}{k} ={v}"));
            prop_oneof![
                (proptest::collection::vec(item, 0..3), end.clone())
                    .prop_map(|(items, end)| format!("[{}{end}]", items.join(","))),
                (proptest::collection::vec(pair, 0..3), end)
                    .prop_map(|(pairs, end)| format!("{{{}{end}}}", pairs.join(","))),
            ]
        });
        let header = prop_oneof![
            Just("[a]"),
            Just("[b]"),
            Just("[a.b]"),
            Just("[a.c]"),
            Just("[a.b.c]"),
            Just("[c.a]"),
            Just("[[d]]"),
            Just("[a"),
            Just("[a.]"),
            Just("[ a ]"),
            Just("[b] # c"),
        ];
        let line = prop_oneof![
            6 => (key, gap(), gap(), value, gap()).prop_map(|(k, a, b, v, c)| format!("{k}{a}={b}{v}{c}")),
            3 => header.prop_map(str::to_owned),
            1 => prop_oneof![Just(""), Just("# ü"), Just("\t"), Just("# \u{7f}"), Just("x")]
                .prop_map(str::to_owned),
        ];
        proptest::collection::vec(line, 0..6).prop_map(|lines| lines.join("\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 8_000, ..ProptestConfig::default() })]

        #[test]
        fn the_parser_would_have_said_the_same(text in texts()) {
            if let Some(quick) = shape::<Whole>(&text) {
                let parsed = toml::from_str::<Whole>(&text);
                // As text, which also tells orders and -0.0 apart.
                prop_assert_eq!(format!("{:?}", parsed), format!("{:?}", Ok::<_, ()>(quick)));
            }
        }
    }
}
