-- How far the feed of events was taken by those to whom this region brings it, such as Kafka (adr/0018). Written when what
-- is before that place has been acknowledged, by the one node that publishes then.
create table publisher (
    name     text primary key,
    position text not null,
    -- Why it does not go on; null while it does.
    error    text
);
