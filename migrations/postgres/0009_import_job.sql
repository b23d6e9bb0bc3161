-- Imports as people start and follow them, whatever becomes of them. An import that stored something
-- also has its row in import_run, which is what says through which day the requests are known.
create table import_job (
    id text primary key,
    kind text not null,
    -- all: the whole file or nothing; partial: the good rows, the others into a file.
    mode text not null check (mode in ('all', 'partial')),
    is_dry_run boolean not null,
    -- upload: by the page or the API; inbox: the watched folder; cli: the command line.
    origin text not null check (origin in ('upload', 'inbox', 'cli')),
    file_name text not null,
    file_hash text,
    state text not null check (state in
        ('queued', 'reading', 'merging', 'done', 'refused', 'cancelled', 'failed')),
    bytes_total bigint not null,
    bytes_read bigint not null,
    row_count bigint not null,
    error_row_count bigint not null,
    is_cancel_requested boolean not null,
    -- Whose process works on it: when that starts anew, what it left half done has failed.
    exchange text not null,
    requested_by text not null,
    requested_at bigint not null,
    finished_at bigint
);

create index import_job_requested on import_job (requested_at);
create index import_job_open on import_job (exchange)
    where state in ('queued', 'reading', 'merging');

-- What an import said about its rows. It quotes cells, which may be names and numbers.
create table import_job_private (
    job_id text primary key references import_job (id),
    report text not null
);

-- Requests on their way in. A file is staged in many short transactions and merged in one, so that
-- a running service goes on taking events. Ids begin with their time, so leftovers show their age.
create table import_stage (
    stage_id text not null,
    request_no text not null,
    row_number bigint not null,
    -- Whether nobody knew the request when it was staged; all others are compared again in the merge.
    is_new boolean not null,
    center_code text not null,
    kind text not null,
    severity text not null,
    is_paid boolean not null,
    room text not null,
    household_id text,
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
    -- The completion a new request comes with.
    completion_id text,
    completed_on text,
    primary key (stage_id, request_no)
);

create table import_stage_private (
    stage_id text not null,
    request_no text not null,
    reporter_name text not null,
    reporter_phone text not null,
    matter text not null,
    handler_name text not null,
    result text not null,
    primary key (stage_id, request_no)
);
