"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

type RowProps = {
  readonly id: string;
  readonly role: "option";
  readonly "aria-selected": boolean;
  readonly tabIndex: -1;
  readonly onPointerMove: () => void;
  readonly onClick: () => void;
};

type Props<T> = {
  readonly label: string;
  readonly listLabel: string;
  readonly placeholder: string;
  readonly search: (query: string) => readonly T[];
  readonly keyOf: (item: T) => string;
  readonly pick: (item: T) => void;
  /** Draws one item as an element that takes these props. */
  readonly row: (item: T, props: RowProps, isActive: boolean) => ReactNode;
  /** What is said when nothing is found. */
  readonly none: string;
};

/** A search field over a list: arrows and Tab go through what is found, Enter picks. */
export function SearchList<T>({ label, listLabel, placeholder, search, keyOf, pick, row, none }: Props<T>) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const found = search(query);
  const at = Math.min(active, found.length - 1);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const idOf = (item: T) => `${listId}-${keyOf(item)}`;
  const current = found[at];
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "ArrowDown") setActive(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setActive(Math.max(at - 1, 0));
    else if (event.key === "Enter") {
      if (current) pick(current);
    } else if (event.key === "Tab")
      setActive((at + (event.shiftKey ? found.length - 1 : 1)) % Math.max(found.length, 1));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="relative border-b">
        <Search aria-hidden className="absolute top-3 left-3 size-4 text-faint" />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current ? idOf(current) : undefined}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="h-10 w-full bg-transparent pr-3 pl-9 text-md outline-none placeholder:text-faint"
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={listLabel} className="max-h-80 overflow-y-auto p-1">
        {found.map((item, index) =>
          row(
            item,
            {
              id: idOf(item),
              role: "option",
              "aria-selected": index === at,
              tabIndex: -1,
              onPointerMove: () => setActive(index),
              onClick: () => pick(item),
            },
            index === at,
          ),
        )}
        {found.length === 0 && <p className="px-3 py-6 text-center text-sm text-muted">{none}</p>}
      </div>
    </>
  );
}
