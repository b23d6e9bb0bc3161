//! Data-quality findings: what is odd in the data centers send, and in how it agrees with what
//! residents say. Nothing is changed because of one: a person looks at it.

mod callback;
mod household;
mod kind;
mod service_request;

use chrono::NaiveDate;
use serde_json::Value;

pub use callback::{CallbackFacts, callback_findings};
pub use household::{HouseholdFacts, household_findings, shared_phone_findings};
pub use kind::{Dismissal, FindingKind};
pub use service_request::{RequestFacts, request_findings};

use super::coded::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// What a finding is about.
    pub enum SubjectKind {
        /// 报事, by its number.
        ServiceRequest = "service_request" | "报事",
        /// 业户, by its identifier.
        Household = "household" | "业户",
        /// 电话, by a keyed digest of its digits.
        Phone = "phone" | "电话",
        /// 回访任务, by its identifier.
        Task = "task" | "回访任务",
    }
}

/// Something odd that holds now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What is odd.
    pub kind: FindingKind,
    /// The center whose data it is.
    pub center_code: String,
    /// What it is about.
    pub subject_kind: SubjectKind,
    /// Which one.
    pub subject_id: String,
    /// The day it happened; for what has no day of its own, the day it was looked at.
    pub occurred_on: NaiveDate,
    /// Ids, dates and numbers a person needs to see why; never personal data.
    pub detail: Value,
}

/// From where on something counts as odd; data of the company (`[findings]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingLimits {
    /// A number that so many households or more have is one finding.
    pub shared_phone_households: usize,
    /// A repair open for more than so many calendar months needs a progress note in each.
    pub open_months: u32,
    /// A matter the resident calls unsolved is to be opened again within so many working days
    /// after the callback.
    pub reopen_workdays: u32,
}

impl Default for FindingLimits {
    fn default() -> Self {
        Self { shared_phone_households: 4, open_months: 1, reopen_workdays: 3 }
    }
}
