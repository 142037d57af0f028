import type { Communicator } from "../communicator.ts";

/** What the function of a replica's module gets. */
export interface Thread {
  readonly communicator: Communicator;
  /** What `startThreads` was given for it. */
  readonly data: unknown;
  /**
   * Calls `handle` with each message, one after the other. What it throws ends the run; every replica hears of it.
   * A message that needs all replicas is sent to all of them.
   */
  readonly onMessage: (handle: (message: unknown) => void) => void;
}
