import { expect, it } from "vitest";
import { type Ask, connect, type WorkerEndpoint } from "./channel.ts";

/** A worker that answers nothing. */
function silentWorker(): {
  readonly ask: Ask;
  readonly shown: string[];
  readonly emit: (event: Event) => void;
} {
  const target = new EventTarget();
  const endpoint = {
    postMessage: () => undefined,
    addEventListener: (type: string, listener: (event: Event) => void) =>
      target.addEventListener(type, listener),
  } as unknown as WorkerEndpoint; // listeners get the events that `emit` passes
  const shown: string[] = [];
  const ask = connect(endpoint, {
    onEvent: () => undefined,
    onFailure: ({ message }) => shown.push(message),
  });
  return { ask, shown, emit: (event) => target.dispatchEvent(event) };
}

it("shows an error that the worker has not caught, and ends what waits for the worker", async () => {
  const { ask, shown, emit } = silentWorker();
  const reply = ask("stop", undefined);
  const place = { filename: "https://a.org/assets/main-1f.js?v=2", lineno: 12 };
  emit(Object.assign(new Event("error"), { message: "Uncaught RangeError: out of memory", ...place }));
  const message = "The page's worker has failed: RangeError: out of memory (main-1f.js, line 12)";
  await expect(reply).rejects.toThrow(message);
  expect(shown).toEqual([message]);
});

it("shows that the worker cannot be loaded, and answers every later call with that", async () => {
  const { ask, shown, emit } = silentWorker();
  emit(new Event("error")); // browsers name no reason
  expect(shown).toEqual(["The page's worker cannot be loaded. Check the connection, and reload the page."]);
  await expect(ask("pause", undefined)).rejects.toThrow("cannot be loaded");
});

it("shows that an answer cannot be read", async () => {
  const { ask, shown, emit } = silentWorker();
  const reply = ask("resume", undefined);
  emit(new Event("messageerror"));
  await expect(reply).rejects.toThrow("cannot be read");
  expect(shown).toHaveLength(1);
});
