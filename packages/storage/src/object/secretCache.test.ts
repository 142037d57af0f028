import { expect, it } from "vitest";
import { secretCache } from "./secretCache.ts";

it("secrets are asked for once, and again before they end, if they are refused, or if asking failed", async () => {
  const now = performance.timeOrigin + performance.now();
  const answers = [
    { expires: now + 3_600_000 },
    { expires: now + 60_000 },
    new Error("offline"),
    { expires: undefined },
  ];
  let requested = 0;
  const secret = secretCache(() => {
    const reply = answers[requested++];
    if (reply instanceof Error) throw reply;
    return reply;
  });
  expect(await Promise.all([secret(false), secret(false)])).toEqual([answers[0], answers[0]]);
  expect(requested).toBe(1);
  expect(await Promise.all([secret(true), secret(true)])).toEqual([answers[1], answers[1]]);
  expect(requested).toBe(2);
  await expect(secret(false)).rejects.toThrow("offline"); // it ends in a minute
  expect(await secret(false)).toBe(answers[3]);
  expect(await secret(false)).toBe(answers[3]);
  expect(requested).toBe(4);
});
