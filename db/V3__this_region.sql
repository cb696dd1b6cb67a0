-- Which region this database is, from its first start on: its events bear the name, and no other may be written into it.
create table this_region (
    name text    not null,
    one  boolean primary key default true check (one)
);
insert into this_region (name) select origin from event where origin_position = position limit 1;
