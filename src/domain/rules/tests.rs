//! Packs that can and cannot be followed.

use super::*;

#[test]
fn every_shipped_pack_is_valid_and_quotes_its_sources() {
    let book = RuleBook::shipped();
    let ids: Vec<&str> = book.versions().map(|pack| pack.id.as_str()).collect();
    assert_eq!(ids, ["hengfu", "quality-department", "s4-1", "s4-2", "s4-3"]);
    for pack in book.versions() {
        for rule in &pack.rules {
            assert!(rule.sources.iter().all(|source| source.starts_with("R-")), "{}", rule.number);
        }
    }
}

#[test]
fn every_requirement_on_callbacks_is_quoted_by_a_pack() {
    let texts = RulePack::shipped_texts().concat();
    for number in 6..=34 {
        assert!(texts.contains(&format!("R-{number:03}")), "R-{number:03}");
    }
}

#[test]
fn a_pack_that_cannot_be_followed_is_refused_by_line_and_field() {
    let cases = [
        ("id: quality-department", "id: 品质部", "id"),
        ("attempt_limit: 5", "attempt_limit: 2", "rules[2].attempt_limit"),
        ("attempt_limit: 5", "attempt_limit: 0", "rules[2].attempt_limit"),
        ("ring_secs: 35", "ring_secs: 0", "ring_secs"),
        ("late_by_rule_minutes: 30", "late_by_rule_minutes: 0", "late_by_rule_minutes"),
        ("until: \"21:00\"", "until: \"08:00\"", "appointment"),
        ("until: \"21:00\"", "until: \"19:00\"", "calling.standard.workday[2]"),
        (
            "from: \"09:30\", until: \"11:30\"",
            "from: \"11:30\", until: \"09:30\"",
            "calling.organization.workday[0]",
        ),
        ("slot: evening", "slot: morning", "calling.standard.workday[2]"),
        ("number: \"20-2\"", "number: \"20-1\"", "rules[1].number"),
        ("    paid: true\n", "", "rules[1]"),
        ("[resolved, closed, cannot_be_resolved]", "[]", "rules[0].statuses"),
        ("[resolved, closed, cannot_be_resolved]", "[in_progress]", "rules[0].statuses"),
        ("sources: [R-002]", "sources: []", "rules[0].sources"),
        ("count: 1, unit: working_day", "count: 1, unit: week", "rules[0].due"),
        (
            "latest: { count: 0, unit: calendar_day }",
            "earliest: { count: 1, unit: week }, latest: { count: 1, unit: working_day }",
            "rules[3].due",
        ),
        ("{ count: 0, unit: calendar_day }", "{ count: 0, unit: hour }", "rules[3].due.latest"),
    ];
    for (good, bad, expected) in cases {
        assert!(SHIPPED[0].contains(good), "{good}");
        let yaml = SHIPPED[0].replacen(good, bad, 1);
        let RulePackError(faults) = RulePack::parse(&yaml).expect_err(bad);
        let fault = faults.iter().find(|fault| fault.field == expected);
        let fault = fault.unwrap_or_else(|| panic!("{bad}: {faults:?}"));
        assert!(!fault.hint.is_empty(), "{bad}");
        let line = yaml.lines().nth(fault.line - 1).unwrap_or_default();
        let last = expected.rsplit('.').next().unwrap_or_default();
        let key = last.split('[').next().unwrap_or_default();
        assert!(line.contains(key) || line.contains('-'), "{bad}: line {} is `{line}`", fault.line);
    }
}

#[test]
fn everything_wrong_is_told_at_once_in_the_order_of_the_text() {
    let yaml = SHIPPED[0]
        .replace("ring_secs: 35", "ring_secs: 0")
        .replace("attempt_limit: 5", "attempt_limit: 0")
        .replace("until: \"21:00\"", "until: \"19:00\"");
    let RulePackError(faults) = RulePack::parse(&yaml).expect_err("wrong");
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert!(faults.len() >= 4 && lines.is_sorted(), "{faults:?}");
}

#[test]
fn a_kind_has_one_rate_below_all() {
    let yaml = SHIPPED[0].replace("rate: 1/1", "rate: 3/10");
    let RulePackError(faults) = RulePack::parse(&yaml).expect_err("two quotas");
    assert!(faults.iter().any(|fault| fault.field == "rules[1].rate"), "{faults:?}");
}

#[test]
fn what_is_no_pack_is_refused_with_its_line() {
    let cases = [
        ("ring_secs: 35", "ring_seconds: 35", "ring_seconds"),
        ("rate: 1/1", "rate: 30%", "3/10"),
        ("kind: repair", "kind: repairs", "repairs"),
        ("from: \"09:00\"", "from: \"nine\"", "line"),
        ("unit: working_day", "unit: fortnight", "fortnight"),
    ];
    for (good, bad, expected) in cases {
        assert!(SHIPPED[0].contains(good), "{good}");
        let error = RulePack::parse(&SHIPPED[0].replacen(good, bad, 1)).expect_err(bad);
        assert!(error.0[0].line > 0, "{bad}");
        assert!(error.to_string().contains(expected), "{bad}: {error}");
    }
}

#[test]
fn a_center_uses_what_it_chose_last_as_far_as_it_has_begun() {
    let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("date");
    let mut second = RulePack::built_in();
    second.version = 2;
    second.effective_from = date(2026, 12, 1);
    let choice = |from, pack: &str| PackChoice {
        center_code: "ZX01".to_owned(),
        from,
        pack: pack.to_owned(),
    };
    let shipped: Vec<RulePack> = RuleBook::shipped().versions().cloned().collect();
    let choices = [
        choice(date(2026, 11, 2), "hengfu"),
        choice(date(2026, 12, 10), DEFAULT_PACK),
        choice(date(2026, 12, 20), "abolished"),
    ];
    let book = RuleBook::new(shipped.into_iter().chain([second]), choices);
    let cases = [
        ("ZX01", date(2023, 12, 29), ("quality-department", 1)),
        ("ZX01", date(2026, 10, 30), ("quality-department", 1)),
        ("ZX01", date(2026, 11, 2), ("hengfu", 1)),
        ("ZX01", date(2026, 12, 9), ("hengfu", 1)),
        ("ZX01", date(2026, 12, 10), ("quality-department", 2)),
        ("ZX01", date(2026, 12, 21), ("quality-department", 2)),
        ("ZX02", date(2026, 11, 30), ("quality-department", 1)),
        ("ZX02", date(2026, 12, 1), ("quality-department", 2)),
    ];
    for (center, on, expected) in cases {
        let pack = book.pack_of(center, on);
        assert_eq!((pack.id.as_str(), pack.version), expected, "{center} {on}");
    }
    let in_use: Vec<&str> =
        book.packs_in_use(date(2026, 11, 2)).iter().map(|pack| pack.id.as_str()).collect();
    assert_eq!(in_use, ["quality-department", "hengfu"]);
}

#[test]
fn the_committed_schema_is_the_one_of_the_types() {
    let committed = include_str!("../../../rule-pack.schema.json");
    let generated = serde_json::to_string_pretty(&schema::schema()).expect("JSON") + "\n";
    assert!(
        committed == generated,
        "rule-pack.schema.json has drifted: huifang rules schema > rule-pack.schema.json"
    );
}

#[test]
fn words_of_danger_make_a_matter_of_safety() {
    let pack = RulePack::built_in();
    assert!(pack.is_safety_matter("2号电梯困人"));
    assert!(!pack.is_safety_matter("空调外机滴水到阳台"));
}
