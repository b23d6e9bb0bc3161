//! Strata of estimation: those of selection, or coarser ones where too few were drawn or answered
//! (statistics.md 7, "Months in which a stratum drew nothing").

use std::collections::BTreeMap;

use super::round::{Case, StratumKey};
use super::sample::Lonely;

/// Respondents a stratum needs, lest it be joined with its neighbour.
const RESPONDENTS_MIN: usize = 2;

/// What the strata of selection became.
#[derive(Clone, Debug)]
pub struct Merged {
    /// Stratum of selection to that of estimation.
    names: BTreeMap<StratumKey, String>,
    /// Households of each stratum of estimation.
    households: BTreeMap<String, f64>,
    /// Households over released cases.
    base_weights: BTreeMap<String, f64>,
}

impl Merged {
    /// The stratum of estimation of a stratum cases were drawn from, and the base weight of its
    /// cases.
    pub fn of(&self, stratum: &StratumKey) -> (&str, f64) {
        let name = &self.names[stratum];
        (name, self.base_weights[name])
    }

    /// Households by stratum of estimation.
    pub fn households(&self) -> &BTreeMap<String, f64> {
        &self.households
    }
}

/// One or more strata taken together.
#[derive(Clone, Debug, Default)]
struct Group {
    strata: Vec<StratumKey>,
    households: f64,
    released: usize,
    respondents: usize,
}

impl Group {
    fn is_thin(&self) -> bool {
        self.released == 0 || self.respondents < RESPONDENTS_MIN
    }

    fn join(&mut self, other: Self) {
        self.strata.extend(other.strata);
        self.households += other.households;
        self.released += other.released;
        self.respondents += other.respondents;
    }
}

/// Works out the strata of estimation. With [`Lonely::Adjust`] they are those of selection.
pub fn merge(frame: &BTreeMap<StratumKey, f64>, released: &[&Case], lonely: Lonely) -> Merged {
    let mut groups: BTreeMap<&StratumKey, Group> = BTreeMap::new();
    for (key, households) in frame.iter().filter(|(_, households)| **households > 0.0) {
        let group =
            Group { strata: vec![key.clone()], households: *households, ..Group::default() };
        groups.insert(key, group);
    }
    for case in released {
        let Some(group) = groups.get_mut(&case.stratum) else { continue };
        group.released += 1;
        group.respondents += usize::from(case.is_respondent());
    }
    let groups: Vec<Group> = match lonely {
        Lonely::Adjust => groups.into_values().collect(),
        Lonely::Collapse => collapsed(groups),
    };
    named(groups)
}

/// Thin strata join the next of the same center and owner, and what is still thin the next owner's
/// of the same center.
fn collapsed(groups: BTreeMap<&StratumKey, Group>) -> Vec<Group> {
    let mut by_owner: BTreeMap<(&str, &str), Vec<Group>> = BTreeMap::new();
    for (key, group) in groups {
        by_owner.entry((&key.center, &key.owner)).or_default().push(group);
    }
    let mut by_center: BTreeMap<&str, Vec<Group>> = BTreeMap::new();
    for ((center, _), groups) in by_owner {
        by_center.entry(center).or_default().extend(joined(groups));
    }
    by_center.into_values().flat_map(joined).collect()
}

fn joined(groups: Vec<Group>) -> Vec<Group> {
    let mut result: Vec<Group> = Vec::new();
    for group in groups {
        match result.last_mut().filter(|last| last.is_thin()) {
            Some(last) => last.join(group),
            None => result.push(group),
        }
    }
    if result.len() > 1 && result.last().is_some_and(Group::is_thin) {
        let last = result.pop().unwrap_or_default();
        if let Some(before) = result.last_mut() {
            before.join(last);
        }
    }
    result
}

fn named(groups: Vec<Group>) -> Merged {
    let mut merged = Merged {
        names: BTreeMap::new(),
        households: BTreeMap::new(),
        base_weights: BTreeMap::new(),
    };
    for group in groups.into_iter().filter(|group| group.released > 0) {
        // Whatever cannot stand in a key separates its parts.
        let name = match group.strata.first() {
            Some(key) => [&key.center, &key.phase, &key.owner, &key.stratum]
                .map(String::as_str)
                .join("\u{1f}"),
            None => continue,
        };
        merged.households.insert(name.clone(), group.households);
        merged.base_weights.insert(name.clone(), group.households / group.released as f64);
        for key in group.strata {
            merged.names.insert(key, name.clone());
        }
    }
    merged
}
