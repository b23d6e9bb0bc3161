//! Imports that are followed: their states, the wish to end them, the watched folder, and other
//! writers meanwhile.

use std::path::Path;

use huifang::app::import::{
    ImportJobOrder, ImportMode, ImportOrder, ImportOutcome, ImportSource, ImportWatch,
};
use huifang::domain::intake::kind::ImportKind;
use huifang::jobs::{InboxWatch, delete_rejects};
use huifang::store::{self, import_stage, setting};

use crate::support::both_databases;
use crate::support::data::{CENTERS, REQUEST_HEADER, csv};
use crate::support::rows::{count, texts};
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    an_import_is_followed_to_its_end,
    a_refused_import_says_why_with_masked_values,
    a_queued_import_can_be_given_up,
    a_running_import_can_be_given_up,
    what_a_stopped_process_left_has_failed,
    others_write_while_an_import_is_staged,
    leftovers_of_a_stage_are_removed,
    the_watched_folder_is_worked,
    imports_of_the_command_line_are_listed,
    files_of_old_imports_are_removed,
    a_request_that_changed_is_compared_again_in_the_merge,
);

fn requests(count: usize) -> Vec<u8> {
    let rows: Vec<String> = (0..count)
        .map(|n| format!("T{n},SC01,报修,一般,否,,,,漏水,来电,2026-11-18 09:00:00,,,,,,处理中,,,,"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    csv(REQUEST_HEADER, &rows)
}

fn order(path: &Path, kind: ImportKind) -> ImportJobOrder {
    ImportJobOrder {
        kind,
        is_partial: false,
        dry_run: false,
        origin: "upload",
        file_name: "周敏的导出.CSV".to_owned(),
        path: path.to_owned(),
        actor: "tester".to_owned(),
    }
}

/// Queues a file of these bytes; its id and what to run.
async fn queue(
    test: &TestApp,
    folder: &Path,
    kind: ImportKind,
    bytes: &[u8],
) -> (String, ImportJobOrder) {
    let id = test.app.new_id(test.now()).to_string();
    let path = folder.join(&id);
    std::fs::write(&path, bytes).expect("a file");
    let order = order(&path, kind);
    test.app.queue_import(&id, &order, test.now()).await.expect("queued");
    (id, order)
}

async fn state(test: &TestApp, id: &str) -> String {
    test.app.import_job(id).await.expect("the import").row.state
}

async fn an_import_is_followed_to_its_end(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = requests(3);
    let (id, order) = queue(&test, folder.path(), ImportKind::Requests, &bytes).await;
    assert_eq!(state(&test, &id).await, "queued");
    let (requested, looks) = (test.now(), std::sync::atomic::AtomicI64::new(0));
    // A minute passes between any two looks at the clock.
    let time = || {
        requested.plus_ms(60_000 * (1 + looks.fetch_add(1, std::sync::atomic::Ordering::SeqCst)))
    };
    test.app.run_import(&id, order, time).await.expect("worked");
    let job = test.app.import_job(&id).await.expect("the import");
    assert_eq!(job.row.requested_at, requested.0);
    assert_eq!(job.row.finished_at, Some(requested.plus_ms(120_000).0));
    let size = i64::try_from(bytes.len()).expect("a small file");
    assert_eq!((job.row.state.as_str(), job.row.row_count, job.row.bytes_read), ("done", 3, size));
    let hash = job.row.file_hash.as_deref().expect("a hash");
    assert_eq!(job.row.file_name, format!("requests-{}.csv", &hash[..8]));
    let outcome = job.outcome.expect("what came of it");
    assert_eq!((outcome.code, outcome.inserted), (None, 3));
    let jobs = test.app.import_jobs(10).await.expect("the list");
    assert_eq!(jobs, [job.row]);
    let events = store::event_log::of_subject(test.database(), "import_job", &id).await;
    let states: Vec<String> = events.expect("events").into_iter().map(|event| event.body).collect();
    let expected = ["queued", "reading", "done"].map(|state| format!("{{\"state\":\"{state}\"}}"));
    assert_eq!(states, expected);
}

async fn a_refused_import_says_why_with_masked_values(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let row = "BS1,SC01,报修,一般,否,,周敏,no phone,漏水,来电,?,,,,,,处理中,,,,";
    let bytes = csv(REQUEST_HEADER, &[row]);
    let (id, order) = queue(&test, folder.path(), ImportKind::Requests, &bytes).await;
    test.app.run_import(&id, order, || test.now()).await.expect("worked");
    let job = test.app.import_job(&id).await.expect("the import");
    let outcome = job.outcome.expect("what came of it");
    let values: Vec<&str> = outcome.errors.iter().map(|error| error.value.as_str()).collect();
    assert_eq!((job.row.state.as_str(), values), ("refused", vec!["n•••", "?"]));
    assert_eq!(outcome.code.as_deref(), Some("import.rows"));
}

async fn a_queued_import_can_be_given_up(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, order) = queue(&test, folder.path(), ImportKind::Requests, &requests(3)).await;
    let job = test.app.cancel_import(&id, "tester", test.now()).await.expect("given up");
    assert_eq!(job.row.state, "cancelled");
    let outcome = test.app.run_import(&id, order, || test.now()).await.expect("nothing to do");
    assert_eq!((outcome, count(test.database(), "service_request").await), (None, 0));
    let again = test.app.cancel_import(&id, "tester", test.now()).await.expect_err("it is over");
    assert_eq!(again.code, "import.is_over");
}

async fn a_running_import_can_be_given_up(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let (id, order) = queue(&test, folder.path(), ImportKind::Requests, &requests(3)).await;
    let mut transaction = test.database().begin().await.expect("a transaction");
    store::import_job::request_cancel(&mut transaction, &id).await.expect("asked for");
    transaction.commit().await.expect("kept");
    let outcome = test.app.run_import(&id, order, || test.now()).await.expect("worked");
    let code = outcome.and_then(|outcome: ImportOutcome| outcome.code);
    assert_eq!(code.as_deref(), Some("import.cancelled"));
    assert_eq!(state(&test, &id).await, "cancelled");
    for table in ["service_request", "import_stage", "import_stage_private"] {
        assert_eq!(count(test.database(), table).await, 0, "{table}");
    }
}

async fn what_a_stopped_process_left_has_failed(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let (queued, _) = queue(&test, folder.path(), ImportKind::Requests, &requests(3)).await;
    let (done, order) = queue(&test, folder.path(), ImportKind::Centers, CENTERS).await;
    test.app.run_import(&done, order, || test.now()).await.expect("worked");
    assert_eq!(test.app.fail_interrupted_imports(test.now()).await.expect("ended"), 1);
    assert_eq!(
        (state(&test, &queued).await, state(&test, &done).await),
        ("failed".into(), "done".into())
    );
}

async fn others_write_while_an_import_is_staged(test: TestApp) {
    let (app, now) = (test.app.clone(), test.now());
    let import = tokio::spawn(async move {
        app.import(ImportKind::Requests, "t.csv", &requests(6_000), false, "tester", now).await
    });
    let mut written_meanwhile = 0;
    while !import.is_finished() {
        let mut transaction = test.database().begin().await.expect("a transaction");
        let sql = "select cast(count(*) as bigint) from import_stage \
                   where not exists (select 1 from service_request)";
        let staged: Option<(i64,)> = transaction.optional(sql, vec![]).await.expect("a count");
        setting::put(&mut transaction, "other", "x", now).await.expect("written");
        transaction.commit().await.expect("kept");
        written_meanwhile += usize::from(staged.is_some_and(|(staged,)| staged > 0));
    }
    let report = import.await.expect("no panic").expect("a file in order");
    assert_eq!(report.inserted, 6_000);
    assert!(written_meanwhile > 0, "another writer committed between two chunks");
    assert_eq!(count(test.database(), "import_stage").await, 0);
}

async fn leftovers_of_a_stage_are_removed(test: TestApp) {
    let sql = "insert into import_stage (stage_id, request_no, row_number, is_new, center_code, \
               kind, severity, is_paid, room, channel, taken_in_at, department, status, \
               against_manager, is_reply_only, has_reporter_name, has_reporter_phone) values \
               ($1, 'BS1', 2, true, 'SC01', 'repair', 'ordinary', false, '', 'phone', 1, '', \
               'in_progress', false, false, false, false)";
    let old = test.app.new_id(test.now()).to_string();
    let mut transaction = test.database().begin().await.expect("a transaction");
    transaction.execute(sql, vec![store::Value::from(&old)]).await.expect("staged");
    transaction.commit().await.expect("kept");
    test.import(ImportKind::Requests, &requests(1)).await;
    assert_eq!(count(test.database(), "import_stage").await, 1, "it may be another node's");
    test.clock.advance_ms(25 * 3_600_000).expect("a manual clock");
    let later = test.app.new_id(test.now()).to_string();
    let found = import_stage::older_than(test.database(), &later).await.expect("the stages");
    assert_eq!(found, [old]);
    test.import(ImportKind::Requests, &requests(2)).await;
    assert_eq!(count(test.database(), "import_stage").await, 0);
}

async fn the_watched_folder_is_worked(test: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let mut watch = InboxWatch::new(folder.path().to_owned());
    let write = |name: &str, bytes: &[u8]| std::fs::write(path(name), bytes).expect("a file");
    write("报事1120.csv", &requests(2));
    write("anything.csv", &requests(3));
    write("notes.txt", b"hello");
    write("requests.csv.part", b"half");
    assert_eq!(watch.look(&test.app, test.now()).await.expect("a look"), 0, "they may still grow");
    write("households.csv", b"x");
    assert_eq!(watch.look(&test.app, test.now()).await.expect("a look"), 3);
    write("requests again.csv", &requests(2));
    assert_eq!(watch.look(&test.app, test.now()).await.expect("a look"), 1);
    assert_eq!(watch.look(&test.app, test.now()).await.expect("a look"), 1);
    for (name, is_there) in [
        ("done/报事1120.csv", true),
        ("done/报事1120.csv.report.txt", true),
        ("done/anything.csv", true),
        ("done/requests again.csv", true),
        ("refused/notes.txt", true),
        ("refused/notes.txt.report.txt", true),
        ("refused/households.csv", true),
        ("requests.csv.part", true),
        ("anything.csv", false),
    ] {
        assert_eq!(path(name).exists(), is_there, "{name}");
    }
    let sql = "select kind || ' ' || state || ' ' || origin from import_job order by kind, state";
    let expected = [
        "households refused inbox",
        "requests done inbox",
        "requests done inbox",
        "requests done inbox",
        "unknown refused inbox",
    ];
    assert_eq!(texts(test.database(), sql).await, expected);
    assert_eq!(count(test.database(), "service_request").await, 3);
    let report = std::fs::read_to_string(path("done/requests again.csv.report.txt"));
    assert!(report.expect("a report").contains("imported before"));
}

async fn imports_of_the_command_line_are_listed(test: TestApp) {
    let order = |bytes: &[u8], dry_run| ImportOrder {
        kind: ImportKind::Requests,
        file_name: "test.csv".to_owned(),
        source: ImportSource::Bytes(bytes.to_vec()),
        mode: ImportMode::All,
        dry_run,
        actor: "cli".to_owned(),
        now: test.now(),
        watch: ImportWatch::default(),
    };
    let bad = csv(REQUEST_HEADER, &["BS1,SC01,维修"]);
    test.app.import_listed(order(&requests(3), true)).await.expect("tried");
    assert_eq!(count(test.database(), "import_job").await, 0, "what was only tried is not listed");
    test.app.import_listed(order(&requests(3), false)).await.expect("a file in order");
    test.app.import_listed(order(&bad, false)).await.expect_err("a bad row");
    let jobs = test.app.import_jobs(10).await.expect("the list");
    let shown: Vec<_> = (jobs.iter())
        .map(|job| (job.origin.as_str(), job.state.as_str(), job.row_count, job.error_row_count))
        .collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.contains(&("cli", "done", 3, 0)) && shown.contains(&("cli", "refused", 1, 1)));
    let refused = jobs.iter().find(|job| job.state == "refused").expect("one of them");
    let job = test.app.import_job(&refused.id).await.expect("the import");
    assert_eq!(job.outcome.and_then(|outcome| outcome.code).as_deref(), Some("import.rows"));
    let states = texts(test.database(), "select state from import_job where finished_at is null");
    assert!(states.await.is_empty(), "a service that starts meanwhile finds nothing half done");
}

async fn files_of_old_imports_are_removed(test: TestApp) {
    let day_ms = 24 * 3_600_000;
    assert_eq!(delete_rejects(&test.app, test.now()).expect("no folder yet"), 0);
    let old = test.app.new_id(test.now()).to_string();
    test.clock.advance_ms(day_ms).expect("a manual clock");
    let new = test.app.new_id(test.now()).to_string();
    let desk = &test.app.imports;
    let files = [desk.rejects(&old), desk.upload(&old), desk.rejects(&new)];
    let other = files[0].with_file_name("notes.csv");
    std::fs::create_dir_all(other.parent().expect("the folder")).expect("the folder");
    files.iter().chain([&other]).for_each(|path| std::fs::write(path, "x").expect("a file"));
    test.clock.advance_ms(30 * day_ms).expect("a manual clock");
    assert_eq!(delete_rejects(&test.app, test.now()).expect("31 days are a month"), 0);
    test.clock.advance_ms(1).expect("a manual clock");
    assert_eq!(delete_rejects(&test.app, test.now()).expect("a folder"), 2);
    let is_there = files.each_ref().map(|path| path.exists());
    assert_eq!((is_there, other.exists()), ([false, false, true], true));
}

async fn a_request_that_changed_is_compared_again_in_the_merge(test: TestApp) {
    test.import(ImportKind::Requests, &requests(3)).await;
    let changed = String::from_utf8(requests(3)).expect("UTF-8").replace("漏水", "漏电");
    let report = test.import(ImportKind::Requests, changed.as_bytes()).await;
    assert_eq!((report.inserted, report.updated, report.unchanged), (0, 3, 0));
    let sql = "select distinct matter from service_request_private";
    assert_eq!(texts(test.database(), sql).await, ["漏电"]);
}
