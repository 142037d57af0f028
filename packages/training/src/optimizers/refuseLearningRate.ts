const RATES: readonly string[] = ["learningRate", "learning_rate", "lr", "rate"];

/**
 * Refuses a learning rate, which Keras's optimizers take, and which `fit` takes here.
 *
 * @throws TypeError that says what to write.
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
