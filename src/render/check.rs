//! How findings look.
use crate::store::diagnostics::Finding;
/// Findings.
pub fn findings(findings: &[Finding], _color: bool, _ascii: bool) -> String {
    findings.iter().map(|f| format!("{f}\n")).collect()
}
/// Summary.
pub fn summary(findings: &[Finding]) -> String {
    format!("{}", findings.len())
}
