import type { ObjectWriter } from "@tensorloom/core";
import { expect, it } from "vitest";
import { objectWriter, type Upload } from "./objectWriter.ts";

const done = (): Promise<void> => Promise.resolve();
const fail = (text: string): Promise<never> => Promise.reject(new Error(text));
const writer = (more: Partial<Upload>): ObjectWriter =>
  objectWriter("s3://isic/a", {
    partBytes: 10,
    uploads: 2,
    sendWhole: done,
    begin: done,
    sendPart: done,
    finish: done,
    abort: done,
    ...more,
  });

it("an upload that cannot be removed does not hide why it failed", async () => {
  const object = writer({ finish: () => fail("the key is denied"), abort: () => fail("no network") });
  await object.write(new Uint8Array(25));
  await expect(object.commit()).rejects.toThrow("the key is denied");
  await object.discard();
});

it("is not published after a write that failed", async () => {
  let published = 0;
  const object = writer({
    begin: () => fail("no permission"),
    finish: () => Promise.resolve(void published++),
  });
  await expect(object.write(new Uint8Array(25))).rejects.toThrow("no permission");
  await expect(object.commit()).rejects.toThrow("no permission");
  expect(published).toBe(0);
  await object.discard();
});
