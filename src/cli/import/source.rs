//! Where a table comes from: a file or standard input, with progress for whoever waits.

use crate::cli::context::Context;
use crate::cli::exit::Failure;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::time::Duration;

/// What a file is called in messages.
pub(super) fn name(file: &Path) -> String {
    if file == Path::new("-") {
        return "standard input".to_owned();
    }
    file.display().to_string()
}

/// Nothing is shown where stderr is no terminal, nor for what is done at once.
pub(super) fn progress() -> ProgressBar {
    let bar = ProgressBar::no_length();
    let style = ProgressStyle::with_template("{spinner} {bytes} {msg}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar.set_message("read");
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Opens it.
///
/// # Errors
/// It is not there, is a folder, or may not be read.
pub(super) fn open(
    file: &Path,
    context: &Context,
    bar: &ProgressBar,
) -> Result<Box<dyn BufRead>, Failure> {
    let refused = |error: io::Error| Failure::unreadable(&name(file), &error);
    if file == Path::new("-") {
        return Ok(Box::new(bar.wrap_read(io::stdin().lock())));
    }
    let file = File::open(context.current.join(file)).map_err(refused)?;
    if file.metadata().map_err(refused)?.is_dir() {
        return Err(refused(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok(Box::new(bar.wrap_read(BufReader::new(file))))
}

/// What separates cells: a comma where nothing is said.
///
/// # Errors
/// It is not one character.
pub(super) fn delimiter(text: Option<&str>) -> Result<u8, Failure> {
    match text.map(|text| (text, text.as_bytes())) {
        None => Ok(b','),
        Some(("tab" | "\\t", _)) => Ok(b'\t'),
        Some((_, &[byte])) if !byte.is_ascii_alphanumeric() && byte != b'"' => Ok(byte),
        Some((text, _)) => Err(
            Failure::usage(format!("--delimiter `{text}` separates nothing"))
                .help("give one character, such as ';', or tab"),
        ),
    }
}

/// What to do where a header of one column looks like several.
pub(super) fn separated_otherwise(header: &[String]) -> Option<String> {
    let [only] = header else { return None };
    let signs = [(";", ";"), ("\t", "tab"), ("|", "|")];
    let (_, word) = signs.iter().find(|(sign, _)| only.contains(sign))?;
    Some(format!(
        "are its cells separated otherwise? --delimiter '{word}'"
    ))
}
