//! Who lives in a dwelling now: the same household as before, or the next one.

use chrono::NaiveDate;

use super::names_of;
use crate::domain::intake::household::HouseholdDraft;

/// The latest household (tenancy) of a dwelling, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredHousehold {
    /// k of `center/room#k`, from 1.
    pub tenancy: i64,
    /// What the export said of it last.
    pub values: HouseholdDraft,
}

/// What becomes of the household of a dwelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HouseholdChange {
    /// The stored household says the same.
    Unchanged,
    /// The dwelling is new: its first household.
    Insert,
    /// The same household; these fields differ and are updated in place.
    Update {
        /// The fields, named and ordered as in `columns`.
        changed: Vec<&'static str>,
    },
    /// Other people: a household of its own, the earlier one stays as history.
    NewTenancy {
        /// k of the new household.
        tenancy: i64,
        /// The fields that differ from the earlier one.
        changed: Vec<&'static str>,
    },
}

/// Plans the household of a dwelling. k rises when 入住日期, or name and first phone together,
/// change; a date that appears or disappears is a change too (decisions.md, "Identity and
/// history").
pub fn plan_household(stored: Option<&StoredHousehold>, draft: &HouseholdDraft) -> HouseholdChange {
    let Some(stored) = stored else { return HouseholdChange::Insert };
    let changed = changed_fields(&stored.values, draft);
    let differs = |field| changed.contains(&field);
    if changed.is_empty() {
        HouseholdChange::Unchanged
    } else if differs("moved_in_on") || (differs("resident_name") && differs("phone")) {
        HouseholdChange::NewTenancy { tenancy: stored.tenancy + 1, changed }
    } else {
        HouseholdChange::Update { changed }
    }
}

/// One tenancy of a dwelling, as far as it matters for what happened there on a certain day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenancy<I> {
    /// The household.
    pub household_id: I,
    /// k of `center/room#k`, from 1.
    pub tenancy: i64,
    /// 入住日期.
    pub moved_in_on: Option<NaiveDate>,
}

/// Whose request it is that was taken in on `date`: the latest household that had moved in by then.
/// One without 入住日期 counts as moved in, and where all came later the first known one stands in:
/// who was there before it was never imported.
pub fn household_on<I>(tenancies: &[Tenancy<I>], date: NaiveDate) -> Option<&I> {
    let began = |tenancy: &&Tenancy<I>| tenancy.moved_in_on.is_none_or(|moved_in| moved_in <= date);
    let latest = tenancies.iter().filter(began).max_by_key(|tenancy| tenancy.tenancy);
    let first = || tenancies.iter().min_by_key(|tenancy| tenancy.tenancy);
    latest.or_else(first).map(|tenancy| &tenancy.household_id)
}

fn changed_fields(a: &HouseholdDraft, b: &HouseholdDraft) -> Vec<&'static str> {
    names_of(vec![
        ("phase", a.phase != b.phase),
        ("residency_kind", a.residency_kind != b.residency_kind),
        ("resident_name", a.resident_name != b.resident_name),
        ("phone", a.phone != b.phone),
        ("second_phone", a.second_phone != b.second_phone),
        ("occupancy", a.occupancy != b.occupancy),
        ("moved_in_on", a.moved_in_on != b.moved_in_on),
        ("do_not_call", a.do_not_call != b.do_not_call),
        ("convenient_time", a.convenient_time != b.convenient_time),
        ("key_household", a.is_key_household != b.is_key_household),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::household::{Occupancy, ResidencyKind};
    use crate::domain::intake::household::DoNotCallMark;

    fn household() -> HouseholdDraft {
        HouseholdDraft {
            center_code: "SC01".into(),
            room: "A区-1栋-2层-03".into(),
            phase: Some("1期".into()),
            residency_kind: ResidencyKind::Owner,
            resident_name: Some("周敏".into()),
            phone: Some("13900008763".into()),
            second_phone: None,
            occupancy: Occupancy::MovedIn,
            moved_in_on: NaiveDate::from_ymd_opt(2019, 9, 9),
            do_not_call: DoNotCallMark::None,
            convenient_time: None,
            is_key_household: false,
        }
    }

    fn update(changed: &[&'static str]) -> HouseholdChange {
        HouseholdChange::Update { changed: changed.to_vec() }
    }

    fn next_tenancy(changed: &[&'static str]) -> HouseholdChange {
        HouseholdChange::NewTenancy { tenancy: 3, changed: changed.to_vec() }
    }

    #[test]
    fn a_household_ends_when_the_date_or_both_name_and_number_change() {
        let base = household();
        let other_name = HouseholdDraft { resident_name: Some("李涛".into()), ..base.clone() };
        let other_phone = HouseholdDraft { phone: Some("15000007740".into()), ..base.clone() };
        let other_people =
            HouseholdDraft { phone: Some("15000007740".into()), ..other_name.clone() };
        let other_date =
            HouseholdDraft { moved_in_on: NaiveDate::from_ymd_opt(2026, 1, 1), ..base.clone() };
        let no_date = HouseholdDraft { moved_in_on: None, ..base.clone() };
        let vacant = HouseholdDraft { occupancy: Occupancy::Vacant, ..base.clone() };
        let cases = [
            ("nothing", base, HouseholdChange::Unchanged),
            ("name", other_name, update(&["resident_name"])),
            ("first number", other_phone, update(&["phone"])),
            ("name and first number", other_people, next_tenancy(&["resident_name", "phone"])),
            ("入住日期", other_date, next_tenancy(&["moved_in_on"])),
            ("入住日期 gone", no_date, next_tenancy(&["moved_in_on"])),
            ("occupancy", vacant, update(&["occupancy"])),
        ];
        let stored = StoredHousehold { tenancy: 2, values: household() };
        for (what, draft, expected) in cases {
            assert_eq!(plan_household(Some(&stored), &draft), expected, "{what}");
        }
    }

    #[test]
    fn a_dwelling_seen_for_the_first_time_gets_its_first_household() {
        assert_eq!(plan_household(None, &household()), HouseholdChange::Insert);
    }

    #[test]
    fn a_request_belongs_to_who_lived_there_when_it_was_taken_in() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let tenancies = |moved_in: &[Option<&str>]| -> Vec<Tenancy<i64>> {
            (1..)
                .zip(moved_in)
                .map(|(k, date)| Tenancy {
                    household_id: k,
                    tenancy: k,
                    moved_in_on: date.map(day),
                })
                .collect()
        };
        type Case<'a> = (&'a [Option<&'a str>], &'a str, Option<i64>);
        let cases: [Case<'_>; 8] = [
            (&[], "2026-09-14", None),
            (&[Some("2019-09-09")], "2026-09-14", Some(1)),
            (&[Some("2019-09-09")], "2019-09-08", Some(1)),
            (&[None], "2026-09-14", Some(1)),
            (&[Some("2019-09-09"), Some("2026-09-14")], "2026-09-13", Some(1)),
            (&[Some("2019-09-09"), Some("2026-09-14")], "2026-09-14", Some(2)),
            (&[Some("2019-09-09"), None], "2026-09-14", Some(2)),
            (&[Some("2026-10-01"), Some("2026-11-01")], "2026-09-14", Some(1)),
        ];
        for (moved_in, date, expected) in cases {
            let households = tenancies(moved_in);
            let found = household_on(&households, day(date)).copied();
            assert_eq!(found, expected, "{moved_in:?} on {date}");
        }
    }
}
