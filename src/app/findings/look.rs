//! One look at all data: what is odd now, compared with what was known.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::app::App;
use crate::app::error::AppError;
use crate::app::stored;
use crate::domain::coded::Coded;
use crate::domain::finding::{
    CallbackFacts, FindingLimits, Found, HouseholdFacts, RequestFacts, callback_findings,
    household_findings, request_findings, shared_phone_findings,
};
use crate::domain::pii::Pii;
use crate::domain::service_request::ServiceRequestStatus;
use crate::domain::timestamp::Timestamp;
use crate::store::finding::{KnownFinding, NewFinding};
use crate::store::finding_facts::{FindingCallbackRow, FindingHouseholdRow, FindingRequestRow};
use crate::store::{self, Event};

/// Rows read at a time, so that memory stays flat however much there is.
const PAGE: i64 = 2_000;

/// What a look came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FindingRun {
    /// Everything odd now.
    pub holding: usize,
    /// Found for the first time, or again after it had gone.
    pub new: usize,
    /// Gone since the last look.
    pub resolved: usize,
}

impl App {
    /// Looks at all data and stores what is odd. A second look at the same data changes nothing.
    ///
    /// # Errors
    /// When the database refuses, or holds what this program cannot read.
    pub async fn look_for_findings(
        &self,
        limits: FindingLimits,
        now: Timestamp,
    ) -> Result<FindingRun, AppError> {
        let mut found = self.odd_requests(limits, now).await?;
        found.extend(self.odd_households(limits, now).await?);
        found.extend(self.odd_callbacks(limits, now).await?);
        self.store_findings(found, now).await
    }

    async fn odd_requests(
        &self,
        limits: FindingLimits,
        now: Timestamp,
    ) -> Result<Vec<Found>, AppError> {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let rows = store::finding_facts::requests(&self.database, &after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after.clone_from(&last.request_no);
            for row in rows {
                found.extend(request_findings(&request(row)?, limits, self.zone, now));
            }
        }
    }

    async fn odd_households(
        &self,
        limits: FindingLimits,
        now: Timestamp,
    ) -> Result<Vec<Found>, AppError> {
        let today = self.zone.date(now);
        let (mut households, mut after) = (Vec::new(), String::new());
        loop {
            let rows = store::finding_facts::households(&self.database, &after, PAGE).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.id);
            households.extend(rows.into_iter().map(household));
        }
        let mut found: Vec<Found> =
            households.iter().flat_map(|facts| household_findings(facts, today)).collect();
        found.extend(shared_phone_findings(&households, limits, &self.secret, today));
        Ok(found)
    }

    async fn odd_callbacks(
        &self,
        limits: FindingLimits,
        now: Timestamp,
    ) -> Result<Vec<Found>, AppError> {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let rows = store::finding_facts::callbacks(&self.database, &after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after.clone_from(&last.task_id);
            for row in rows {
                let facts = callback(row)?;
                let (calendar, zone) = (self.calendar(), self.zone);
                found.extend(callback_findings(&facts, limits, &calendar, zone, now));
            }
        }
    }

    async fn store_findings(
        &self,
        found: Vec<Found>,
        now: Timestamp,
    ) -> Result<FindingRun, AppError> {
        let mut transaction = self.database.begin().await?;
        let known = store::finding::known(&mut transaction).await?;
        let mut known: BTreeMap<(String, String, String), KnownFinding> =
            known.into_iter().map(|finding| (known_key(&finding), finding)).collect();
        let (mut run, mut fresh, mut told) = (FindingRun::default(), Vec::new(), BTreeSet::new());
        for finding in found {
            let key = found_key(&finding);
            if !told.insert(key.clone()) {
                continue;
            }
            run.holding += 1;
            let detail = finding.detail.to_string();
            match known.remove(&key) {
                None => fresh.push(self.new_finding(finding, detail, now)),
                Some(known) if known.resolved_at.is_some() || known.detail != detail => {
                    run.new += usize::from(known.resolved_at.is_some());
                    store::finding::renew(&mut transaction, &known.id, &detail, now).await?;
                }
                Some(_) => {}
            }
        }
        run.new += fresh.len();
        store::finding::insert(&mut transaction, &fresh, self.zone.date(now), now).await?;
        let gone: Vec<String> = known
            .into_values()
            .filter(|finding| finding.resolved_at.is_none())
            .map(|finding| finding.id)
            .collect();
        store::finding::resolve(&mut transaction, &gone, now).await?;
        run.resolved = gone.len();
        if run.new + run.resolved > 0 {
            transaction.note(Event {
                at: now,
                kind: "findings_changed",
                subject_kind: "finding",
                subject_id: self.zone.date(now).to_string(),
                body: json!({ "new": run.new, "resolved": run.resolved }),
            });
        }
        self.commit(transaction).await?;
        Ok(run)
    }

    fn new_finding(&self, finding: Found, detail: String, now: Timestamp) -> NewFinding {
        NewFinding {
            id: self.new_id(now).to_string(),
            kind: finding.kind.code(),
            center_code: finding.center_code,
            subject_kind: finding.subject_kind.code(),
            subject_id: finding.subject_id,
            detail,
            occurred_on: finding.occurred_on,
        }
    }
}

type Key = (String, String, String);

fn known_key(finding: &KnownFinding) -> Key {
    (finding.kind.clone(), finding.center_code.clone(), finding.subject_id.clone())
}

fn found_key(finding: &Found) -> Key {
    (finding.kind.code().to_owned(), finding.center_code.clone(), finding.subject_id.clone())
}

fn filled(text: String) -> Option<Pii<String>> {
    (!text.is_empty()).then(|| Pii::new(text))
}

fn request(row: FindingRequestRow) -> Result<RequestFacts, AppError> {
    Ok(RequestFacts {
        kind: stored::code("kind", &row.kind)?,
        status: stored::code("status", &row.status)?,
        request_no: row.request_no,
        center_code: row.center_code,
        taken_in_at: Timestamp(row.taken_in_at),
        dispatched_at: row.dispatched_at.map(Timestamp),
        completed_at: row.completed_at.map(Timestamp),
        has_result: row.has_result,
        phone: filled(row.reporter_phone),
        related_no: row.related_no,
        is_related_known: row.is_related_known,
        changed_at: Timestamp(row.imported_at),
    })
}

fn household(row: FindingHouseholdRow) -> HouseholdFacts {
    HouseholdFacts {
        household_id: row.id,
        center_code: row.center_code,
        room: row.room,
        phones: [row.first_phone, row.second_phone].into_iter().filter_map(filled).collect(),
    }
}

fn callback(row: FindingCallbackRow) -> Result<CallbackFacts, AppError> {
    let status: ServiceRequestStatus = stored::code("status", &row.status)?;
    Ok(CallbackFacts {
        resolved: stored::maybe_code("resolved", row.resolved.as_deref())?,
        satisfaction: stored::maybe_code("satisfaction", row.satisfaction.as_deref())?,
        task_id: row.task_id,
        request_no: row.request_no,
        center_code: row.center_code,
        answered_at: Timestamp(row.answered_at),
        completed_at: Timestamp(row.completed_at),
        was_reopened: row.was_reopened,
        is_finished: status.is_finished(),
        completed_at_now: row.completed_at_now.map(Timestamp),
    })
}
