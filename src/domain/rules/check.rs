//! What a rule pack must hold beyond its shape, so that no rule can be impossible to follow.

use std::collections::BTreeSet;
use std::fmt;

use super::locate::line_of;
use super::{CallbackRule, CountedFrom, RulePack, Unit};
use crate::domain::calendar::{CallingTable, Slot, TimeSpan, Window};

/// One thing wrong with a rule pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFault {
    /// Line of the text, from 1; 0 when the reader does not know it.
    pub line: usize,
    /// Path of the field, such as `rules[1].statuses`; empty for what is no pack at all.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
    /// What to do about it.
    pub hint: String,
}

/// Why a rule pack was refused: everything that is wrong, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePackError(pub Vec<PackFault>);

impl std::error::Error for RulePackError {}

impl fmt::Display for RulePackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            let field = if fault.field.is_empty() { "" } else { ": " };
            write!(f, "{gap}line {}: {}{field}{}", fault.line, fault.field, fault.reason)?;
            write!(f, "\n  hint: {}", fault.hint)?;
        }
        Ok(())
    }
}

/// What the reader of YAML has to say: one fault, since it reads no further.
pub(super) fn unreadable(error: &serde_saphyr::Error) -> RulePackError {
    let line = error.location().map_or(0, |place| usize::try_from(place.line()).unwrap_or(0));
    RulePackError(vec![PackFault {
        line,
        field: String::new(),
        reason: error.to_string(),
        hint: "compare it with a pack that ships and with rule-pack.schema.json".to_owned(),
    }])
}

/// Collects what is wrong.
struct Faults<'a> {
    yaml: &'a str,
    found: Vec<PackFault>,
}

impl Faults<'_> {
    fn require(&mut self, holds: bool, field: impl FnOnce() -> String, reason: &str, hint: &str) {
        if holds {
            return;
        }
        let field = field();
        let (reason, hint) = (reason.to_owned(), hint.to_owned());
        self.found.push(PackFault { line: line_of(self.yaml, &field), field, reason, hint });
    }
}

pub(super) fn check(pack: &RulePack, yaml: &str) -> Result<(), RulePackError> {
    let mut faults = Faults { yaml, found: Vec::new() };
    check_head(pack, &mut faults);
    for (index, rule) in pack.rules.iter().enumerate() {
        check_rule(rule, &format!("rules[{index}]"), &mut faults);
    }
    check_numbers(&pack.rules, &mut faults);
    check_order(&pack.rules, &mut faults);
    check_quotas(&pack.rules, &mut faults);
    let tables = [
        ("standard", &pack.calling.standard),
        ("urgent", &pack.calling.urgent),
        ("organization", &pack.calling.organization),
    ];
    for (name, table) in tables {
        check_table(table, pack.appointment, &format!("calling.{name}"), &mut faults);
    }
    faults.found.sort_by_key(|fault| fault.line);
    if faults.found.is_empty() { Ok(()) } else { Err(RulePackError(faults.found)) }
}

fn check_head(pack: &RulePack, faults: &mut Faults<'_>) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let named = !pack.id.is_empty() && pack.id.chars().all(plain);
    let hint = "write lower-case letters, digits and hyphens, such as hengfu-2027";
    faults.require(named, || "id".to_owned(), "is no name of a pack", hint);
    let numbers = [
        ("version", pack.version),
        ("ring_secs", pack.ring_secs),
        ("dead_number_dates", pack.dead_number_dates),
        ("late_by_rule_minutes", pack.late_by_rule_minutes),
    ];
    for (name, number) in numbers {
        faults.require(number > 0, || name.to_owned(), "must be at least 1", "write 1 or more");
    }
    let hours = pack.appointment;
    let hint = "let `from` be the earlier time";
    let ordered = hours.from < hours.until;
    faults.require(ordered, || "appointment".to_owned(), "must begin before it ends", hint);
    let hint = "write at least one line under `rules`";
    let some = !pack.rules.is_empty();
    faults.require(some, || "rules".to_owned(), "must have at least one rule", hint);
}

fn check_rule(rule: &CallbackRule, path: &str, faults: &mut Faults<'_>) {
    let numbers =
        [("closing_workdays", rule.closing_workdays), ("attempt_limit", rule.attempt_limit)];
    for (name, number) in numbers {
        let field = || format!("{path}.{name}");
        faults.require(number > 0, field, "must be at least 1", "write 1 or more");
    }
    faults.require(
        rule.slots_min.max(rule.days_min) <= rule.attempt_limit,
        || format!("{path}.attempt_limit"),
        "is too small for the parts of the day and the days the attempts must be spread over",
        "raise attempt_limit, or lower slots_min or days_min",
    );
    let hint = "name the statuses that count as finished: resolved, closed, cannot_be_resolved";
    let some = !rule.statuses.is_empty();
    faults.require(some, || format!("{path}.statuses"), "must name a status", hint);
    let unfinished = rule.statuses.iter().any(|status| !status.is_finished());
    let reason = "names a status in which nothing is finished yet";
    faults.require(!unfinished, || format!("{path}.statuses"), reason, hint);
    let hint = "quote the requirement the line follows, such as R-012";
    let quoted = !rule.sources.is_empty();
    faults.require(quoted, || format!("{path}.sources"), "must quote its source", hint);
    check_due(rule, path, faults);
}

fn check_due(rule: &CallbackRule, path: &str, faults: &mut Faults<'_>) {
    let due = &rule.due;
    if due.counted_from == CountedFrom::Batch {
        let plain = due.earliest.is_none()
            && due.latest.unit == Unit::WorkingDay
            && due.latest.count > 0
            && rule.by_batch;
        let reason = "counts from the batch, whose day is working day 1";
        let hint = "write latest: { count: 1, unit: working_day } without earliest, or leave \
                    counted_from out";
        faults.require(plain, || format!("{path}.due"), reason, hint);
        return;
    }
    let ordered = due.earliest.is_none_or(|earliest| earliest.is_before(due.latest));
    let reason = "ends before the callback may begin";
    let hint = "let `latest` be the longer term";
    faults.require(ordered, || format!("{path}.due"), reason, hint);
    let hour = due.latest.unit != Unit::Hour || due.latest.count > 0;
    let hint = "write 1 hour or more, or { count: 0, unit: calendar_day } for the same day";
    faults.require(hour, || format!("{path}.due.latest"), "leaves no time at all", hint);
}

fn check_numbers(rules: &[CallbackRule], faults: &mut Faults<'_>) {
    let mut seen = BTreeSet::new();
    for (index, rule) in rules.iter().enumerate() {
        let fresh = !rule.number.is_empty() && seen.insert(rule.number.as_str());
        let reason = "is empty or the number of another line";
        let hint = "give every line a number of its own; it is stored with each task";
        faults.require(fresh, || format!("rules[{index}].number"), reason, hint);
    }
}

/// A line that an earlier one covers whole can never apply.
fn check_order(rules: &[CallbackRule], faults: &mut Faults<'_>) {
    for (index, rule) in rules.iter().enumerate() {
        let hidden = rules[..index].iter().any(|earlier| {
            let severities = earlier.severities.is_empty()
                || (!rule.severities.is_empty()
                    && rule.severities.iter().all(|s| earlier.severities.contains(s)));
            earlier.kind == rule.kind
                && earlier.by_batch == rule.by_batch
                && severities
                && (earlier.paid.is_none() || earlier.paid == rule.paid)
                && rule.statuses.iter().all(|status| earlier.statuses.contains(status))
        });
        let reason = "can never apply: a line before it takes everything it is for";
        let hint = "move the narrower line up, or remove one of the two";
        faults.require(!hidden, || format!("rules[{index}]"), reason, hint);
    }
}

/// Rates are kept per center, kind and month, so a kind can have one quota only.
fn check_quotas(rules: &[CallbackRule], faults: &mut Faults<'_>) {
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| !rule.rate.is_all()) {
        let single = !rules[..index].iter().any(|o| o.kind == rule.kind && !o.rate.is_all());
        let reason = "is the second rate below 1 for its kind";
        let hint =
            "a kind has one quota: let one line have it, and who calls be a line of `callers`";
        faults.require(single, || format!("rules[{index}].rate"), reason, hint);
    }
}

fn check_table(table: &CallingTable, hours: TimeSpan, path: &str, faults: &mut Faults<'_>) {
    let by_day = table.workday.iter().any(|window| window.slot != Slot::Evening);
    let reason = "must have a window before the evening";
    let hint = "the evening is only for residents who asked for it or were not reached by day";
    faults.require(by_day, || format!("{path}.workday"), reason, hint);
    let days = [
        ("workday", &table.workday),
        ("weekend.windows", &table.weekend.windows),
        ("holiday.windows", &table.holiday.windows),
    ];
    for (name, windows) in days {
        check_windows(windows, hours, &format!("{path}.{name}"), faults);
    }
}

fn check_windows(windows: &[Window], hours: TimeSpan, path: &str, faults: &mut Faults<'_>) {
    let mut earliest = hours.from;
    for (index, window) in windows.iter().enumerate() {
        let field = || format!("{path}[{index}]");
        let hint = "let `from` be the earlier time";
        let ordered = window.from < window.until;
        faults.require(ordered, field, "must begin before it ends", hint);
        if !ordered {
            continue;
        }
        faults.require(
            window.from >= earliest && window.until <= hours.until,
            field,
            "must lie within the appointment hours and after the window before it",
            "order the windows by time and keep them within `appointment`",
        );
        faults.require(
            Slot::of(window.from) == window.slot,
            field,
            "begins in another part of the day than its slot says",
            "morning ends at 12:00, afternoon at 18:00",
        );
        earliest = window.until;
    }
}
