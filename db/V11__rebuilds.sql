-- Views that are being made anew beside those that are read (adr/0022): what a start goes on with. The next generation follows
-- the log under the view's name with " next" behind it, in processor_token and stopped_subject.
create table view_rebuild (
    view  text primary key,
    since timestamptz not null
);

-- Which of its generations a view reads that does not keep them in tables; the first one has no row.
create table view_generation (
    view text primary key,
    name text not null
);
