import type { ByteWindow } from "../bytes/byteWindow.ts";
import { fillWindow } from "../records/readRecords.ts";
import { RecordCursor } from "../records/recordCursor.ts";
import type { ByteBudget } from "./byteBudget.ts";
import { fileWindow, type ReadFileOptions } from "./readRecordFile.ts";

/** How the readers of many files share memory. */
export interface RecordPrefetcherOptions {
  readonly budget: ByteBudget;
  /** How many bytes of records one reader keeps before it waits for its turn; one record in any case. */
  readonly maxBytes: number;
  /** The file and how it is read. */
  readonly file: ReadFileOptions & { readonly file: string; readonly blockBytes: number };
}

/** One of many files that are read together: it reads ahead as far as the shared budget allows. */
export interface RecordPrefetcher {
  /** `ready`: a record is at hand; `waiting`: `fill` would read on; `ended`: all records have been taken. */
  readonly state: "ready" | "reading" | "waiting" | "ended";
  /** Whether the budget allows to read on. */
  readonly canFill: boolean;
  /** Reads on, in state `waiting`, if the budget allows it, or with `force` in any case; throws what the file's reading ended with. */
  fill(force: boolean): Promise<void>;
  /** Waits for what is being read. */
  whenIdle(): Promise<void>;
  /** Takes the next record. Its bytes count until the budget is given them back. */
  take(): Uint8Array;
  close(): Promise<void>;
}

/** Records are read in small batches: one promise per batch, not per record. */
const MAX_BATCH_RECORDS = 64;

/** Opens a file for reading beside others; nothing is read before `fill`. */
export function recordPrefetcher({ budget, maxBytes, file }: RecordPrefetcherOptions): RecordPrefetcher {
  let queue: Uint8Array[] = [];
  let at = 0;
  let need = 0; // what the next record takes, as far as it is known
  let open: { readonly window: ByteWindow; readonly cursor: RecordCursor } | undefined;
  let filling: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let over = false;

  async function read(force: boolean): Promise<void> {
    if (open === undefined) {
      const window = await fileWindow(file.file, file);
      open = { window, cursor: new RecordCursor(window, file) };
    }
    const { window, cursor } = open;
    for (
      let [held, forced] = [0, force];
      queue.length === 0 || (queue.length < MAX_BATCH_RECORDS && held < maxBytes);
    ) {
      const step = cursor.next();
      if (step === undefined) {
        over = true;
        return;
      }
      if (typeof step !== "number") {
        queue.push(step);
        held += step.length;
        budget.used += step.length;
        need = 0;
        continue;
      }
      if (queue.length > 0) return; // what is there is handed over before more is read
      need = step > file.blockBytes ? step : 0;
      if (!forced && budget.used + need > budget.max) return;
      forced = false;
      budget.used += need;
      await fillWindow(window, cursor, step).finally(() => (budget.used -= need));
    }
  }

  return {
    get state() {
      if (at < queue.length) return "ready";
      if (filling !== undefined) return "reading";
      return over && failure === undefined ? "ended" : "waiting";
    },
    get canFill() {
      return budget.used + need <= budget.max;
    },
    async fill(force) {
      if (failure !== undefined) throw failure.error;
      queue = [];
      at = 0;
      filling = read(force)
        .catch((error: unknown) => {
          failure = { error }; // thrown after the records before it have been taken
          over = true;
        })
        .finally(() => {
          open?.window.release();
          filling = undefined;
        });
      await filling;
    },
    async whenIdle() {
      await filling;
    },
    take() {
      const record = queue[at];
      queue[at++] = NOTHING; // it is the caller's now
      return record;
    },
    async close() {
      await filling;
      await open?.window.close();
    },
  };
}

const NOTHING = new Uint8Array(0);
