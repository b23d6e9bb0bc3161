//! The daily batch: every completion of the days since the last working day gets exactly one
//! place, a task or an exclusion with its reason (A-03; decisions.md, "The batch").

mod place;
mod range;
mod relation;
mod selection;

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::rules::{CallbackMode, CallbackRule, Matter, RulePack};
use crate::domain::timestamp::{BusinessZone, Timestamp};

pub use place::{BatchCounts, ExclusionReason, Place, Placement, RuleUsed};
pub use range::{BatchRange, Membership, NotAWorkday, batch_range, membership};
pub use selection::{Selected, SelectionCounts, SelectionKey};

/// What the batch looks at in one completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionFacts {
    /// The completion.
    pub completion_id: Uuid,
    /// 报事编号
    pub request_no: String,
    /// 完成时间
    pub completed_at: Timestamp,
    /// 受理时间
    pub taken_in_at: Timestamp,
    /// 服务中心编码, as it was at completion.
    pub center_code: String,
    /// Kind, severity, status, paid, about the center's head.
    pub matter: Matter,
    /// The household, where the room is known.
    pub household_id: Option<Uuid>,
    /// 仅需复函
    pub reply_only: bool,
    /// Neither a name nor a number.
    pub anonymous: bool,
    /// A repair of a public area reported by patrolling staff, see
    /// [`crate::domain::service_request::is_staff_reported`].
    pub staff_reported: bool,
    /// 关联编号
    pub related_no: Option<String>,
    /// Whether any of the three numbers can be dialled, see [`crate::domain::phone::dialable`].
    pub has_valid_phone: bool,
    /// Whether an entry of scope callback or all holds for the household or the number.
    pub do_not_call: bool,
    /// Whether it arrived after the batch of its own date was made, see [`membership`].
    pub late: bool,
}

/// The place a completion got in an earlier batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierPlace {
    /// The household then.
    pub household_id: Option<Uuid>,
    /// When the matter was completed.
    pub completed_at: Timestamp,
    /// Whether it got a task.
    pub has_task: bool,
    /// The request that carries it, when it was merged.
    pub merged_into: Option<String>,
}

/// Everything a batch is planned from.
#[derive(Clone, Copy, Debug)]
pub struct BatchInput<'a> {
    /// The default rules as they hold on the batch date.
    pub pack: &'a RulePack,
    /// By center code: the rules of centers that chose others.
    pub chosen: &'a BTreeMap<String, &'a RulePack>,
    /// The wall clock of the company.
    pub zone: BusinessZone,
    /// The secret that orders completions when a rate leaves some out.
    pub secret: &'a [u8],
    /// The completions of the range and the late ones. Those no rule covers are passed over.
    pub completions: &'a [CompletionFacts],
    /// By request number: the latest place in earlier batches of every request named as related.
    pub earlier: &'a BTreeMap<String, EarlierPlace>,
    /// What was eligible and selected so far, by center, kind and month of completion.
    pub so_far: &'a SelectionCounts,
}

/// A planned batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchPlan {
    /// One place a completion, in the order they were given.
    pub places: Vec<Place>,
    /// The completions for which somebody has to go there, as there is no number to dial.
    pub home_visits: Vec<Uuid>,
    /// The completions for which somebody goes there because their line says so.
    pub visits_by_rule: Vec<Uuid>,
    /// The balance.
    pub counts: BatchCounts,
    /// What this batch adds to what was eligible and selected so far.
    pub selection: SelectionCounts,
}

/// A completion with the rule it falls under.
struct Candidate<'a> {
    facts: &'a CompletionFacts,
    pack: &'a RulePack,
    rule: &'a CallbackRule,
}

impl<'a> BatchInput<'a> {
    /// The rules of a center.
    pub fn pack_of(&self, center_code: &str) -> &'a RulePack {
        self.chosen.get(center_code).copied().unwrap_or(self.pack)
    }
}

/// Gives every completion its one place.
pub fn plan_batch(input: &BatchInput<'_>) -> BatchPlan {
    let candidates: Vec<Candidate<'_>> = input
        .completions
        .iter()
        .filter_map(|facts| {
            let pack = input.pack_of(&facts.center_code);
            let rule = pack.rule_for(&facts.matter)?;
            Some(Candidate { facts, pack, rule })
        })
        .collect();
    let mut selection = SelectionCounts::default();
    let placements = place_all(input, &candidates, &mut selection);
    let places: Vec<Place> = candidates
        .iter()
        .zip(placements)
        .map(|(candidate, placement)| Place {
            completion_id: candidate.facts.completion_id,
            request_no: candidate.facts.request_no.clone(),
            placement,
            late: candidate.facts.late,
            rule: RuleUsed::of(candidate.pack, candidate.rule),
        })
        .collect();
    let excluded_for = |reason: ExclusionReason| {
        let of_reason = places.iter().filter(move |place| place.is_excluded_for(reason));
        of_reason.map(|place| place.completion_id).collect()
    };
    BatchPlan {
        home_visits: excluded_for(ExclusionReason::NoPhone),
        visits_by_rule: excluded_for(ExclusionReason::ByVisit),
        counts: BatchCounts::of(candidates.len(), &places),
        places,
        selection,
    }
}

/// Places completions in rounds: whoever waits for the place of a related request is judged after
/// it, and in a circle the smallest number goes first (decisions.md, `merged`).
fn place_all(
    input: &BatchInput<'_>,
    candidates: &[Candidate<'_>],
    selection: &mut SelectionCounts,
) -> Vec<Placement> {
    let mut places: Vec<Option<Placement>> = candidates.iter().map(excluded_outright).collect();
    let relations = relation::Relations::new(candidates, input.earlier);
    while places.iter().any(Option::is_none) {
        let round = relations.next_round(&places);
        for (index, carrier) in round.merged {
            let reason = ExclusionReason::Merged;
            places[index] = Some(Placement::Excluded { reason, carrier: Some(carrier) });
        }
        let mut eligible = Vec::new();
        for index in round.judged {
            match excluded_by_itself(&candidates[index]) {
                Some(placement) => places[index] = Some(placement),
                None => eligible.push(index),
            }
        }
        let selected = selection::select(input, candidates, &eligible, selection);
        for index in eligible {
            places[index] = Some(match &candidates[index] {
                _ if !selected.contains(&index) => {
                    Placement::excluded(ExclusionReason::NotSelected)
                }
                Candidate { rule, .. } if rule.mode == CallbackMode::Visit => {
                    Placement::excluded(ExclusionReason::ByVisit)
                }
                Candidate { pack, facts, .. } => {
                    Placement::Task { role: pack.caller_for(&facts.matter) }
                }
            });
        }
    }
    places.into_iter().flatten().collect()
}

fn excluded_outright(candidate: &Candidate<'_>) -> Option<Placement> {
    let reasons = [
        (candidate.facts.reply_only, ExclusionReason::ReplyOnly),
        (candidate.facts.anonymous, ExclusionReason::Anonymous),
        (candidate.facts.staff_reported, ExclusionReason::StaffReported),
    ];
    first_reason(reasons)
}

fn excluded_by_itself(candidate: &Candidate<'_>) -> Option<Placement> {
    let needs_phone = candidate.rule.mode != CallbackMode::Visit;
    let reasons = [
        (candidate.facts.do_not_call, ExclusionReason::DoNotCall),
        (needs_phone && !candidate.facts.has_valid_phone, ExclusionReason::NoPhone),
    ];
    first_reason(reasons)
}

fn first_reason(reasons: impl IntoIterator<Item = (bool, ExclusionReason)>) -> Option<Placement> {
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| Placement::excluded(reason))
}
