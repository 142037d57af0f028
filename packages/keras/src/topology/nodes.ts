import { isObject } from "@tensorloom/core/internal";
import type { InboundTensor } from "@tensorloom/graph/internal";
import { FileProblem } from "../errors/fileProblem.ts";

/** One call of a layer in a graph. */
export interface KerasCall {
  /** The inputs; those of a recurrent layer's initial state come last. */
  readonly tensors: readonly InboundTensor[];
  /** The other arguments. */
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/**
 * Reads one call of a layer.
 *
 * @param node - Keras 3's `{ args, kwargs }`, or Keras 2's `[[name, call, tensor, arguments], …]`.
 * @throws FileProblem if it is neither.
 */
export function readCall(node: unknown): KerasCall {
  if (!isObject(node)) return readLegacyCall(node);
  const named = isObject(node["kwargs"]) ? node["kwargs"] : {};
  const others = Object.entries(named).filter(([option]) => !INPUTS.includes(option));
  return {
    tensors: [node["args"], ...INPUTS.map((option) => named[option])].flatMap((value) => [
      ...tensorsIn(value),
    ]),
    kwargs: Object.fromEntries(others),
  };
}

/** The arguments that are inputs of tfjs's layer. */
const INPUTS = ["inputs", "initial_state"];

function readLegacyCall(node: unknown): KerasCall {
  if (!Array.isArray(node) || !node.every(isTensor))
    throw new FileProblem("its configuration has a call of a layer that is not a list of tensors");
  const [first] = node as readonly (InboundTensor | undefined)[];
  const kwargs = first?.[3];
  return { tensors: node, kwargs: isObject(kwargs) ? kwargs : {} };
}

/** Yields the tensors in an argument, in order. */
export function* tensorsIn(value: unknown): Generator<InboundTensor> {
  if (Array.isArray(value)) for (const inner of value) yield* tensorsIn(inner);
  if (!isObject(value) || !isObject(value["config"])) return;
  const history = value["config"]["keras_history"];
  if (isTensor(history)) yield history;
}

/** Reads the inputs or outputs of a graph: one tensor, a list of them, or tensors by name. */
export function readEnds(ends: unknown): readonly InboundTensor[] {
  if (isTensor(ends)) return [ends];
  if (Array.isArray(ends)) return ends.flatMap(readEnds);
  if (!isObject(ends)) throw new FileProblem("its configuration has a graph without inputs or outputs");
  return Object.keys(ends)
    .sort() // as Keras orders them
    .flatMap((key) => readEnds(ends[key]));
}

function isTensor(value: unknown): value is InboundTensor {
  if (!Array.isArray(value)) return false;
  const [name, call, tensor] = value as readonly unknown[];
  return typeof name === "string" && Number.isSafeInteger(call) && Number.isSafeInteger(tensor);
}
