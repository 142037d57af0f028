import type { ByteWindow } from "../bytes/byteWindow.ts";
import { fillWindow } from "../records/readRecords.ts";
import { RecordCursor } from "../records/recordCursor.ts";
import type { ByteBudget } from "./byteBudget.ts";
import { fileWindow, type ReadFileOptions } from "./readRecordFile.ts";

/** Options of {@link recordPrefetcher}. */
export interface RecordPrefetcherOptions {
  readonly budget: ByteBudget;
  /** The bytes of records that this file may prefetch; at least one record is read. */
  readonly maxBytes: number;
  /** The file and its read options. */
  readonly file: ReadFileOptions & { readonly file: string; readonly blockBytes: number };
}

/** Reads one of many files and prefetches records within a shared budget. */
export interface RecordPrefetcher {
  /** `ready`: a record is buffered; `reading`: `fill` is running; `waiting`: `fill` can read on; `ended`: no record is left. */
  readonly state: "ready" | "reading" | "waiting" | "ended";
  /** Whether the budget allows another read. */
  readonly canFill: boolean;
  /** In state `waiting`, reads on if the budget allows it or `force` is true; throws the error that ended the file. */
  fill(force: boolean): Promise<void>;
  /** Waits for the running `fill`. */
  whenIdle(): Promise<void>;
  /** Takes the next record. The caller subtracts its bytes from the budget afterwards. */
  take(): Uint8Array;
  close(): Promise<void>;
}

/** The size of a batch: one promise per batch instead of one per record. */
const MAX_BATCH_RECORDS = 64;

/** Creates a prefetcher; it reads nothing before `fill`. */
export function recordPrefetcher({ budget, maxBytes, file }: RecordPrefetcherOptions): RecordPrefetcher {
  let queue: Uint8Array[] = [];
  let at = 0;
  let need = 0; // the size of the next record, if it is known and exceeds a block
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
      if (queue.length > 0) return; // deliver the buffered records first
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
          failure = { error }; // thrown after the records before it
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
      queue[at++] = NOTHING; // release the reference
      return record;
    },
    async close() {
      await filling;
      await open?.window.close();
    },
  };
}

const NOTHING = new Uint8Array(0);
