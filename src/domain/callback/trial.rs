//! What a rule pack would have done to a period: the batches it would have made, the work they
//! would have been, and whether what was done then would have been in time. Nothing is stored.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::batch::{
    BatchInput, CompletionFacts, EarlierPlace, ExclusionReason, Place, Placement, SelectionCounts,
    plan_batch,
};
use super::task::{TaskFacts, TaskRules};
use crate::domain::calendar::{Calendar, Slot};
use crate::domain::household::ResidencyKind;
use crate::domain::rules::{CallerRole, CallingClass, RuleBook, RulePack};
use crate::domain::service_request::ServiceRequestKind;
use crate::domain::timestamp::{BusinessZone, Timestamp};

/// A completion of the period.
#[derive(Clone, Debug)]
pub struct TrialCompletion {
    /// What the batch looks at.
    pub facts: CompletionFacts,
    /// The words of the matter name a danger.
    pub words: String,
    /// Who lives there.
    pub residency: Option<ResidencyKind>,
    /// 方便时段 of the household.
    pub preferred: Option<Slot>,
    /// When somebody first tried to reach the resident in fact.
    pub tried_at: Option<Timestamp>,
}

/// What a pack is tried on.
#[derive(Clone, Copy, Debug)]
pub struct TrialInput<'a> {
    /// Which center uses which pack from when.
    pub book: &'a RuleBook,
    /// The pack tried on every center; what each uses when absent.
    pub tried: Option<&'a RulePack>,
    /// Which days are worked.
    pub calendar: &'a Calendar,
    /// The wall clock of the company.
    pub zone: BusinessZone,
    /// The secret that orders completions when a rate leaves some out.
    pub secret: &'a [u8],
    /// The completions of the period.
    pub completions: &'a [TrialCompletion],
}

impl<'a> TrialInput<'a> {
    fn pack_of(&self, center_code: &str, date: NaiveDate) -> &'a RulePack {
        self.tried.unwrap_or_else(|| self.book.pack_of(center_code, date))
    }
}

/// How due times and what was done in fact compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueCounts {
    /// First tried by the due time.
    pub in_time: u64,
    /// First tried after it.
    pub late: u64,
    /// Never tried, since the pack in force then asked for no call, or nobody made it.
    pub never_tried: u64,
    /// Of all of them: due before the batch that makes the task, so that nobody can be in time.
    pub before_batch: u64,
}

/// What the pack would have done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrialOutcome {
    /// By batch date: completions and tasks.
    pub days: BTreeMap<NaiveDate, (u64, u64)>,
    /// Tasks by kind and by who calls.
    pub tasks: BTreeMap<(ServiceRequestKind, CallerRole), u64>,
    /// Completions not called back, by reason.
    pub excluded: BTreeMap<ExclusionReason, u64>,
    /// By kind: eligible and selected where a rate below 1 applies.
    pub rates: BTreeMap<ServiceRequestKind, (u64, u64)>,
    /// Whether the due times would have been kept.
    pub due: DueCounts,
}

impl TrialOutcome {
    /// All tasks.
    pub fn task_count(&self) -> u64 {
        self.tasks.values().sum()
    }

    /// All completions of the kinds the pack names.
    pub fn completed_count(&self) -> u64 {
        self.days.values().map(|(completed, _)| completed).sum()
    }
}

/// Makes the batches of the period one after the other, as the pack would have.
pub fn try_pack(input: &TrialInput<'_>) -> TrialOutcome {
    let mut by_date: BTreeMap<NaiveDate, Vec<&TrialCompletion>> = BTreeMap::new();
    for completion in input.completions {
        let completed_on = input.zone.date(completion.facts.completed_at);
        let batch_date = input.calendar.next_workday(completed_on).value;
        by_date.entry(batch_date).or_default().push(completion);
    }
    let mut outcome = TrialOutcome::default();
    let mut so_far = SelectionCounts::new();
    let mut earlier = BTreeMap::new();
    for (date, completions) in by_date {
        let facts: Vec<CompletionFacts> = completions.iter().map(|c| c.facts.clone()).collect();
        let centers = facts.iter().map(|facts| facts.center_code.as_str());
        let chosen = centers.map(|code| (code.to_owned(), input.pack_of(code, date))).collect();
        let plan = plan_batch(&BatchInput {
            pack: input.pack_of("", date),
            chosen: &chosen,
            zone: input.zone,
            secret: input.secret,
            completions: &facts,
            earlier: &earlier,
            so_far: &so_far,
        });
        for (key, added) in plan.selection {
            let total = so_far.entry(key.clone()).or_default();
            total.eligible += added.eligible;
            total.selected += added.selected;
            let rate = outcome.rates.entry(key.kind).or_default();
            *rate = (rate.0 + added.eligible, rate.1 + added.selected);
        }
        let by_id: BTreeMap<Uuid, &TrialCompletion> =
            completions.iter().map(|c| (c.facts.completion_id, *c)).collect();
        for place in &plan.places {
            let completion = by_id[&place.completion_id];
            earlier.insert(place.request_no.clone(), as_earlier(place, &completion.facts));
            count(&mut outcome, input, date, place, completion);
        }
    }
    outcome
}

fn as_earlier(place: &Place, facts: &CompletionFacts) -> EarlierPlace {
    let merged_into = match &place.placement {
        Placement::Excluded { carrier, .. } => carrier.clone(),
        Placement::Task { .. } => None,
    };
    EarlierPlace {
        household_id: facts.household_id,
        completed_at: facts.completed_at,
        has_task: matches!(place.placement, Placement::Task { .. }),
        merged_into,
    }
}

fn count(
    outcome: &mut TrialOutcome,
    input: &TrialInput<'_>,
    date: NaiveDate,
    place: &Place,
    completion: &TrialCompletion,
) {
    let day = outcome.days.entry(date).or_default();
    day.0 += 1;
    match &place.placement {
        Placement::Excluded { reason, .. } => *outcome.excluded.entry(*reason).or_default() += 1,
        Placement::Task { role } => {
            day.1 += 1;
            let kind = completion.facts.matter.kind;
            *outcome.tasks.entry((kind, *role)).or_default() += 1;
            count_due(&mut outcome.due, input, date, completion);
        }
    }
}

fn count_due(
    due: &mut DueCounts,
    input: &TrialInput<'_>,
    date: NaiveDate,
    completion: &TrialCompletion,
) {
    let facts = &completion.facts;
    let pack = input.pack_of(&facts.center_code, date);
    let Some(rule) = pack.rule_for(&facts.matter) else { return };
    let quiet = input.calendar.quiet_of(&facts.center_code);
    let rules = TaskRules { pack, rule, calendar: input.calendar, quiet, zone: input.zone };
    let class = CallingClass {
        kind: facts.matter.kind,
        severity: facts.matter.severity,
        safety: pack.is_safety_matter(&completion.words),
        residency: completion.residency,
    };
    let deadlines = rules.deadlines(&TaskFacts {
        class,
        batch_date: date,
        completed_at: Some(facts.completed_at),
        preferred: completion.preferred,
        phone_count: 1,
        center_on_duty: false,
        household_spoken_on: None,
        appointment: None,
    });
    match completion.tried_at {
        Some(at) if at <= deadlines.due_at => due.in_time += 1,
        Some(_) => due.late += 1,
        None => due.never_tried += 1,
    }
    let impossible = deadlines.due_at <= input.zone.start_of(date);
    due.before_batch += u64::from(impossible);
}
