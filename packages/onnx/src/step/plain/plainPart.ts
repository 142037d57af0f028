import type { NetOp } from "../../net/net.ts";
import type { OpWriter, StepPart, StepParts } from "../stepPart.ts";
import { writeActivation } from "./writeActivation.ts";
import { writeAffine } from "./writeAffine.ts";
import { writeConcatenate } from "./writeConcatenate.ts";
import { writeConvolution } from "./writeConvolution.ts";
import { writeDense } from "./writeDense.ts";
import { writeDropout } from "./writeDropout.ts";
import { writeEmbedding } from "./writeEmbedding.ts";
import { writeGlobalPool } from "./writeGlobalPool.ts";
import { writeMerge } from "./writeMerge.ts";
import { writeNormalization } from "./writeNormalization.ts";
import { writeCrop, writePad } from "./writePad.ts";
import { writePermute } from "./writePermute.ts";
import { writePool } from "./writePool.ts";
import { writeReshape } from "./writeReshape.ts";
import { writeUpsample } from "./writeUpsample.ts";

/** What writes each kind of operation. */
const WRITERS: { readonly [Kind in NetOp["kind"]]: OpWriter<Kind> } = {
  activation: writeActivation,
  affine: writeAffine,
  concatenate: writeConcatenate,
  convolution: writeConvolution,
  crop: writeCrop,
  dense: writeDense,
  dropout: writeDropout,
  embedding: writeEmbedding,
  globalPool: writeGlobalPool,
  merge: writeMerge,
  normalization: writeNormalization,
  pad: writePad,
  permute: writePermute,
  pool: writePool,
  reshape: writeReshape,
  upsample: writeUpsample,
};

/** Computes one operation with standard operators, on plain tensors. */
export function plainPart(op: NetOp): StepPart {
  const write = WRITERS[op.kind] as (op: NetOp, parts: StepParts) => (dy: string) => void; // the table pairs kinds
  return (parts) => {
    const back = write(op, parts);
    return () => {
      const dy = parts.context.takeGradient(op.output);
      if (dy !== undefined) back(dy);
    };
  };
}
