/**
 * The share of a standard normal distribution that lies below a number.
 *
 * @see Hart 1968, algorithm 5666, as West 2005 writes it in "Better approximations to cumulative normal functions":
 * accurate to 14 decimal places
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z);
  if (x > 37) return z > 0 ? 1 : 0;
  const power = Math.exp((-x * x) / 2);
  const tail =
    x < 7.07106781186547
      ? (power * polynomial(UPPER, x)) / polynomial(LOWER, x)
      : power / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
  return z > 0 ? 1 - tail : tail;
}

const UPPER = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const LOWER = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

/** Horner's rule: the first coefficient is that of the highest power. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

/** The number below which a share of a standard normal distribution lies: bisection of {@link normalCdf}. */
export function normalQuantile(share: number): number {
  let [low, high] = [-38, 38];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
