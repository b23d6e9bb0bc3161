//! Loads what the page of one callback task shows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::App;
use super::answering::{answers_of, facts_of};
use super::batch_tasks::task_rules;
use super::callback_detail::{
    CallRecording, CallView, CallbackAgent, CallbackCenter, CallbackDetail, CallbackOutcome,
    CallbackQuiet, HouseholdTask, TimelineEntry,
};
use super::error::AppError;
use super::rules::due_sentence;
use super::script_view::{ScriptView, Showing};
use super::stored;
use crate::domain::calendar::Quiet;
use crate::domain::callback::task::TaskState;
use crate::domain::coded::Coded;
use crate::domain::phone::{self, PhoneNumber};
use crate::domain::pii::Pii;
use crate::domain::script::{Interview, Role, ScriptValues, Variable, spoken_date};
use crate::domain::service_request::ServiceRequestStatus;
use crate::domain::timestamp::Timestamp;
use crate::store;
use crate::store::agent::AgentRow;
use crate::store::event_log::StoredEvent;
use crate::store::result::ResultRow;
use crate::store::task::TaskRow;
use crate::store::task_view::{CallLine, NeighbourLine, RequestLine};

/// What a page is made of, loaded.
struct Loaded {
    task: TaskRow,
    request: RequestLine,
    calls: Vec<CallLine>,
    /// The agent who holds the task.
    holder: Option<AgentRow>,
    /// The seats the reader has taken over.
    seats: Vec<AgentRow>,
}

impl App {
    /// The page of a task as the user `viewer` sees it.
    ///
    /// # Errors
    /// `callback.not_found`.
    pub async fn callback_detail(
        &self,
        task_id: &str,
        viewer: Option<&str>,
    ) -> Result<CallbackDetail, AppError> {
        let loaded = self.load(task_id, viewer).await?;
        let (script, result) = self.script_and_result(&loaded).await?;
        let phone = self.phone(&loaded).await?;
        let calls = self.calls(&loaded).await?;
        let may_work = loaded.may_work();
        let Loaded { task, request, holder, .. } = loaded;
        let raw_wording = raw_wording(&task, &request);
        let household =
            store::task_view::household_tasks(&self.database, &task.household_key, &task.id);
        let quiet = self.quiet_of(&task)?;
        let (book, calendar) = (self.rules_of(&task).await?, self.calendar());
        let rules = task_rules(self, &book, &calendar, &task)?;
        Ok(CallbackDetail {
            quiet,
            household_tasks: household.await?.into_iter().map(household_task).collect(),
            attempt_limit: rules.rule.attempt_limit,
            due_reason: due_sentence(&rules, &task)?,
            rule_title: rules.rule.title.clone().into(),
            rule_pack: task.rule_pack.clone(),
            rule_pack_version: task.rule_pack_version,
            batch_date: stored::date(&task.batch_date)?,
            id: task.id,
            request_no: task.request_no,
            kind: task.kind,
            severity: task.severity,
            paid: task.is_paid,
            center: CallbackCenter { code: task.center_code, name: request.center_name },
            late: task.is_late,
            role: task.role,
            state: task.state,
            matter: request.matter,
            matter_result: request.matter_result,
            channel: request.channel,
            room: request.room,
            resident_name: request.resident_name,
            phone_masked: phone.map(|number| number.masked()).unwrap_or_default(),
            taken_in_at_ms: request.taken_in_at,
            completed_at_ms: request.completed_at,
            due_at_ms: task.due_at,
            closes_at_ms: task.closes_at,
            next_attempt_at_ms: task.next_attempt_at,
            attempt_count: task.attempt_count,
            provisional: task.is_provisional,
            agent: holder.map(agent),
            may_work,
            raw_wording,
            calls,
            script,
            result,
        })
    }

    /// The quiet period that keeps an open task from being called on some of its days.
    fn quiet_of(&self, task: &TaskRow) -> Result<Option<CallbackQuiet>, AppError> {
        let state: TaskState = stored::code("task state", &task.state)?;
        if state.is_closed() {
            return Ok(None);
        }
        let (calendar, from) = (self.calendar(), stored::date(&task.batch_date)?);
        let until = self.zone.date(Timestamp(task.closes_at));
        let periods =
            Quiet { periods: calendar.quiet_of(&task.center_code), safety: task.is_safety };
        let mut days = from.iter_days().take_while(|day| *day <= until);
        Ok(days.find_map(|day| periods.on(day)).map(|period| CallbackQuiet {
            from: period.from,
            until: period.to,
            reason: period.reason.code().to_owned(),
        }))
    }

    async fn load(&self, task_id: &str, viewer: Option<&str>) -> Result<Loaded, AppError> {
        let task = self.task(task_id).await?;
        let request = store::task_view::request(&self.database, task_id)
            .await?
            .ok_or_else(|| AppError::not_found("callback.not_found", "there is no such task"))?;
        let calls = store::task_view::calls(&self.database, task_id).await?;
        let holder = match &task.agent_id {
            Some(id) => store::agent::by_id(&self.database, id).await?,
            None => None,
        };
        let seats = match viewer {
            Some(user_id) => self.seats_of(user_id).await?,
            None => Vec::new(),
        };
        Ok(Loaded { task, request, calls, holder, seats })
    }

    async fn script_and_result(
        &self,
        loaded: &Loaded,
    ) -> Result<(ScriptView, Option<CallbackOutcome>), AppError> {
        let task = &loaded.task;
        let script = self.script_to_show(task).await?;
        let facts = facts_of(task, loaded.request.is_valid_complaint);
        let rows = store::result::answers(&self.database, &task.id).await?;
        let answered_at: BTreeMap<String, i64> =
            rows.iter().map(|row| (row.question.clone(), row.answered_at)).collect();
        let answers = answers_of(rows)?;
        let interview = Interview::new(&script, &facts, &answers);
        let state: TaskState = stored::code("task state", &task.state)?;
        let showing = Showing {
            script: &script,
            interview: &interview,
            answers: &answers,
            answered_at: &answered_at,
            values: &self.script_values(loaded, interview.next_callback_on()),
            is_live: state.is_live(),
            is_talking: state == TaskState::InCall,
        };
        let result = store::result::by_task(&self.database, &task.id).await?;
        let result = result.map(|row| outcome(row, &interview)).transpose()?;
        Ok((showing.view()?, result))
    }

    /// What fills the blanks of the script. Where no wording was prepared, or the result's was not
    /// cleared, what the request says stands in, and the page says so ([`raw_wording`]).
    fn script_values(&self, loaded: &Loaded, next_on: Option<NaiveDate>) -> ScriptValues {
        let request = &loaded.request;
        let spoken = |at: i64| spoken_date(self.zone.date(Timestamp(at)));
        let (agent_name, agent_number) = loaded.speaker();
        ScriptValues::default()
            .with(Variable::CompanyName, &self.company.name)
            .with(Variable::CompanySupervisionPhone, &self.company.supervision_phone)
            .with(Variable::EstateName, &request.estate_name)
            .with(Variable::ServiceCenterName, &request.center_name)
            .with(Variable::ServiceCenterPhone, &request.center_phone)
            .with(Variable::AgentNumber, agent_number)
            .with(Variable::AgentSurname, agent_name)
            .with(Variable::ResidentName, request.resident_name.reveal())
            .with(Variable::RequestNumber, &loaded.task.request_no)
            .with(Variable::RequestMatterSpoken, spoken_or(&request.matter_spoken, &request.matter))
            .with(Variable::RequestTakenInOn, spoken(request.taken_in_at))
            .with(Variable::RequestCompletedOn, spoken(request.completed_at))
            .with(
                Variable::RequestResultSpoken,
                spoken_or(&request.result_spoken, &request.matter_result),
            )
            .with(
                Variable::RequestReasonSpoken,
                spoken_or(&request.reason_spoken, &request.matter_result),
            )
            .with(Variable::NextCallbackWhenSpoken, next_on.map(spoken_date).unwrap_or_default())
    }

    /// The number of the call that is on; of a closed task, of its last call; else the next one.
    async fn phone(&self, loaded: &Loaded) -> Result<Option<PhoneNumber>, AppError> {
        let task = &loaded.task;
        let dialled = match (&task.call_id, task.next_attempt_at) {
            (Some(call_id), _) => Some(call_id),
            (None, None) => loaded.calls.last().map(|call| &call.id),
            (None, Some(_)) => None,
        };
        if let Some(call_id) = dialled {
            return Ok(store::call::number(&self.database, call_id).await?);
        }
        let index = usize::try_from(task.phone_index).unwrap_or(0);
        let line = &loaded.request;
        let texts = [&line.reporter_phone, &line.first_phone, &line.second_phone];
        Ok(phone::dialable(texts).into_iter().nth(index))
    }

    async fn calls(&self, loaded: &Loaded) -> Result<Vec<CallView>, AppError> {
        let task = &loaded.task;
        let events = store::task_view::call_events(&self.database, &task.id).await?;
        let mut calls: Vec<CallView> = Vec::with_capacity(loaded.calls.len());
        for line in &loaded.calls {
            let own = events.iter().filter(|event| event.subject_id == line.id);
            calls.push(call(line, timeline(own, &task.id)?));
        }
        if let (Some(at), Some(last)) = (task.finished_at, calls.last_mut()) {
            let params = json!({ "state": task.state, "disposition": task.disposition });
            let kind = "task_finished".to_owned();
            last.timeline.push(TimelineEntry { at_ms: at, kind, params });
            last.timeline.sort_by_key(|entry| entry.at_ms);
        }
        Ok(calls)
    }
}

impl Loaded {
    fn may_work(&self) -> bool {
        if let Some(holder) = &self.holder {
            return self.seats.iter().any(|seat| seat.user_id == holder.user_id);
        }
        self.free_seat().is_some()
    }

    /// The reader's own seat from which the task could be called.
    fn free_seat(&self) -> Option<&AgentRow> {
        let is_open = matches!(self.task.state.as_str(), "waiting" | "scheduled");
        let fits = |seat: &&AgentRow| seat.role == self.task.role && seat.state == "ready";
        self.seats.iter().find(fits).filter(|_| is_open)
    }

    /// Name and number of whoever says the words: the holder, the reader who could take the task,
    /// or who called last. Blank when there is nobody.
    fn speaker(&self) -> (String, String) {
        let agent = self.holder.as_ref().or_else(|| self.free_seat());
        let agent = agent.map(|agent| (agent.display_name.clone(), agent.number.clone()));
        let called = || {
            let call = self.calls.last()?;
            Some((call.agent_name.reveal().clone(), call.agent_number.clone()))
        };
        agent.or_else(called).unwrap_or_default()
    }
}

/// The prepared words, or what stands in for them.
fn spoken_or<'a>(spoken: &'a Pii<String>, raw: &'a Pii<String>) -> &'a str {
    if spoken.reveal().trim().is_empty() { raw.reveal() } else { spoken.reveal() }
}

/// Which wordings of the script are the request's own text: the agent puts them into spoken words.
fn raw_wording(task: &TaskRow, request: &RequestLine) -> Vec<String> {
    let is_missing = |text: &Pii<String>| text.reveal().trim().is_empty();
    let cannot = task.completion_status == ServiceRequestStatus::CannotBeResolved.code();
    let wordings = [
        ("matter", is_missing(&request.matter_spoken), true),
        ("result", is_missing(&request.result_spoken), !is_missing(&request.matter_result)),
        ("reason", is_missing(&request.reason_spoken), cannot),
    ];
    let raw = wordings.into_iter().filter(|(_, missing, used)| *missing && *used);
    raw.map(|(name, _, _)| name.to_owned()).collect()
}

fn agent(row: AgentRow) -> CallbackAgent {
    CallbackAgent { id: row.user_id, display_name: Pii::new(row.display_name) }
}

fn household_task(line: NeighbourLine) -> HouseholdTask {
    HouseholdTask {
        id: line.id,
        request_no: line.request_no,
        kind: line.kind,
        matter: line.matter,
        state: line.state,
    }
}

fn call(line: &CallLine, timeline: Vec<TimelineEntry>) -> CallView {
    let recording = match (&line.recording_id, &line.recording_state) {
        (Some(id), Some(state)) => Some(CallRecording {
            id: id.clone(),
            state: state.clone(),
            duration_ms: line.duration_ms,
            expected_ms: line.expected_ms.unwrap_or_default(),
            bytes: line.byte_count,
            sha256: line.sha256.clone(),
        }),
        _ => None,
    };
    CallView {
        id: line.id.clone(),
        number: line.attempt_number,
        agent_name: line.agent_name.clone(),
        state: line.state.clone(),
        ordered_at_ms: line.ordered_at,
        answered_at_ms: line.answered_at,
        ended_at_ms: line.ended_at,
        outcome: line.outcome.clone(),
        ended_by: line.ended_by.clone(),
        talk_ms: line.talk_ms,
        timeline,
        recording,
    }
}

/// A call's events as they happened, which is not always as they were learnt. Answers about the
/// household's other matters belong on their own pages.
fn timeline<'a>(
    events: impl Iterator<Item = &'a StoredEvent>,
    task_id: &str,
) -> Result<Vec<TimelineEntry>, AppError> {
    let mut entries = Vec::new();
    for event in events {
        let params: Value = serde_json::from_str(&event.body)
            .map_err(|_| super::error::unreadable("event", &event.kind))?;
        let about = params.get("task_id").and_then(Value::as_str);
        if about.is_none_or(|about| about == task_id) {
            entries.push(TimelineEntry { at_ms: event.at, kind: event.kind.clone(), params });
        }
    }
    entries.sort_by_key(|entry| entry.at_ms);
    Ok(entries)
}

fn outcome(row: ResultRow, interview: &Interview<'_>) -> Result<CallbackOutcome, AppError> {
    let flags = row.flags.split(',').filter(|flag| !flag.is_empty()).map(str::to_owned);
    Ok(CallbackOutcome {
        flags: flags.collect(),
        disposition: row.disposition,
        satisfaction: row.satisfaction,
        resolved: row.resolved,
        quality: row.quality,
        reason: interview.words_of(Role::Reason).cloned(),
        suggestion: interview.words_of(Role::Suggestion).cloned(),
        next_callback_on: row.next_callback_on.as_deref().map(stored::date).transpose()?,
    })
}
