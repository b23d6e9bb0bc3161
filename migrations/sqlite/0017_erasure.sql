-- What an erasure must not leave behind, and what a center must not see.

-- An entry whose number was erased goes on protecting it: a keyed pseudonym of the number, as in
-- call.number_key, which nobody can turn back into the number.
alter table do_not_call add column number_key text;
create index do_not_call_number_key on do_not_call (number_key);

-- A file's name may name a person: what holds is its kind, its first bytes of hash and its ending.
update import_run set file_name = kind || '-' || substr(file_hash, 1, 8)
    || case when encoding = 'XLSX' then '.xlsx' else '.csv' end
    where encoding <> 'JSON';
update import_job set file_name = kind || coalesce('-' || substr(file_hash, 1, 8), '');

-- A center must not see who will be called back. Permissions are only ever added at the start of
-- the program, so what was granted before is taken back here.
delete from role_permission where role = 'center_manager' and permission = 'rules.view';
