//! The file of rows that an import left out: the cells as they were, and what is wrong with them.
//! It can be corrected and imported again as it is.

use std::io::Write;

use crate::domain::intake::table::Row;

/// What the three columns at the end are called, by the language of the file's own header: the row
/// in the first file, the columns that are wrong, and why.
pub const REJECT_HEADERS: [[&str; 3]; 2] =
    [["原行号", "错误列", "错误原因"], ["original_row", "error_columns", "error_reasons"]];

/// Whether a file is one that [`RejectsWriter`] wrote.
pub(super) fn is_rejects(headers: &[String]) -> bool {
    let has = |header: &&str| headers.iter().any(|text| text.trim() == *header);
    REJECT_HEADERS.iter().any(|language| language.iter().all(has))
}

/// Spreadsheet programs take a cell that begins so for a formula and run it.
fn begins_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Takes the apostrophe away that [`RejectsWriter`] put before a cell.
pub(super) fn unguard(cell: &mut String) {
    if cell.strip_prefix('\'').is_some_and(|rest| begins_formula(rest) || rest.starts_with('\'')) {
        cell.remove(0);
    }
}

fn guarded(cell: &str) -> String {
    let needs = begins_formula(cell) || cell.starts_with('\'');
    if needs { format!("'{cell}") } else { cell.to_owned() }
}

/// Writes rejected rows as CSV in UTF-8 with a byte order mark, which Excel understands. A cell
/// that a spreadsheet program would run gets an apostrophe before it, which the import takes away
/// again.
pub struct RejectsWriter<W: Write>(csv::Writer<W>);

impl<W: Write> RejectsWriter<W> {
    /// Starts with the file's own header and the three columns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn start(mut target: W, headers: &[String]) -> std::io::Result<Self> {
        target.write_all(b"\xEF\xBB\xBF")?;
        let is_chinese = headers.iter().any(|header| !header.is_ascii());
        let added = REJECT_HEADERS[usize::from(!is_chinese)];
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(target);
        let own = headers.iter().map(|header| guarded(header));
        let own = own.filter(|header| !REJECT_HEADERS.iter().flatten().any(|h| h == header));
        writer.write_record(own.chain(added.map(str::to_owned)))?;
        Ok(Self(writer))
    }

    /// Adds a row. `headers` are those of the file; cells of an earlier run's columns are left out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(
        &mut self,
        headers: &[String],
        row: &Row,
        columns: &str,
        reasons: &str,
    ) -> std::io::Result<()> {
        let is_added =
            |header: &String| REJECT_HEADERS.iter().flatten().any(|added| *added == header.trim());
        let blank = String::new();
        let own = (headers.iter().enumerate())
            .filter(|(_, header)| !is_added(header))
            .map(|(position, _)| guarded(row.cells.get(position).unwrap_or(&blank)));
        let added = [row.number.to_string(), guarded(columns), guarded(reasons)];
        self.0.write_record(own.chain(added))?;
        Ok(())
    }

    /// Writes what is buffered.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::read_table;

    #[test]
    fn what_is_rejected_reads_back_as_it_was() {
        let headers: Vec<String> = ["报事编号", "内容"].map(str::to_owned).to_vec();
        let texts = ["=1+1", "+86", "-", "@x", "'quoted", "plain", "a,\"b\"\nc", "张"];
        let mut bytes = Vec::new();
        let mut writer = RejectsWriter::start(&mut bytes, &headers).expect("memory");
        for (number, text) in (2..).zip(texts) {
            let row = Row { number, cells: vec!["BS1".into(), text.into()] };
            writer.add(&headers, &row, "内容", "why").expect("memory");
        }
        writer.finish().expect("memory");
        let raw = String::from_utf8(bytes.clone()).expect("UTF-8");
        assert!(raw.contains("BS1,'=1+1,2,"), "formulas are made harmless: {raw}");
        let table = read_table(&bytes).expect("a table");
        let read: Vec<&str> = table.rows.iter().map(|row| row.cells[1].as_str()).collect();
        assert_eq!(read, texts);
        assert_eq!(table.headers[2..], REJECT_HEADERS[0]);
    }
}
