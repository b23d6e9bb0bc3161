//! Data-quality findings: looked for after every import and every day, shown, dismissed.

mod export;
mod look;
mod summary;
mod view;

pub use look::FindingRun;
pub use summary::{CenterFindings, FindingWeek, FindingsSummary, KindFindings};
pub use view::{Finding, FindingFilter, FindingSubject, FindingView, FindingsPage};
