/** Numbers that cross between replicas: one array, or several as if they lay one behind the other. */
export type Values = Float32Array | readonly Float32Array[];

/**
 * How replicas meet. Every replica of a run makes the same calls, with values of the same lengths, in the same order;
 * each call returns when its values are there.
 */
export interface Communicator {
  /** Which replica this is, from 0. */
  readonly rank: number;
  /** How many there are. */
  readonly size: number;
  /** Sums the values over all replicas, in place. Sums are taken in the order of ranks: all get the same bits. */
  allReduce(values: Values): void;
  /** Gives everybody the values of one replica; default replica 0. */
  broadcast(values: Values, root?: number): void;
  /** Returns when every replica has called it. */
  barrier(): void;
}
