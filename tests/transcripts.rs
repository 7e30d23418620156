//! Transcripts of what people see: each `tests/cmd/*.md` runs, command by command, in a copy of the
//! folder that is named like it, and must print what it says. `TRYCMD=overwrite cargo test --test
//! transcripts` writes down what is printed now.

#[test]
fn transcripts_run() {
    run("tests/cmd/*.md", "2026-08-14T09:12:33Z");
}

#[test]
fn transcripts_of_the_quarters_end_run() {
    run("tests/cmd/october/*.md", "2026-10-02T09:12:33Z");
}

fn run(files: &str, today: &str) {
    trycmd::TestCases::new()
        .env("OKR_USER", "maria")
        .env("OKR_TODAY", today)
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "")
        .case(files);
}
