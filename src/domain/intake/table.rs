//! A sheet as plain text: what every file format is reduced to before it is judged.

use std::fmt;

/// How the bytes of a file were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// CSV in UTF-8 without a byte order mark.
    Utf8,
    /// CSV in UTF-8 with a byte order mark.
    Utf8WithBom,
    /// CSV in GB18030, which includes GBK and GB2312.
    Gb18030,
    /// An Excel workbook; `sheet` is the name of the sheet that was read.
    Workbook {
        /// Name of the sheet.
        sheet: String,
    },
}

impl Encoding {
    /// A short name for reports.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithBom => "UTF-8 BOM",
            Self::Gb18030 => "GB18030",
            Self::Workbook { .. } => "XLSX",
        }
    }
}

/// One sheet: a row of headers and at least one row of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The headers as the file has them, without empty ones at the end.
    pub headers: Vec<String>,
    /// The rows that are not blank, in the order of the file.
    pub rows: Vec<Row>,
    /// How the file was read.
    pub encoding: Encoding,
}

/// One row of a sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The number the sheet shows beside it: the header is 1, blank rows count (decisions.md,
    /// "Running it").
    pub number: u64,
    /// The texts of the cells. A CSV row may have more or fewer than there are headers; that is
    /// judged with the row.
    pub cells: Vec<String>,
}

impl fmt::Debug for Row {
    /// Shows the number only: the cells hold names and telephone numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row {{ number: {}, cells: [personal; {}] }}", self.number, self.cells.len())
    }
}

impl Row {
    /// Whether no cell holds anything but white space.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_a_log_shows_no_personal_data() {
        let row = Row { number: 2, cells: vec!["周敏".into(), "13900008763".into()] };
        assert_eq!(format!("{row:?}"), "Row { number: 2, cells: [personal; 2] }");
    }
}
