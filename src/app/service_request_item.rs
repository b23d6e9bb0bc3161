//! A service request as programs send it and as people type it, made the same typed draft as a row
//! of an exported file.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::error::AppError;
use crate::domain::coded::Coded;
use crate::domain::intake::columns::SERVICE_REQUEST_COLUMNS;
use crate::domain::intake::header::Header;
use crate::domain::intake::reason::RowRemark;
use crate::domain::intake::table::{Encoding, Row, Table};
use crate::domain::pii::Pii;
use crate::domain::service_request::ReportSource;
use crate::store::service_request_view::AddedRow;

/// Characters a wording may have: an agent says it in one breath.
const WORDING_MAX: usize = 120;

/// One request. Names as in the export's English header; codes or the words of the export; times
/// as `2026-11-20 09:30` in the company's zone.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceRequestItem {
    /// The key; for a request entered by hand it is made by the service.
    #[schema(required = false)]
    pub request_no: Option<String>,
    #[schema(required = false)]
    pub center_code: Option<String>,
    #[schema(required = false)]
    pub kind: Option<String>,
    #[schema(required = false)]
    pub severity: Option<String>,
    #[schema(required = false)]
    pub paid: Option<bool>,
    #[schema(required = false)]
    pub room: Option<String>,
    #[schema(required = false)]
    pub resident_name: Option<String>,
    #[schema(required = false)]
    pub phone: Option<String>,
    #[schema(required = false)]
    pub matter: Option<String>,
    #[schema(required = false)]
    pub channel: Option<String>,
    #[schema(required = false)]
    pub taken_in_at: Option<String>,
    #[schema(required = false)]
    pub dispatched_at: Option<String>,
    #[schema(required = false)]
    pub completed_at: Option<String>,
    #[schema(required = false)]
    pub department: Option<String>,
    #[schema(required = false)]
    pub handler: Option<String>,
    #[schema(required = false)]
    pub matter_result: Option<String>,
    #[schema(required = false)]
    pub status: Option<String>,
    #[schema(required = false)]
    pub concerns_head: Option<bool>,
    #[schema(required = false)]
    pub valid_complaint: Option<bool>,
    #[schema(required = false)]
    pub reply_only: Option<bool>,
    #[schema(required = false)]
    pub related_request_no: Option<String>,
    /// `resident` or `patrolling_staff`; what is known stays when it is left out.
    #[schema(required = false)]
    pub report_source: Option<String>,
    /// The matter as an agent says it; what is known stays when it is left out, as below.
    #[schema(required = false)]
    pub matter_spoken: Option<String>,
    /// What was done, as an agent says it once somebody has cleared it.
    #[schema(required = false)]
    pub result_spoken: Option<String>,
    /// Why it cannot be put right, as an agent says it.
    #[schema(required = false)]
    pub reason_spoken: Option<String>,
}

/// Something about one field of one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemRemark {
    /// Empty when the request as a whole is meant.
    pub field: String,
    /// The stable code, as in the report of an import.
    pub code: String,
    /// In English, to go on after the field's name.
    pub reason: String,
    /// The same in Chinese.
    pub reason_zh: String,
}

impl From<&RowRemark> for ItemRemark {
    fn from(remark: &RowRemark) -> Self {
        Self {
            field: remark.column.clone(),
            code: remark.reason.code().to_owned(),
            reason: remark.reason.english(),
            reason_zh: remark.reason.chinese(),
        }
    }
}

impl ItemRemark {
    /// What no draft could be made of at all.
    pub fn malformed(reason: &str) -> Self {
        Self {
            field: String::new(),
            code: "item.malformed".to_owned(),
            reason: format!("is no service request: {reason}"),
            reason_zh: "\u{4e0d}\u{662f}\u{4e00}\u{4ef6}\u{62a5}\u{4e8b}".to_owned(),
        }
    }
}

impl ServiceRequestItem {
    /// What is wrong with the fields that no export has.
    pub fn judge_added(&self) -> Vec<ItemRemark> {
        let mut remarks = Vec::new();
        let source = self.report_source.as_deref().filter(|source| !source.trim().is_empty());
        if source.is_some_and(|source| ReportSource::read(source.trim()).is_none()) {
            let known: Vec<&str> = ReportSource::ALL.iter().map(|source| source.code()).collect();
            remarks.push(ItemRemark {
                field: "report_source".to_owned(),
                code: "cell.not_one_of".to_owned(),
                reason: format!("is not a known value; known: {}", known.join(", ")),
                reason_zh: "不是可用的值".to_owned(),
            });
        }
        for (field, text) in self.wordings() {
            if text.is_some_and(|text| text.trim().chars().count() > WORDING_MAX) {
                remarks.push(ItemRemark {
                    field: field.to_owned(),
                    code: "wording.too_long".to_owned(),
                    reason: format!("is longer than {WORDING_MAX} characters"),
                    reason_zh: format!("超过 {WORDING_MAX} 个字"),
                });
            }
        }
        remarks
    }

    fn wordings(&self) -> [(&'static str, Option<&String>); 3] {
        [
            ("matter_spoken", self.matter_spoken.as_ref()),
            ("result_spoken", self.result_spoken.as_ref()),
            ("reason_spoken", self.reason_spoken.as_ref()),
        ]
    }

    /// Puts what was given into what is stored; the names of what differs. A result that is worded
    /// anew has to be cleared anew. Nothing is added about people who were erased.
    pub fn change_added(&self, row: &mut AddedRow) -> Vec<&'static str> {
        let mut changed = Vec::new();
        let source = self.report_source.as_deref().and_then(|text| ReportSource::read(text.trim()));
        if let Some(source) = source.map(Coded::code).filter(|code| *code != row.report_source) {
            row.report_source = source.to_owned();
            changed.push("report_source");
        }
        if row.erased_at.is_some() {
            return changed;
        }
        for (field, text) in self.wordings() {
            let Some(text) = text.map(|text| Pii::from(text.trim())) else { continue };
            let stored = match field {
                "matter_spoken" => &mut row.matter_spoken,
                "result_spoken" => &mut row.result_spoken,
                _ => &mut row.reason_spoken,
            };
            if *stored != text {
                *stored = text;
                changed.push(field);
            }
        }
        if changed.contains(&"result_spoken") {
            (row.result_cleared_by, row.result_cleared_at) = (None, None);
        }
        changed
    }

    fn cells(&self) -> Result<Vec<String>, AppError> {
        let fields = serde_json::to_value(self).map_err(|error| unreadable(&error))?;
        let cell = |field| match fields.get(field) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Bool(value)) => if *value { "yes" } else { "no" }.to_owned(),
            _ => String::new(),
        };
        Ok(SERVICE_REQUEST_COLUMNS.iter().map(|column| cell(column.field)).collect())
    }
}

/// The requests as a sheet: one a row, numbered from 1, under the English header.
pub fn sheet<'a>(
    items: impl IntoIterator<Item = (u64, &'a ServiceRequestItem)>,
) -> Result<(Table, Header), AppError> {
    let rows = items.into_iter().map(|(number, item)| Ok(Row { number, cells: item.cells()? }));
    let table = Table {
        headers: SERVICE_REQUEST_COLUMNS.iter().map(|column| column.field.to_owned()).collect(),
        rows: rows.collect::<Result<_, AppError>>()?,
        encoding: Encoding::Utf8,
    };
    let header = Header::read(&table, SERVICE_REQUEST_COLUMNS);
    let header = header.map_err(|error| AppError::internal(error.to_string()))?;
    Ok((table, header))
}

fn unreadable(error: &serde_json::Error) -> AppError {
    AppError::internal(error.to_string())
}
