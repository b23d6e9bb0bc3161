//! Which column of a file is which.

use super::columns::Column;
use super::file_error::FileError;
use super::table::Table;

/// Where each known column stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    columns: &'static [Column],
    positions: Vec<Option<usize>>,
    /// Headers of the file that no known column has; their cells are not read.
    pub unknown: Vec<String>,
}

impl Header {
    /// Finds each of `columns` by its Chinese or English header. Order is free, case and spaces do
    /// not matter, and surplus columns are listed in [`Header::unknown`].
    ///
    /// # Errors
    /// A column appears twice, or is missing.
    pub fn read(table: &Table, columns: &'static [Column]) -> Result<Self, FileError> {
        Self::of(&table.headers, columns)
    }

    /// [`Header::read`] of the first row alone, for files that are read row by row.
    ///
    /// # Errors
    /// A column appears twice, or is missing.
    pub fn of(headers: &[String], columns: &'static [Column]) -> Result<Self, FileError> {
        let mut found: Vec<Option<usize>> = vec![None; columns.len()];
        let (mut unknown, mut duplicate) = (Vec::new(), Vec::new());
        for (position, text) in headers.iter().enumerate() {
            match columns.iter().position(|column| is_header_of(text, column)) {
                Some(index) if found[index].is_some() => duplicate.push(text.trim().to_owned()),
                Some(index) => found[index] = Some(position),
                None if text.trim().is_empty() => {}
                None => unknown.push(text.trim().to_owned()),
            }
        }
        if !duplicate.is_empty() {
            return Err(FileError::duplicate_columns(&duplicate));
        }
        let missing: Vec<String> = (columns.iter().zip(&found))
            .filter(|(column, position)| position.is_none() && !column.may_be_missing)
            .map(|(column, _)| format!("{} ({})", column.chinese, column.field))
            .collect();
        if !missing.is_empty() {
            return Err(FileError::missing_columns(&missing));
        }
        Ok(Self { columns, positions: found, unknown })
    }

    /// The column of `field` and its position in the rows of the file, when the file has it.
    pub(super) fn find(&self, field: &str) -> Option<(&'static Column, usize)> {
        let index = self.columns.iter().position(|column| column.field == field)?;
        Some((&self.columns[index], self.positions[index]?))
    }
}

fn is_header_of(text: &str, column: &Column) -> bool {
    let text = text.trim();
    text == column.chinese || text.to_lowercase().replace([' ', '-'], "_") == column.field
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::intake::columns::CENTER_COLUMNS;
    use crate::domain::intake::table::Encoding;

    fn read(headers: &[&str]) -> Result<Header, FileError> {
        let headers = headers.iter().map(|text| (*text).to_owned()).collect();
        let table = Table { headers, rows: vec![], encoding: Encoding::Utf8 };
        Header::read(&table, CENTER_COLUMNS)
    }

    #[test]
    fn headers_are_found_in_both_languages_and_any_order() {
        for headers in [
            ["服务中心编码", "服务中心", "经理", "服务等级"],
            ["center_code", "center_name", "manager", "service_level"],
            ["Service level", "Manager", " Center name ", "CENTER-CODE"],
            ["服务等级", "经理", "center name", "服务中心编码"],
        ] {
            let header = read(&headers).expect("all columns are there");
            assert!(header.unknown.is_empty(), "{headers:?}");
            let (column, position) = header.find("service_level").expect("a known field");
            assert_eq!(column.chinese, "服务等级");
            assert!(["服务等级", "service_level", "Service level"].contains(&headers[position]));
        }
    }

    #[test]
    fn surplus_columns_are_listed_and_blank_ones_are_not() {
        let header = read(&["服务中心编码", "备注", "服务中心", "", "经理", "服务等级"]);
        assert_eq!(header.expect("surplus is no error").unknown, ["备注"]);
    }

    #[test]
    fn missing_and_repeated_columns_are_named() {
        let missing = read(&["服务中心编码", "经理"]).expect_err("two are missing");
        assert_eq!(missing.code(), "file.missing_columns");
        assert_eq!(missing.chinese(), "缺少列：服务中心 (center_name)、服务等级 (service_level)。");
        let twice = read(&["服务中心编码", "center_code", "服务中心", "经理", "服务等级"]);
        let twice = twice.expect_err("one is there twice");
        assert_eq!(twice.code(), "file.duplicate_columns");
        assert_eq!(twice.params(), [("columns", "center_code".to_owned())]);
    }
}
