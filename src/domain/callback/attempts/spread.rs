//! Attempts are spread over parts of the day and over days (分布, scripts-zh.md 1.6).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::history::History;
use crate::domain::calendar::{CallingTable, Slot};
use crate::domain::rules::CallbackRule;

/// What the attempts so far have covered, and what the rule still wants.
pub(super) struct Spread {
    days: BTreeSet<NaiveDate>,
    slots: BTreeSet<Slot>,
    used: usize,
    limit: usize,
    days_min: usize,
    slots_min: usize,
    evening_required: bool,
}

impl Spread {
    /// A table without evenings, or with few parts of the day, lowers what can be asked for.
    pub(super) fn new(rule: &CallbackRule, table: &CallingTable, history: &History<'_>) -> Self {
        let (days, slots) = history.covered();
        Self {
            days,
            slots,
            used: history.used_count() as usize,
            limit: rule.attempt_limit as usize,
            days_min: rule.days_min as usize,
            slots_min: (rule.slots_min as usize).min(table.slot_count()),
            evening_required: rule.evening_required && table.has_evening(),
        }
    }

    /// Whether, after an attempt then, those that remain can still complete the spread.
    pub(super) fn allows(&self, date: NaiveDate, slot: Slot) -> bool {
        let left = self.limit.saturating_sub(self.used + 1);
        let days = self.days.len() + usize::from(!self.days.contains(&date));
        let slots = self.slots.len() + usize::from(!self.slots.contains(&slot));
        let has_evening = slot == Slot::Evening || self.slots.contains(&Slot::Evening);
        let evening_missing = usize::from(self.evening_required && !has_evening);
        let slots_missing = self.slots_min.saturating_sub(slots).max(evening_missing);
        self.days_min.saturating_sub(days).max(slots_missing) <= left
    }
}
