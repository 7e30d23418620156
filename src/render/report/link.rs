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

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn links_lead_to_pages_and_mailboxes_alone() {
        for good in [
            "https://example.com/a?b=c",
            "HTTP://example.com",
            "mailto:a@example.com",
        ] {
            assert_eq!(address(good), Some(good));
        }
        let bad = [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            " https://example.com",
            "https://example.com/\u{202e}gpj",
            "//example.com",
            "example.com",
            "file:///etc/passwd",
        ];
        for bad in bad {
            assert_eq!(address(bad), None, "{bad}");
        }
    }
}
