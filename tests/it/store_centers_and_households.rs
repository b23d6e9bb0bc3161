//! Centers, households and do-not-call entries, there and back, with and without what may be
//! absent.

use std::collections::{BTreeMap, BTreeSet};

use huifang::domain::intake::center::CenterDraft;
use huifang::domain::intake::changes::do_not_call::{
    DoNotCallSubject, ImportedEntry, ImportedScope,
};
use huifang::domain::intake::household::{DoNotCallMark, HouseholdDraft};
use huifang::domain::phone::PhoneNumber;
use huifang::domain::timestamp::Timestamp;
use huifang::store::household::HouseholdRecord;
use huifang::store::import_run::{self, ImportRunRow};
use huifang::store::{Database, center, do_not_call, household};

use crate::support::both_databases;
use crate::support::builders::{
    ROOM, bare_center, bare_household, begin, commit, full_center, full_household, id,
    store_households,
};
use crate::support::database::alone;
use crate::support::rows::texts;

both_databases!(alone:
    centers_come_back_as_they_were_stored,
    households_come_back_as_they_were_stored,
    a_household_that_is_history_is_not_current,
    entries_come_back_until_they_are_withdrawn,
    import_runs_come_back_newest_first,
    thousands_of_rows_are_stored_at_once,
);

const OTHER_ROOM: &str = "B区-1栋-2层-03";

fn centers(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

async fn centers_come_back_as_they_were_stored(database: Database) {
    assert_eq!(center::codes(&database).await.expect("no codes"), BTreeSet::new());
    let (full, bare) = (full_center("SC01"), bare_center("SC02"));
    let mut transaction = begin(&database).await;
    center::save(&mut transaction, &[]).await.expect("nothing to do");
    center::save(&mut transaction, &[&full, &bare]).await.expect("stored");
    // The other way round: what was absent comes, what was there goes, but for number and estate,
    // which most exports do not know and people enter by hand.
    let (emptied, filled) = (bare_center("SC01"), full_center("SC02"));
    let kept = CenterDraft {
        phone: full.phone.clone(),
        estate_name: full.estate_name.clone(),
        ..emptied.clone()
    };
    let stored = center::drafts(&mut transaction).await.expect("the centers");
    assert_eq!(stored.into_values().collect::<Vec<_>>(), [full, bare]);
    center::save(&mut transaction, &[&emptied, &filled]).await.expect("updated");
    let stored = center::drafts(&mut transaction).await.expect("the centers");
    assert_eq!(stored.into_values().collect::<Vec<_>>(), [kept, filled]);
    commit(transaction).await;
    assert_eq!(center::codes(&database).await.expect("the codes"), centers(&["SC01", "SC02"]));
}

async fn current(
    database: &Database,
    codes: &[&str],
    marks: &BTreeMap<String, DoNotCallMark>,
) -> Vec<HouseholdDraft> {
    let mut transaction = begin(database).await;
    let found = household::current(&mut transaction, &centers(codes), marks).await;
    found.expect("the households").into_values().map(|found| found.stored.values).collect()
}

async fn households_come_back_as_they_were_stored(database: Database) {
    let (full, bare) = (full_household(ROOM), bare_household(OTHER_ROOM));
    store_households(&database, &[full.clone(), bare.clone()]).await;
    let unmarked = BTreeMap::new();
    let both = [full.clone(), bare];
    assert_eq!(current(&database, &["SC01"], &unmarked).await, both);
    assert_eq!(current(&database, &["SC02"], &unmarked).await, []);
    assert_eq!(current(&database, &[], &unmarked).await, []);
    let marks = BTreeMap::from([(id(1).to_string(), DoNotCallMark::All)]);
    let marked = HouseholdDraft { do_not_call: DoNotCallMark::All, ..full };
    assert_eq!(current(&database, &["SC01"], &marks).await[0], marked);
    // The other way round.
    let (emptied, filled) = (bare_household(ROOM), full_household(OTHER_ROOM));
    let mut transaction = begin(&database).await;
    let record = |number: u128, draft| HouseholdRecord {
        id: id(number).to_string(),
        dwelling_id: id(number).to_string(),
        tenancy: 1,
        draft,
        created_at: Timestamp(9),
    };
    let records = [record(1, &emptied), record(2, &filled)];
    household::save(&mut transaction, &records).await.expect("updated");
    commit(transaction).await;
    assert_eq!(current(&database, &["SC01"], &unmarked).await, [emptied, filled]);
    let created = "select distinct cast(created_at as text) from household";
    assert_eq!(texts(&database, created).await, ["1"]);
}

async fn a_household_that_is_history_is_not_current(database: Database) {
    store_households(&database, &[full_household(ROOM), full_household(OTHER_ROOM)]).await;
    let next = bare_household(ROOM);
    let mut transaction = begin(&database).await;
    household::retire(&mut transaction, &[]).await.expect("nothing to do");
    household::retire(&mut transaction, &[id(1).to_string()]).await.expect("history");
    let record = HouseholdRecord {
        id: id(3).to_string(),
        dwelling_id: id(1).to_string(),
        tenancy: 2,
        draft: &next,
        created_at: Timestamp(9),
    };
    household::save(&mut transaction, &[record]).await.expect("the next household");
    let tenancies = household::tenancies(&mut transaction, &centers(&["SC01"])).await;
    commit(transaction).await;
    let stored = current(&database, &["SC01"], &BTreeMap::new()).await;
    assert_eq!(stored, [next, full_household(OTHER_ROOM)]);
    let found: Vec<(String, i64, Option<String>)> = (tenancies.expect("the tenancies"))
        .remove(&("SC01".to_owned(), ROOM.to_owned()))
        .expect("those of the room")
        .into_iter()
        .map(|one| (one.household_id, one.tenancy, one.moved_in_on.map(|on| on.to_string())))
        .collect();
    let expected =
        [(id(1).to_string(), 1, Some("2019-09-09".to_owned())), (id(3).to_string(), 2, None)];
    assert_eq!(found, expected);
}

async fn entries_come_back_until_they_are_withdrawn(database: Database) {
    store_households(&database, &[full_household(ROOM)]).await;
    let number = PhoneNumber::parse("13900008763").expect("a number");
    let entry = |subject, scope| ImportedEntry { subject, scope };
    let household = entry(DoNotCallSubject::Household, ImportedScope::Survey);
    let phone = entry(DoNotCallSubject::Number(number), ImportedScope::All);
    let mut transaction = begin(&database).await;
    let entries = [
        (id(11), id(1).to_string(), household.clone()),
        (id(12), id(1).to_string(), phone.clone()),
    ];
    do_not_call::insert_imported(&mut transaction, &[], Timestamp(7)).await.expect("nothing");
    do_not_call::insert_imported(&mut transaction, &entries, Timestamp(7)).await.expect("stored");
    let found = do_not_call::imported(&mut transaction, &centers(&["SC01"])).await;
    let found = found.expect("the entries");
    assert!(found.iter().all(|stored| stored.household_id == id(1).to_string()));
    assert_eq!(
        found.into_iter().map(|one| one.entry).collect::<Vec<_>>(),
        [household, phone.clone()]
    );
    let gone = [id(11).to_string()];
    do_not_call::withdraw(&mut transaction, &gone, Timestamp(8)).await.expect("withdrawn");
    do_not_call::withdraw(&mut transaction, &gone, Timestamp(9)).await.expect("once is enough");
    let left = do_not_call::imported(&mut transaction, &centers(&["SC01"])).await;
    let left: Vec<_> = left.expect("the entries").into_iter().map(|one| one.entry).collect();
    assert_eq!(left, [phone]);
    let elsewhere = do_not_call::imported(&mut transaction, &centers(&["SC02"])).await;
    assert!(elsewhere.expect("no entries").is_empty());
    commit(transaction).await;
    let withdrawn = "select cast(withdrawn_at as text) from do_not_call \
                     where withdrawn_at is not null";
    assert_eq!(texts(&database, withdrawn).await, ["8"]);
}

async fn import_runs_come_back_newest_first(database: Database) {
    let run = |number: u128, covers_through: Option<&str>| ImportRunRow {
        id: id(number).to_string(),
        kind: "requests".into(),
        file_name: "报事.csv".into(),
        file_hash: format!("hash {number}"),
        encoding: "GB18030".into(),
        row_count: 5,
        inserted_count: 1,
        updated_count: 2,
        unchanged_count: 2,
        finding_count: 3,
        covers_through: covers_through.map(str::to_owned),
        imported_by: "tester".into(),
        imported_at: 100 + i64::try_from(number).expect("a small number"),
    };
    let (older, newer) = (run(1, None), run(2, Some("2026-11-19")));
    let mut transaction = begin(&database).await;
    import_run::insert(&mut transaction, &newer).await.expect("stored");
    import_run::insert(&mut transaction, &older).await.expect("stored");
    for (kind, hash, expected) in
        [("requests", "hash 1", true), ("centers", "hash 1", false), ("requests", "hash 3", false)]
    {
        let known = import_run::is_known(&mut transaction, kind, hash).await;
        assert_eq!(known.expect("an answer"), expected, "{kind} {hash}");
    }
    commit(transaction).await;
    let newest = import_run::newest(&database, 1).await.expect("the imports");
    assert_eq!(newest, std::slice::from_ref(&newer));
    assert_eq!(import_run::newest(&database, 9).await.expect("the imports"), [newer, older]);
}

/// More rows than one statement takes, and longer lists.
async fn thousands_of_rows_are_stored_at_once(database: Database) {
    let rooms: Vec<HouseholdDraft> =
        (0..3_000).map(|number| full_household(&format!("A区-1栋-2层-{number:04}"))).collect();
    store_households(&database, &rooms).await;
    assert_eq!(current(&database, &["SC01"], &BTreeMap::new()).await, rooms);
    let ids: Vec<String> = (1..=3_000).map(|number| id(number).to_string()).collect();
    let mut transaction = begin(&database).await;
    household::retire(&mut transaction, &ids).await.expect("history");
    commit(transaction).await;
    assert_eq!(current(&database, &["SC01"], &BTreeMap::new()).await, []);
}
