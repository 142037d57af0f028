import { FusedBatchNorm, getGradient, type GradConfig, registerGradient } from "@tensorflow/tfjs-core";
import { batchNormGradient } from "./batchNormGradient.ts";

let replaced: GradConfig | undefined;

/** Replaces tfjs's gradient of `batchNorm`, on all backends. If tfjs's are not registered, nothing can be trained either. */
export function replaceBatchNormGradient(): void {
  const stock = getGradient(FusedBatchNorm) as GradConfig | undefined; // its type does not say that it may be missing
  if (stock === undefined || stock === replaced) return;
  replaced = batchNormGradient(stock.gradFunc);
  registerGradient(replaced);
}
