/**
 * `fileServer.ts FOLDER LATENCY_MS`: serves files with ranges from a process of its own; sends its port to its parent.
 *
 * It stands for another machine, so it costs this one little: it keeps the files in memory.
 */
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [folder, latency] = [process.argv[2], Number(process.argv[3])];

const files = new Map<string, Buffer>();

const server = createServer((request, response) => {
  void (async () => {
    if (latency > 0) await sleep(latency);
    const path = join(folder, basename(request.url ?? ""));
    const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: 0 };
    if (size < 0) return response.writeHead(404).end();
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    const start = Number(range?.[1] ?? 0);
    const end = range === null || range[2] === "" ? size - 1 : Math.min(size - 1, Number(range[2]));
    response.writeHead(range === null ? 200 : 206, {
      etag: `"${String(size)}-${String(mtimeMs)}"`,
      "content-length": end - start + 1,
      ...(range === null ? {} : { "content-range": `bytes ${String(start)}-${String(end)}/${String(size)}` }),
    });
    if (request.method === "HEAD") return response.end();
    const file = files.get(path) ?? readFileSync(path);
    files.set(path, file);
    return response.end(file.subarray(start, end + 1));
  })();
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port)); // a TCP server's
process.on("disconnect", () => process.exit());
