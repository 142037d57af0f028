import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { encodeModel } from "../format/encodeModel.ts";
import { GraphBuilder } from "../format/graphBuilder.ts";
import type { OnnxModel } from "../format/onnxModel.ts";
import { findRuntime } from "./findRuntime.ts";
import type { Runtime } from "./runtime.ts";
import { runtimeError } from "./runtimeError.ts";
import { createSession } from "./session.ts";

const { runtime } = (await findRuntime({ threads: 2 })) as { readonly runtime: Runtime }; // the tests are skipped without
const isMissing = (runtime as Runtime | undefined) === undefined;

/** `a b` of two square matrices. */
function product(side: number): OnnxModel {
  const builder = new GraphBuilder();
  const [a, b] = ["a", "b"].map((name) => builder.input(name, [side, side]));
  builder.output("ab", builder.node("MatMul", [a, b]));
  return builder.finish("product");
}

/** Multiplies matrices of ones: each number is the side. */
async function multiply(side: number): Promise<number> {
  const session = await createSession(runtime, encodeModel(product(side)), { name: "product" });
  const ones = new runtime.module.Tensor("float32", new Float32Array(side * side).fill(1), [side, side]);
  const { ab } = await session.run(
    () => ({ a: ones, b: ones }),
    () => ({ ab: null }),
  );
  await session.release();
  return Number(ab.data[side]);
}

/** A worker thread that multiplies for each message, and posts the result. */
function multiplier(side: number): Worker {
  const code = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { InferenceSession, Tensor } = require(workerData.path);
    (async () => {
      const session = await InferenceSession.create(workerData.model, { intraOpNumThreads: 1 });
      const { side } = workerData;
      const ones = new Tensor("float32", new Float32Array(side * side).fill(1), [side, side]);
      parentPort.on("message", async () => {
        parentPort.postMessage((await session.run({ a: ones, b: ones })).ab.data[side]);
      });
    })();`;
  const path = createRequire(import.meta.url).resolve("onnxruntime-node");
  return new Worker(code, { eval: true, workerData: { path, side, model: encodeModel(product(side)) } });
}

describe.skipIf(isMissing)("a session", () => {
  it("runs beside others in worker threads, and after these are killed", async () => {
    const workers = [multiplier(64), multiplier(64)];
    const results = await Promise.all([
      multiply(32),
      ...workers.map((worker) => {
        worker.postMessage("run");
        return new Promise((go, fail) => worker.once("message", go).once("error", fail));
      }),
    ]);
    expect(results).toEqual([32, 64, 64]);
    const running = multiply(128);
    await Promise.all(workers.map((worker) => worker.terminate()));
    expect(await running).toBe(128);
    expect(await multiply(16)).toBe(16);
  });

  it("that is released says so, after what runs has ended", async () => {
    const session = await createSession(runtime, encodeModel(product(64)), { name: "product" });
    const ones = new runtime.module.Tensor("float32", new Float32Array(64 * 64).fill(1), [64, 64]);
    const run = (): ReturnType<typeof session.run> =>
      session.run(
        () => ({ a: ones, b: ones }),
        () => ({ ab: null }),
      );
    const [made] = await Promise.all([run(), session.release()]);
    expect(made["ab"].data[0]).toBe(64);
    await session.release();
    await expect(run()).rejects.toMatchObject({
      failure: "released",
      message: "product: the compiled graph has been released",
    });
  });

  it("of a graph that ONNX Runtime refuses blames Tensorloom", async () => {
    const builder = new GraphBuilder();
    builder.output("y", builder.node("NoSuchOperator", [builder.input("x", [1])]));
    await expect(
      createSession(runtime, encodeModel(builder.finish("wrong")), { name: "prediction of head" }),
    ).rejects.toMatchObject({
      failure: "graph",
      during: "prediction of head",
      message: expect.stringMatching(
        /^prediction of head: ONNX Runtime refused a graph that Tensorloom made, which is a defect of Tensorloom: .*NoSuchOperator/,
      ) as string,
    });
  });

  it.skipIf(process.platform === "win32")("that needs more memory than there is says so", () => {
    const code = `
      import { encodeModel } from "../format/encodeModel.ts";
      import { GraphBuilder } from "../format/graphBuilder.ts";
      import { findRuntime } from "./findRuntime.ts";
      import { createSession } from "./session.ts";
      const { runtime } = await findRuntime({ threads: 1 });
      const builder = new GraphBuilder();
      const wide = builder.node("Expand", [builder.input("x", [1]), builder.ints([2 ** 20, 2 ** 18])]);
      builder.output("y", builder.node("ReduceSum", [wide], { keepdims: 0 }));
      const session = await createSession(runtime, encodeModel(builder.finish("wide")), { name: "train step of B7" });
      const x = new runtime.module.Tensor("float32", Float32Array.of(1), [1]);
      await session.run(() => ({ x }), () => ({ y: null })).catch(({ name, failure, message }) => {
        console.log(JSON.stringify({ name, failure, message }));
      });`;
    const node = `"${process.execPath}" --import tsx --conditions=@tensorloom/source --input-type=module --eval "$CODE"`;
    const { stdout, stderr } = spawnSync("sh", ["-c", `ulimit -v 200000000; ${node}`], {
      cwd: import.meta.dirname,
      env: { ...process.env, CODE: code },
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      name: "OnnxRuntimeError",
      failure: "memory",
      message: expect.stringMatching(
        /^train step of B7: ONNX Runtime ran out of memory \(.*\); make the batch smaller, or use engine: "tfjs"$/s,
      ) as string,
    });
  });
});

it.each([
  ["std::bad_alloc", "memory"],
  ["Failed to allocate memory for requested buffer of size 1099511627776", "memory"],
  ["Array buffer allocation failed", "memory"],
  ["WebAssembly.Memory(): could not allocate memory", "memory"],
  ["Invalid input shape", "graph"],
  ["Session already disposed.", "released"],
])("translates %s as %s", (message, failure) => {
  expect(runtimeError("trial", new Error(message)).failure).toBe(failure);
});
