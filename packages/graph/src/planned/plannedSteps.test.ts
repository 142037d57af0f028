import { createHash } from "node:crypto";
import {
  dispose,
  grad,
  memory,
  mul,
  profile,
  randomNormal,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
  variableGrads,
} from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  model as modelOf,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { addN, updateVariables } from "@tensorloom/backend/internal";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { watchBlocks } from "../../fixtures/watchBlocks.ts";
import { executeOps } from "../execute/executeOps.ts";
import { fuse } from "../fuse/fuse.ts";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import { seededLayersOf } from "../layers/seededLayers.ts";
import { frozenLayersOf } from "../layers/layerTree.ts";
import { allVariables, trainableVariables } from "../layers/variables.ts";

function applied(layer: layers.Layer, ...x: SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x.length === 1 ? x[0] : x) as SymbolicTensor;
}

function normalized(x: SymbolicTensor, activation?: "swish" | "relu" | "relu6"): SymbolicTensor {
  const y = applied(layers.batchNormalization({}), x);
  return activation === undefined ? y : applied(layers.activation({ activation }), y);
}

/** A block of EfficientNet with drop-connect. */
function block(x: SymbolicTensor, kernelSize: number, strides = 1): SymbolicTensor {
  const channels = x.shape[3] ?? 0;
  const convolution = (filters: number): layers.Layer =>
    layers.conv2d({ filters, kernelSize: 1, useBias: false });
  const wide = normalized(applied(convolution(3 * channels), x), "swish");
  const depthwise = layers.depthwiseConv2d({ kernelSize, strides, padding: "same", useBias: false });
  const deep = normalized(applied(depthwise, wide), "swish");
  let gate = applied(
    layers.reshape({ targetShape: [1, 1, 3 * channels] }),
    applied(layers.globalAveragePooling2d({}), deep),
  );
  gate = applied(layers.conv2d({ filters: 3, kernelSize: 1, activation: "swish" }), gate);
  gate = applied(layers.conv2d({ filters: 3 * channels, kernelSize: 1, activation: "sigmoid" }), gate);
  const narrow = normalized(applied(convolution(channels), applied(layers.multiply({}), deep, gate)));
  if (strides > 1) return narrow;
  const kept = layers.dropout({ rate: 0.4, noiseShape: [null as never, 1, 1, 1], seed: 5 }); // null: the batch's own length
  return applied(layers.add({}), applied(kept, narrow), x);
}

/** A small network like EfficientNet, with a layer before and layers after what can be planned. */
function efficient(side: number): LayersModel {
  const image = input({ shape: [side, side, 3] });
  const stem = normalized(
    applied(
      layers.conv2d({ filters: 13, kernelSize: 3, strides: 2, padding: "same", useBias: false }),
      image,
    ),
    "relu6",
  );
  const body = block(block(block(stem, 3), 5, 2), 5);
  const pooled = applied(layers.globalAveragePooling2d({}), normalized(body, "relu"));
  return modelOf({
    inputs: image,
    outputs: applied(layers.dense({ units: 2 }), applied(layers.dropout({ rate: 0.5, seed: 3 }), pooled)),
  });
}

/** Layers that have no plan come before weights that do, so the window's input has a gradient. */
function inTheMiddle(): LayersModel {
  const image = input({ shape: [12, 12, 3] });
  const first = applied(
    layers.maxPooling2d({ poolSize: 2 }),
    applied(layers.conv2d({ filters: 4, kernelSize: 1 }), image),
  );
  const deep = applied(
    layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, activation: "tanh" }),
    normalized(applied(layers.conv2d({ filters: 5, kernelSize: 3, activation: "sigmoid" }), first), "swish"),
  );
  return modelOf({ inputs: image, outputs: applied(layers.flatten({}), normalized(deep)) });
}

const NETWORKS: Readonly<Record<string, () => LayersModel>> = {
  "a small EfficientNet": () => efficient(33),
  "one whose images are large enough for a gated filter": () => efficient(60),
  "one that can be planned in the middle only": inTheMiddle,
};

const inputOf = (model: LayersModel, batch: number, seed: number): Tensor =>
  randomNormal([batch, ...(model.inputs[0].shape.slice(1) as number[])], 0, 1, "float32", seed);

const digest = (tensor: Tensor): string =>
  createHash("md5").update(Buffer.from(tensor.dataSync().slice().buffer)).digest("hex");

type Apply = (x: Tensor) => Tensor;

const planned =
  (model: LayersModel): Apply =>
  (x) =>
    model.apply(x, { training: true }) as Tensor; // of one output

/** The same operation by operation. */
const unplanned =
  (model: LayersModel): Apply =>
  (x) => {
    const options = { training: true, frozenLayers: frozenLayersOf(model) };
    return executeOps(fusionPlan(model), new Map([[model.inputs[0], x]]), model.outputs, options)[0];
  };

/** Digests of the loss, of the gradients, and of all variables after a step of gradient descent on some inputs. */
function step(model: LayersModel, apply: Apply, inputs: readonly Tensor[]): readonly string[] {
  return tidy(() => {
    const variables = [...trainableVariables(model).values()];
    const loss = (): Scalar => sum(addN(inputs.map((x) => sum(square(apply(x))))));
    const { value, grads } = variableGrads(loss, variables);
    const gradients = variables.map(({ name }) => grads[name]);
    const digests = [value, ...gradients].map(digest);
    const operands = variables.map((weight, nth) => ({ weight, gradient: gradients[nth], slots: {} }));
    updateVariables("sgd", operands, { rate: 1e-4 });
    return [...digests, ...[...allVariables(model).values()].map(digest)];
  });
}

/** A network twice, with the same weights. */
function twins(build: () => LayersModel): readonly [LayersModel, LayersModel] {
  const [one, other] = [fuse(build()), build()];
  tidy(() => {
    other.setWeights(one.getWeights().map((weight) => mul(weight, 1))); // not the same memory
  });
  return [one, other];
}

/** How many convolutions' gradients tfjs was asked for: none of those that are planned. */
async function filterGradients(work: () => unknown): Promise<number> {
  const { kernels } = await profile(() => void work());
  return kernels.filter(({ name }) => name.endsWith("BackpropFilter")).length;
}

describe.each([1, 3])("planned train steps on %i threads", (threads) => {
  beforeAll(async () => {
    await useBackend("wasm", { threads });
  });
  afterAll(() => useBackend("wasm", { threads: 1 }));

  it.each(Object.keys(NETWORKS))("have the bits of steps without a plan: %s", (name) => {
    const [one, other] = twins(NETWORKS[name]);
    for (const [nth, batch] of [3, 3, 2, 3].entries()) {
      const x = inputOf(one, batch, nth + 1);
      expect(step(one, planned(one), [x]), `step ${String(nth)}`).toEqual(step(other, unplanned(other), [x]));
      x.dispose();
    }
    for (const model of [one, other]) model.dispose();
  });
});

describe("planned train steps", () => {
  let one: LayersModel, other: LayersModel, x: Tensor;
  beforeAll(async () => {
    await useBackend("wasm", { threads: 1 });
  });
  beforeEach(() => {
    [one, other] = twins(NETWORKS["a small EfficientNet"]);
    x = inputOf(one, 2, 7);
  });
  afterEach(() => {
    for (const each of [one, other, x]) each.dispose();
  });

  const bothStep = (...inputs: Tensor[]): void => {
    expect(step(one, planned(one), inputs)).toEqual(step(other, unplanned(other), inputs));
  };

  it("run no kernel of the window through tfjs", async () => {
    expect(await filterGradients(() => step(other, unplanned(other), [x]))).toBe(9);
    step(one, planned(one), [x]); // while it is planned, tfjs sees the kernels
    expect(await filterGradients(() => step(one, planned(one), [x]))).toBe(0);
  });

  it("may call the model twice: the second call runs without a plan", () => {
    const more = inputOf(one, 2, 8);
    bothStep(x, more);
    bothStep(x, more);
    more.dispose();
  });

  it("compute the gradient of the input, too", () => {
    const gradientOf = (apply: Apply): string =>
      tidy(() => digest(grad((image) => sum(square(apply(image))))(x)));
    expect(gradientOf(planned(one))).toBe(gradientOf(unplanned(other)));
  });

  it("follow weights that are assigned, layers that are frozen, and dropout's seeds", () => {
    bothStep(x);
    for (const model of [one, other]) {
      const scaled = model.getWeights().map((weight) => mul(weight, 1.5));
      model.setWeights(scaled);
      dispose(scaled);
    }
    bothStep(x);
    for (const model of [one, other]) for (const layer of model.layers.slice(0, 8)) layer.trainable = false;
    bothStep(x);
    for (const model of [one, other])
      for (const layer of seededLayersOf(model)) layer.seed = (layer.seed ?? 0) + 1;
    bothStep(x);
  });

  it("move no statistics whose numbers another tensor shares", () => {
    bothStep(x);
    const [[, statistics]] = [...allVariables(one)].filter(([name]) => name.endsWith("moving_mean"));
    const snapshot = statistics.clone();
    const before = digest(snapshot);
    bothStep(x);
    expect(digest(snapshot)).toBe(before);
    snapshot.dispose();
  });

  it("end if weights are assigned in every step", async () => {
    const assigned = (): void => {
      tidy(() => {
        const { grads } = variableGrads(
          () => sum(square(planned(one)(x))),
          [...trainableVariables(one).values()],
        );
        for (const variable of trainableVariables(one).values())
          variable.assign(sub(variable, mul(grads[variable.name], 1e-4)));
      });
    };
    const counts: number[] = [];
    for (let nth = 0; nth < 5; nth++) counts.push(await filterGradients(assigned));
    expect(counts).toEqual([18, 18, 18, 9, 9]); // a plan is recorded twice: to measure its memory, and at its place
  });

  it("free all memory", () => {
    const model = fuse(NETWORKS["a small EfficientNet"]());
    const [images, more] = [inputOf(model, 2, 9), inputOf(model, 3, 9)];
    step(model, unplanned(model), [images]);
    const { numTensors } = memory();
    const blocks = watchBlocks();
    step(model, planned(model), [images]);
    step(model, planned(model), [more]);
    expect(memory().numTensors).toBe(numTensors);
    expect(blocks.live()).toBeGreaterThan(1);
    tidy(() => {
      const { grads } = variableGrads(
        () => sum(square(planned(model)(images))),
        [...trainableVariables(model).values()],
      );
      const kept = Object.values(grads);
      const before = kept.map(digest);
      step(model, planned(model), [images]); // takes the place of the gradients, which move
      expect(kept.map(digest)).toEqual(before);
    });
    for (const each of [model, images, more]) each.dispose();
    expect(blocks.live()).toBe(0);
    blocks.stop();
  });
});
