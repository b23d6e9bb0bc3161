//! Bytes of a CSV file to text.

use encoding_rs::GB18030;

use crate::domain::intake::file_error::FileError;
use crate::domain::intake::table::Encoding;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Decodes the bytes: UTF-8 when they are valid UTF-8, otherwise GB18030 when every sequence is.
///
/// # Errors
/// Neither fits, or the text has control characters that no table has.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), FileError> {
    let (text, encoding) = match bytes.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (utf8(rest), Encoding::Utf8WithBom),
        None => match utf8(bytes) {
            Some(text) => (Some(text), Encoding::Utf8),
            None => (gb18030(bytes), Encoding::Gb18030),
        },
    };
    let text = text.filter(|text| !text.contains(is_binary)).ok_or_else(FileError::not_text)?;
    Ok((text, encoding))
}

fn utf8(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

fn gb18030(bytes: &[u8]) -> Option<String> {
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned())
}

/// Control characters that programs write into binary files and nobody types into a table.
fn is_binary(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{7F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_told_from_the_bytes() {
        let gb = GB18030.encode("房号,姓名\n𠮷野家").0.into_owned();
        let cases: [(&[u8], &str, Encoding); 5] = [
            ("房号,姓名".as_bytes(), "房号,姓名", Encoding::Utf8),
            ("\u{FEFF}房号".as_bytes(), "房号", Encoding::Utf8WithBom),
            (&gb, "房号,姓名\n𠮷野家", Encoding::Gb18030),
            (b"\x84\x31\x95\x33\xB7\xBF", "房", Encoding::Gb18030),
            (b"room,phone", "room,phone", Encoding::Utf8),
        ];
        for (bytes, text, encoding) in cases {
            assert_eq!(decode(bytes), Ok((text.to_owned(), encoding)), "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let cases: [(&str, &[u8]); 5] = [
            ("NUL", b"a,b\0c"),
            ("UTF-16", b"\xFF\xFEa\0,\0b\0"),
            ("an image", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"),
            ("a byte order mark before GB18030", b"\xEF\xBB\xBF\xB7\xBF"),
            ("half a GB18030 character", b"\xB7\xBF\xBA"),
        ];
        for (what, bytes) in cases {
            assert_eq!(decode(bytes), Err(FileError::not_text()), "{what}");
        }
    }
}
