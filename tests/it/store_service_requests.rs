//! Requests and completions, there and back, with and without what may be absent.

use std::collections::BTreeSet;

use futures_util::FutureExt;
use huifang::domain::intake::service_request::ServiceRequestDraft;
use huifang::domain::timestamp::Timestamp;
use huifang::store::completion::{self, CompletionRecord, CompletionRow};
use huifang::store::service_request::{self, RequestRecord};
use huifang::store::{Database, Transaction};

use crate::support::both_databases;
use crate::support::builders::{
    ROOM, bare_request, begin, commit, full_household, full_request, id, store_households,
    store_requests,
};
use crate::support::database::alone;
use crate::support::rows::{count, texts};

both_databases!(alone:
    requests_come_back_as_they_were_stored,
    thousands_of_requests_come_back,
    only_known_numbers_are_known,
    requests_without_a_household_are_linked,
    completions_come_back_first_made_first,
    a_corrected_completion_keeps_what_it_follows,
    a_completion_is_removed_and_marked,
    one_import_at_a_time_changes_completions,
);

async fn stored(database: &Database, numbers: &[&str]) -> Vec<ServiceRequestDraft> {
    let mut transaction = begin(database).await;
    let found = service_request::stored(&mut transaction, numbers).await.expect("the requests");
    found.into_values().map(|found| found.draft).collect()
}

async fn requests_come_back_as_they_were_stored(database: Database) {
    let (full, bare) = (full_request("BS1"), bare_request("BS2"));
    store_requests(&database, &[full.clone(), bare.clone()]).await;
    assert_eq!(stored(&database, &["BS1", "BS2", "BS3"]).await, [full, bare]);
    assert_eq!(stored(&database, &[]).await, []);
    // The other way round: what was there goes, what was absent comes.
    let (emptied, filled) = (bare_request("BS1"), full_request("BS2"));
    store_requests(&database, &[emptied.clone(), filled.clone()]).await;
    assert_eq!(stored(&database, &["BS1", "BS2"]).await, [emptied, filled]);
    let sql = "select request_no || ' ' || cast(revision as text) || \
               case when has_reporter_name then ' name' else '' end || \
               case when has_reporter_phone then ' phone' else '' end \
               from service_request order by request_no";
    assert_eq!(texts(&database, sql).await, ["BS1 2", "BS2 2 name phone"]);
}

async fn thousands_of_requests_come_back(database: Database) {
    let numbers: Vec<String> = (0..2_500).map(|number| format!("BS{number:05}")).collect();
    let drafts: Vec<_> = numbers.iter().map(|number| full_request(number)).collect();
    store_requests(&database, &drafts).await;
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    assert_eq!(stored(&database, &numbers).await, drafts);
}

async fn only_known_numbers_are_known(database: Database) {
    store_requests(&database, &[bare_request("BS1"), bare_request("BS2")]).await;
    let set = |numbers: &[&str]| -> BTreeSet<String> {
        numbers.iter().map(|number| (*number).to_owned()).collect()
    };
    for (candidates, known) in
        [(set(&["BS2", "BS3"]), set(&["BS2"])), (set(&["bs1"]), set(&[])), (set(&[]), set(&[]))]
    {
        let found = service_request::known_numbers(&database, &candidates).await;
        assert_eq!(found.expect("the numbers"), known, "{candidates:?}");
    }
}

async fn requests_without_a_household_are_linked(database: Database) {
    store_households(&database, &[full_household(ROOM)]).await;
    let drafts = [full_request("BS1"), full_request("BS2"), bare_request("BS3")];
    store_requests(&database, &drafts).await;
    let centers = BTreeSet::from(["SC01".to_owned()]);
    let mut transaction = begin(&database).await;
    service_request::link(&mut transaction, &[]).await.expect("nothing to do");
    let link = ("BS1".to_owned(), id(1).to_string());
    service_request::link(&mut transaction, &[link]).await.expect("linked");
    let left = service_request::unlinked(&mut transaction, &centers).await.expect("the others");
    let left: Vec<_> = left
        .iter()
        .map(|row| (row.request_no.as_str(), row.room.as_str(), row.taken_in_at))
        .collect();
    assert_eq!(left, [("BS2", ROOM, 1_000)]);
    let found = service_request::stored(&mut transaction, &["BS1", "BS2"]).await;
    let found: Vec<_> =
        found.expect("the requests").into_values().map(|found| found.household_id).collect();
    assert_eq!(found, [Some(id(1).to_string()), None]);
    // A request stored anew is linked as it is told to be.
    let record =
        |draft, household_id| RequestRecord { draft, household_id, imported_at: Timestamp(6) };
    let records = [record(&drafts[0], None), record(&drafts[1], Some(id(1).to_string()))];
    service_request::save(&mut transaction, &records).await.expect("stored");
    commit(transaction).await;
    let sql = "select request_no from service_request where household_id is not null";
    assert_eq!(texts(&database, sql).await, ["BS2"]);
}

fn completion(number: u128, request_no: &str, at: i64, follows: Option<u128>) -> CompletionRecord {
    CompletionRecord {
        id: id(number).to_string(),
        request_no: request_no.to_owned(),
        completed_at: Timestamp(at),
        completed_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 19).expect("a date"),
        center_code: "SC01".to_owned(),
        kind: "repair",
        status: "resolved",
        follows_id: follows.map(|number| id(number).to_string()),
        recorded_at: Timestamp(50),
    }
}

async fn of(transaction: &mut Transaction, numbers: &[&str]) -> Vec<CompletionRow> {
    completion::of_requests(transaction, numbers).await.expect("the completions")
}

fn times(rows: &[CompletionRow]) -> Vec<(&str, i64)> {
    rows.iter().map(|row| (row.request_no.as_str(), row.completed_at)).collect()
}

async fn completions_come_back_first_made_first(database: Database) {
    store_requests(&database, &[bare_request("BS1"), bare_request("BS2")]).await;
    let mut transaction = begin(&database).await;
    completion::save(&mut transaction, &[]).await.expect("nothing to do");
    let later = CompletionRecord { recorded_at: Timestamp(60), ..completion(3, "BS1", 1, Some(1)) };
    let records = [
        // The second was made at the same instant as the first, and has the earlier time.
        completion(2, "BS1", 5, Some(1)),
        completion(1, "BS1", 9, None),
        later,
        completion(4, "BS2", 7, None),
    ];
    completion::save(&mut transaction, &records[1..2]).await.expect("the first");
    completion::save(&mut transaction, &records).await.expect("all");
    let rows = of(&mut transaction, &["BS2", "BS1"]).await;
    assert_eq!(times(&rows), [("BS1", 9), ("BS1", 5), ("BS1", 1), ("BS2", 7)]);
    let row = &rows[0];
    assert_eq!((row.kind.as_str(), row.status.as_str()), ("repair", "resolved"));
    assert_eq!((row.reopened_at, row.place.as_deref(), row.open_task_count), (None, None, 0));
    assert!(of(&mut transaction, &["BS3"]).await.is_empty());
    let twice = completion::save(&mut transaction, &[completion(5, "BS2", 7, None)]).await;
    assert!(twice.expect_err("one completion a request and time").is_unique_violation());
}

async fn a_corrected_completion_keeps_what_it_follows(database: Database) {
    store_requests(&database, &[bare_request("BS1")]).await;
    let mut transaction = begin(&database).await;
    let records = [completion(1, "BS1", 5, None), completion(2, "BS1", 9, Some(1))];
    completion::save(&mut transaction, &records).await.expect("stored");
    let corrected = CompletionRecord {
        status: "closed",
        recorded_at: Timestamp(99),
        ..completion(2, "BS1", 10, None)
    };
    completion::save(&mut transaction, &[corrected]).await.expect("corrected");
    commit(transaction).await;
    let sql = "select cast(completed_at as text) || ' ' || status || ' ' || \
               cast(recorded_at as text) || ' ' || cast(revision as text) || \
               case when follows_id is null then '' else ' again' end from completion order by id";
    assert_eq!(texts(&database, sql).await, ["5 resolved 50 1", "10 closed 50 2 again"]);
}

async fn a_completion_is_removed_and_marked(database: Database) {
    store_requests(&database, &[bare_request("BS1"), bare_request("BS2")]).await;
    let mut transaction = begin(&database).await;
    let records = [completion(1, "BS1", 5, None), completion(2, "BS2", 9, None)];
    completion::save(&mut transaction, &records).await.expect("stored");
    let (first, second) = ([id(1).to_string()], [id(2).to_string()]);
    completion::remove(&mut transaction, &[]).await.expect("nothing to do");
    completion::remove(&mut transaction, &first).await.expect("removed");
    for at in [Some(70), None, Some(80)] {
        let mark = at.map(Timestamp);
        completion::set_reopened(&mut transaction, &second, mark).await.expect("marked");
        let rows = of(&mut transaction, &["BS1", "BS2"]).await;
        assert_eq!(times(&rows), [("BS2", 9)]);
        assert_eq!(rows[0].reopened_at, at);
    }
    let now = Timestamp(90);
    let cancelled = completion::cancel_tasks(&mut transaction, &second, now).await;
    assert!(cancelled.expect("no task to cancel").is_empty());
    let resumed = completion::resume_tasks(&mut transaction, &second).await;
    assert!(resumed.expect("no task to resume").is_empty());
    commit(transaction).await;
    assert_eq!(count(&database, "completion where revision = 4").await, 1);
}

/// While one transaction holds the lock, nobody else gets it.
async fn one_import_at_a_time_changes_completions(database: Database) {
    let mut first = begin(&database).await;
    completion::lock(&mut first).await.expect("the lock");
    if first.is_postgres() {
        assert!(!lock_is_free(&database).await);
    } else {
        assert!(database.begin().now_or_never().is_none(), "the writer is taken");
    }
    commit(first).await;
    if matches!(database, Database::Postgres(_)) {
        assert!(lock_is_free(&database).await);
    }
    let mut second = begin(&database).await;
    completion::lock(&mut second).await.expect("the lock again");
    commit(second).await;
}

async fn lock_is_free(database: &Database) -> bool {
    let mut transaction = begin(database).await;
    let sql = "select pg_try_advisory_xact_lock(7238461002)";
    let free: Option<(bool,)> = transaction.optional(sql, vec![]).await.expect("an answer");
    free == Some((true,))
}
