-- The log: every event of every region, once. The truth; everything else can be rebuilt from it (adr/0002).
create sequence event_position;

create table event (
    -- The writing transaction in this database. It stands before "position" so that a transaction has its id before it
    -- draws a position: on that rests the low-water mark (columns are filled in their order).
    transaction     xid8     not null default pg_current_xact_id(),
    -- Where this database put the event. Local: a receiving region numbers arriving events itself.
    position        bigint   not null default nextval('event_position') primary key,
    -- Which event this is: the region that wrote it, the aggregate, and the region's sequence number within it, from 1.
    origin          text     not null,
    subject         text     not null,
    sequence        bigint   not null check (sequence > 0),
    -- Where the writing region's database put the event; equal to "position" there.
    origin_position bigint   not null,
    type            text     not null,
    revision        smallint not null,
    -- The rest of the stamp: hybrid time, and the version of the aggregate its writer had seen, such as eu~7.us~3.
    hlc             bigint   not null,
    seen            text     not null,
    actor           text     not null,
    request_id      text,
    cause           text,
    payload         jsonb    not null,
    unique (subject, origin, sequence)
);
alter sequence event_position owned by event.position;

-- Whether a subject is deleted can be told without reading its events.
create index event_retiring on event (subject) where type in ('GroupDeleted', 'UserDeleted');

-- The clock goes on from the highest time in the log after a restart.
create index event_hlc on event (hlc);

-- Who holds a unique value in this region; written in the statement that appends the event which sets it (adr/0005).
create table unique_value (
    kind    text not null,
    value   text not null,
    subject text not null,
    primary key (kind, value)
);

-- How far each segment of each processor has come.
create table processor_token (
    processor_name text    not null,
    segment        integer not null,
    token          bytea,
    token_type     text,
    timestamp      text,
    owner          text,
    primary key (processor_name, segment)
);
