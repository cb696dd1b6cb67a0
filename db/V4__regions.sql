-- Several regions: which database this is, which regions it exchanges events with, and how their events arrive (adr/0011).

-- The identity of this database, kept by a backup of it: two that call themselves by one name are told apart by it. And
-- where it was at its last start: elsewhere, it was brought back from a backup (adr/0014).
alter table this_region
    add column id    uuid not null default gen_random_uuid(),
    add column place text,
    -- Whether unique_value has a grant for each value that this region has given: not while it is being restored.
    add column grants_complete boolean not null default true,
    -- How far the application's clock, which stamps events, is ahead of the database's.
    add column clock_ahead_ms bigint not null default 0;

create table peer (
    region  text    primary key,
    -- How to reach its database, if a request has named it; otherwise the configuration does.
    address text,
    -- Which database it was when it was first reached; another one under its name is refused.
    id      uuid,
    -- An operator has stopped events from arriving from there.
    paused  boolean not null default false,
    -- It is gone for good; its events stay.
    retired boolean not null default false,
    -- Everything is here that its log had when its slot was made; from there on, the slot keeps what is to come.
    filled  boolean not null default false
);

-- Events of one region in its own order; what is missing here is found by it, and how many there are.
create index event_of_origin on event (origin, origin_position) include (position, hlc);

-- What replication brings is looked at as it arrives; appends of this region do not come by here. An event that is here
-- already arrives again when a link was set up anew: it is skipped.
create function look_at_arriving_event() returns trigger language plpgsql as $$
declare
    known record;
begin
    select origin_position, hlc, payload into known from ${flyway:defaultSchema}.event
    where subject = new.subject and origin = new.origin and sequence = new.sequence;
    if not found then
        -- A region's events arrive in its order, on which "seen" rests: what comes without the one before it comes after a
        -- gap, as when files of a backup were put back. The link stops at it, and is set up anew.
        if new.sequence > 1 and not exists (
                select from ${flyway:defaultSchema}.event
                where subject = new.subject and origin = new.origin and sequence = new.sequence - 1) then
            raise exception 'event % of % is missing here', new.sequence - 1, new.subject
                using detail = format('Event %s has arrived from %s.', new.sequence, new.origin);
        end if;
        return new;
    end if;
    if (known.origin_position, known.hlc, known.payload) is distinct from (new.origin_position, new.hlc, new.payload) then
        raise exception 'region % has written % twice: % of %', new.origin, new.sequence, new.type, new.subject
            using hint = 'Two databases have written as one region, or one was restored and wrote before it had taken back '
                'what its peers hold. See adr/0014.';
    end if;
    return null;
end
$$;

create trigger look_at_arriving_event before insert on event for each row execute function look_at_arriving_event();
alter table event enable replica trigger look_at_arriving_event;
