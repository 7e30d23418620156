//! Addresses that a link may lead to.

use crate::render::text::clean;

/// The address of a page or a mailbox, and never a script.
pub(super) fn address(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let known = ["http", "https", "mailto"];
    let is_known = known.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let is_plain = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    (is_known && is_plain && clean(url) == url).then_some(url)
}
