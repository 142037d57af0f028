import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  type ElasticRun,
  type Finished,
  runElastic,
  type TrainedBatch,
} from "../../fixtures/ranks/elastic.ts";

const hasMpi = spawnSync("mpirun", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "elastic-"));
afterAll(() => rmSync(folder, { recursive: true }));

const sourceOf = (path: string): string => new URL(path, import.meta.url).href;

/**
 * Writes a program that runs a source compiled, and finds `@tensorloom/mpi` compiled: through tsx, each rank would take
 * seconds to start.
 */
function compiledProgram(name: string, source: string): string {
  const path = join(folder, name);
  const sources = [sourceOf("../../../mpi/src/index.ts"), sourceOf(source)];
  writeFileSync(
    path,
    `import { register } from "node:module";
     import { compileTogether } from ${JSON.stringify(sourceOf("../../../../.config/compiled/compile.js"))};
     const [mpi, main] = await compileTogether(${JSON.stringify(sources)});
     const hook = \`export const resolve = (name, context, next) =>
       name === "@tensorloom/mpi" ? { url: \${JSON.stringify(mpi)}, shortCircuit: true } : next(name, context);\`;
     register(\`data:text/javascript,\${encodeURIComponent(hook)}\`);
     await import(main);`,
  );
  return path;
}
const cli = compiledProgram("cli.mjs", "../node/command/cli.ts");
const main = compiledProgram("main.mjs", "../../fixtures/ranks/elasticMain.ts");

/** As root, as in containers; and ranks that wait leave the cores to the others. */
const root = {
  OMPI_ALLOW_RUN_AS_ROOT: "1",
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1",
  OMPI_MCA_mpi_yield_when_idle: "1",
};
let runs = 0;

/** Runs a script on ranks, and returns what each has trained on. */
function run(ranks: number, request: Omit<ElasticRun, "log">): Result {
  const log = join(folder, `log-${String(runs++)}`);
  const words = [cli, "-n", String(ranks), main, JSON.stringify({ ...request, log })];
  const ended = spawnSync(process.execPath, words, {
    encoding: "utf8",
    env: { ...process.env, ...root },
    timeout: 300_000,
  });
  const batches = readLog(log);
  return { ...ended, batches, secondsAfter: (Date.now() - Math.max(...batches.map(({ at }) => at))) / 1000 };
}

function readLog(path: string): readonly TrainedBatch[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as TrainedBatch);
}

interface Result extends SpawnSyncReturns<string> {
  readonly batches: readonly TrainedBatch[];
  /** From the last batch to the end of all ranks. */
  readonly secondsAfter: number;
}

const printed = ({ stdout }: Result): Finished => JSON.parse(stdout) as Finished;

const STEPS_PER_EPOCH = 5;
const EPOCHS = 2;

/** The ids of each step, sorted. */
function idsByStep(batches: readonly TrainedBatch[]): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const { epoch, step, ids } of batches) {
    const at = epoch * STEPS_PER_EPOCH + step;
    found.set(at, [...(found.get(at) ?? []), ...ids].sort());
  }
  return found;
}

describe.skipIf(!hasMpi)("ranks of MPI (skipped without mpirun)", () => {
  it(
    "resume a run with 4, then 2, then 3 ranks: the same steps, each row once",
    { timeout: 900_000 },
    async () => {
      const request = { folder: join(folder, "run"), epochs: EPOCHS };
      const log = join(folder, "log-alone");
      const alone = await runElastic({ ...request, folder: join(folder, "alone"), log });

      const killed = run(4, { ...request, end: { steps: 3, rank: 2, by: "kill" } });
      expect(killed.status).not.toBe(0);
      expect(killed.stderr).toMatch(/rank 2 .*on node .* exited on signal 9|EXIT CODE: 9/);

      expect(killed.secondsAfter).toBeLessThan(250); // 2 on a machine without load

      const stopped = run(2, { ...request, end: { steps: 6, rank: 1, by: "sigterm" } });
      expect(stopped.stderr).toContain("its state after 6 steps is in");
      expect(readdirSync(request.folder).toSorted().at(-1)).toBe("checkpoint-00000006.safetensors");

      const last = run(3, request);
      expect(last.stderr).toBe("");
      expect(printed(last).resumedAt).toBe(6);
      const expected = idsByStep(readLog(log));
      const first = Math.min(...idsByStep(stopped.batches).keys());
      expect([2, 3]).toContain(first); // the checkpoint of the third step may be unwritten at the kill
      const trained = new Map([
        ...[...idsByStep(killed.batches)].filter(([step]) => step < first),
        ...idsByStep(stopped.batches),
        ...idsByStep(last.batches),
      ]);
      expect(trained).toEqual(expected);
      for (const { batches } of [killed, stopped, last])
        expect(new Set(batches.map(({ rank }) => rank)).size).toBeGreaterThan(1);
      for (const [epoch, logs] of alone.logs.entries())
        for (const [name, value] of Object.entries(logs))
          expect(printed(last).logs[epoch][name], name).toBeCloseTo(value, 5);
    },
  );
});
