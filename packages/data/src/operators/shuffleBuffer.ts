import { AGAIN } from "../pass/later.ts";
import { type Held, holding } from "../pass/holding.ts";
import { orderEpoch } from "../random/ordering.ts";
import { drawn } from "../random/permutation.ts";
import type { Operator } from "../source.ts";
import type { StreamOptions } from "../random/streams.ts";

/** Draws each element from a buffer of those that wait. */
export function shuffleBuffer<T>(label: string, size: number, random: StreamOptions): Operator<T, T> {
  return holding({
    label,
    random,
    every: Math.ceil(size / 8),
    start: () => ({ draws: 0 }),
    work(memory, epoch, streams) {
      const buffer: Held<T>[] = [];
      const name = streams(orderEpoch(random, epoch)).integer(2 ** 32);
      return {
        take: (held) => buffer.push(held),
        held: () => buffer,
        give(ended) {
          const waiting = buffer.length;
          if (waiting === 0 || (!ended && waiting < size)) return AGAIN;
          const slot = drawn(name, memory.draws++, waiting);
          const { element } = buffer[slot];
          // The last one moves into the gap: a draw costs the same whatever the buffer holds.
          buffer[slot] = buffer[waiting - 1];
          buffer.pop();
          return element;
        },
      };
    },
  });
}
