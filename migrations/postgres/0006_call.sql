-- Calls. The snapshot is the call machine's own state; the columns beside it are for questions.
-- The partial unique indexes make one live call per household, number and agent a fact of the database.
create table call (
    id text primary key,
    household_key text not null,
    number_key text not null,
    agent_id text not null references agent (user_id),
    exchange text not null,
    snapshot_version bigint not null,
    snapshot text not null,
    state text not null,
    ordered_at bigint not null,
    answered_at bigint,
    ended_at bigint,
    outcome text,
    ended_by text,
    sip_status bigint,
    q850_cause bigint,
    talk_ms bigint,
    is_reconciled boolean not null,
    revision bigint not null
);

create unique index call_live_household on call (household_key) where ended_at is null;
create unique index call_live_number on call (number_key) where ended_at is null;
create unique index call_live_agent on call (agent_id) where ended_at is null;

-- The number dialled; erasable.
create table call_private (
    call_id text primary key references call (id),
    number text not null
);

-- One dial of one task. A call of a household with several tasks is one attempt of each.
create table callback_attempt (
    task_id text not null references callback_task (id),
    call_id text not null references call (id),
    attempt_number bigint not null,
    phone_index bigint not null,
    started_at bigint not null,
    ended_at bigint,
    outcome text,
    is_answered boolean,
    disposition text,
    primary key (task_id, call_id),
    unique (task_id, attempt_number)
);

create index callback_attempt_call on callback_attempt (call_id);
