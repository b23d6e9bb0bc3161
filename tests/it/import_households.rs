//! Who lives in a dwelling, whom nobody may call, and whose request it is.

use huifang::domain::intake::kind::ImportKind;

use crate::support::both_databases;
use crate::support::data::{HOUSEHOLD_HEADER, REQUEST_HEADER, csv};
use crate::support::rows::{imported, texts};
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    a_household_ends_when_others_move_in,
    a_mark_makes_entries_and_a_later_no_withdraws_them,
    an_entry_a_person_made_stays,
    a_number_two_households_share_is_protected_while_one_says_so,
    who_moves_in_later_inherits_no_entry,
    requests_find_a_household_that_is_imported_later,
    a_request_stays_with_who_lived_there,
);

const ROOM: &str = "A区-1栋-2层-03";

/// A household row of the room: who, from when, and 勿扰.
fn household(name: &str, phones: &str, moved_in_on: &str, mark: &str) -> String {
    format!("SC01,{ROOM},1期,业主,{name},{phones},已入住,{moved_in_on},{mark},上午,是")
}

async fn import_households(test: &TestApp, rows: &[String]) -> (usize, usize, usize) {
    test.next_hour();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let report = test.import(ImportKind::Households, &csv(HOUSEHOLD_HEADER, &rows)).await;
    (report.inserted, report.updated, report.unchanged)
}

async fn import_request(test: &TestApp, number: &str, room: &str, taken_in_at: &str) {
    test.next_hour();
    let row = format!(
        "{number},SC01,报修,一般,否,{room},周敏,13900008763,漏水,来电,{taken_in_at},,,,,,处理中,,,,"
    );
    test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &[&row])).await;
}

async fn units(test: &TestApp) -> Vec<String> {
    let sql = "select unit_id || ' ' || p.name || ' ' || p.first_phone || \
               case when h.is_current then ' now' else '' end from household h \
               join household_private p on p.household_id = h.id order by unit_id";
    texts(test.database(), sql).await
}

/// Entries in force, sorted: whose, which number, what for, by whom.
async fn entries(test: &TestApp) -> Vec<String> {
    let sql = "select h.tenancy || ' ' || coalesce(d.phone, 'all numbers') || ' ' || d.scope \
               || ' ' || d.source as entry from do_not_call d \
               join household h on h.id = d.household_id \
               where d.withdrawn_at is null order by entry";
    texts(test.database(), sql.replace("h.tenancy", "cast(h.tenancy as text)")).await
}

async fn links(test: &TestApp) -> Vec<String> {
    let sql = "select r.request_no || ' ' || coalesce(h.unit_id, 'nobody') from service_request r \
               left join household h on h.id = r.household_id order by r.request_no";
    texts(test.database(), sql).await
}

async fn a_household_ends_when_others_move_in(test: TestApp) {
    let unit = |k: u32, who: &str| format!("SC01/{ROOM}#{k} {who}");
    let first = household("周敏", "13900008763,", "2019-09-09", "否");
    assert_eq!(import_households(&test, &[first]).await, (1, 0, 0));
    // Another number alone is the same household.
    let renumbered = household("周敏", "13900008764,", "2019-09-09", "否");
    assert_eq!(import_households(&test, &[renumbered]).await, (0, 1, 0));
    assert_eq!(units(&test).await, [unit(1, "周敏 13900008764 now")]);
    // Another date is another household; the earlier one stays as it was.
    let moved = household("李涛", "15000007740,", "2026-10-01", "否");
    assert_eq!(import_households(&test, &[moved]).await, (0, 1, 0));
    let both = [unit(1, "周敏 13900008764"), unit(2, "李涛 15000007740 now")];
    assert_eq!(units(&test).await, both);
    // So is another name with another number.
    let others = household("王芳", "18600002480,", "2026-10-01", "否");
    assert_eq!(import_households(&test, std::slice::from_ref(&others)).await, (0, 1, 0));
    let [one, _] = both;
    let three = [one, unit(2, "李涛 15000007740"), unit(3, "王芳 18600002480 now")];
    assert_eq!(units(&test).await, three);
    let before = imported(test.database()).await;
    assert_eq!(import_households(&test, &[others]).await, (0, 0, 1));
    assert_eq!(imported(test.database()).await, before);
}

async fn a_mark_makes_entries_and_a_later_no_withdraws_them(test: TestApp) {
    let (first, second) = ("13900008763", "15000007740");
    let row = |phones: &str, mark| household("周敏", phones, "2019-09-09", mark);
    let both = format!("{first},{second}");
    let entry = |number: &str, scope: &str| format!("1 {number} {scope} import");
    let of = |scope: &str, numbers: &[&str]| -> Vec<String> {
        numbers.iter().copied().chain(["all numbers"]).map(|number| entry(number, scope)).collect()
    };
    let steps = [
        ("否", row(&both, "否"), vec![]),
        ("是 means surveys", row(&both, "是"), of("survey", &[first, second])),
        ("全部", row(&both, "全部"), of("all", &[first, second])),
        ("the second number goes", row(&format!("{first},"), "全部"), of("all", &[first])),
        (
            "a number nobody can dial is not listed",
            row(&format!("{first},12345678"), "全部"),
            of("all", &[first]),
        ),
        ("否 again", row(&both, "否"), vec![]),
        ("and 调查 again", row(&both, "调查"), of("survey", &[first, second])),
    ];
    for (what, row, expected) in steps {
        import_households(&test, std::slice::from_ref(&row)).await;
        assert_eq!(entries(&test).await, expected, "{what}");
        let counted = import_households(&test, &[row]).await;
        assert_eq!(counted, (0, 0, 1), "{what}, twice");
    }
    // What was withdrawn stays as history.
    let sql = "select cast(count(*) as text) from do_not_call where withdrawn_at > valid_from";
    assert_eq!(texts(test.database(), sql).await, ["6"]);
}

async fn an_entry_a_person_made_stays(test: TestApp) {
    let row = |mark| household("周敏", "13900008763,", "2019-09-09", mark);
    import_households(&test, &[row("否")]).await;
    let mut transaction = test.database().begin().await.expect("a transaction");
    let sql = "insert into do_not_call (id, household_id, scope, source, valid_from) \
               select 'by hand', id, 'all', 'person', 1 from household";
    transaction.execute(sql, vec![]).await.expect("an entry");
    transaction.commit().await.expect("kept");
    import_households(&test, &[row("全部")]).await;
    import_households(&test, &[row("否")]).await;
    assert_eq!(entries(&test).await, ["1 all numbers all person"]);
}

async fn a_number_two_households_share_is_protected_while_one_says_so(test: TestApp) {
    let row = |mark| household("周敏", "13900008763,", "2019-09-09", mark);
    let other = |mark| row(mark).replace(ROOM, "B区-1栋-2层-03");
    import_households(&test, &[row("全部"), other("全部")]).await;
    import_households(&test, &[row("全部"), other("否")]).await;
    let kept = ["1 13900008763 all import", "1 all numbers all import"];
    assert_eq!(entries(&test).await, kept);
}

async fn who_moves_in_later_inherits_no_entry(test: TestApp) {
    import_households(&test, &[household("周敏", "13900008763,", "2019-09-09", "全部")]).await;
    let next = household("李涛", "15000007740,", "2026-10-01", "否");
    import_households(&test, &[next]).await;
    assert_eq!(entries(&test).await, [""; 0]);
    let again = household("王芳", "18600002480,", "2026-11-01", "调查");
    import_households(&test, &[again]).await;
    let new = ["3 18600002480 survey import", "3 all numbers survey import"];
    assert_eq!(entries(&test).await, new);
}

async fn requests_find_a_household_that_is_imported_later(test: TestApp) {
    import_request(&test, "BS1", ROOM, "2026-09-14 09:00:00").await;
    import_request(&test, "BS2", "", "2026-09-14 09:00:00").await;
    import_request(&test, "BS3", "没有的房号", "2026-09-14 09:00:00").await;
    assert_eq!(links(&test).await, ["BS1 nobody", "BS2 nobody", "BS3 nobody"]);
    import_households(&test, &[household("周敏", "13900008763,", "2019-09-09", "否")]).await;
    let unit = format!("SC01/{ROOM}#1");
    let linked = [format!("BS1 {unit}"), "BS2 nobody".into(), "BS3 nobody".into()];
    assert_eq!(links(&test).await, linked);
    // A request that comes after it finds it at once.
    import_request(&test, "BS4", ROOM, "2026-09-14 09:00:00").await;
    assert_eq!(links(&test).await[3], format!("BS4 {unit}"));
    // Put right, a room leads to its household.
    import_request(&test, "BS3", ROOM, "2026-09-14 09:00:00").await;
    assert_eq!(links(&test).await[2], format!("BS3 {unit}"));
}

async fn a_request_stays_with_who_lived_there(test: TestApp) {
    import_households(&test, &[household("周敏", "13900008763,", "2019-09-09", "否")]).await;
    import_request(&test, "BS1", ROOM, "2026-09-14 09:00:00").await;
    import_households(&test, &[household("李涛", "15000007740,", "2026-10-01", "否")]).await;
    import_request(&test, "BS1", ROOM, "2026-09-14 09:30:00").await;
    import_request(&test, "BS2", ROOM, "2026-09-30 23:59:59").await;
    import_request(&test, "BS3", ROOM, "2026-10-01 00:00:00").await;
    let unit = |k: u32| format!("SC01/{ROOM}#{k}");
    let expected =
        [("BS1", 1), ("BS2", 1), ("BS3", 2)].map(|(number, k)| format!("{number} {}", unit(k)));
    assert_eq!(links(&test).await, expected);
}
