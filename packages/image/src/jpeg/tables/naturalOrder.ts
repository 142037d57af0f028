import { ZIGZAG } from "./quantizationTables.ts";

/**
 * The position in a block of each coefficient in zigzag order.
 *
 * Damaged data may exceed the last index by up to 16.
 */
export const NATURAL_ORDER: Uint8Array = Uint8Array.from({ length: 80 }, (_, k) => ZIGZAG[Math.min(k, 63)]);
