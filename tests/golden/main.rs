//! Hand-worked tables a domain expert can check: one row a case, the verdict in the last column.

mod attempts;
mod batch;
mod calendar;
mod callback_result;
mod calling_windows;
mod figures;
mod outcome;
mod properties;
mod rule_packs;
mod rule_packs_lines;
mod support;
