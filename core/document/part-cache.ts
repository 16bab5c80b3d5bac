import type * as Y from "yjs";

// biome-ignore lint/suspicious/noExplicitAny: yjs names the types in a transaction so.
export type ChangedType = Y.AbstractType<any>;

/** The parts of one root map by id, sorted by id so that all peers see one order; reads again only what was marked. */
export type PartCache<T> = {
  /** Notes a change of `type`; true when the type is this root or lies under it. */
  readonly mark: (type: ChangedType, keys: ReadonlySet<string | null>) => boolean;
  readonly read: () => ReadonlyMap<string, T>;
};

export type ReadPart<T> = (id: string, value: unknown, previous?: T) => T | undefined;

export function partCache<T>(root: Y.Map<unknown>, readPart: ReadPart<T>): PartCache<T> {
  let byId = new Map<string, T>();
  let dirty: Set<string> | undefined;
  return {
    mark: (type, keys) => {
      const ids = type === root ? keys : idsAbove(root, type);
      // Before the first reading everything is unread anyway.
      for (const id of ids) if (id !== null) dirty?.add(id);
      return type === root || ids.size > 0;
    },
    read: () => {
      let grew = false;
      for (const id of dirty ?? new Set(root.keys())) {
        const old = byId.get(id);
        const part = readPart(id, root.get(id), old);
        if (part === undefined) byId.delete(id);
        else byId.set(id, part);
        grew ||= part !== undefined && old === undefined;
      }
      dirty = new Set();
      if (grew) byId = new Map([...byId].sort(([a], [b]) => (a < b ? -1 : 1)));
      return byId;
    },
  };
}

/** The id under `root` that holds `type`; none when the type is elsewhere. */
function idsAbove(root: Y.Map<unknown>, type: ChangedType): ReadonlySet<string> {
  let item = type._item;
  while (item && item.parent !== root) item = (item.parent as ChangedType)._item;
  return new Set(item?.parentSub ? [item.parentSub] : []);
}
