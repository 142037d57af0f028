import type { NetOp, NetOpOf } from "../net/net.ts";
import { emitConvolution, emitDense, emitEmbedding } from "./emitConvolution.ts";
import {
  emitActivationOp,
  emitAffine,
  emitDropout,
  emitMerge,
  emitNormalization,
} from "./emitElementwise.ts";
import { emitGlobalPool, emitPool } from "./emitPool.ts";
import { emitConcatenate, emitCrop, emitPad, emitPermute, emitReshape, emitUpsample } from "./emitShape.ts";
import type { InferenceGraph } from "./inferenceGraph.ts";

const EMIT: { readonly [K in NetOp["kind"]]: (graph: InferenceGraph, op: NetOpOf<K>) => void } = {
  activation: emitActivationOp,
  affine: emitAffine,
  concatenate: emitConcatenate,
  convolution: emitConvolution,
  crop: emitCrop,
  dense: emitDense,
  dropout: emitDropout,
  embedding: emitEmbedding,
  globalPool: emitGlobalPool,
  merge: emitMerge,
  normalization: emitNormalization,
  pad: emitPad,
  permute: emitPermute,
  pool: emitPool,
  reshape: emitReshape,
  upsample: emitUpsample,
};

/** Writes an operation as nodes of an inference graph. */
export function emitOp(graph: InferenceGraph, op: NetOp): void {
  const emit = EMIT[op.kind] as (graph: InferenceGraph, op: NetOp) => void; // the one of the operation's kind
  emit(graph, op);
}
