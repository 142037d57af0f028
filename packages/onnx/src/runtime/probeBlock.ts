import { errorMessage } from "@tensorloom/core/internal";
import { encodeModel } from "../format/encodeModel.ts";
import { GraphBuilder } from "../format/graphBuilder.ts";
import type { OnnxModel } from "../format/onnxModel.ts";
import { NCHWC } from "../step/blockedLayout.ts";
import type { OrtTensor } from "./ortModule.ts";
import { isClose, type Numbers, numbers, probeAnswer, probeNumbers, SIDE } from "./probeNumbers.ts";
import { createSession, type SessionTarget } from "./session.ts";

/** What the probe found: the block, or why standard operators are used. */
export type BlockProbe =
  | { readonly block: number; readonly reason: undefined }
  | { readonly block: undefined; readonly reason: string };

/**
 * Finds the channels of a block of ONNX Runtime's own operators on images, and checks that they compute right numbers.
 *
 * The operators are no public contract. So a small graph of them runs once: a 1x1 convolution with bias and sum, a depthwise
 * convolution, a mean over space. All its numbers are small integers, so the right answer is exact.
 */
export async function probeBlock(target: SessionTarget): Promise<BlockProbe> {
  const none = (what: string): BlockProbe => ({
    block: undefined,
    reason: `ONNX Runtime's blocked operators ${what}; standard operators are used, which are slower`,
  });
  try {
    const { shape } = await run(target, blockGraph(), { x: numbers([1, 4, 2, 2]) }, "blocked");
    const block = shape[1];
    if (![4, 8, 16, 32].includes(block))
      return none(`have blocks of ${String(block)}, which is not known here`);
    const channels = 2 * block;
    const { plain, blocked } = probeNumbers(channels, block);
    const means = await run(target, probeGraph(channels), blocked, "means");
    const image = await run(target, probeGraph(channels), blocked, "image");
    const right = probeAnswer(channels, plain);
    return isClose(image.data, right.image) && isClose(means.data, right.means)
      ? { block, reason: undefined }
      : none("computed wrong numbers in a trial");
  } catch (error) {
    return none(`did not run in a trial (${errorMessage(error).split("\n")[0]})`);
  }
}

async function run(
  target: SessionTarget,
  model: OnnxModel,
  inputs: Readonly<Record<string, Numbers>>,
  output: string,
): Promise<Numbers> {
  const session = await createSession(target, encodeModel(model), { name: "probe" });
  try {
    const feeds: Record<string, OrtTensor> = {};
    for (const [name, { data, shape }] of Object.entries(inputs))
      feeds[name] = new target.module.Tensor("float32", data, shape);
    const { [output]: made } = await session.run(
      () => feeds,
      () => ({ [output]: null }),
    );
    return { data: Float32Array.from(made.data as Float32Array), shape: made.dims }; // the graph's outputs are float32
  } finally {
    await session.release();
  }
}

/** Channels are padded to whole blocks, so four become one block. */
function blockGraph(): OnnxModel {
  const builder = new GraphBuilder();
  const x = builder.input("x", [1, 4, 2, 2]);
  builder.output("blocked", builder.node("ReorderInput", [x], {}, NCHWC));
  return builder.finish("block");
}

function probeGraph(channels: number): OnnxModel {
  const builder = new GraphBuilder();
  const x = builder.input("x", [1, channels, SIDE, SIDE]);
  const kernel = builder.input("kernel", [channels, channels, 1, 1]);
  const bias = builder.input("bias", [channels]);
  const depthwise = builder.input("depthwise", [channels, 1, 3, 3]);
  const blocked = builder.node("ReorderInput", [x], {}, NCHWC);
  const product = builder.node("Conv", [blocked, kernel, bias, blocked], { kernel_shape: [1, 1] }, NCHWC);
  const filtered = builder.node(
    "Conv",
    [product, depthwise],
    { group: channels, kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
    NCHWC,
  );
  builder.output("image", builder.node("ReorderOutput", [filtered], { channels }, NCHWC));
  builder.output("means", builder.node("GlobalAveragePool", [product], {}, NCHWC));
  return builder.finish("probe");
}
