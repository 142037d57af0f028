/** As much of a stream as is used. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What the command meets the world with. */
export interface Io {
  /** Results, for people and for pipes. */
  readonly stdout: Output;
  /** Progress and errors. */
  readonly stderr: Output;
  /** Milliseconds since any moment. */
  now(): number;
  /** Aborted: the run ends at once. */
  readonly signal: AbortSignal;
}
