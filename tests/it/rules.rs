//! Rule packs: kept, chosen, explained, tried; on both databases.

use chrono::NaiveDate;
use huifang::app::{BatchPlace, BatchRun, PlaceFilter, Trial, TrialQuery};
use huifang::domain::intake::kind::ImportKind;
use huifang::domain::rules::RulePack;
use huifang::store::{self, Database};
use serde_json::json;

use crate::support::both_databases;
use crate::support::data::{REQUEST_HEADER, at, csv};
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers:
    the_packs_that_ship_are_kept_once,
    a_center_chooses_another_pack_from_a_date_on,
    what_was_passed_over_before_a_choice_stays_so,
    what_cannot_be_chosen_is_refused,
    a_new_version_is_checked_before_it_is_kept,
    a_task_keeps_the_version_it_was_made_by,
    another_node_notices_a_change,
    every_line_says_why_it_applies_or_not,
    a_late_arrival_is_explained_with_the_next_batch,
    coverage_keeps_the_rate_a_place_was_given_by,
    a_pack_for_roles_without_a_seat_is_warned_of,
    a_line_by_visit_opens_a_home_visit,
);

both_databases!(TestApp::with_samples:
    a_trial_counts_and_stores_nothing,
);

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A matter finished at this time, called back without question.
fn request(number: &str, center: &str, kind: &str, completed_at: &str) -> String {
    format!(
        "{number},{center},{kind},一般,否,A区-1栋-1层-01,李涛,13900008763,厨房水龙头滴水,来电,\
         2026-11-01 09:00:00,,{completed_at},工程部,吴军,已更换阀芯,已完成,否,,否,"
    )
}

async fn import(test: &TestApp, rows: &[String]) {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    test.import(ImportKind::Requests, &csv(REQUEST_HEADER, &rows)).await;
}

async fn choose(test: &TestApp, center: &str, pack: &str, from: &str) {
    let chosen = test.app.choose_rule_pack(center, pack, day(from), "tester", test.now());
    chosen.await.expect("a choice that can be made");
}

async fn places(test: &TestApp, date: &str) -> Vec<BatchPlace> {
    let now = test.now().max(at(&format!("{date} 08:20")));
    let run = test.app.run_batch(day(date), "tester", now).await.expect("a batch");
    assert_eq!(run, BatchRun::Made);
    let everything = PlaceFilter::everything();
    test.app.batch_places(day(date), &everything).await.expect("places").1
}

/// The default pack as a later version that tries repairs once more.
fn second_version(effective_from: &str) -> String {
    let shipped = RulePack::shipped_texts()[0];
    let text = shipped.replace("version: 1\n", "version: 2\n");
    let text =
        text.replace("effective_from: 2024-01-01", &format!("effective_from: {effective_from}"));
    text.replace("attempt_limit: 3", "attempt_limit: 4")
}

async fn the_packs_that_ship_are_kept_once(test: TestApp) {
    for _ in 0..2 {
        test.app.keep_shipped_rules(test.now()).await.expect("they are valid");
    }
    let versions = store::rule::versions(test.database()).await.expect("versions");
    let kept: Vec<(&str, i64)> =
        versions.iter().map(|row| (row.pack.as_str(), row.version)).collect();
    let expected =
        [("hengfu", 1), ("quality-department", 1), ("s4-1", 1), ("s4-2", 1), ("s4-3", 1)];
    assert_eq!(kept, expected);
    assert_eq!(store::rule::revision(test.database()).await.expect("a revision"), 1);
    let view = test.app.rule_packs(test.now()).await.expect("packs");
    assert_eq!((view.packs[0].id.as_str(), view.packs[0].is_default), ("quality-department", true));
    assert_eq!(view.next_batch, day("2026-11-23"));
    assert!(view.centers.iter().all(|center| center.pack == "quality-department"));
    let text = test.app.rule_pack_text("hengfu", 1).await.expect("its text");
    assert_eq!(text, RulePack::shipped_texts()[1]);
}

async fn a_center_chooses_another_pack_from_a_date_on(test: TestApp) {
    choose(&test, "SC01", "hengfu", "2026-11-20").await;
    choose(&test, "SC01", "quality-department", "2026-11-24").await;
    import(
        &test,
        &[
            request("BX1", "SC01", "报修", "2026-11-19 10:00:00"),
            request("BX2", "SC02", "报修", "2026-11-19 10:00:00"),
            request("ZX1", "SC01", "咨询", "2026-11-19 10:00:00"),
            request("ZX2", "SC02", "咨询", "2026-11-19 10:00:00"),
        ],
    )
    .await;
    let shown = |places: Vec<BatchPlace>| -> Vec<(String, String)> {
        let title = |place: &BatchPlace| place.rule_title.clone().map(|title| title.zh);
        let mut shown: Vec<_> = places
            .iter()
            .map(|place| (place.request_no.clone(), title(place).unwrap_or_default()))
            .collect();
        shown.sort();
        shown
    };
    let friday = places(&test, "2026-11-20").await;
    let bx1 = friday.iter().find(|place| place.request_no == "BX1").expect("a place");
    let reason = bx1.due_reason.clone().expect("a task explains itself");
    assert!(reason.zh.starts_with("应于 11-20 18:00 前回访：恒富标准 #14"), "{}", reason.zh);
    let expected = [
        ("BX1", "恒富标准 #14"),
        ("BX2", "品质管理规定 第二十条（报修）"),
        ("ZX1", "恒富标准 #49"),
    ];
    let expected = expected.map(|(number, title)| (number.to_owned(), title.to_owned()));
    assert_eq!(shown(friday), expected);
    test.clock.advance_ms(4 * 86_400_000).expect("a manual clock goes forward");
    import(&test, &[request("BX3", "SC01", "报修", "2026-11-23 10:00:00")]).await;
    let tuesday = shown(places(&test, "2026-11-24").await);
    assert_eq!(tuesday, [("BX3".to_owned(), "品质管理规定 第二十条（报修）".to_owned())]);
    let view = test.app.rule_packs(test.now()).await.expect("packs");
    let center = view.centers.iter().find(|center| center.code == "SC01").expect("a center");
    let changes: Vec<_> =
        center.changes.iter().map(|change| (change.from, change.pack.as_str())).collect();
    let expected = [(day("2026-11-24"), "quality-department"), (day("2026-11-20"), "hengfu")];
    assert_eq!(changes, expected);
}

/// The default pack passes suggestions over; one it passed over is no late arrival of a pack that
/// calls them back, but a repair that truly came late is.
async fn what_was_passed_over_before_a_choice_stays_so(test: TestApp) {
    import(
        &test,
        &[
            request("BX1", "SC01", "报修", "2026-11-18 10:00:00"),
            request("JY1", "SC01", "建议", "2026-11-18 10:00:00"),
            request("JY2", "SC01", "建议", "2026-11-20 10:00:00"),
        ],
    )
    .await;
    assert_eq!(places(&test, "2026-11-19").await.len(), 1);
    choose(&test, "SC01", "hengfu", "2026-11-23").await;
    test.next_hour();
    import(&test, &[request("BX2", "SC01", "报修", "2026-11-18 11:00:00")]).await;
    let made = places(&test, "2026-11-23").await;
    let mut numbers: Vec<(&str, bool)> =
        made.iter().map(|place| (place.request_no.as_str(), place.late)).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [("BX2", true), ("JY2", false)]);
}

async fn what_cannot_be_chosen_is_refused(test: TestApp) {
    import(&test, &[request("BX1", "SC01", "报修", "2026-11-19 10:00:00")]).await;
    places(&test, "2026-11-20").await;
    let cases = [
        ("SC01", "hengfu", "2026-11-20", "rules.too_early"),
        ("SC01", "hengfu", "2026-11-01", "rules.too_early"),
        ("SC99", "hengfu", "2026-11-23", "rules.no_such_center"),
        ("SC01", "abolished", "2026-11-23", "rules.no_such_pack"),
        ("SC01", "hengfu", "2023-11-23", "rules.not_effective"),
    ];
    for (center, pack, from, code) in cases {
        let refusal = test.app.choose_rule_pack(center, pack, day(from), "tester", test.now());
        assert_eq!(refusal.await.expect_err(code).code, code, "{center} {pack} {from}");
    }
    assert!(store::rule::choices(test.database()).await.expect("choices").is_empty());
}

async fn a_new_version_is_checked_before_it_is_kept(test: TestApp) {
    test.app.keep_shipped_rules(test.now()).await.expect("they are valid");
    import(&test, &[request("BX1", "SC01", "报修", "2026-11-19 10:00:00")]).await;
    places(&test, "2026-11-20").await;
    let add = async |yaml: &str, dry_run| {
        test.app.add_rule_pack(yaml, dry_run, "tester", test.now()).await
    };
    let good = second_version("2026-11-23");
    let faulty = good.replace("ring_secs: 35", "ring_secs: 0");
    let refusal = add(&faulty, false).await.expect_err("a fault");
    let line = 1 + faulty.lines().position(|line| line == "ring_secs: 0").expect("a line");
    let faults = json!([{
        "line": line, "field": "ring_secs", "reason": "must be at least 1",
        "hint": "write 1 or more",
    }]);
    assert_eq!((refusal.code, &refusal.params["faults"]), ("rules.pack_refused", &faults));
    let known = RulePack::shipped_texts()[0];
    let refusal = add(known, false).await.expect_err("a version that is kept already");
    assert_eq!(refusal.params["faults"][0]["field"], "version");
    let early = add(&second_version("2026-11-20"), false).await.expect_err("a batch is made");
    assert_eq!(early.code, "rules.too_early");
    add(&good, true).await.expect("a check alone");
    assert_eq!(store::rule::versions(test.database()).await.expect("versions").len(), 5);
    add(&good, false).await.expect("a good version");
    let view = test.app.rule_packs(test.now()).await.expect("packs");
    let versions: Vec<u32> = view.packs[0].versions.iter().map(|row| row.version).collect();
    assert_eq!((view.packs[0].version, versions), (2, vec![2, 1]));
}

async fn a_task_keeps_the_version_it_was_made_by(test: TestApp) {
    import(&test, &[request("BX1", "SC01", "报修", "2026-11-19 10:00:00")]).await;
    let made = places(&test, "2026-11-20").await;
    let task = made[0].task_id.clone().expect("a task");
    let yaml = second_version("2026-11-23");
    test.app.add_rule_pack(&yaml, false, "tester", test.now()).await.expect("a good version");
    import(&test, &[request("BX2", "SC01", "报修", "2026-11-20 10:00:00")]).await;
    let later = places(&test, "2026-11-23").await[0].task_id.clone().expect("a task");
    for (task, version, limit) in [(task, 1, 3), (later, 2, 4)] {
        let detail = test.app.callback_detail(&task, None).await.expect("a task");
        assert_eq!((detail.rule_pack_version, detail.attempt_limit), (version, limit));
    }
}

async fn another_node_notices_a_change(test: TestApp) {
    let other = TestApp::new(test.database().clone()).await;
    choose(&test, "SC01", "s4-3", "2026-11-23").await;
    let on = day("2026-11-23");
    assert_eq!(other.app.rules().pack_of("SC01", on).id, "quality-department");
    let refreshed = other.app.refresh_rules().await.expect("the stored rules");
    assert_eq!(refreshed.pack_of("SC01", on).id, "s4-3");
    assert_eq!(other.app.rules().pack_of("SC01", on).id, "s4-3");
}

async fn every_line_says_why_it_applies_or_not(test: TestApp) {
    import(
        &test,
        &[
            request("BX1", "SC01", "报修", "2026-11-19 17:55:00"),
            request("JY1", "SC01", "建议", "2026-11-19 17:55:00"),
        ],
    )
    .await;
    let unplaced = test.app.explain_rules("BX1").await.expect("a request").completions;
    assert_eq!((unplaced[0].place.as_deref(), unplaced[0].batch_date), (None, day("2026-11-20")));
    places(&test, "2026-11-20").await;
    let explained = test.app.explain_rules("BX1").await.expect("a request").completions;
    let standings: Vec<&str> = explained[0].lines.iter().map(|line| line.standing).collect();
    assert_eq!(standings, ["not", "applies", "not", "not", "not", "not", "not"]);
    assert_eq!(explained[0].lines[0].against, ["paid"]);
    assert_eq!(explained[0].place.as_deref(), Some("task"));
    assert_eq!(explained[0].due_at_ms, unplaced[0].due_at_ms);
    assert_eq!(explained[0].due_reason, unplaced[0].due_reason);
    let suggestion = test.app.explain_rules("JY1").await.expect("a request").completions;
    let reason = suggestion[0].due_reason.clone().expect("reception's own duty");
    assert!(reason.zh.contains("依规则迟延"), "{}", reason.zh);
    assert_eq!(suggestion[0].lines[4].standing, "applies_elsewhere");
    assert_eq!(suggestion[0].place, None);
    let refusal = test.app.explain_rules("none").await.expect_err("no such request");
    assert_eq!(refusal.code, "rules.no_such_request");
}

async fn a_late_arrival_is_explained_with_the_next_batch(test: TestApp) {
    choose(&test, "SC01", "hengfu", "2026-11-20").await;
    let numbers: Vec<String> = (1..=9).map(|number| format!("BX{number}")).collect();
    let rows: Vec<String> = numbers
        .iter()
        .map(|number| request(number, "SC01", "报修", "2026-11-19 10:00:00"))
        .collect();
    import(&test, &rows).await;
    places(&test, "2026-11-20").await;
    test.next_hour();
    import(&test, &[request("BX10", "SC01", "报修", "2026-11-19 11:00:00")]).await;
    import(&test, &[request("JY1", "SC02", "建议", "2026-11-19 11:00:00")]).await;
    let explain = async |number: &str| {
        let explained = test.app.explain_rules(number).await.expect("an explanation");
        explained.completions.into_iter().next().expect("it is finished")
    };
    let late = explain("BX10").await;
    assert_eq!((late.batch_date, late.late), (day("2026-11-23"), true));
    assert!(late.due_reason.is_some());
    let passed_over = explain("JY1").await;
    assert_eq!((passed_over.batch_date, passed_over.late), (day("2026-11-20"), false));
    let mut left_out = 0;
    for number in &numbers {
        let own = explain(number).await;
        assert_eq!((own.batch_date, own.late), (day("2026-11-20"), false), "{number}");
        let is_left_out = own.place.as_deref() == Some("excluded");
        assert_eq!(own.due_reason.is_none() && own.due_at_ms.is_none(), is_left_out, "{number}");
        left_out += usize::from(is_left_out);
    }
    assert!((1..9).contains(&left_out), "{left_out} left out");
}

async fn coverage_keeps_the_rate_a_place_was_given_by(test: TestApp) {
    choose(&test, "SC01", "hengfu", "2026-11-20").await;
    let unpaid = request("BX1", "SC01", "报修", "2026-11-19 10:00:00");
    import(&test, std::slice::from_ref(&unpaid)).await;
    places(&test, "2026-11-20").await;
    test.next_hour();
    import(&test, &[unpaid.replace("一般,否", "一般,是")]).await;
    let today = test.app.explain_rules("BX1").await.expect("an explanation");
    assert!(today.completions[0].paid, "the later import says so");
    let view = test.app.callback_coverage("2026-11", test.now()).await.expect("a month");
    assert_eq!(view.company[0].rates, ["3/10"]);
}

async fn a_pack_for_roles_without_a_seat_is_warned_of(test: TestApp) {
    let view = test.app.rule_packs(test.now()).await.expect("packs");
    let own = view.packs.iter().find(|pack| pack.id == "quality-department").expect("a pack");
    assert_eq!(own.unworked, []);
    let query = TrialQuery {
        pack: "s4-2".to_owned(),
        from: day("2026-11-01"),
        to: day("2026-11-30"),
        center: None,
        talk_secs: None,
    };
    let tried = test.app.try_rules(&query, test.now()).await.expect("a trial");
    let from = day("2026-11-23");
    let chosen = test.app.choose_rule_pack("SC01", "s4-2", from, "tester", test.now());
    let chosen = chosen.await.expect("a choice that can be made");
    assert!(!chosen.is_empty() && chosen.iter().all(|role| !role.lines.is_empty()));
    assert_eq!(tried.unworked, chosen);
}

async fn a_line_by_visit_opens_a_home_visit(test: TestApp) {
    choose(&test, "SC01", "s4-1", "2026-11-20").await;
    import(&test, &[request("JR1", "SC01", "节日拜访", "2026-11-19 10:00:00")]).await;
    let made = places(&test, "2026-11-20").await;
    assert_eq!(made[0].reason.as_deref(), Some("by_visit"));
    let balance = test.app.batch_balance(day("2026-11-20")).await.expect("a balance");
    assert_eq!((balance.completed, balance.excluded["by_visit"], balance.balanced), (1, 1, true));
    assert_eq!(balance.home_visits, 0, "those for want of a number are counted there");
    let sql = "select cause from home_visit";
    let visits: Vec<(String,)> = test.database().all(sql, vec![]).await.expect("visits");
    assert_eq!(visits, [("by_rule".to_owned(),)]);
}

async fn a_trial_counts_and_stores_nothing(test: TestApp) {
    let rows = async |database: &Database| {
        let sql = "select cast((select count(*) from batch_place) \
                   + (select count(*) from callback_task) + (select count(*) from audit_log) \
                   as bigint)";
        let (rows,): (i64,) = database.one(sql, vec![]).await.expect("a count");
        rows
    };
    let before = rows(test.database()).await;
    let query = |pack: &str, talk_secs| TrialQuery {
        pack: pack.to_owned(),
        from: day("2026-11-01"),
        to: day("2026-11-30"),
        center: None,
        talk_secs,
    };
    let ask = async |query| test.app.try_rules(&query, test.now()).await;
    let view = ask(query("quality-department", Some(100))).await.expect("a trial");
    assert_eq!(view.tried, view.in_use, "every center uses the default pack");
    assert!(view.tried.tasks > 0);
    let hengfu = ask(query("hengfu", None)).await.expect("a trial");
    assert_eq!((hengfu.talk_secs, hengfu.talk_measured_on), (180, 0));
    let tasks = i64::try_from(view.tried.tasks).expect("few tasks");
    assert_eq!(hengfu.in_use, Trial { talk_secs: 180 * tasks, ..view.tried.clone() });
    for trial in [&view.tried, &hengfu.tried] {
        let excluded: u64 = trial.excluded.values().sum();
        assert_eq!(trial.completed, trial.tasks + excluded);
        assert_eq!(trial.tasks, trial.days.iter().map(|day| day.tasks).sum::<u64>());
        assert_eq!(trial.tasks, trial.work.iter().map(|work| work.tasks).sum::<u64>());
        assert_eq!(trial.tasks, trial.in_time + trial.late + trial.never_tried);
    }
    let repairs = hengfu.tried.rates.iter().find(|rate| rate.kind == "repair").expect("a rate");
    assert!(repairs.selected * 10 >= repairs.eligible * 3 && repairs.selected < repairs.eligible);
    let one = TrialQuery { center: Some("SC01".to_owned()), ..query("hengfu", None) };
    assert!(ask(one).await.expect("a trial").completions < hengfu.completions);
    let backwards = TrialQuery { to: day("2026-10-31"), ..query("hengfu", None) };
    assert_eq!(ask(backwards).await.expect_err("a period").code, "rules.bad_period");
    assert_eq!(ask(query("none", None)).await.expect_err("a pack").code, "rules.no_such_pack");
    assert_eq!(rows(test.database()).await, before);
}
