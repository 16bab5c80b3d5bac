/*
 * postgres 3.4.9 ends the whole process when a connection breaks inside a transaction: what is still to be written (the
 * rollback, for one) is written by a timer to a socket that is null by then, where nobody can catch it; afterwards the
 * connection never writes again. Reported as porsager/postgres#1154 and #1208. Until a release mends it, this does:
 * such a write fails its query with CONNECTION_CLOSED, and a connection that closes forgets what it had not written.
 *
 * A new connection asks for the array types first, and nobody waits for that: a database that goes at that moment fails
 * the query which opened the connection, as it should, and leaves a second failure behind that nobody can catch.
 *
 * Runs after every install; does nothing the second time; stops the install when the driver is another one.
 */
import { readFileSync, writeFileSync } from "node:fs";

const mends = [
  {
    before: `    const x = socket.write(chunk, fn)
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    return x
`,
    after: `    const data = chunk
    nextWriteTimer !== null && clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket === null)
      return error(Errors.connection('CONNECTION_CLOSED', options, socket)), false
    return socket.write(data, fn)
`,
  },
  {
    before: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)
`,
    after: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)
`,
  },
  {
    before: `        return fetchArrayTypes()
`,
    after: `        return void fetchArrayTypes().catch(() => undefined)
`,
  },
];

for (const folder of ["src", "cjs/src"]) {
  const file = new URL(`../node_modules/postgres/${folder}/connection.js`, import.meta.url);
  let text = readFileSync(file, "utf8");
  for (const { before, after } of mends) {
    if (text.includes(after)) continue;
    if (text.split(before).length !== 2) {
      throw new Error(
        "The postgres driver is not the one that db/mend-postgres-driver.js knows. Look whether it still needs mending.",
      );
    }
    text = text.replace(before, () => after);
  }
  writeFileSync(file, text);
}
