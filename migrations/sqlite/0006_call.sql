-- Calls. The snapshot is the call machine's own state; the columns beside it are for questions.
-- The partial unique indexes make one live call per household, number and agent a fact of the database.
create table call (
    id text primary key,
    household_key text not null,
    number_key text not null,
    agent_id text not null references agent (user_id),
    exchange text not null,
    snapshot_version integer not null,
    snapshot text not null,
    state text not null,
    ordered_at integer not null,
    answered_at integer,
    ended_at integer,
    outcome text,
    ended_by text,
    sip_status integer,
    q850_cause integer,
    talk_ms integer,
    is_reconciled integer not null check (is_reconciled in (0, 1)),
    revision integer not null
) strict;

create unique index call_live_household on call (household_key) where ended_at is null;
create unique index call_live_number on call (number_key) where ended_at is null;
create unique index call_live_agent on call (agent_id) where ended_at is null;

-- The number dialled; erasable.
create table call_private (
    call_id text primary key references call (id),
    number text not null
) strict;

-- One dial of one task. A call of a household with several tasks is one attempt of each.
create table callback_attempt (
    task_id text not null references callback_task (id),
    call_id text not null references call (id),
    attempt_number integer not null,
    phone_index integer not null,
    started_at integer not null,
    ended_at integer,
    outcome text,
    is_answered integer check (is_answered in (0, 1)),
    disposition text,
    primary key (task_id, call_id),
    unique (task_id, attempt_number)
) strict;

create index callback_attempt_call on callback_attempt (call_id);
