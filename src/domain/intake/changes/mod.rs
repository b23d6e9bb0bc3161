//! What a draft changes (decisions.md, "Identity and history"): planned here, applied by the store.
//!
//! Importing the same file twice changes nothing, because a plan is a comparison: what is stored
//! already against what the row says.

pub mod completion;
pub mod do_not_call;
pub mod tenancy;

use super::center::CenterDraft;
use super::service_request::ServiceRequestDraft;

/// What becomes of the row of a center or a service request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The stored row says the same.
    Unchanged,
    /// There is no stored row yet.
    Insert,
    /// These fields (named as in `columns`) differ.
    Update {
        /// The fields, in the order of the columns.
        changed: Vec<&'static str>,
    },
}

/// Plans the row of a center. `stored` is what the store has under the same code.
pub fn plan_center(stored: Option<&CenterDraft>, draft: &CenterDraft) -> Change {
    plan(stored, draft, |a, b| {
        vec![
            ("center_name", a.name != b.name),
            ("manager", a.manager != b.manager),
            ("service_level", a.service_level != b.service_level),
            // A blank cell takes nothing back: pages may have filled these in.
            ("center_phone", b.phone.is_some() && a.phone != b.phone),
            ("estate_name", b.estate_name.is_some() && a.estate_name != b.estate_name),
        ]
    })
}

/// Plans the row of a service request, apart from its completions ([`completion`]). `stored` is
/// what the store has under the same number.
pub fn plan_service_request(
    stored: Option<&ServiceRequestDraft>,
    draft: &ServiceRequestDraft,
) -> Change {
    plan(stored, draft, |a, b| {
        vec![
            ("center_code", a.center_code != b.center_code),
            ("kind", a.kind != b.kind),
            ("severity", a.severity != b.severity),
            ("paid", a.is_paid != b.is_paid),
            ("room", a.room != b.room),
            ("resident_name", a.resident_name != b.resident_name),
            ("phone", a.phone != b.phone),
            ("matter", a.matter != b.matter),
            ("channel", a.channel != b.channel),
            ("taken_in_at", a.taken_in_at != b.taken_in_at),
            ("dispatched_at", a.dispatched_at != b.dispatched_at),
            ("completed_at", a.completed_at != b.completed_at),
            ("department", a.department != b.department),
            ("handler", a.handler != b.handler),
            ("matter_result", a.matter_result != b.matter_result),
            ("status", a.status != b.status),
            ("concerns_head", a.concerns_head != b.concerns_head),
            ("valid_complaint", a.is_valid_complaint != b.is_valid_complaint),
            ("reply_only", a.is_reply_only != b.is_reply_only),
            ("related_request_no", a.related_request_no != b.related_request_no),
        ]
    })
}

fn plan<D>(
    stored: Option<&D>,
    draft: &D,
    compare: impl Fn(&D, &D) -> Vec<(&'static str, bool)>,
) -> Change {
    let Some(stored) = stored else { return Change::Insert };
    let changed = names_of(compare(stored, draft));
    if changed.is_empty() { Change::Unchanged } else { Change::Update { changed } }
}

/// The names of the fields that differ.
fn names_of(compared: Vec<(&'static str, bool)>) -> Vec<&'static str> {
    compared.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::service_request::{
        Channel, ServiceRequestKind, ServiceRequestStatus, Severity,
    };
    use crate::domain::timestamp::Timestamp;

    fn request() -> ServiceRequestDraft {
        ServiceRequestDraft {
            request_no: "BS1".into(),
            center_code: "SC01".into(),
            kind: ServiceRequestKind::Repair,
            severity: Severity::Ordinary,
            is_paid: false,
            room: Some("A区-1栋-2层-03".into()),
            resident_name: Some("周敏".into()),
            phone: Some("13900008763".into()),
            matter: Some("厨房水龙头滴水".into()),
            channel: Channel::Phone,
            taken_in_at: Timestamp(1000),
            dispatched_at: Some(Timestamp(2000)),
            completed_at: None,
            department: Some("工程部".into()),
            handler: Some("赵刚".into()),
            matter_result: None,
            status: ServiceRequestStatus::InProgress,
            concerns_head: false,
            is_valid_complaint: None,
            is_reply_only: false,
            related_request_no: None,
        }
    }

    #[test]
    fn the_same_row_again_changes_nothing() {
        assert_eq!(plan_service_request(None, &request()), Change::Insert);
        assert_eq!(plan_service_request(Some(&request()), &request()), Change::Unchanged);
    }

    #[test]
    fn an_update_names_the_fields_that_differ() {
        let done = ServiceRequestDraft {
            completed_at: Some(Timestamp(3000)),
            matter_result: Some("已处理".into()),
            status: ServiceRequestStatus::Resolved,
            ..request()
        };
        let changed = vec!["completed_at", "matter_result", "status"];
        assert_eq!(plan_service_request(Some(&request()), &done), Change::Update { changed });
    }

    #[test]
    fn centers_are_compared_field_by_field() {
        let before = CenterDraft {
            code: "SC01".into(),
            name: "麗湖花园服务中心".into(),
            manager: Some("林晓东".into()),
            service_level: 3,
            phone: Some("075500000101".into()),
            estate_name: None,
        };
        let after = CenterDraft { manager: None, service_level: 4, ..before.clone() };
        assert_eq!(plan_center(None, &before), Change::Insert);
        assert_eq!(plan_center(Some(&before), &before), Change::Unchanged);
        let changed = vec!["manager", "service_level"];
        assert_eq!(plan_center(Some(&before), &after), Change::Update { changed });
        let blank = CenterDraft { phone: None, ..before.clone() };
        assert_eq!(plan_center(Some(&before), &blank), Change::Unchanged);
        let named = CenterDraft { estate_name: Some("麗湖花园".into()), ..blank };
        let changed = vec!["estate_name"];
        assert_eq!(plan_center(Some(&before), &named), Change::Update { changed });
    }
}
