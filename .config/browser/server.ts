import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** The headers that make a page cross-origin isolated. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** A static file server: `address/plain/…` are ordinary pages, `address/isolated/…` the same files cross-origin isolated. */
export interface FileServer {
  readonly address: string;
  close(): Promise<void>;
}

/** Serves the files of a folder from a free port of this machine. */
export async function serveFolder(folder: string, isolated: boolean): Promise<FileServer> {
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file)) return response.writeHead(404).end();
    if (isolated) for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
    return response
      .setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream")
      .end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, // a TCP server's
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
