import "@tensorflow/tfjs-backend-cpu";
import { layers, type LayersModel } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { blockOfRuntime } from "../../../../fixtures/blockOfRuntime.ts";
import {
  act,
  apply,
  chain,
  depthwise,
  frozenNorm,
  modelOf,
  norm,
  pointwise,
} from "../../../../fixtures/imageModels.ts";
import { randomNumbers, stepsDifference } from "../../../../fixtures/stepDifference.ts";
import { differenceOf, onnxStep, type OnnxStep, type StepBatch } from "../../../../fixtures/trainStep.ts";
import { BlockedLayout } from "../../blockedLayout.ts";

const block = await blockOfRuntime();

/** A step of random numbers, with the plain operators or in blocks. */
function stepOf(
  model: LayersModel,
  blocked: BlockedLayout | undefined,
  drawMask?: StepBatch["drawMask"],
): Promise<OnnxStep> {
  const shape = [3, ...(model.inputs[0].shape.slice(1) as number[])]; // no free side here
  return onnxStep(model, {
    inputs: [randomNumbers(shape, 20)],
    targets: randomNumbers([3, 3], 50),
    loss: { name: "meanSquaredError" },
    blocked,
    ...(drawMask && { drawMask }),
  });
}

/** The largest difference of a step in blocks from one with plain operators: of gradients and statistics. */
async function plainDifference(model: LayersModel, drawMask?: StepBatch["drawMask"]): Promise<number> {
  const expected = await stepOf(model, undefined, drawMask);
  const found = await stepOf(model, new BlockedLayout(block ?? 8), drawMask);
  const statistics = expected.graph.statistics.flatMap(({ batchMean, batchVariance }) => [
    batchMean,
    batchVariance,
  ]);
  const differences = statistics.map((name) =>
    differenceOf(found.outputs.get(name)?.data ?? [], expected.outputs.get(name)?.data ?? []),
  );
  return Math.max(stepsDifference(found, expected), ...differences);
}

describe.skipIf(block === undefined)("a part in blocks of channels", () => {
  const blocked = new BlockedLayout(block ?? 8);
  beforeAll(() => useBackend("cpu"));

  it("drops the branches of whole images by the masks that the caller draws", async () => {
    const dropped = modelOf([6, 7, 5], (x) => {
      const y = chain(pointwise(10), norm, act("swish"))(x);
      const drop = (): layers.Layer => layers.dropout({ rate: 0.5, noiseShape: [null, 1, 1, 1] as number[] }); // null is the batch, which the type leaves out
      const z = apply(layers.add(), [chain(depthwise(3), norm, act("relu"), drop)(y), y]);
      return apply(layers.add(), [chain(pointwise(10), frozenNorm, drop)(z), z]);
    });
    expect(
      await plainDifference(dropped, ({ shape }) => Float32Array.of(2, 0, 2).slice(0, shape[0])),
    ).toBeLessThan(1e-5);
  });

  it("normalises without gamma and beta, with the plain step's gradients and statistics", async () => {
    const bare = (): layers.Layer => layers.batchNormalization({ scale: false, center: false });
    const model = modelOf(
      [6, 7, 5],
      chain(pointwise(10), bare, act("swish"), depthwise(3), bare, act("relu")),
    );
    expect(await plainDifference(model)).toBeLessThan(1e-5);
  });

  it("changes nothing by a bias before normalisation", async () => {
    const biased = modelOf([4, 4, 5], chain(pointwise(10, { useBias: true }), norm, act("relu")));
    const { gradients } = await stepOf(biased, blocked);
    const ofBiases = [...gradients]
      .filter(([name]) => name.endsWith("/bias"))
      .map(([, gradient]) => [...gradient]);
    expect(ofBiases).toContainEqual(new Array(10).fill(0));
  });

  it("makes no gradient before the first weight that is trained", async () => {
    const body = chain(pointwise(24), frozenNorm, act("swish"), depthwise(3), frozenNorm, act("swish"));
    const head = modelOf([6, 7, 5], body);
    for (const layer of head.layers.slice(0, -1)) layer.trainable = false;
    const { graph } = await stepOf(head, blocked);
    expect([...graph.gradients.keys()].map((name) => name.split("/")[1])).toEqual(["kernel", "bias"]);
    expect(graph.model.nodes.filter(({ op }) => op === "Conv")).toHaveLength(2);
  });
});
