-- Entries of a host's own table whose IDs are texts or UUIDs, as rerun_entry, rerun_failure and activity_outcome hold those
-- whose IDs are numbers. The IDs have the database's own collation, so that they can be compared with a column of the host's.

create table rerun_text_entry (
    rerun_id bigint not null,
    lane integer not null,
    seq bigint not null,
    entry_id varchar(255) not null,
    primary key (rerun_id, lane, seq)
);

create unique index rerun_text_entry_by_entry on rerun_text_entry (rerun_id, entry_id);

create table rerun_text_failure (
    rerun_id bigint not null,
    lane integer not null,
    seq bigint not null,
    entry_id varchar(255) not null,
    error varchar(1000000) not null,
    failed_at timestamptz not null,
    primary key (rerun_id, lane, seq)
);

create table activity_text_outcome (
    app_id integer not null,
    entry_id varchar(255) not null,
    rerun_id bigint not null,
    status varchar(16) not null,
    contract_id integer,
    diagnostics varchar(1000000) not null,
    processed_at timestamptz not null,
    duration_micros bigint not null,
    primary key (app_id, entry_id, rerun_id)
);

insert into rerun_schema (version) values (2);
