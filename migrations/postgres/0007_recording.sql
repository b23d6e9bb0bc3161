-- Recordings as received: where the bytes lie, their hash, and whether they agree with the call.
create table recording (
    id text primary key,
    call_id text not null unique references call (id),
    state text not null,
    path text,
    sha256 text,
    byte_count bigint,
    duration_ms bigint,
    expected_ms bigint not null,
    problem text,
    awaited_since bigint not null,
    stored_at bigint
);

-- Something a person has to look at, such as an answered call without a playable recording.
create table alarm (
    id text primary key,
    kind text not null,
    subject_kind text not null,
    subject_id text not null,
    batch_date text,
    detail text not null,
    raised_at bigint not null,
    cleared_at bigint,
    unique (kind, subject_id)
);
