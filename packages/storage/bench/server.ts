// A server of one object whose responses start late and have a limited rate, as those of object storage:
// `server.ts BYTES LATENCY_MS MEGABYTES_PER_SECOND`. It sends its port to its parent.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const [size, latency, rate] = process.argv.slice(2).map(Number);
const PIECE = 2 ** 18;
const content = Buffer.alloc(size, "moles");

const server = createServer((request, response) => {
  const found = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  const [start, end] = found === null ? [0, size] : [Number(found[1]), Math.min(size, Number(found[2]) + 1)];
  void (async () => {
    await sleep(latency);
    response.writeHead(found === null ? 200 : 206, {
      ETag: '"1"',
      "Content-Length": end - start,
      ...(found !== null && { "Content-Range": `bytes ${String(start)}-${String(end - 1)}/${String(size)}` }),
    });
    const from = performance.now();
    for (let at = start; at < end; at += PIECE) {
      const isTaken = response.write(content.subarray(at, Math.min(end, at + PIECE)));
      const due = (at + PIECE - start) / (1000 * rate) - (performance.now() - from);
      if (due > 1) await sleep(due);
      else if (!isTaken) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
  })();
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
