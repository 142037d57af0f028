import "@tensorflow/tfjs-backend-cpu";
import { dispose, env, memory, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { distance, fixture, golden, inputsOf, predictAll } from "../../fixtures/goldenModels.ts";
import { KerasModelError } from "../errors/kerasModelError.ts";
import { decodeKerasModel } from "./decodeKerasModel.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

const FILES = Object.keys(golden).flatMap((name) =>
  name === "keras2" ? [`${name}.h5`] : [`${name}.keras`, `${name}.h5`],
);

describe("decodeKerasModel", () => {
  it.each(FILES)("%s predicts what it predicts in Keras", async (file) => {
    const before = memory().numTensors;
    const expected = golden[file.replace(/\..*/, "")];
    const model = await decodeKerasModel(fixture(file));
    if (!file.startsWith("recurrent"))
      // tfjs creates the weights of stacked cells more than once
      expect(memory().numTensors - before).toBe(new Set(model.weights).size);
    const inputs = inputsOf(expected);
    const outputs = predictAll(model, inputs);
    expect(outputs.length).toBe(expected.outputs.length);
    for (const [at, output] of outputs.entries())
      expect(distance(output, expected.outputs[at].data), `output ${String(at)}`).toBeLessThan(1e-5);
    dispose(inputs);
    model.dispose();
  });
});

/** What a file is refused for. */
async function refusal(bytes: Uint8Array): Promise<KerasModelError> {
  const error: unknown = await decodeKerasModel(bytes).catch((thrown: unknown) => thrown);
  if (error instanceof KerasModelError) return error;
  throw new Error(`expected a KerasModelError, got ${String(error)}`);
}

describe("a file that cannot be decoded", () => {
  it.each(["refused.keras", "refused.h5"])(
    "%s: every layer that tfjs lacks is listed, with its place",
    async (file) => {
      const { message, issues } = await refusal(fixture(file));
      expect(message.split("\n")).toEqual([
        "decodeKerasModel: TensorFlow.js cannot compute every layer of the model",
        "  grouped (Conv2D): expected groups 1, got 2",
        "  group_norm (GroupNormalization): expected a layer that TensorFlow.js has, got GroupNormalization",
        "  inner/python (Lambda): expected a layer that TensorFlow.js has, got Python code; replace it by layers and save the model again",
        "  pool (GlobalAveragePooling2D): expected keepdims false, got true",
        "  power (Power): expected a layer that TensorFlow.js has, got an operation on tensors; replace it by a layer and save the model again",
        "  gru (GRU): expected reset_after false, got true",
        '  head (Dense): expected activation to be an activation that TensorFlow.js has, got "celu"',
      ]);
      expect(issues[2]).toEqual({
        path: "inner/python",
        className: "Lambda",
        expected: "a layer that TensorFlow.js has",
        got: "Python code; replace it by layers and save the model again",
      });
    },
  );

  it.each(["masked.keras", "masked.h5"])(
    "%s: masks that tfjs would use in another way are listed",
    async (file) => {
      const { issues } = await refusal(fixture(file));
      expect(issues.map(({ path, expected }) => [path, expected]).sort()).toEqual([
        ["both", "the mask of one layer"],
        ["mean", "an input without a mask"],
        ["row", "an input without a mask"],
        ["row/average", "an input without a mask"],
        ["twice", "an input without a mask"],
      ]);
    },
  );

  it("is reported with what to do if it has only weights", async () => {
    const { message } = await refusal(fixture("alone.weights.h5"));
    expect(message).toMatch(/^decodeKerasModel: the file has weights, but no model\. Save the whole model/);
  });

  it("is reported if it is of another kind", async () => {
    expect((await refusal(new Uint8Array())).message).toBe("decodeKerasModel: the file is empty");
    expect((await refusal(Uint8Array.of(1, 2, 3))).message).toBe(
      "decodeKerasModel: the file is neither HDF5 nor a .keras archive",
    );
    await expect(decodeKerasModel("model.keras" as never)).rejects.toThrow(
      new TypeError(
        'decodeKerasModel: bytes must be a Uint8Array, got "model.keras"; in Node, write loadModel(path) of @tensorloom/training/node',
      ),
    );
    await expect(decodeKerasModel(new ArrayBuffer(8) as never)).rejects.toThrow(
      "write new Uint8Array(buffer)",
    );
  });

  it.each(["sequential.keras", "sequential.h5"])(
    "%s: is reported if it is cut off anywhere",
    async (file) => {
      const whole = fixture(file);
      for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 23))
        expect(await refusal(whole.subarray(0, length)), `cut at ${String(length)}`).toBeInstanceOf(
          KerasModelError,
        );
    },
  );
});

describe("models with tensors by name", () => {
  it.each(["byName.keras", "byName.h5"])(
    "%s: inputs and outputs are in the order of their names",
    async (file) => {
      const model = await decodeKerasModel(fixture(file));
      expect(model.inputNames).toEqual(["second", "first"]);
      expect(model.outputs.map(({ shape }) => shape)).toEqual([
        [null, 3],
        [null, 2],
      ]);
    },
  );
});

describe("flags and names", () => {
  it("are Keras's", async () => {
    const model = await decodeKerasModel(fixture("nested.keras"));
    expect(model.name).toBe("nested");
    expect(model.layers.filter(({ trainable }) => !trainable).map(({ name }) => name)).toEqual([
      "a",
      "b",
      "graph",
    ]); // tfjs freezes inputs
    const frozen = await decodeKerasModel(fixture("sequential.h5"));
    expect(frozen.getLayer("stem").trainable).toBe(false);
    expect(frozen.trainableWeights.map(({ originalName }) => originalName)).toEqual([
      "batch_normalization/gamma",
      "batch_normalization/beta",
      "dense/kernel",
      "dense/bias",
    ]);
  });
});
