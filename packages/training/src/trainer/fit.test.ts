import { allVariables } from "@tensorloom/graph/internal";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env, memory, setBackend } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, model as graph, input, sequential } from "@tensorflow/tfjs-layers";
import { fromArray, fromGenerator, type Source } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import type { Callback } from "../callbacks/callback.ts";
import type { RunOutcome } from "../callbacks/events.ts";
import { fit } from "./fit.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { NonFiniteError } from "../nonFinite/nonFiniteError.ts";
import { sgd } from "../optimizers/sgd.ts";

const loss = binaryCrossEntropy();

/** Rows in two clouds, left and right. */
function batchOf(rows: number, phase = 0): Batch {
  const label = (row: number) => (row + phase) % 2;
  return {
    inputs: {
      data: Float32Array.from(
        { length: 2 * rows },
        (_, i) => Math.sin(7 * i + phase) + (label(i >> 1) ? 1 : -1),
      ),
      shape: [rows, 2],
    },
    targets: { data: Float32Array.from({ length: rows }, (_, row) => label(row)), shape: [rows] },
  };
}
const batches: readonly Batch[] = [batchOf(8), batchOf(8, 1), batchOf(5, 2)];

function net(dropout = 0): LayersModel {
  return sequential({
    layers: [
      layers.dense({
        units: 8,
        activation: "relu",
        inputShape: [2],
        kernelInitializer: "ones",
        name: "first",
      }),
      layers.dropout({ rate: dropout }),
      layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "zeros", name: "head" }),
    ],
  });
}

async function weightsOf(model: LayersModel): Promise<Record<string, readonly number[]>> {
  const found: Record<string, readonly number[]> = {};
  for (const [name, variable] of allVariables(model)) found[name] = [...(await variable.data())];
  return found;
}

/** Under test tfjs is silent on cpu; on wasm it would take the copies that gradients keep for a leak. */
async function start(backend: string): Promise<void> {
  env().set("IS_TEST", backend === "cpu");
  await setBackend(backend);
}

beforeAll(() => start("cpu"));

describe("fit", () => {
  it("learns, and logs the loss and the metrics of training and validation with the learning rate", async () => {
    const { epochs, steps, stopped } = await fit(net(0.25), {
      train: fromArray(batches),
      validation: fromArray(batches),
      epochs: 15,
      loss,
      schedule: 0.05,
    });
    expect(steps).toBe(45);
    expect(stopped).toBeUndefined();
    expect(epochs.map(({ epoch }) => epoch)).toEqual([...Array(15).keys()]);
    expect(Object.keys(epochs[0].logs)).toEqual([
      "loss",
      "auc",
      "accuracy",
      "val_loss",
      "val_auc",
      "val_accuracy",
      "learningRate",
    ]);
    expect(epochs[14].logs["val_auc"]).toBeGreaterThan(0.95);
    expect(epochs[14].logs["val_loss"]).toBeLessThan(epochs[0].logs["val_loss"]);
  });

  it("reports the loss of an epoch as the mean over its rows, not over its batches", async () => {
    const model = net();
    const losses: [number, number][] = [];
    const { epochs } = await fit(model, {
      train: fromArray(batches),
      epochs: 1,
      loss,
      callbacks: [{ onStepEnd: (at) => void losses.push([at.loss, at.rows]) }],
    });
    expect(losses.map(([, rows]) => rows)).toEqual([8, 8, 5]);
    const mean = losses.reduce((sum, [value, rows]) => sum + value * rows, 0) / 21;
    expect(epochs[0].logs["loss"]).toBeCloseTo(mean, 10);
  });

  it.each(["cpu", "wasm"])(
    "leaves on %s as many live tensors after each step as there were before it, and none of its own after the run",
    async (backend) => {
      await start(backend);
      const model = net(0.25);
      const before = memory().numTensors;
      const counts: number[] = [];
      const count: Callback = {
        onEpochBegin: () => void counts.push(memory().numTensors),
        onStepEnd: () => void counts.push(memory().numTensors),
      };
      await fit(model, {
        train: fromArray(batches),
        validation: fromArray(batches),
        epochs: 3,
        loss,
        accumulate: 2,
        clip: { norm: 1, value: 0.5 },
        callbacks: [count],
      });
      expect(new Set(counts).size).toBe(1);
      expect(counts).toHaveLength(9);
      expect(memory().numTensors).toBe(before);
      await start("cpu");
    },
  );

  it.each([
    ["step", [0, 1, 2, 3, 4, 5]],
    ["epoch", [0, 0, 0, 1, 1, 1]],
  ] as const)("asks the schedule by %s", async (scheduleBy, positions) => {
    const rates: number[] = [];
    await fit(net(), {
      train: fromArray(batches),
      epochs: 2,
      loss,
      schedule: (position) => 0.001 * (position + 1),
      scheduleBy,
      callbacks: [{ onStepEnd: ({ learningRate }) => void rates.push(learningRate) }],
    });
    expect(rates).toEqual(positions.map((position) => 0.001 * (position + 1)));
  });

  it("repeats exactly for the same seed, dropout included, and not for another", async () => {
    const losses = async (seed: number) => {
      const { epochs } = await fit(net(0.5), { train: fromArray(batches), epochs: 2, loss, seed });
      return epochs.map(({ logs }) => logs["loss"]);
    };
    const first = await losses(1);
    expect(await losses(1)).toEqual(first);
    expect(await losses(2)).not.toEqual(first);
  });

  it("draws another dropout mask at every step, even if the layer has its own seed", async () => {
    const model = sequential({
      layers: [
        layers.dropout({ rate: 0.5, seed: 3, inputShape: [64] }),
        layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "ones" }),
      ],
    });
    const seen = new Set<number>();
    const same: Batch = {
      inputs: { data: Float32Array.from({ length: 64 }, (_, i) => i / 1000), shape: [1, 64] },
      targets: { data: Float32Array.of(1), shape: [1] },
    };
    await fit(model, {
      train: fromArray([same, same, same, same]),
      epochs: 1,
      loss,
      schedule: 0, // so that nothing but the mask changes the loss
      callbacks: [{ onStepEnd: (at) => void seen.add(at.loss) }],
    });
    expect(seen.size).toBeGreaterThan(1);
    expect(model.layers[0].getConfig()["seed"]).toBe(3);
  });
});

describe("the epochs of fit", () => {
  /** Yields one batch per number, and records how it was opened and closed. */
  function watched(
    size: number,
    length = size,
  ): Source<Batch> & { readonly opened: number[]; readonly closed: () => number } {
    const opened: number[] = [];
    let closed = 0;
    return {
      label: "watched",
      size,
      opened,
      closed: () => closed,
      open({ epoch = 0 } = {}) {
        opened.push(epoch);
        let at = 0;
        return {
          next: () =>
            at++ < length ? { done: false, value: batches[at % 3] } : { done: true, value: undefined },
          state: () => at,
          close: () => {
            closed++;
            return Promise.resolve();
          },
        };
      },
    };
  }
  const run = (train: Source<Batch>, more: object = {}) => fit(net(), { train, epochs: 3, loss, ...more });

  it("are passes, opened as that epoch and closed", async () => {
    const train = watched(2);
    expect((await run(train)).steps).toBe(6);
    expect(train.opened).toEqual([0, 1, 2]);
    expect(train.closed()).toBe(3);
  });

  it("are stepsPerEpoch steps of one endless pass", async () => {
    const train = watched(Infinity);
    expect((await run(train, { stepsPerEpoch: 4 })).steps).toBe(12);
    expect(train.opened).toEqual([0]);
    expect(train.closed()).toBe(1);
  });

  it("continue in the next pass if one ends within the epoch", async () => {
    const train = watched(5);
    expect((await run(train, { stepsPerEpoch: 4 })).steps).toBe(12);
    expect(train.opened).toEqual([0, 1, 2]);
  });

  it("need stepsPerEpoch if the dataset is endless", async () => {
    await expect(run(watched(Infinity))).rejects.toThrow(
      "fit: stepsPerEpoch is required, since train (watched) has no end",
    );
    await expect(run(watched(2), { validation: watched(Infinity) })).rejects.toThrow(
      "fit: validation (watched) must have an end",
    );
  });

  it("need at least one batch", async () => {
    await expect(run(watched(3, 0))).rejects.toThrow("fit: train (watched) has no batches");
    await expect(run(watched(3, 0), { stepsPerEpoch: 2 })).rejects.toThrow(
      "fit: train (watched) has no batches",
    );
    await expect(run(watched(3), { validation: watched(3, 0) })).rejects.toThrow(
      "fit: validation (watched) has no batch",
    );
  });
});

describe("frozen layers", () => {
  it("do not change, statistics of normalisation included, and see them as in inference", async () => {
    const base = sequential({
      name: "base",
      layers: [
        layers.dense({ units: 4, inputShape: [2], name: "inner" }),
        layers.batchNormalization({ name: "inner_norm", movingMeanInitializer: "ones" }),
      ],
    });
    base.trainable = false;
    const frozenNorm = layers.batchNormalization({ name: "frozen_norm", trainable: false });
    const freeNorm = layers.batchNormalization({ name: "free_norm" });
    const start = input({ shape: [2] });
    const head = layers.dense({ units: 1, activation: "sigmoid", name: "head" });
    const through = freeNorm.apply(frozenNorm.apply(base.apply(start)));
    const model = graph({ inputs: start, outputs: head.apply(through) as ReturnType<typeof input> });

    const before = await weightsOf(model);
    await fit(model, { train: fromArray(batches), epochs: 2, loss, schedule: 0.1 });
    const after = await weightsOf(model);
    const changed = Object.keys(after).filter((name) => after[name].join() !== before[name].join());
    expect(changed.sort()).toEqual([
      "free_norm/beta",
      "free_norm/gamma",
      "free_norm/moving_mean",
      "free_norm/moving_variance",
      "head/bias",
      "head/kernel",
    ]);
    expect(Object.keys(after)).toHaveLength(16);
    expect(Object.hasOwn(frozenNorm, "call")).toBe(false);
  });

  it("must not be the whole model", async () => {
    const model = net();
    model.trainable = false;
    await expect(fit(model, { train: fromArray(batches), epochs: 1, loss })).rejects.toThrow(
      /^fit: sequential_\d+ has nothing to train: every layer is frozen$/,
    );
  });
});

describe("what does not fit", () => {
  const before = () => memory().numTensors;
  it.each<[string, Partial<Batch>, string]>([
    [
      "inputs of another shape",
      { inputs: { data: new Float32Array(6), shape: [2, 3] } },
      "reads inputs of shape [any, 2], got [2, 3]",
    ],
    [
      "inputs with too few numbers",
      { inputs: { data: new Float32Array(5), shape: [8, 2] } },
      "fit: inputs of shape [8, 2] must hold 16 numbers, got 5",
    ],
    [
      "targets of another length",
      { targets: { data: new Float32Array(7), shape: [7] } },
      "binaryCrossEntropy: for outputs of shape [8, 1] targets must have shape [8, 1], got [7]",
    ],
    [
      "weights of another length",
      { weights: { data: new Float32Array(7), shape: [7] } },
      "binaryCrossEntropy: weights must be one per row, [8], got shape [7]",
    ],
  ])("throws for %s, and leaks no tensor", async (_what, wrong, sentence) => {
    const model = net();
    const tensors = before();
    const train = fromArray([{ ...batches[0], ...wrong }]);
    await expect(fit(model, { train, epochs: 1, loss })).rejects.toThrow(sentence);
    expect(memory().numTensors).toBe(tensors);
  });

  it.each([
    [{ epochs: 0 }, "fit: epochs must be an integer of at least 1, got 0"],
    [{ stepsPerEpoch: 0 }, "fit: stepsPerEpoch must be an integer of at least 1, got 0"],
    [{ schedule: -1 }, "fit: schedule must be a finite number of at least 0, got -1"],
    [{ schedule: () => NaN }, "fit: schedule(0) must be a finite number of at least 0, got NaN"],
    [{ clip: { norm: 0 } }, "fit: clip.norm must be above 0, got 0"],
  ])("throws for %o", async (wrong, sentence) => {
    await expect(fit(net(), { train: fromArray(batches), epochs: 1, loss, ...wrong })).rejects.toThrow(
      sentence,
    );
  });
});

describe("a loss that is not a number", () => {
  it("ends the run before it changes a weight, with the place and the last losses", async () => {
    const model = net();
    const broken = { ...batches[1], inputs: { data: new Float32Array(16).fill(NaN), shape: [8, 2] } };
    const endings: RunOutcome[] = [];
    let weights = {};
    const failure = fit(model, {
      train: fromArray([batches[0], broken]),
      epochs: 1,
      loss,
      schedule: 0.5,
      callbacks: [
        {
          onStepEnd: async () => void (weights = await weightsOf(model)),
          onEnd: (ending) => void endings.push(ending),
        },
      ],
    });
    await expect(failure).rejects.toThrow(
      "fit: the inputs hold NaN in row 0 in epoch 1, step 2: look at what made this batch",
    );
    await expect(failure).rejects.toBeInstanceOf(NonFiniteError);
    await expect(failure).rejects.toMatchObject({ phase: "training", where: "inputs", epoch: 0, step: 1 });
    expect(await weightsOf(model)).toEqual(weights);
    expect(endings).toMatchObject([{ status: "failed" }]);
  });

  it("ends the run when it is the validation's", async () => {
    const broken = { ...batches[1], inputs: { data: new Float32Array(16).fill(NaN), shape: [8, 2] } };
    await expect(
      fit(net(), {
        train: fromArray(batches),
        validation: fromArray([broken]),
        epochs: 1,
        loss,
        metrics: [],
      }),
    ).rejects.toThrow(
      "fit: the inputs hold NaN in row 0 in the validation of epoch 1, batch 1: look at what made this batch",
    );
  });
});

describe("callbacks", () => {
  it("are called in order, those of an epoch after its validation", async () => {
    const calls: string[] = [];
    const named = (name: string): Callback => ({
      onBegin: (run) => void calls.push(`${name} begin ${String(run.epochs)}x${String(run.stepsPerEpoch)}`),
      onEpochBegin: ({ epoch }) => void calls.push(`${name} epoch ${String(epoch)}`),
      onStepEnd: ({ step }) => void calls.push(`${name} step ${String(step)}`),
      onEpochEnd: ({ logs }) => void calls.push(`${name} logs ${String("val_loss" in logs)}`),
      onEnd: ({ status }) => void calls.push(`${name} ${status}`),
    });
    await fit(net(), {
      train: fromArray([batches[0]]),
      validation: fromArray(batches),
      epochs: 1,
      loss,
      callbacks: [named("a"), named("b")],
    });
    expect(calls).toEqual([
      "a begin 1x1",
      "b begin 1x1",
      "a epoch 0",
      "b epoch 0",
      "a step 0",
      "b step 0",
      "a logs true",
      "b logs true",
      "a finished",
      "b finished",
    ]);
  });

  it("can stop the run after an epoch", async () => {
    const stop: Callback = { onStepEnd: (_at, run) => run.stop("enough") };
    const { epochs, stopped } = await fit(net(), {
      train: fromArray(batches),
      epochs: 9,
      loss,
      callbacks: [stop],
    });
    expect(epochs).toHaveLength(1);
    expect(stopped).toBe("enough");
  });

  it("that throw end the run, and onEnd of every started callback is called", async () => {
    const endings: string[] = [];
    const tensors = memory().numTensors;
    const model = net();
    const made = memory().numTensors - tensors;
    const failing: Callback = {
      onEpochEnd: () => Promise.reject(new Error("disk full")),
      onEnd: ({ status }) => void endings.push(status),
    };
    const failure = fit(model, { train: fromArray(batches), epochs: 2, loss, callbacks: [failing, failing] });
    await expect(failure).rejects.toThrow("disk full");
    expect(endings).toEqual(["failed", "failed"]);
    expect(memory().numTensors - tensors).toBe(made);
  });

  it("get the error of a dataset that does not close, unless the run itself has failed before", async () => {
    const source = fromArray(batches);
    const train: Source<Batch> = {
      label: "unclosable",
      size: batches.length,
      open(start) {
        const pass = source.open(start);
        return {
          next: () => pass.next(),
          state: () => pass.state(),
          close: () => Promise.reject(new Error("cannot close")),
        };
      },
    };
    const endings: string[] = [];
    const onEnd: Callback["onEnd"] = ({ status }) => void endings.push(status);
    const failing: Callback = { onEnd, onStepEnd: () => Promise.reject(new Error("disk full")) };
    const run = { train, epochs: 1, stepsPerEpoch: 1, loss };
    await expect(fit(net(), { ...run, callbacks: [failing] })).rejects.toThrow("disk full");
    await expect(fit(net(), { ...run, callbacks: [{ onEnd }] })).rejects.toThrow("cannot close");
    expect(endings).toEqual(["failed", "failed"]);
  });
});

describe("an abort", () => {
  it("ends the run immediately, even while a batch is awaited", async () => {
    const stuck: Source<Batch> = {
      label: "stuck",
      size: 5,
      open: () => ({
        next: () => new Promise(() => undefined),
        state: () => 0,
        close: () => Promise.resolve(),
      }),
    };
    const endings: string[] = [];
    const stop = new AbortController();
    const failure = fit(net(), {
      train: stuck,
      epochs: 1,
      loss,
      signal: stop.signal,
      callbacks: [{ onEnd: ({ status }) => void endings.push(status) }],
    });
    setTimeout(() => stop.abort(new Error("Ctrl-C")), 5);
    await expect(failure).rejects.toThrow("Ctrl-C");
    expect(endings).toEqual(["aborted"]);
  });

  it("is handled between steps of a synchronous pipeline", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("Ctrl-C")), 20);
    const endless = fromGenerator(function* () {
      for (;;) yield batches[0];
    });
    const failure = fit(net(), { train: endless, epochs: 1, stepsPerEpoch: 1e9, loss, signal: stop.signal });
    await expect(failure).rejects.toThrow("Ctrl-C");
  });

  it("before the run rejects it", async () => {
    const began: string[] = [];
    const options = { train: fromArray(batches), epochs: 1, loss, optimizer: sgd() };
    const callbacks = [{ onBegin: () => void began.push("began") }];
    await expect(
      fit(net(), { ...options, callbacks, signal: AbortSignal.abort(new Error("no")) }),
    ).rejects.toThrow("no");
    expect(began).toEqual([]);
  });
});
