CREATE TABLE "breakers" (
	"workspace_id" text NOT NULL,
	"host" text NOT NULL,
	"state" text NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"openings" integer DEFAULT 0 NOT NULL,
	"open_until" timestamp (3) with time zone,
	"probe_until" timestamp (3) with time zone,
	"last_failure" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "breakers_workspace_id_host_pk" PRIMARY KEY("workspace_id","host")
);
--> statement-breakpoint
CREATE TABLE "emissions" (
	"workspace_id" text NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"value" json NOT NULL,
	"source_run_id" text NOT NULL,
	"source_workflow_id" text NOT NULL,
	"handler_workflow_id" text,
	"depth" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "emissions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "run_inbox" (
	"workspace_id" text NOT NULL,
	"run_id" text COLLATE "C" NOT NULL,
	"activation" text NOT NULL,
	"name" text NOT NULL,
	"value" json NOT NULL,
	"sent_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"taken_at" timestamp (3) with time zone,
	CONSTRAINT "run_inbox_workspace_id_run_id_activation_name_pk" PRIMARY KEY("workspace_id","run_id","activation","name")
);
--> statement-breakpoint
CREATE TABLE "run_keys" (
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"run_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "run_keys_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"workspace_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"node_id" text NOT NULL,
	"cron" text NOT NULL,
	"zone" text NOT NULL,
	"missed" text NOT NULL,
	"next_at" timestamp (3) with time zone,
	"last_at" timestamp (3) with time zone,
	"live" boolean DEFAULT true NOT NULL,
	CONSTRAINT "schedules_workspace_id_workflow_id_node_id_pk" PRIMARY KEY("workspace_id","workflow_id","node_id")
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"workspace_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"node_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"filter" text,
	"live" boolean DEFAULT true NOT NULL,
	CONSTRAINT "subscriptions_workspace_id_workflow_id_node_id_pk" PRIMARY KEY("workspace_id","workflow_id","node_id")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"workspace_id" text NOT NULL,
	"id" text NOT NULL,
	"run_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"activation" text NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"assignees" json NOT NULL,
	"fields" json NOT NULL,
	"choices" json NOT NULL,
	"due_at" timestamp (3) with time zone,
	"status" text DEFAULT 'open' NOT NULL,
	"choice" text,
	"values" json,
	"completed_by" text,
	"completed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tasks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "workflow_usage" (
	"workspace_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"week" text NOT NULL,
	"runs" integer DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "workflow_usage_workspace_id_workflow_id_week_pk" PRIMARY KEY("workspace_id","workflow_id","week")
);
--> statement-breakpoint
DROP INDEX "runs_to_claim";--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "priority" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "gate" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "deadline_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "messages" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "parent_run_id" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "parent_activation" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "recorded_from" text;--> statement-breakpoint
ALTER TABLE "breakers" ADD CONSTRAINT "breakers_workspace_id_workspaces_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emissions" ADD CONSTRAINT "emissions_workspace_id_workspaces_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_workspace_id_workflow_id_workflows_workspace_id_id_fk" FOREIGN KEY ("workspace_id","workflow_id") REFERENCES "public"."workflows"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_workspace_id_workspaces_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workflow_usage" ADD CONSTRAINT "workflow_usage_workspace_id_workspaces_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("workspace_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "emissions_by_age" ON "emissions" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "run_keys_to_expire" ON "run_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" USING btree ("next_at") WHERE live;--> statement-breakpoint
CREATE INDEX "subscriptions_by_name" ON "subscriptions" USING btree ("workspace_id","kind","name");--> statement-breakpoint
CREATE INDEX "tasks_open" ON "tasks" USING btree ("workspace_id","status","id");--> statement-breakpoint
CREATE INDEX "tasks_of_run" ON "tasks" USING btree ("workspace_id","run_id");--> statement-breakpoint
CREATE INDEX "runs_queued" ON "runs" USING btree ("priority" DESC NULLS LAST,"id") WHERE status = 'queued' and gate is null;--> statement-breakpoint
CREATE INDEX "runs_gated" ON "runs" USING btree ("workspace_id","gate","status","priority" DESC NULLS LAST,"id") WHERE gate is not null and status in ('queued', 'running', 'waiting', 'quarantined');--> statement-breakpoint
CREATE INDEX "runs_late" ON "runs" USING btree ("deadline_at") WHERE deadline_at is not null and status in ('queued', 'waiting', 'quarantined');--> statement-breakpoint
CREATE INDEX "runs_quarantined" ON "runs" USING btree ("workspace_id","id") WHERE status = 'quarantined';--> statement-breakpoint
CREATE INDEX "runs_of_parent" ON "runs" USING btree ("workspace_id","parent_run_id") WHERE parent_run_id is not null;--> statement-breakpoint
CREATE INDEX "runs_to_claim" ON "runs" USING btree ("lease_until") WHERE status = 'running';--> statement-breakpoint

-- Written by hand: row-level security of the new tables.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'run_keys', 'run_inbox', 'emissions', 'subscriptions', 'schedules', 'breakers', 'tasks', 'workflow_usage'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY app ON %I TO heddle_app
       USING (workspace_id = (SELECT current_workspace()))
       WITH CHECK (workspace_id = (SELECT current_workspace()))', name);
    EXECUTE format('CREATE POLICY engine ON %I TO heddle_engine USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO heddle_engine', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- Publishing writes triggers; all else the app only shows.
GRANT SELECT, INSERT, UPDATE, DELETE ON schedules, subscriptions TO heddle_app;
--> statement-breakpoint
GRANT SELECT ON run_inbox, breakers, tasks, workflow_usage TO heddle_app;
