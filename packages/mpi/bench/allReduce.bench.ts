import { startThreads } from "@tensorloom/distributed/node";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, medianMs, print, round } from "../../../.config/bench/measure.ts";
import { type Launch, launches, launchRanks } from "../fixtures/launch.ts";

/**
 * All-reduce of two ranks on this machine: threads, and MPI from Node against MPI from C, in turns; then twenty layers
 * whose gradients travel while the next layer computes. Needs mpirun and mpicc.
 */
const SIZES = [1 << 10, 1 << 14, 1 << 18, 1 << 22, 1 << 26];
const SPINNING = { OMPI_MCA_mpi_yield_when_idle: "0" }; // two ranks have two cores

const code = `export default function ({ communicator, onMessage }) {
  onMessage(({ bytes, times }) => {
    const values = new Float32Array(bytes / 4);
    for (let time = 0; time < times; time++) communicator.allReduce(values);
  });
}`;
const threads = await startThreads(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { size: 2 });
for (const bytes of SIZES) {
  const values = new Float32Array(bytes / 4);
  const times = Math.floor(4_194_304 / (bytes + 8192)) + 2;
  const milliseconds = await medianMs(() => {
    threads.post(1, { bytes, times });
    for (let time = 0; time < times; time++) threads.communicator.allReduce(values);
  }, 7);
  print({ ranks: "2 threads", bytes, ...speed(bytes, (1000 * milliseconds) / times) });
}
await threads.close();

function speed(bytes: number, microseconds: number): object {
  return { microseconds: round(microseconds), gigabytesPerSecond: round(bytes / microseconds / 1000) };
}

/** Microseconds by size, as both programs print them. */
function parse(text: string): ReadonlyMap<number, number> {
  return new Map(
    text
      .trim()
      .split("\n")
      .map((line) => line.split(" ").map(Number) as [number, number]), // two numbers per line
  );
}

function compare({ kind, command }: Launch, binary: string): void {
  const sizes = SIZES.map(String);
  const ours: ReadonlyMap<number, number>[] = [];
  const theirs: ReadonlyMap<number, number>[] = [];
  const env = { ...process.env, OMPI_ALLOW_RUN_AS_ROOT: "1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1" };
  for (let turn = 0; turn < 3; turn++) {
    theirs.push(parse(spawnSync(command, ["-n", "2", binary, ...sizes], { env, encoding: "utf8" }).stdout));
    const { out, errors } = launchRanks(
      { kind, command },
      2,
      "../bench/allReduceRank.ts",
      ["all-reduce", ...sizes],
      SPINNING,
    );
    if (errors !== "") process.stderr.write(errors);
    ours.push(parse(out));
  }
  for (const bytes of SIZES) {
    const [node, c] = [ours, theirs].map((turns) => median(turns.map((turn) => turn.get(bytes) ?? NaN)));
    print({
      ranks: `2 processes, ${kind}`,
      bytes,
      ...speed(bytes, node),
      c: speed(bytes, c),
      ratio: round(c / node),
    });
  }
  const { out } = launchRanks({ kind, command }, 2, "../bench/allReduceRank.ts", ["overlap"], SPINNING);
  const [compute, reduce, overlapped] = out.split(" ").map((text) => Number(text) / 1000);
  print({
    ranks: `2 processes, ${kind}`,
    milliseconds: { compute, reduce, oneAfterTheOther: round(compute + reduce), overlapped },
  });
}

const folder = mkdtempSync(join(tmpdir(), "tensorloom-mpi-"));
for (const launch of launches) {
  const compiler = launch.command.replace("mpirun", "mpicc");
  const binary = join(folder, compiler);
  const source = join(import.meta.dirname, "allReduce.c");
  const { status } = spawnSync(compiler, ["-O2", source, "-o", binary], { stdio: "inherit" });
  if (status === 0) compare(launch, binary);
  else console.error(`${compiler} is not installed, so there is nothing to compare ${launch.kind} with`);
}
rmSync(folder, { recursive: true });
