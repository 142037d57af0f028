/** How long a launcher has to pass the reason on before the abort, in ms: MPICH's may otherwise end first. */
const FORWARD_TIME = 300;

/** Which process of the run this is. */
export interface RankPlace {
  readonly rank: number;
  readonly size: number;
  readonly host: string;
}

interface Actions {
  /** Ends all processes of the run. */
  readonly abort: (exitCode: number) => void;
  /** Leaves the run. */
  readonly finalize: () => void;
}

/** How a process leaves its run. */
export interface Ending {
  readonly fail: (error: unknown) => never;
  readonly close: () => void;
}

/** Leaves the run when this process exits, and ends it in all processes if this one fails. */
export function endWithProcess({ rank, size, host }: RankPlace, { abort, finalize }: Actions): Ending {
  let thrown: { readonly error: unknown } | undefined;
  let closed = false;

  function end(reason: string, exitCode: number): void {
    const line = `rank ${String(rank)} of ${String(size)} on ${host} ${reason}\nAll ranks end.\n`;
    try {
      process.getBuiltinModule("node:fs").writeSync(2, line); // before the abort, which ends this process too
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FORWARD_TIME);
    } finally {
      abort(exitCode); // also if nobody reads the pipe, or it is full
    }
  }
  function close(): void {
    if (closed) return;
    closed = true;
    finalize();
  }
  process.on("uncaughtExceptionMonitor", (error) => (thrown = { error }));
  process.on("exit", (code) => {
    if (closed) return;
    if (code === 0) close();
    else if (thrown === undefined) end(`exited with code ${String(code)}`, code);
    else end(`failed: ${textOfError(thrown.error)}`, code);
  });
  return {
    fail(error) {
      end(`failed: ${textOfError(error)}`, 1);
      return process.exit(1); // MPI_Abort does not return
    },
    close,
  };
}

function textOfError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}
