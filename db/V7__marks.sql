-- Up to which position everything that a region has written is here (adr/0016). A region writes its own, which is published
-- with its events, in the order of commits: whoever has a mark has what it is about.
create table mark (
    origin   text   primary key,
    position bigint not null
);

-- What arrives is a new row each time, since inserts alone are published. An older one than is here says nothing new: it comes
-- when a link was set up anew.
create function look_at_arriving_mark() returns trigger language plpgsql as $$
begin
    if exists (select from ${flyway:defaultSchema}.mark where origin = new.origin and position >= new.position) then
        return null;
    end if;
    delete from ${flyway:defaultSchema}.mark where origin = new.origin;
    perform pg_notify('peerage_mark', new.origin);
    return new;
end
$$;

create trigger look_at_arriving_mark before insert on mark for each row execute function look_at_arriving_mark();
alter table mark enable always trigger look_at_arriving_mark;
