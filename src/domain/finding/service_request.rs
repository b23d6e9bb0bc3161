//! What is odd in one service request.

use chrono::{Months, NaiveDate};
use serde_json::{Value, json};

use super::{FindingKind, FindingLimits, Found, SubjectKind};
use crate::domain::phone::PhoneNumber;
use crate::domain::pii::Pii;
use crate::domain::service_request::{ServiceRequestKind, ServiceRequestStatus};
use crate::domain::timestamp::{BusinessZone, Timestamp};

/// A stored request, as far as findings look at it.
#[derive(Clone, Debug)]
pub struct RequestFacts {
    /// The work-order system's own number.
    pub request_no: String,
    /// The center's code.
    pub center_code: String,
    /// Repair, complaint …
    pub kind: ServiceRequestKind,
    /// Where it stands.
    pub status: ServiceRequestStatus,
    /// When it was taken in.
    pub taken_in_at: Timestamp,
    /// When it was dispatched, if it was.
    pub dispatched_at: Option<Timestamp>,
    /// When it was completed, if it was.
    pub completed_at: Option<Timestamp>,
    /// Whether anything is written about what was done.
    pub has_result: bool,
    /// The reporter's number as the export has it.
    pub phone: Option<Pii<String>>,
    /// 关联编号
    pub related_no: Option<String>,
    /// Whether that is the number of a request.
    pub is_related_known: bool,
    /// When the row last changed, which is how a progress note shows in an export.
    pub changed_at: Timestamp,
}

/// Everything odd about a request at `now`.
pub fn request_findings(
    facts: &RequestFacts,
    limits: FindingLimits,
    zone: BusinessZone,
    now: Timestamp,
) -> Vec<Found> {
    let judged = Judged { facts, limits, zone, now };
    let mut found = Vec::new();
    judged.completion(&mut found);
    judged.progress(&mut found);
    judged.texts(&mut found);
    found
}

struct Judged<'a> {
    facts: &'a RequestFacts,
    limits: FindingLimits,
    zone: BusinessZone,
    now: Timestamp,
}

impl Judged<'_> {
    fn completion(&self, found: &mut Vec<Found>) {
        let facts = self.facts;
        let Some(completed_at) = facts.completed_at else {
            if facts.status.is_finished() {
                found.push(self.found(FindingKind::ClosedWithoutCompletion, self.taken_in_on()));
            }
            return;
        };
        let completed_on = self.zone.date(completed_at);
        if facts.status == ServiceRequestStatus::Closed && !facts.has_result {
            found.push(self.found(FindingKind::ClosedWithoutResult, completed_on));
        }
        if !facts.status.is_finished() {
            found.push(self.found(FindingKind::CompletionOfOpen, completed_on));
        }
        if facts.dispatched_at.is_some_and(|dispatched_at| completed_at < dispatched_at) {
            found.push(self.found(FindingKind::CompletedBeforeDispatch, completed_on));
        }
        if completed_at > self.now {
            found.push(self.found(FindingKind::CompletedInFuture, self.taken_in_on()));
        }
    }

    fn progress(&self, found: &mut Vec<Found>) {
        let facts = self.facts;
        if facts.kind != ServiceRequestKind::Repair {
            return;
        }
        let taken_in_on = self.taken_in_on();
        let dispatched_on = facts.dispatched_at.map(|at| self.zone.date(at));
        let is_late = match dispatched_on {
            Some(dispatched_on) => dispatched_on > taken_in_on,
            // The day is not over yet for what came in today.
            None => facts.status.is_finished() || taken_in_on < self.zone.date(self.now),
        };
        if is_late {
            found.push(self.found(FindingKind::LateDispatch, taken_in_on));
        }
        let stale_from = self.month_after(taken_in_on);
        let today = self.zone.date(self.now);
        let noted_until = self.month_after(self.zone.date(facts.changed_at));
        let has_note = facts.has_result && today <= noted_until;
        if !facts.status.is_finished() && today > stale_from && !has_note {
            found.push(self.found(FindingKind::StaleRepair, stale_from));
        }
    }

    fn texts(&self, found: &mut Vec<Found>) {
        let facts = self.facts;
        if facts.phone.as_ref().is_some_and(|phone| PhoneNumber::parse(phone.reveal()).is_err()) {
            found.push(self.found(FindingKind::UnusablePhone, self.taken_in_on()));
        }
        match &facts.related_no {
            Some(related) if *related == facts.request_no => {
                found.push(self.found(FindingKind::RelatedToItself, self.taken_in_on()));
            }
            Some(_) if !facts.is_related_known => {
                found.push(self.found(FindingKind::UnknownRelation, self.taken_in_on()));
            }
            _ => {}
        }
    }

    fn taken_in_on(&self) -> NaiveDate {
        self.zone.date(self.facts.taken_in_at)
    }

    /// So many months later; the last day of the month where the day does not exist.
    fn month_after(&self, date: NaiveDate) -> NaiveDate {
        date.checked_add_months(Months::new(self.limits.open_months)).unwrap_or(NaiveDate::MAX)
    }

    fn found(&self, kind: FindingKind, occurred_on: NaiveDate) -> Found {
        Found {
            kind,
            center_code: self.facts.center_code.clone(),
            subject_kind: SubjectKind::ServiceRequest,
            subject_id: self.facts.request_no.clone(),
            occurred_on,
            detail: self.detail(kind),
        }
    }

    fn detail(&self, kind: FindingKind) -> Value {
        let facts = self.facts;
        match kind {
            FindingKind::UnknownRelation => json!({ "related_no": facts.related_no }),
            FindingKind::StaleRepair => json!({ "changed_at_ms": facts.changed_at.0 }),
            _ => json!({}),
        }
    }
}
