/** The place of this process among those that `mpirun` has started. */
export interface Ranks {
  readonly rank: number;
  readonly size: number;
  /** Processes on this machine. */
  readonly localSize: number;
}

/** The parts of a writable stream that the command uses. */
interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** The command's connections to its surroundings; tests replace them. */
export interface CommandIO {
  /** Results, for people and for pipes. */
  readonly stdout: Output;
  /** Progress and errors. */
  readonly stderr: Output;
  /** Milliseconds since an arbitrary moment. */
  readonly clock: () => number;
  /** The date and time. */
  readonly date: () => Date;
  /** The processes that compute together; `undefined` if this one is alone. */
  readonly ranks?: Ranks | undefined;
  /** Ends the run when it is aborted. */
  readonly signal: AbortSignal;
}
