import { env, findBackend, registerBackend, setBackend } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { fuse } from "@tensorloom/graph";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { ReplicaError } from "@tensorloom/distributed";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Doubling, Dying, Failing, Unsaid } from "../../fixtures/layers.ts";
import type { Batch } from "../batch/batch.ts";
import type { RunOutcome } from "../callbacks/events.ts";
import { fit } from "../trainer/fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { NonFiniteError } from "../nonFinite/nonFiniteError.ts";
import { predict } from "../predictor/predict.ts";

const batch: Batch = {
  inputs: { data: Float32Array.of(1, 2, 3, 4), shape: [4, 1] },
  targets: { data: Float32Array.of(2, 4, 6, 8), shape: [4] },
};
const train = fromArray([batch, batch]);
const ports = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;

function net(layer: layers.Layer): LayersModel {
  return sequential({ layers: [layers.dense({ units: 1, inputShape: [1] }), layer] });
}
const run = (model: LayersModel, more: Partial<FitOptions> = {}) =>
  fit(model, { train, epochs: 1, loss: meanSquaredError(), replicas: 2, ...more });

beforeAll(async () => {
  env().set("IS_TEST", true);
  await useBackend("cpu");
});

let before = 0;
beforeEach(() => (before = ports()));
afterEach(() => expect(ports(), "no thread is left").toBe(before));

describe("custom layer classes", () => {
  it("are found by their moduleUrl", async () => {
    expect((await run(net(new Doubling({})))).steps).toBe(2);
    const wrapped = layers.timeDistributed({ layer: new Doubling({}), inputShape: [2, 1] });
    const model = sequential({ layers: [wrapped, layers.flatten()] });
    const inputs = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2, 1] };
    const { outputs } = await predict(model, fromArray([{ inputs }]), { replicas: 2 });
    expect([...outputs.data]).toEqual([2, 4, 6, 8]);
  });

  it("or by the modules option of the run", async () => {
    const modules = [new URL("../../fixtures/layers.ts", import.meta.url)];
    expect((await run(net(new Unsaid({})), { replicas: { count: 2, modules } })).steps).toBe(2);
  });

  it("are named in the error otherwise", async () => {
    const failure = run(net(new Unsaid({ name: "mystery" })));
    await expect(failure).rejects.toBeInstanceOf(RangeError);
    await expect(failure).rejects.toThrow(
      "fit: replicas: a replica's thread does not know layer mystery of class Unsaid: say where the class is registered, " +
        "by `static readonly moduleUrl = import.meta.url` in the class or by `replicas: { count, modules: [url] }`",
    );
  });
});

describe("a replica", () => {
  it("that throws ends the run with its error", async () => {
    const endings: RunOutcome[] = [];
    const failure = run(net(new Failing({})), {
      callbacks: [{ onEnd: (ending) => void endings.push(ending) }],
    });
    await expect(failure).rejects.toBeInstanceOf(ReplicaError);
    await expect(failure).rejects.toMatchObject({
      message: "replica 1 failed: the thread has no patience",
      cause: { name: "TypeError" },
    });
    expect(endings).toMatchObject([{ status: "failed" }]);
  });

  it("that dies ends the run", async () => {
    await expect(run(net(new Dying({})))).rejects.toThrow("replica 1 exited with code 7");
  });

  it("stops waiting if rank 0 fails", async () => {
    const targets = { data: Float32Array.of(1), shape: [1] };
    await expect(run(net(new Doubling({})), { train: fromArray([{ ...batch, targets }]) })).rejects.toThrow(
      "meanSquaredError: for outputs of shape [4, 1] targets must have shape [4, 1], got [1]",
    );
    const broken = { ...batch, inputs: { data: Float32Array.of(1, NaN, 3, 4), shape: [4, 1] } };
    await expect(run(net(new Doubling({})), { train: fromArray([broken]) })).rejects.toBeInstanceOf(
      NonFiniteError,
    );
  });
});

describe("an abort", () => {
  it("ends the replicas, even while they start", async () => {
    for (const delay of [0, 20, 1500]) {
      const stop = new AbortController();
      const endless = fromArray(Array.from({ length: 100_000 }, () => batch));
      const running = run(net(new Doubling({})), { train: endless, signal: stop.signal });
      setTimeout(() => stop.abort(new Error("Ctrl-C")), delay);
      await expect(running).rejects.toThrow("Ctrl-C");
      expect(ports()).toBe(before);
    }
  });
});

describe("invalid options", () => {
  it.each([
    [0, "fit: replicas must be an integer of at least 1, got 0"],
    [{ count: 1.5 }, "fit: replicas must be an integer of at least 1, got 1.5"],
  ])("throws for %o", async (replicas, sentence) => {
    await expect(run(net(new Doubling({})), { replicas })).rejects.toThrow(sentence);
  });

  it("syncBatchNorm with a recompute that differs between replicas", async () => {
    const replicas = { count: 2, syncBatchNorm: true };
    await expect(run(net(new Doubling({})), { replicas, recompute: true })).rejects.toThrow(
      "fit: recompute must be { every } if replicas use syncBatchNorm",
    );
    await expect(run(fuse(net(new Doubling({})), { recompute: true }), { replicas })).rejects.toThrow(
      "fit: recompute must be { every }", // as the model was fused before
    );
    await expect(run(net(new Doubling({})), { recompute: { every: 0 } })).rejects.toThrow(
      "fuse: recompute.every must be an integer of at least 1, got 0",
    );
  });

  it("throws on a backend that uses its whole device", async () => {
    const model = net(new Doubling({}));
    registerBackend("device", () => findBackend("cpu"));
    await setBackend("device");
    const failure = run(model);
    await expect(failure).rejects.toThrow(
      'fit: replicas compute on the backend "wasm" or "cpu", got "device", which uses all of its device by itself',
    );
    await setBackend("cpu");
  });

  it("throws for a batch without rows", async () => {
    const none = {
      inputs: { data: new Float32Array(0), shape: [0, 1] },
      targets: { data: new Float32Array(0), shape: [0] },
    };
    await expect(run(net(new Doubling({})), { train: fromArray([none]) })).rejects.toThrow(
      "fit: a batch must have at least one row",
    );
  });
});

describe("the built package", () => {
  it("runs replicas in plain Node", { timeout: 400_000 }, () => {
    const root = join(import.meta.dirname, "..", "..", "..", "..");
    const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    node("node_modules/typescript7/bin/tsc", "--build", "packages/training");
    const printed: unknown = JSON.parse(node("packages/training/fixtures/built.js"));
    expect(printed).toEqual({ steps: 20, outputs: [2, 4, 6, 8] });
  });
});
