//! Writing a sheet the way the company's exports look: CSV with Chinese headers.

use crate::domain::coded::Coded;
use crate::domain::intake::columns::Column;

/// The header line of an export.
pub(super) fn header(columns: &[Column]) -> String {
    line(columns.iter().map(|column| column.chinese))
}

/// One line of an export, quoted where it has to be.
pub(super) fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| quoted(cell.as_ref())).collect();
    cells.join(",") + "\n"
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

/// 是 or 否.
pub(super) fn yes_no(value: bool) -> String {
    if value { "是" } else { "否" }.to_owned()
}

/// The word of the exports.
pub(super) fn word(value: impl Coded) -> String {
    value.chinese().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_would_break_the_line_are_quoted() {
        let cases = [
            (vec!["A区-1栋", "灯不亮"], "A区-1栋,灯不亮\n"),
            (vec!["噪音,很大", ""], "\"噪音,很大\",\n"),
            (vec!["他说\"马上到\""], "\"他说\"\"马上到\"\"\"\n"),
        ];
        for (cells, expected) in cases {
            assert_eq!(line(cells), expected);
        }
    }
}
