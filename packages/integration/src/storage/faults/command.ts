/** `npm run test:faults -- --reads 10000`: reads through a proxy with faults, and prints one line of JSON. */
import { parseArgs } from "node:util";
import { runFaultedReads } from "./faultedReads.ts";

const { values } = parseArgs({
  options: { reads: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
});
const start = performance.now();
const result = await runFaultedReads(Number(values.reads), Number(values.seed));
const seconds = Math.round((performance.now() - start) / 1000);
process.stdout.write(`${JSON.stringify({ ...result, seconds })}\n`);
if (result.wrong + result.hung + result.unclear.length > 0) process.exitCode = 1;
