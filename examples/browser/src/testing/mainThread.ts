import type { Browser, Page } from "playwright-core";

/** A task of a thread, in Chromium's trace format; times are in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** Time on the processor, without that in which other programs had it. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** How long the page's main thread was busy without a break. */
export interface BusyTimes {
  /** Number of tasks that were seen. */
  readonly tasks: number;
  /** The longest task in milliseconds of processor time. */
  readonly longest: number;
  /** The longest task in milliseconds of the clock, which also counts what other programs took. */
  readonly longestByClock: number;
}

/** Watches the main thread of a page while something happens. */
export async function watchMainThread(
  browser: Browser,
  page: Page,
  action: () => Promise<void>,
): Promise<BusyTimes> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  let trace: Buffer | undefined;
  try {
    await action();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }; // Chromium's format
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain")
      .map(({ pid, tid }) => `${String(pid)} ${String(tid)}`),
  );
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) =>
      name === "ThreadControllerImpl::RunTask" && ph === "X" && main.has(`${String(pid)} ${String(tid)}`),
  );
  const longestOf = (times: readonly (number | undefined)[]): number =>
    Math.max(0, ...times.map((time) => (time ?? 0) / 1000));
  return {
    tasks: tasks.length,
    longest: longestOf(tasks.map(({ tdur }) => tdur)),
    longestByClock: longestOf(tasks.map(({ dur }) => dur)),
  };
}
