/** Two warp threads and the weft that the heddle lifts between them. */
export function Logo({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g strokeWidth="2.4" strokeLinecap="round" fill="none" className="stroke-accent-ink">
        <path d="M9 7v18M23 7v18" />
        <path d="M9 12c6 0 8 8 14 8" />
        <path d="M9 20c6 0 8-8 14-8" opacity=".55" />
      </g>
    </svg>
  );
}
