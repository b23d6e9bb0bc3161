-- What people must be told (docs/operations.md, notices). A notice is one matter, or the matters of one kind until the next
-- digest; `key` makes it once however often its cause is read. Parameters hold ids and numbers only.
create table notice (
    id text primary key,
    key text not null unique,
    kind text not null,
    template_version bigint not null,
    params text not null,
    case_count bigint not null,
    is_urgent boolean not null,
    created_at bigint not null,
    due_at bigint,
    settled_at bigint
);

create index notice_created on notice (created_at);

-- Whom it is for: everybody with a role, in one center or all, or one person.
create table notice_addressee (
    notice_id text not null references notice (id),
    role text,
    center_code text references service_center (code),
    user_id text references user_account (id),
    check ((role is null) <> (user_id is null))
);

create index notice_addressee_notice on notice_addressee (notice_id);

-- The matters a notice is about. The unique key tells of a matter once a kind, for ever.
create table notice_case (
    kind text not null,
    subject_id text not null,
    subject_kind text not null,
    notice_id text not null references notice (id),
    noted_at bigint not null,
    primary key (kind, subject_id)
);

create index notice_case_notice on notice_case (notice_id);

create table notice_read (
    notice_id text not null references notice (id),
    user_id text not null references user_account (id),
    read_at bigint not null,
    primary key (notice_id, user_id)
);

-- One row a channel. The id is what the receiver knows the message by: a repetition carries it again.
create table notice_delivery (
    id text primary key,
    notice_id text not null references notice (id),
    channel text not null check (channel in ('in_app', 'mail', 'webhook')),
    state text not null check (state in ('pending', 'sent', 'given_up', 'withdrawn')),
    due_at bigint not null,
    claimed_until bigint,
    attempt_count bigint not null,
    last_error text,
    receipt text,
    settled_at bigint,
    unique (notice_id, channel)
);

create index notice_delivery_due on notice_delivery (due_at) where state = 'pending';
