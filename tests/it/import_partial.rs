//! Partial imports, what they leave out, and what is recorded of a changed row.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use huifang::app::import::{ImportMode, ImportOrder, ImportRefusal, ImportSource, ImportWatch};
use huifang::domain::intake::kind::ImportKind;
use huifang::store::Value;

use crate::support::both_databases;
use crate::support::data::{CENTERS, HOUSEHOLD_HEADER, REQUEST_HEADER, csv};
use crate::support::rows::{count, texts};
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    good_rows_are_stored_and_the_others_can_be_corrected,
    a_partial_import_without_a_good_row_is_refused,
    a_failed_import_leaves_an_earlier_file_of_rejects,
    a_changed_row_is_recorded_by_its_fields_alone,
    an_import_that_was_given_up_stores_nothing,
    many_errors_are_counted_and_the_first_kept,
    a_completion_in_the_future_covers_no_more_than_today,
    a_relation_to_a_later_row_is_known,
);

fn order(test: &TestApp, kind: ImportKind, bytes: Vec<u8>, mode: ImportMode) -> ImportOrder {
    ImportOrder {
        kind,
        file_name: "test.csv".to_owned(),
        source: ImportSource::Bytes(bytes),
        mode,
        dry_run: false,
        actor: "tester".to_owned(),
        now: test.now(),
        watch: ImportWatch::default(),
    }
}

fn request(number: &str, kind: &str, matter: &str) -> String {
    format!("{number},SC01,{kind},一般,否,,,,{matter},来电,2026-11-18 09:00:00,,,,,,处理中,,,,")
}

fn partial(path: &Path) -> ImportMode {
    ImportMode::Partial { rejects: Some(path.to_owned()) }
}

async fn good_rows_are_stored_and_the_others_can_be_corrected(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rejects.csv");
    let rows = [
        request("BS1", "报修", "漏水"),
        request("BS2", "维修", "=1+1"),
        request("BS1", "报修", "again"),
        request("BS4", "投诉", "噪音"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let import = order(&test, ImportKind::Requests, csv(REQUEST_HEADER, &rows), partial(&path));
    let report = test.app.import_file(import).await.expect("two good rows");
    assert_eq!((report.rows, report.inserted, report.error_rows), (4, 2, 2));
    let mode = std::fs::metadata(&path).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let rejects = std::fs::read(&path).expect("the rejects");
    let text = String::from_utf8(rejects.clone()).expect("UTF-8");
    assert!(text.contains("'=1+1"), "no formula is written: {text}");
    let table = huifang::intake::read_table(&rejects).expect("a table");
    let last = |row: usize| table.rows[row].cells[21..].join("|");
    assert_eq!(table.headers[21..].join("|"), "原行号|错误列|错误原因");
    assert!(last(0).starts_with("3|类型|"), "{}", last(0));
    assert!(last(1).starts_with("4|报事编号|"), "{}", last(1));
    let corrected = text.replace("维修", "报修").replace("BS1", "BS3").into_bytes();
    let report = test.import(ImportKind::Requests, &corrected).await;
    assert_eq!((report.inserted, report.unknown_columns.len()), (2, 3));
    let sql = "select request_no || ' ' || matter from service_request_private order by request_no";
    assert_eq!(
        texts(test.database(), sql).await,
        ["BS1 漏水", "BS2 =1+1", "BS3 again", "BS4 噪音"]
    );
}

async fn a_partial_import_without_a_good_row_is_refused(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let row = "SC99,A区-1栋-2层-03,,业主,,,,已入住,,否,,否";
    let bytes = csv(HOUSEHOLD_HEADER, &[row]);
    let mode = partial(&folder.path().join("rejects.csv"));
    let refusal = test.app.import_file(order(&test, ImportKind::Households, bytes, mode)).await;
    assert!(matches!(refusal, Err(ImportRefusal::Rows { error_rows: 1, .. })), "{refusal:?}");
}

async fn a_failed_import_leaves_an_earlier_file_of_rejects(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rejects.csv");
    std::fs::write(&path, "earlier").expect("a file");
    let bad = csv(REQUEST_HEADER, &[&request("BS1", "维修", "漏水")]);
    let import = order(&test, ImportKind::Requests, bad, partial(&path));
    assert!(test.app.import_file(import).await.is_err());
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), "earlier");
    let files = || std::fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(files(), 1, "nothing else is left behind");

    let rows = [request("BS1", "维修", "漏水"), request("BS2", "报修", "漏水")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let import = order(&test, ImportKind::Requests, csv(REQUEST_HEADER, &rows), partial(&path));
    test.app.import_file(import).await.expect("a good row");
    assert!(std::fs::read_to_string(&path).expect("the file").contains("BS1"));
    let mode = std::fs::metadata(&path).expect("the file").permissions().mode();
    assert_eq!((mode & 0o777, files()), (0o600, 1));

    let nowhere = folder.path().join("missing/rejects.csv");
    let import = order(&test, ImportKind::Requests, csv(REQUEST_HEADER, &rows), partial(&nowhere));
    match test.app.import_file(import).await {
        Err(ImportRefusal::App(error)) => assert_eq!(error.code, "import.rejects_folder"),
        other => panic!("refused for its folder, not {other:?}"),
    }
    assert_eq!(files(), 1, "no folder is made");
}

async fn a_changed_row_is_recorded_by_its_fields_alone(test: TestApp) {
    let center = "服务中心编码,服务中心,经理,服务等级";
    let household = |name: &str| {
        let row = format!("SC01,A区-1栋-2层-03,,业主,{name},13900008763,,已入住,,否,,否");
        csv(HOUSEHOLD_HEADER, &[&row])
    };
    test.import(ImportKind::Households, &household("周敏")).await;
    test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &[&request("BS1", "报修", "漏水")]))
        .await;
    test.next_hour();
    test.import(ImportKind::Centers, &csv(center, &["SC01,麗湖花园,李秘密,三级"])).await;
    test.import(ImportKind::Households, &household("李秘密")).await;
    let report = test
        .import(ImportKind::Requests, &csv(REQUEST_HEADER, &[&request("BS1", "投诉", "秘密")]))
        .await;
    assert_eq!((report.updated, report.changed_fields.len()), (1, 2));
    let sql = "select action, body from audit_log where actor = 'tester' \
               and action like '%\\_changed' escape '\\' order by sequence";
    let records: Vec<(String, String)> =
        test.database().all(sql, Vec::<Value>::new()).await.expect("the records");
    let fields: Vec<String> = (records.iter())
        .map(|(action, body)| {
            let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
            format!("{action} {}", body["fields"])
        })
        .collect();
    assert_eq!(
        fields,
        [
            "center_changed [\"center_name\",\"manager\"]",
            "household_changed [\"resident_name\"]",
            "service_request_changed [\"kind\",\"matter\"]",
        ]
    );
    assert!(records.iter().all(|(_, body)| !body.contains("秘密")), "{records:?}");
}

async fn an_import_that_was_given_up_stores_nothing(test: TestApp) {
    let mut import = order(&test, ImportKind::Centers, CENTERS.to_vec(), ImportMode::All);
    import.watch = ImportWatch::default();
    import.watch.cancel();
    let refusal = test.app.import_file(import).await;
    assert!(matches!(refusal, Err(ImportRefusal::Cancelled)), "{refusal:?}");
    assert_eq!(count(test.database(), "import_run").await, 1);
}

async fn many_errors_are_counted_and_the_first_kept(test: TestApp) {
    let rows: Vec<String> = (0..1_500).map(|n| request(&format!("B{n}"), "?", "x")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    match test.try_import(ImportKind::Requests, &csv(REQUEST_HEADER, &rows)).await {
        Err(ImportRefusal::Rows { errors, error_count, error_rows, row_count }) => {
            assert_eq!((errors.len(), error_count), (1_000, 1_500));
            assert_eq!((error_rows, row_count), (1_500, 1_500));
        }
        other => panic!("refused for its rows, not {other:?}"),
    }
    assert_eq!(count(test.database(), "import_stage").await, 0);
}

async fn a_completion_in_the_future_covers_no_more_than_today(test: TestApp) {
    let row = |number: &str, at: &str| {
        format!("{number},SC01,报修,一般,否,,,,漏水,来电,2026-11-18 09:00:00,,{at},,,,已完成,,,,")
    };
    let rows = [row("BS1", "2026-11-19 09:00:00"), row("BS2", "2027-11-19 09:00:00")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let report = test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &rows)).await;
    assert_eq!(report.covers_through.map(|date| date.to_string()), Some("2026-11-20".into()));
}

async fn a_relation_to_a_later_row_is_known(test: TestApp) {
    let related = |number: &str, to: &str| request(number, "报修", "漏水") + to;
    let rows = [related("BS1", "BS2"), related("BS2", "BS9"), related("BS3", "BS1")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let report = test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &rows)).await;
    let found: Vec<(u64, &str)> =
        report.findings.iter().map(|finding| (finding.row, finding.code)).collect();
    assert_eq!(found, [(3, "relation.unknown")]);
}
