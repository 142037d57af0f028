import type { Net } from "./net.ts";

/**
 * The same net without its final sigmoid or softmax: its output are the logits.
 *
 * A net that has no final activation, as `finalActivationOf` says of the layers model, is returned as it is.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { endAtLogits, lowerModel } from "@tensorloom/onnx/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], activation: "sigmoid", name: "out" })] });
 * endAtLogits(lowerModel(model)).ops.map(({ kind }) => kind); // => ["dense"]
 * ```
 */
export function endAtLogits(net: Net): Net {
  const { finalActivation, ops, outputs } = net;
  if (finalActivation === undefined) return net;
  const last = ops.find(({ output }) => output === outputs[0]);
  if (last?.kind !== "activation" || last.activation !== finalActivation)
    throw new Error(`${net.name} does not end in ${finalActivation}`);
  return {
    ...net,
    outputs: [last.inputs[0]],
    ops: ops.filter((op) => op !== last),
    finalActivation: undefined,
  };
}
