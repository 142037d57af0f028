import type { NetOp, NetOpOf, NetTensor, Pair } from "../../../net/net.ts";
import type { NetIndex } from "../../../net/netIndex.ts";
import { windowPadding } from "../../../net/windowPadding.ts";
import type { MatchedPart } from "../../partMatcher.ts";
import { type BlockedActivation, isBlockedActivation } from "../graph/activate.ts";
import { type ConvolutionGeometry, isPointwise, transposedPads } from "../graph/convolutionGeometry.ts";
import { convolutionPart, type ConvolutionUnit } from "./convolutionPart.ts";
import { matchGate } from "./matchGate.ts";

/**
 * Matches a convolution with what is around it: a squeeze-and-excite gate before it; batch normalisation, an activation, dropout of
 * whole images, a residual sum and its activation after it.
 */
export function matchConvolution(last: NetOp, net: NetIndex): MatchedPart | undefined {
  if (last.output.shape.length !== 3) return undefined;
  const final = last.kind === "activation" ? activationOf(last) : undefined;
  const sum = final === undefined ? last : innerMaker(net, last.inputs[0]);
  if (sum?.kind === "merge") {
    const ofSum = matchSum(net, sum, final);
    if (ofSum !== undefined) return partOf(ofSum, final === undefined ? [sum] : [sum, last], last.output);
  }
  const branch = matchBranch(net, last);
  return branch && partOf({ ...branch, residual: undefined, finalActivation: undefined }, [], last.output);
}

/** A convolution and what follows it up to a residual sum. */
interface Branch extends Omit<ConvolutionUnit, "tail" | "output"> {
  readonly activation: BlockedActivation | undefined;
  readonly dropout: NetOpOf<"dropout"> | undefined;
  readonly ops: readonly NetOp[];
}

interface BranchWithSum extends Branch {
  readonly residual: NetTensor | undefined;
  readonly finalActivation: BlockedActivation | undefined;
}

function partOf(
  { activation, dropout, residual, finalActivation, ops, ...unit }: BranchWithSum,
  after: readonly NetOp[],
  output: NetTensor,
): MatchedPart {
  const tail = { activation, dropout, residual, finalActivation };
  return { ops: [...ops, ...after], part: convolutionPart({ ...unit, tail, output }) };
}

/** A sum of a branch that is read by the sum only and another image of its shape. */
function matchSum(
  net: NetIndex,
  sum: NetOpOf<"merge">,
  finalActivation: BlockedActivation | undefined,
): BranchWithSum | undefined {
  if (sum.merge !== "add" || sum.inputs.length !== 2) return undefined;
  if (sum.inputs.some(({ shape }) => shape.join() !== sum.output.shape.join())) return undefined;
  for (const [at, input] of sum.inputs.entries()) {
    const residual = sum.inputs[1 - at];
    const maker = innerMaker(net, input);
    const branch = maker && matchBranch(net, maker);
    if (branch !== undefined && input !== residual) return { ...branch, residual, finalActivation };
  }
  return undefined;
}

/** A convolution, normalisation, activation and dropout that end in an operation. */
function matchBranch(net: NetIndex, last: NetOp): Branch | undefined {
  const after: NetOp[] = [];
  let op: NetOp | undefined = last;
  const dropout = op.kind === "dropout" && dropsImages(op) ? op : undefined;
  if (dropout !== undefined) op = previous(dropout);
  const activation = op?.kind === "activation" ? activationOf(op) : undefined;
  if (activation !== undefined) op = op && previous(op);
  const normalization = op?.kind === "normalization" && isSupported(op) ? op : undefined;
  if (normalization !== undefined) op = previous(normalization);
  if (op?.kind !== "convolution") return undefined;
  const before = matchBefore(net, op);
  return (
    before && {
      convolution: op,
      geometry: before.geometry,
      input: before.input,
      gate: before.gate,
      normalization,
      activation,
      dropout,
      ops: [...before.ops, op, ...after.reverse()],
    }
  );

  function previous(one: NetOp): NetOp | undefined {
    after.push(one);
    return innerMaker(net, one.inputs[0]);
  }
}

/** The gate before a convolution, and how it moves over its input. */
function matchBefore(
  net: NetIndex,
  op: NetOpOf<"convolution">,
): (Pick<ConvolutionUnit, "geometry" | "input" | "gate"> & { readonly ops: readonly NetOp[] }) | undefined {
  const { kernel, strides, dilations, depthwise } = op;
  const [rows, columns, , to] = kernel.shape;
  const sides = sidesOf(op.inputs[0]);
  const outputs = sidesOf(op.output);
  if (sides === undefined || outputs === undefined || dilations.some((side) => side !== 1)) return undefined;
  if (depthwise && to !== 1) return undefined;
  if (sides[0] * sides[1] === 1) return undefined; // a dense layer in truth
  const padding = windowPadding(op);
  if (padding === undefined) return undefined;
  const [[top, bottom], [left, right]] = padding;
  const geometry: ConvolutionGeometry = {
    kernel: [rows, columns],
    strides,
    pads: [top, left, bottom, right],
  };
  const gated = isPointwise(geometry) && !depthwise ? matchGate(net, op.inputs[0]) : undefined;
  if (
    transposedPads(geometry, sides, outputs)
      .slice(0, 2)
      .some((side) => side < 0)
  )
    return undefined;
  return { geometry, input: gated?.input ?? op.inputs[0], gate: gated?.gate, ops: gated?.ops ?? [] };
}

/** The operation that makes a tensor which nothing else reads. */
function innerMaker(net: NetIndex, tensor: NetTensor): NetOp | undefined {
  return net.onlyReader(tensor) === undefined ? undefined : net.maker(tensor);
}

function sidesOf({ shape }: NetTensor): Pair | undefined {
  const [height, width] = shape;
  return shape.length === 3 && height !== null && width !== null ? [height, width] : undefined;
}

function activationOf({ activation }: NetOpOf<"activation">): BlockedActivation | undefined {
  return isBlockedActivation(activation) ? activation : undefined;
}

/** Dropout with one number for each image. */
function dropsImages({ noiseShape }: NetOpOf<"dropout">): boolean {
  return noiseShape?.length === 4 && noiseShape.every((side, at) => (at === 0 ? side === null : side === 1));
}

/** With moving statistics, gamma and beta must be frozen, too: nothing here makes their gradients. */
function isSupported({ frozen, gamma, beta }: NetOpOf<"normalization">): boolean {
  return !frozen || (gamma?.trainable !== true && beta?.trainable !== true);
}
