-- What is odd in the data, by the day it happened and the day it was found (R-012, R-014 to R-018). One row a
-- matter: it goes when it no longer holds, and comes back as the same row. Ids only: what a person wrote
-- when dismissing it lives apart.
create table finding (
    id text primary key,
    kind text not null,
    center_code text not null references service_center (code),
    subject_kind text not null check (subject_kind in ('service_request', 'household', 'phone', 'task')),
    subject_id text not null,
    detail text not null,
    occurred_on text not null,
    found_on text not null,
    first_seen_at integer not null,
    last_seen_at integer not null,
    resolved_at integer,
    dismissed_at integer,
    dismissed_by text references user_account (id),
    dismissal text,
    revision integer not null,
    check ((dismissed_at is null) = (dismissed_by is null) and (dismissed_at is null) = (dismissal is null)),
    unique (kind, center_code, subject_id)
) strict;

create index finding_occurred on finding (occurred_on, center_code);
create index finding_subject on finding (subject_kind, subject_id);

-- Why somebody dismissed it, in their own words; erasable.
create table finding_private (
    finding_id text primary key references finding (id),
    words text not null
) strict;
