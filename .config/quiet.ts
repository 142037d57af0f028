// the backends that tests start with `setBackend`; programs use `useBackend`, which loads them
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, expect, vi, type MockInstance } from "vitest";

// the files of a process share its flags
env().set("IS_TEST", false);

/** Makes a library that writes to the console fail the test that it writes in. */
const levels = ["log", "info", "warn", "error", "debug"] as const;
let spies: readonly MockInstance[] = [];

beforeEach(() => {
  spies = levels.map((level) => vi.spyOn(console, level).mockImplementation(() => undefined));
});

afterEach(() => {
  const said = spies.flatMap((spy) => spy.mock.calls.map((call) => call.map(String).join(" ")));
  vi.restoreAllMocks();
  expect(said, "the console stays silent").toEqual([]);
});
