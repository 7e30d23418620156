//! CSV that a spreadsheet opens without running anything in it.

use super::text::clean_lines;

/// A sheet with a header.
pub struct Sheet {
    writer: csv::Writer<Vec<u8>>,
}

impl Sheet {
    /// A sheet with these columns.
    pub fn new(header: &[&str]) -> Self {
        let mut sheet = Self {
            writer: csv::Writer::from_writer(Vec::new()),
        };
        sheet.record(header.iter().map(|h| (*h).to_owned()));
        sheet
    }

    /// Adds a row. A text that a spreadsheet would take for a formula gets a leading `'`; control
    /// characters are shown, not sent.
    pub fn row(&mut self, cells: &[String]) {
        self.record(cells.iter().map(|cell| harmless(cell)));
    }

    fn record(&mut self, cells: impl Iterator<Item = String>) {
        // Writing to memory cannot fail, nor do rows of one sheet differ in length.
        let _ = self.writer.write_record(cells.map(String::into_bytes));
    }

    /// The sheet's text.
    pub fn finish(self) -> String {
        let bytes = self.writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

fn harmless(cell: &str) -> String {
    let cell = &*clean_lines(cell);
    if (is_formula(cell) && cell.parse::<f64>().is_err()) || is_guarded(cell) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether a cell begins with a `'` that stands for nothing but to keep the rest a text. A text that
/// looks so itself gets one more.
pub fn is_guarded(cell: &str) -> bool {
    let rest = cell.strip_prefix('\'');
    rest.is_some_and(|rest| is_formula(rest) || rest.starts_with('\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text_and_numbers_stay_numbers() {
        let mut sheet = Sheet::new(&["a", "b"]);
        sheet.row(&["=1+1".to_owned(), "-3.5".to_owned()]);
        sheet.row(&["@x, \"y\"".to_owned(), "-x".to_owned()]);
        sheet.row(&["'=x".to_owned(), "'t was".to_owned()]);
        assert_eq!(
            sheet.finish(),
            "a,b\n'=1+1,-3.5\n\"'@x, \"\"y\"\"\",'-x\n''=x,'t was\n"
        );
    }
}
