/** How scores of several models are combined, by the name of `--average`. */
export const AVERAGES = { mean: "mean", geometric: "geometricMean", rank: "rankMean" } as const;
