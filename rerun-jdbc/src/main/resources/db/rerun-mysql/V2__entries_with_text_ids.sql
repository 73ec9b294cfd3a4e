-- Entries of a host's own table whose IDs are texts or UUIDs, as rerun_entry, rerun_failure and activity_outcome hold those
-- whose IDs are numbers.

create table rerun_text_entry (
    rerun_id bigint not null,
    lane integer not null,
    seq bigint not null,
    entry_id varchar(255) not null,
    primary key (rerun_id, lane, seq)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_0900_bin;

create unique index rerun_text_entry_by_entry on rerun_text_entry (rerun_id, entry_id);

create table rerun_text_failure (
    rerun_id bigint not null,
    lane integer not null,
    seq bigint not null,
    entry_id varchar(255) not null,
    error mediumtext not null,
    failed_at datetime(6) not null,
    primary key (rerun_id, lane, seq),
    check (char_length(error) <= 1000000)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_0900_bin;

create table activity_text_outcome (
    app_id integer not null,
    entry_id varchar(255) not null,
    rerun_id bigint not null,
    status varchar(16) not null,
    contract_id integer,
    diagnostics mediumtext not null,
    processed_at datetime(6) not null,
    duration_micros bigint not null,
    primary key (app_id, entry_id, rerun_id),
    check (char_length(diagnostics) <= 1000000)
) engine = InnoDB, character set = utf8mb4, collate = utf8mb4_0900_bin;

insert into rerun_schema (version) values (2);
