"use client";

import { TriangleAlert } from "lucide-react";
import { Component, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";

type Props = {
  readonly children: ReactNode;
  /** What is inside, as the sentence needs it: "The settings". */
  readonly name: string;
  /** A change of it tries again: what failed for one step may work for the next. */
  readonly resetKey?: string | undefined;
};

type State = { readonly hasFailed: boolean; readonly resetKey: string | undefined };

/**
 * Keeps a part that cannot be drawn from taking the rest of the page with it, and with it what is not saved yet. The
 * error itself is in the browser's console.
 */
export class PartBoundary extends Component<Props, State> {
  override state: State = { hasFailed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Pick<State, "hasFailed"> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ resetKey }: Props, state: State): State | null {
    return resetKey === state.resetKey ? null : { hasFailed: false, resetKey };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div role="alert">
        <EmptyState
          icon={<TriangleAlert />}
          title={`${this.props.name} cannot be shown`}
          action={
            <>
              <Button onClick={() => this.setState({ hasFailed: false })}>Try again</Button>
              <Button onClick={() => location.reload()}>Reload the page</Button>
            </>
          }
        >
          Everything else goes on working. Reload the page once it says that it is saved.
        </EmptyState>
      </div>
    );
  }
}
