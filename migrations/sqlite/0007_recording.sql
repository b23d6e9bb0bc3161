-- Recordings as received: where the bytes lie, their hash, and whether they agree with the call.
create table recording (
    id text primary key,
    call_id text not null unique references call (id),
    state text not null,
    path text,
    sha256 text,
    byte_count integer,
    duration_ms integer,
    expected_ms integer not null,
    problem text,
    awaited_since integer not null,
    stored_at integer
) strict;

-- Something a person has to look at, such as an answered call without a playable recording.
create table alarm (
    id text primary key,
    kind text not null,
    subject_kind text not null,
    subject_id text not null,
    batch_date text,
    detail text not null,
    raised_at integer not null,
    cleared_at integer,
    unique (kind, subject_id)
) strict;
