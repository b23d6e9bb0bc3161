//! Erasing what is held about the people of a household. Audio goes first and the rows after it,
//! in one transaction with the proof: what was interrupted is begun again and ends the same.

use serde::Serialize;
use serde_json::json;

use super::App;
use super::do_not_call::DoNotCallWish;
use super::error::AppError;
use super::personal_data::{load, record, state_of};
use crate::domain::coded::Coded;
use crate::domain::do_not_call::DoNotCallScope;
use crate::domain::intake::household::HouseholdDraft;
use crate::domain::personal_data::{DataRequestKind, DataRequestState, ERASED_NAME};
use crate::domain::pii::Pii;
use crate::domain::timestamp::Timestamp;
use crate::recording::VaultError;
use crate::store::do_not_call_list as list;
use crate::store::personal_data::DataRequestRow;
use crate::store::personal_data_held::{self as held, HeldCall};
use crate::store::{self, Transaction};

/// The reason of the do-not-call entry that an erasure leaves.
const REASON: &str = "应住户要求删除个人信息";

/// What was erased, in counts and hashes: it names nobody.
#[derive(Debug, Serialize)]
struct ErasureProof {
    households: u64,
    requests: u64,
    answers: u64,
    numbers: u64,
    recordings: Vec<ErasedRecording>,
    do_not_call_notes: u64,
    notes: u64,
    do_not_call_added: bool,
}

/// A recording whose audio is gone.
#[derive(Debug, Serialize)]
struct ErasedRecording {
    recording_id: String,
    sha256: Option<String>,
    duration_ms: Option<i64>,
}

impl App {
    /// Carries an approved request out: of access, that the copy was handed over; of erasure, the
    /// erasing itself.
    ///
    /// # Errors
    /// `personal_data.not_found`, `personal_data.not_approved`, `personal_data.held` with nothing
    /// erased, `personal_data.open_callback` while a callback of the household is open.
    pub async fn carry_out_data_request(
        &self,
        id: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let mut row = load(&mut transaction, id).await?;
        if !state_of(&row)?.may_be_carried_out() {
            let sentence = "the request is not approved, or is settled";
            return Err(AppError::conflict("personal_data.not_approved", sentence));
        }
        if row.kind == DataRequestKind::Access.code() {
            complete(&mut row, actor, now);
            store::personal_data::update(&mut transaction, &row).await?;
            record(&mut transaction, "data_handed_over", &row, json!({}), actor, now);
            return self.commit(transaction).await;
        }
        refuse_while_needed(&mut transaction, &row.household_id).await?;
        if state_of(&row)? != DataRequestState::Erasing {
            row.state = DataRequestState::Erasing.code().to_owned();
            store::personal_data::update(&mut transaction, &row).await?;
            record(&mut transaction, "erasing_begun", &row, json!({}), actor, now);
        }
        self.commit(transaction).await?;
        let calls = held::calls(&self.database, &row.household_id).await?;
        for key in calls.iter().filter_map(|call| call.path.as_deref()) {
            self.delete_audio(key).await?;
        }
        self.erase(id, &calls, actor, now).await
    }

    async fn delete_audio(&self, key: &str) -> Result<(), AppError> {
        match self.vault.delete(key).await {
            // Deleted before an interruption.
            Ok(()) | Err(VaultError::NotFound(_)) => Ok(()),
            Err(error) => Err(AppError::internal(error.to_string())),
        }
    }

    async fn erase(
        &self,
        id: &str,
        calls: &[HeldCall],
        actor: &str,
        now: Timestamp,
    ) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await?;
        let mut row = load(&mut transaction, id).await?;
        if state_of(&row)? != DataRequestState::Erasing {
            // Two people pressed at once; the other one has finished it.
            return Ok(());
        }
        let household = row.household_id.clone();
        let line = self.resident_line(&household).await?;
        let pseudonym = self.pseudonym_of(&line.name, &line.first_phone);
        let erase = &mut transaction;
        if row.wants_do_not_call {
            let wish = DoNotCallWish {
                household_id: Some(household.clone()),
                phone: None,
                scope: DoNotCallScope::All.code().to_owned(),
                until: None,
                reason: REASON.into(),
            };
            self.list_wish(erase, &wish, actor, now)?.store(erase).await?;
        }
        // First, as it is known whose a number is only until the rows are emptied.
        let numbers = self.erase_listed_numbers(erase, &household).await?;
        let proof = ErasureProof {
            households: held::erase_household(erase, &household, ERASED_NAME, &pseudonym, now)
                .await?,
            requests: store::service_request_view::mark_erased(erase, &household, ERASED_NAME, now)
                .await?,
            answers: held::erase_answers(erase, &household).await?,
            numbers: held::erase_numbers(erase, &household).await?,
            do_not_call_notes: numbers + list::erase_reasons(erase, &household).await?,
            notes: held::erase_notes(erase, &household, ERASED_NAME).await?,
            recordings: calls.iter().filter_map(erased_recording).collect(),
            do_not_call_added: row.wants_do_not_call,
        };
        held::erase_recordings(erase, &household).await?;
        row.proof = Some(json!(proof).to_string());
        (row.refusal, row.asked_by, row.note) =
            (Pii::default(), ERASED_NAME.into(), Pii::default());
        complete(&mut row, actor, now);
        store::personal_data::update(&mut transaction, &row).await?;
        record(&mut transaction, "personal_data_erased", &row, json!(proof), actor, now);
        self.commit(transaction).await?;
        if let Err(error) = self.database.forget_old_pages().await {
            tracing::warn!(%error, "what was erased may stay in the database's log for a while");
        }
        Ok(())
    }

    /// Takes the household's numbers out of the do-not-call list. An entry that stands goes on
    /// protecting its number by a keyed pseudonym of it; how many entries.
    async fn erase_listed_numbers(
        &self,
        transaction: &mut Transaction,
        household_id: &str,
    ) -> Result<u64, AppError> {
        let mut entries = 0;
        let shown = list::shown_numbers(transaction, household_id).await?;
        for (id, number, is_withdrawn) in shown {
            let key = (!is_withdrawn).then(|| self.pseudonym(&number));
            entries += list::erase_number(transaction, &id, key.as_deref()).await?;
        }
        Ok(entries)
    }

    /// By what an export that still names erased people is recognised.
    pub(super) fn people_pseudonym(&self, draft: &HouseholdDraft) -> String {
        let text = |text: &Option<Pii<String>>| text.clone().unwrap_or_default();
        self.pseudonym_of(&text(&draft.resident_name), &text(&draft.phone))
    }

    fn pseudonym_of(&self, name: &Pii<String>, first_phone: &Pii<String>) -> String {
        self.pseudonym(&format!("{}\u{0}{}", name.reveal(), first_phone.reveal()))
    }
}

async fn refuse_while_needed(
    transaction: &mut Transaction,
    household_id: &str,
) -> Result<(), AppError> {
    if let Some(hold) = store::personal_data::hold(transaction, household_id).await? {
        let sentence = "a hold keeps the household's data";
        return Err(AppError::conflict("personal_data.held", sentence)
            .with("reason", hold.reason.into_inner()));
    }
    let open = held::open_count(transaction, household_id).await?;
    if open > 0 {
        let sentence = "a callback of the household is still open";
        return Err(AppError::conflict("personal_data.open_callback", sentence).with("count", open));
    }
    Ok(())
}

fn complete(row: &mut DataRequestRow, actor: &str, now: Timestamp) {
    row.state = DataRequestState::Completed.code().to_owned();
    row.completed_by = Some(actor.to_owned());
    row.completed_at = Some(now.0);
}

fn erased_recording(call: &HeldCall) -> Option<ErasedRecording> {
    call.path.as_ref()?;
    Some(ErasedRecording {
        recording_id: call.recording_id.clone()?,
        sha256: call.sha256.clone(),
        duration_ms: call.duration_ms,
    })
}
