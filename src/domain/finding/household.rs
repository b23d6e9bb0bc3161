//! What is odd in households and their numbers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use super::{FindingKind, FindingLimits, Found, SubjectKind};
use crate::domain::phone::{self, PhoneNumber};
use crate::domain::pii::Pii;

/// The most households a finding names; it counts all.
const NAMED_MAX: usize = 200;

/// A household that lives there now, as far as findings look at it.
#[derive(Clone, Debug)]
pub struct HouseholdFacts {
    /// Its identifier.
    pub household_id: String,
    /// The center's code.
    pub center_code: String,
    /// 房号
    pub room: String,
    /// Its numbers as the export has them, without blank ones.
    pub phones: Vec<Pii<String>>,
}

/// Everything odd about one household, looked at on `today`.
pub fn household_findings(facts: &HouseholdFacts, today: NaiveDate) -> Vec<Found> {
    let found = |kind| Found {
        kind,
        center_code: facts.center_code.clone(),
        subject_kind: SubjectKind::Household,
        subject_id: facts.household_id.clone(),
        occurred_on: today,
        detail: json!({}),
    };
    let is_unusable = !facts.phones.is_empty() && phone::dialable(&facts.phones).is_empty();
    let parts: Vec<&str> = facts.room.split('-').collect();
    let is_unusual = parts.len() != 4 || parts.iter().any(|part| part.trim().is_empty());
    [(is_unusable, FindingKind::UnusablePhone), (is_unusual, FindingKind::UnusualRoom)]
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, kind)| found(kind))
        .collect()
}

/// Numbers that too many households have: one finding a number and center in which it appears.
/// `secret` keys the digest under which a number is known, so that the finding holds none.
pub fn shared_phone_findings<'a>(
    households: impl IntoIterator<Item = &'a HouseholdFacts>,
    limits: FindingLimits,
    secret: &[u8],
    today: NaiveDate,
) -> Vec<Found> {
    let mut by_number: BTreeMap<PhoneNumber, Vec<&HouseholdFacts>> = BTreeMap::new();
    for household in households {
        for number in phone::dialable(&household.phones) {
            by_number.entry(number).or_default().push(household);
        }
    }
    by_number.retain(|_, households| households.len() >= limits.shared_phone_households);
    by_number
        .iter()
        .flat_map(|(number, households)| {
            let digest = digest(secret, number);
            let mut centers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for household in households {
                centers.entry(&household.center_code).or_default().push(&household.household_id);
            }
            centers.into_iter().map(move |(center, ids)| Found {
                kind: FindingKind::SharedPhone,
                center_code: center.to_owned(),
                subject_kind: SubjectKind::Phone,
                subject_id: digest.clone(),
                occurred_on: today,
                detail: json!({
                    "households": households.len(),
                    "household_ids": ids.iter().take(NAMED_MAX).collect::<Vec<_>>(),
                }),
            })
        })
        .collect()
}

fn digest(secret: &[u8], number: &PhoneNumber) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret).expect("invariant: HMAC takes a key of any length");
    mac.update(b"finding.phone:");
    mac.update(number.digits().as_bytes());
    hex::encode(&mac.finalize().into_bytes()[..16])
}
