CREATE TABLE "blob_uses" (
	"workspace_id" text NOT NULL,
	"hash" text NOT NULL,
	"run_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "blob_uses_workspace_id_hash_run_id_pk" PRIMARY KEY("workspace_id","hash","run_id")
);
--> statement-breakpoint
ALTER TABLE "blobs" ADD COLUMN "used_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "gate_limit" integer;--> statement-breakpoint
CREATE INDEX "blob_uses_of_run" ON "blob_uses" USING btree ("run_id");--> statement-breakpoint

-- Written by hand: the keeper, who removes what is past retention, and its rights; what a sweep of blobs goes by.
CREATE INDEX "run_inbox_blobs" ON "run_inbox" USING btree ("workspace_id",("value" ->> 'blob')) WHERE "value" ->> 'blob' IS NOT NULL;
--> statement-breakpoint
DO $$ BEGIN CREATE ROLE heddle_keeper NOLOGIN NOBYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
--> statement-breakpoint
DO $$ BEGIN
  EXECUTE format('GRANT heddle_keeper TO %I', current_user);
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO heddle_keeper;
--> statement-breakpoint
-- Blobs of the journals that are there already. The owner is bound by row-level security as well and would see none.
ALTER TABLE events NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO blob_uses (workspace_id, hash, run_id)
SELECT DISTINCT workspace_id, found[1], run_id
FROM events, regexp_matches(data::text, '"blob":"([0-9a-f]{64})"', 'g') AS found;
--> statement-breakpoint
ALTER TABLE events FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE blob_uses ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE blob_uses FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY engine_adds ON blob_uses FOR INSERT TO heddle_engine WITH CHECK (true);
--> statement-breakpoint
-- `on conflict do nothing` looks at what is there.
CREATE POLICY engine_reads ON blob_uses FOR SELECT TO heddle_engine USING (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON blob_uses TO heddle_engine;
--> statement-breakpoint
-- Whoever stores content that is there already says that it is used.
CREATE POLICY engine_changes ON blobs FOR UPDATE TO heddle_engine USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT UPDATE (used_at) ON blobs TO heddle_engine, heddle_app;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['workspaces', 'workflows', 'versions', 'plans', 'files'] LOOP
    EXECUTE format('CREATE POLICY keeper_reads ON %I FOR SELECT TO heddle_keeper USING (true)', name);
    EXECUTE format('GRANT SELECT ON %I TO heddle_keeper', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY[
    'runs', 'events', 'blobs', 'blob_uses', 'run_inbox', 'run_keys', 'tasks', 'emissions', 'workflow_usage'
  ] LOOP
    EXECUTE format('CREATE POLICY keeper_reads ON %I FOR SELECT TO heddle_keeper USING (true)', name);
    EXECUTE format('CREATE POLICY keeper_removes ON %I FOR DELETE TO heddle_keeper USING (true)', name);
    EXECUTE format('GRANT SELECT, DELETE ON %I TO heddle_keeper', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE POLICY keeper_changes ON workflow_usage FOR UPDATE TO heddle_keeper USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT UPDATE ON workflow_usage TO heddle_keeper;
--> statement-breakpoint

-- Drops the partitions of one week that is over; whoever calls it has made sure that nothing in them is needed. With the
-- owner's rights, which the keeper does not have. Writers wait for it, so it gives up when it does not get the tables
-- within a second.
CREATE FUNCTION drop_run_partitions(week text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '1s' AS $$
BEGIN
  IF week !~ '^[0-9]{4}w[0-9]{2}$' OR week >= to_char(now() AT TIME ZONE 'UTC', 'IYYY"w"IW') THEN
    RAISE EXCEPTION '% is no week that is over', week;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('heddle.partitions'));
  LOCK TABLE public.runs, public.events IN ACCESS EXCLUSIVE MODE;
  EXECUTE format('DROP TABLE IF EXISTS public.%I', 'runs_' || week);
  EXECUTE format('DROP TABLE IF EXISTS public.%I', 'events_' || week);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION drop_run_partitions(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION drop_run_partitions(text) TO heddle_keeper;
