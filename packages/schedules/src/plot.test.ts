import { describe, expect, it } from "vitest";
import { linear } from "./decay/linear.ts";
import { plot } from "./plot.ts";

const points = (svg: string): readonly string[] =>
  (/stroke="gray"[\s\S]*?points="([^"]*)"/.exec(svg)?.[1] ?? "").split(" ");

describe("plot", () => {
  it("draws one point per step, from the highest rate at the top to 0 at the bottom", () => {
    const svg = plot(linear({ start: 2, end: 0, steps: 4 }), {
      steps: 5,
      widthPixels: 480,
      heightPixels: 244,
    });
    expect(points(svg)).toEqual(["64.0,16.0", "164.0,66.0", "264.0,116.0", "364.0,166.0", "464.0,216.0"]);
    expect(svg).toContain(">2.00</text>");
    expect(svg).toContain(">4</text>");
  });

  it("draws at most 2000 points", () => {
    expect(points(plot(() => 1, { steps: 1_000_000 })).length).toBe(2000);
  });

  it("draws a rate of 0", () => {
    expect(plot(() => 0, { steps: 2 })).not.toContain("NaN");
  });

  it("refuses fewer than two steps", () => {
    expect(() => plot(() => 1, { steps: 1 })).toThrow("plot: steps must be an integer of at least 2, got 1");
  });
});
