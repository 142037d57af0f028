import { sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import type { TrainingRun } from "../callbacks/callback.ts";
import { progressBar } from "./progressBar.ts";

/** A terminal that remembers, and a clock that is set by hand. */
function stage(isTTY: boolean) {
  const written: string[] = [];
  const at = { now: 0 };
  const bar = progressBar({
    stream: { isTTY, columns: 70, write: (text) => written.push(text) },
    clock: () => at.now,
  });
  const run: TrainingRun = {
    model: sequential(),
    epochs: 12,
    stepsPerEpoch: 10,
    loggedMetrics: [],
    stop: () => undefined,
    scaleLearningRate: () => undefined,
  };
  const step = (number: number) =>
    bar.onStepEnd?.({ epoch: 2, step: number, loss: 1, meanLoss: 0.25, rows: 8, learningRate: 0.1 }, run);
  return { bar, run, written, at, step };
}
const CLEAR = "\r\u001b[K";

describe("progressBar", () => {
  it("draws the current epoch, then leaves one line per epoch", () => {
    const { bar, run, written, at, step } = stage(true);
    void bar.onEpochBegin?.({ epoch: 2 }, run);
    at.now = 400;
    void step(3);
    at.now = 2400;
    void bar.onEpochEnd?.(
      { epoch: 2, steps: 30, logs: { loss: 0.123456, val_auc: 0.8, learningRate: 7.5e-5 } },
      run,
    );
    expect(written).toEqual([
      `${CLEAR}epoch  3/12`,
      `${CLEAR}epoch  3/12 [========            ] 4/10  loss 0.2500  100 ms/step  1 `, // cut to the terminal
      `${CLEAR}epoch  3/12 2.4 s  loss 0.1235  val_auc 0.8  learningRate 0.000075\n`,
    ]);
    expect(Math.max(...written.slice(0, 2).map((text) => text.length - CLEAR.length))).toBeLessThan(70);
  });

  it("draws at most ten times a second, and always the last step", () => {
    const { written, at, step } = stage(true);
    for (let number = 0; number < 10; number++) {
      at.now += 15;
      void step(number);
    }
    expect(written).toHaveLength(3); // at 15, 120 and the last
  });

  it("counts steps if their number is unknown", () => {
    const { bar, run, written } = stage(true);
    const at = { epoch: 0, step: 6, loss: 1, meanLoss: 0.5, rows: 8, learningRate: 0.1 };
    void bar.onStepEnd?.(at, { ...run, stepsPerEpoch: undefined });
    expect(written).toEqual([`${CLEAR}epoch  1/12 step 7  loss 0.5000  0 ms/step`]);
  });

  it("ends its line if the run is aborted", () => {
    const { bar, run, written } = stage(true);
    void bar.onEnd?.({ status: "aborted", error: new Error("Ctrl-C") }, run);
    expect(written).toEqual(["\n"]);
  });

  it("writes plain lines if the stream is not a terminal: one per epoch, and one per interval", () => {
    const { bar, run, written, at, step } = stage(false);
    void bar.onEpochBegin?.({ epoch: 2 }, run);
    for (let number = 0; number < 10; number++) {
      at.now += 8000;
      void step(number);
    }
    void bar.onEpochEnd?.({ epoch: 2, steps: 30, logs: { loss: 0.25, learningRate: 0.1 } }, run);
    void bar.onEnd?.({ status: "finished" }, run);
    expect(written).toEqual([
      "epoch  3/12 step 4/10  loss 0.2500  8000 ms/step\n",
      "epoch  3/12 step 8/10  loss 0.2500  8000 ms/step\n",
      "epoch  3/12 80.0 s  loss 0.25  learningRate 0.1\n",
    ]);
  });

  it.each([true, false])("names the engine first, and again when it changes; terminal: %s", (isTTY) => {
    const { bar, run, written } = stage(isTTY);
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
