import { describe, expect, it } from "vitest";
import { deserializeError, serializeError } from "./serializeError.ts";

const roundTrip = (error: unknown): Error => deserializeError(structuredClone(serializeError(error)));

describe("an error that is sent to another thread", () => {
  it("keeps its name, message and stack", () => {
    const error = new RangeError("no such row");
    const { name, message, stack } = roundTrip(error);
    expect({ name, message, stack }).toEqual({
      name: "RangeError",
      message: "no such row",
      stack: error.stack,
    });
  });

  it("keeps the fields that are plain values, and no others", () => {
    class LabelError extends Error {
      override readonly name = "LabelError";
      readonly code = "ELABEL";
      readonly position = 7;
      readonly isFatal = true;
      readonly parse = (): number => 1;
    }
    const error = roundTrip(new LabelError("bad label"));
    expect(Object.fromEntries(Object.entries(error))).toEqual({
      name: "LabelError",
      code: "ELABEL",
      position: 7,
      isFatal: true,
    });
  });

  it("keeps its causes, also across JSON", () => {
    const error = new Error("outer", { cause: new TypeError("inner", { cause: new Error("innermost") }) });
    const sent = deserializeError(JSON.parse(JSON.stringify(serializeError(error))) as never); // JSON has no type
    expect(sent.cause).toMatchObject({ name: "TypeError", message: "inner" });
    expect((sent.cause as Error).cause).toMatchObject({ message: "innermost" });
  });

  it("keeps the errors of an AggregateError", () => {
    const error = roundTrip(new AggregateError([new Error("a"), "b"], "both"));
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors.map(String)).toEqual(["Error: a", "Error: b"]);
  });

  it("may be its own cause", () => {
    const error = new Error("round");
    error.cause = error;
    expect(roundTrip(error).cause).toMatchObject({ message: "round" });
  });

  it("need not be an error", () => {
    expect(roundTrip("stop")).toMatchObject({ name: "Error", message: "stop" });
    expect(roundTrip(Object.create(null)).message).toBe("a thrown value that has no text");
  });
});
