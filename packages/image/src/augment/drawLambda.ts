import type { Random } from "@tensorloom/core";

/**
 * Draws `lambda` from the distribution Beta(alpha, alpha).
 *
 * It is uniform if alpha is 1, mostly near 0 or 1 if alpha is smaller, and mostly near 0.5 if it is larger.
 *
 * It is computed from two gamma draws: `x / (x + y)`.
 */
export function drawLambda(alpha: number, random: Random): number {
  const [one, other] = [logGamma(alpha, random), logGamma(alpha, random)];
  return 1 / (1 + Math.exp(other - one)); // logarithms, because a small alpha may make both draws underflow
}

/** Draws weights that add up to 1 from the Dirichlet distribution with the same `alpha` for each. */
export function drawWeights(count: number, alpha: number, random: Random): readonly number[] {
  const logarithms = Array.from({ length: count }, () => logGamma(alpha, random));
  const largest = Math.max(...logarithms);
  const shares = logarithms.map((logarithm) => Math.exp(logarithm - largest));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** Draws from the gamma distribution and returns the logarithm (Marsaglia and Tsang 2000). */
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
