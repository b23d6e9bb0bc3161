-- Call scripts as they were published, one row a version. A version never changes once it is here:
-- a call ends on the version it began with. `comparable_with` is the oldest version whose answers
-- to the counted questions may be counted together with this one's.
create table script_version (
    script_id text not null,
    version bigint not null,
    title text not null,
    yaml text not null,
    sha256 text not null,
    comparable_with bigint not null,
    note text not null,
    published_by text not null,
    published_at bigint not null,
    primary key (script_id, version),
    check (comparable_with between 1 and version)
);

-- Answers keep the version they were asked with. Until now a task had one version from its making.
alter table callback_answer add column script_version bigint not null default 1;
update callback_answer set script_version =
    (select t.script_version from callback_task t where t.id = callback_answer.task_id);

alter table callback_result add column script_version bigint not null default 1;
update callback_result set script_version =
    (select t.script_version from callback_task t where t.id = callback_result.task_id);

create index callback_task_script on callback_task (script_id, script_version);
