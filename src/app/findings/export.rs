//! Findings as a CSV file for a spreadsheet program.

use super::{Finding, FindingFilter};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::finding::{Dismissal, FindingKind, SubjectKind};
use crate::domain::timestamp::Timestamp;
use crate::store::Audit;

/// Findings a file holds at most; narrower filters give the rest.
const ROWS_MAX: u32 = 100_000;

const HEADER: [&str; 10] = [
    "服务中心编码",
    "服务中心",
    "问题",
    "对象",
    "编号或房号",
    "发生日期",
    "发现日期",
    "状态",
    "忽略原因",
    "说明",
];

impl App {
    /// The findings as CSV with a byte order mark, so that spreadsheet programs read it as UTF-8.
    ///
    /// # Errors
    /// `finding.bad_filter` for an unknown code.
    pub async fn findings_csv(&self, filter: &FindingFilter) -> Result<String, AppError> {
        let page = self.findings(filter, ROWS_MAX, 0).await?;
        let mut text = String::from("\u{feff}");
        text.push_str(&line(HEADER.map(str::to_owned)));
        for finding in page.findings {
            text.push_str(&line(cells(finding)));
        }
        Ok(text)
    }

    /// Records that a person took the findings away as a file.
    ///
    /// # Errors
    /// When the database refuses; then the file must not be given.
    pub async fn record_findings_export(
        &self,
        user_id: &str,
        filter: &FindingFilter,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        transaction.audit(Audit {
            at: now,
            actor: user_id.to_owned(),
            action: "findings_exported",
            subject_kind: "finding",
            subject_id: self.zone.date(now).to_string(),
            body: serde_json::json!({
                "kind": filter.kind,
                "center": filter.center,
                "state": filter.state,
            }),
        });
        self.commit(transaction).await
    }
}

fn cells(finding: Finding) -> [String; 10] {
    let word = |text: Option<&'static str>, code: String| text.map_or(code, str::to_owned);
    let state = match finding.state {
        "open" => "待处理",
        "resolved" => "已消除",
        _ => "已忽略",
    };
    let dismissal = finding.dismissal.unwrap_or_default();
    [
        finding.center_code,
        finding.center_name,
        word(FindingKind::read(&finding.kind).map(Coded::chinese), finding.kind),
        word(SubjectKind::read(&finding.subject_kind).map(Coded::chinese), finding.subject_kind),
        finding.subject,
        finding.occurred_on,
        finding.found_on,
        state.to_owned(),
        word(Dismissal::read(&dismissal).map(Coded::chinese), dismissal),
        finding.words.unwrap_or_default(),
    ]
}

fn line(cells: [String; 10]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    cells.join(",") + "\r\n"
}

/// A cell that a spreadsheet program would take for a formula gets an apostrophe before it.
fn quoted(cell: &str) -> String {
    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let safe = if starts_formula { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", safe.replace('"', "\"\""));
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_cell_is_read_as_a_formula() {
        let cases = [
            ("BX1", "BX1"),
            ("=1+1", "'=1+1"),
            ("+86", "'+86"),
            ("-3", "'-3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=a,\"b", "\"'=a,\"\"b\""),
            ("", ""),
        ];
        for (cell, expected) in cases {
            assert_eq!(quoted(cell), expected, "{cell}");
        }
    }
}
