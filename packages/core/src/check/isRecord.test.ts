import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { isRecord } from "./isRecord.ts";

it("isRecord accepts objects of no class, of any realm", () => {
  const records = [{}, { a: 1 }, Object.create(null), runInNewContext("({ a: 1 })")];
  const others = [null, undefined, 1, "a", [], new Map(), new Date(), new Error("a"), () => 1];
  expect(records.map(isRecord)).toEqual(records.map(() => true));
  expect(others.map(isRecord)).toEqual(others.map(() => false));
});
