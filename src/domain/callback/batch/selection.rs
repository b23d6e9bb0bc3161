//! Rates below 100 %: which of the eligible completions are called back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{BatchInput, Candidate};
use crate::domain::service_request::ServiceRequestKind;

/// Within what a rate is kept: center, kind of matter, month of completion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SelectionKey {
    /// 服务中心编码
    pub center_code: String,
    /// Kind of matter.
    pub kind: ServiceRequestKind,
    /// First day of the month of completion.
    pub month: NaiveDate,
}

/// Eligible and selected completions, by key. Completions whose rule calls all of them back are
/// not counted, so they never fill the quota of others.
pub type SelectionCounts = BTreeMap<SelectionKey, Selected>;

/// How many were eligible and how many of them were selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// Not excluded for another reason.
    pub eligible: u64,
    /// Called back.
    pub selected: u64,
}

/// Selects among the eligible: per key, so many that selected so far = ceil(rate × eligible so
/// far), in the order of HMAC-SHA256(company secret, request number), which nobody at a center can
/// foresee and everybody with the secret can repeat.
pub(super) fn select(
    input: &BatchInput<'_>,
    candidates: &[Candidate<'_>],
    eligible: &[usize],
    counts: &mut SelectionCounts,
) -> BTreeSet<usize> {
    let (all, some): (Vec<usize>, Vec<usize>) =
        eligible.iter().partition(|index| candidates[**index].rule.rate.is_all());
    let mut selected: BTreeSet<usize> = all.into_iter().collect();
    let mut groups: BTreeMap<SelectionKey, Vec<usize>> = BTreeMap::new();
    for index in some {
        groups.entry(key(input, &candidates[index])).or_default().push(index);
    }
    for (key, mut group) in groups {
        group.sort_by_key(|index| order(input.secret, &candidates[*index].facts.request_no));
        let added = counts.entry(key.clone()).or_default();
        let before = input.so_far.get(&key).copied().unwrap_or_default();
        added.eligible += group.len() as u64;
        let wanted = candidates[group[0]].rule.rate.of(before.eligible + added.eligible);
        let missing = wanted.saturating_sub(before.selected + added.selected);
        let taken: Vec<usize> =
            group.into_iter().take(usize::try_from(missing).unwrap_or(usize::MAX)).collect();
        added.selected += taken.len() as u64;
        selected.extend(taken);
    }
    selected
}

fn key(input: &BatchInput<'_>, candidate: &Candidate<'_>) -> SelectionKey {
    let completed_on = input.zone.date(candidate.facts.completed_at);
    SelectionKey {
        center_code: candidate.facts.center_code.clone(),
        kind: candidate.rule.kind,
        month: completed_on.with_day(1).unwrap_or(completed_on),
    }
}

fn order(secret: &[u8], request_no: &str) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret).expect("invariant: HMAC takes a key of any length");
    mac.update(request_no.as_bytes());
    mac.finalize().into_bytes().into()
}
