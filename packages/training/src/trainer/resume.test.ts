import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { memory, mul, sign, sub } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { FileWriteError } from "@tensorloom/core/node";
import { range, stack } from "@tensorloom/data";
import { allVariables } from "@tensorloom/graph/internal";
import { findRuntime } from "@tensorloom/onnx/internal";
import { cosine } from "@tensorloom/schedules";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { seeded } from "../../fixtures/smallNets.ts";
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  binaryCrossEntropy,
  type Callback,
  CheckpointError,
  earlyStopping,
  fit,
  type FitOptions,
  type History,
  lamb,
  lion,
  type Metric,
  nadam,
  type Optimizer,
  reduceOnPlateau,
  rmsprop,
  sgd,
  TerminatedError,
} from "../index.ts";

const { runtime } = await findRuntime();

let folder = "";
beforeAll(() => useBackend("cpu"));
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "resume-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Built again, its layers have other names: tfjs counts those of the whole process. */
const net = (dropout = 0.2, units = 5): LayersModel =>
  sequential({
    layers: [
      layers.dense({ units, activation: "tanh", inputShape: [2], kernelInitializer: seeded(1) }),
      layers.batchNormalization({ momentum: 0.8 }),
      layers.dropout({ rate: dropout }),
      layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: seeded(2) }),
    ],
  });

const data = (rows = 24) =>
  range(rows)
    .shuffle({ seed: 1 })
    .map((n) => ({ inputs: Float32Array.of(Math.sin(n * n), n % 3), targets: n % 2 }))
    .batch(4, { collate: stack });

const options = (): FitOptions => ({
  train: data(),
  validation: data(8),
  epochs: 3,
  loss: binaryCrossEntropy(),
  schedule: cosine({ start: 0.1, steps: 18 }),
  ema: { momentum: 0.8, overwriteEvery: 4 },
  metrics: ["accuracy", "auc", "f1"],
  onWarning: () => undefined,
});

/** The loss of each step, the history and the weights of a run. */
interface Trained {
  readonly losses: readonly string[];
  readonly history: History;
  readonly weights: readonly Float32Array[];
}

async function train(changes: Partial<FitOptions> = {}, model = net()): Promise<Trained> {
  const losses: string[] = [];
  const log: Callback = {
    onStepEnd: ({ epoch, step, loss, meanLoss, learningRate }) =>
      void losses.push([epoch, step, loss, meanLoss, learningRate].join(" ")),
  };
  const history = await fit(model, {
    ...options(),
    ...changes,
    callbacks: [log, ...(changes.callbacks ?? [])],
  });
  const weights = [...allVariables(model).values()].map((one) => one.dataSync<"float32">().slice());
  return { losses, history, weights };
}

/** Aborts a run after so many steps. */
function abortAfter(steps: number): Partial<FitOptions> {
  const controller = new AbortController();
  let done = 0;
  return {
    signal: controller.signal,
    callbacks: [
      {
        onStepEnd() {
          if (++done === steps) controller.abort(new Error("enough"));
        },
      },
    ],
  };
}

const names = (): readonly string[] => readdirSync(folder).sort();
const checkpoint = (more: object = {}) => ({ checkpoint: { folder, ...more } });

describe("a resumed run", () => {
  it("continues after an abort at a step, as if nothing had happened", async () => {
    const whole = await train();
    for (const steps of [1, 2, 5, 6, 7, 13, 17, 18]) {
      rmSync(folder, { recursive: true });
      await expect(train({ ...checkpoint(), ...abortAfter(steps) })).rejects.toThrow("enough");
      const resumed = await train({ ...checkpoint(), resume: true });
      expect(resumed.history).toEqual(whole.history);
      expect(resumed.losses).toEqual(whole.losses.slice(steps));
      expect(resumed.weights).toEqual(whole.weights);
    }
  });

  it.each([{}, { stepsPerEpoch: 6 }])("continues after an abort between two epochs: %o", async (more) => {
    const whole = await train(more);
    const controller = new AbortController();
    const abort: Callback = {
      onEpochBegin({ epoch }) {
        if (epoch === 1) controller.abort(new Error("enough"));
      },
    };
    const interrupted = { ...more, callbacks: [abort], signal: controller.signal };
    await expect(train({ ...interrupted, ...checkpoint({ every: { epochs: 2 } }) })).rejects.toThrow(
      "enough",
    );
    expect(names()).toEqual(["checkpoint-00000006.safetensors"]);
    const resumed = await train({ ...more, ...checkpoint(), resume: true });
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.losses).toEqual(whole.losses.slice(6));
    expect(resumed.weights).toEqual(whole.weights);
  });

  it("continues within a step's batches: accumulated gradients are computed again", async () => {
    const changes = { accumulate: 4, epochs: 2, microBatch: 3, metrics: ["auc"] as const };
    const whole = await train(changes);
    for (const batches of [1, 2, 4, 5, 6, 8, 12]) {
      rmSync(folder, { recursive: true });
      const controller = new AbortController();
      let read = 0;
      const counted = data().tap(() => {
        if (++read === batches) controller.abort(new Error("enough"));
      });
      const interrupted = { ...changes, train: counted, signal: controller.signal };
      await expect(train({ ...interrupted, ...checkpoint() })).rejects.toThrow("enough");
      const resumed = await train({
        ...changes,
        train: data().tap(() => undefined),
        ...checkpoint(),
        resume: true,
      });
      expect(resumed.history).toEqual(whole.history);
      expect(resumed.weights).toEqual(whole.weights);
    }
  });

  it("restores callbacks: the best weights, patience and reductions of the rate", async () => {
    const callbacks = () => [
      reduceOnPlateau({ monitor: "val_loss", patience: 1, factor: 0.5, minDelta: 0.01 }),
      earlyStopping({ monitor: "val_loss", patience: 3, minDelta: 0.01 }),
    ];
    const changes = { epochs: 12, schedule: 0.5, ema: undefined };
    const whole = await train({ ...changes, callbacks: callbacks() });
    expect(whole.history.stopped).toContain("val_loss stays");
    for (const steps of [7, 12, 29]) {
      rmSync(folder, { recursive: true });
      const { signal, callbacks: abort = [] } = abortAfter(steps);
      const interrupted = { ...changes, callbacks: [...callbacks(), ...abort], ...checkpoint() };
      await expect(train({ ...interrupted, signal })).rejects.toThrow("enough");
      const resumed = await train({ ...changes, ...checkpoint(), callbacks: callbacks(), resume: true });
      expect(resumed.history).toEqual(whole.history);
      expect(resumed.weights).toEqual(whole.weights);
    }
    const again = await train({ ...changes, ...checkpoint(), callbacks: callbacks(), resume: true });
    expect(again).toEqual({ ...whole, losses: [] }); // it is finished
  });

  const signDescent: Optimizer = {
    name: "signDescent",
    bind(variables, state) {
      let updates = state?.updates ?? 0;
      return {
        apply(gradients, rate) {
          updates++;
          for (const [name, variable] of variables)
            variable.assign(sub(variable, mul(sign(gradients[name]), rate / updates)));
        },
        state: () => Promise.resolve({ updates, slots: {} }),
        dispose: () => undefined,
      };
    },
  };

  it.each([
    adadelta(),
    adagrad(),
    adamW({ weightDecay: 0.1 }),
    adamax(),
    lamb(),
    lion(),
    nadam(),
    rmsprop({ centered: true, momentum: 0.5 }),
    sgd({ momentum: 0.9 }),
    signDescent,
  ])("continues with the slots of $name", async (optimizer) => {
    const changes = { optimizer, epochs: 2, schedule: 0.02, ema: undefined, layerRates: { "*/bias": 0.5 } };
    const whole = await train(changes);
    await expect(train({ ...changes, ...checkpoint(), ...abortAfter(8) })).rejects.toThrow("enough");
    const resumed = await train({ ...changes, ...checkpoint(), resume: true });
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.weights).toEqual(whole.weights);
  });

  it("says where it continues, and begins its epoch again", async () => {
    await expect(train({ ...checkpoint(), ...abortAfter(8) })).rejects.toThrow("enough");
    const seen: unknown[] = [];
    const watch: Callback = {
      onBegin: ({ resumedAt }) => void seen.push(resumedAt),
      onEpochBegin: ({ epoch }) => void seen.push(epoch),
    };
    await train({ ...checkpoint(), resume: true, callbacks: [watch] });
    expect(seen).toEqual([{ epoch: 1, step: 2, steps: 8 }, 1, 2]);
  });

  it("continues with more epochs than before, and refuses fewer than it has begun", async () => {
    const schedule = 0.1;
    const longer = await train({ epochs: 5, schedule });
    await train({ schedule, ...checkpoint() });
    await expect(train({ schedule, epochs: 2, ...checkpoint(), resume: true })).rejects.toThrow(
      "epochs is 2, but 3 have begun",
    );
    const resumed = await train({ epochs: 5, schedule, ...checkpoint(), resume: true });
    expect(resumed.history).toEqual(longer.history);
    expect(resumed.weights).toEqual(longer.weights);
  });

  it("starts from the beginning if there is no checkpoint yet, and trains as without", async () => {
    const whole = await train();
    const before = memory().numTensors;
    const model = net();
    const built = memory().numTensors;
    const fresh = await train(
      { ...checkpoint({ every: { steps: 1, epochs: 1, seconds: 1 } }), resume: true },
      model,
    );
    expect(fresh).toEqual(whole);
    expect(memory().numTensors - before).toBe(built - before);
    expect(names()).toEqual(["checkpoint-00000017.safetensors", "checkpoint-00000018.safetensors"]);
  });

  it("continues on two replicas from one, to 1e-5, with one warning", async () => {
    await useBackend("cpu");
    const changes = { ema: undefined, optimizer: adam(), epochs: 2, schedule: 0.05 };
    const model = () =>
      sequential({
        layers: [
          layers.dense({ units: 1, inputShape: [2], activation: "sigmoid", kernelInitializer: seeded(3) }),
        ],
      });
    const whole = await train(changes, model());
    await expect(train({ ...changes, ...checkpoint(), ...abortAfter(7) }, model())).rejects.toThrow("enough");
    const warnings: string[] = [];
    const resumed = await train(
      { ...changes, ...checkpoint(), resume: true, replicas: 2, onWarning: (text) => warnings.push(text) },
      model(),
    );
    expect(warnings.filter((text) => text.includes("replicas is 2, was 1"))).toHaveLength(1);
    for (const [at, weights] of whole.weights.entries())
      for (const [i, value] of weights.entries()) expect(resumed.weights[at][i]).toBeCloseTo(value, 5);
  });

  it.skipIf(runtime === undefined)("continues on another engine, with one warning", async () => {
    await expect(train({ ...checkpoint(), ...abortAfter(7), engine: "tfjs" })).rejects.toThrow("enough");
    const warnings: string[] = [];
    const onWarning = (text: string): void => void warnings.push(text);
    await train({ ...checkpoint(), resume: true, engine: "onnxruntime", onWarning });
    expect(warnings).toEqual([
      expect.stringMatching(
        /^fit: resume: the numbers will differ by rounding: engine is "ONNX Runtime [^"]*", was "tfjs cpu"$/,
      ),
    ]);
  });
});

describe("checkpoints", () => {
  it("stay as many as keep says, and none is left half written", async () => {
    await train(checkpoint({ every: { steps: 5 }, keep: 3 }));
    expect(names()).toEqual([10, 15, 18].map((steps) => `checkpoint-000000${String(steps)}.safetensors`));
  });

  it("are written every so many seconds", async () => {
    let now = 0;
    const watch: Callback = {
      async onStepEnd() {
        now += 250;
        await wait(10); // a step in which the disk is written
      },
    };
    await train({ ...checkpoint({ every: { seconds: 1 }, keep: 10, clock: () => now }), callbacks: [watch] });
    const written = names().map((name) => Number(/\d+/.exec(name)?.[0]));
    expect(written[0]).toBe(4);
    expect(written.length).toBeGreaterThan(2);
    expect(written.every((steps) => steps % 4 === 0 || steps >= 8)).toBe(true); // later if the disk is slow
  });

  it("falls back from a damaged file to the one before, with a warning", async () => {
    const whole = await train();
    await train(checkpoint({ every: { steps: 1 }, keep: 3 }));
    const [, , newest] = names();
    writeFileSync(join(folder, newest), readFileSync(join(folder, newest)).subarray(0, 3000));
    const warnings: string[] = [];
    const onWarning = (text: string): void => void warnings.push(text);
    const resumed = await train({ ...checkpoint(), resume: true, onWarning });
    expect(warnings).toEqual([
      expect.stringMatching(
        /checkpoint-00000018.safetensors is damaged: .*; the run continues from checkpoint-00000017.safetensors$/,
      ),
    ]);
    expect(resumed.history).toEqual(whole.history);
  });

  it("that are all damaged are an error", async () => {
    await train(checkpoint());
    for (const name of names()) writeFileSync(join(folder, name), "half");
    await expect(train({ ...checkpoint(), resume: true })).rejects.toThrow(
      /has no intact checkpoint: checkpoint-00000018.safetensors is damaged: it has 4 bytes/,
    );
  });

  it("of an earlier run are not overwritten", async () => {
    await train(checkpoint());
    const error = await train(checkpoint()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CheckpointError);
    expect(String(error)).toBe(
      `CheckpointError: fit: checkpoint: ${folder} has checkpoints of an earlier run (checkpoint-00000018.safetensors): ` +
        "pass resume: true to continue it, or another folder",
    );
  });

  it("end the run if they cannot be written", async () => {
    const remove: Callback = {
      onStepEnd({ step }) {
        if (step === 1) rmSync(folder, { recursive: true });
      },
    };
    const run = train({ ...checkpoint({ every: { steps: 1 } }), callbacks: [remove] });
    await expect(run).rejects.toBeInstanceOf(FileWriteError);
    writeFileSync(folder, "a file");
    await expect(train(checkpoint())).rejects.toBeInstanceOf(FileWriteError);
  });

  it("of whole epochs accept a metric that cannot save what it has counted, others do not", async () => {
    const counter = (): Metric => {
      const start = () => {
        let rows = 0;
        return {
          update: () => {
            rows++;
          },
          result: () => rows,
        };
      };
      return { name: "batches", mode: "max", start };
    };
    await expect(train({ metrics: [counter()], ...checkpoint({ every: { seconds: 60 } }) })).rejects.toThrow(
      "fit: checkpoint: every.steps and every.seconds need metrics whose accumulators have state() and restore(), which batches lacks",
    );
    const changes = { metrics: [counter()], ...checkpoint() };
    await expect(train({ ...changes, ...abortAfter(8) })).rejects.toThrow("enough");
    const { losses, history } = await train({ ...changes, resume: true });
    expect(losses).toHaveLength(12); // from the end of the first epoch
    expect(history).toEqual((await train({ metrics: [counter()] })).history);
  });
});

describe("a checkpoint of another run", () => {
  it("is refused with every difference", async () => {
    await expect(train({ ...checkpoint(), ...abortAfter(3) })).rejects.toThrow("enough");
    const changes = {
      optimizer: sgd({ momentum: 0.5 }),
      loss: binaryCrossEntropy({ labelSmoothing: 0.1 }),
      schedule: 0.1,
      seed: 4,
      accumulate: 2,
      ema: { momentum: 0.9 },
      clip: { norm: 1 },
      classWeights: [1, 5],
      metrics: ["auc"] as const,
      train: data(28),
    };
    const error = await train({ ...changes, ...checkpoint(), resume: true }, net(0.5, 6)).catch(
      (one: unknown) => one,
    );
    if (!(error instanceof CheckpointError)) throw error;
    expect(error.message).toContain(
      "is of another run; use another folder, or undo what differs:\n  model.variables",
    );
    for (const difference of [
      'model.variables.dense_Dense1/kernel is "[2, 6]", was "[2, 5]"',
      "model.layers.dropout_Dropout1.rate is 0.5, was 0.2",
      'optimizer.name is "sgd", was "adam"',
      "optimizer.options.momentum is 0.5, was missing",
      "loss.options.labelSmoothing is 0.1, was 0",
      "schedule.rate is 0.1, was missing",
      'schedule.name is missing, was "cosine"',
      "seed is 4, was 0",
      "accumulate is 2, was 1",
      "ema.momentum is 0.9, was 0.8",
      "clip.norm is 1, was missing",
      "classWeights is [1,5], was missing",
      "train.batches is 7, was 6",
    ])
      expect(error.differences).toContain(difference);
    expect(error.differences.some((one) => one.startsWith("metrics is "))).toBe(true);
  });

  it("is refused if its dataset is another pipeline, with what the pipeline says", async () => {
    await expect(train({ ...checkpoint(), ...abortAfter(3) })).rejects.toThrow("enough");
    const other = data().prefetch(2);
    await expect(train({ ...checkpoint(), resume: true, train: other })).rejects.toThrow(
      `fit: checkpoint: ${folder} is of another pipeline: `,
    );
  });

  it("of a missing callback is a warning", async () => {
    await expect(
      train({
        ...checkpoint(),
        ...abortAfter(3),
        callbacks: [earlyStopping(), ...(abortAfter(3).callbacks ?? [])],
      }),
    ).resolves.toBeDefined();
    const warnings: string[] = [];
    await train({ ...checkpoint(), resume: true, onWarning: (text) => warnings.push(text) });
    expect(warnings).toEqual(["fit: resume: callbacks of the checkpoint are missing: earlyStopping"]);
  });
});

describe("SIGTERM", () => {
  it("writes a checkpoint, ends the run, and leaves other listeners alone", async () => {
    const whole = await train();
    const heard: string[] = [];
    const own = (): void => void heard.push("own");
    process.on("SIGTERM", own);
    const listeners = process.listenerCount("SIGTERM");
    let ending: unknown;
    const terminate: Callback = {
      onStepEnd({ epoch, step }) {
        if (epoch === 1 && step === 3) process.emit("SIGTERM", "SIGTERM");
      },
      onEnd(outcome) {
        ending = outcome.status;
      },
    };
    const error = await train({ ...checkpoint(), callbacks: [terminate] }).catch((one: unknown) => one);
    expect(process.listenerCount("SIGTERM")).toBe(listeners);
    process.off("SIGTERM", own);
    expect([ending, heard]).toEqual(["aborted", ["own"]]);
    expect(error).toBeInstanceOf(TerminatedError);
    expect((error as TerminatedError).steps).toBe(10);
    expect((error as TerminatedError).message).toBe(
      `fit: SIGTERM ended the run; its state after 10 steps is in ${folder}: run it again with resume: true, which continues it`,
    );
    const resumed = await train({ ...checkpoint(), resume: true });
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.weights).toEqual(whole.weights);
  });

  it("has no listener of a run without checkpoints", async () => {
    const counts: number[] = [];
    await train({ callbacks: [{ onBegin: () => void counts.push(process.listenerCount("SIGTERM")) }] });
    expect(counts).toEqual([process.listenerCount("SIGTERM")]);
  });
});

describe("the options of checkpoints", () => {
  it.each([
    [{ resume: true }, "fit: resume needs the folder to continue from"],
    [{ checkpoint: {} }, "fit: checkpoint: folder must be a path"],
    [
      { checkpoint: { folder: "a", keep: 0 } },
      "fit: checkpoint: keep must be an integer of at least 1, got 0",
    ],
    [{ checkpoint: { folder: "a", every: {} } }, "fit: checkpoint: every must have steps, epochs or seconds"],
    [{ checkpoint: { folder: "a", every: { steps: 0.5 } } }, "every.steps must be an integer of at least 1"],
    [{ checkpoint: { folder: "a", every: { epochs: 0 } } }, "every.epochs must be an integer of at least 1"],
    [{ checkpoint: { folder: "a", every: { seconds: 0 } } }, "every.seconds must be above 0, got 0"],
    [{ checkpoint: { folder: "a", every: { minutes: 1 } } }, "unknown option minutes"],
    [{ checkpoint: { path: "a" } }, "unknown option path"],
  ])("refuse %j", async (changes, message) => {
    await expect(train(changes as never)).rejects.toThrow(message);
  });
});
