import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { toByteFile } from "../../files/fileInput.ts";
import { fromJsonl } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";
import { jsonlDataset } from "./jsonlSource.ts";

const VALUES = [{ a: 1, text: "naïve 😀\n" }, [1, 2], "text", null, { nested: { b: [true] } }, 6.5];
const TEXT = VALUES.map((value) => `${JSON.stringify(value)}\n`).join("");

describe("fromJsonl", () => {
  it.each([
    ["LF", TEXT],
    ["CRLF", TEXT.replaceAll("\n", "\r\n")],
    ["no last line break", TEXT.trimEnd()],
    ["blank lines and a byte order mark", `\ufeff\n${TEXT.replaceAll("\n", "\n \n")}\n`],
  ])("reads one value per line, in blocks of any size: %s", async (_, text) => {
    for (const size of [1, 5, 17, 64, 1000]) {
      const file = toByteFile("fromJsonl", new Blob([text]), "");
      const values = jsonlDataset<unknown>([file, file], {}, size);
      expect(await values.toArray()).toEqual([...VALUES, ...VALUES]);
      if (size === 17) expect(await checkSourceContract(values)).toEqual([]);
    }
  });

  it("reads streams and gzip", async () => {
    const zipped = new Uint8Array(gzipSync(TEXT));
    const values = fromJsonl([zipped, () => new Blob([TEXT]).stream(), () => new Blob([zipped]).stream()]);
    expect(await values.toArray()).toEqual([...VALUES, ...VALUES, ...VALUES]);
    expect(await checkSourceContract(values)).toEqual([]);
  });

  it("names file and line, and continues after a wrong line", async () => {
    const rows = fromJsonl<{ a: number }>(new File(['{"a": 1}\n\n{"a": \n{"a": 4}\n'], "rows.jsonl"));
    await expect(rows.toArray()).rejects.toThrow("element 1: rows.jsonl, line 3: expected JSON: ");
    expect(await rows.ignoreErrors(() => undefined).toArray()).toEqual([{ a: 1 }, { a: 4 }]);
    const fail = ({ a }: { readonly a: number }): never => {
      throw new Error(`bad ${String(a)}`);
    };
    await expect(rows.map(fail).toArray()).rejects.toThrow("element 0 (rows.jsonl, line 1): bad 1");
  });

  it("refuses long lines before it reads them, and bytes that are not UTF-8", async () => {
    const long = fromJsonl(new Blob(['1\n"1234567"\n']), { maxRecordBytes: 6 });
    await expect(long.toArray()).rejects.toThrow(
      "Blob, line 2: the line has more than 6 bytes; see maxRecordBytes",
    );
    await expect(fromJsonl(Uint8Array.of(49, 10, 0xff)).toArray()).rejects.toThrow(
      "bytes, line 2: expected UTF-8",
    );
    expect(() => fromJsonl(new Blob(), { maxRecordBytes: 2 ** 28 + 1 })).toThrow(
      "fromJsonl: maxRecordBytes must be an integer from 1 to 268435456",
    );
  });
});
