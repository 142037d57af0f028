/** The checkpoints of a run that are on disk, oldest first. */
export interface KeptCheckpoints {
  readonly paths: readonly string[];
  /** The best of them; `undefined` if they are not ranked, or a later one has replaced it. */
  readonly best: string | undefined;
}

/** No checkpoints, at the start of a run. */
export const NO_CHECKPOINTS: KeptCheckpoints = { paths: [], best: undefined };

/**
 * Adds a checkpoint, and returns which ones stay and which ones have to go.
 *
 * The newest `keep` stay, and the best. A checkpoint at the path of an earlier one has replaced it.
 */
export function addCheckpoint(
  { paths, best }: KeptCheckpoints,
  path: string,
  isBest: boolean,
  keep: number,
): { readonly kept: KeptCheckpoints; readonly removed: readonly string[] } {
  const all = [...paths.filter((one) => one !== path), path];
  const newBest = isBest ? path : best === path ? undefined : best;
  const stays = (one: string, at: number): boolean => at >= all.length - keep || one === newBest;
  return {
    kept: { paths: all.filter(stays), best: newBest },
    removed: all.filter((one, at) => !stays(one, at)),
  };
}
