import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { range } from "@tensorloom/data";
import { print } from "../../../.config/bench/measure.ts";

/** The heap while ten million elements pass through: its size after a collection, once per million. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const heaps: number[] = [];
let seen = 0;
const start = performance.now();
await range(10_000_000)
  .map((x, { index }) => x + index)
  .filter((x) => x % 3 !== 1)
  .shuffle({ buffer: 2048 })
  .batch(100)
  .prefetch(4)
  .forEach((batch) => {
    const before = Math.floor(seen / 1_000_000);
    seen += batch.length;
    if (Math.floor(seen / 1_000_000) === before) return;
    collect();
    heaps.push(process.memoryUsage().heapUsed / 2 ** 20);
  });
print({
  bench: "10 million elements",
  "elements/s": Math.round((10_000_000 * 1000) / (performance.now() - start)),
  "heap after 1 million, MiB": Number(heaps[0].toFixed(1)),
  "heap at most, MiB": Number(Math.max(...heaps).toFixed(1)),
  "heap at the end, MiB": Number((heaps.at(-1) ?? NaN).toFixed(1)),
});
