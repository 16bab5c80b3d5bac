DROP INDEX "tasks_open";--> statement-breakpoint
CREATE INDEX "tasks_by_age" ON "tasks" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "tasks_by_status" ON "tasks" USING btree ("workspace_id","status","created_at","id");--> statement-breakpoint
ALTER TABLE "emissions" DROP COLUMN "depth";--> statement-breakpoint

-- Written by hand: the keeper forgets breakers of hosts that nobody calls any more; each address that ever failed has one.
CREATE POLICY keeper_reads ON breakers FOR SELECT TO heddle_keeper USING (true);
--> statement-breakpoint
CREATE POLICY keeper_removes ON breakers FOR DELETE TO heddle_keeper USING (true);
--> statement-breakpoint
GRANT SELECT, DELETE ON breakers TO heddle_keeper;
