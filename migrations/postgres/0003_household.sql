-- Centers, dwellings and households (decisions.md, "Identity and history"). Names and numbers live in
-- the `…_private` tables, which can be erased without touching a fact, a digest or a figure.
create table branch (
    code text primary key,
    name text not null
);

create table service_center (
    code text primary key,
    name text not null,
    service_level text not null,
    branch_code text references branch (code),
    valid_from text,
    valid_until text,
    successor_code text references service_center (code),
    revision bigint not null
);

create table service_center_private (
    center_code text primary key references service_center (code),
    manager_name text not null
);

-- A dwelling is (center, 房号).
create table dwelling (
    id text primary key,
    center_code text not null references service_center (code),
    room text not null,
    unique (center_code, room)
);

-- A household is a dwelling's tenancy; `unit_id` = center/room#tenancy feeds every draw and digest.
create table household (
    id text primary key,
    unit_id text not null unique,
    dwelling_id text not null references dwelling (id),
    center_code text not null,
    room text not null,
    tenancy bigint not null,
    is_current boolean not null,
    phase text not null,
    residency_kind text not null,
    occupancy text not null,
    moved_in_on text,
    preferred_time text,
    is_key_household boolean not null,
    created_at bigint not null,
    revision bigint not null
);

create unique index household_current on household (dwelling_id) where is_current;

create table household_private (
    household_id text primary key references household (id),
    name text not null,
    first_phone text not null,
    second_phone text not null
);

-- Who must not be called, how far, until when: a household, a number, or the number of a household,
-- whose row alone withdraws it.
create table do_not_call (
    id text primary key,
    household_id text references household (id),
    phone text,
    scope text not null check (scope in ('survey', 'callback', 'all')),
    source text not null,
    valid_from bigint not null,
    valid_until bigint,
    withdrawn_at bigint
);

create index do_not_call_household on do_not_call (household_id);
create index do_not_call_phone on do_not_call (phone);
