//! Hand-worked tables a domain expert can check: one row a case, the verdict in the last column.

mod attempts;
mod batch;
mod calc;
mod calendar;
mod calendar_changes;
mod calendar_files;
mod callback_result;
mod calling_windows;
mod coverage;
mod figures;
mod findings;
mod notices;
mod outcome;
mod properties;
mod quiet_days;
mod rule_packs;
mod rule_packs_lines;
mod sampling;
mod scripts;
mod support;
