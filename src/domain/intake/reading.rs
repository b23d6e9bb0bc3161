//! The result of reading a whole file: drafts, errors and findings.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::cells::Cells;
use super::header::Header;
use super::reason::{Reason, RowRemark};
use super::table::{Row, Table};

/// A draft and the row it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafted<D> {
    /// The sheet's row number, header = 1.
    pub row: u64,
    /// What the row says.
    pub draft: D,
}

/// What a file says, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<D> {
    /// The rows without an error, in the order of the file.
    pub drafts: Vec<Drafted<D>>,
    /// All errors of all rows. One is enough to keep the whole file out.
    pub errors: Vec<RowRemark>,
    /// What is odd but stored.
    pub findings: Vec<RowRemark>,
    /// Headers of columns that were not read.
    pub unknown_columns: Vec<String>,
    /// Rows of the file that are not blank.
    pub row_count: usize,
}

impl<D> Reading<D> {
    /// The drafts when the file may be taken in, which is when no row has an error.
    pub fn accepted(&self) -> Option<&[Drafted<D>]> {
        self.errors.is_empty().then_some(self.drafts.as_slice())
    }
}

/// The columns of a file that is read row by row.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The headers as the file has them.
    pub headers: Vec<String>,
    /// Which of them is which.
    pub header: Header,
}

/// What a file is judged to say in one row.
#[derive(Clone, Debug)]
pub struct JudgedRow<D> {
    /// What the row says; nothing when it has an error.
    pub draft: Option<Drafted<D>>,
    /// Errors and findings, in the order of the columns.
    pub remarks: Vec<RowRemark>,
}

/// The keys of the rows judged so far, each by 16 bytes of its hash: a file of a million rows is
/// told its duplicates in a few dozen megabytes.
#[derive(Clone, Debug, Default)]
pub struct SeenKeys(BTreeMap<[u8; 16], u64>);

impl SeenKeys {
    /// Whether a row judged so far has this key.
    pub fn contains(&self, key: &str) -> bool {
        self.0.contains_key(&short_hash(key))
    }

    /// Notes the key of a row; the row that has it already, if one has.
    fn note(&mut self, key: &str, row: u64) -> Option<u64> {
        let hash = short_hash(key);
        let first_row = self.0.get(&hash).copied();
        if first_row.is_none() {
            self.0.insert(hash, row);
        }
        first_row
    }
}

fn short_hash(key: &str) -> [u8; 16] {
    let digest: [u8; 32] = Sha256::digest(key).into();
    let mut short = [0; 16];
    short.copy_from_slice(&digest[..16]);
    short
}

/// A key is a field whose column an error names, and the value that must be unique.
type KeyOf = fn(&Cells<'_>) -> Option<(&'static str, String)>;

/// Reads each row with `read`, and refuses rows whose `key` an earlier row has.
pub(super) fn read_rows<D>(
    table: &Table,
    header: &Header,
    mut read: impl FnMut(&mut Cells<'_>, &SeenKeys) -> Option<D>,
    key: KeyOf,
) -> Reading<D> {
    let sheet = Sheet { headers: table.headers.clone(), header: header.clone() };
    let mut seen = SeenKeys::default();
    let mut drafts = Vec::new();
    let mut remarks = Vec::new();
    for row in &table.rows {
        let judged = judge_row(&sheet, row, &mut seen, &mut read, key);
        drafts.extend(judged.draft);
        remarks.extend(judged.remarks);
    }
    let (errors, findings) = remarks.into_iter().partition(|remark| remark.reason.is_error());
    let unknown_columns = header.unknown.clone();
    Reading { drafts, errors, findings, unknown_columns, row_count: table.rows.len() }
}

/// Judges one row: its shape, its key, then its cells.
pub(super) fn judge_row<D>(
    sheet: &Sheet,
    row: &Row,
    seen: &mut SeenKeys,
    mut read: impl FnMut(&mut Cells<'_>, &SeenKeys) -> Option<D>,
    key: KeyOf,
) -> JudgedRow<D> {
    let mut cells = Cells::new(&sheet.headers, &sheet.header, row);
    let draft = if cells.check_shape() {
        if let Some((field, key)) = key(&cells)
            && let Some(first_row) = seen.note(&key, row.number)
        {
            cells.remark(field, Reason::Duplicate { first_row });
        }
        read(&mut cells, seen)
    } else {
        None
    };
    let remarks = cells.into_remarks();
    let is_accepted = !remarks.iter().any(|remark| remark.reason.is_error());
    let draft = draft.filter(|_| is_accepted).map(|draft| Drafted { row: row.number, draft });
    JudgedRow { draft, remarks }
}
