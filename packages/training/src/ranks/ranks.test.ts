import "@tensorflow/tfjs-backend-wasm";
import { useBackend } from "@tensorloom/backend";
import type { SharedCommunicator } from "@tensorloom/distributed";
import { startThreads, type ThreadGroup } from "@tensorloom/distributed/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readIds, runScenario, type Scenario, type ScenarioOutcome } from "../../fixtures/ranks/scenario.ts";
import { ranksOf } from "../../fixtures/ranks/thread.ts";
import { broadcastPlain } from "./exchange.ts";
import { provideRanks } from "./ranks.ts";

/** Ranks that are threads; the test is rank 0. They are started once for each size. */
const groups = new Map<number, Promise<ThreadGroup>>();

beforeAll(() => useBackend("wasm"));
afterAll(async () => {
  for (const group of groups.values()) await (await group).close();
});

function startRanks(size: number): Promise<ThreadGroup> {
  const started =
    groups.get(size) ?? startThreads(new URL("../../fixtures/ranks/thread.ts", import.meta.url), { size });
  groups.set(size, started);
  return started;
}

/** Runs a scenario on ranks. Every rank must have the same outcome. */
async function runOnRanks(size: number, scenario: Scenario): Promise<ScenarioOutcome> {
  const { communicator, post } = await startRanks(size);
  const ranks = ranksOf(communicator as SharedCommunicator); // startThreads made it
  for (let rank = 1; rank < size; rank++) post(rank, scenario);
  provideRanks(ranks);
  try {
    const outcome = await runScenario(scenario);
    broadcastPlain(ranks, outcome);
    communicator.barrier();
    return outcome;
  } finally {
    provideRanks(undefined);
  }
}

function distance(a: readonly number[], b: readonly number[]): number {
  expect(b).toHaveLength(a.length);
  const scale = Math.max(...a.map(Math.abs), 1e-3);
  return Math.max(...a.map((value, at) => Math.abs(value - b[at]) / scale));
}

function expectAlike(one: ScenarioOutcome, other: ScenarioOutcome, tolerance = 1e-5): void {
  expect(distance(one.losses, other.losses), "losses").toBeLessThan(tolerance);
  for (const [name, values] of Object.entries(one.weights))
    expect(distance(values, other.weights[name]), name).toBeLessThan(tolerance);
  expect(other.ids).toEqual(one.ids);
  expect(other.rates).toEqual(one.rates);
  expect(distance(one.outputs, other.outputs), "predictions").toBeLessThan(tolerance);
  const logs = ({ logs: epochs, evaluation }: ScenarioOutcome) =>
    [...epochs, evaluation].flatMap(Object.values<number>);
  expect(distance(logs(one), logs(other)), "logs").toBeLessThan(tolerance);
  expect(other.stopped?.slice(0, 24)).toBe(one.stopped?.slice(0, 24)); // the digits of a loss follow
}

const options = {
  classWeights: [0.5, 2],
  clip: { norm: 0.1 },
  accumulate: 2,
  ema: { momentum: 0.9 },
} as const;

const CASES: Readonly<Record<string, readonly [ranks: number, scenario: Scenario, tolerance?: number]>> = {
  "dropout, class weights, clipping, accumulated batches, an average of weights": [
    4,
    { dropped: true, options },
  ],
  "synchronised batch normalisation": [4, { normalized: true, syncBatchNorm: true }, 1e-4],
  "micro-batches, a stage after the batch, early stopping": [
    4,
    { afterBatch: true, patience: 1, options: { epochs: 9, microBatch: 3 } },
  ],
  "two ranks of two threads, and dropout": [2, { threads: 2, dropped: true }],
  "a search for the learning rate before": [2, { findsRate: true }],
};

describe("ranks compute what one process computes", { timeout: 300_000 }, () => {
  it.each(Object.entries(CASES))("with %s", async (_, [size, scenario, tolerance]) => {
    const alone = await runScenario({ ...scenario, threads: 1 });
    readIds.length = 0;
    const shared = await runOnRanks(size, scenario);
    expectAlike(alone, shared, tolerance);
    if (scenario.afterBatch !== true) expect(new Set(readIds).size).toBeLessThan(22 + 13 + 9 + 11);
  });
});
