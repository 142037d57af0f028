import { describe, expect, it } from "vitest";
import { orderCalls } from "./orderCalls.ts";

describe("orderCalls", () => {
  it("numbers calls in the order in which tfjs can make them", () => {
    // shared(deep(x)) comes first in the file, and then shared(x), which needs nothing else.
    const { calls, renumber } = orderCalls([
      { name: "x", calls: [] },
      { name: "shared", calls: [[["deep", 0, 0]], [["x", 0, 0]]] },
      { name: "deep", calls: [[["x", 0, 0]]] },
      {
        name: "sum",
        calls: [
          [
            ["shared", 0, 0],
            ["shared", 1, 0],
          ],
        ],
      },
    ]);
    expect(calls.get("shared")).toEqual([[["x", 0, 0]], [["deep", 0, 0]]]);
    expect(calls.get("sum")).toEqual([
      [
        ["shared", 1, 0],
        ["shared", 0, 0],
      ],
    ]);
    expect(renumber(["shared", 1, 0])).toEqual(["shared", 0, 0]);
  });

  it.each([
    ["its own result", [[["a", 0, 0] as const]]],
    ["a call that does not exist", [[["x", 1, 0] as const]]],
    ["a layer that does not exist", [[["y", 0, 0] as const]]],
    ["nothing", [[]]],
  ])("refuses a call that reads %s", (_what, calls) => {
    expect(() =>
      orderCalls([
        { name: "x", calls: [] },
        { name: "a", calls },
      ]),
    ).toThrow("a call of a whose inputs can never be made");
  });

  it("refuses an output that does not exist", () => {
    const { renumber } = orderCalls([{ name: "x", calls: [] }]);
    expect(() => renumber(["x", 2, 0])).toThrow("has no call 2 of x");
  });
});
