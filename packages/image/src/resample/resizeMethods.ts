/** A resampling kernel: weights by distance, zero beyond a radius. */
export interface Kernel {
  /**
   * The distance beyond which weights are zero.
   *
   * It is in input pixels, or in output pixels if antialiasing stretches the kernel.
   */
  readonly radius: number;
  /** The weight at a distance of 0 or more. */
  readonly weight: (distance: number) => number;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const lanczos = (radius: number): Kernel => ({ radius, weight: (x) => sinc(x) * sinc(x / radius) });

/**
 * A cubic kernel (Mitchell and Netravali 1988).
 *
 * `b = 0, c = 1/2` is that of Keys 1981; `b = c = 1/3` is theirs.
 */
function cubic(b: number, c: number): Kernel {
  const near = (x: number): number =>
    ((12 - 9 * b - 6 * c) * x ** 3 + (-18 + 12 * b + 6 * c) * x ** 2 + 6 - 2 * b) / 6;
  const far = (x: number): number =>
    ((-b - 6 * c) * x ** 3 + (6 * b + 30 * c) * x ** 2 + (-12 * b - 48 * c) * x + 8 * b + 24 * c) / 6;
  return { radius: 2, weight: (x) => (x < 1 ? near(x) : far(x)) };
}

/** TensorFlow's Gaussian kernel, which is 0 at exactly 1.5. */
const gaussian = (x: number): number => (x < 1.5 ? Math.exp((-x * x) / (2 * 0.5 ** 2)) : 0);

/** The kernels of tf.image.resize (tensorflow/core/kernels/image/sampling_kernels.h). */
export const KERNELS: ReadonlyMap<string, Kernel> = new Map([
  ["bilinear", { radius: 1, weight: (x: number) => 1 - x }],
  ["bicubic", cubic(0, 1 / 2)],
  ["mitchell", cubic(1 / 3, 1 / 3)],
  ["gaussian", { radius: 1.5, weight: gaussian }],
  ["lanczos3", lanczos(3)],
  ["lanczos5", lanczos(5)],
]);

/**
 * The interpolation methods of `resize`.
 *
 * @inline
 */
export type ResizeMethod =
  "nearest" | "bilinear" | "area" | "bicubic" | "mitchell" | "gaussian" | "lanczos3" | "lanczos5";

/** Every {@link ResizeMethod}, for the argument checks. */
export const RESIZE_METHODS: readonly ResizeMethod[] = [
  "nearest",
  "bilinear",
  "area",
  "bicubic",
  "mitchell",
  "gaussian",
  "lanczos3",
  "lanczos5",
];
