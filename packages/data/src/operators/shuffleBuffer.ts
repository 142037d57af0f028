import { AGAIN } from "../later.ts";
import { type Held, holding } from "../holding.ts";
import { drawn } from "../permutation.ts";
import type { Operator } from "../source.ts";

/** Draws each element from a buffer of those that wait. `key` names an epoch's draws, from 0 to 2^32 - 1. */
export function shuffleBuffer<T>(
  label: string,
  size: number,
  key: (epoch: number) => number,
): Operator<T, T> {
  return holding({
    label,
    every: Math.ceil(size / 8),
    start: () => ({ draws: 0 }),
    work(memory, epoch) {
      const buffer: Held<T>[] = [];
      const name = key(epoch);
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
