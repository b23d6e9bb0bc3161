//! Rows of the service request (报事) export.

use std::collections::BTreeSet;

use super::cells::Cells;
use super::header::Header;
use super::household::read_known_center;
use super::reading::{JudgedRow, Reading, SeenKeys, Sheet, judge_row, read_rows};
use super::reason::Reason;
use super::table::{Row, Table};
use crate::domain::pii::Pii;
use crate::domain::service_request::{Channel, ServiceRequestKind, ServiceRequestStatus, Severity};
use crate::domain::timestamp::{BusinessZone, Timestamp};

/// What a row says about a service request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRequestDraft {
    /// 报事编号, the key.
    pub request_no: String,
    /// 服务中心编码.
    pub center_code: String,
    /// 类型.
    pub kind: ServiceRequestKind,
    /// 级别.
    pub severity: Severity,
    /// 是否有偿; blank means no.
    pub is_paid: bool,
    /// 房号; none for public areas and anonymous reports.
    pub room: Option<String>,
    /// 报事人.
    pub resident_name: Option<Pii<String>>,
    /// 联系电话, as the file has it; it may be undialable.
    pub phone: Option<Pii<String>>,
    /// 内容, to the letter.
    pub matter: Option<Pii<String>>,
    /// 受理方式.
    pub channel: Channel,
    /// 受理时间.
    pub taken_in_at: Timestamp,
    /// 派单时间.
    pub dispatched_at: Option<Timestamp>,
    /// 完成时间.
    pub completed_at: Option<Timestamp>,
    /// 处理部门.
    pub department: Option<String>,
    /// 处理人.
    pub handler: Option<Pii<String>>,
    /// 处理结果, to the letter.
    pub matter_result: Option<Pii<String>>,
    /// 状态.
    pub status: ServiceRequestStatus,
    /// 涉及负责人: the matter concerns the center's head; blank means no.
    pub concerns_head: bool,
    /// 有效投诉; none where it is not a complaint or not yet decided.
    pub is_valid_complaint: Option<bool>,
    /// 仅需复函: only a written reply is wanted; blank means no.
    pub is_reply_only: bool,
    /// 关联编号: the request that reports the same matter.
    pub related_request_no: Option<String>,
}

impl ServiceRequestDraft {
    /// When the matter was completed, if it is: reported as done with, and with a time
    /// (decisions.md, "Identity and history").
    pub fn completion(&self) -> Option<Timestamp> {
        self.completed_at.filter(|_| self.status.is_finished())
    }

    /// The same request with what `other` says of people: of a request whose people were erased,
    /// an export brings back the facts only.
    #[must_use]
    pub fn with_people_of(self, other: &Self) -> Self {
        Self {
            resident_name: other.resident_name.clone(),
            phone: other.phone.clone(),
            matter: other.matter.clone(),
            matter_result: other.matter_result.clone(),
            ..self
        }
    }
}

/// What a request is judged against.
#[derive(Clone, Copy, Debug)]
pub struct RequestContext<'a> {
    /// Codes of the centers imported before.
    pub known_centers: &'a BTreeSet<String>,
    /// Numbers of the requests taken in before. Those of the file itself are known besides.
    pub known_request_nos: &'a BTreeSet<String>,
    /// The time of the import.
    pub now: Timestamp,
    /// The zone the export's times are in.
    pub zone: BusinessZone,
}

/// The numbers in 关联编号, so that the store need only be asked about these.
pub fn related_request_nos(table: &Table, header: &Header) -> BTreeSet<String> {
    let related = |row| Cells::new(&table.headers, header, row).peek("related_request_no");
    table.rows.iter().filter_map(related).map(str::to_owned).collect()
}

/// Reads the rows of a request export whose `header` was found by `SERVICE_REQUEST_COLUMNS`.
pub fn read_service_requests(
    table: &Table,
    header: &Header,
    context: RequestContext<'_>,
) -> Reading<ServiceRequestDraft> {
    let in_file: BTreeSet<&str> = (table.rows.iter())
        .filter_map(|row| Cells::new(&table.headers, header, row).peek("request_no"))
        .collect();
    let is_known =
        |number: &str| in_file.contains(number) || context.known_request_nos.contains(number);
    let read = |cells: &mut Cells<'_>, _: &SeenKeys| {
        judge_relation(cells, is_known);
        read_service_request(cells, context)
    };
    read_rows(table, header, read, key)
}

/// Judges one row of a request export that is read row by row. A 关联编号 that names neither an
/// earlier row nor a number the context knows is remarked on as unknown: whether a later row or the
/// store has it, only the caller can tell.
pub fn judge_service_request(
    sheet: &Sheet,
    row: &Row,
    seen: &mut SeenKeys,
    context: RequestContext<'_>,
) -> JudgedRow<ServiceRequestDraft> {
    let read = |cells: &mut Cells<'_>, seen: &SeenKeys| {
        let is_known =
            |number: &str| seen.contains(number) || context.known_request_nos.contains(number);
        judge_relation(cells, is_known);
        read_service_request(cells, context)
    };
    judge_row(sheet, row, seen, read, key)
}

fn key(cells: &Cells<'_>) -> Option<(&'static str, String)> {
    Some(("request_no", cells.peek("request_no")?.to_owned()))
}

fn read_service_request(
    cells: &mut Cells<'_>,
    context: RequestContext<'_>,
) -> Option<ServiceRequestDraft> {
    let request_no = cells.key("request_no", &[]);
    let center_code = read_known_center(cells, context.known_centers);
    let kind = cells.coded("kind");
    let severity = cells.coded("severity");
    let is_paid = cells.yes_no("paid").unwrap_or(false);
    let room = cells.key("room", &[]);
    let resident_name = cells.name("resident_name");
    let phone = cells.phone("phone");
    let matter = cells.free_text("matter");
    let channel = cells.coded("channel");
    let taken_in_at = cells.instant("taken_in_at", context.zone);
    let dispatched_at = cells.instant("dispatched_at", context.zone);
    let completed_at = cells.instant("completed_at", context.zone);
    let department = cells.text("department").map(str::to_owned);
    let handler = cells.name("handler");
    let matter_result = cells.free_text("matter_result");
    let status = cells.coded("status");
    let concerns_head = cells.yes_no("concerns_head").unwrap_or(false);
    let is_valid_complaint = cells.yes_no("valid_complaint");
    let is_reply_only = cells.yes_no("reply_only").unwrap_or(false);
    let related_request_no = cells.key("related_request_no", &[]);
    judge_times(cells, Times { taken_in_at, dispatched_at, completed_at, status }, context.now);
    Some(ServiceRequestDraft {
        request_no: request_no?,
        center_code: center_code?,
        kind: kind?,
        severity: severity?,
        is_paid,
        room,
        resident_name,
        phone,
        matter,
        channel: channel?,
        taken_in_at: taken_in_at?,
        dispatched_at,
        completed_at,
        department,
        handler,
        matter_result,
        status: status?,
        concerns_head,
        is_valid_complaint,
        is_reply_only,
        related_request_no,
    })
}

/// What could be read of the times of a row, so that a bad cell elsewhere hides no bad time.
#[derive(Clone, Copy)]
struct Times {
    taken_in_at: Option<Timestamp>,
    dispatched_at: Option<Timestamp>,
    completed_at: Option<Timestamp>,
    status: Option<ServiceRequestStatus>,
}

fn judge_times(cells: &mut Cells<'_>, times: Times, now: Timestamp) {
    let field = "completed_at";
    let is_finished = times.status.map(ServiceRequestStatus::is_finished);
    let Some(completed_at) = times.completed_at else {
        // A time that could not be read is an error already, and no missing one.
        if is_finished == Some(true) && cells.peek(field).is_none() {
            cells.remark(field, Reason::FinishedWithoutTime);
        }
        return;
    };
    let is_before = |at: Option<Timestamp>| at.is_some_and(|at| completed_at < at);
    if is_before(times.taken_in_at) {
        cells.remark(field, Reason::CompletedBeforeTakenIn);
    } else if is_before(times.dispatched_at) {
        cells.remark(field, Reason::CompletedBeforeDispatched);
    }
    if completed_at > now {
        cells.remark(field, Reason::CompletedInFuture);
    }
    if is_finished == Some(false) {
        cells.remark(field, Reason::TimeWithoutFinished);
    }
}

fn judge_relation(cells: &mut Cells<'_>, is_known: impl Fn(&str) -> bool) {
    let Some(related) = cells.peek("related_request_no") else { return };
    if cells.peek("request_no") == Some(related) {
        cells.remark("related_request_no", Reason::RelatedToItself);
    } else if !is_known(related) {
        cells.remark("related_request_no", Reason::UnknownRelation);
    }
}
