//! HTTP ranges (RFC 9110, section 14): one range of bytes; more than one is answered as none.

use std::ops::Range;

/// What part of a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of it: there is no range, or none that is understood.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes it does not have.
    Unsatisfiable,
}

/// Reads a `Range` header for a file of `size` bytes.
pub fn read(header: Option<&str>, size: u64) -> Asked {
    let Some(spec) = header.and_then(|text| text.trim().strip_prefix("bytes=")) else {
        return Asked::Whole;
    };
    match spec.trim().split_once('-') {
        Some(("", length)) => number(length).map_or(Asked::Whole, |length| last(length, size)),
        Some((first, "")) => number(first).map_or(Asked::Whole, |first| part(first, size, size)),
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => part(first, last.saturating_add(1), size),
            _ => Asked::Whole,
        },
        None => Asked::Whole,
    }
}

fn last(length: u64, size: u64) -> Asked {
    if length == 0 { Asked::Unsatisfiable } else { part(size.saturating_sub(length), size, size) }
}

fn part(start: u64, end: u64, size: u64) -> Asked {
    if start < size { Asked::Part(start..end.min(size)) } else { Asked::Unsatisfiable }
}

/// Digits only: `parse` would take a sign.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::Asked::{Part, Unsatisfiable, Whole};
    use super::*;

    #[test]
    fn ranges_are_read() {
        // header, size of the file, what is asked for
        let cases = [
            (None, 100, Whole),
            (Some("bytes=0-"), 100, Part(0..100)),
            (Some("bytes=0-0"), 100, Part(0..1)),
            (Some("bytes=10-19"), 100, Part(10..20)),
            (Some("bytes=10-19"), 15, Part(10..15)),
            (Some("bytes=99-"), 100, Part(99..100)),
            (Some("bytes=100-"), 100, Unsatisfiable),
            (Some("bytes=100-200"), 100, Unsatisfiable),
            (Some("bytes=-10"), 100, Part(90..100)),
            (Some("bytes=-200"), 100, Part(0..100)),
            (Some("bytes=-0"), 100, Unsatisfiable),
            (Some("bytes=0-"), 0, Unsatisfiable),
            (Some("bytes=-1"), 0, Unsatisfiable),
            (Some("bytes=0-18446744073709551615"), 100, Part(0..100)),
            (Some("bytes=20-10"), 100, Whole),
            (Some("bytes=0-1,5-6"), 100, Whole),
            (Some("bytes=+1-5"), 100, Whole),
            (Some("bytes=a-b"), 100, Whole),
            (Some("bytes=-"), 100, Whole),
            (Some("bytes="), 100, Whole),
            (Some("seconds=0-1"), 100, Whole),
        ];
        for (header, size, expected) in cases {
            assert_eq!(read(header, size), expected, "{header:?} of {size}");
        }
    }
}
