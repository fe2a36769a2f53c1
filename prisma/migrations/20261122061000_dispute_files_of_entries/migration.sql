-- A file is of an entry: its foreign key locks the entry for share, which PostgreSQL lets only a role do that may update
-- a column of it. What was said stays said all the same: every update is refused.
GRANT UPDATE ("id") ON "dispute_entry" TO CURRENT_USER;
CREATE POLICY kept ON "dispute_entry" AS RESTRICTIVE FOR UPDATE USING (true) WITH CHECK (false);
