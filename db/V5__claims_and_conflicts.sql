-- What a user's row says of its claims to its username and email (adr/0012), and a row of fields that were written
-- concurrently or are stamped far ahead (adr/0013). A register is kept as [[value, region, sequence, time], ..., context],
-- the winner first.
alter table directory_user
    -- Hybrid time and region of the shown value, which is the user's claim to it; null as the value is.
    add column username_time   bigint,
    add column username_region text collate "C",
    add column email_time      bigint,
    add column email_region    text collate "C",
    -- How many fields have more than one sibling.
    add column conflicts       integer not null default 0,
    -- The highest hybrid time of a value that is shown.
    add column latest          bigint;
alter table directory_group
    add column conflicts       integer not null default 0,
    add column latest          bigint;

update directory_user set
    username_time   = case when username_key is not null then (state #>> '{username,0,3}')::bigint end,
    username_region = case when username_key is not null then state #>> '{username,0,1}' end,
    email_time      = case when email_key is not null then (state #>> '{email,0,3}')::bigint end,
    email_region    = case when email_key is not null then state #>> '{email,0,1}' end,
    (conflicts, latest) = (
        select count(*) filter (where jsonb_array_length(field) > 2), max((field #>> '{0,3}')::bigint)
        from (values (state -> 'username'), (state -> 'name'), (state -> 'email'), (state -> 'active')
              union all
              select value from jsonb_each(state -> 'attributes')) f (field))
where not deleted;
update directory_group set
    (conflicts, latest) = (
        select count(*) filter (where jsonb_array_length(field) > 2), max((field #>> '{0,3}')::bigint)
        from (values (state -> 'name'), (state -> 'description'), (state -> 'membership')) f (field))
where not deleted;

create index directory_user_conflicts on directory_user (id) include (conflicts) where conflicts > 0;
create index directory_group_conflicts on directory_group (id) include (conflicts) where conflicts > 0;
create index directory_user_latest on directory_user (latest);
create index directory_group_latest on directory_group (latest);

-- Unique values that subjects show by what other regions wrote, as far as views have folded it: no claim of this region
-- may overlook them. Beside unique_value, and not within it, as other regions may have given a value to several.
create table unique_value_elsewhere (
    kind    text not null,
    value   text not null,
    subject text not null,
    primary key (kind, value, subject)
);
create index unique_value_elsewhere_subject on unique_value_elsewhere (subject);

insert into unique_value_elsewhere (kind, value, subject)
select 'username', username_key, 'user/' || id from directory_user
where username_region <> (select name from this_region)
union all
select 'email', email_key, 'user/' || id from directory_user
where email_region <> (select name from this_region);
