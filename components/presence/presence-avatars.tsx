import { Tooltip } from "#components/ui/tooltip.tsx";
import { type Peer, peerColors, usePeers } from "./peers.ts";

const shownMax = 4;

/** Who else has this workflow open. */
export function PresenceAvatars() {
  const peers = usePeers();
  if (peers.length === 0) return null;
  return (
    <ul aria-label="Also here" className="mr-1 flex -space-x-1.5" data-testid="presence">
      {peers.slice(0, shownMax).map((peer) => (
        <li key={peer.clientId}>
          <Avatar peer={peer} />
        </li>
      ))}
      {peers.length > shownMax && (
        <li className="grid size-7 place-items-center rounded-full border-2 border-surface bg-hover text-xs font-medium text-muted">
          +{peers.length - shownMax}
        </li>
      )}
    </ul>
  );
}

function Avatar({ peer }: { peer: Peer }) {
  return (
    <Tooltip label={`${peer.name} is here`}>
      <span
        role="img"
        aria-label={peer.name}
        style={{ background: peerColors[peer.color] }}
        className="grid size-7 place-items-center rounded-full border-2 border-surface text-xs font-semibold text-surface"
      >
        {initialsOf(peer.name)}
      </span>
    </Tooltip>
  );
}

/** "Ana Lopez" is AL. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? "")
    .join("");
}
