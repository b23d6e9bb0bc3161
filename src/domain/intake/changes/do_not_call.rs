//! What 勿扰 in an export means for the do-not-call list (decisions.md, "The batch").

use std::collections::BTreeSet;

use crate::domain::intake::household::{DoNotCallMark, HouseholdDraft};
use crate::domain::phone::PhoneNumber;

/// Whom an entry made by an import protects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoNotCallSubject {
    /// The household whose row it is.
    Household,
    /// One of that household's numbers, wherever else it appears.
    Number(PhoneNumber),
}

/// What an entry made by an import forbids. The list's third scope, callbacks alone, no export
/// can express.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImportedScope {
    /// No surveys; callbacks are still made.
    Survey,
    /// No calls at all.
    All,
}

/// One entry made, or to be made, by an import.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImportedEntry {
    /// Whom it protects.
    pub subject: DoNotCallSubject,
    /// What it forbids.
    pub scope: ImportedScope,
}

/// What becomes of a household's import-made entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoNotCallPlan {
    /// Entries to add.
    pub make: Vec<ImportedEntry>,
    /// Entries to end now; they stay as history.
    pub withdraw: Vec<ImportedEntry>,
}

/// Plans the entries of one household. `made_by_import` are those in force that an import made for
/// this household; entries people made are not shown here and so never touched. A mark covers the
/// household and both its numbers, as far as they can be dialled.
pub fn plan_do_not_call(
    made_by_import: &BTreeSet<ImportedEntry>,
    draft: &HouseholdDraft,
) -> DoNotCallPlan {
    let wanted = wanted_entries(draft);
    DoNotCallPlan {
        make: wanted.difference(made_by_import).cloned().collect(),
        withdraw: made_by_import.difference(&wanted).cloned().collect(),
    }
}

fn wanted_entries(draft: &HouseholdDraft) -> BTreeSet<ImportedEntry> {
    let scope = match draft.do_not_call {
        DoNotCallMark::None => return BTreeSet::new(),
        DoNotCallMark::Survey => ImportedScope::Survey,
        DoNotCallMark::All => ImportedScope::All,
    };
    let numbers = [&draft.phone, &draft.second_phone]
        .into_iter()
        .flatten()
        .filter_map(|text| PhoneNumber::parse(text.reveal()).ok())
        .map(DoNotCallSubject::Number);
    std::iter::once(DoNotCallSubject::Household)
        .chain(numbers)
        .map(|subject| ImportedEntry { subject, scope })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::household::{Occupancy, ResidencyKind};

    const FIRST: &str = "13900008763";
    const SECOND: &str = "15000007740";

    fn household(mark: DoNotCallMark, second: &str) -> HouseholdDraft {
        HouseholdDraft {
            center_code: "SC01".into(),
            room: "A区-1栋-2层-03".into(),
            phase: None,
            residency_kind: ResidencyKind::Owner,
            resident_name: Some("周敏".into()),
            phone: Some(FIRST.into()),
            second_phone: Some(second.into()),
            occupancy: Occupancy::MovedIn,
            moved_in_on: None,
            do_not_call: mark,
            convenient_time: None,
            is_key_household: false,
        }
    }

    /// Entries for the household and these numbers.
    fn entries(scope: ImportedScope, numbers: &[&str]) -> Vec<ImportedEntry> {
        let number = |text: &&str| PhoneNumber::parse(text).expect("a dialable number");
        let numbers = numbers.iter().map(number).map(DoNotCallSubject::Number);
        let subjects = std::iter::once(DoNotCallSubject::Household).chain(numbers);
        subjects.map(|subject| ImportedEntry { subject, scope }).collect()
    }

    #[test]
    fn a_mark_makes_changes_and_withdraws_entries() {
        use DoNotCallMark as Mark;
        use ImportedScope::{All, Survey};
        let surveys = entries(Survey, &[FIRST, SECOND]);
        let calls = entries(All, &[FIRST, SECOND]);
        let number = surveys[2..].to_vec();
        let none = Vec::new;
        let cases = [
            ("否", none(), household(Mark::None, SECOND), none(), none()),
            ("调查", none(), household(Mark::Survey, SECOND), surveys.clone(), none()),
            ("全部", none(), household(Mark::All, SECOND), calls.clone(), none()),
            ("same", surveys.clone(), household(Mark::Survey, SECOND), none(), none()),
            ("wider", surveys.clone(), household(Mark::All, SECOND), calls, surveys.clone()),
            ("later 否", surveys.clone(), household(Mark::None, SECOND), none(), surveys.clone()),
            ("number gone", surveys, household(Mark::Survey, "1880000804"), none(), number),
            (
                "one number twice",
                none(),
                household(Mark::All, FIRST),
                entries(All, &[FIRST]),
                none(),
            ),
        ];
        for (what, made_by_import, draft, make, withdraw) in cases {
            let plan = plan_do_not_call(&made_by_import.into_iter().collect(), &draft);
            assert_eq!(plan, DoNotCallPlan { make, withdraw }, "{what}");
        }
    }
}
