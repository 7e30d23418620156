//! Questions on a terminal: one line each, read as the terminal gives it. The terminal stays as it is,
//! so Ctrl-C ends the program as anywhere else, and nothing has been written by then.

use super::context::{Context, say};
use super::exit::Failure;
use std::io::{self, BufRead, IsTerminal};

/// Linux drops what comes after so many bytes of a line, its end aside, without a word.
const LONGEST: usize = 4095;

/// A question and what goes with it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'a> {
    /// What is asked.
    pub text: &'a str,
    /// How it may be answered; may be empty.
    pub hint: &'a str,
    /// What an empty answer stands for; `-` then leaves it out.
    pub default: Option<&'a str>,
    /// What is said where nothing is answered: why it matters.
    pub without: &'a str,
    /// Whether it is asked again until there is an answer.
    pub required: bool,
}

/// Somebody who answers.
pub struct Prompt<'i> {
    input: &'i mut dyn BufRead,
    width: usize,
    /// How many questions were asked.
    pub asked: usize,
}

/// Whether questions may be asked: both ends are a terminal and nobody has forbidden it.
pub fn may_ask(context: &Context) -> bool {
    !context.global.no_input && io::stdin().is_terminal() && io::stderr().is_terminal()
}

impl<'i> Prompt<'i> {
    /// Reads answers from `input` and asks on stderr.
    pub fn new(input: &'i mut dyn BufRead, context: &Context) -> Self {
        Self {
            input,
            width: context.error_theme.width.unwrap_or(80).clamp(20, 100),
            asked: 0,
        }
    }

    /// Asks until there is an answer that `check` takes; none where it is left out.
    ///
    /// # Errors
    /// The input ends, or cannot be read.
    pub fn ask(
        &mut self,
        question: Question<'_>,
        check: impl Fn(&str) -> Result<(), Failure>,
    ) -> Result<Option<String>, Failure> {
        let mut text = question.text.to_owned();
        if !question.hint.is_empty() {
            text += &format!(" ({})", question.hint);
        }
        if let Some(default) = question.default {
            text += &format!(" [{default}]");
        }
        loop {
            let answer = self.read(&text)?;
            let answer = match (answer.as_str(), question.default) {
                ("", Some(default)) => default.to_owned(),
                ("", None) if question.required => {
                    self.tell(&format!("  {}", question.without));
                    continue;
                }
                ("-", Some(_)) if question.required => answer,
                ("", None) | ("-", Some(_)) => {
                    if !question.without.is_empty() {
                        self.tell(&format!("  {}", question.without));
                    }
                    return Ok(None);
                }
                (answer, _) => answer.to_owned(),
            };
            match check(&answer) {
                Ok(()) => return Ok(Some(answer)),
                Err(failure) => self.refuse(&failure),
            }
        }
    }

    /// Asks once and takes any line of text as it is, an empty one too.
    ///
    /// # Errors
    /// The input ends, or cannot be read.
    pub fn read(&mut self, text: &str) -> Result<String, Failure> {
        self.asked += 1;
        loop {
            self.tell(text);
            say("> ");
            match self.line()? {
                Ok(answer) => return Ok(answer),
                Err(why) => self.tell(&format!("  {why}")),
            }
        }
    }

    /// Says why an answer is not taken.
    pub fn refuse(&self, failure: &Failure) {
        let findings = failure.findings.iter().map(|f| format!("\n  {f}"));
        let help = failure.help.iter().map(|h| format!("\n  {h}"));
        let rest: String = findings.chain(help).collect();
        self.tell(&format!("  {}{rest}", without_flag(&failure.message)));
    }

    /// Asks for a yes; an empty answer is one.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn yes(&mut self, text: &str) -> Result<bool, Failure> {
        let question = Question {
            text,
            hint: "y or n",
            default: Some("y"),
            ..Question::default()
        };
        let yes = |answer: &str| match answer.to_lowercase().as_str() {
            "y" | "yes" => Some(true),
            "n" | "no" => Some(false),
            _ => None,
        };
        let known = |answer: &str| match yes(answer) {
            Some(_) => Ok(()),
            None => Err(Failure::usage("answer y or n")),
        };
        let answer = self.ask(question, known)?;
        Ok(answer.as_deref().and_then(yes).unwrap_or(false))
    }

    /// Says something between questions, wrapped to the terminal.
    pub fn tell(&self, text: &str) {
        let safe = crate::render::text::clean_lines(text);
        for line in safe.lines() {
            let indent = " ".repeat(line.len() - line.trim_start().len());
            let options = textwrap::Options::new(self.width)
                .subsequent_indent(&indent)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            say(&format!("{}\n", textwrap::fill(line, options)));
        }
    }

    /// One answer without the space around it, or why it is none.
    fn line(&mut self) -> Result<Result<String, &'static str>, Failure> {
        let mut bytes = Vec::new();
        let read = self.input.read_until(b'\n', &mut bytes);
        let read = read.map_err(|e| {
            Failure::new(
                super::exit::Code::System,
                "system",
                format!("reading the answer: {e}"),
            )
        })?;
        if read == 0 {
            say("\n");
            return Err(Failure::usage("the answers ended").help("nothing was written"));
        }
        if bytes.len() > LONGEST {
            return Ok(Err(
                "that is longer than a terminal takes in one line, so its end is missing: make it shorter",
            ));
        }
        let Ok(text) = String::from_utf8(bytes) else {
            return Ok(Err("that is no text in UTF-8: type it again"));
        };
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Ok(Err(
                "that holds a key that is no text (an arrow, perhaps): type it again",
            ));
        }
        Ok(Ok(text.to_owned()))
    }
}

/// A refusal without the flag in front: who answers a question has typed none.
fn without_flag(message: &str) -> &str {
    let flag = message.starts_with("--");
    let split = message.split_once(": ").filter(|_| flag);
    split.map_or(message, |(_, rest)| rest)
}
