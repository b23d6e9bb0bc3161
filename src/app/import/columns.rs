//! What the columns of the files mean, for people who prepare one.

use std::fmt::Write as _;

use crate::domain::coded::Coded;
use crate::domain::intake::kind::ImportKind;

/// Explains the columns of one kind of file, or of all: both headers, what a cell holds, and
/// whether it must hold something.
pub fn columns_text(kind: Option<ImportKind>) -> String {
    let kinds = ImportKind::ALL.iter().filter(|known| kind.is_none_or(|kind| kind == **known));
    let mut text = String::new();
    for kind in kinds {
        let heading = format!("{} ({})", kind.code(), kind.chinese());
        put(&mut text, format_args!("{heading}"));
        for column in kind.columns() {
            let filled = if column.required { "a value in every row" } else { "may be empty" };
            put(&mut text, format_args!("  {} | {}", column.chinese, column.field));
            put(&mut text, format_args!("      {}; {filled}", column.description));
        }
        put(&mut text, format_args!(""));
    }
    put(&mut text, format_args!("{NOTES}"));
    text
}

const NOTES: &str = "\
Every column must be there, under its Chinese or its English header; the order is free, and other
columns are not read. Words may be written in Chinese or as their English codes. Dates read like
2026-09-14, times like 2026-09-14 09:29:11; 2026/9/14 9:29 is understood too.
Files are CSV (UTF-8 with or without byte order mark, GB18030) or XLSX; the content tells which.";

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("invariant: writing into a string cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_explained_under_both_headers() {
        let text = columns_text(None);
        for kind in ImportKind::ALL {
            for column in kind.columns() {
                let line = format!("  {} | {}\n", column.chinese, column.field);
                assert!(text.contains(&line), "{line}");
                assert!(text.contains(column.description), "{}", column.description);
            }
        }
        let one = columns_text(Some(ImportKind::Centers));
        assert!(one.contains("service_level") && !one.contains("request_no"), "{one}");
    }
}
