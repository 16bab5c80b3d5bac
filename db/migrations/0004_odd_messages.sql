-- Which blob a message names, read from its text: `->>` refuses a value that holds a zero character or half a pair
-- anywhere, so an index by it kept such signals, and the ends of such child runs, out of the inbox.
DROP INDEX "run_inbox_blobs";
--> statement-breakpoint
CREATE INDEX "run_inbox_blobs" ON "run_inbox" USING btree ("workspace_id",(substring("value"::text from '"blob":"([0-9a-f]{64})"')))
  WHERE substring("value"::text from '"blob":"([0-9a-f]{64})"') IS NOT NULL;
