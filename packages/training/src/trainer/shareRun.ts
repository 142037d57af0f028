import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Callback } from "../callbacks/callback.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { broadcastPlain } from "../ranks/exchange.ts";
import { partSource } from "../ranks/partSource.ts";
import type { Ranks } from "../ranks/ranks.ts";
import { shareModels } from "../ranks/shareModels.ts";
import { isAgreed, together } from "../ranks/together.ts";
import type { RunState } from "./runState.ts";

/** The options of a run on several ranks: each reads its rows, and rank 0 alone calls callbacks and warns. */
export function shareOptions(options: ResolvedFitOptions, ranks: Ranks): ResolvedFitOptions {
  const { train, validation, callbacks, onWarning, replicas } = options;
  const isFirst = ranks.rank === 0;
  return {
    ...options,
    train: partSource(train, ranks),
    validation: validation && partSource(validation, ranks),
    callbacks: isFirst ? callbacks : callbacks.filter(isForEveryRank),
    onWarning: isFirst ? onWarning : () => undefined,
    replicas: { ...replicas, ranks },
  };
}

function isForEveryRank({ everyRank }: Callback): boolean {
  return everyRank === true;
}

/**
 * Runs a training on all ranks, from the weights of rank 0 and to them: a callback may have assigned others.
 *
 * A rank that fails ends all. After an abort, all wait until rank 0 has written its checkpoint.
 */
export async function trainTogether<T>(
  ranks: Ranks | undefined,
  model: LayersModel,
  work: () => Promise<T>,
): Promise<T> {
  if (ranks === undefined) return work();
  return together(ranks, async () => {
    shareModels(ranks, [model]);
    try {
      const result = await work();
      shareModels(ranks, [model]);
      return result;
    } catch (error) {
      if (isAgreed(error)) ranks.communicator.barrier();
      throw error;
    }
  });
}

/** Copies what callbacks of rank 0 have decided to all ranks: to stop, and another learning rate. */
export function shareDecisions(ranks: Ranks | undefined, state: RunState): void {
  if (ranks === undefined) return;
  const { stopped = null, rateFactor } = broadcastPlain<{ stopped?: string; rateFactor: number }>(ranks, {
    ...(state.stopped !== undefined && { stopped: state.stopped }),
    rateFactor: state.rateFactor,
  });
  state.stopped = stopped ?? undefined;
  state.rateFactor = rateFactor;
}
