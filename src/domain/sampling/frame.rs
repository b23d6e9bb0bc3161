//! FRAME-1: the digest of a frame, that is of everybody who could be drawn (statistics.md 1).

use sha2::{Digest, Sha256};

/// A row of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FrameRow<'a> {
    /// The household's name: center/room#tenancy.
    pub unit_id: &'a str,
    /// Its stratum; what stands before the first `|` is the center.
    pub stratum_key: &'a str,
    /// `A` for a household that can be drawn.
    pub status: &'a str,
}

/// Why a frame has no digest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A unit that occurs twice.
    #[error("unit `{0}` occurs twice")]
    DuplicateUnit(String),
    /// A field with a tabulator, line feed, carriage return or NUL.
    #[error("`{0}` holds a tabulator, line break or NUL")]
    BadCharacter(String),
}

impl FrameError {
    /// The stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DuplicateUnit(_) => "duplicate_unit",
            Self::BadCharacter(_) => "bad_character",
        }
    }
}

/// SHA-256 of `frame-1`, a line feed, and the rows' lines sorted as bytes. The same by shell:
/// `(printf 'frame-1\n'; LC_ALL=C sort frame.tsv) | sha256sum`.
///
/// # Errors
/// For a unit that occurs twice and for characters that would break a line.
pub fn frame_digest(rows: &[FrameRow]) -> Result<[u8; 32], FrameError> {
    let mut units: Vec<&str> = rows.iter().map(|row| row.unit_id).collect();
    units.sort_unstable();
    if let Some(pair) = units.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(FrameError::DuplicateUnit(pair[0].to_owned()));
    }
    let mut lines = rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    lines.sort_unstable();
    let mut hash = Sha256::new();
    hash.update(b"frame-1\n");
    for line in lines {
        hash.update(line.as_bytes());
    }
    Ok(hash.finalize().into())
}

fn line(row: &FrameRow) -> Result<String, FrameError> {
    for field in [row.unit_id, row.stratum_key, row.status] {
        if field.contains(['\t', '\n', '\r', '\0']) {
            return Err(FrameError::BadCharacter(field.escape_default().to_string()));
        }
    }
    Ok(format!("{}\t{}\t{}\n", row.unit_id, row.stratum_key, row.status))
}
