import type { afterLoadDocumentPayload, Document, Extension, onChangePayload } from "@hocuspocus/server";
import { documentParts } from "#core/document/layout.ts";
import { readMeta } from "#core/document/read-parts.ts";
import type { GraphMeta } from "#core/graph/graph.ts";
import type { Logger } from "../log.ts";
import type { DocumentState, DocumentStates } from "./document-states.ts";
import type { CollabSession } from "./session.ts";

const projectDelayMs = 250;

type Deps = {
  readonly states: DocumentStates;
  /** Copies title and description into the row of the workflow; `changed` moves its time of change too. */
  readonly write: (state: DocumentState, meta: GraphMeta, changed: boolean) => Promise<void>;
  readonly logger: Logger;
};

export type TitleProjection = Extension<CollabSession> & {
  /** Makes the copy of this document now rather than in a moment. */
  readonly now: (document: Document) => Promise<void>;
  /** Makes every copy that is due. */
  readonly flush: () => Promise<void>;
};

/**
 * Lists and search read the title from the workflow's row; the document is the truth. The copy is late by a moment,
 * and one that was missed (the server died, the database was away) is made when the document is next loaded.
 */
export function projectTitle({ states, write, logger }: Deps): TitleProjection {
  const waiting = new Map<Document, NodeJS.Timeout>();

  async function project(document: Document, changed = true): Promise<void> {
    clearTimeout(waiting.get(document));
    waiting.delete(document);
    try {
      await write(states.of(document), readMeta(documentParts(document).meta), changed);
    } catch (error) {
      logger.warn({ document: document.name, error }, "title not copied");
    }
  }

  return {
    extensionName: "project-title",
    async onChange({ document }: onChangePayload<CollabSession>) {
      if (!waiting.has(document))
        waiting.set(
          document,
          setTimeout(() => void project(document), projectDelayMs),
        );
    },
    async afterLoadDocument({ document }: afterLoadDocumentPayload<CollabSession>) {
      await project(document, false);
    },
    async beforeUnloadDocument({ document }) {
      if (waiting.has(document)) await project(document);
    },
    now: (document) => project(document),
    async flush() {
      await Promise.all([...waiting.keys()].map((document) => project(document)));
    },
  };
}
