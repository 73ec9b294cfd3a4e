-- The default schema for MariaDB. Facts and outcomes stand apart: an entry is never updated, a processing is appended.
-- All times are UTC, to the microsecond, whatever the session's time zone is. Names that repeat are integers from small
-- tables. Names and keys are compared character by character: case counts, and so does a blank at the end.
-- Texts for people end at a million characters.

create table rerun_schema (
    version integer not null primary key,
    applied_at datetime(6) default (utc_timestamp(6)) not null
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- Epochs divide first processing at the starts of reruns.
create table rerun_app (
    id integer auto_increment primary key,
    name varchar(255) not null unique,
    epoch bigint default 1 not null
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- Locked while entries are processed for the first time, by the ordering key's hash; all at once to end the epoch.
create table rerun_app_lane (
    app_id integer not null,
    lane integer not null,
    primary key (app_id, lane)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table rerun_register (
    id integer auto_increment primary key,
    app_id integer not null,
    name varchar(255) not null,
    unique (app_id, name)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create table rerun_contract (
    id integer auto_increment primary key,
    name varchar(255) not null,
    version varchar(255) not null,
    unique (name, version)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- A fact, never updated.
create table activity_entry (
    app_id integer not null,
    id bigint not null,
    ordering_key varchar(255) not null,
    occurred_at datetime(6) not null,
    created_at datetime(6) not null,
    epoch bigint not null,
    payload mediumtext not null,
    primary key (app_id, id),
    check (char_length(payload) <= 1000000)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index activity_entry_by_time on activity_entry (app_id, created_at);

-- One row for each processing of an entry; rerun_id 0 is first processing. A rerun's row replaces what earlier ones say.
create table activity_outcome (
    app_id integer not null,
    entry_id bigint not null,
    rerun_id bigint not null,
    status varchar(16) not null,
    contract_id integer,
    diagnostics mediumtext not null,
    processed_at datetime(6) not null,
    duration_micros bigint not null,
    primary key (app_id, entry_id, rerun_id),
    check (char_length(diagnostics) <= 1000000)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- What contracts and people wrote. entry_id and contract_id are null for what has none, rerun_id for what no rerun made.
create table register_item (
    register_id integer not null,
    unique_key varchar(255) not null,
    app_id integer not null,
    ordering_key varchar(255) not null,
    item_time datetime(6) not null,
    amount decimal(38, 12) not null,
    currency varchar(255) not null,
    units decimal(38, 12) not null,
    refers_to varchar(255),
    detail mediumtext,
    ui_created boolean default false not null,
    entry_id bigint,
    contract_id integer,
    invoice_id varchar(255),
    rerun_id bigint,
    primary key (register_id, unique_key),
    check (trim(unique_key) <> '' and trim(ordering_key) <> '' and trim(currency) <> ''),
    check (char_length(detail) <= 1000000)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

create index register_item_by_time on register_item (app_id, item_time);

create index register_item_by_key on register_item (app_id, ordering_key, item_time);

-- The ordinal counts an app's runs in the order of their starts. active_app_id is the app while the run is not over.
create table rerun (
    id bigint not null primary key,
    app_id integer not null,
    ordinal bigint not null,
    active_app_id integer unique,
    status varchar(32) not null,
    cutoff datetime(6) not null,
    until datetime(6),
    retention_seconds bigint not null,
    retained_from datetime(6) not null,
    include_without_contract boolean not null,
    epoch bigint not null,
    lanes integer not null,
    requested_by varchar(255),
    reason mediumtext,
    idempotency_key varchar(255),
    created_at datetime(6) not null,
    queued_at datetime(6),
    started_at datetime(6),
    finished_at datetime(6),
    total bigint default 0 not null,
    items_deleted bigint default 0 not null,
    kept_outside_window bigint default 0 not null,
    kept_ui_created bigint default 0 not null,
    kept_invoiced bigint default 0 not null,
    kept_past_retention bigint default 0 not null,
    kept_not_selected bigint default 0 not null,
    kept_host_rule bigint default 0 not null,
    error mediumtext,
    unique (app_id, ordinal),
    check (char_length(reason) <= 1000000 and char_length(error) <= 1000000)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- Not unique: a start that was rolled back leaves its key to the next.
create index rerun_by_idempotency_key on rerun (app_id, idempotency_key);

-- One sequence of a run. Entries above the watermark are outstanding.
create table rerun_lane (
    rerun_id bigint not null,
    lane integer not null,
    watermark bigint default 0 not null,
    end_seq bigint not null,
    done bigint default 0 not null,
    failed bigint default 0 not null,
    items_created bigint default 0 not null,
    items_retained bigint default 0 not null,
    primary key (rerun_id, lane)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- The frozen selection.
create table rerun_entry (
    rerun_id bigint not null,
    lane integer not null,
    seq bigint not null,
    entry_id bigint not null,
    primary key (rerun_id, lane, seq)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- For prepare, to see which entries are selected.
create unique index rerun_entry_by_entry on rerun_entry (rerun_id, entry_id);

create table rerun_failure (
    rerun_id bigint not null,
    lane integer not null,
    seq bigint not null,
    entry_id bigint not null,
    error mediumtext not null,
    failed_at datetime(6) not null,
    primary key (rerun_id, lane, seq),
    check (char_length(error) <= 1000000)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

-- Whole rows of register_item, as they were when the run named in archived_by took them out. The key only gives each row a
-- place at the end of the table.
create table rerun_archived_item (
    archived_item_id bigint auto_increment primary key,
    archived_by bigint not null,
    register_id integer not null,
    unique_key varchar(255) not null,
    app_id integer not null,
    ordering_key varchar(255) not null,
    item_time datetime(6) not null,
    amount decimal(38, 12) not null,
    currency varchar(255) not null,
    units decimal(38, 12) not null,
    refers_to varchar(255),
    detail mediumtext,
    ui_created boolean not null,
    entry_id bigint,
    contract_id integer,
    invoice_id varchar(255),
    rerun_id bigint
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_nopad_bin;

insert into rerun_schema (version) values (1);
