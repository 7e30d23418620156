//! Builds again when an example changes, since the examples are embedded in the binary.

fn main() {
    println!("cargo::rerun-if-changed=examples");
}
