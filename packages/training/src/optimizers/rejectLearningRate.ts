const RATES: readonly string[] = ["learningRate", "learning_rate", "lr", "rate"];

/**
 * Rejects a learning rate, which is an option of Keras's optimizers, but of `fit` here.
 *
 *
 * @throws TypeError with what to write instead.
 */
export function rejectLearningRate(caller: string, options: unknown): void {
  const rate: unknown =
    typeof options === "object" && options !== null
      ? Object.entries<unknown>({ ...options }).find(([name]) => RATES.includes(name))?.[1]
      : options;
  if (typeof rate !== "number" && typeof rate !== "function") return;
  const shown = typeof rate === "number" ? String(rate) : "…";
  throw new TypeError(
    `${caller}: the learning rate is an option of fit: write fit(model, { optimizer: ${caller}(), schedule: ${shown} })`,
  );
}
