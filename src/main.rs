//! The `okr` command.

fn main() -> std::process::ExitCode {
    okr::cli::main()
}
