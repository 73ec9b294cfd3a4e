-- Runs whose entries a query selected and a handler handles. An app may have several of these that are not over, so
-- active_app_id, which is unique, is null for them; going is true for every run that is not over.
alter table rerun
    add column selected_by mediumtext,
    add column going boolean default false not null,
    add check (char_length(selected_by) <= 1000000);

update rerun set going = true where active_app_id is not null;

create index rerun_by_going on rerun (going);

insert into rerun_schema (version) values (4);
