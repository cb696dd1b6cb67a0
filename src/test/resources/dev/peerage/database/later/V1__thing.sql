CREATE TABLE thing (id text);
