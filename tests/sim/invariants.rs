//! What the service promises, read from the database and from the exchange's own journal.

use huifang::domain::audit::{AuditRecord, GENESIS_HASH, seal};
use huifang::domain::calendar::Calendar;
use huifang::domain::timestamp::{BusinessZone, Timestamp};
use huifang::store::{Database, Value};

use crate::journal::{Dial, Journal};
use crate::node::Ground;
use crate::windows::{self, Who};

/// From the order of a call to the dialling of the resident: the agent's telephone may ring for 40
/// seconds, and the order to dial holds for 45.
const DIAL_AFTER_ORDER_MS: i64 = 85_000;

/// Queries that must find nothing after any step.
const NEVER: [(&str, &str); 9] = [
    (
        "a place of a task without its one first task",
        "select p.request_no from batch_place p where p.place = 'task' and \
         (select count(*) from callback_task t where t.completion_id = p.completion_id \
         and t.ordinal = 1) <> 1",
    ),
    (
        "a task without a place",
        "select t.id from callback_task t where not exists (select 1 from batch_place p \
         where p.completion_id = t.completion_id and p.place = 'task')",
    ),
    (
        "two live calls of a household",
        "select household_key from call where ended_at is null group by household_key \
         having count(*) > 1",
    ),
    (
        "two live calls of a number",
        "select number_key from call where ended_at is null group by number_key \
         having count(*) > 1",
    ),
    (
        "two live calls of an agent",
        "select agent_id from call where ended_at is null group by agent_id having count(*) > 1",
    ),
    (
        "an answered call that expects no recording",
        "select c.id from call c where c.ended_at is not null and c.answered_at is not null \
         and not exists (select 1 from recording r where r.call_id = c.id)",
    ),
    (
        "a live call whose agent is not in a call",
        "select c.id from call c join agent a on a.user_id = c.agent_id \
         where c.ended_at is null and a.state <> 'in_call'",
    ),
    (
        "a task in a call that is over",
        "select t.id from callback_task t left join call c on c.id = t.call_id \
         where t.state = 'in_call' and (c.id is null or c.ended_at is not null)",
    ),
    (
        // 3 for repairs, 5 for complaints; an appointment is owed beyond them.
        "more attempts than the rule allows",
        "select t.id from callback_task t where (select count(*) from callback_attempt a \
         where a.task_id = t.id and a.outcome is not null \
         and a.outcome not in ('line_fault', 'agent_unreachable', 'cancelled')) > \
         (case t.kind when 'complaint' then 5 else 3 end) + (select count(*) \
         from callback_attempt a where a.task_id = t.id and a.disposition = 'appointment')",
    ),
];

/// What may be found while the world goes on, and not when it is over. A resident who is never
/// satisfied is called back again and again: the first two callbacks have to come to an end.
const NOT_OVER: [(&str, &str); 6] = [
    (
        "a task that came to no end",
        "select id from callback_task where ordinal <= 2 \
         and state not in ('finished', 'unreached', 'home_visit')",
    ),
    ("a fact nobody decided about", "select external_key from inbox where settled_at is null"),
    (
        "an effect nobody performed",
        "select effect_key from outbox where state in ('pending', 'claimed')",
    ),
    ("a call that is not over", "select id from call where ended_at is null"),
    ("an agent who is not ready", "select number from agent where state <> 'ready'"),
    ("a timer nobody waited for", "select id from timer where settled_at is null"),
];

/// Queries that must find nothing when everything is over.
const NEVER_AT_THE_END: [(&str, &str); 2] = [
    (
        "a completion without a place",
        "select c.request_no from completion c where not exists (select 1 from batch_place p \
         where p.completion_id = c.id)",
    ),
    (
        "an answered call with neither a stored recording nor an alarm",
        "select c.id from call c left join recording r on r.call_id = c.id \
         where c.answered_at is not null and coalesce(r.state, '') <> 'stored' and not exists \
         (select 1 from alarm a where a.subject_id = c.id and a.cleared_at is null)",
    ),
];

/// Checks the promises of one world.
#[derive(Default)]
pub struct Invariants {
    pub journal: Journal,
}

impl Invariants {
    /// What must hold after every step.
    pub async fn after_step(&mut self, ground: &Ground) -> Result<(), String> {
        find_none(&ground.database, &NEVER).await?;
        for dial in self.journal.new_dials(ground.exchange_folder())? {
            check_dial(&ground.database, &dial).await?;
        }
        Ok(())
    }

    /// What must hold when everything is over.
    pub async fn at_the_end(&mut self, ground: &Ground) -> Result<(), String> {
        self.after_step(ground).await?;
        find_none(&ground.database, &NEVER_AT_THE_END).await?;
        check_audit(&ground.database).await
    }
}

/// Particulars of that, for whoever looks into a failing seed.
const OPEN: [(&str, &str); 5] = [
    (
        "task",
        "select id || ' ' || state || ' ' || kind || ' attempts ' || attempt_count || ' next ' || \
         coalesce(next_attempt_at, 0) || ' closes ' || closes_at from callback_task \
         where state not in ('finished', 'unreached', 'home_visit')",
    ),
    ("agent", "select number || ' ' || role || ' ' || state from agent where state <> 'ready'"),
    ("call", "select id || ' ' || state from call where ended_at is null"),
    (
        "effect",
        "select effect_key || ' ' || state || ' ' || due_at || ' ' || coalesce(last_error, '') \
         from outbox where state in ('pending', 'claimed')",
    ),
    ("timer", "select id || ' ' || due_at from timer where settled_at is null"),
];

/// Prints what is not over yet.
pub async fn tell(database: &Database) {
    for (what, row) in find(database, &OPEN).await.unwrap_or_default() {
        println!("  {what}: {row}");
    }
}

/// Whether nothing is left to be done for the first two callbacks of anybody.
pub async fn is_over(database: &Database) -> Result<bool, String> {
    Ok(find(database, &NOT_OVER).await?.is_empty())
}

async fn find_none(database: &Database, queries: &[(&str, &str)]) -> Result<(), String> {
    let found = find(database, queries).await?;
    found.first().map_or(Ok(()), |(what, first)| {
        Err(format!("{what}: {first} ({} findings in all)", found.len()))
    })
}

/// What any of the queries finds, with its name; one question to the database for all of them.
async fn find(
    database: &Database,
    queries: &[(&str, &str)],
) -> Result<Vec<(String, String)>, String> {
    let named: Vec<String> = queries
        .iter()
        .map(|(what, sql)| format!("select '{what}', found.* from ({sql}) found"))
        .collect();
    database.all(named.join(" union all "), vec![]).await.map_err(text)
}

/// A task of a dialled call: ordered at, organization, safety, kind, severity, has an appointment.
type DialledTask = (i64, bool, bool, String, String, bool);

async fn check_dial(database: &Database, dial: &Dial) -> Result<(), String> {
    let sql = "select c.ordered_at, t.is_organization, t.is_safety, t.kind, t.severity, \
               t.appointment_at is not null from call c join callback_attempt a \
               on a.call_id = c.id join callback_task t on t.id = a.task_id where c.id = $1";
    let id = Value::from(dial.call_id);
    let tasks: Vec<DialledTask> = database.all(sql, vec![id]).await.map_err(text)?;
    let Some((ordered_at, ..)) = tasks.first() else {
        return Err(format!("call {} was dialled without an attempt", dial.call_id));
    };
    let calendar = Calendar::built_in();
    let allowed = tasks.iter().any(|task| {
        let (_, organization, safety, kind, severity, appointment) = task;
        let grave = kind == "complaint" && severity != "ordinary";
        let (organization, urgent) = (*organization, *safety || grave);
        let who = Who { organization, urgent, appointment: *appointment };
        windows::allow(&calendar, &who, dial.at)
    });
    if !allowed {
        let local = BusinessZone::default().local(dial.at);
        return Err(format!("call {} was dialled at {local}, outside its hours", dial.call_id));
    }
    if dial.at.ms_since(Timestamp(*ordered_at)) > DIAL_AFTER_ORDER_MS {
        return Err(format!("call {} was dialled long after its order", dial.call_id));
    }
    Ok(())
}

/// sequence, at, actor, action, subject kind, subject, body, previous hash, hash
type AuditRow = (i64, i64, String, String, String, String, String, String, String);

async fn check_audit(database: &Database) -> Result<(), String> {
    let sql = "select sequence, at, actor, action, subject_kind, subject_id, body, previous_hash, \
               hash from audit_log order by sequence";
    let rows: Vec<AuditRow> = database.all(sql, vec![]).await.map_err(text)?;
    let mut expected = (1, GENESIS_HASH.to_owned());
    for (sequence, at, actor, action, subject_kind, subject_id, body, previous_hash, hash) in &rows
    {
        let sealed = seal(&AuditRecord {
            sequence: *sequence,
            at: Timestamp(*at),
            actor,
            action,
            subject_kind,
            subject_id,
            body,
            previous_hash,
        });
        if (*sequence, previous_hash) != (expected.0, &expected.1) || sealed != *hash {
            return Err(format!("the audit chain breaks at record {sequence}"));
        }
        expected = (sequence + 1, sealed);
    }
    if rows.is_empty() { Err("nothing was audited".to_owned()) } else { Ok(()) }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
