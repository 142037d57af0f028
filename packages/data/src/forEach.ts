import { callable } from "@tensorloom/core";
import { closeFailed } from "./closings.ts";
import { sourceGiven, startGiven } from "./given.ts";
import { isPromise } from "./later.ts";
import type { Source, Start } from "./source.ts";
import { openParent } from "./recipe.ts";

/**
 * Calls a function with every element, one after another, and closes the pass.
 *
 * @param visit - Gets the element and its index; a promise that it answers with is waited for.
 */
export async function forEach<T>(
  source: Source<T>,
  visit: (element: T, index: number) => unknown,
  start: Start = {},
): Promise<void> {
  sourceGiven("forEach: source", source);
  callable("forEach: visit", visit);
  const pass = openParent(source, startGiven("forEach", start));
  try {
    for (let index = 0; ; index++) {
      let step = pass.next();
      if (step instanceof Promise) step = await step; // only where there is something to wait for
      if (step.done === true) break;
      const visited = visit(step.value, index);
      if (isPromise(visited)) await visited;
    }
  } catch (error) {
    await closeFailed(pass);
    throw error;
  }
  await pass.close();
}
