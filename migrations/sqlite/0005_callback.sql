-- The daily batch and what came of it. A completion has at most one place, in one batch, for ever.
create table callback_batch (
    batch_date text primary key,
    from_date text not null,
    to_date text not null,
    rule_pack text not null,
    rule_pack_version integer not null,
    completed_count integer not null,
    late_count integer not null,
    is_provisional integer not null check (is_provisional in (0, 1)),
    made_at integer not null
) strict;

-- Days whose batch could not be made because no import has covered them; the page says so.
create table callback_batch_waiting (
    batch_date text primary key,
    since integer not null
) strict;

create table batch_place (
    completion_id text primary key references completion (id),
    batch_date text not null references callback_batch (batch_date),
    request_no text not null,
    place text not null check (place in ('task', 'excluded')),
    role text,
    reason text,
    merged_into text,
    is_late integer not null check (is_late in (0, 1)),
    check ((place = 'task') = (role is not null) and (place = 'excluded') = (reason is not null))
) strict;

create index batch_place_batch on batch_place (batch_date, place);
create index batch_place_request on batch_place (request_no);

-- What each batch added to the counts that a rate below 100 % is kept by.
create table callback_selection (
    batch_date text not null references callback_batch (batch_date),
    center_code text not null,
    kind text not null,
    month text not null,
    eligible_count integer not null,
    selected_count integer not null,
    primary key (batch_date, center_code, kind, month)
) strict;

create table home_visit (
    id text primary key,
    completion_id text not null unique references completion (id),
    batch_date text not null,
    cause text not null,
    created_at integer not null
) strict;

create table callback_task (
    id text primary key,
    completion_id text not null references completion (id),
    ordinal integer not null,
    request_no text not null references service_request (request_no),
    center_code text not null,
    kind text not null,
    severity text not null,
    is_paid integer not null check (is_paid in (0, 1)),
    household_id text references household (id),
    completion_status text not null,
    is_safety integer not null check (is_safety in (0, 1)),
    household_key text not null,
    is_organization integer not null check (is_organization in (0, 1)),
    preferred_time text,
    role text not null,
    batch_date text not null,
    is_late integer not null check (is_late in (0, 1)),
    is_provisional integer not null check (is_provisional in (0, 1)),
    state text not null,
    due_at integer not null,
    closes_at integer not null,
    next_attempt_at integer,
    phone_index integer not null,
    attempt_count integer not null,
    appointment_at integer,
    agent_id text references agent (user_id),
    call_id text,
    script_id text not null,
    script_version integer not null,
    disposition text,
    finished_at integer,
    created_at integer not null,
    revision integer not null,
    unique (completion_id, ordinal)
) strict;

create index callback_task_batch on callback_task (batch_date, state);
create index callback_task_next on callback_task (next_attempt_at) where state in ('waiting', 'scheduled');
create index callback_task_household on callback_task (household_key);
create index callback_task_call on callback_task (call_id);

create table callback_answer (
    task_id text not null references callback_task (id),
    question text not null,
    call_id text not null,
    codes text not null,
    answer_date text,
    answered_at integer not null,
    primary key (task_id, question)
) strict;

-- The resident's own words; erasable.
create table callback_answer_private (
    task_id text not null references callback_task (id),
    question text not null,
    words text not null,
    primary key (task_id, question)
) strict;

-- What the resident said, as far as figures need it. `ordinal` 1 is the answer that counts.
create table callback_result (
    task_id text primary key references callback_task (id),
    completion_id text not null references completion (id),
    ordinal integer not null,
    disposition text not null,
    satisfaction text,
    resolved text,
    quality text,
    answered_at integer,
    next_callback_on text,
    department_present integer not null check (department_present in (0, 1)),
    flags text not null,
    decided_at integer not null
) strict;
