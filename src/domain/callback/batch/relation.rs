//! The same matter told to several departments counts once: which request carries it.
//!
//! A request is merged into the one it names in 关联编号 when both are of the same household, the
//! named one has a task in this batch or an earlier one, and this one was taken in before that one
//! was completed: told again afterwards it is a repeat complaint and judged by itself.
//! Where the named request was merged itself, its carrier counts, under the same conditions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Candidate, EarlierPlace, ExclusionReason, Placement};

/// What is decided next: who is merged into whom, and who is judged by itself.
pub(super) struct Round {
    pub merged: Vec<(usize, String)>,
    pub judged: Vec<usize>,
}

/// Where the matter of a request stands.
enum Standing<'a> {
    /// Not decided yet: the place of that candidate is awaited.
    Awaits(usize),
    /// A task carries it.
    CarriedBy(&'a str),
    /// Nothing carries it.
    Alone,
}

/// The named requests of a batch.
pub(super) struct Relations<'a> {
    candidates: &'a [Candidate<'a>],
    earlier: &'a BTreeMap<String, EarlierPlace>,
    /// Latest completion of each request in this batch.
    by_number: BTreeMap<&'a str, usize>,
}

impl<'a> Relations<'a> {
    pub(super) fn new(
        candidates: &'a [Candidate<'a>],
        earlier: &'a BTreeMap<String, EarlierPlace>,
    ) -> Self {
        let mut order: Vec<usize> = (0..candidates.len()).collect();
        order.sort_by_key(|index| candidates[*index].facts.completed_at);
        let by_number =
            order.into_iter().map(|i| (candidates[i].facts.request_no.as_str(), i)).collect();
        Self { candidates, earlier, by_number }
    }

    /// Everything that can be decided from the places given so far; never empty while a place is
    /// missing, since in a circle of waiting requests the smallest number is judged by itself.
    pub(super) fn next_round(&self, places: &[Option<Placement>]) -> Round {
        let mut round = Round { merged: Vec::new(), judged: Vec::new() };
        let mut awaited = BTreeMap::new();
        for index in (0..places.len()).filter(|index| places[*index].is_none()) {
            match self.standing(index, places) {
                Standing::Awaits(other) => {
                    awaited.insert(index, other);
                }
                Standing::CarriedBy(carrier) => round.merged.push((index, carrier.to_owned())),
                Standing::Alone => round.judged.push(index),
            }
        }
        if round.merged.is_empty() && round.judged.is_empty() {
            round.judged = self.smallest_of_circles(&awaited);
        }
        round
    }

    fn standing(&self, index: usize, places: &[Option<Placement>]) -> Standing<'a> {
        let facts = self.candidates[index].facts;
        let Some(named) = facts.related_no.as_deref().filter(|named| *named != facts.request_no)
        else {
            return Standing::Alone;
        };
        if !self.is_told_in_time(index, named) {
            return Standing::Alone;
        }
        if let Some(other) = self.by_number.get(named).copied() {
            match &places[other] {
                None => return Standing::Awaits(other),
                Some(placement) => {
                    if let Some(carrier) = self.carrier(named, placement)
                        && self.may_carry(index, carrier)
                    {
                        return Standing::CarriedBy(carrier);
                    }
                }
            }
        }
        match self.carrier_of_earlier(named) {
            Some(carrier) if self.may_carry(index, carrier) => Standing::CarriedBy(carrier),
            _ => Standing::Alone,
        }
    }

    /// The carrier of a matter that has its place in this batch.
    fn carrier(&self, named: &str, placement: &Placement) -> Option<&'a str> {
        let number = match placement {
            Placement::Task { .. } => named,
            Placement::Excluded { reason: ExclusionReason::Merged, carrier } => {
                carrier.as_deref()?
            }
            Placement::Excluded { .. } => return None,
        };
        self.known_number(number)
    }

    /// The carrier of a matter that has its place in an earlier batch.
    fn carrier_of_earlier(&self, named: &str) -> Option<&'a str> {
        let (number, place) = self.earlier.get_key_value(named)?;
        if place.has_task { Some(number) } else { place.merged_into.as_deref() }
    }

    fn known_number(&self, number: &str) -> Option<&'a str> {
        self.by_number
            .get_key_value(number)
            .map(|(known, _)| *known)
            .or_else(|| self.earlier.get_key_value(number).map(|(known, _)| known.as_str()))
    }

    /// A carrier must itself be of the household and not completed before this was taken in. One
    /// that is known by number only was checked when the request between was merged into it.
    fn may_carry(&self, index: usize, carrier: &str) -> bool {
        let is_itself = carrier == self.candidates[index].facts.request_no;
        let is_known = self.by_number.contains_key(carrier) || self.earlier.contains_key(carrier);
        !is_itself && (!is_known || self.is_told_in_time(index, carrier))
    }

    /// Whether `number` is a request of the same household that was completed, in this batch or an
    /// earlier one, only after this one was taken in.
    fn is_told_in_time(&self, index: usize, number: &str) -> bool {
        let facts = self.candidates[index].facts;
        let in_batch = self.by_number.get(number).map(|other| {
            let other = self.candidates[*other].facts;
            (other.household_id, other.completed_at)
        });
        let earlier =
            self.earlier.get(number).map(|place| (place.household_id, place.completed_at));
        in_batch.into_iter().chain(earlier).any(|(household, completed_at)| {
            facts.household_id.is_some()
                && household == facts.household_id
                && facts.taken_in_at < completed_at
        })
    }

    /// The smallest number of each circle; shorter numbers come before longer ones, so that the
    /// order is that of counting.
    fn smallest_of_circles(&self, awaited: &BTreeMap<usize, usize>) -> Vec<usize> {
        let mut smallest = BTreeSet::new();
        for start in awaited.keys().copied() {
            let mut seen = vec![start];
            let mut next = awaited.get(&start).copied();
            while let Some(index) = next.filter(|index| !seen.contains(index)) {
                seen.push(index);
                next = awaited.get(&index).copied();
            }
            let Some(entry) = next.and_then(|index| seen.iter().position(|at| *at == index)) else {
                continue;
            };
            smallest.extend(seen[entry..].iter().copied().min_by_key(|index| {
                let number = &self.candidates[*index].facts.request_no;
                (number.len(), number.as_str())
            }));
        }
        smallest.into_iter().collect()
    }
}
