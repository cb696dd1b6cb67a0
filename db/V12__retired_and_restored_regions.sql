-- Of a region that is gone for good: whatever others had of it is here, so that its mark is where its events end (adr/0016).
alter table peer add column complete boolean not null default false;

-- Own events that were taken back from peers have other positions in this log than the ones they were written at (adr/0014):
-- those behind taken_back_after, up to taken_back_up_to, lie in it up to taken_back_end.
alter table this_region
    add column taken_back_after bigint not null default 0,
    add column taken_back_up_to bigint not null default 0,
    add column taken_back_end   bigint not null default 0;
