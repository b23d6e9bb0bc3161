//! What residents of the demo world report, and what is done about it.
//!
//! The texts are spoken by the callback scripts (我们给您家处理了〔事项〕; 这件事是这样处理的：〔处理结果〕),
//! so they are phrases without a full stop.

mod complaints;
mod others;
mod repairs;
mod unresolvable;

pub(super) use complaints::{ABOUT_HEADS, COMPLAINTS, GROUNDLESS};
pub(super) use others::OTHERS;
pub(super) use repairs::REPAIRS;
pub(super) use unresolvable::UNRESOLVABLE;

use super::names::Department;
use crate::domain::service_request::{ServiceRequestKind, Severity};

/// Where a matter can arise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a family's home.
    Home,
    /// In an office.
    Office,
    /// Outside the door: stairs, lifts, grounds.
    Shared,
}

/// One matter, from what was said to what was done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matter {
    pub kind: ServiceRequestKind,
    pub severity: Severity,
    pub place: Place,
    /// Whether material or work may have to be paid for.
    pub is_payable: bool,
    pub department: Department,
    pub text: &'static str,
    pub result: &'static str,
}

impl Matter {
    const fn new(
        kind: ServiceRequestKind,
        place: Place,
        department: Department,
        text: &'static str,
        result: &'static str,
    ) -> Self {
        let severity = Severity::Ordinary;
        Self { kind, severity, place, is_payable: false, department, text, result }
    }

    const fn payable(mut self) -> Self {
        self.is_payable = true;
        self
    }

    const fn important(mut self) -> Self {
        self.severity = Severity::Important;
        self
    }

    const fn severe(mut self) -> Self {
        self.severity = Severity::Severe;
        self
    }

    /// Whether it can arise with a family, or in an office.
    pub(super) fn fits(&self, is_office: bool) -> bool {
        match self.place {
            Place::Home => !is_office,
            Place::Office => is_office,
            Place::Shared => true,
        }
    }
}

/// What is done about a repair that did not hold.
pub(super) const REPAIRED_AGAIN: &str = "部门主管到场复查，重新处理后连续试用正常";
/// What is noted of a matter that was told twice.
pub(super) const TOLD_TWICE: &str = "与前一报事为同一事项，已一并处理";
