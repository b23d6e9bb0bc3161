-- What residents report and centers finish. The request number is the work-order system's own.
create table service_request (
    request_no text primary key,
    center_code text not null references service_center (code),
    kind text not null,
    severity text not null,
    is_paid boolean not null,
    room text not null,
    household_id text references household (id),
    channel text not null,
    taken_in_at bigint not null,
    dispatched_at bigint,
    completed_at bigint,
    department text not null,
    status text not null,
    against_manager boolean not null,
    is_valid_complaint boolean,
    is_reply_only boolean not null,
    related_no text,
    has_reporter_name boolean not null,
    has_reporter_phone boolean not null,
    imported_at bigint not null,
    revision bigint not null
);

create index service_request_completed on service_request (completed_at);
create index service_request_household on service_request (household_id);

-- Everything about a request that names or quotes somebody; erasable.
create table service_request_private (
    request_no text primary key references service_request (request_no),
    reporter_name text not null,
    reporter_phone text not null,
    matter text not null,
    handler_name text not null,
    result text not null
);

-- A completion is (request number, completed_at). Every fact is kept as it was then; one that replaces
-- another after batching points to it.
create table completion (
    id text primary key,
    request_no text not null references service_request (request_no),
    completed_at bigint not null,
    completed_on text not null,
    center_code text not null,
    kind text not null,
    status text not null,
    follows_id text references completion (id),
    reopened_at bigint,
    recorded_at bigint not null,
    revision bigint not null,
    unique (request_no, completed_at)
);

create index completion_day on completion (completed_on);

-- What was imported, by whom, and through which day the work-order system is thereby known.
create table import_run (
    id text primary key,
    kind text not null,
    file_name text not null,
    file_hash text not null,
    encoding text not null,
    row_count bigint not null,
    inserted_count bigint not null,
    updated_count bigint not null,
    unchanged_count bigint not null,
    finding_count bigint not null,
    covers_through text,
    imported_by text not null,
    imported_at bigint not null
);
