//! Each line of each shipped rule pack, laid on the calendar: when a matter completed then may
//! first be called and by when it must be, around weekends, holidays, make-up days, ends of months,
//! the leap day, and five minutes before closing time. Every row was worked out by hand.
//!
//! Columns: completed | batch that takes it | earliest call | due | what happened to the due time.
//! 2026: National Day 10-01 to 10-07, worked on Saturday 10-10; Spring Festival 02-16 to 02-23,
//! worked on Saturdays 02-14 and 02-28; New Year 01-01 to 01-03, worked on Sunday 01-04.
//! 2024: Spring Festival 02-10 to 02-17, worked on Sunday 02-04.

use huifang::domain::callback::attempts::NextStep;
use huifang::domain::callback::task::{TaskFacts, TaskRules};
use huifang::domain::coded::Coded;
use huifang::domain::rules::{
    CallbackRule, CallingClass, CountedFrom, DueNote, DueReason, DueRule, RuleBook, RulePack, Term,
    Unit,
};
use huifang::domain::service_request::{ServiceRequestKind, Severity};

use crate::support::{World, at, class, date, written, zone};

/// called on the batch's own day, the working day after completion.
const NEXT_WORKING_DAY: &str = "
    2026-11-18 10:00 | 2026-11-19 | 2026-11-19 09:00 | 2026-11-19 18:00 |
    2026-11-20 10:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-23 18:00 |
    2026-11-20 17:55 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-23 18:00 |
    2026-11-21 11:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-23 18:00 |
    2026-09-30 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-08 18:00 |
    2026-09-30 17:55 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-08 18:00 |
    2026-10-03 11:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-08 18:00 |
    2026-10-09 10:00 | 2026-10-10 | 2026-10-10 09:00 | 2026-10-10 18:00 |
    2026-10-10 16:00 | 2026-10-12 | 2026-10-12 09:00 | 2026-10-12 18:00 |
    2026-02-13 10:00 | 2026-02-14 | 2026-02-14 09:00 | 2026-02-14 18:00 |
    2026-02-14 10:00 | 2026-02-24 | 2026-02-24 09:00 | 2026-02-24 18:00 |
    2025-12-31 10:00 | 2026-01-04 | 2026-01-04 09:00 | 2026-01-04 18:00 |
    2026-01-31 10:00 | 2026-02-02 | 2026-02-02 09:00 | 2026-02-02 18:00 |
    2026-02-28 10:00 | 2026-03-02 | 2026-03-02 09:00 | 2026-03-02 18:00 |
    2024-01-31 10:00 | 2024-02-01 | 2024-02-01 09:00 | 2024-02-01 18:00 |
    2024-02-29 10:00 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-01 18:00 |
    2024-02-29 17:55 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-01 18:00 |
";

/// reception calls the same day; with less than half an hour of calling time left,
/// in the first window of the next working day.
const SAME_DAY: &str = "
    2026-11-18 10:00 | 2026-11-19 | 2026-11-18 10:00 | 2026-11-18 18:00 |
    2026-11-18 12:30 | 2026-11-19 | 2026-11-18 14:30 | 2026-11-18 18:00 |
    2026-11-18 17:30 | 2026-11-19 | 2026-11-18 17:30 | 2026-11-18 18:00 |
    2026-11-18 17:31 | 2026-11-19 | 2026-11-18 17:31 | 2026-11-19 12:00 | late_by_rule
    2026-11-18 20:10 | 2026-11-19 | 2026-11-19 09:00 | 2026-11-19 12:00 | late_by_rule
    2026-11-20 10:00 | 2026-11-23 | 2026-11-20 10:00 | 2026-11-20 18:00 |
    2026-11-20 17:55 | 2026-11-23 | 2026-11-20 17:55 | 2026-11-23 12:00 | late_by_rule
    2026-11-21 11:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-23 12:00 | late_by_rule
    2026-09-30 10:00 | 2026-10-08 | 2026-09-30 10:00 | 2026-09-30 18:00 |
    2026-09-30 17:55 | 2026-10-08 | 2026-09-30 17:55 | 2026-10-08 12:00 | late_by_rule
    2026-10-03 11:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-08 12:00 | late_by_rule
    2026-10-09 17:55 | 2026-10-10 | 2026-10-09 17:55 | 2026-10-10 12:00 | late_by_rule
    2026-10-10 16:00 | 2026-10-12 | 2026-10-10 16:00 | 2026-10-10 18:00 |
    2026-10-10 17:55 | 2026-10-12 | 2026-10-10 17:55 | 2026-10-12 12:00 | late_by_rule
    2026-02-14 17:55 | 2026-02-24 | 2026-02-14 17:55 | 2026-02-24 12:00 | late_by_rule
    2025-12-31 17:55 | 2026-01-04 | 2025-12-31 17:55 | 2026-01-04 12:00 | late_by_rule
    2026-01-31 10:00 | 2026-02-02 | 2026-02-02 09:00 | 2026-02-02 12:00 | late_by_rule
    2026-02-28 10:00 | 2026-03-02 | 2026-02-28 10:00 | 2026-02-28 18:00 |
    2024-01-31 17:55 | 2024-02-01 | 2024-01-31 17:55 | 2024-02-01 12:00 | late_by_rule
    2024-02-29 10:00 | 2024-03-01 | 2024-02-29 10:00 | 2024-02-29 18:00 |
    2024-02-29 17:55 | 2024-03-01 | 2024-02-29 17:55 | 2024-03-01 12:00 | late_by_rule
";

/// within three days of completion. Where the third day cannot be called on, the last
/// window before it counts, even when the batch that would call is made after it.
const THREE_DAYS: &str = "
    2026-11-17 10:00 | 2026-11-18 | 2026-11-18 09:00 | 2026-11-20 18:00 |
    2026-11-18 10:00 | 2026-11-19 | 2026-11-19 09:00 | 2026-11-20 18:00 | moved_back
    2026-11-19 10:00 | 2026-11-20 | 2026-11-20 09:00 | 2026-11-20 18:00 | moved_back
    2026-11-20 10:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-23 18:00 |
    2026-11-20 17:55 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-23 18:00 |
    2026-11-21 11:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-24 18:00 |
    2026-09-30 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-09-30 18:00 | moved_back,before_batch
    2026-09-30 17:55 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-08 12:00 | late_by_rule
    2026-10-03 11:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-08 12:00 | late_by_rule
    2026-10-05 11:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-08 18:00 |
    2026-10-08 10:00 | 2026-10-09 | 2026-10-09 09:00 | 2026-10-10 18:00 | moved_back
    2026-10-09 10:00 | 2026-10-10 | 2026-10-10 09:00 | 2026-10-12 18:00 |
    2026-10-10 16:00 | 2026-10-12 | 2026-10-12 09:00 | 2026-10-13 18:00 |
    2026-02-13 10:00 | 2026-02-14 | 2026-02-14 09:00 | 2026-02-14 18:00 | moved_back
    2026-02-14 10:00 | 2026-02-24 | 2026-02-24 09:00 | 2026-02-14 18:00 | moved_back,before_batch
    2025-12-31 10:00 | 2026-01-04 | 2026-01-04 09:00 | 2025-12-31 18:00 | moved_back,before_batch
    2026-01-31 10:00 | 2026-02-02 | 2026-02-02 09:00 | 2026-02-03 18:00 |
    2026-02-28 10:00 | 2026-03-02 | 2026-03-02 09:00 | 2026-03-03 18:00 |
    2024-01-31 10:00 | 2024-02-01 | 2024-02-01 09:00 | 2024-02-02 18:00 | moved_back
    2024-02-29 10:00 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-01 18:00 | moved_back
    2024-02-29 17:55 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-01 18:00 | moved_back
";

/// within one week.
const ONE_WEEK: &str = "
    2026-11-18 10:00 | 2026-11-19 | 2026-11-19 09:00 | 2026-11-25 18:00 |
    2026-11-20 10:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-27 18:00 |
    2026-11-20 17:55 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-27 18:00 |
    2026-11-21 11:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-27 18:00 | moved_back
    2026-09-30 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-09-30 18:00 | moved_back,before_batch
    2026-09-30 17:55 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-08 12:00 | late_by_rule
    2026-10-03 11:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-10 18:00 |
    2026-10-09 10:00 | 2026-10-10 | 2026-10-10 09:00 | 2026-10-16 18:00 |
    2026-10-10 16:00 | 2026-10-12 | 2026-10-12 09:00 | 2026-10-16 18:00 | moved_back
    2026-02-13 10:00 | 2026-02-14 | 2026-02-14 09:00 | 2026-02-14 18:00 | moved_back
    2025-12-31 10:00 | 2026-01-04 | 2026-01-04 09:00 | 2026-01-07 18:00 |
    2026-01-31 10:00 | 2026-02-02 | 2026-02-02 09:00 | 2026-02-06 18:00 | moved_back
    2026-02-28 10:00 | 2026-03-02 | 2026-03-02 09:00 | 2026-03-06 18:00 | moved_back
    2024-01-31 10:00 | 2024-02-01 | 2024-02-01 09:00 | 2024-02-07 18:00 |
    2024-02-29 10:00 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-07 18:00 |
    2024-02-29 17:55 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-07 18:00 |
";

/// R-028 (S4-1), R-031, R-033: within one month; a month without that day ends on its last.
const ONE_MONTH: &str = "
    2026-11-18 10:00 | 2026-11-19 | 2026-11-19 09:00 | 2026-12-18 18:00 |
    2026-11-20 10:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-12-18 18:00 | moved_back
    2026-11-20 17:55 | 2026-11-23 | 2026-11-23 09:00 | 2026-12-18 18:00 | moved_back
    2026-11-21 11:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-12-21 18:00 |
    2026-09-01 10:00 | 2026-09-02 | 2026-09-02 09:00 | 2026-09-30 18:00 | moved_back
    2026-09-30 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-30 18:00 |
    2026-09-30 17:55 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-30 18:00 |
    2026-10-03 11:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-11-03 18:00 |
    2026-09-10 10:00 | 2026-09-11 | 2026-09-11 09:00 | 2026-10-10 18:00 |
    2026-10-10 16:00 | 2026-10-12 | 2026-10-12 09:00 | 2026-11-10 18:00 |
    2025-12-31 10:00 | 2026-01-04 | 2026-01-04 09:00 | 2026-01-30 18:00 | moved_back
    2026-01-28 10:00 | 2026-01-29 | 2026-01-29 09:00 | 2026-02-28 18:00 |
    2026-01-31 10:00 | 2026-02-02 | 2026-02-02 09:00 | 2026-02-28 18:00 | month_clamped
    2026-02-28 10:00 | 2026-03-02 | 2026-03-02 09:00 | 2026-03-27 18:00 | moved_back
    2026-03-31 10:00 | 2026-04-01 | 2026-04-01 09:00 | 2026-04-30 18:00 | month_clamped
    2024-01-29 10:00 | 2024-01-30 | 2024-01-30 09:00 | 2024-02-29 18:00 |
    2024-01-31 10:00 | 2024-02-01 | 2024-02-01 09:00 | 2024-02-29 18:00 | month_clamped
    2024-02-29 10:00 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-29 18:00 |
    2024-02-29 17:55 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-29 18:00 |
";

/// R-028 (S4-2): after one month, within two.
const SECOND_MONTH: &str = "
    2026-10-12 10:00 | 2026-10-13 | 2026-11-12 09:00 | 2026-12-11 18:00 | moved_back
    2026-10-16 10:00 | 2026-10-19 | 2026-11-16 09:00 | 2026-12-16 18:00 |
    2026-10-16 17:55 | 2026-10-19 | 2026-11-16 09:00 | 2026-12-16 18:00 |
    2026-10-17 11:00 | 2026-10-19 | 2026-11-17 09:00 | 2026-12-17 18:00 |
    2026-10-22 10:00 | 2026-10-23 | 2026-11-23 09:00 | 2026-12-22 18:00 |
    2026-08-01 10:00 | 2026-08-03 | 2026-09-01 09:00 | 2026-09-30 18:00 | moved_back
    2026-09-03 10:00 | 2026-09-04 | 2026-10-08 09:00 | 2026-11-03 18:00 |
    2026-09-10 10:00 | 2026-09-11 | 2026-10-10 09:00 | 2026-11-10 18:00 |
    2026-09-30 10:00 | 2026-10-08 | 2026-10-30 09:00 | 2026-11-30 18:00 |
    2026-09-30 17:55 | 2026-10-08 | 2026-10-30 09:00 | 2026-11-30 18:00 |
    2026-10-03 11:00 | 2026-10-08 | 2026-11-03 09:00 | 2026-12-03 18:00 |
    2026-10-10 16:00 | 2026-10-12 | 2026-11-10 09:00 | 2026-12-10 18:00 |
    2025-12-31 10:00 | 2026-01-04 | 2026-02-02 09:00 | 2026-02-28 18:00 | month_clamped
    2026-01-31 10:00 | 2026-02-02 | 2026-02-28 09:00 | 2026-03-31 18:00 |
    2026-02-28 10:00 | 2026-03-02 | 2026-03-30 09:00 | 2026-04-28 18:00 |
    2024-01-31 10:00 | 2024-02-01 | 2024-02-29 09:00 | 2024-03-29 18:00 | moved_back
    2024-02-29 10:00 | 2024-03-01 | 2024-03-29 09:00 | 2024-04-29 18:00 |
    2024-02-29 17:55 | 2024-03-01 | 2024-03-29 09:00 | 2024-04-29 18:00 |
";

/// R-028 (S4-3): after one week, within one month.
const AFTER_A_WEEK: &str = "
    2026-11-18 10:00 | 2026-11-19 | 2026-11-25 09:00 | 2026-12-18 18:00 |
    2026-11-20 10:00 | 2026-11-23 | 2026-11-27 09:00 | 2026-12-18 18:00 | moved_back
    2026-11-20 17:55 | 2026-11-23 | 2026-11-27 09:00 | 2026-12-18 18:00 | moved_back
    2026-11-21 11:00 | 2026-11-23 | 2026-11-30 09:00 | 2026-12-21 18:00 |
    2026-09-01 10:00 | 2026-09-02 | 2026-09-08 09:00 | 2026-09-30 18:00 | moved_back
    2026-09-30 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-30 18:00 |
    2026-09-30 17:55 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-30 18:00 |
    2026-10-03 11:00 | 2026-10-08 | 2026-10-10 09:00 | 2026-11-03 18:00 |
    2026-10-10 16:00 | 2026-10-12 | 2026-10-19 09:00 | 2026-11-10 18:00 |
    2025-12-31 10:00 | 2026-01-04 | 2026-01-07 09:00 | 2026-01-30 18:00 | moved_back
    2026-01-31 10:00 | 2026-02-02 | 2026-02-09 09:00 | 2026-02-28 18:00 | month_clamped
    2026-02-28 10:00 | 2026-03-02 | 2026-03-09 09:00 | 2026-03-27 18:00 | moved_back
    2024-01-31 10:00 | 2024-02-01 | 2024-02-07 09:00 | 2024-02-29 18:00 | month_clamped
    2024-02-29 10:00 | 2024-03-01 | 2024-03-07 09:00 | 2024-03-29 18:00 |
    2024-02-29 17:55 | 2024-03-01 | 2024-03-07 09:00 | 2024-03-29 18:00 |
";

const QUALITY: &str = "quality-department";

/// Every line of every shipped pack: pack, number, kind, rate, who calls, how, its table above.
#[rustfmt::skip]
const LINES: &[(&str, &str, &str, &str, &str, &str, &str)] = &[
    (QUALITY, "20-1", "repair", "1/1", "agent", "telephone", NEXT_WORKING_DAY),
    (QUALITY, "20-2", "repair", "1/1", "agent", "telephone", NEXT_WORKING_DAY),
    (QUALITY, "20-3", "complaint", "1/1", "agent", "telephone", NEXT_WORKING_DAY),
    (QUALITY, "hf-1a", "complaint", "1/1", "reception_clerk", "telephone", SAME_DAY),
    (QUALITY, "hf-1b", "suggestion", "1/1", "reception_clerk", "telephone", SAME_DAY),
    (QUALITY, "hf-1c", "enquiry", "1/1", "reception_clerk", "telephone", SAME_DAY),
    (QUALITY, "hf-1d", "help_request", "1/1", "reception_clerk", "telephone", SAME_DAY),
    ("hengfu", "14-paid", "repair", "1/1", "agent", "telephone", THREE_DAYS),
    ("hengfu", "14", "repair", "3/10", "agent", "telephone", THREE_DAYS),
    ("hengfu", "49-complaint", "complaint", "1/1", "agent", "either", ONE_WEEK),
    ("hengfu", "49-suggestion", "suggestion", "1/1", "agent", "either", ONE_WEEK),
    ("hengfu", "49-help", "help_request", "1/1", "agent", "either", ONE_WEEK),
    ("hengfu", "49-enquiry", "enquiry", "1/1", "agent", "either", ONE_WEEK),
    ("s4-1", "11.1.3", "complaint", "1/2", "agent", "telephone", THREE_DAYS),
    ("s4-1", "11.1.4", "repair", "3/10", "center_supervisor", "telephone", ONE_MONTH),
    ("s4-1", "11.1.5-event", "event", "1/10", "agent", "telephone", ONE_MONTH),
    ("s4-1", "11.1.5-publication", "publication", "1/10", "agent", "telephone", ONE_MONTH),
    ("s4-1", "11.1.6-festival-visit", "festival_visit", "1/1", "center_manager", "visit",
     ONE_MONTH),
    ("s4-1", "11.1.6-move-in", "move_in", "1/1", "agent", "either", ONE_MONTH),
    ("s4-1", "11.1.6-incident", "incident", "1/1", "agent", "either", ONE_MONTH),
    ("s4-2", "complaint", "complaint", "1/1", "agent", "telephone", THREE_DAYS),
    ("s4-2", "repair", "repair", "3/10", "agent", "telephone", SECOND_MONTH),
    ("s4-2", "special-midterm", "special_service_midterm", "3/10", "agent", "telephone", ONE_WEEK),
    ("s4-2", "special-end", "special_service", "3/10", "agent", "telephone", ONE_WEEK),
    ("s4-2", "help", "help_request", "3/10", "agent", "telephone", ONE_WEEK),
    ("s4-2", "emergency-aid", "emergency_aid", "1/1", "agent", "telephone", ONE_WEEK),
    ("s4-2", "event", "event", "1/10", "agent", "telephone", ONE_MONTH),
    ("s4-2", "publication", "publication", "1/10", "agent", "telephone", ONE_MONTH),
    ("s4-2", "other-service", "other_service", "1/1", "agent", "telephone", ONE_WEEK),
    ("s4-2", "suggestion", "suggestion", "1/1", "agent", "telephone", ONE_WEEK),
    ("s4-2", "enquiry", "enquiry", "1/1", "agent", "telephone", ONE_WEEK),
    ("s4-3", "complaint", "complaint", "1/1", "agent", "telephone", THREE_DAYS),
    ("s4-3", "repair", "repair", "3/10", "agent", "telephone", AFTER_A_WEEK),
    ("s4-3", "special-midterm", "special_service_midterm", "3/10", "agent", "telephone", ONE_WEEK),
    ("s4-3", "special-end", "special_service", "3/10", "agent", "telephone", ONE_WEEK),
    ("s4-3", "help", "help_request", "3/10", "agent", "telephone", ONE_WEEK),
    ("s4-3", "event", "event", "1/10", "agent", "telephone", ONE_MONTH),
    ("s4-3", "publication", "publication", "1/10", "agent", "telephone", ONE_MONTH),
    ("s4-3", "other-service", "other_service", "1/1", "agent", "telephone", ONE_WEEK),
    ("s4-3", "suggestion", "suggestion", "1/1", "agent", "telephone", ONE_WEEK),
    ("s4-3", "enquiry", "enquiry", "1/1", "agent", "telephone", ONE_WEEK),
];

/// One row of a table.
struct Row<'a> {
    completed: &'a str,
    batch: &'a str,
    earliest: &'a str,
    due: &'a str,
    notes: &'a str,
}

fn rows(table: &str) -> impl Iterator<Item = Row<'_>> {
    table.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [completed, batch, earliest, due, notes] = cells[..] else { panic!("no row: {line}") };
        Row { completed, batch, earliest, due, notes }
    })
}

fn facts(class: CallingClass, row: &Row<'_>) -> TaskFacts {
    TaskFacts {
        class,
        batch_date: date(row.batch),
        completed_at: Some(at(row.completed)),
        preferred: None,
        phone_count: 1,
        center_on_duty: false,
        household_spoken_on: None,
        appointment: None,
    }
}

/// Earliest, due and notes as the rules have them, written like a row.
fn computed(world: &World, pack: &RulePack, line: &CallbackRule, facts: &TaskFacts) -> String {
    let rules = TaskRules { pack, rule: line, calendar: &world.calendar, quiet: &[], zone: zone() };
    let deadlines = rules.deadlines(facts);
    let hours = pack.calling_hours(facts.class, &world.calendar, zone());
    let earliest = hours.next_opening(deadlines.not_before).expect("an opening");
    let (earliest, due) = (written(earliest), written(deadlines.due_at));
    format!("{earliest} | {due} | {}", DueNote::join(&deadlines.notes))
}

fn check(world: &World, pack: &RulePack, line: &CallbackRule, class: CallingClass, table: &str) {
    for row in rows(table) {
        let completed_on = date(&row.completed[..10]);
        let batch = world.calendar.next_workday(completed_on).value;
        assert_eq!(batch.to_string(), row.batch, "batch of {}", row.completed);
        let expected = format!("{} | {} | {}", row.earliest, row.due, row.notes);
        let found = computed(world, pack, line, &facts(class, &row));
        assert_eq!(found, expected, "{} {}, completed {}", pack.id, line.number, row.completed);
    }
}

#[test]
fn each_line_of_each_pack_is_due_as_its_regulation_says() {
    let (world, book) = (World::new(), RuleBook::shipped());
    for (id, number, kind, rate, role, mode, table) in LINES {
        let pack = book.version(id, 1).expect("a shipped pack");
        let line = pack.line(number).unwrap_or_else(|| panic!("{id} has no line {number}"));
        let said = (line.kind.code(), line.rate.to_string(), line.role.code(), line.mode.code());
        assert_eq!(said, (*kind, (*rate).to_owned(), *role, *mode), "{id} {number}");
        check(&world, pack, line, class(line.kind, Severity::Ordinary), table);
    }
    let lines: usize = book.versions().map(|pack| pack.rules.len()).sum();
    assert_eq!(LINES.len(), lines, "a line of a shipped pack is in no table");
}

/// Grave complaints are called on free days too, so their last window may lie on one.
#[test]
fn a_grave_complaint_is_due_on_free_days_too() {
    let (world, book) = (World::new(), RuleBook::shipped());
    let severe = class(ServiceRequestKind::Complaint, Severity::Severe);
    let three_days = "
        2026-11-18 10:00 | 2026-11-19 | 2026-11-19 09:00 | 2026-11-21 18:00 |
        2026-11-20 17:55 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-23 18:00 |
        2026-09-30 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-03 18:00 | before_batch
        2026-10-03 17:55 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-06 18:00 | before_batch
        2024-02-29 10:00 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-03 18:00 |
    ";
    let pack = book.version("s4-1", 1).expect("shipped");
    check(&world, pack, pack.line("11.1.3").expect("a line"), severe, three_days);
    let one_week = "
        2026-11-21 11:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-28 18:00 |
        2026-09-30 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-07 18:00 | before_batch
        2026-10-02 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-09 18:00 |
    ";
    let pack = book.version("hengfu", 1).expect("shipped");
    check(&world, pack, pack.line("49-complaint").expect("a line"), severe, one_week);
}

/// No regulation that ships counts in hours or working days from completion; other packs may.
#[test]
fn hours_and_working_days_are_counted_too() {
    let (world, pack) = (World::new(), RulePack::built_in());
    let hours_24 = "
        2026-11-18 16:00 | 2026-11-19 | 2026-11-19 09:00 | 2026-11-19 16:00 |
        2026-11-18 13:00 | 2026-11-19 | 2026-11-19 09:00 | 2026-11-19 12:00 | moved_back
      2026-11-20 16:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-20 18:00 | moved_back,before_batch
        2026-11-20 17:55 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-23 12:00 | late_by_rule
        2024-02-29 10:00 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-01 10:00 |
    ";
    let working_days_2 = "
        2026-11-18 10:00 | 2026-11-19 | 2026-11-19 09:00 | 2026-11-20 18:00 |
        2026-11-20 17:55 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-24 18:00 |
        2026-11-21 11:00 | 2026-11-23 | 2026-11-23 09:00 | 2026-11-24 18:00 |
        2026-09-30 10:00 | 2026-10-08 | 2026-10-08 09:00 | 2026-10-09 18:00 |
        2026-10-08 10:00 | 2026-10-09 | 2026-10-09 09:00 | 2026-10-10 18:00 |
        2026-10-09 10:00 | 2026-10-10 | 2026-10-10 09:00 | 2026-10-12 18:00 |
        2026-02-13 10:00 | 2026-02-14 | 2026-02-14 09:00 | 2026-02-24 18:00 |
        2024-02-29 10:00 | 2024-03-01 | 2024-03-01 09:00 | 2024-03-04 18:00 |
    ";
    for (count, unit, table) in [(24, Unit::Hour, hours_24), (2, Unit::WorkingDay, working_days_2)]
    {
        let latest = Term { count, unit };
        let due = DueRule { counted_from: CountedFrom::Completion, earliest: None, latest };
        let line = CallbackRule { due, ..pack.rules[1].clone() };
        check(&world, &pack, &line, class(ServiceRequestKind::Repair, Severity::Ordinary), table);
    }
}

/// Completed then, by that line: the sentence in both languages.
#[test]
fn every_due_time_explains_itself_in_one_sentence() {
    let cases = [
        (
            "hengfu",
            "14",
            "2026-11-21 11:00",
            "应于 11-24 18:00 前回访：恒富标准 #14，完成之日起 3 日内",
            "Call back by 11-24 18:00: Hengfu standard #14, within 3 days of completion",
        ),
        (
            "hengfu",
            "14",
            "2026-11-18 10:00",
            "应于 11-20 18:00 前回访：恒富标准 #14，完成之日起 3 日内；\
             期限止于 11-21，其时不在可呼时段，以此前最后一个时段为限",
            "Call back by 11-20 18:00: Hengfu standard #14, within 3 days of completion; the term \
             ends on 11-21, outside the calling windows, so with the last one before",
        ),
        (
            "hengfu",
            "49-enquiry",
            "2026-11-18 10:00",
            "应于 11-25 18:00 前电话或上门回访：恒富标准 #49，完成之日起 1 周内",
            "Call back or visit by 11-25 18:00: Hengfu standard #49, within 1 week of completion",
        ),
        (
            "quality-department",
            "20-2",
            "2026-11-20 10:00",
            "应于 11-23 18:00 前回访：品质管理规定 第二十条（报修），\
             完成后的下一个工作日（批次当日）",
            "Call back by 11-23 18:00: Quality regulation, article 20 (repairs), on the working \
             day after completion (the batch's own day)",
        ),
        (
            "quality-department",
            "hf-1b",
            "2026-11-20 17:55",
            "应于 11-23 12:00 前回访：工作流程·回访（建议），完成当日；\
             期限内所余可呼时间不足，顺延至下一工作日首个时段（依规则迟延）",
            "Call back by 11-23 12:00: Work flow, callbacks (suggestions), on the day of \
             completion; too little calling time was left, so the first window of the next working \
             day (late by rule)",
        ),
        (
            "s4-2",
            "repair",
            "2025-12-31 10:00",
            "应于 2026-02-28 18:00 前回访：业主回访管理作业规程 四1（1）b，\
             完成之日起 1 个月后、2 个月内；该月没有同一日，以月末为期",
            "Call back by 2026-02-28 18:00: Callback procedure S4-2, 四1（1）b, after 1 month and \
             within 2 months of completion; that month has no such day, so its last",
        ),
    ];
    let (world, book) = (World::new(), RuleBook::shipped());
    for (id, number, completed, zh, en) in cases {
        let pack = book.version(id, 1).expect("a shipped pack");
        let line = pack.line(number).expect("a line");
        let completed_at = at(completed);
        let batch = world.calendar.next_workday(zone().date(completed_at)).value.to_string();
        let row = Row { completed, batch: &batch, earliest: "", due: "", notes: "" };
        let rules =
            TaskRules { pack, rule: line, calendar: &world.calendar, quiet: &[], zone: zone() };
        let deadlines = rules.deadlines(&facts(class(line.kind, Severity::Ordinary), &row));
        let reason = DueReason {
            line,
            completed_at: Some(completed_at),
            due_at: deadlines.due_at,
            due_on: deadlines.due_on,
            notes: &deadlines.notes,
            zone: zone(),
        };
        let sentence = reason.sentence();
        assert_eq!((sentence.zh.as_str(), sentence.en.as_str()), (zh, en), "{id} {number}");
    }
}

/// A task waits for its earliest moment and closes on the third working day from the one it is due,
/// or from its batch where that is later; evenings included.
#[test]
fn a_task_waits_for_its_earliest_moment_and_closes_after_its_due_day() {
    let (world, book) = (World::new(), RuleBook::shipped());
    let cases = [
        // pack, line, completed, first attempt, closes
        ("quality-department", "20-2", "2026-11-18 10:00", "2026-11-19 09:00", "2026-11-23 20:00"),
        ("hengfu", "14", "2026-11-18 10:00", "2026-11-19 09:00", "2026-11-24 20:00"),
        ("hengfu", "14", "2026-09-30 10:00", "2026-10-08 09:00", "2026-10-10 20:00"),
        ("s4-2", "repair", "2026-09-30 10:00", "2026-10-30 09:00", "2026-12-02 20:00"),
        ("s4-3", "repair", "2026-10-03 11:00", "2026-10-10 09:00", "2026-11-05 20:00"),
    ];
    for (id, number, completed, first, closes) in cases {
        let pack = book.version(id, 1).expect("a shipped pack");
        let line = pack.line(number).expect("a line");
        let batch = world.calendar.next_workday(zone().date(at(completed))).value.to_string();
        let row = Row { completed, batch: &batch, earliest: "", due: "", notes: "" };
        let facts = facts(class(line.kind, Severity::Ordinary), &row);
        let rules =
            TaskRules { pack, rule: line, calendar: &world.calendar, quiet: &[], zone: zone() };
        let made_at = at(&format!("{batch} 08:20"));
        let NextStep::Attempt { not_before, .. } = rules.next_step(&facts, &[], made_at) else {
            panic!("{id} {number}: nothing to try");
        };
        assert_eq!(written(not_before), first, "{id} {number}");
        assert_eq!(written(rules.deadlines(&facts).closes_at), closes, "{id} {number}");
        assert!(rules.may_call(&facts, &[], not_before), "{id} {number}");
        assert!(!rules.may_call(&facts, &[], not_before.plus_secs(-60)), "{id} {number}");
    }
}
