-- The low-water mark asks who is writing to the log, and no longer which transaction is the oldest (adr/0002).
alter table event drop column transaction;
