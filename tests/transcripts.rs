//! Transcripts of what people see: each `tests/cmd/*.md` runs, command by command, in a copy of the
//! folder that is named like it, and must print what it says. `TRYCMD=overwrite cargo test --test
//! transcripts` writes down what is printed now.

#[test]
fn transcripts_run() {
    trycmd::TestCases::new()
        .env("OKR_USER", "maria")
        .env("OKR_TODAY", "2026-08-14T09:12:33Z")
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "")
        .case("tests/cmd/*.md");
}
