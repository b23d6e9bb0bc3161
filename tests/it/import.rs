//! Importing files: all or nothing, twice is once, and every format says the same.

use huifang::app::import::{ImportRefusal, ImportReport};
use huifang::domain::intake::kind::ImportKind;
use huifang::store::{Value, event_log, import_run};

use crate::support::both_databases;
use crate::support::data::{self, CENTERS, HOUSEHOLDS, REQUESTS, REQUESTS_XLSX};
use crate::support::rows::{count, imported, texts};
use crate::support::service::TestApp;

const HOSTILE: &[u8] = include_bytes!("../data/bad/hostile_text.csv");
const SIX_BAD_ROWS: &[u8] = include_bytes!("../data/bad/six_bad_rows.csv");

both_databases!(TestApp::new:
    the_samples_are_stored,
    the_same_file_twice_changes_nothing,
    another_file_that_says_the_same_is_remembered,
    a_dry_run_stores_nothing,
    an_import_is_recorded_without_personal_data,
    a_row_that_changed_is_updated,
    rows_in_another_order_make_the_same_units,
);

both_databases!(TestApp::with_centers:
    files_that_are_no_export_store_nothing,
    six_bad_rows_are_reported_and_nothing_is_stored,
    hostile_texts_are_stored_to_the_letter,
    a_csv_file_and_a_workbook_store_the_same,
    households_need_their_center,
);

fn counts(report: &ImportReport) -> (usize, usize, usize, usize) {
    (report.rows, report.inserted, report.updated, report.unchanged)
}

async fn the_samples_are_stored(test: TestApp) {
    let centers = test.import(ImportKind::Centers, CENTERS).await;
    let households = test.import(ImportKind::Households, HOUSEHOLDS).await;
    let requests = test.import(ImportKind::Requests, REQUESTS).await;
    assert_eq!(counts(&centers), (6, 6, 0, 0));
    assert_eq!(counts(&households), (3940, 3940, 0, 0));
    assert_eq!(counts(&requests), (1765, 1765, 0, 0));
    assert_eq!((households.encoding, households.covers_through), ("GB18030", None));
    assert_eq!(requests.covers_through.map(|date| date.to_string()), Some("2026-11-22".into()));
    let database = test.database();
    for (table, expected) in [
        ("service_center", 6),
        ("service_center_private", 6),
        ("dwelling", 3940),
        ("household where is_current and tenancy = 1", 3940),
        ("household_private", 3940),
        // 31 surveys and 25 calls, for the household and each number that can be dialled.
        ("do_not_call where phone is null and scope = 'survey'", 31),
        ("do_not_call where phone is null and scope = 'all'", 25),
        ("service_request", 1765),
        ("service_request_private", 1765),
        ("import_run", 3),
    ] {
        assert_eq!(count(database, table).await, expected, "{table}");
    }
    // Every completion, and only those, has a time and a status that says done.
    let finished = "service_request where completed_at is not null \
                    and status in ('resolved', 'closed', 'cannot_be_resolved')";
    assert_eq!(count(database, "completion").await, count(database, finished).await);
    // Every request that names a room of a known dwelling has its household.
    let unlinked = "service_request r join dwelling d on d.center_code = r.center_code \
                    and d.room = r.room where r.household_id is null";
    assert_eq!(count(database, unlinked).await, 0);
}

async fn the_same_file_twice_changes_nothing(test: TestApp) {
    test.import_samples().await;
    let before = imported(test.database()).await;
    let logged = event_log::newest(test.database()).await.expect("a position");
    test.next_hour();
    for (kind, bytes, rows) in [
        (ImportKind::Centers, CENTERS, 6),
        (ImportKind::Households, HOUSEHOLDS, 3940),
        (ImportKind::Requests, REQUESTS, 1765),
    ] {
        let report = test.import(kind, bytes).await;
        assert_eq!(counts(&report), (rows, 0, 0, rows), "{kind:?}");
    }
    assert_eq!(imported(test.database()).await, before);
    assert_eq!(count(test.database(), "import_run").await, 3);
    assert_eq!(count(test.database(), "audit_log").await, 3);
    assert_eq!(event_log::newest(test.database()).await.expect("a position"), logged);
}

async fn another_file_that_says_the_same_is_remembered(test: TestApp) {
    test.import(ImportKind::Centers, CENTERS).await;
    test.next_hour();
    let before = imported(test.database()).await;
    let report = test.import(ImportKind::Centers, &data::shuffled(CENTERS)).await;
    assert_eq!(counts(&report), (6, 0, 0, 6));
    assert_eq!(imported(test.database()).await, before);
    let runs = import_run::newest(test.database(), 10).await.expect("the imports");
    let unchanged: Vec<i64> = runs.iter().map(|run| run.unchanged_count).collect();
    assert_eq!(unchanged, [6, 0]);
}

async fn a_dry_run_stores_nothing(test: TestApp) {
    test.import(ImportKind::Centers, CENTERS).await;
    let before = imported(test.database()).await;
    let report = test
        .app
        .import(ImportKind::Households, "h.csv", HOUSEHOLDS, true, "tester", test.now())
        .await
        .expect("a file in order");
    assert_eq!((counts(&report), report.dry_run), ((3940, 3940, 0, 0), true));
    assert_eq!(report.findings.len(), 15);
    assert_eq!(imported(test.database()).await, before);
    assert_eq!(count(test.database(), "import_run").await, 1);
    // The writer is free again.
    let report = test.import(ImportKind::Households, HOUSEHOLDS).await;
    assert_eq!(report.inserted, 3940);
}

async fn an_import_is_recorded_without_personal_data(test: TestApp) {
    let name = "周敏\n的导出.csv";
    let now = test.now();
    test.app
        .import(ImportKind::Centers, name, CENTERS, false, "tester", now)
        .await
        .expect("a file in order");
    let runs = import_run::newest(test.database(), 10).await.expect("the imports");
    let [run] = runs.as_slice() else { panic!("one import, not {}", runs.len()) };
    let name = format!("centers-{}.csv", &run.file_hash[..8]);
    assert_eq!((run.kind.as_str(), &run.file_name), ("centers", &name));
    assert_eq!((run.imported_by.as_str(), run.imported_at), ("tester", now.0));
    assert_eq!((run.encoding.as_str(), run.row_count, run.inserted_count), ("UTF-8 BOM", 6, 6));
    assert_eq!(run.file_hash.len(), 64);
    let events = event_log::of_subject(test.database(), "import_run", &run.id).await;
    let [event] = events.expect("the events").try_into().expect("one event");
    let audits: Vec<(String, String, String)> = test
        .database()
        .all(
            "select actor, action, body from audit_log where subject_id = $1",
            vec![Value::from(&run.id)],
        )
        .await
        .expect("the audit records");
    let [(actor, action, body)] = audits.try_into().expect("one record");
    assert_eq!((event.kind.as_str(), event.at), ("imported", now.0));
    assert_eq!((actor.as_str(), action.as_str()), ("tester", "imported"));
    for text in [&event.body, &body] {
        assert!(text.contains("\"inserted\":6"), "{text}");
        assert!(!text.contains("周敏"), "{text}");
    }
    assert!(body.contains(&run.file_hash));
}

async fn a_row_that_changed_is_updated(test: TestApp) {
    let header = "服务中心编码,服务中心,经理,服务等级";
    let first = data::csv(header, &["SC01,麗湖花园服务中心,林晓东,三级", "SC02,松涛,王芳,二级"]);
    let later = data::csv(header, &["SC01,麗湖花园服务中心,,四级", "SC03,海棠,李涛,一级"]);
    test.import(ImportKind::Centers, &first).await;
    let report = test.import(ImportKind::Centers, &later).await;
    assert_eq!(counts(&report), (2, 1, 1, 0));
    let sql = "select c.code || ' ' || c.service_level || ' ' || p.manager_name || ' ' || \
               cast(c.revision as text) from service_center c \
               join service_center_private p on p.center_code = c.code order by c.code";
    assert_eq!(texts(test.database(), sql).await, ["SC01 4  2", "SC02 2 王芳 1", "SC03 1 李涛 1"]);
}

async fn rows_in_another_order_make_the_same_units(test: TestApp) {
    test.import(ImportKind::Centers, &data::shuffled(CENTERS)).await;
    test.import(ImportKind::Requests, &data::shuffled(REQUESTS)).await;
    test.import(ImportKind::Households, &data::shuffled(HOUSEHOLDS)).await;
    let stored: std::collections::BTreeSet<String> =
        texts(test.database(), "select unit_id from household").await.into_iter().collect();
    let file = huifang::intake::read_table(HOUSEHOLDS).expect("a table");
    let expected = file.rows.iter().map(|row| format!("{}/{}#1", row.cells[0], row.cells[1]));
    assert_eq!(stored, expected.collect());
}

async fn files_that_are_no_export_store_nothing(test: TestApp) {
    let before = imported(test.database()).await;
    let cases: [(&str, &[u8], &str); 6] = [
        ("empty.csv", include_bytes!("../data/bad/empty.csv"), "file.header_only"),
        (
            "missing_column.csv",
            include_bytes!("../data/bad/missing_column.csv"),
            "file.missing_columns",
        ),
        ("not_text.csv", include_bytes!("../data/bad/not_text.csv"), "file.not_a_table"),
        ("truncated.xlsx", include_bytes!("../data/bad/truncated.xlsx"), "file.broken_workbook"),
        ("nothing at all", b"", "file.empty"),
        ("another export", CENTERS, "file.missing_columns"),
    ];
    for (what, bytes, code) in cases {
        match test.try_import(ImportKind::Requests, bytes).await {
            Err(ImportRefusal::File(error)) => assert_eq!(error.code(), code, "{what}"),
            other => panic!("{what}: {other:?}"),
        }
    }
    assert_eq!(imported(test.database()).await, before);
    assert_eq!(count(test.database(), "import_run").await, 1);
}

async fn six_bad_rows_are_reported_and_nothing_is_stored(test: TestApp) {
    let before = imported(test.database()).await;
    let refusal = test.try_import(ImportKind::Requests, SIX_BAD_ROWS).await;
    let Err(ImportRefusal::Rows { errors, row_count, .. }) = refusal else {
        panic!("refused for its rows, not {refusal:?}");
    };
    let codes: Vec<(u64, &str, &str)> = (errors.iter())
        .map(|error| (error.row, error.code, error.value.reveal().as_str()))
        .collect();
    let expected = [
        (2, "cell.not_a_time", "2026-02-30 10:00:00"),
        (3, "center.unknown", "SC99"),
        (4, "row.duplicate", "BS2026091400001"),
        (5, "cell.not_one_of", "维修?"),
        (6, "phone.not_digits", "not a phone"),
        (7, "completion.before_taken_in", "2026-09-01 00:00:00"),
    ];
    assert_eq!((codes.as_slice(), row_count), (expected.as_slice(), 6));
    assert!(!format!("{errors:?}").contains("not a phone"), "values reach no log");
    assert_eq!(imported(test.database()).await, before);
    assert_eq!(count(test.database(), "import_run").await, 1);
}

async fn hostile_texts_are_stored_to_the_letter(test: TestApp) {
    assert_eq!(test.import(ImportKind::Requests, HOSTILE).await.inserted, 6);
    let sql = "select matter from service_request_private order by request_no";
    let matters = texts(test.database(), sql).await;
    assert_eq!(matters[0], "=HYPERLINK(\"http://example.invalid\",\"x\")");
    assert_eq!(matters[1], "<script>alert(1)</script>");
    assert_eq!(matters[2], "'; DROP TABLE service_request; --");
    assert_eq!(matters[3].chars().count(), 20_000);
    // Read back, they are what the file says.
    let again = test.import(ImportKind::Requests, &data::shuffled(HOSTILE)).await;
    assert_eq!(counts(&again), (6, 0, 0, 6));
}

async fn a_csv_file_and_a_workbook_store_the_same(test: TestApp) {
    let first = test.import(ImportKind::Requests, REQUESTS).await;
    let before = imported(test.database()).await;
    let workbook = test.import(ImportKind::Requests, REQUESTS_XLSX).await;
    assert_eq!(counts(&workbook), (1765, 0, 0, 1765));
    assert_eq!((first.encoding, workbook.encoding), ("GB18030", "XLSX"));
    assert_eq!(first.covers_through, workbook.covers_through);
    assert_eq!(imported(test.database()).await, before);
}

async fn households_need_their_center(test: TestApp) {
    let row = "SC99,A区-1栋-2层-03,,业主,周敏,13900008763,,已入住,,否,,否";
    let refusal =
        test.try_import(ImportKind::Households, &data::csv(data::HOUSEHOLD_HEADER, &[row])).await;
    let Err(ImportRefusal::Rows { errors, .. }) = refusal else {
        panic!("refused for its row, not {refusal:?}");
    };
    assert_eq!(errors.iter().map(|error| error.code).collect::<Vec<_>>(), ["center.unknown"]);
    assert_eq!(count(test.database(), "household").await, 0);
}
