-- Facts in, effects out (docs/architecture.md, "One idea"). What arrives is stored raw before anything
-- is decided; what was decided is stored before anything is done. Rows carry kind and version, so old
-- rows stay readable after their shape changes. All times are epoch milliseconds UTC.

-- Facts as received. The unique key makes a repeated delivery harmless.
create table inbox (
    sequence integer primary key autoincrement,
    source text not null,
    external_key text not null,
    kind text not null,
    version integer not null,
    subject_id text not null,
    body text not null,
    received_at integer not null,
    settled_at integer,
    decision text,
    unique (source, external_key)
) strict;

create index inbox_unsettled on inbox (sequence) where settled_at is null;

-- Effects to perform. The key is handed to whoever performs them, so a repetition is recognised.
-- `lane` names the exchange an effect is for: only a node connected to it may take the row.
create table outbox (
    sequence integer primary key autoincrement,
    effect_key text not null unique,
    kind text not null,
    version integer not null,
    subject_id text not null,
    body text not null,
    lane text not null,
    due_at integer not null,
    created_at integer not null,
    state text not null check (state in ('pending', 'claimed', 'done', 'dead')),
    attempt_count integer not null,
    claimed_by text,
    claimed_until integer,
    last_error text,
    settled_at integer
) strict;

create index outbox_due on outbox (due_at, sequence) where state in ('pending', 'claimed');
create index outbox_subject on outbox (subject_id);

-- Timers are rows with an id: a late or repeated one is recognised and dropped.
create table timer (
    id text primary key,
    subject_id text not null,
    due_at integer not null,
    settled_at integer
) strict;

create index timer_due on timer (due_at) where settled_at is null;

-- What happened, in commit order. Live pages and the pull API read it by cursor and skip nothing:
-- positions are assigned while a lock is held that only the commit releases.
create table event_log (
    position integer primary key autoincrement,
    at integer not null,
    kind text not null,
    version integer not null,
    subject_kind text not null,
    subject_id text not null,
    body text not null
) strict;

create index event_log_subject on event_log (subject_kind, subject_id, position);

-- Who did what, each record sealed with the hash of the one before it. Ids only, no personal data.
create table audit_log (
    sequence integer primary key,
    at integer not null,
    actor text not null,
    action text not null,
    version integer not null,
    subject_kind text not null,
    subject_id text not null,
    body text not null,
    previous_hash text not null,
    hash text not null
) strict;

-- One row a job and occurrence, so a job runs once however many nodes tick.
create table job_occurrence (
    job text not null,
    occurrence text not null,
    state text not null check (state in ('running', 'done', 'failed')),
    claimed_by text not null,
    claimed_until integer not null,
    started_at integer not null,
    finished_at integer,
    summary text,
    primary key (job, occurrence)
) strict;

-- Values the program makes once and keeps, such as the company secret.
create table setting (
    name text primary key,
    value text not null,
    updated_at integer not null
) strict;
