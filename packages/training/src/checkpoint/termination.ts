/** Listens for SIGTERM during a run. */
export interface Termination {
  /** Aborted when SIGTERM arrives, or the caller's signal is aborted. */
  readonly signal: AbortSignal;
  /** Whether this error says that SIGTERM has arrived before any abort, here or on another rank. */
  isReason(error: unknown): boolean;
  /** Stops listening. Other listeners stay. */
  stop(): void;
}

/** The name of the reason, which it keeps on its way to other ranks. */
const NAME = "Terminated";

/**
 * Signals that end the ranks of a run: launchers pass Ctrl-C on as SIGINT or SIGTERM, and SIGUSR2 without ending anything
 * themselves.
 */
const RANK_SIGNALS = ["SIGTERM", "SIGINT", "SIGUSR2"] as const;

/**
 * Listens for SIGTERM until `stop` is called. Without a process, as in a browser, only the caller's signal counts.
 *
 * @param isRank - Whether a launcher has started this process.
 */
export function listenForTermination(signal: AbortSignal | undefined, isRank = false): Termination {
  const signals = isRank ? RANK_SIGNALS : (["SIGTERM"] as const);
  const controller = new AbortController();
  const onTerminate = (name: string): void =>
    controller.abort(Object.assign(new Error(name), { name: NAME }));
  const { process } = globalThis as { process?: Partial<NodeJS.Process> }; // absent in browsers
  for (const name of signals) process?.on?.(name, onTerminate);
  const combined = AbortSignal.any([controller.signal, ...(signal === undefined ? [] : [signal])]);
  return {
    signal: combined,
    isReason: (error) => error instanceof Error && error.name === NAME,
    stop() {
      for (const name of signals) process?.off?.(name, onTerminate);
    },
  };
}
