import type { Source } from "@tensorloom/data";
import { breathe, untilAborted } from "./abort.ts";

/** The elements of one pass. Leaving early closes the pass; a signal ends it at once, even while an element is awaited. */
export async function* walk<T>(
  source: Source<T>,
  epoch: number,
  signal?: AbortSignal,
): AsyncGenerator<T, undefined> {
  const pass = source.open({ epoch });
  let waiting = false;
  try {
    for (;;) {
      waiting = true;
      const step = await untilAborted(pass.next(), signal);
      waiting = false;
      if (step.done === true) return;
      yield step.value;
      await breathe();
    }
  } finally {
    const closed = pass.close();
    if (waiting && signal?.aborted === true)
      closed.catch(() => undefined); // its element may never come
    else await closed;
  }
}
