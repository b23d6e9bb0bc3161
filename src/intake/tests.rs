//! The sample exports, from bytes to drafts.

use std::collections::BTreeSet;

use super::read_table;
use crate::domain::coded::Coded;
use crate::domain::intake::center::{CenterDraft, read_centers};
use crate::domain::intake::columns::{CENTER_COLUMNS, HOUSEHOLD_COLUMNS, SERVICE_REQUEST_COLUMNS};
use crate::domain::intake::file_error::FileError;
use crate::domain::intake::header::Header;
use crate::domain::intake::household::{DoNotCallMark, HouseholdDraft, read_households};
use crate::domain::intake::reading::Reading;
use crate::domain::intake::reason::{Reason, RowRemark};
use crate::domain::intake::service_request::{
    RequestContext, ServiceRequestDraft, read_service_requests,
};
use crate::domain::intake::table::{Encoding, Table};
use crate::domain::pii::Pii;
use crate::domain::service_request::ServiceRequestKind;
use crate::domain::timestamp::BusinessZone;

const CENTERS: &[u8] = include_bytes!("../../tests/data/service_centers.csv");
const HOUSEHOLDS: &[u8] = include_bytes!("../../tests/data/households.csv");
const TYPED: &[u8] = include_bytes!("../../tests/data/household_as_typed.xlsx");
const REQUESTS: &[u8] = include_bytes!("../../tests/data/service_requests.csv");
const REQUESTS_XLSX: &[u8] = include_bytes!("../../tests/data/service_requests.xlsx");
const EMPTY: &[u8] = include_bytes!("../../tests/data/bad/empty.csv");
const HOSTILE: &[u8] = include_bytes!("../../tests/data/bad/hostile_text.csv");
const MISSING_COLUMN: &[u8] = include_bytes!("../../tests/data/bad/missing_column.csv");
const NOT_TEXT: &[u8] = include_bytes!("../../tests/data/bad/not_text.csv");
const SIX_BAD_ROWS: &[u8] = include_bytes!("../../tests/data/bad/six_bad_rows.csv");
const TRUNCATED: &[u8] = include_bytes!("../../tests/data/bad/truncated.xlsx");

fn centers() -> BTreeSet<String> {
    (1..=6).map(|number| format!("SC{number:02}")).collect()
}

fn table(bytes: &[u8]) -> Table {
    read_table(bytes).expect("a readable table")
}

fn requests(bytes: &[u8]) -> Result<Reading<ServiceRequestDraft>, FileError> {
    let table = read_table(bytes)?;
    let header = Header::read(&table, SERVICE_REQUEST_COLUMNS)?;
    let zone = BusinessZone::default();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    let context = RequestContext {
        known_centers: &centers(),
        known_request_nos: &BTreeSet::new(),
        now: zone.start_of(day),
        zone,
    };
    Ok(read_service_requests(&table, &header, context))
}

fn households() -> Reading<HouseholdDraft> {
    let table = table(HOUSEHOLDS);
    let header = Header::read(&table, HOUSEHOLD_COLUMNS).expect("all columns");
    read_households(&table, &header, &centers())
}

fn count(remarks: &[RowRemark], reason: &Reason) -> usize {
    remarks.iter().filter(|remark| remark.reason == *reason).count()
}

#[test]
fn the_sample_centers_are_read() {
    let table = table(CENTERS);
    assert_eq!(table.encoding, Encoding::Utf8WithBom);
    let header = Header::read(&table, CENTER_COLUMNS).expect("all columns");
    let reading = read_centers(&table, &header);
    assert_eq!((reading.errors.len(), reading.findings.len()), (0, 0));
    let levels: Vec<u8> =
        reading.drafts.iter().map(|drafted| drafted.draft.service_level).collect();
    assert_eq!(levels, [3, 2, 5, 1, 4, 3]);
    assert_eq!(
        reading.drafts[0].draft,
        CenterDraft {
            code: "SC01".into(),
            name: "麗湖花园服务中心".into(),
            manager: Some("林晓东".into()),
            service_level: 3,
            phone: None,
            estate_name: None,
        }
    );
}

#[test]
fn the_sample_households_are_read() {
    assert_eq!(table(HOUSEHOLDS).encoding, Encoding::Gb18030);
    let reading = households();
    assert_eq!(reading.errors, []);
    let drafts = reading.accepted().expect("no errors");
    assert_eq!((drafts.len(), reading.row_count), (3940, 3940));
    assert_eq!(count(&reading.findings, &Reason::PhoneLength), 15);
    assert_eq!(reading.findings.len(), 15);
    let marked = |mark| drafts.iter().filter(|drafted| drafted.draft.do_not_call == mark).count();
    assert_eq!((marked(DoNotCallMark::Survey), marked(DoNotCallMark::All)), (31, 25));
    let without_phone = drafts.iter().filter(|drafted| drafted.draft.phone.is_none()).count();
    let with_second = drafts.iter().filter(|drafted| drafted.draft.second_phone.is_some()).count();
    let key = drafts.iter().filter(|drafted| drafted.draft.is_key_household).count();
    let dated = drafts.iter().filter(|drafted| drafted.draft.moved_in_on.is_some()).count();
    assert_eq!((without_phone, with_second, key, dated), (134, 783, 76, 3552));
    assert_eq!((drafts[0].row, drafts[3939].row), (2, 3941));
}

#[test]
fn the_sample_requests_are_read() {
    let reading = requests(REQUESTS).expect("a table");
    assert_eq!(reading.errors, []);
    let drafts = reading.accepted().expect("no errors");
    assert_eq!(drafts.len(), 1765);
    let completed = drafts.iter().filter(|drafted| drafted.draft.completion().is_some()).count();
    assert_eq!(completed, 1665);
    assert_eq!(count(&reading.findings, &Reason::CompletedBeforeDispatched), 189);
    assert_eq!(count(&reading.findings, &Reason::FinishedWithoutTime), 6);
    assert_eq!(count(&reading.findings, &Reason::PhoneLength), 7);
    assert_eq!(reading.findings.len(), 189 + 6 + 7);
    let related = drafts.iter().filter(|drafted| drafted.draft.related_request_no.is_some());
    assert_eq!(related.count(), 22);
}

#[test]
fn the_workbook_says_the_same_as_the_text_file() {
    let workbook = table(REQUESTS_XLSX);
    assert_eq!(workbook.encoding, Encoding::Workbook { sheet: "报事".into() });
    assert_eq!(workbook.headers, table(REQUESTS).headers);
    assert_eq!(requests(REQUESTS_XLSX), requests(REQUESTS));
}

#[test]
fn bad_files_are_refused_each_for_its_own_reason() {
    let cases = [
        (EMPTY, "file.header_only"),
        (MISSING_COLUMN, "file.missing_columns"),
        (NOT_TEXT, "file.not_a_table"),
        (TRUNCATED, "file.broken_workbook"),
        (b"".as_slice(), "file.empty"),
        (b"\n ,\n".as_slice(), "file.empty"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), "file.old_workbook"),
        (b"\x89PNG\r\n\x1A\n\0".as_slice(), "file.not_text"),
        (b"a,b\n\"c,d\n".as_slice(), "file.quoting"),
    ];
    for (bytes, code) in cases {
        assert_eq!(requests(bytes).map_err(|error| error.code()).err(), Some(code));
    }
    let missing = requests(MISSING_COLUMN).expect_err("refused");
    assert_eq!(missing.chinese(), "缺少列：完成时间 (completed_at)。");
}

#[test]
fn each_of_six_bad_rows_is_reported_once() {
    let reading = requests(SIX_BAD_ROWS).expect("a table");
    let kinds = ServiceRequestKind::ALL.iter().map(|kind| kind.chinese()).collect();
    let expected = [
        (2, "完成时间", "2026-02-30 10:00:00", Reason::NotATime),
        (3, "服务中心编码", "SC99", Reason::UnknownCenter),
        (4, "报事编号", "BS2026091400001", Reason::Duplicate { first_row: 2 }),
        (5, "类型", "维修?", Reason::NotOneOf(kinds)),
        (6, "联系电话", "not a phone", Reason::PhoneNotDigits),
        (7, "完成时间", "2026-09-01 00:00:00", Reason::CompletedBeforeTakenIn),
    ]
    .map(|(row, column, value, reason)| RowRemark {
        row,
        column: column.to_owned(),
        value: value.into(),
        reason,
    });
    assert_eq!(reading.errors, expected);
    assert_eq!(reading.accepted(), None);
}

#[test]
fn hostile_texts_are_only_texts() {
    let reading = requests(HOSTILE).expect("a table");
    assert_eq!(reading.errors, []);
    let matters: Vec<&str> = (reading.drafts.iter())
        .filter_map(|drafted| drafted.draft.matter.as_ref().map(Pii::reveal))
        .map(String::as_str)
        .collect();
    assert_eq!(matters.len(), 6);
    assert_eq!(matters[0], "=HYPERLINK(\"http://example.invalid\",\"x\")");
    assert_eq!(matters[1], "<script>alert(1)</script>");
    assert_eq!(matters[2], "'; DROP TABLE service_request; --");
    assert_eq!(matters[3].chars().count(), 20_000);
    assert!(!format!("{reading:?}").contains("DROP TABLE"), "texts reach no log");
}

/// Each of these bits, turned over, leaves a workbook that unpacks to a sheet of as many rows with
/// something else in a cell; only the checksum tells.
#[test]
fn a_damaged_workbook_is_refused_even_when_it_still_looks_like_one() {
    for (byte, bit) in [(9412, 7), (75_448, 4), (120_729, 0), (202_885, 0)] {
        let mut damaged = REQUESTS_XLSX.to_vec();
        damaged[byte] ^= 1 << bit;
        assert_eq!(read_table(&damaged), Err(FileError::broken_workbook()), "byte {byte}");
    }
}

/// A sheet as a person types it: numbers for telephone numbers, a date cell, a tick, a hidden sheet
/// before it, two blank rows under the header.
#[test]
fn a_workbook_typed_by_hand_is_read() {
    let table = table(TYPED);
    assert_eq!(table.encoding, Encoding::Workbook { sheet: "业户".into() });
    let header = Header::read(&table, HOUSEHOLD_COLUMNS).expect("all columns");
    let reading = read_households(&table, &header, &centers());
    assert_eq!((reading.errors.len(), reading.findings.len()), (0, 0));
    assert_eq!(reading.drafts[0].row, 4);
    let draft = &reading.drafts[0].draft;
    assert_eq!(draft.phone, Some("13900008763".into()));
    assert_eq!(draft.second_phone, Some("15000007740".into()));
    assert_eq!(draft.moved_in_on, chrono::NaiveDate::from_ymd_opt(2019, 9, 9));
    assert_eq!((draft.phase.as_deref(), draft.is_key_household), (None, true));
}

/// calamine panics on these; the service must go on.
#[test]
fn a_workbook_the_library_panics_on_is_refused() {
    for (byte, bit) in [(2062, 2), (2130, 3)] {
        let mut malformed = TYPED.to_vec();
        malformed[byte] ^= 1 << bit;
        assert_eq!(read_table(&malformed), Err(FileError::broken_workbook()), "byte {byte}");
    }
}
