//! Findings as they are stored: found once, gone when corrected, dismissed with a reason.

use huifang::app::{AppError, FindingFilter, FindingsPage};
use huifang::domain::finding::{Dismissal, FindingLimits};
use huifang::domain::intake::kind::ImportKind;
use huifang::domain::timestamp::Timestamp;
use huifang::jobs::find_issues;
use huifang::store;
use serde_json::Value;

use crate::support::both_databases;
use crate::support::data::{HOUSEHOLD_HEADER, REQUEST_HEADER, csv};
use crate::support::rows;
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    a_finding_goes_when_it_is_corrected_and_comes_back_as_itself,
    a_dismissal_needs_a_reason_is_audited_and_can_be_taken_back,
    one_number_of_many_households_leads_to_them,
    counts_and_file_say_the_same_as_the_list,
    a_callback_that_disagrees_with_the_order_is_found,
    the_job_looks_once_after_each_import_and_once_a_day,
);

both_databases!(TestApp::with_samples: the_sample_is_looked_at_twice_with_one_outcome);

/// A repair closed on 11-19, with what is left open filled in.
fn repair(number: &str, dispatched: &str, completed: &str, result: &str, status: &str) -> String {
    format!(
        "{number},SC01,报修,一般,否,A区-1栋-1层-01,李涛,13900008763,厨房水龙头滴水,来电,\
         2026-11-18 09:00:00,{dispatched},{completed},工程部,吴军,{result},{status},否,,否,"
    )
}

const CLOSED: &str = "已关闭";
const SAME_DAY: &str = "2026-11-18 10:00:00";

async fn import(test: &TestApp, rows: &[String]) {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &rows)).await;
}

async fn look(test: &TestApp) -> (usize, usize, usize) {
    let run = test.app.look_for_findings(FindingLimits::default(), test.now()).await;
    let run = run.expect("a look at the data");
    (run.holding, run.new, run.resolved)
}

async fn findings(test: &TestApp, state: &str) -> FindingsPage {
    let filter = FindingFilter { state: Some(state.into()), ..FindingFilter::default() };
    test.app.findings(&filter, 100, 0).await.expect("a list")
}

/// Somebody who may dismiss.
async fn user(test: &TestApp) -> String {
    let made =
        test.app.seat_agent("lead", &"陈婷".into(), "quality_manager", "1", test.now()).await;
    made.expect("an account")
}

async fn a_finding_goes_when_it_is_corrected_and_comes_back_as_itself(test: TestApp) {
    let without_time = repair("BX1", SAME_DAY, "", "已换", CLOSED);
    let with_time = repair("BX1", SAME_DAY, "2026-11-19 10:00:00", "已换", CLOSED);
    import(&test, std::slice::from_ref(&without_time)).await;
    assert_eq!(look(&test).await, (1, 1, 0), "found");
    let first = findings(&test, "open").await.findings.remove(0);
    let told = (first.kind.as_str(), first.subject.as_str(), first.occurred_on.as_str());
    assert_eq!(told, ("closed_without_completion", "BX1", "2026-11-18"));
    test.next_hour();
    assert_eq!(look(&test).await, (1, 0, 0), "the same data say the same");
    import(&test, &[with_time]).await;
    assert_eq!(look(&test).await, (0, 0, 1), "corrected");
    assert_eq!(findings(&test, "resolved").await.total, 1);
    // The correction was withdrawn again.
    import(&test, &[without_time]).await;
    assert_eq!(look(&test).await, (1, 1, 0), "back again");
    let again = findings(&test, "open").await.findings.remove(0);
    assert_eq!((&again.id, again.first_seen_at_ms), (&first.id, first.first_seen_at_ms));
}

async fn a_dismissal_needs_a_reason_is_audited_and_can_be_taken_back(test: TestApp) {
    import(&test, &[repair("BX1", SAME_DAY, "2026-11-19 10:00:00", "", CLOSED)]).await;
    look(&test).await;
    let (user, app, now) = (user(&test).await, &test.app, test.now());
    let id = findings(&test, "open").await.findings.remove(0).id;
    let code = |refused: Result<_, AppError>| {
        refused.map(|_: huifang::app::FindingView| ()).expect_err("refused").code
    };
    let blank = Some(" ".into());
    let other = app.dismiss_finding(&id, Dismissal::Other, blank, &user, now).await;
    assert_eq!(code(other), "finding.words_required");
    let long = Some("长".repeat(501).into());
    let long = app.dismiss_finding(&id, Dismissal::Other, long, &user, now).await;
    assert_eq!(code(long), "finding.words_too_long");
    let nobody = app.dismiss_finding("none", Dismissal::Approved, None, &user, now).await;
    assert_eq!(code(nobody), "finding.not_found");

    let words = Some("已与王经理核对".into());
    let done = app.dismiss_finding(&id, Dismissal::Other, words, &user, now).await.expect("done");
    assert_eq!(
        (done.finding.state, done.finding.dismissal.as_deref()),
        ("dismissed", Some("other"))
    );
    let again = app.dismiss_finding(&id, Dismissal::Approved, None, &user, now).await;
    assert_eq!(code(again), "finding.not_open");
    assert_eq!(look(&test).await, (1, 0, 0), "it stays dismissed while it holds");
    assert_eq!(findings(&test, "open").await.total, 0);
    let audited = "select actor || ' ' || action || ' ' || body from audit_log \
                   where subject_kind = 'finding' order by sequence";
    let audited = rows::texts(test.database(), audited).await;
    assert_eq!(audited.len(), 1, "{audited:?}");
    assert!(audited[0].starts_with(&format!("{user} finding_dismissed")), "{audited:?}");
    assert!(!audited[0].contains('王'), "the words stay where they can be erased");

    let back = app.restore_finding(&id, &user, now).await.expect("open again");
    assert_eq!((back.finding.state, back.finding.words), ("open", None));
    assert_eq!(rows::count(test.database(), "finding_private").await, 0);
    let twice = app.restore_finding(&id, &user, now).await;
    assert_eq!(code(twice), "finding.not_dismissed");
}

async fn one_number_of_many_households_leads_to_them(test: TestApp) {
    let home = |room: usize| {
        format!("SC01,A区-1栋-1层-0{room},1期,业主,周敏,13900008763,,已入住,2019-09-09,否,,否")
    };
    let rows: Vec<String> = (1..=4).map(home).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    test.import(ImportKind::Households, &csv(HOUSEHOLD_HEADER, &rows)).await;
    import(&test, &[repair("BX1", SAME_DAY, "2026-11-19 10:00:00", "已换", CLOSED)]).await;
    assert_eq!(look(&test).await, (1, 1, 0));
    let id = findings(&test, "open").await.findings.remove(0).id;
    let view = test.app.finding(&id).await.expect("a finding");
    assert_eq!((view.finding.kind.as_str(), view.finding.households), ("shared_phone", Some(4)));
    assert_eq!((view.rooms.len(), view.requests.len()), (4, 1), "{view:?}");
    assert_eq!(view.requests[0].request_no, "BX1");
}

async fn counts_and_file_say_the_same_as_the_list(test: TestApp) {
    import(
        &test,
        &[
            repair("BX1", SAME_DAY, "", "已换", CLOSED),
            repair("=BX2", SAME_DAY, "2026-11-18 09:30:00", "", CLOSED),
        ],
    )
    .await;
    assert_eq!(look(&test).await, (3, 3, 0));
    let today = test.app.zone.date(test.now());
    let all = FindingFilter::default();
    let summary = test.app.findings_summary(&all, today).await.expect("counts");
    assert_eq!((summary.open, summary.found, summary.weeks.len()), (3, 3, 13));
    assert_eq!(summary.weeks[12].found, 3, "all in this week");
    assert_eq!(summary.centers.len(), 1);
    let of_kind = FindingFilter { kind: Some("closed_without_result".into()), ..all.clone() };
    let summary = test.app.findings_summary(&of_kind, today).await.expect("counts");
    assert_eq!(summary.found, 1);
    let csv = test.app.findings_csv(&all).await.expect("a file");
    assert!(csv.starts_with('\u{feff}'), "spreadsheet programs read it as UTF-8");
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(csv.contains(",'=BX2,"), "no cell is a formula: {csv}");
    let bad = FindingFilter { kind: Some("odd".into()), ..all };
    assert_eq!(test.app.findings(&bad, 1, 0).await.expect_err("bad").code, "finding.bad_filter");
}

async fn a_callback_that_disagrees_with_the_order_is_found(test: TestApp) {
    let done = "已完成";
    import(&test, &[repair("BX1", SAME_DAY, "2026-11-19 10:00:00", "已换", done)]).await;
    test.app
        .run_batch(test.app.zone.date(test.now()), "tester", test.now())
        .await
        .expect("a batch");
    let tasks = "select id || ',' || completion_id from callback_task";
    let (task_id, completion_id) = {
        let row = rows::texts(test.database(), tasks).await.remove(0);
        let (task, completion) = row.split_once(',').expect("two");
        (task.to_owned(), completion.to_owned())
    };
    let result = store::result::ResultRow {
        script_version: 1,
        task_id: task_id.clone(),
        completion_id,
        ordinal: 1,
        disposition: "completed".into(),
        satisfaction: Some("satisfied".into()),
        resolved: Some("no".into()),
        quality: None,
        answered_at: Some(test.now().0),
        next_callback_on: None,
        department_present: false,
        flags: String::new(),
    };
    let mut transaction = test.database().begin().await.expect("a transaction");
    store::result::insert(&mut transaction, &result, test.now()).await.expect("stored");
    transaction.commit().await.expect("kept");
    assert_eq!(look(&test).await, (0, 0, 0), "there is time to open it again");
    test.clock.advance_ms(6 * 24 * 3_600_000).expect("a later day");
    assert_eq!(look(&test).await, (1, 1, 0));
    let found = findings(&test, "open").await.findings.remove(0);
    assert_eq!((found.kind.as_str(), found.subject.as_str()), ("unsolved_not_reopened", "BX1"));
    let view = test.app.finding(&found.id).await.expect("a finding");
    assert_eq!(view.requests[0].task_id.as_ref(), Some(&task_id), "it leads to the callback");
    // The center changes the completion time instead of opening the order again.
    import(&test, &[repair("BX1", SAME_DAY, "2026-11-19 11:00:00", "已换", done)]).await;
    assert_eq!(look(&test).await, (1, 1, 1));
    assert_eq!(findings(&test, "open").await.findings[0].kind, "completion_changed");
}

async fn the_job_looks_once_after_each_import_and_once_a_day(test: TestApp) {
    let run = async |now: Timestamp| {
        find_issues(&test.app, FindingLimits::default(), now).await.expect("a job").is_some()
    };
    assert!(run(test.now()).await, "the centers were imported");
    assert!(!run(test.now()).await, "nothing is new");
    import(&test, &[repair("BX1", SAME_DAY, "", "已换", CLOSED)]).await;
    test.next_hour();
    assert!(run(test.now()).await, "after an import");
    assert!(!run(test.now()).await);
    test.clock.advance_ms(24 * 3_600_000).expect("the next day");
    assert!(run(test.now()).await, "the next day");
    let noted = "select body from event_log where kind = 'findings_changed'";
    let noted: Vec<Value> = rows::texts(test.database(), noted)
        .await
        .iter()
        .map(|body| serde_json::from_str(body).expect("JSON"))
        .collect();
    assert_eq!(noted.iter().map(|body| body["new"].as_u64()).collect::<Vec<_>>(), [Some(1)]);
}

async fn the_sample_is_looked_at_twice_with_one_outcome(test: TestApp) {
    let (holding, new, resolved) = look(&test).await;
    assert!(holding > 0 && new == holding && resolved == 0, "{holding} {new} {resolved}");
    test.next_hour();
    assert_eq!(look(&test).await, (holding, 0, 0));
}
