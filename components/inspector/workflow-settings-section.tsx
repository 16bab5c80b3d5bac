"use client";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import {
  useDispatch,
  useEditorSession,
  useGraph,
  useProblems,
  useScopeShape,
} from "#components/editor/session-context.tsx";
import { FieldList } from "#components/fields/field-list.tsx";
import { fieldSpecsOf } from "#components/fields/field-spec.ts";
import {
  type FieldSurroundings,
  FieldSurroundingsProvider,
  type InsertionTarget,
} from "#components/fields/field-surroundings.tsx";
import { workflowSettingsSchema } from "#core/settings/workflow-settings.ts";
import { FoldingSection } from "./folding-section.tsx";
import { settingsSummary } from "./settings-summary.ts";
import { unlessStandard } from "./unless-standard.ts";
import { useFocusField } from "./use-focus-field.ts";

const specs = fieldSpecsOf(workflowSettingsSchema);
const nothing = {};
const prefix = "settings.";
const noTitles: ReadonlyMap<string, string> = new Map();

/** What holds for all runs of the workflow. */
export function WorkflowSettingsSection() {
  const dispatch = useDispatch();
  const raw = useGraph().settings ?? nothing;
  const host = useFocusField(null);
  return (
    <div ref={host}>
      <WorkflowSurroundings>
        <FoldingSection
          title="Runs"
          summary={settingsSummary(raw)}
          prefix={prefix}
          nodeId={null}
          problems={useProblems()}
        >
          <FieldList
            specs={specs}
            raw={raw}
            prefix={prefix}
            onChange={(field, value) =>
              dispatch({ type: "settings.set", field, ...unlessStandard(specs, field, value) })
            }
          />
        </FoldingSection>
      </WorkflowSurroundings>
    </div>
  );
}

/** Formulas here are worked out before there is a run: they see what started it and nothing else. */
function WorkflowSurroundings({ children }: { children: ReactNode }) {
  const { isReadOnly } = useEditorSession();
  const dispatch = useDispatch();
  const all = useProblems();
  const problems = useMemo(() => all.filter(({ field }) => field?.startsWith(prefix)), [all]);
  const scope = useScopeShape(null);
  const insertion = useRef<InsertionTarget | null>(null);
  const applyFix = useCallback<FieldSurroundings["applyFix"]>((fix) => dispatch(fix.commands, fix.label), [dispatch]);
  const value = useMemo<FieldSurroundings>(
    () => ({
      scope,
      itemScope: scope,
      titles: noTitles,
      problems,
      applyFix,
      resolve: () => null,
      isReadOnly,
      insertion,
    }),
    [scope, problems, applyFix, isReadOnly],
  );
  return <FieldSurroundingsProvider value={value}>{children}</FieldSurroundingsProvider>;
}
