//! A CSV file row by row, in bounded memory whatever it holds.

use crate::cli::exit::{Code, Failure};
use crate::render::text::count;
use csv::ByteRecord;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// No row that a person means is longer.
const LONGEST: usize = 1024 * 1024;

/// Put behind the input: a row of its own, unless a quote is still open there.
const END: &[u8] = b"\n\0";

/// A table with a header.
pub(super) struct Table {
    /// What it is called in messages.
    pub(super) name: String,
    /// The columns, without the space around them.
    pub(super) header: Vec<String>,
    reader: csv::Reader<io::Chain<Bounded, &'static [u8]>>,
    left: Rc<Cell<usize>>,
    record: ByteRecord,
    row: usize,
}

/// A row: 1 is the header, as spreadsheets count.
pub(super) struct Row<'t> {
    /// Its number.
    pub(super) number: usize,
    cells: &'t ByteRecord,
}

/// The mark that some spreadsheets put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Gives what it reads only while a row has not become too long.
struct Bounded {
    from: Box<dyn Read>,
    left: Rc<Cell<usize>>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let read = self.from.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(read));
        Ok(read)
    }
}

impl Table {
    /// Reads the header.
    ///
    /// # Errors
    /// It cannot be read, is empty, or not in UTF-8.
    pub(super) fn new(name: String, from: Box<dyn Read>, delimiter: u8) -> Result<Self, Failure> {
        let from = unmarked(from)
            .map_err(|error| Failure::new(Code::Invalid, "invalid", format!("{name}: {error}")))?;
        let left = Rc::new(Cell::new(LONGEST));
        let bounded = Bounded {
            from,
            left: Rc::clone(&left),
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(bounded.chain(END));
        let mut table = Self {
            name,
            header: Vec::new(),
            reader,
            left,
            record: ByteRecord::new(),
            row: 0,
        };
        if !table.advance()? {
            return Err(table.refused("is empty: it needs a header such as date,value"));
        }
        if table
            .record
            .get(0)
            .is_some_and(|c| c.starts_with(&[0xff, 0xfe]) || c.starts_with(&[0xfe, 0xff]))
        {
            return Err(table.refused("is UTF-16: save it as UTF-8"));
        }
        let mut header = Vec::new();
        for cell in &table.record {
            let cell = std::str::from_utf8(cell).map_err(|_| table.refused("is not UTF-8 text"))?;
            header.push(cell.trim().to_owned());
        }
        table.header = header;
        Ok(table)
    }

    /// The next row that is not blank.
    ///
    /// # Errors
    /// It cannot be read, is too long, or has another number of cells than the header.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, Failure> {
        if !self.advance()? {
            return Ok(None);
        }
        let (cells, expected) = (self.record.len(), self.header.len());
        if cells != expected {
            let (row, cells) = (self.row, count(cells, "cell"));
            return Err(self.refused(&format!(
                "row {row}: {cells}, where the header has {expected}"
            )));
        }
        Ok(Some(Row {
            number: self.row,
            cells: &self.record,
        }))
    }

    fn advance(&mut self) -> Result<bool, Failure> {
        self.left.set(LONGEST);
        let start = self.reader.position().line();
        self.row += 1;
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(error) => {
                let row = self.row;
                return Err(match error.kind() {
                    csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => {
                        let what =
                            format!("row {row} is longer than 1 MiB: is a quote not closed?");
                        self.refused(&what)
                    }
                    _ => self.refused(&error.to_string()),
                });
            }
        }
        // Blank rows are passed over and count all the same; a line that ends within quotes does not.
        let ends = |cell: &[u8]| cell.iter().filter(|&&byte| byte == b'\n').count();
        let within: usize = self.record.iter().map(ends).sum();
        let lines = self.reader.position().line() - start;
        let passed = usize::try_from(lines).unwrap_or(usize::MAX);
        self.row += passed.saturating_sub(within + 1);
        if self
            .record
            .iter()
            .next_back()
            .is_some_and(|cell| cell.ends_with(END))
        {
            let what = format!("row {}: a quote is opened and never closed", self.row);
            return Err(self.refused(&what));
        }
        if self.record != [&END[1..]][..] {
            return Ok(true);
        }
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => Ok(false),
            _ => Err(self.refused(&format!("row {} is a NUL character", self.row))),
        }
    }

    fn refused(&self, what: &str) -> Failure {
        let colon = if what.starts_with("is ") { "" } else { "," };
        let message = format!("{}{colon} {what}", self.name);
        Failure::new(Code::Invalid, "invalid", message)
    }
}

/// What stands behind the mark, if there is one. The reader of rows takes one that comes alone, as from
/// a pipe, for the end of all.
fn unmarked(mut from: Box<dyn Read>) -> io::Result<Box<dyn Read>> {
    let mut start = Vec::new();
    from.by_ref()
        .take(MARK.len() as u64)
        .read_to_end(&mut start)?;
    if start == MARK {
        start.clear();
    }
    Ok(Box::new(io::Cursor::new(start).chain(from)))
}

impl Row<'_> {
    /// A cell without the space around it.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub(super) fn cell(&self, column: usize) -> Result<&str, &'static str> {
        self.whole_cell(column).map(str::trim)
    }

    /// A cell as it stands.
    ///
    /// # Errors
    /// As [`cell`](Self::cell).
    pub(super) fn whole_cell(&self, column: usize) -> Result<&str, &'static str> {
        let cell = self.cells.get(column).unwrap_or_default();
        std::str::from_utf8(cell).map_err(|_| "is not UTF-8 text")
    }
}
