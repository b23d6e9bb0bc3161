-- Questions that are asked for every attempt, every round or every page, and that read whole tables
-- without these: when a household was last spoken to, what an agent holds, the alarms of a batch.
create index call_household on call (household_key, answered_at);
create index callback_task_agent on callback_task (agent_id) where agent_id is not null;
create index alarm_batch on alarm (batch_date) where cleared_at is null;
