-- Runs that people steer: options, commands, pauses, failed entries that are tried again, items that are put back.

-- What a run was asked to keep to; then what a cancel put back, and the sums of its lanes when it began or was resumed.
alter table rerun
    add column entry_limit bigint,
    add column first_only bigint,
    add column go_on_if_all_succeed boolean default false not null,
    add column pause_micros bigint default 0 not null,
    add column entries_per_second integer,
    add column batches_at_once integer,
    add column hold_failed_keys boolean default false not null,
    add column pause_at_failure_share double default 0.5 not null,
    add column pause_not_before integer default 100 not null,
    add column items_put_back bigint default 0 not null,
    add column items_not_put_back bigint default 0 not null,
    add column tally_done bigint default 0 not null,
    add column tally_failed bigint default 0 not null;

create index rerun_by_end on rerun (finished_at);

-- Entries above the gate are not processed for now. Minutes count from 1970, and recent_minute is the last one in which the
-- lane moved: recent_count is how many entries it did then, previous_count how many in the minute before.
alter table rerun_lane
    add column gate_seq bigint,
    add column held bigint default 0 not null,
    add column recent_minute bigint default 0 not null,
    add column recent_count bigint default 0 not null,
    add column previous_count bigint default 0 not null;

update rerun_lane set gate_seq = end_seq;

alter table rerun_lane modify gate_seq bigint not null;

-- When a run's next entries may be processed. A row of its own, because it is locked by those who hold a lane.
create table rerun_turn (
    rerun_id bigint not null primary key,
    free_at datetime(6) not null
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_0900_bin;

insert into rerun_turn (rerun_id, free_at) select id, created_at from rerun;

-- Who did what to a run, and why. caller is null where the host or the engine itself acted.
create table rerun_command (
    id bigint auto_increment primary key,
    rerun_id bigint not null,
    action varchar(16) not null,
    caller varchar(255),
    reason mediumtext,
    given_at datetime(6) not null,
    check (char_length(reason) <= 1000000)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_0900_bin;

create index rerun_command_by_run on rerun_command (rerun_id);

insert into rerun_command (rerun_id, action, caller, reason, given_at)
select id, 'START', requested_by, reason, created_at from rerun order by created_at;

-- Entries of a held key are not tried: held is true for them. chosen marks those that are about to be queued again.
alter table rerun_failure
    add column ordering_key varchar(255),
    add column held boolean default false not null,
    add column cause varchar(255) default '' not null,
    add column attempts integer default 1 not null,
    add column chosen boolean default false not null;

update rerun_failure set cause = left(error, 255);

create index rerun_failure_by_key on rerun_failure (rerun_id, lane, ordering_key, held);

alter table rerun_text_failure
    add column ordering_key varchar(255),
    add column held boolean default false not null,
    add column cause varchar(255) default '' not null,
    add column attempts integer default 1 not null,
    add column chosen boolean default false not null;

update rerun_text_failure set cause = left(error, 255);

create index rerun_text_failure_by_key on rerun_text_failure (rerun_id, lane, ordering_key, held);

-- At which item each queued entry pointed, where a host's entries point at their items: what the pointer held, as a text.
create table rerun_pointer (
    rerun_id bigint not null,
    entry_id bigint not null,
    points_at varchar(255) not null,
    primary key (rerun_id, entry_id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_0900_bin;

create index rerun_pointer_by_item on rerun_pointer (rerun_id, points_at);

create table rerun_text_pointer (
    rerun_id bigint not null,
    entry_id varchar(255) not null,
    points_at varchar(255) not null,
    primary key (rerun_id, entry_id)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_0900_bin;

create index rerun_text_pointer_by_item on rerun_text_pointer (rerun_id, points_at);

-- The amount that logic wrote; an item whose amount is another one was edited. Null where nobody knows.
alter table register_item add column calculated_amount decimal(38, 12);

alter table rerun_archived_item add column calculated_amount decimal(38, 12);

create index rerun_archived_item_by_run on rerun_archived_item (archived_by);

insert into rerun_schema (version) values (3);
