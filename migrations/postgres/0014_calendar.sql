-- The company's calendar: the days that differ from the plain week, which years' holidays are known,
-- and who changed what. Every node keeps a copy in memory and reads it again when the number in
-- the setting `calendar_version` has moved.
create table calendar_day (
    day text primary key,
    kind text not null check (kind in ('holiday', 'make_up_workday')),
    name text not null,
    changed_at bigint not null
);

-- A day changed by hand does not make its whole year known, so known years have rows of their own.
create table calendar_year (
    year bigint primary key,
    known_at bigint not null
);

create table calendar_change (
    id text primary key,
    day text not null,
    kind_before text,
    kind_after text,
    source text not null check (source in ('import', 'edit')),
    actor text not null,
    changed_at bigint not null
);

create index calendar_change_day on calendar_change (day, changed_at);

-- Why somebody changed a day, in their own words; erasable.
create table calendar_change_private (
    change_id text primary key references calendar_change (id),
    reason text not null
);

-- Days on which a center's residents are left alone. Withdrawn ones stay, for the audit.
create table quiet_day (
    id text primary key,
    center_code text not null references service_center (code),
    from_day text not null,
    to_day text not null,
    scope text not null check (scope in ('callbacks', 'surveys', 'all')),
    reason text not null,
    spares_safety boolean not null,
    spares_appointments boolean not null,
    created_at bigint not null,
    created_by text not null,
    withdrawn_at bigint,
    check (from_day <= to_day)
);

create index quiet_day_open on quiet_day (to_day) where withdrawn_at is null;

-- What was written beside the reason; erasable.
create table quiet_day_private (
    quiet_day_id text primary key references quiet_day (id),
    note text not null
);
