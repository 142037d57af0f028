import type { BlockedShape } from "../graph/blockedGraph.ts";

/** Options of {@link LinearMap.forward}. */
interface ForwardOptions {
  /** `[channels]`. Default: ones. */
  readonly scale?: string | undefined;
  /** `[channels]`. Default: zeros. */
  readonly shift?: string | undefined;
  /** An image that is added. */
  readonly sum?: string | undefined;
}

/** A linear map from images to images, such as a convolution without its bias. */
export interface LinearMap {
  readonly output: BlockedShape;
  /** Writes `scale * map(x) + shift + sum`. */
  forward(options?: ForwardOptions): string;
  /** Adds the gradients of the input and of the kernel from that of the map's output, `scale * d`. */
  backward(d: string, scale: string | undefined): void;
}
