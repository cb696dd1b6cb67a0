-- The directory view: rows are folds of the log, written by the view's processor and by nothing else. No foreign keys: a
-- membership may be known before its group or user is.
create table directory_user (
    id           text    collate "C" primary key,
    username     text,
    username_key text,
    name         text,
    email        text,
    email_key    text,
    active       boolean not null,
    deleted      boolean not null,
    version      text    not null,
    state        jsonb   not null
);
create index directory_user_username on directory_user (username_key);
create index directory_user_email on directory_user (email_key);

create table directory_group (
    id         text    collate "C" primary key,
    name       text,
    membership text    not null,
    deleted    boolean not null,
    version    text    not null,
    state      jsonb   not null
);

create table directory_membership (
    group_id          text        collate "C" not null,
    user_id           text        collate "C" not null,
    -- Whether the user is a member by either reading of the same history; the group says which one counts.
    add_wins          boolean     not null,
    remove_wins       boolean     not null,
    version           text        not null,
    state             jsonb       not null,
    -- Lists are read from the indexes alone: in a group of 100,000, rows would be as many pages.
    primary key (group_id, user_id) include (add_wins, remove_wins)
);
create index directory_membership_user on directory_membership (user_id, group_id) include (add_wins, remove_wins);

-- Subjects of a view that an error has stopped: shown, and tried again, never skipped.
create table stopped_subject (
    view    text        not null,
    subject text        not null,
    error   text        not null,
    since   timestamptz not null,
    primary key (view, subject)
);
