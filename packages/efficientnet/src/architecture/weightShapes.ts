import type { BlockPlan, Plan } from "./plan.ts";

/**
 * A weight's name, `layer/kind`, and its shape.
 *
 * @inline
 */
export type WeightShape = readonly [name: string, shape: readonly number[]];

/**
 * Lists every weight of a planned network, layer by layer.
 *
 * @param plan - The network.
 * @param classes - Outputs of the classifier; 0 for a network without top.
 * @example
 * ```ts
 * import { plan, weightShapes } from "@tensorloom/efficientnet";
 *
 * weightShapes(plan("B0"), 1000).reduce((sum, [, shape]) => sum + shape.reduce((a, b) => a * b), 0); // => 5330564
 * ```
 */
export function weightShapes(plan: Plan, classes: number): readonly WeightShape[] {
  const { stem, blocks, top, inputShape } = plan;
  const last = blocks[blocks.length - 1].filters.output;
  return [
    ["stem_conv/kernel", [3, 3, inputShape[2], stem.filters]],
    ...normalization("stem_bn", stem.filters),
    ...blocks.flatMap(blockWeights),
    ["top_conv/kernel", [1, 1, last, top.filters]],
    ...normalization("top_bn", top.filters),
    ...(classes === 0 ? [] : biased("predictions", [top.filters, classes])),
  ];
}

function blockWeights({ name, kernel, expands, filters }: BlockPlan): readonly WeightShape[] {
  const { input, expanded, squeezed, output } = filters;
  const expansion: readonly WeightShape[] = [
    [`${name}_expand_conv/kernel`, [1, 1, input, expanded]],
    ...normalization(`${name}_expand_bn`, expanded),
  ];
  return [
    ...(expands ? expansion : []),
    [`${name}_dwconv/depthwise_kernel`, [kernel, kernel, expanded, 1]],
    ...normalization(`${name}_bn`, expanded),
    ...biased(`${name}_se_reduce`, [1, 1, expanded, squeezed]),
    ...biased(`${name}_se_expand`, [1, 1, squeezed, expanded]),
    [`${name}_project_conv/kernel`, [1, 1, expanded, output]],
    ...normalization(`${name}_project_bn`, output),
  ];
}

function normalization(layer: string, channels: number): readonly WeightShape[] {
  return ["gamma", "beta", "moving_mean", "moving_variance"].map((kind) => [`${layer}/${kind}`, [channels]]);
}

function biased(layer: string, kernel: readonly number[]): readonly WeightShape[] {
  return [
    [`${layer}/kernel`, kernel],
    [`${layer}/bias`, kernel.slice(-1)],
  ];
}
