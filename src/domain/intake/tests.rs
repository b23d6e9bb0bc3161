//! One bad cell at a time, and several at once.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::center::read_centers;
use super::columns::{CENTER_COLUMNS, Column, HOUSEHOLD_COLUMNS, SERVICE_REQUEST_COLUMNS};
use super::header::Header;
use super::household::{DoNotCallMark, HouseholdDraft, read_households};
use super::reading::Reading;
use super::reason::RowRemark;
use super::service_request::{RequestContext, ServiceRequestDraft, read_service_requests};
use super::table::{Encoding, Row, Table};
use crate::domain::timestamp::BusinessZone;

const HOUSEHOLD: [&str; 12] = [
    "SC01",
    "A区-1栋-2层-03",
    "1期",
    "业主",
    "周敏",
    "13900008763",
    "",
    "已入住",
    "2019-09-09",
    "否",
    "下午",
    "否",
];

const REQUEST: [&str; 21] = [
    "BS1",
    "SC01",
    "报修",
    "一般",
    "否",
    "A区-1栋-2层-03",
    "周敏",
    "13900008763",
    "厨房水龙头滴水",
    "来电",
    "2026-11-18 09:00:00",
    "2026-11-18 10:00:00",
    "2026-11-18 16:00:00",
    "工程部",
    "赵刚",
    "已处理",
    "已完成",
    "否",
    "",
    "否",
    "",
];

/// A table under the English headers: row 2 is `cells` with some of them replaced.
fn table(columns: &[Column], cells: &[&str], replaced: &[(&str, &str)]) -> Table {
    let headers: Vec<String> = columns.iter().map(|column| column.field.to_owned()).collect();
    let mut cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
    for (field, text) in replaced {
        let position = headers.iter().position(|header| header == field).expect("a known field");
        cells[position] = (*text).to_owned();
    }
    Table { headers, rows: vec![Row { number: 2, cells }], encoding: Encoding::Utf8 }
}

fn read_request_table(table: &Table) -> Reading<ServiceRequestDraft> {
    let header = Header::read(table, SERVICE_REQUEST_COLUMNS).expect("all columns");
    let zone = BusinessZone::default();
    let context = RequestContext {
        known_centers: &BTreeSet::from(["SC01".to_owned()]),
        known_request_nos: &BTreeSet::from(["BS0".to_owned()]),
        now: zone.start_of(NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date")),
        zone,
    };
    read_service_requests(table, &header, context)
}

fn request(replaced: &[(&str, &str)]) -> Reading<ServiceRequestDraft> {
    read_request_table(&table(SERVICE_REQUEST_COLUMNS, &REQUEST, replaced))
}

fn household(replaced: &[(&str, &str)]) -> Reading<HouseholdDraft> {
    let table = table(HOUSEHOLD_COLUMNS, &HOUSEHOLD, replaced);
    let header = Header::read(&table, HOUSEHOLD_COLUMNS).expect("all columns");
    read_households(&table, &header, &BTreeSet::from(["SC01".to_owned()]))
}

/// `column code` of each remark.
fn codes(remarks: &[RowRemark]) -> Vec<String> {
    remarks.iter().map(|remark| format!("{} {}", remark.column, remark.reason.code())).collect()
}

#[test]
fn one_bad_cell_of_a_request_is_one_error() {
    let long = "1".repeat(65);
    let huge = "长".repeat(350_000);
    let cases = [
        ("request_no", "", "cell.required"),
        ("request_no", long.as_str(), "cell.not_a_key"),
        ("request_no", "BS\t1", "cell.not_a_key"),
        ("center_code", "SC99", "center.unknown"),
        ("kind", "维修", "cell.not_one_of"),
        ("kind", "", "cell.required"),
        ("severity", "紧急", "cell.not_one_of"),
        ("paid", "也许", "cell.not_one_of"),
        ("phone", "1.39E+10", "phone.not_digits"),
        ("phone", "13900008763/13900008764", "phone.not_digits"),
        ("matter", huge.as_str(), "cell.too_long"),
        ("matter", "a\0b", "cell.control_character"),
        ("taken_in_at", "", "cell.required"),
        ("taken_in_at", "2026-02-30 09:00:00", "cell.not_a_time"),
        ("completed_at", "2026-11-18 08:59:59", "completion.before_taken_in"),
        ("completed_at", "昨天", "cell.not_a_time"),
        ("status", "完成", "cell.not_one_of"),
        ("valid_complaint", "待定", "cell.not_one_of"),
    ];
    for (field, text, code) in cases {
        let reading = request(&[(field, text)]);
        assert_eq!(codes(&reading.errors), [format!("{field} {code}")]);
        assert_eq!(reading.drafts, [], "a row with an error gives no draft: {field} {code}");
    }
}

#[test]
fn odd_cells_of_a_request_are_findings_and_stored() {
    let cases = [
        ("phone", "1390000876", "phone.length"),
        ("completed_at", "2026-11-18 09:59:59", "completion.before_dispatched"),
        ("completed_at", "2026-11-20 00:00:01", "completion.in_future"),
        ("completed_at", "", "completion.without_time"),
        ("related_request_no", "BS404", "relation.unknown"),
        ("related_request_no", "BS1", "relation.itself"),
    ];
    for (field, text, code) in cases {
        let reading = request(&[(field, text)]);
        assert_eq!(codes(&reading.findings), [format!("{field} {code}")]);
        assert_eq!(reading.accepted().map(<[_]>::len), Some(1), "{field} {code}");
    }
    let open = request(&[("status", "处理中")]);
    assert_eq!(codes(&open.findings), ["completed_at completion.of_unfinished"]);
    assert_eq!(open.drafts[0].draft.completion(), None);
    assert_eq!(codes(&request(&[("related_request_no", "BS0")]).findings), [""; 0]);
}

#[test]
fn all_errors_of_a_row_are_reported() {
    let reading = request(&[
        ("kind", "维修"),
        ("phone", "x"),
        ("dispatched_at", "?"),
        ("completed_at", "2026-11-17 00:00:00"),
    ]);
    let expected = [
        "kind cell.not_one_of",
        "phone phone.not_digits",
        "dispatched_at cell.not_a_time",
        "completed_at completion.before_taken_in",
    ];
    assert_eq!(codes(&reading.errors), expected);
}

#[test]
fn words_and_codes_mean_the_same() {
    let english = request(&[
        ("kind", "repair"),
        ("severity", "ordinary"),
        ("paid", "No"),
        ("channel", "phone"),
        ("status", "resolved"),
        ("taken_in_at", "2026/11/18 9:00"),
    ]);
    assert_eq!(english, request(&[]));
    assert_eq!(codes(&english.errors), [""; 0]);
}

#[test]
fn a_row_needs_as_many_cells_as_there_are_headers() {
    let full = table(SERVICE_REQUEST_COLUMNS, &REQUEST, &[]);
    let with_cells = |change: fn(&mut Vec<String>)| {
        let mut table = full.clone();
        change(&mut table.rows[0].cells);
        codes(&read_request_table(&table).errors)
    };
    assert_eq!(with_cells(|cells| cells.truncate(20)), [" row.cell_count"]);
    assert_eq!(with_cells(|cells| cells.push("surplus".into())), [" row.cell_count"]);
    assert_eq!(with_cells(|cells| cells.push(" ".into())), [""; 0], "blank surplus is harmless");
}

#[test]
fn odd_cells_of_a_household() {
    let cases = [
        ("center_code", "SC99", vec!["center_code center.unknown"], vec![]),
        ("room", "", vec!["room cell.required"], vec![]),
        ("room", "大堂", vec![], vec!["room room.unusual"]),
        ("room", "A区--2层-03", vec![], vec!["room room.unusual"]),
        ("residency_kind", "亲戚", vec!["residency_kind cell.not_one_of"], vec![]),
        ("second_phone", "没有", vec!["second_phone phone.not_digits"], vec![]),
        ("second_phone", "0755-12345678", vec![], vec![]),
        ("occupancy", "", vec!["occupancy cell.required"], vec![]),
        ("moved_in_on", "2019-02-29", vec!["moved_in_on cell.not_a_date"], vec![]),
        ("moved_in_on", "2019-09-09 08:00:00", vec!["moved_in_on cell.not_a_date"], vec![]),
        ("moved_in_on", "2019/9/9", vec![], vec![]),
        ("do_not_call", "偶尔", vec!["do_not_call cell.not_one_of"], vec![]),
    ];
    for (field, text, errors, findings) in cases {
        let reading = household(&[(field, text)]);
        assert_eq!(
            (codes(&reading.errors), codes(&reading.findings)),
            (
                errors.iter().map(|code| (*code).to_owned()).collect(),
                findings.iter().map(|code| (*code).to_owned()).collect(),
            )
        );
    }
}

#[test]
fn the_do_not_call_column_has_three_meanings() {
    let cases = [
        ("否", DoNotCallMark::None),
        ("", DoNotCallMark::None),
        ("是", DoNotCallMark::Survey),
        ("调查", DoNotCallMark::Survey),
        ("survey", DoNotCallMark::Survey),
        ("全部", DoNotCallMark::All),
    ];
    for (text, mark) in cases {
        assert_eq!(household(&[("do_not_call", text)]).drafts[0].draft.do_not_call, mark, "{text}");
    }
}

#[test]
fn centers_have_unambiguous_codes_and_one_of_five_levels() {
    let read = |cells: [&str; 4]| {
        // Without the columns that may be missing.
        let table = table(&CENTER_COLUMNS[..4], &cells, &[]);
        let header = Header::read(&table, CENTER_COLUMNS).expect("all columns");
        let reading = read_centers(&table, &header);
        let level = reading.drafts.first().map(|drafted| drafted.draft.service_level);
        (level, codes(&reading.errors))
    };
    for (text, level) in [("一级", 1), ("五级", 5), ("3级", 3), ("4", 4)] {
        assert_eq!(read(["SC01", "桃园里", "", text]), (Some(level), vec![]));
    }
    let cases = [
        (["SC01", "桃园里", "", "六级"], "service_level cell.not_one_of"),
        (["SC/01", "桃园里", "", "一级"], "center_code cell.not_a_key"),
        (["SC#1", "桃园里", "", "一级"], "center_code cell.not_a_key"),
        (["SC01", " ", "", "一级"], "center_name cell.required"),
    ];
    for (cells, code) in cases {
        assert_eq!(read(cells), (None, vec![code.to_owned()]));
    }
}
