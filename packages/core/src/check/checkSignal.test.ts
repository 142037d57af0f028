import { expect, it } from "vitest";
import { checkSignal } from "./checkSignal.ts";

it("checkSignal accepts signals, also of another realm, and nothing", () => {
  const foreign = { aborted: false, throwIfAborted: () => undefined } as unknown as AbortSignal;
  for (const signal of [undefined, AbortSignal.abort(), foreign])
    expect(() => checkSignal("predict: signal", signal)).not.toThrow();
});

it.each([
  [
    new AbortController(),
    "predict: signal must be an AbortSignal, got an object (AbortController); pass the controller's signal",
  ],
  [null, "predict: signal must be an AbortSignal, got null"],
  [true, "predict: signal must be an AbortSignal, got true"],
])("checkSignal refuses %o", (value, sentence) => {
  expect(() => checkSignal("predict: signal", value as unknown as AbortSignal)).toThrow(
    new TypeError(sentence),
  );
});
