import { ZIGZAG } from "./quantizationTables.ts";

/** Where each coefficient of the zigzag order stands in a block. Damaged data may count past the last one, by up to 16. */
export const NATURAL_ORDER: Uint8Array = Uint8Array.from({ length: 80 }, (_, k) => ZIGZAG[Math.min(k, 63)]);
