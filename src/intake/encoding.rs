//! Bytes of a CSV file to text, piece by piece.

use std::io::{Cursor, Read, Seek, SeekFrom};

use encoding_rs::{DecoderResult, GB18030, UTF_8};

use crate::domain::intake::file_error::FileError;
use crate::domain::intake::table::Encoding;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Bytes that are decoded at once.
const PIECE_BYTES: usize = 64 * 1024;

/// Tells the encoding by reading the whole source once: UTF-8 when it is valid UTF-8, otherwise
/// GB18030 when every sequence is. Nothing is kept.
///
/// # Errors
/// Neither fits, or the text has control characters that no table has.
pub(super) fn detect(source: &mut (impl Read + Seek)) -> Result<Encoding, FileError> {
    let mut start = Vec::new();
    rewind(source)?;
    let mark = BYTE_ORDER_MARK.len() as u64;
    source.take(mark).read_to_end(&mut start).map_err(|_| FileError::unreadable())?;
    let candidates: &[Encoding] = match start == BYTE_ORDER_MARK {
        true => &[Encoding::Utf8WithBom],
        false => &[Encoding::Utf8, Encoding::Gb18030],
    };
    for candidate in candidates {
        if is_text(source, candidate)? {
            return Ok(candidate.clone());
        }
    }
    Err(FileError::not_text())
}

/// Whether the source is well-formed in this encoding. Well-formed but no table is an error.
fn is_text(source: &mut (impl Read + Seek), encoding: &Encoding) -> Result<bool, FileError> {
    let mut decoding = Decoding::start(source, encoding)?;
    let mut piece = String::new();
    loop {
        match decoding.next_piece(&mut piece) {
            Ok(true) if piece.contains(is_binary) => return Err(FileError::not_text()),
            Ok(true) => {}
            Ok(false) => return Ok(true),
            Err(error) if error == FileError::not_text() => return Ok(false),
            Err(error) => return Err(error),
        }
    }
}

/// All of a small source at once, with its encoding.
///
/// # Errors
/// As [`detect`].
pub(super) fn decode(bytes: &[u8]) -> Result<(String, Encoding), FileError> {
    let mut source = Cursor::new(bytes);
    let encoding = detect(&mut source)?;
    let mut decoding = Decoding::start(source, &encoding)?;
    let (mut text, mut piece) = (String::new(), String::new());
    while decoding.next_piece(&mut piece)? {
        text.push_str(&piece);
    }
    Ok((text, encoding))
}

fn rewind(source: &mut impl Seek) -> Result<(), FileError> {
    source.seek(SeekFrom::Start(0)).map_err(|_| FileError::unreadable())?;
    Ok(())
}

/// A source on its way from bytes to text.
pub(super) struct Decoding<R> {
    source: R,
    decoder: encoding_rs::Decoder,
    bytes: Vec<u8>,
    is_start: bool,
    is_over: bool,
}

impl<R: Read + Seek> Decoding<R> {
    /// Starts at the beginning of the source.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn start(mut source: R, encoding: &Encoding) -> Result<Self, FileError> {
        rewind(&mut source)?;
        let known = match encoding {
            Encoding::Gb18030 => GB18030,
            Encoding::Utf8 | Encoding::Utf8WithBom | Encoding::Workbook { .. } => UTF_8,
        };
        let decoder = known.new_decoder_without_bom_handling();
        Ok(Self { source, decoder, bytes: vec![0; PIECE_BYTES], is_start: true, is_over: false })
    }
}

impl<R: Read> Decoding<R> {
    /// Puts the next piece of text, which may be empty, into `piece`; false at the end.
    ///
    /// # Errors
    /// The bytes cannot be had, or are not in this encoding.
    pub(super) fn next_piece(&mut self, piece: &mut String) -> Result<bool, FileError> {
        piece.clear();
        if self.is_over {
            return Ok(false);
        }
        let count = self.source.read(&mut self.bytes).map_err(|_| FileError::unreadable())?;
        self.is_over = count == 0;
        let bytes = &self.bytes[..count];
        let longest = self.decoder.max_utf8_buffer_length_without_replacement(count);
        piece.reserve(longest.unwrap_or(PIECE_BYTES * 4));
        let (result, _) =
            self.decoder.decode_to_string_without_replacement(bytes, piece, self.is_over);
        if result != DecoderResult::InputEmpty {
            return Err(FileError::not_text());
        }
        if self.is_start && !piece.is_empty() {
            self.is_start = false;
            if piece.starts_with('\u{FEFF}') {
                piece.remove(0);
            }
        }
        Ok(true)
    }
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
