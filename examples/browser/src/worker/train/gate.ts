/** The point between two steps at which training waits and receives messages. */
export interface Gate {
  readonly signal: AbortSignal;
  /** Lets messages arrive, and waits as long as the run is paused. */
  pass(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Ends the run at its next step. */
  stop(): void;
}

/** A gate that is open. */
export function createGate(): Gate {
  const controller = new AbortController();
  let open = Promise.resolve();
  let release = (): void => undefined;
  return {
    signal: controller.signal,
    async pass() {
      await new Promise((resolve) => setTimeout(resolve));
      await open;
    },
    pause() {
      release();
      open = new Promise((resolve) => (release = resolve));
    },
    resume: () => release(),
    stop() {
      controller.abort();
      release();
    },
  };
}
