-- Requests entered by people, and what residents may ask about themselves.

-- Who reported a matter: a repair of a public area reported by patrolling staff has no resident to
-- call back (R-017). `entered_by` is empty for what came from the work-order system. The wording of
-- the result is spoken to a resident only after somebody cleared it.
alter table service_request add column report_source text not null default 'resident'
    check (report_source in ('resident', 'patrolling_staff'));
alter table service_request add column entered_by text references user_account (id);
alter table service_request add column result_cleared_by text references user_account (id);
alter table service_request add column result_cleared_at bigint;

-- Matter, result and reason as an agent says them; they quote somebody, so they can be erased.
alter table service_request_private add column matter_spoken text not null default '';
alter table service_request_private add column result_spoken text not null default '';
alter table service_request_private add column reason_spoken text not null default '';
alter table service_request_private add column erased_at bigint;

-- Numbers of requests entered by hand: one row a day, so that two people never get the same.
create table request_number (
    made_on text primary key,
    last_number bigint not null
);

-- Blanks of the scripts: the center's service number and the estate's name.
alter table service_center add column phone text not null default '';
alter table service_center add column estate_name text not null default '';

-- Who put somebody on the list, who took them off. What was said about it is personal.
alter table do_not_call add column made_by text references user_account (id);
alter table do_not_call add column withdrawn_by text references user_account (id);

create table do_not_call_private (
    entry_id text primary key references do_not_call (id),
    reason text not null
);

-- When the people of a household were erased, and by what an export that still names them is
-- recognised: a keyed pseudonym of name and first number, so that nobody is brought back by an
-- import while new residents still begin a tenancy of their own.
alter table household add column erased_at bigint;
alter table household add column erased_pseudonym text;

-- While a hold stands nothing of the household is erased: a dispute, an investigation.
create table legal_hold (
    id text primary key,
    household_id text not null references household (id),
    placed_by text not null references user_account (id),
    placed_at bigint not null,
    lifted_by text references user_account (id),
    lifted_at bigint
);

create unique index legal_hold_standing on legal_hold (household_id) where lifted_at is null;

create table legal_hold_private (
    hold_id text primary key references legal_hold (id),
    reason text not null
);

-- A resident asks to see or to erase what is held about them. One person registers it, another
-- approves it. `proof` says what was erased in counts and hashes, and names nobody.
create table personal_data_request (
    id text primary key,
    kind text not null check (kind in ('access', 'erasure')),
    household_id text not null references household (id),
    identity_proof text not null
        check (identity_proof in ('identity_card', 'called_back', 'in_person', 'authorization')),
    wants_do_not_call boolean not null,
    state text not null
        check (state in ('registered', 'approved', 'refused', 'erasing', 'completed')),
    registered_by text not null references user_account (id),
    registered_at bigint not null,
    decided_by text references user_account (id),
    decided_at bigint,
    completed_by text references user_account (id),
    completed_at bigint,
    proof text,
    revision bigint not null
);

create index personal_data_request_household on personal_data_request (household_id);

create table personal_data_request_private (
    request_id text primary key references personal_data_request (id),
    asked_by text not null,
    note text not null,
    refusal text not null
);
