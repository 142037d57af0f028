import { input, type LayersModel, model as functional } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import { progressBar } from "./progressBar.ts";

/** A model that returns its inputs. */
function identity(shape: number[]): LayersModel {
  const inputs = input({ shape });
  return functional({ inputs, outputs: inputs });
}

/** A terminal that remembers, and a clock that is set by hand. */
function stage({
  isTTY = true,
  columns = 70,
  ...more
}: Partial<TrainingRun> & { isTTY?: boolean; columns?: number }) {
  const written: string[] = [];
  const at = { now: 0 };
  const bar = progressBar({
    stream: { isTTY, columns, write: (text) => written.push(text) },
    clock: () => at.now,
  });
  const run: TrainingRun = {
    model: identity([1]),
    epochs: 12,
    stepsPerEpoch: 10,
    loggedMetrics: [],
    stop: () => undefined,
    scaleLearningRate: () => undefined,
    ...more,
  };
  /** A step after some milliseconds. */
  function step(number: number, ms: number, epoch = 2): void {
    at.now += ms;
    void bar.onStepEnd?.({ epoch, step: number, loss: 1, meanLoss: 0.25, rows: 8, learningRate: 0.1 }, run);
  }
  function endEpoch(ms: number, epoch = 2): void {
    at.now += ms;
    void bar.onEpochEnd?.({ epoch, steps: 10 * (epoch + 1), logs: { loss: 0.25, learningRate: 0.1 } }, run);
  }
  function beginEpoch(epoch = 2): void {
    void bar.onEpochBegin?.({ epoch }, run);
  }
  return { bar, run, written, at, step, beginEpoch, endEpoch };
}
const CLEAR = "\r\u001b[K";
const batch = {
  inputs: { data: Float32Array.of(1), shape: [1, 1] },
  targets: { data: Float32Array.of(1), shape: [1] },
};

/** A batch of a validation. */
function validate(bar: Callback, run: TrainingRun, index: number, batches: number | undefined): void {
  void bar.onValidationBatch?.({ epoch: 2, index, batches, batch, outputs: batch.targets }, run);
}

describe("progressBar on a terminal", () => {
  it("draws the current epoch, then leaves one line per epoch", () => {
    const { bar, run, written, step, beginEpoch, at } = stage({ columns: 100 });
    beginEpoch();
    step(0, 1000);
    step(1, 400);
    at.now = 2400;
    const logs = { loss: 0.123456, val_auc: 0.8, learningRate: 7.5e-5 };
    void bar.onEpochEnd?.({ epoch: 2, steps: 30, logs }, run);
    expect(written).toEqual([
      `${CLEAR}epoch  3/12`,
      `${CLEAR}epoch  3/12 [==                  ] 1/10  loss 0.2500`, // the first step compiles
      `${CLEAR}epoch  3/12 [====                ] 2/10  loss 0.2500  20 rows/s  4 s left (run: 40 s)`,
      `${CLEAR}epoch  3/12 2.4 s  20 rows/s  loss 0.1235  val_auc 0.8  learningRate 0.000075  (run: 45 s left)\n`,
    ]);
  });

  it("fits the bar to the terminal, and cuts the line if that is not enough", () => {
    const { written, step, beginEpoch } = stage({ columns: 75 });
    beginEpoch();
    step(0, 1000);
    step(1, 400);
    const narrow = stage({ columns: 30 });
    narrow.step(1, 400);
    expect([written[2], narrow.written[0]].map((line) => line.replace(CLEAR, ""))).toEqual([
      "epoch  3/12 [==       ] 2/10  loss 0.2500  20 rows/s  4 s left (run: 40 s)",
      "epoch  3/12 [=    ] 2/10  los",
    ]);
  });

  it("draws at most ten times a second, and always the last step", () => {
    const { written, step } = stage({});
    for (let number = 0; number < 10; number++) step(number, 15);
    expect(written).toHaveLength(3); // at 15, 120 and the last
  });

  it("counts steps if their number is unknown, without an estimate", () => {
    const { written, step } = stage({ stepsPerEpoch: undefined, epochs: 3 });
    step(6, 500);
    step(7, 500);
    expect(written.at(-1)).toBe(`${CLEAR}epoch 3/3 step 8  loss 0.2500  16 rows/s`);
  });

  it("draws the validation", () => {
    const { bar, run, written } = stage({ epochs: 3 });
    validate(bar, run, 0, 4);
    validate(bar, run, 3, 4);
    expect(written).toEqual([
      `${CLEAR}epoch 3/3 validation [=====               ] 1/4`,
      `${CLEAR}epoch 3/3 validation [====================] 4/4`,
    ]);
  });

  it.each(["aborted", "failed"] as const)("ends its line if the run is %s", (status) => {
    const { bar, run, written } = stage({});
    void bar.onEnd?.({ status, error: new Error("Ctrl-C") }, run);
    expect(written).toEqual(["\n"]);
  });
});

describe("progressBar in a file or a pipe", () => {
  it("writes plain lines: one per epoch, and one every ten seconds", () => {
    const { bar, run, written, step, beginEpoch, endEpoch } = stage({ isTTY: false });
    beginEpoch();
    for (let number = 0; number < 10; number++) step(number, 4000);
    endEpoch(5000);
    void bar.onEnd?.({ status: "finished" }, run);
    expect(written).toEqual([
      "epoch  3/12 step 3/10  loss 0.2500  2 rows/s  28 s left (run: 6 min 28 s)\n",
      "epoch  3/12 step 6/10  loss 0.2500  2 rows/s  16 s left (run: 6 min 16 s)\n",
      "epoch  3/12 step 9/10  loss 0.2500  2 rows/s  4 s left (run: 6 min 04 s)\n",
      "epoch  3/12 45.0 s  2 rows/s  loss 0.25  learningRate 0.1  (run: 6 min 45 s left)\n", // with nine validations
    ]);
  });

  it("writes a line in the interval that is set", () => {
    const written: string[] = [];
    const bar = progressBar({
      stream: { write: (text) => written.push(text) },
      clock: () => 7000,
      interval: 5000,
    });
    const { run } = stage({});
    void bar.onStepEnd?.({ epoch: 0, step: 0, loss: 1, meanLoss: 1, rows: 8, learningRate: 0.1 }, run);
    expect(written).toEqual(["epoch  1/12 step 1/10  loss 1.000\n"]);
  });

  it("speaks during a long validation", () => {
    const { bar, run, written, at } = stage({ isTTY: false });
    for (let index = 0; index < 4; index++) {
      at.now += 6000;
      validate(bar, run, index, undefined);
    }
    expect(written).toEqual(["epoch  3/12 validation batch 2\n", "epoch  3/12 validation batch 4\n"]);
  });
});

describe("the estimates of progressBar", () => {
  it("count images if the model's input is images", () => {
    const { written, step } = stage({ isTTY: false, model: identity([8, 8, 3]), stepsPerEpoch: undefined });
    for (const number of [0, 1]) step(number, 10_000);
    step(2, 1);
    step(3, 20_000);
    expect(written.at(-1)).toBe("epoch  3/12 step 4  loss 0.2500  0.8 images/s\n");
  });

  it("follow the current epoch after three of its steps", () => {
    const { written, step, beginEpoch, endEpoch } = stage({ isTTY: false, stepsPerEpoch: 4, epochs: 4 });
    beginEpoch(0);
    for (let number = 0; number < 4; number++) step(number, 20_000, 0); // decodes the images
    endEpoch(0, 0);
    beginEpoch(1);
    for (let number = 0; number < 4; number++) step(number, 10_000, 1); // has them in its cache
    expect(written.slice(5).map((line) => /\S+ rows.*/.exec(line)?.[0])).toEqual([
      "0.4 rows/s  1 min 00 s left (run: 3 min 40 s)",
      "0.4 rows/s  40 s left (run: 3 min 20 s)",
      "0.8 rows/s  10 s left (run: 1 min 30 s)",
      "0.8 rows/s  0 s left (run: 1 min 20 s)",
    ]);
  });

  it("are of the whole epoch at its end", () => {
    const { written, step, beginEpoch, endEpoch } = stage({ isTTY: false, epochs: 4, stepsPerEpoch: 2 });
    for (const [epoch, ms] of [100, 200].entries()) {
      beginEpoch(epoch);
      for (const number of [0, 1]) step(number, ms, epoch);
      endEpoch(0, epoch);
    }
    expect(written.map((line) => /\S+ rows\S*/.exec(line)?.[0])).toEqual(["80 rows/s", "40 rows/s"]);
  });

  it("are not of the run after its last epoch", () => {
    const { written, step, beginEpoch, endEpoch } = stage({ isTTY: false, epochs: 3 });
    beginEpoch();
    for (const number of [0, 1]) step(number, 100);
    endEpoch(0);
    expect(written).toEqual(["epoch 3/3 0.2 s  80 rows/s  loss 0.25  learningRate 0.1\n"]);
  });
});

describe("progressBar", () => {
  it.each([true, false])("says where a resumed run continues; terminal: %s", (isTTY) => {
    const { bar, run, written } = stage({ isTTY, resumedAt: { epoch: 3, step: 4, steps: 34 } });
    void bar.onBegin?.(run);
    expect(written.join("").replace(CLEAR, "")).toBe("resumes at epoch  4/12, step 5: 34 steps until now\n");
  });

  it("says if a resumed run continues with a validation", () => {
    const { bar, run, written } = stage({ isTTY: false, resumedAt: { epoch: 3, step: 10, steps: 40 } });
    void bar.onBegin?.(run);
    expect(written).toEqual(["resumes at epoch  4/12, after its last step: 40 steps until now\n"]);
  });

  it("says if a resumed run is finished", () => {
    const { bar, run, written } = stage({ isTTY: false, resumedAt: { epoch: 12, step: 0, steps: 120 } });
    void bar.onBegin?.(run);
    expect(written).toEqual(["all 12 epochs are done: 120 steps until now\n"]);
  });

  it.each([true, false])("names the engine first, and again when it changes; terminal: %s", (isTTY) => {
    const { bar, run, written } = stage({ isTTY });
    const at = { epoch: 0, step: 0, loss: 1, meanLoss: 1, rows: 8, learningRate: 0.1 };
    const onnx = {
      name: "onnxruntime",
      label: "ONNX Runtime 1.30 (cpu)",
      reason: "it is installed",
    } as const;
    const tfjs = { name: "tfjs", label: "tfjs wasm", reason: "ONNX Runtime failed" } as const;
    for (const engine of [onnx, onnx, tfjs, tfjs]) void bar.onStepEnd?.(at, { ...run, engine });
    expect(written.filter((text) => /ONNX|tfjs/.test(text)).map((text) => text.replace(CLEAR, ""))).toEqual([
      "ONNX Runtime 1.30 (cpu): it is installed\n",
      "tfjs wasm: ONNX Runtime failed\n",
    ]);
  });

  it("rejects unknown options", () => {
    expect(() => progressBar({ steam: process.stderr } as never)).toThrow(
      /^progressBar: unknown option steam/,
    );
  });
});
