import type { OperationName } from "./operation.ts";

/** An operation, its probability, and its magnitude from 0 to 9; 0 for operations without one. */
type Step = readonly [name: OperationName, probability: number, magnitude: number];

/**
 * The policy for ImageNet: 25 pairs of operations.
 *
 * @see Cubuk et al. 2018, arXiv:1805.09501, table 9
 */
export const IMAGENET_POLICY: readonly (readonly [Step, Step])[] = [
  [
    ["posterize", 0.4, 8],
    ["rotate", 0.6, 9],
  ],
  [
    ["solarize", 0.6, 5],
    ["autocontrast", 0.6, 0],
  ],
  [
    ["equalize", 0.8, 0],
    ["equalize", 0.6, 0],
  ],
  [
    ["posterize", 0.6, 7],
    ["posterize", 0.6, 6],
  ],
  [
    ["equalize", 0.4, 0],
    ["solarize", 0.2, 4],
  ],
  [
    ["equalize", 0.4, 0],
    ["rotate", 0.8, 8],
  ],
  [
    ["solarize", 0.6, 3],
    ["equalize", 0.6, 0],
  ],
  [
    ["posterize", 0.8, 5],
    ["equalize", 1, 0],
  ],
  [
    ["rotate", 0.2, 3],
    ["solarize", 0.6, 8],
  ],
  [
    ["equalize", 0.6, 0],
    ["posterize", 0.4, 6],
  ],
  [
    ["rotate", 0.8, 8],
    ["color", 0.4, 0],
  ],
  [
    ["rotate", 0.4, 9],
    ["equalize", 0.6, 0],
  ],
  [
    ["equalize", 0, 0],
    ["equalize", 0.8, 0],
  ],
  [
    ["invert", 0.6, 0],
    ["equalize", 1, 0],
  ],
  [
    ["color", 0.6, 4],
    ["contrast", 1, 8],
  ],
  [
    ["rotate", 0.8, 8],
    ["color", 1, 2],
  ],
  [
    ["color", 0.8, 8],
    ["solarize", 0.8, 7],
  ],
  [
    ["sharpness", 0.4, 7],
    ["invert", 0.6, 0],
  ],
  [
    ["shearX", 0.6, 5],
    ["equalize", 1, 0],
  ],
  [
    ["color", 0.4, 0],
    ["equalize", 0.6, 0],
  ],
  [
    ["equalize", 0.4, 0],
    ["solarize", 0.2, 4],
  ],
  [
    ["solarize", 0.6, 5],
    ["autocontrast", 0.6, 0],
  ],
  [
    ["invert", 0.6, 0],
    ["equalize", 1, 0],
  ],
  [
    ["color", 0.6, 4],
    ["contrast", 1, 8],
  ],
  [
    ["equalize", 0.8, 0],
    ["equalize", 0.6, 0],
  ],
];
