//! The coverage of a month as a file for spreadsheets.

use super::App;
use super::coverage::{CoverageLine, CoverageState, CoverageView};
use super::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::service_request::ServiceRequestKind;
use crate::domain::timestamp::Timestamp;

const HEADER: [&str; 15] = [
    "月份",
    "服务中心编码",
    "服务中心",
    "类型",
    "应达回访率",
    "应回访基数",
    "应回访数",
    "已选中",
    "已拨打",
    "已接通",
    "已完成",
    "按时",
    "已到时限",
    "状态",
    "还差",
];

/// What makes spreadsheets read the file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

impl App {
    /// The lines of a month, the company's last, as CSV with a header.
    ///
    /// # Errors
    /// When the text cannot be put together.
    pub fn coverage_csv(&self, view: &CoverageView) -> Result<String, AppError> {
        let failed = |error: csv::Error| AppError::internal(error.to_string());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(HEADER).map_err(failed)?;
        for line in view.lines.iter().chain(&view.company) {
            let cells = self.cells(&view.month, line);
            writer.write_record(cells.map(|cell| neutral(&cell))).map_err(failed)?;
        }
        let bytes =
            writer.into_inner().map_err(|error| AppError::internal(error.error().to_string()))?;
        let text =
            String::from_utf8(bytes).map_err(|error| AppError::internal(error.to_string()))?;
        Ok(format!("{BYTE_ORDER_MARK}{text}"))
    }

    fn cells(&self, month: &str, line: &CoverageLine) -> [String; 15] {
        let kind = ServiceRequestKind::read(&line.kind).map_or("", Coded::chinese);
        let state = match (line.state, line.by_ms) {
            (CoverageState::Nothing, _) => "无应回访".to_owned(),
            (CoverageState::Met, _) => "达标".to_owned(),
            (CoverageState::Missed, _) => "已无法达标".to_owned(),
            (CoverageState::Needed, by) => {
                let by = by.map(|at| self.zone.local(Timestamp(at)).format("%Y-%m-%d %H:%M"));
                by.map_or_else(|| "进行中".to_owned(), |by| format!("须在 {by} 前完成"))
            }
        };
        let timeliness = line.timeliness.as_deref().and_then(|rate| rate.split_once('/'));
        let (in_time, due) = timeliness.unwrap_or(("0", "0"));
        let rates: Vec<String> = line.rates.iter().map(|rate| rate_words(rate)).collect();
        let name = if line.center_code.is_none() { "全公司" } else { &line.center_name };
        [
            month.to_owned(),
            line.center_code.clone().unwrap_or_default(),
            name.to_owned(),
            kind.to_owned(),
            rates.join("\u{3001}"),
            line.eligible.to_string(),
            line.required.to_string(),
            line.selected.to_string(),
            line.attempted.to_string(),
            line.reached.to_string(),
            line.completed.to_string(),
            in_time.to_owned(),
            due.to_owned(),
            state,
            line.missing.to_string(),
        ]
    }
}

/// A rate in words: a spreadsheet would take `3/10` for a date.
fn rate_words(rate: &str) -> String {
    match rate.split_once('/') {
        Some((numerator, denominator)) if numerator == denominator => "全部".to_owned(),
        Some((numerator, denominator)) => format!("每 {denominator} 件 {numerator} 件"),
        None => rate.to_owned(),
    }
}

/// A cell that a spreadsheet takes as text, whatever it begins with: a leading `=`, `+`, `-`, `@`
/// or control character would make it a formula.
fn neutral(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{neutral, rate_words};

    #[test]
    fn a_rate_is_said_in_words() {
        assert_eq!(rate_words("1/1"), "全部");
        assert_eq!(rate_words("3/10"), "每 10 件 3 件");
    }

    #[test]
    fn a_cell_never_becomes_a_formula() {
        let cases = [
            ("麗湖花园", "麗湖花园"),
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1", "'-1"),
            ("+86", "'+86"),
            ("\tx", "'\tx"),
            ("a=b", "a=b"),
        ];
        for (cell, expected) in cases {
            assert_eq!(neutral(cell), expected);
        }
    }
}
