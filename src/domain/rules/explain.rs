//! Why a line of a pack applies to a matter, and why the others do not.

use std::collections::BTreeMap;

use super::{CallbackMode, CallbackRule, CallerRole, Matter, Mismatch, RulePack};
use crate::domain::coded::Coded;
use crate::domain::service_request::{ServiceRequestKind, ServiceRequestStatus, Severity};

/// How a line of a pack stands to a matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The batch calls back by this line.
    Applies,
    /// It fits, and somebody else performs it.
    AppliesElsewhere,
    /// It would fit, but a line before it does already.
    TakenBefore {
        /// The number of that line.
        by: String,
    },
    /// It does not fit.
    Not(Vec<Mismatch>),
}

/// A line with how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineVerdict<'a> {
    /// The line.
    pub line: &'a CallbackRule,
    /// How it stands.
    pub standing: Standing,
}

impl RulePack {
    /// The lines some of whose callbacks fall to a caller outside the department, who has no seat
    /// to call from: by caller, each line once, in the pack's order. Visits need no seat.
    pub fn lines_without_seat(&self) -> BTreeMap<CallerRole, Vec<&CallbackRule>> {
        let mut lines: BTreeMap<CallerRole, Vec<&CallbackRule>> = BTreeMap::new();
        for matter in every_matter() {
            let role = self.caller_for(&matter);
            let called = self.rule_for(&matter).filter(|line| line.mode != CallbackMode::Visit);
            let Some(line) = called else { continue };
            let of_role = lines.entry(role).or_default();
            if !of_role.contains(&line) {
                of_role.push(line);
            }
        }
        lines.retain(|role, _| !CallerRole::OF_THE_DEPARTMENT.contains(role));
        for of_role in lines.values_mut() {
            of_role.sort_by_key(|line| self.rules.iter().position(|rule| rule == *line));
        }
        lines
    }

    /// Every line of the pack with how it stands to a matter, in the pack's order.
    pub fn verdicts(&self, matter: &Matter) -> Vec<LineVerdict<'_>> {
        let mut first: [Option<&CallbackRule>; 2] = [None, None];
        let mut verdicts = Vec::with_capacity(self.rules.len());
        for line in &self.rules {
            let against = line.mismatches(matter);
            let taken = &mut first[usize::from(line.by_batch)];
            let standing = match taken {
                _ if !against.is_empty() => Standing::Not(against),
                Some(earlier) => Standing::TakenBefore { by: earlier.number.clone() },
                None if line.by_batch => Standing::Applies,
                None => Standing::AppliesElsewhere,
            };
            if matches!(standing, Standing::Applies | Standing::AppliesElsewhere) {
                *taken = Some(line);
            }
            verdicts.push(LineVerdict { line, standing });
        }
        verdicts
    }
}

/// Every matter, as far as rules tell them apart.
fn every_matter() -> impl Iterator<Item = Matter> {
    let kinds = ServiceRequestKind::ALL.iter().copied();
    let graded = kinds.flat_map(|kind| Severity::ALL.iter().map(move |grade| (kind, *grade)));
    let finished = graded.flat_map(|(kind, severity)| {
        ServiceRequestStatus::ALL.iter().map(move |status| (kind, severity, *status))
    });
    finished.flat_map(|(kind, severity, status)| {
        [(false, false), (false, true), (true, false), (true, true)]
            .map(|(paid, against_manager)| Matter { kind, severity, status, paid, against_manager })
    })
}
