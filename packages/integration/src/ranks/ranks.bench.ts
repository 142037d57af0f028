import { execFileSync, spawnSync } from "node:child_process";
import { median, print, round } from "../../../../.config/bench/measure.ts";

/**
 * A train step of EfficientNet-B0 at batch 8 on wasm on two cores: two threads of one process, and two ranks of MPI with
 * one thread each. They take turns, as the speed of a core changes with its neighbours' work.
 */
const ROUNDS = 3;
const STEPS = "16";
const SIZE = process.env["SIZE"] ?? "128";
const step = new URL("rank.ts", import.meta.url).pathname;
const node = [process.execPath, "--import=tsx", "--conditions=@tensorloom/source", step];
const env = { ...process.env, OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" };

function stepsOf([command, ...words]: readonly string[]): readonly number[] {
  const text = execFileSync(command, words, { encoding: "utf8", env, stdio: ["ignore", "pipe", "inherit"] });
  return JSON.parse(text) as readonly number[];
}

if (spawnSync("mpirun", ["--version"]).status === 0) {
  const [threads, ranks]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    threads.push(...stepsOf([...node, "2", SIZE, STEPS]));
    ranks.push(...stepsOf(["mpirun", "-n", "2", "--bind-to", "none", ...node, "1", SIZE, STEPS]));
  }
  const what = `train step of B0 at ${SIZE}x${SIZE}, batch 8, wasm`;
  const fastest = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 2];
  for (const [who, times] of [
    ["two threads", threads],
    ["two ranks", ranks],
  ] as const)
    print({ what, who, msPerStep: round(median(times)), msOfFastestQuarter: round(fastest(times)) });
  const ratio = round(median(threads) / median(ranks));
  print({ what, who: "ratio", ratio, ratioOfFastestQuarter: round(fastest(threads) / fastest(ranks)) });
} else print({ skipped: "mpirun is not installed" });
