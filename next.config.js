import path from "node:path";
import { fileURLToPath } from "node:url";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // Types are checked by `npm test` with another compiler, once, for the whole tree.
  typescript: { ignoreBuildErrors: true },
  // The server has its own copy of Yjs in memory; pages that are rendered there must share it.
  serverExternalPackages: ["yjs"],
  images: { unoptimized: true },
  turbopack: {
    root: path.dirname(fileURLToPath(import.meta.url)),
    // cel-js asks whether there is a Buffer, which would bring a copy of it (7 kB gzip) into every editor.
    resolveAlias: { "next/dist/compiled/buffer": { browser: "./components/editor/no-buffer.ts" } },
  },
  // Compression would hold back the live event stream, and the server answers on this machine only.
  compress: false,
  devIndicators: false,
  reactStrictMode: true,
};

export default config;
