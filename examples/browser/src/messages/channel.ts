import type { Calls } from "./calls.ts";
import type { WorkerEvent } from "./events.ts";
import { workerFailure } from "./workerFailure.ts";

/** Either end of the connection: a `Worker`, or the scope inside it. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** The page's end, which also gets the errors that the worker's program has not caught. */
export interface WorkerEndpoint extends Endpoint {
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  addEventListener(type: "error" | "messageerror", listener: (event: Event) => void): void;
}

type Name = keyof Calls;
type ArgumentOf<N extends Name> = Parameters<Calls[N]>[0];
type ResultOf<N extends Name> = ReturnType<Calls[N]>;

interface Request {
  readonly id: number;
  readonly name: Name;
  readonly argument: unknown;
}
type Response =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } }
  | { readonly event: WorkerEvent };

/** The functions that answer calls. */
export type Handlers = {
  readonly [N in Name]: (argument: ArgumentOf<N>) => ResultOf<N> | Promise<ResultOf<N>>;
};

/** Asks the worker. The promise is rejected with its error. */
export type Ask = <N extends Name>(
  name: N,
  argument: ArgumentOf<N>,
  transfer?: Transferable[],
) => Promise<ResultOf<N>>;

/** What the page hears without asking. */
export interface Listeners {
  readonly onEvent: (event: WorkerEvent) => void;
  /** The worker has failed. Calls that wait for it are rejected with the same error. */
  readonly onFailure: (error: Error) => void;
}

/** The page's end. */
export function connect(endpoint: WorkerEndpoint, { onEvent, onFailure }: Listeners): Ask {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let last = 0;
  let ended: Error | undefined;
  for (const type of ["error", "messageerror"] as const)
    endpoint.addEventListener(type, (event) => {
      const { error, isFinal } = workerFailure(event);
      if (isFinal) ended = error;
      for (const call of waiting.values()) call.reject(error);
      waiting.clear();
      onFailure(error);
    });
  endpoint.addEventListener("message", ({ data }) => {
    const response = data as Response; // of `serve`
    if ("event" in response) {
      onEvent(response.event);
      return;
    }
    const call = waiting.get(response.id);
    waiting.delete(response.id);
    if ("result" in response) call?.resolve(response.result as never);
    else call?.reject(Object.assign(new Error(response.error.message), { name: response.error.name }));
  });
  return (name, argument, transfer = []) =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) throw ended; // nothing would answer
      last += 1;
      waiting.set(last, { resolve, reject });
      endpoint.postMessage({ id: last, name, argument } satisfies Request, transfer);
    });
}

/** The worker's end: answers calls, and returns a function that reports events. */
export function serve(endpoint: Endpoint, handlers: Handlers): (event: WorkerEvent) => void {
  const send = (response: Response): void => endpoint.postMessage(response, bitmapsIn(response));
  endpoint.addEventListener("message", ({ data }) => {
    const { id, name, argument } = data as Request; // of `connect`
    const handle = handlers[name] as (argument: unknown) => unknown; // `Request` pairs a name with its argument
    Promise.resolve()
      .then(() => handle(argument))
      .then((result) => send({ id, result }))
      .catch((error: unknown) => send({ id, error: describe(error) }));
  });
  return (event) => send({ event });
}

/** Pictures move to the page instead of being copied. */
function bitmapsIn(value: unknown): Transferable[] {
  if (value instanceof ImageBitmap) return [value];
  if (typeof value !== "object" || value === null || value instanceof Blob) return [];
  return Object.values(value).flatMap(bitmapsIn);
}

function describe(error: unknown): { readonly name: string; readonly message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: "Error", message: String(error) };
}
