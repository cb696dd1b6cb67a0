-- How PostgreSQL finds the event of an arriving one's name must not depend on how few there were when it first looked: the
-- plan is kept by the apply worker, and in an empty table any index that begins with one of the three columns is as good as
-- the one over all of them. Reading every event of the region then, it takes ever longer. So the region is compared in a way
-- that leaves the index over subject, origin and sequence alone.
create or replace function look_at_arriving_event() returns trigger language plpgsql as $$
declare
    known record;
begin
    select origin_position, hlc, payload into known from ${flyway:defaultSchema}.event
    where subject = new.subject and origin || '' = new.origin and sequence = new.sequence;
    if not found then
        -- A region's events arrive in its order, on which "seen" rests: what comes without the one before it comes after a
        -- gap, as when files of a backup were put back. The link stops at it, and is set up anew.
        if new.sequence > 1 and not exists (
                select from ${flyway:defaultSchema}.event
                where subject = new.subject and origin || '' = new.origin and sequence = new.sequence - 1) then
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
