import { type Conversion, reportIssue } from "./conversion.ts";
import type { KerasLayer } from "./kerasLayer.ts";
import { readCall, tensorsIn } from "./nodes.ts";
import { isOperation } from "./operations.ts";

/** The layers whose results with a mask are Keras's. */
const MASKED_ALIKE = new Set(["BatchNormalization", "GRU", "LSTM", "RNN", "SimpleRNN", "TimeDistributed"]);

/** The operations by which Embedding and Masking compute a mask; others combine masks. */
const SIMPLE_MASKS = new Set(["Any", "NotEqual"]);

/**
 * Reports a call of a layer with a mask if tfjs would compute something else.
 *
 * @param mask - The argument of the call.
 * @param graph - The layers of the graph by name, with the operations that compute masks.
 */
export function checkMask(
  mask: unknown,
  layer: KerasLayer,
  path: string,
  graph: ReadonlyMap<string, KerasLayer>,
  conversion: Conversion,
): void {
  const makers = [...tensorsIn(mask)].map(([name]) => graph.get(name));
  if (makers.length === 0) return;
  if (!isMaskedAlike(layer)) reportMask(layer, path, conversion);
  else if (!makers.every((maker) => isSimple(maker, graph)))
    reportIssue(conversion, path, layer.className, "the mask of one layer", "masks that are combined");
}

/** Reports the layers of a sequential model for which tfjs would compute something else, since their input has a mask. */
export function checkSequentialMasks(
  layers: readonly KerasLayer[],
  path: string,
  conversion: Conversion,
): void {
  let isMasked = false;
  for (const layer of layers) {
    const { className, config, name } = layer;
    const isTaken = layer.layers !== undefined || TAKES_MASK.test(className);
    if (isMasked && isTaken && !isMaskedAlike(layer))
      reportMask(layer, path === "" ? name : `${path}/${name}`, conversion);
    if (className === "Masking" || config["mask_zero"] === true) isMasked = true;
    else if (DROPS_MASK.test(className) || config["return_sequences"] === false) isMasked = false;
  }
}

const TAKES_MASK = /^(Bidirectional|GlobalAveragePooling1D|Softmax)$/;
const DROPS_MASK = /^(Conv|Flatten|Global|MaxPool|AveragePool|Reshape)/;

function isMaskedAlike({ className, inside }: KerasLayer): boolean {
  if (className === "Bidirectional") return inside.get("layer")?.config["return_sequences"] !== true;
  return MASKED_ALIKE.has(className);
}

function isSimple(maker: KerasLayer | undefined, graph: ReadonlyMap<string, KerasLayer>): boolean {
  if (maker === undefined || !isOperation(maker)) return true;
  const inputs = maker.nodes.flatMap((node) => readCall(node).tensors);
  return SIMPLE_MASKS.has(maker.className) && inputs.every(([name]) => isSimple(graph.get(name), graph));
}

function reportMask({ className }: KerasLayer, path: string, conversion: Conversion): void {
  reportIssue(
    conversion,
    path,
    className,
    "an input without a mask",
    "the mask of an Embedding or Masking layer",
  );
}
