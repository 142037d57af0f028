import { describe, expect, it } from "vitest";
import { progressBar } from "./progressBar.ts";

function drawBar(isTTY: boolean): string {
  const written: string[] = [];
  let time = 0;
  const stderr = { isTTY, columns: 60, write: (text: string) => written.push(text) };
  const bar = progressBar({ stderr, clock: () => time }, "features", 200);
  for (const done of [50, 51, 100]) {
    time += 1000 * (done === 51 ? 0.05 : 10);
    bar.update(done);
  }
  bar.clear();
  return written.join("").replaceAll("\r\u001b[K", "\n");
}

describe("progressBar", () => {
  it("draws a bar with the time left at most ten times a second, and removes it", () => {
    expect(drawBar(true)).toBe(
      "\nfeatures [======                  ] 50/200  30 s left\nfeatures [============            ] 100/200  21 s left\n",
    );
  });

  it("writes nothing if standard error is not a terminal", () => {
    expect(drawBar(false)).toBe("");
  });
});
