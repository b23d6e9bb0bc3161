//! The result of reading a whole file: drafts, errors and findings.

use std::collections::BTreeMap;

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

/// Reads each row with `read`, and refuses rows whose `key` an earlier row has. The key is a field
/// whose column the error names, and the value that must be unique.
pub(super) fn read_rows<D>(
    table: &Table,
    header: &Header,
    mut read: impl FnMut(&mut Cells<'_>) -> Option<D>,
    key: impl Fn(&Cells<'_>) -> Option<(&'static str, String)>,
) -> Reading<D> {
    let mut first_rows: BTreeMap<String, u64> = BTreeMap::new();
    let mut drafts = Vec::new();
    let mut remarks = Vec::new();
    for row in &table.rows {
        let mut cells = Cells::new(table, header, row);
        let draft = if cells.check_shape() {
            let key = key(&cells);
            note_duplicate(&mut cells, row, key, &mut first_rows);
            read(&mut cells)
        } else {
            None
        };
        let row_remarks = cells.into_remarks();
        let accepted = !row_remarks.iter().any(|remark| remark.reason.is_error());
        drafts.extend(draft.filter(|_| accepted).map(|draft| Drafted { row: row.number, draft }));
        remarks.extend(row_remarks);
    }
    let (errors, findings) = remarks.into_iter().partition(|remark| remark.reason.is_error());
    let unknown_columns = header.unknown.clone();
    Reading { drafts, errors, findings, unknown_columns, row_count: table.rows.len() }
}

fn note_duplicate(
    cells: &mut Cells<'_>,
    row: &Row,
    key: Option<(&'static str, String)>,
    first_rows: &mut BTreeMap<String, u64>,
) {
    let Some((field, key)) = key else { return };
    match first_rows.get(&key) {
        Some(first_row) => cells.remark(field, Reason::Duplicate { first_row: *first_row }),
        None => {
            first_rows.insert(key, row.number);
        }
    }
}
