//! Packs that can and cannot be followed.

use super::*;

const SHIPPED: &str = include_str!("packs/quality-department.yaml");

#[test]
fn the_shipped_pack_is_valid() {
    let pack = RulePack::parse(SHIPPED).expect("valid");
    assert_eq!((pack.id.as_str(), pack.version, pack.ring_secs), ("quality-department", 1, 35));
}

#[test]
fn a_pack_that_cannot_be_followed_is_refused_by_field() {
    let cases = [
        ("attempt_limit: 5", "attempt_limit: 2", "rules[2].attempt_limit"),
        ("attempt_limit: 5", "attempt_limit: 0", "rules[2].attempt_limit"),
        ("ring_secs: 35", "ring_secs: 0", "ring_secs"),
        ("until: \"21:00\"", "until: \"08:00\"", "appointment"),
        ("until: \"21:00\"", "until: \"19:00\"", "calling.standard.workday[2]"),
        (
            "from: \"09:30\", until: \"11:30\"",
            "from: \"11:30\", until: \"09:30\"",
            "calling.organization.workday[0]",
        ),
        ("slot: evening", "slot: morning", "calling.standard.workday[2]"),
    ];
    for (good, bad, expected) in cases {
        assert!(SHIPPED.contains(good), "{good}");
        match RulePack::parse(&SHIPPED.replacen(good, bad, 1)) {
            Err(RulePackError::Invalid { field, .. }) => assert_eq!(field, expected, "{bad}"),
            other => panic!("{bad}: {other:?}"),
        }
    }
}

#[test]
fn a_kind_has_one_rate_below_all() {
    match RulePack::parse(&SHIPPED.replace("rate: 1/1", "rate: 3/10")) {
        Err(RulePackError::Invalid { field, .. }) => assert_eq!(field, "rules[1].rate"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_pack_is_refused_with_its_line() {
    let cases = [
        ("ring_secs: 35", "ring_seconds: 35", "ring_seconds"),
        ("rate: 1/1", "rate: 30%", "3/10"),
        ("kind: repair", "kind: repairs", "repairs"),
        ("from: \"09:00\"", "from: \"nine\"", "line"),
    ];
    for (good, bad, expected) in cases {
        let error = RulePack::parse(&SHIPPED.replacen(good, bad, 1)).expect_err(bad).to_string();
        assert!(error.contains(expected) && error.contains("line"), "{bad}: {error}");
    }
}

#[test]
fn the_version_in_force_is_the_last_that_has_begun() {
    let first = RulePack::built_in();
    let mut second = first.clone();
    second.version = 2;
    second.effective_from = NaiveDate::from_ymd_opt(2026, 12, 1).expect("date");
    let packs = [first, second];
    let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("date");
    let cases =
        [(date(2023, 12, 29), None), (date(2026, 11, 30), Some(1)), (date(2026, 12, 1), Some(2))];
    for (on, expected) in cases {
        let pack = RulePack::effective_on(&packs, "quality-department", on);
        assert_eq!(pack.map(|pack| pack.version), expected, "{on}");
    }
    assert_eq!(RulePack::effective_on(&packs, "other", date(2026, 12, 1)), None);
}

#[test]
fn words_of_danger_make_a_matter_of_safety() {
    let pack = RulePack::built_in();
    assert!(pack.is_safety_matter("2号电梯困人"));
    assert!(!pack.is_safety_matter("空调外机滴水到阳台"));
}
