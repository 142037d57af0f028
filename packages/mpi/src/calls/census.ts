import type { MpiCalls } from "./mpiCalls.ts";

/** Finds out which ranks take part in an operation that does not end. */
export interface Census {
  /** Reports to the other ranks that this one waits, collects their reports for a while, and returns the ranks without one. */
  readonly findMissing: () => readonly number[];
}

/** How long a rank waits for the reports of others whose time is over a little later, in milliseconds. */
const GRACE = 1000;
const PAUSE = 5;

/** Prepares a census. All ranks call this together. Reports have a communicator of their own. */
export function createCensus(calls: MpiCalls, rank: number, size: number): Census {
  const { handles } = calls.library;
  const communicator = calls.duplicate(handles.world);
  const never = new Int32Array(new SharedArrayBuffer(4));
  return {
    findMissing() {
      const others = Array.from({ length: size }, (_, of) => of).filter((of) => of !== rank);
      const report = new Uint8Array(1);
      for (const other of others) calls.start("MPI_Isend", report, 1, handles.uint8, other, 0, communicator); // a byte is sent without waiting
      const missing = new Set(others);
      const flag = new Int32Array(1);
      for (const end = performance.now() + GRACE; missing.size > 0 && performance.now() < end;) {
        for (const other of [...missing]) {
          calls.call("MPI_Iprobe", other, 0, communicator, flag, handles.ignoreStatus);
          if (flag[0] !== 0) missing.delete(other);
        }
        Atomics.wait(never, 0, 0, PAUSE);
      }
      return [...missing];
    },
  };
}
