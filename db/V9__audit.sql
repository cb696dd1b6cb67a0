-- The log newest first, as the audit reads it: all of it, or the events of one region, actor or type (adr/0019). Of each
-- region by itself, since that serves a region as well as all of them, which are merged. Those of one subject are found by
-- the name of its events. No index has the time alone or first: a query that it could not serve would walk all of it.
create index event_of_origin_by_time on event (origin, hlc);
create index event_of_actor on event (actor, hlc);
create index event_of_type on event (type, hlc);
drop index event_hlc;
