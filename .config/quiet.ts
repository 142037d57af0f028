import { afterEach, beforeEach, expect, vi, type MockInstance } from "vitest";

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
