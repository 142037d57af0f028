import type { Ranks } from "./ranks.ts";

/** Sends bytes of one rank to all; the others pass `undefined`. */
export function broadcastBytes(
  { communicator, rank }: Ranks,
  bytes: Uint8Array | undefined,
  root = 0,
): Uint8Array<ArrayBuffer> {
  const length = Float64Array.of(rank === root ? (bytes?.length ?? 0) : 0);
  communicator.broadcast(length, root);
  const received = new Uint8Array(length[0]);
  if (rank === root && bytes !== undefined) received.set(bytes);
  if (length[0] > 0) communicator.broadcast(received, root);
  return received;
}

/** Sends plain data of one rank to all. */
export function broadcastPlain<T>(ranks: Ranks, value: T | undefined, root = 0): T {
  const text = ranks.rank === root ? new TextEncoder().encode(JSON.stringify(value)) : undefined;
  return JSON.parse(new TextDecoder().decode(broadcastBytes(ranks, text, root))) as T; // what the root has sent
}

/** Sends one number of rank 0 to all. */
export function broadcastNumber({ communicator }: Ranks, value: number): number {
  const one = Float64Array.of(value);
  communicator.broadcast(one);
  return one[0];
}

/** Collects the bytes of every rank. */
export function gatherBytes({ communicator, size }: Ranks, own: Uint8Array): readonly Uint8Array[] {
  const lengths = new Float64Array(size);
  communicator.allGather(Float64Array.of(own.length), lengths);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const all = new Uint8Array(total);
  if (total > 0) communicator.allGather(own, all, [...lengths]);
  let at = 0;
  return Array.from(lengths, (length) => all.subarray(at, (at += length)));
}
