import { openParent } from "./recipe.ts";
import type { Source, State } from "./source.ts";

/** How a source is put to the test. */
export interface LawOptions {
  /** How many elements are looked at, where the source is endless; default 100. */
  readonly most?: number;
  /** Whether elements come in a fixed order; default true. Else the rest is compared as a set. */
  readonly ordered?: boolean;
}

/**
 * Puts a source to the laws that hold for every stage of this package, and lists those that it breaks.
 *
 * A pass gives as many elements as `size` says; its state is plain JSON that keeps one form; and restored from the
 * state before any element, or at the end, it gives exactly the rest. For sources and operators of your own.
 *
 * @returns One sentence a breach; none where all laws hold.
 * @example
 * ```ts
 * import { checkLaws, range } from "@tensorloom/data";
 *
 * await checkLaws(range(10).batch(3)); // => []
 * ```
 */
export async function checkLaws<T>(source: Source<T>, options: LawOptions = {}): Promise<readonly string[]> {
  const { most = 100, ordered = true } = options;
  const breaches: string[] = [];
  const { elements, states, ended } = await record(source, most);
  if (source.size !== undefined && (ended ? source.size !== elements.length : source.size < elements.length))
    breaches.push(`size is ${String(source.size)}, but a pass gave ${String(elements.length)} elements`);
  const forms = states.map(({ at, state }) => ({ at, text: JSON.stringify(form(state)) }));
  const other = forms.find(({ text }) => text !== forms[0].text);
  if (other !== undefined)
    breaches.push(
      `the state's form changes at element ${String(other.at)}: ${forms[0].text} becomes ${other.text}`,
    );
  for (const { at, state } of states) {
    const written = JSON.stringify(state);
    const rest = await record(source, elements.length - at + (ended ? 1 : 0), JSON.parse(written) as State);
    const [expected, got] = [texts(elements.slice(at), ordered), texts(rest.elements, ordered)];
    if (expected !== got)
      breaches.push(
        `restored at element ${String(at)} from ${written}: expected the rest ${expected}, got ${got}`,
      );
  }
  return breaches;
}

interface Recorded<T> {
  readonly elements: readonly T[];
  readonly states: readonly { readonly at: number; readonly state: State }[];
  readonly ended: boolean;
}

/** A pass's elements, and its states before each and after the last: at once, and when what runs ahead has run. */
async function record<T>(source: Source<T>, most: number, state?: State): Promise<Recorded<T>> {
  const turns = state === undefined;
  const pass = openParent(source, state === undefined ? {} : { state });
  const elements: T[] = [];
  const states: { at: number; state: State }[] = [{ at: 0, state: pass.state() }];
  try {
    while (elements.length < most) {
      const step = await pass.next();
      if (step.done === true) return { elements, states, ended: true };
      elements.push(step.value);
      states.push({ at: elements.length, state: pass.state() });
      if (turns) await new Promise((turned) => setTimeout(turned, 0));
      if (turns) states.push({ at: elements.length, state: pass.state() });
    }
    return { elements, states, ended: false };
  } finally {
    await pass.close();
  }
}

/** A state without its values: the names of its fields. Lists may grow and shrink. */
function form(state: State): unknown {
  if (typeof state !== "object" || state === null || Array.isArray(state)) return 0;
  const entries = Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, form(value)]));
}

function texts(elements: readonly unknown[], ordered: boolean): string {
  const each = elements.map((element) =>
    JSON.stringify(element, (_, value: unknown) => (typeof value === "bigint" ? `${String(value)}n` : value)),
  );
  return (ordered ? each : each.sort()).join(" ");
}
