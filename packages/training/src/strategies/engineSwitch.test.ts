import "@tensorflow/tfjs-backend-cpu";
import type { Runtime } from "@tensorloom/onnx/internal";
import { OnnxRuntimeError } from "@tensorloom/onnx/internal";
import { describe, expect, it } from "vitest";
import type { InputBatch } from "../batch/batch.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { EngineSwitch, type EngineSource } from "./engineSwitch.ts";
import type { Predictor } from "./trainer.ts";

const batch: InputBatch = { inputs: { data: Float32Array.of(1), shape: [1, 1] } };
const runtime = { notes: ["a note"] } as unknown as Runtime; // nothing else of it is read
const onnx: EngineChoice = {
  name: "onnxruntime",
  label: "ONNX Runtime 1.30 (cpu)",
  reason: "it is installed",
};

/** A source whose ONNX engine fails from a pass on, and what happened. */
function stage(failsFrom: number, more: Partial<EngineSource<Predictor>> = {}) {
  const log: string[] = [];
  let passes = 0;
  const engine = (name: string): Predictor => ({
    predictBatch() {
      if (name === "onnx" && passes++ >= failsFrom)
        return Promise.reject(new OnnxRuntimeError("memory", "train step of net", new Error("bad_alloc")));
      log.push(`pass on ${name}`);
      return Promise.resolve({ data: Float32Array.of(1), shape: [1] });
    },
    predictLogits: () => Promise.reject(new Error("not called")),
    close: () => Promise.resolve(void log.push(`close ${name}`)),
  });
  const source: EngineSource<Predictor> = {
    caller: "fit",
    chosen: undefined,
    choose: () => Promise.resolve({ choice: onnx, runtime }),
    createTfjs: () => engine("tfjs"),
    createOnnx: () => engine("onnx"),
    mayFallBack: true,
    onChoice: ({ name }) => void log.push(`choice ${name}`),
    onWarning: (message) => void log.push(message),
    ...more,
  };
  const engines = new EngineSwitch(source);
  return { log, engines, pass: () => engines.run(batch, (one) => one.predictBatch(batch)) };
}

describe("EngineSwitch", () => {
  it("continues with tfjs when ONNX Runtime fails, repeats the pass, and says so in one sentence", async () => {
    const { log, pass, engines } = stage(1);
    for (let at = 0; at < 3; at++) await pass();
    await engines.close();
    expect(log).toEqual([
      "fit: a note",
      "choice onnxruntime",
      "pass on onnx",
      "choice tfjs",
      expect.stringMatching(
        /^fit: train step of net: ONNX Runtime ran out of memory .*; tfjs repeats what failed, and continues$/,
      ),
      "close onnx",
      "pass on tfjs",
      "pass on tfjs",
      "close tfjs",
    ]);
  });

  it("throws the failure if ONNX Runtime was asked for, or the caller handles it", async () => {
    await expect(stage(0, { mayFallBack: false }).pass()).rejects.toThrow(OnnxRuntimeError);
    await expect(stage(0, { isHandled: () => true }).pass()).rejects.toThrow(OnnxRuntimeError);
  });

  it("throws other errors, which are about the batch", async () => {
    const { engines } = stage(9);
    await expect(engines.run(batch, () => Promise.reject(new RangeError("no")))).rejects.toThrow(RangeError);
  });

  it("chooses again after a batch that does not fit", async () => {
    let calls = 0;
    const choose: EngineSource<Predictor>["choose"] = () =>
      calls++ === 0 ? Promise.reject(new RangeError("no")) : Promise.resolve({ choice: onnx, runtime });
    const { pass, engines } = stage(9, { choose });
    await expect(pass()).rejects.toThrow("no");
    await pass();
    expect(await engines.prepare(batch)).toBe(onnx);
  });
});
