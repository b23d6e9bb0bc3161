-- Rule packs as people keep them: every version as text, and which center uses which pack from when.
-- A version never changes, so a task made by it can always be explained; a better one is a new row.
create table rule_pack_version (
    pack text not null,
    version integer not null,
    effective_from text not null,
    yaml text not null,
    hash text not null,
    added_by text not null,
    added_at integer not null,
    primary key (pack, version)
) strict;

-- The pack a center uses from a batch date on, until its next row. No row: the default pack.
create table center_rule_pack (
    center_code text not null references service_center (code),
    from_date text not null,
    pack text not null,
    chosen_by text not null,
    chosen_at integer not null,
    primary key (center_code, from_date)
) strict;

-- Rises with every change of the two tables above, so that other nodes notice by one small row,
-- which the first change makes.
create table rule_book (
    id integer primary key check (id = 1),
    revision integer not null
) strict;

-- By which line of which version a place was given. Null in batches made before packs were kept.
alter table batch_place add column rule_pack text;
alter table batch_place add column rule_pack_version integer;
alter table batch_place add column rule_line text;

-- The same of a task, and how its due time came about, so that it can be told in one sentence. Tasks
-- made before all follow the first version of the default pack; their line is found by their matter.
alter table callback_task add column rule_pack text not null default 'quality-department';
alter table callback_task add column rule_pack_version integer not null default 1;
alter table callback_task add column rule_line text;
-- Null for a further callback, which counts from the day that was promised.
alter table callback_task add column completed_at integer;
alter table callback_task add column due_on text;
alter table callback_task add column due_notes text not null default '';

update callback_task set completed_at =
    (select c.completed_at from completion c where c.id = callback_task.completion_id)
    where ordinal = 1;
