//! What a rule pack must hold beyond its shape, so that no rule can be impossible to follow.

use super::{CallbackRule, RulePack};
use crate::domain::calendar::{CallingTable, Slot, TimeSpan, Window};

/// Why a rule pack was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulePackError {
    /// Not YAML, or not a pack: the reader's own message with line and column.
    #[error("{0}")]
    Syntax(String),
    /// A pack, but one that contradicts itself.
    #[error("{field}: {reason}")]
    Invalid {
        /// Path of the field, such as `rules[1].statuses`.
        field: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

pub(super) fn check(pack: &RulePack) -> Result<(), RulePackError> {
    require(!pack.id.is_empty(), || "id".to_owned(), "must not be empty")?;
    require(pack.ring_secs > 0, || "ring_secs".to_owned(), "must be at least 1")?;
    require(pack.dead_number_dates > 0, || "dead_number_dates".to_owned(), "must be at least 1")?;
    let hours = pack.appointment;
    require(hours.from < hours.until, || "appointment".to_owned(), "must begin before it ends")?;
    require(!pack.rules.is_empty(), || "rules".to_owned(), "must have at least one rule")?;
    for (index, rule) in pack.rules.iter().enumerate() {
        check_rule(rule, &format!("rules[{index}]"))?;
    }
    check_quotas(&pack.rules)?;
    let tables = [
        ("standard", &pack.calling.standard),
        ("urgent", &pack.calling.urgent),
        ("organization", &pack.calling.organization),
    ];
    for (name, table) in tables {
        check_table(table, hours, &format!("calling.{name}"))?;
    }
    Ok(())
}

fn check_rule(rule: &CallbackRule, path: &str) -> Result<(), RulePackError> {
    let positive = "must be at least 1";
    let numbers = [
        ("first_attempt_workdays", rule.first_attempt_workdays),
        ("closing_workdays", rule.closing_workdays),
        ("attempt_limit", rule.attempt_limit),
    ];
    for (name, number) in numbers {
        require(number > 0, || format!("{path}.{name}"), positive)?;
    }
    let spread = rule.slots_min.max(rule.days_min);
    require(
        spread <= rule.attempt_limit,
        || format!("{path}.attempt_limit"),
        "is too small for the parts of the day and the days the attempts must be spread over",
    )?;
    let order = rule.first_attempt_workdays <= rule.closing_workdays;
    require(order, || format!("{path}.closing_workdays"), "lies before the first attempt is due")?;
    require(!rule.statuses.is_empty(), || format!("{path}.statuses"), "must name a status")
}

/// Rates are kept per center, kind and month, so a kind can have one quota only.
fn check_quotas(rules: &[CallbackRule]) -> Result<(), RulePackError> {
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| !rule.rate.is_all()) {
        let single = !rules[..index].iter().any(|o| o.kind == rule.kind && !o.rate.is_all());
        let reason = "is the second rate below 1 for its kind";
        require(single, || format!("rules[{index}].rate"), reason)?;
    }
    Ok(())
}

fn check_table(table: &CallingTable, hours: TimeSpan, path: &str) -> Result<(), RulePackError> {
    let by_day = table.workday.iter().any(|window| window.slot != Slot::Evening);
    require(by_day, || format!("{path}.workday"), "must have a window before the evening")?;
    let days = [
        ("workday", &table.workday),
        ("weekend.windows", &table.weekend.windows),
        ("holiday.windows", &table.holiday.windows),
    ];
    for (name, windows) in days {
        check_windows(windows, hours, &format!("{path}.{name}"))?;
    }
    Ok(())
}

fn check_windows(windows: &[Window], hours: TimeSpan, path: &str) -> Result<(), RulePackError> {
    let mut earliest = hours.from;
    for (index, window) in windows.iter().enumerate() {
        let field = || format!("{path}[{index}]");
        require(window.from < window.until, field, "must begin before it ends")?;
        require(
            window.from >= earliest && window.until <= hours.until,
            field,
            "must lie within the appointment hours and after the window before it",
        )?;
        require(
            Slot::of(window.from) == window.slot,
            field,
            "begins in another part of the day than its slot says",
        )?;
        earliest = window.until;
    }
    Ok(())
}

fn require(
    holds: bool,
    field: impl FnOnce() -> String,
    reason: &'static str,
) -> Result<(), RulePackError> {
    if holds { Ok(()) } else { Err(RulePackError::Invalid { field: field(), reason }) }
}
