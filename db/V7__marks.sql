-- Up to which position everything that a region has written is here (adr/0016). A region writes its own, which is published
-- with its events, in the order of commits: whoever has a mark has what it is about.
create table mark (
    origin   text   primary key,
    position bigint not null,
    -- How many events that region has written up to there.
    events   bigint not null
);

-- What arrives is a new row each time, since inserts alone are published. It proves itself: only if so many events are here
-- does it count. An older one than is here says nothing new; it comes when a link was set up anew.
create function look_at_mark() returns trigger language plpgsql as $$
declare
    known record;
    newer bigint;
begin
    select position, events into known from ${flyway:defaultSchema}.mark where origin = new.origin;
    if known.position >= new.position then
        return null;
    end if;
    select count(*) into newer from ${flyway:defaultSchema}.event
    where origin = new.origin and origin_position > coalesce(known.position, 0) and origin_position <= new.position;
    if coalesce(known.events, 0) + newer <> new.events then
        return null;
    end if;
    delete from ${flyway:defaultSchema}.mark where origin = new.origin;
    perform pg_notify('peerage_mark', new.origin);
    return new;
end
$$;

create trigger look_at_mark before insert on mark for each row execute function look_at_mark();
alter table mark enable always trigger look_at_mark;
