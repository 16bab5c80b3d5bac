const columns = 25;
const columnPx = 320;
const rowPx = 140;

/**
 * The file of a workflow with this many steps in rows of 25, every row a chain that begins at the one trigger.
 *
 *     start ── n ── n ── n ── …
 *         └─── n ── n ── n ── …
 *
 * Boxed, every row but its first step is in a box of its own: start ── box[ n ── n ── … ].
 */
export function largeWorkflow(size: number, { isBoxed = false }: { readonly isBoxed?: boolean } = {}): string {
  const nodes = Array.from({ length: size }, (_, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    const place = { x: column * columnPx, y: row * (isBoxed ? 260 : rowPx) };
    const id = idOf(at);
    if (at === 0) return { id, key: "start", title: "Start", type: "manual", version: 1, ...place, config: {} };
    if (isBoxed && column === 1) {
      const config = { list: { $expr: "[1]" } };
      return { id, key: `box_${row}`, title: `Box ${row}`, type: "each", version: 1, ...place, w: 600, h: 200, config };
    }
    const config = { keep: true, fields: [{ name: `f${at}`, value: { $expr: "input" } }] };
    if (isBoxed && column > 1) Object.assign(place, { x: place.x - 2 * columnPx + 32, y: 80 });
    const parent = isBoxed && column > 1 ? { parent: idOf(at - column + 1) } : {};
    return { id, key: `step_${at}`, title: `Step ${at}`, type: "set-fields", version: 1, ...place, ...parent, config };
  });
  const edges = nodes.slice(1).flatMap(({ id }, index) => {
    const at = index + 1;
    // The first step of a box has no edge: the box is what the row leads to.
    if (isBoxed && at % columns === 2) return [];
    return { from: `${idOf(at % columns === 0 ? 0 : at - 1)}.out`, to: `${id}.in` };
  });
  return JSON.stringify({ format: "heddle.workflow", version: 1, title: `${size} steps`, nodes, edges });
}

function idOf(at: number): string {
  return `n_bench${String(at).padStart(5, "0")}`;
}
