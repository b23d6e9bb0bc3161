//! Bytes of CSV files and workbooks → reader → drafts.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _, Write as _};

use huifang::domain::intake::center::read_centers;
use huifang::domain::intake::header::Header;
use huifang::domain::intake::household::read_households;
use huifang::domain::intake::kind::ImportKind;
use huifang::domain::intake::service_request::{RequestContext, read_service_requests};
use huifang::domain::intake::table::Table;
use huifang::domain::timestamp::{BusinessZone, Timestamp};
use huifang::intake::read_table;
use proptest::prelude::*;

const WORKBOOK: &[u8] = include_bytes!("../data/household_as_typed.xlsx");
const REQUESTS: &[u8] = include_bytes!("../data/bad/six_bad_rows.csv");

/// Reads the bytes as every kind of file; whatever they are, there is an answer.
fn take_in(bytes: &[u8]) {
    let Ok(table) = read_table(bytes) else { return };
    let centers = BTreeSet::from(["SC01".to_owned()]);
    let known_request_nos = &BTreeSet::new();
    let (now, zone) = (Timestamp(1_795_000_000_000), BusinessZone::default());
    let context = RequestContext { known_centers: &centers, known_request_nos, now, zone };
    let header = |kind: ImportKind| Header::read(&table, kind.columns()).ok();
    if let Some(header) = header(ImportKind::Centers) {
        check(&table, read_centers(&table, &header).row_count);
    }
    if let Some(header) = header(ImportKind::Households) {
        check(&table, read_households(&table, &header, &centers).row_count);
    }
    if let Some(header) = header(ImportKind::Requests) {
        check(&table, read_service_requests(&table, &header, context).row_count);
    }
}

fn check(table: &Table, row_count: usize) {
    assert_eq!(table.rows.len(), row_count, "every row is judged");
}

/// Cells that are nearly right, and some that are nothing.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[0-9+ -]{0,14}",
        "[0-9]{1,5}[-/][0-9]{1,3}[-/][0-9]{1,3}[ T][0-9]{1,3}:[0-9]{1,3}(:[0-9]{1,3})?",
        Just("SC01".to_owned()),
        Just("报修".to_owned()),
        Just("已完成".to_owned()),
        Just("一般".to_owned()),
        Just("\"a\"\"b\"".to_owned()),
        Just("\"".to_owned()),
    ]
}

/// A file under a right header.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop::sample::select(vec![
        ImportKind::Centers,
        ImportKind::Households,
        ImportKind::Requests,
    ]);
    let rows = prop::collection::vec(prop::collection::vec(cell(), 0..24), 0..6);
    (kind, rows, any::<bool>()).prop_map(|(kind, rows, is_gb18030)| {
        let headers: Vec<&str> = kind.columns().iter().map(|column| column.chinese).collect();
        let rows = rows.into_iter().map(|cells| cells.join(","));
        let text = std::iter::once(headers.join(",")).chain(rows).collect::<Vec<_>>().join("\n");
        if is_gb18030 {
            return encoding_rs::GB18030.encode(&text).0.into_owned();
        }
        text.into_bytes()
    })
}

/// Some bytes of a file replaced, and its end perhaps cut off.
fn damaged(bytes: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((0..bytes.len(), any::<u8>()), 0..12);
    (changes, 0..=bytes.len()).prop_map(move |(changes, end)| {
        let mut bytes = bytes.to_vec();
        changes.into_iter().for_each(|(at, byte)| bytes[at] = byte);
        bytes.truncate(end.max(1));
        bytes
    })
}

/// A workbook whose container is whole and whose parts are damaged: what a checksum cannot see.
fn damaged_parts() -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8);
    (0..16_usize, changes).prop_map(|(part, changes)| {
        let mut source = zip::ZipArchive::new(Cursor::new(WORKBOOK)).expect("a container");
        let part = part % source.len();
        let mut target = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..source.len() {
            let mut bytes = Vec::new();
            let mut file = source.by_index(index).expect("a part");
            let name = file.name().expect("a name").into_owned();
            file.read_to_end(&mut bytes).expect("a whole part");
            if index == part && !bytes.is_empty() {
                for (at, byte) in &changes {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
            }
            let options = zip::write::SimpleFileOptions::default();
            target.start_file(name.as_str(), options).expect("a part");
            target.write_all(&bytes).expect("memory");
        }
        target.finish().expect("a container").into_inner()
    })
}

proptest! {
    #![proptest_config(crate::config())]

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        take_in(&bytes);
    }

    #[test]
    fn any_text_has_an_answer(text in "(?s).{0,400}") {
        take_in(text.as_bytes());
    }

    #[test]
    fn rows_under_a_right_header_have_an_answer(bytes in file()) {
        take_in(&bytes);
    }

    #[test]
    fn a_damaged_export_has_an_answer(bytes in damaged(REQUESTS)) {
        take_in(&bytes);
    }

    #[test]
    fn a_damaged_workbook_has_an_answer(bytes in damaged(WORKBOOK)) {
        take_in(&bytes);
    }

    #[test]
    fn a_workbook_of_damaged_parts_has_an_answer(bytes in damaged_parts()) {
        take_in(&bytes);
    }
}
