-- Who may sign in, as what, for which center, from when to when. Names live apart and can be erased.
create table user_account (
    id text primary key,
    login_name text not null unique,
    password_hash text not null,
    failed_count integer not null,
    locked_until integer,
    disabled_at integer,
    created_at integer not null,
    revision integer not null
) strict;

create table user_private (
    user_id text primary key references user_account (id),
    display_name text not null
) strict;

create table user_role (
    id text primary key,
    user_id text not null references user_account (id),
    role text not null,
    center_code text,
    valid_from text not null,
    valid_until text
) strict;

create index user_role_user on user_role (user_id);

-- Roles are sets of named permissions, as data.
create table role_permission (
    role text not null,
    permission text not null,
    primary key (role, permission)
) strict;

create table session (
    id text primary key,
    body text not null,
    expires_at integer not null
) strict;

-- A person at a telephone. `driver` says who works the seat now.
create table agent (
    user_id text primary key references user_account (id),
    role text not null,
    extension text not null,
    number text not null,
    state text not null,
    state_since integer not null,
    driver text not null check (driver in ('simulated', 'person')),
    taken_over_by text references user_account (id),
    revision integer not null
) strict;
