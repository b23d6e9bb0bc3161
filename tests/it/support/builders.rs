//! Centers, households and requests to store: each once with everything in it, and once with
//! nothing that may be absent.

use huifang::domain::household::{Occupancy, ResidencyKind};
use huifang::domain::intake::center::CenterDraft;
use huifang::domain::intake::household::{DoNotCallMark, HouseholdDraft};
use huifang::domain::intake::service_request::ServiceRequestDraft;
use huifang::domain::service_request::{
    Channel, ServiceRequestKind, ServiceRequestStatus, Severity,
};
use huifang::domain::timestamp::Timestamp;
use huifang::store::household::HouseholdRecord;
use huifang::store::service_request::RequestRecord;
use huifang::store::{self, Database, Transaction};
use uuid::Uuid;

pub const ROOM: &str = "A区-1栋-2层-03";

pub fn full_center(code: &str) -> CenterDraft {
    CenterDraft {
        code: code.into(),
        name: "麗湖花园服务中心".into(),
        manager: Some("林晓东".into()),
        service_level: 3,
        phone: Some("075500000101".into()),
        estate_name: Some("麗湖花园".into()),
    }
}

pub fn bare_center(code: &str) -> CenterDraft {
    CenterDraft {
        code: code.into(),
        name: "松涛".into(),
        manager: None,
        service_level: 1,
        phone: None,
        estate_name: None,
    }
}

pub fn full_household(room: &str) -> HouseholdDraft {
    HouseholdDraft {
        center_code: "SC01".into(),
        room: room.into(),
        phase: Some("1期".into()),
        residency_kind: ResidencyKind::Owner,
        resident_name: Some("周敏".into()),
        phone: Some("13900008763".into()),
        second_phone: Some("12345678".into()),
        occupancy: Occupancy::MovedIn,
        moved_in_on: chrono::NaiveDate::from_ymd_opt(2019, 9, 9),
        do_not_call: DoNotCallMark::None,
        convenient_time: Some("18:30后".into()),
        is_key_household: true,
    }
}

pub fn bare_household(room: &str) -> HouseholdDraft {
    HouseholdDraft {
        center_code: "SC01".into(),
        room: room.into(),
        phase: None,
        residency_kind: ResidencyKind::Organization,
        resident_name: None,
        phone: None,
        second_phone: None,
        occupancy: Occupancy::Vacant,
        moved_in_on: None,
        do_not_call: DoNotCallMark::None,
        convenient_time: None,
        is_key_household: false,
    }
}

pub fn full_request(number: &str) -> ServiceRequestDraft {
    ServiceRequestDraft {
        request_no: number.into(),
        center_code: "SC01".into(),
        kind: ServiceRequestKind::Complaint,
        severity: Severity::Severe,
        is_paid: true,
        room: Some(ROOM.into()),
        resident_name: Some("周敏".into()),
        phone: Some("13900008763".into()),
        matter: Some(" 'x'; -- \n\"二\"\u{1f600}".into()),
        channel: Channel::Letter,
        taken_in_at: Timestamp(1_000),
        dispatched_at: Some(Timestamp(2_000)),
        completed_at: Some(Timestamp(3_000)),
        department: Some("工程部".into()),
        handler: Some("赵刚".into()),
        matter_result: Some("已处理".into()),
        status: ServiceRequestStatus::CannotBeResolved,
        concerns_head: true,
        is_valid_complaint: Some(false),
        is_reply_only: true,
        related_request_no: Some("BS0".into()),
    }
}

pub fn bare_request(number: &str) -> ServiceRequestDraft {
    ServiceRequestDraft {
        request_no: number.into(),
        center_code: "SC01".into(),
        kind: ServiceRequestKind::Repair,
        severity: Severity::Ordinary,
        is_paid: false,
        room: None,
        resident_name: None,
        phone: None,
        matter: None,
        channel: Channel::Phone,
        taken_in_at: Timestamp(1_000),
        dispatched_at: None,
        completed_at: None,
        department: None,
        handler: None,
        matter_result: None,
        status: ServiceRequestStatus::AwaitingDispatch,
        concerns_head: false,
        is_valid_complaint: None,
        is_reply_only: false,
        related_request_no: None,
    }
}

/// An identifier that only tests would make.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub async fn begin(database: &Database) -> Transaction {
    database.begin().await.expect("a transaction")
}

pub async fn commit(transaction: Transaction) {
    transaction.commit().await.expect("kept");
}

/// Stores the center `SC01` and these households as first tenancies, with ids 1, 2, 3 ….
pub async fn store_households(database: &Database, drafts: &[HouseholdDraft]) {
    let mut transaction = begin(database).await;
    let center = full_center("SC01");
    store::center::save(&mut transaction, &[&center]).await.expect("a center");
    let numbered = || (1_u128..).zip(drafts);
    let dwellings: Vec<_> = numbered()
        .map(|(number, draft)| (id(number), (draft.center_code.clone(), draft.room.clone())))
        .collect();
    store::household::insert_dwellings(&mut transaction, &dwellings).await.expect("dwellings");
    let households: Vec<_> = numbered()
        .map(|(number, draft)| HouseholdRecord {
            id: id(number).to_string(),
            dwelling_id: id(number).to_string(),
            tenancy: 1,
            draft,
            created_at: Timestamp(1),
        })
        .collect();
    store::household::save(&mut transaction, &households).await.expect("households");
    commit(transaction).await;
}

/// Stores requests of the center `SC01`, which is made for them, without a household.
pub async fn store_requests(database: &Database, drafts: &[ServiceRequestDraft]) {
    let mut transaction = begin(database).await;
    let center = full_center("SC01");
    store::center::save(&mut transaction, &[&center]).await.expect("a center");
    let record = |draft| RequestRecord { draft, household_id: None, imported_at: Timestamp(5) };
    let requests: Vec<_> = drafts.iter().map(record).collect();
    store::service_request::save(&mut transaction, &requests).await.expect("requests");
    commit(transaction).await;
}
