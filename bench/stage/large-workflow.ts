const columns = 25;
const columnPx = 320;
const rowPx = 140;

/**
 * The file of a workflow with this many steps in rows of 25, every row a chain that begins at the one trigger.
 *
 *     start ── n ── n ── n ── …
 *         └─── n ── n ── n ── …
 */
export function largeWorkflow(size: number): string {
  const nodes = Array.from({ length: size }, (_, at) => {
    const place = { x: (at % columns) * columnPx, y: Math.floor(at / columns) * rowPx };
    const id = idOf(at);
    if (at === 0) return { id, key: "start", title: "Start", type: "manual", version: 1, ...place, config: {} };
    const config = { keep: true, fields: [{ name: `f${at}`, value: { $expr: "input" } }] };
    return { id, key: `step_${at}`, title: `Step ${at}`, type: "set-fields", version: 1, ...place, config };
  });
  const edges = nodes.slice(1).map(({ id }, index) => {
    const at = index + 1;
    return { from: `${idOf(at % columns === 0 ? 0 : at - 1)}.out`, to: `${id}.in` };
  });
  return JSON.stringify({ format: "heddle.workflow", version: 1, title: `${size} steps`, nodes, edges });
}

function idOf(at: number): string {
  return `n_bench${String(at).padStart(5, "0")}`;
}
