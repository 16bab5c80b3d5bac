import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { UserId, WorkflowId, WorkspaceId } from "../core/id.ts";
import { withWorkspace } from "./client.ts";
import { memberships, users, workflows, workspaces } from "./schema/index.ts";
import { testDatabase } from "./testing.ts";

const database = testDatabase();

const ours = "ws_ours" as WorkspaceId;
const theirs = "ws_theirs" as WorkspaceId;

/** One person and one workflow in a workspace. */
async function settle(workspaceId: WorkspaceId) {
  const userId = `user_${workspaceId}` as UserId;
  const workflowId = `wf_${workspaceId}` as WorkflowId;
  await withWorkspace(database.databases.app, workspaceId, async (tx) => {
    await tx.insert(workspaces).values({ workspaceId, name: workspaceId }).onConflictDoNothing();
    await tx.insert(users).values({ id: userId, name: workspaceId }).onConflictDoNothing();
    await tx.insert(memberships).values({ workspaceId, userId, role: "owner" }).onConflictDoNothing();
    await tx
      .insert(workflows)
      .values({ workspaceId, id: workflowId, title: workspaceId, createdBy: userId })
      .onConflictDoNothing();
  });
  return { userId, workflowId };
}

describe("the catalog", () => {
  test("every table has forced row-level security", async () => {
    const tables = await database.databases.engine`
      select relname, relrowsecurity, relforcerowsecurity from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    expect(tables.length).toBeGreaterThan(14);
    expect(tables.filter((table) => !(table.relrowsecurity && table.relforcerowsecurity))).toEqual([]);
  });

  test("every primary key begins with the workspace, but that of people, whom no workspace owns", async () => {
    const keys = await database.databases.engine`
      select relname, attname from pg_class
      left join pg_index on indrelid = pg_class.oid and indisprimary
      left join pg_attribute on attrelid = pg_class.oid and attnum = indkey[0]
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
    const others = keys.filter((key) => key.attname !== "workspace_id").map((key) => key.relname);
    expect(others).toEqual(["users"]);
  });

  test("no role owns a table, is a superuser or bypasses row-level security", async () => {
    const roles = await database.databases.engine`
      select rolname, rolsuper, rolbypassrls, rolcanlogin,
        (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
      from pg_roles where rolname like 'heddle\\_%' order by rolname`;
    expect(roles.map((role) => ({ ...role }))).toEqual(
      ["heddle_app", "heddle_engine", "heddle_keeper"].map((rolname) => ({
        rolname,
        rolsuper: false,
        rolbypassrls: false,
        rolcanlogin: false,
        owned: 0,
      })),
    );
  });

  test("runs of this week have a partition of their own", async () => {
    const parts = await database.databases.engine`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'runs'::regclass`;
    expect(parts.length).toBeGreaterThanOrEqual(4);
    expect(parts.map((part) => part.name)).toContain("runs_default");
  });
});

describe("r9 another workspace's rows", () => {
  test("cannot be read, changed or removed, though they are there", async () => {
    const them = await settle(theirs);
    await settle(ours);
    const seen = await withWorkspace(database.databases.app, theirs, (tx) => tx.select().from(workflows));
    expect(seen.map((row) => row.id)).toEqual([them.workflowId]);
    await withWorkspace(database.databases.app, ours, async (tx) => {
      expect(await tx.select().from(workflows).where(sql`id = ${them.workflowId}`)).toEqual([]);
      expect(await tx.select().from(users).where(sql`id = ${them.userId}`)).toEqual([]);
      const changed = await tx.execute(
        sql`update workflows set title = 'x' where id = ${them.workflowId} returning id`,
      );
      expect(changed).toHaveLength(0);
      const removed = await tx.execute(sql`delete from workflows where id = ${them.workflowId} returning id`);
      expect(removed).toHaveLength(0);
    });
    const after = await withWorkspace(database.databases.app, theirs, (tx) => tx.select().from(workflows));
    expect(after.map((row) => row.title)).toEqual([theirs]);
  });

  test("cannot be made from here", async () => {
    const { userId } = await settle(ours);
    const row = { workspaceId: theirs, id: "wf_smuggled" as WorkflowId, title: "x", createdBy: userId };
    const attack = withWorkspace(database.databases.app, ours, (tx) => tx.insert(workflows).values(row));
    await expect(attack).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("are not shown without a workspace: that is an error, also after one was set before", async () => {
    await settle(ours);
    const attempts = Array.from({ length: 8 }, () => database.databases.app.select().from(workflows));
    for (const attempt of await Promise.allSettled(attempts)) {
      expect(attempt).toMatchObject({ status: "rejected", reason: { cause: { code: "42704" } } });
    }
  });
});

describe("r9 the roles", () => {
  test("the app can write no journal and no run", async () => {
    await settle(ours);
    for (const statement of [
      sql`insert into events (workspace_id, run_id, seq, type, data, at) values (${ours}, 'run_1', 1, 'run.started', '{}', now())`,
      sql`update runs set status = 'succeeded'`,
      sql`delete from events`,
      sql`update versions set number = 7`,
    ]) {
      const attack = withWorkspace(database.databases.app, ours, (tx) => tx.execute(statement));
      await expect(attack).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });

  test("the engine can change no workflow, no version and no event", async () => {
    const engine = database.databases.engine;
    await expect(engine`update workflows set title = 'x'`).rejects.toMatchObject({ code: "42501" });
    await expect(engine`update events set seq = 2`).rejects.toMatchObject({ code: "42501" });
    await expect(engine`delete from events`).rejects.toMatchObject({ code: "42501" });
    await expect(engine`select * from document_updates`).rejects.toMatchObject({ code: "42501" });
  });

  test("a partition cannot be reached past its parent", async () => {
    const engine = database.databases.engine;
    await expect(engine`select * from runs_default`).rejects.toMatchObject({ code: "42501" });
  });
});
