import { SKIP } from "../pass/maybeAsync.ts";
import { bufferedStage } from "../pass/bufferedStage.ts";
import type { Buffered } from "../pass/bufferedWork.ts";
import { orderEpoch } from "../random/orderRandomness.ts";
import { hashBelow } from "../random/permutation.ts";
import type { Operator } from "../source.ts";
import type { StreamOptions } from "../random/streams.ts";

/** Shuffles with a buffer: draws each element from the buffered ones. */
export function shuffleBuffer<T>(label: string, size: number, random: StreamOptions): Operator<T, T> {
  return bufferedStage({
    label,
    random,
    checkpointEvery: Math.ceil(size / 8),
    start: () => ({ draws: 0 }),
    work(memory, epoch, streams) {
      const buffer: Buffered<T>[] = [];
      const name = streams(orderEpoch(random, epoch)).integer(2 ** 32);
      return {
        push: (held) => buffer.push(held),
        held: () => buffer,
        pull(ended) {
          const waiting = buffer.length;
          if (waiting === 0 || (!ended && waiting < size)) return SKIP;
          const slot = hashBelow(name, memory.draws++, waiting);
          const { element } = buffer[slot];
          // The last one moves into the gap, so a draw takes constant time.
          buffer[slot] = buffer[waiting - 1];
          buffer.pop();
          return element;
        },
      };
    },
  });
}
