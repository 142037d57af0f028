/** Listens for SIGTERM during a run. */
export interface Termination {
  /** Aborted when SIGTERM arrives, or the caller's signal is aborted. */
  readonly signal: AbortSignal;
  /** Whether SIGTERM has arrived, before any abort. */
  readonly isTerminated: boolean;
  /** Stops listening. Other listeners stay. */
  stop(): void;
}

/** Listens for SIGTERM until `stop` is called. Without a process, as in a browser, only the caller's signal counts. */
export function listenForTermination(signal: AbortSignal | undefined): Termination {
  const controller = new AbortController();
  const onTerminate = (): void => controller.abort(new Error("SIGTERM"));
  const { process } = globalThis as { process?: Partial<NodeJS.Process> }; // absent in browsers
  process?.on?.("SIGTERM", onTerminate);
  const combined = AbortSignal.any([controller.signal, ...(signal === undefined ? [] : [signal])]);
  return {
    signal: combined,
    get isTerminated() {
      return combined.aborted && combined.reason === controller.signal.reason;
    },
    stop() {
      process?.off?.("SIGTERM", onTerminate);
    },
  };
}
