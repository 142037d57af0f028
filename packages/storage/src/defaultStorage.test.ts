import { storageOf } from "@tensorloom/core";
import { expect, it } from "vitest";
import { defaultStorage } from "./defaultStorage.ts";

it("storageOf opens every scheme with this package", async () => {
  for (const scheme of ["https", "http", "s3", "gs", "hf"])
    expect((await storageOf(`${scheme}://a/b/c`)).scheme).toBe(scheme);
});

it("defaultStorage refuses other schemes", () => {
  expect(() => defaultStorage("ftp" as never)).toThrow("defaultStorage: scheme must be one of");
});
