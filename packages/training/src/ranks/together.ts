import { deserializeError, type SerializedError, serializeError } from "@tensorloom/core/internal";
import { broadcastPlain } from "./exchange.ts";
import { RankError } from "./rankError.ts";
import type { Ranks } from "./ranks.ts";

const agreedErrors = new WeakSet<object>();

/** An error that every rank throws at the same place: nobody waits for this rank. */
export function agreed<E>(error: E): E {
  if (typeof error === "object" && error !== null) agreedErrors.add(error);
  return error;
}

/** Whether every rank throws this error at the same place. */
export function isAgreed(error: unknown): boolean {
  return typeof error === "object" && error !== null && agreedErrors.has(error);
}

const aborts = new WeakSet<object>();

/** The reason of an abort, which all ranks throw. */
export function agreedAbort<E>(reason: E): E {
  if (typeof reason === "object" && reason !== null) aborts.add(reason);
  return agreed(reason);
}

/** Whether the ranks have agreed to abort the run for this reason. */
export function isAbort(error: unknown): boolean {
  return typeof error === "object" && error !== null && aborts.has(error);
}

/** Runs what all ranks do together. If this one fails, all end. */
export async function together<T>(ranks: Ranks | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (ranks !== undefined && !isAgreed(error)) ranks.fail(error);
    throw error;
  }
}

/** Throws the error of a rank on all of them: there as it is, elsewhere as a RankError. */
export function throwTogether(ranks: Ranks, root: number, error: unknown): never {
  const sent = ranks.rank === root ? serializeError(error) : undefined;
  const received = deserializeError(broadcastPlain<SerializedError>(ranks, sent, root));
  throw agreed(ranks.rank === root ? error : new RankError(root, ranks.hosts[root], received));
}

/** Runs `work` on rank 0 alone. If it fails, all ranks throw. */
export async function onFirst<T>(ranks: Ranks, work: () => Promise<T>): Promise<T | undefined> {
  let failure: { readonly error: unknown } | undefined;
  let result: T | undefined;
  if (ranks.rank === 0)
    try {
      result = await work();
    } catch (error) {
      failure = { error };
    }
  if (broadcastPlain<boolean>(ranks, failure !== undefined)) throwTogether(ranks, 0, failure?.error);
  return result;
}
