import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { httpStorage } from "@tensorloom/storage";
import { readCache } from "@tensorloom/storage/node";
import { print, race, round } from "../../../.config/bench/measure.ts";

/** Reads one object from a server with the latency and the rate of object storage, in MB per second, beside curl. */
const MIB = 2 ** 20;
const SIZE = 96 * MIB;
/** As many as a stream has by default. */
const CONNECTIONS = 4;

async function curl(url: string): Promise<number> {
  const part = SIZE / CONNECTIONS;
  const run = (_: unknown, i: number): Promise<unknown> =>
    promisify(execFile)("curl", [
      ...["-s", "-f", "-o", "/dev/null", "-r", `${String(i * part)}-${String((i + 1) * part - 1)}`],
      url,
    ]);
  await Promise.all(Array.from({ length: CONNECTIONS }, run));
  return SIZE / 1e6;
}

async function count(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const { length } of chunks) bytes += length;
  if (bytes !== SIZE) throw new Error(`read ${String(bytes)} bytes`);
  return bytes / 1e6;
}

const folder = mkdtempSync(join(tmpdir(), "tensorloom-bench-"));
for (const [latency, rate] of [
  [30, 60],
  [0, 1e6],
]) {
  const args = [SIZE, latency, rate].map(String);
  const server = fork(join(import.meta.dirname, "server.ts"), args, { execArgv: ["--import", "tsx"] });
  const [port] = (await once(server, "message")) as [number]; // its one message
  const url = `http://127.0.0.1:${String(port)}/moles`;
  const storage = httpStorage({ scheme: "http" });
  const cache = readCache(storage, { folder });
  const perSecond = await race(
    {
      stream: () => count(storage.stream(url)),
      "stream, 1 range": () => count(httpStorage({ scheme: "http", readAhead: 0 }).stream(url)),
      fetch: async () => count((await fetch(url)).body ?? new ReadableStream()),
      curl: () => curl(url),
      cache: () => count(cache.stream(url)), // from the second round on
    },
    3,
  );
  const ratio = round(perSecond["stream"] / perSecond["curl"]);
  print({
    bench: "stream",
    latencyMs: latency,
    connectionMBperSecond: rate,
    megabytesPerSecond: perSecond,
    ratio,
  });
  server.disconnect();
}
rmSync(folder, { recursive: true });
