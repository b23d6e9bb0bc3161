//! The zip container of a workbook, checked before anybody believes what is in it.

use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::domain::intake::file_error::{FileError, TooLarge};

/// Bytes that all parts of a workbook may have when unpacked. A part of a few kilobytes can unpack
/// to gigabytes; a sheet of a year's requests is under 100 MB.
const UNPACKED_LIMIT: u64 = 1 << 30;

/// Parts a workbook may have.
const PART_LIMIT: usize = 10_000;

/// Reads every part to its end, which is what compares its checksum: damaged parts may well look
/// like a sheet. Nothing is kept.
///
/// # Errors
/// A part is damaged or encrypted, or the parts together are too large.
pub(super) fn check(source: impl Read + Seek) -> Result<(), FileError> {
    check_within(source, UNPACKED_LIMIT)
}

fn check_within(source: impl Read + Seek, limit: u64) -> Result<(), FileError> {
    let mut archive = ZipArchive::new(source).map_err(|_| FileError::broken_workbook())?;
    if archive.len() > PART_LIMIT {
        return Err(FileError::broken_workbook());
    }
    let mut left = limit;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| FileError::broken_workbook())?;
        // One more than may be left, so that the end is reached when the size is just right.
        let read = std::io::copy(&mut part.by_ref().take(left + 1), &mut std::io::sink())
            .map_err(|_| FileError::broken_workbook())?;
        left =
            (left.checked_sub(read)).ok_or_else(|| FileError::too_large(TooLarge::Bytes, limit))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const WORKBOOK: &[u8] = include_bytes!("../../tests/data/service_requests.xlsx");

    fn unpacked() -> u64 {
        let mut archive = ZipArchive::new(Cursor::new(WORKBOOK)).expect("a container");
        (0..archive.len()).map(|index| archive.by_index(index).expect("a part").size()).sum()
    }

    #[test]
    fn what_unpacks_to_more_than_the_limit_is_refused() {
        assert_eq!(check_within(Cursor::new(WORKBOOK), unpacked()), Ok(()));
        let refused =
            check_within(Cursor::new(WORKBOOK), unpacked() - 1).expect_err("one byte too many");
        assert_eq!(refused.code(), "file.too_large");
    }

    /// Any bit of any part's content, turned over, shows.
    #[test]
    fn a_damaged_part_shows() {
        let mut archive = ZipArchive::new(Cursor::new(WORKBOOK)).expect("a container");
        let contents: Vec<(u64, u64)> = (0..archive.len())
            .map(|index| {
                let part = archive.by_index(index).expect("a part");
                (part.data_start().expect("a local header"), part.compressed_size())
            })
            .collect();
        for (start, size) in contents {
            for offset in [0, size / 2, size - 1] {
                let mut damaged = WORKBOOK.to_vec();
                let at = usize::try_from(start + offset).expect("a small file");
                damaged[at] ^= 1;
                assert_eq!(
                    check(Cursor::new(&damaged)),
                    Err(FileError::broken_workbook()),
                    "byte {at}"
                );
            }
        }
    }
}
