/** Coefficients for the middle (Wichura 1988, algorithm AS 241, PPND7: seven digits). */
const [A, B] = [
  [3.3871327179, 5.0434271938e1, 1.5929113202e2, 5.910937472e1],
  [1, 1.7895169469e1, 7.8757757664e1, 6.71875636e1],
];
/** Coefficients for the tails. */
const [C, D] = [
  [1.4234372777, 2.756818007, 1.306728489, 1.7023821103e-1],
  [1, 7.370016425e-1, 1.2021132975e-1],
];

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** The value that a normally distributed number is below with a probability of 0.00001 to 0.99999. */
function normalQuantile(probability: number): number {
  const distance = probability - 0.5;
  if (Math.abs(distance) <= 0.425) {
    const x = 0.180625 - distance * distance;
    return (distance * polynomial(A, x)) / polynomial(B, x);
  }
  const x = Math.sqrt(-Math.log(Math.min(probability, 1 - probability))) - 1.6;
  return (Math.sign(distance) * polynomial(C, x)) / polynomial(D, x);
}

const COUNT = 2 ** 16;
let quantiles: Float32Array | undefined;

/** A normal distribution of variance 1 as 65,536 numbers of equal probability, in order; 0.25 MB, computed once. */
export function normalQuantiles(): Float32Array {
  if (quantiles !== undefined) return quantiles;
  const made = new Float32Array(COUNT);
  for (let i = 0; i < COUNT / 2; i++) {
    made[i] = normalQuantile((i + 0.5) / COUNT);
    made[COUNT - 1 - i] = -made[i];
  }
  return (quantiles = made);
}
