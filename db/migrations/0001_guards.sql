-- Written by hand: roles, row-level security, partitions. A new table needs its own lines in a later migration;
-- db/row-security.pg.test.ts reads the catalog and fails for a table that has none.

-- Two roles that nobody logs in as. Pools take one of them on when they open (startup option `role`).
DO $$ BEGIN CREATE ROLE heddle_app NOLOGIN NOBYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
--> statement-breakpoint
DO $$ BEGIN CREATE ROLE heddle_engine NOLOGIN NOBYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT heddle_app, heddle_engine TO %I', current_user);
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO heddle_app, heddle_engine;
--> statement-breakpoint

-- The workspace of this transaction. A missing one is an error, and so is the empty text that a setting made with
-- SET LOCAL leaves behind in its session.
CREATE FUNCTION current_workspace() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  workspace text := current_setting('heddle.workspace_id');
BEGIN
  IF workspace = '' THEN
    RAISE EXCEPTION 'heddle.workspace_id is not set' USING ERRCODE = 'undefined_object';
  END IF;
  RETURN workspace;
END $$;
--> statement-breakpoint

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'workspaces', 'users', 'memberships', 'workflows', 'document_updates', 'document_snapshots', 'plans', 'versions',
    'runs', 'events', 'blobs', 'files', 'hooks'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    IF name <> 'users' THEN
      EXECUTE format(
        'CREATE POLICY app ON %I TO heddle_app
         USING (workspace_id = (SELECT current_workspace()))
         WITH CHECK (workspace_id = (SELECT current_workspace()))', name);
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint

-- A person is seen through a membership. Making one shows nothing.
CREATE POLICY app_reads ON users FOR SELECT TO heddle_app USING (
  EXISTS (
    SELECT FROM memberships
    WHERE memberships.workspace_id = (SELECT current_workspace()) AND memberships.user_id = users.id
  )
);
--> statement-breakpoint
CREATE POLICY app_adds ON users FOR INSERT TO heddle_app WITH CHECK ((SELECT current_workspace()) IS NOT NULL);
--> statement-breakpoint

-- What the app may do. Journals and versions are only ever added to.
GRANT SELECT, INSERT, UPDATE, DELETE ON workflows, document_updates, document_snapshots, hooks, files TO heddle_app;
--> statement-breakpoint
GRANT SELECT, INSERT ON workspaces, users, memberships, plans, versions, blobs TO heddle_app;
--> statement-breakpoint
GRANT SELECT ON runs, events TO heddle_app;
--> statement-breakpoint

-- What the engine may do. It serves every workspace, so its policies are by table and by verb.
GRANT SELECT ON workspaces, memberships, workflows, versions, plans, hooks, files TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, INSERT ON events, blobs, plans, files TO heddle_engine;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON runs TO heddle_engine;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'workspaces', 'memberships', 'workflows', 'versions', 'plans', 'hooks', 'files', 'runs', 'events', 'blobs'
  ] LOOP
    EXECUTE format('CREATE POLICY engine_reads ON %I FOR SELECT TO heddle_engine USING (true)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['plans', 'files', 'runs', 'events', 'blobs'] LOOP
    EXECUTE format('CREATE POLICY engine_adds ON %I FOR INSERT TO heddle_engine WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY engine_changes ON runs FOR UPDATE TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint

-- Partitions. Run ids begin with 48 bits of Unix milliseconds in hex, so a week is a range of texts. What falls
-- outside of every week lands in the default partition and is found there all the same.
CREATE TABLE runs_default PARTITION OF runs DEFAULT;
--> statement-breakpoint
CREATE TABLE events_default PARTITION OF events DEFAULT;
--> statement-breakpoint
ALTER TABLE runs_default ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE runs_default FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE events_default ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE events_default FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE FUNCTION run_id_at(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'run_' || lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0')
$$;
--> statement-breakpoint

-- Makes the partitions of this week and of the given number of weeks after it; those that exist are left alone.
-- Weeks begin on Monday, UTC. A week whose rows are already in the default partition stays there.
CREATE FUNCTION ensure_run_partitions(weeks_ahead integer DEFAULT 2) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  monday timestamp;
  parent text;
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('heddle.partitions'));
  FOR week IN 0..weeks_ahead LOOP
    monday := date_trunc('week', now() AT TIME ZONE 'UTC') + week * interval '7 days';
    FOREACH parent IN ARRAY ARRAY['runs', 'events'] LOOP
      part := parent || to_char(monday, '_IYYY"w"IW');
      CONTINUE WHEN to_regclass(format('public.%I', part)) IS NOT NULL;
      BEGIN
        EXECUTE format(
          'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent,
          run_id_at(monday AT TIME ZONE 'UTC'), run_id_at((monday + interval '7 days') AT TIME ZONE 'UTC'));
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
      EXCEPTION WHEN check_violation THEN
        RAISE NOTICE 'Rows of % are in the default partition and stay there.', part;
      END;
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
SELECT ensure_run_partitions();
