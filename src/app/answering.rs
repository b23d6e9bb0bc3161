//! Recording what the resident says, as it is said.

use serde_json::json;

use super::App;
use super::error::AppError;
use super::stored;
use crate::domain::coded::Coded;
use crate::domain::pii::Pii;
use crate::domain::rules::CallerRole;
use crate::domain::script::{self, Answer, AnswerError, Answers, Fact, Facts};
use crate::domain::service_request::ServiceRequestStatus;
use crate::domain::timestamp::Timestamp;
use crate::store::result::AnswerRow;
use crate::store::task::TaskRow;
use crate::store::{self, Event, Transaction};

impl App {
    /// Records the answer to one question of a task's script. Answers that no longer apply are
    /// dropped; their questions are returned.
    ///
    /// # Errors
    /// `callback.not_found`; `callback.not_in_conversation` before the resident answered and after
    /// the task is finished; `script.…` when the answer does not suit the question.
    pub async fn record_answer(
        &self,
        task_id: &str,
        question: &str,
        answer: Answer,
        now: Timestamp,
    ) -> Result<Vec<String>, AppError> {
        // Facts do not change; asked before, so that no second connection is needed meanwhile.
        let facts = self.script_facts_of(task_id).await?;
        let mut transaction = self.database.begin().await?;
        let task = store::task::hold(&mut transaction, task_id).await?.ok_or_else(unknown_task)?;
        let call_id = task
            .call_id
            .clone()
            .filter(|_| matches!(task.state.as_str(), "in_call" | "wrap_up"))
            .ok_or_else(not_in_conversation)?;
        let call = store::call::hold(&mut transaction, &call_id).await?;
        if call.is_none_or(|call| call.answered_at.is_none()) {
            return Err(not_in_conversation());
        }
        let script = self.script_within(&mut transaction, &task).await?;
        let answers = load_answers(&mut transaction, &task.id).await?;
        let change =
            script::answer(&script, &facts, &answers, question, answer).map_err(refused)?;
        if let Some(kept) = change.answers.get(question) {
            let row = answer_row(&task, question, kept, now);
            store::result::put_answer(&mut transaction, &call_id, &row).await?;
        }
        for dropped in &change.dropped {
            store::result::drop_answer(&mut transaction, &task.id, dropped).await?;
        }
        let body = json!({ "task_id": task.id, "question": question, "dropped": change.dropped });
        transaction.note(Event {
            at: now,
            kind: "answer_given",
            subject_kind: "call",
            subject_id: call_id,
            body,
        });
        self.commit(transaction).await?;
        Ok(change.dropped)
    }

    /// [`App::script_facts`] of a task that is still to be loaded.
    pub(super) async fn script_facts_of(&self, task_id: &str) -> Result<Facts, AppError> {
        let task = store::task::by_id(&self.database, task_id).await?.ok_or_else(unknown_task)?;
        self.script_facts(&task).await
    }

    /// What the script's conditions may know of the task's request.
    pub(super) async fn script_facts(&self, task: &TaskRow) -> Result<Facts, AppError> {
        let is_valid = store::task::is_valid_complaint(&self.database, &task.request_no).await?;
        Ok(facts_of(task, is_valid))
    }
}

/// The facts of a task; `is_valid_complaint` is absent while nobody has judged it.
pub fn facts_of(task: &TaskRow, is_valid_complaint: Option<bool>) -> Facts {
    let cannot_be_resolved =
        task.completion_status == ServiceRequestStatus::CannotBeResolved.code();
    [
        (task.is_paid, Fact::Paid),
        (is_valid_complaint == Some(false), Fact::InvalidComplaint),
        (cannot_be_resolved, Fact::CannotBeResolved),
        (task.role == CallerRole::QualityManager.code(), Fact::ManagerCalls),
    ]
    .into_iter()
    .filter_map(|(holds, fact)| holds.then_some(fact))
    .collect()
}

/// The answers of a task, as the script reads them.
pub async fn load_answers(
    transaction: &mut Transaction,
    task_id: &str,
) -> Result<Answers, AppError> {
    answers_of(store::result::load_answers(transaction, task_id).await?)
}

/// Answers from their rows.
pub fn answers_of(rows: Vec<AnswerRow>) -> Result<Answers, AppError> {
    let mut answers = Vec::with_capacity(rows.len());
    for row in rows {
        let codes = row.codes.split(',').filter(|code| !code.is_empty()).map(str::to_owned);
        let answer = Answer {
            codes: codes.collect(),
            text: row.words.map(Pii::from),
            date: row.answer_date.as_deref().map(stored::date).transpose()?,
        };
        answers.push((row.question, answer));
    }
    Ok(Answers::stored(answers))
}

fn answer_row(task: &TaskRow, question: &str, answer: &Answer, now: Timestamp) -> AnswerRow {
    AnswerRow {
        task_id: task.id.clone(),
        script_version: task.script_version,
        question: question.to_owned(),
        codes: answer.codes.join(","),
        answer_date: answer.date.map(|date| date.to_string()),
        words: answer.text.as_ref().map(|words| words.reveal().clone()),
        answered_at: now.0,
    }
}

/// There is no task of that id.
pub fn unknown_task() -> AppError {
    AppError::not_found("callback.not_found", "there is no such task")
}

fn not_in_conversation() -> AppError {
    let sentence = "answers are recorded while the resident is spoken to, and until it is finished";
    AppError::conflict("callback.not_in_conversation", sentence)
}

/// An answer that does not suit its question.
pub fn refused(error: AnswerError) -> AppError {
    let code = match error {
        AnswerError::UnknownQuestion { .. } => "script.unknown_question",
        AnswerError::NotAsked { .. } => "script.not_asked",
        AnswerError::UnknownChoice { .. } => "script.unknown_choice",
        AnswerError::WrongShape { .. } => "script.wrong_shape",
    };
    AppError::invalid(code, error.to_string())
}
