import type { GraphBuilder } from "../format/graphBuilder.ts";

/** Operators of ONNX Runtime's CPU provider on images in blocks of channels. Not a public contract: probe before use. */
export const NCHWC = "com.microsoft.nchwc";

/**
 * Images in blocks of channels: `[batch, channels / block, height, width, block]` in memory, `[batch, channels, height, width]` by name.
 *
 * @example
 * ```ts
 * import { BlockedLayout } from "@tensorloom/onnx/internal";
 *
 * new BlockedLayout(8).padded(20); // => 24
 * ```
 */
export class BlockedLayout {
  /** Channels of a block: 16 with AVX-512, 8 without. */
  readonly block: number;

  constructor(block: number) {
    this.block = block;
  }

  /** The next whole number of blocks. */
  padded(channels: number): number {
    return Math.ceil(channels / this.block) * this.block;
  }

  /** Converts a plain image, `[batch, channels, height, width]`. */
  toBlocked(builder: GraphBuilder, image: string, [, channels]: readonly number[]): string {
    const missing = this.padded(channels) - channels;
    const whole =
      missing === 0 ? image : builder.node("Pad", [image, builder.ints([0, 0, 0, 0, 0, missing, 0, 0])]);
    return builder.node("ReorderInput", [whole], {}, NCHWC);
  }

  /** Converts back to a plain image, `[batch, channels, height, width]`. */
  toPlain(builder: GraphBuilder, image: string, [, channels]: readonly number[]): string {
    return builder.node("ReorderOutput", [image], { channels }, NCHWC);
  }
}
