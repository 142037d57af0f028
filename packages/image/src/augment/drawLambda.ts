import type { Random } from "@tensorloom/core";

/**
 * A lambda in 0..1 of the distribution Beta(alpha, alpha): uniform for 1, near 0 or 1 for less, near a half for more.
 *
 * By two draws of the gamma distribution: `x / (x + y)`.
 */
export function drawLambda(alpha: number, random: Random): number {
  const [one, other] = [logGamma(alpha, random), logGamma(alpha, random)];
  return 1 / (1 + Math.exp(other - one)); // by logarithms: for a small alpha both may be too small for a double
}

/** The logarithm of a draw of the gamma distribution (Marsaglia and Tsang 2000). */
function logGamma(alpha: number, random: Random): number {
  if (alpha < 1) return logGamma(alpha + 1, random) + Math.log(1 - random.uniform()) / alpha;
  const d = alpha - 1 / 3;
  for (;;) {
    const normal = random.normal();
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < normal ** 2 / 2 + d - d * v + d * Math.log(v))
      return Math.log(d * v);
  }
}
