/**
 * The input pixels and weights of each output pixel, along one axis.
 *
 * Output `i` is the sum over `k` of `weights[i][k] * input[starts[i] + k]`. The weights of an output add up to 1.
 */
export interface Taps {
  readonly starts: readonly number[];
  readonly weights: readonly (readonly number[])[];
}
