import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { golden } from "../../../fixtures/files.ts";
import { fromCsv } from "../../csv.ts";
import { toByteFile } from "../../files/fileInput.ts";
import { FileFormatError, StageError } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";
import type { ColumnTypes, CsvOptions } from "./csvOptions.ts";
import { csvDataset } from "./csvSource.ts";

/** Makes a dataset that reads few bytes together. */
const inBlocks = (text: string, blockBytes: number, options: CsvOptions<ColumnTypes> = {}) =>
  csvDataset<unknown>([toByteFile("fromCsv", new Blob([text]), "")], options, { blockBytes });

/** The error of a file's first bad row. */
async function errorOf(text: string, options: CsvOptions<ColumnTypes> = {}): Promise<FileFormatError> {
  const thrown: unknown = await fromCsv(new File([text], "a.csv"), options)
    .toArray()
    .catch((error: unknown) => error);
  const cause = thrown instanceof StageError ? thrown.cause : thrown;
  if (cause instanceof FileFormatError) return cause;
  throw new Error("expected a FileFormatError", { cause: thrown });
}

describe("fromCsv", () => {
  it.each(Object.entries(golden.csv).filter(([name]) => name !== "pandas"))(
    "reads what Python's csv module reads, in blocks of any size: %s",
    async (_, { text, delimiter, rows }) => {
      expect(await fromCsv(new Blob([text]), { delimiter }).toArray()).toEqual(rows);
      expect(await fromCsv(new Blob(["\ufeff", text]), { delimiter }).toArray()).toEqual(rows);
      for (let size = 1; size < 60; size += 7)
        expect(await inBlocks(text, size, { delimiter }).toArray()).toEqual(rows);
    },
  );

  it("reads a table of pandas with types and missing values", async () => {
    const { text, rows } = golden.csv["pandas"];
    const types = { age: "integer?", malignant: "boolean", score: "number" } as const;
    expect(await fromCsv(new Blob([text]), { types, missing: ["NA"] }).toArray()).toEqual(rows);
  });

  it("reads what was written, for any table, line ending and block size", async () => {
    const field = fc.stringMatching(/^[a-c,"\n 😀é]{0,6}$/u);
    const tables = fc.array(fc.tuple(field, field, field), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        tables,
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 40 }),
        async (table, end, size) => {
          const quoted = (text: string): string =>
            /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
          const text = [["a", "b", "c"], ...table].map((row) => row.map(quoted).join(",") + end).join("");
          const rows = table.map(([a, b, c]) => ({ a, b, c }));
          expect(await inBlocks(text, size).toArray()).toEqual(rows);
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });

  it.each([
    ["LF", "a,b\n1,2\n3,4"],
    ["CR", "a,b\r1,2\r3,4\r"],
    ["mixed", 'a,b\r\n1,2\n"3","4"\r\n\r\n\n'],
  ])("reads lines that end with %s, and skips blank ones", async (_, text) => {
    expect(await fromCsv(new Blob([text])).toArray()).toEqual([
      { a: "1", b: "2" },
      { a: "3", b: "4" },
    ]);
  });

  it.each([
    ["\ta\n0\t1\n", "\t", { "": "0", a: "1" }], // as pandas writes the index
    ["a\t\r\n0\t1\r\n", "\t", { a: "0", "": "1" }],
    ["\r\n a,b \n0,1\n", ",", { " a": "0", "b ": "1" }], // as Python's csv module reads it
  ])("keeps tabs and spaces of the header: %j", async (text, delimiter, row) => {
    expect(await fromCsv(new Blob([text]), { delimiter }).toArray()).toEqual([row]);
  });

  it("takes names for files without a header, and other quotes or none", async () => {
    const header = ["x", "y"];
    expect(await fromCsv(new Blob(["1,'a,b'\n"]), { header, quote: "'" }).toArray()).toEqual([
      { x: "1", y: "a,b" },
    ]);
    expect(await fromCsv(new Blob(['5"\t"6\n']), { header, quote: "", delimiter: "\t" }).toArray()).toEqual([
      { x: '5"', y: '"6' },
    ]);
  });

  it.each([
    ["bytes", (text: string) => new TextEncoder().encode(text)],
    ["an ArrayBuffer", (text: string) => new TextEncoder().encode(text).buffer],
    ["a stream", (text: string) => () => new Blob([text]).stream()],
    ["gzip", (text: string) => new Uint8Array(gzipSync(text))],
    ["a stream of gzip", (text: string) => () => new Blob([new Uint8Array(gzipSync(text))]).stream()],
  ])("reads and resumes: %s", async (_, make) => {
    const values = new Float64Array(12);
    const lines = Array.from(values, (__, n) => `${String(n)},${String(n * n)}\n`);
    const text = `n,square\n${lines.join("")}`;
    const files = [text, text.replace(/^/, "\n")].map((one, i) =>
      toByteFile("fromCsv", make(one), ` ${String(i)}`),
    );
    for (const blockBytes of [16, 2 ** 18]) {
      const rows = csvDataset<{ n: number; square: number }>(
        files,
        { types: { n: "integer" } },
        { blockBytes },
      );
      expect((await rows.toArray()).map(({ n }) => n)).toEqual([...values.keys(), ...values.keys()]);
      if (blockBytes === 16) expect(await checkSourceContract(rows)).toEqual([]);
    }
  });

  it("resumes in the middle of a file without reading the rows before", async () => {
    const text = `n\n${Array.from({ length: 5000 }, (_, n) => String(n)).join("\n")}\n`;
    const reads: number[] = [];
    const memory = toByteFile("fromCsv", new TextEncoder().encode(text), "");
    const file = {
      name: "n.csv",
      async open() {
        const bytes = await memory.open();
        return { ...bytes, read: (at: number, length: number) => (reads.push(at), bytes.read(at, length)) };
      },
    };
    const rows = csvDataset<{ n: string }>([file], {}, { blockBytes: 100 });
    const pass = rows.open();
    for (let i = 0; i < 4000; i++) await pass.next();
    const state = pass.state();
    await pass.close();
    reads.length = 0;
    const rest = await rows.toArray({ state });
    expect(rest.map(({ n }) => Number(n))).toEqual(Array.from({ length: 1000 }, (_, i) => 4000 + i));
    expect(reads.slice(0, 2)).toEqual([0, 0]); // whether it is compressed, and the header
    expect(reads[2]).toBeGreaterThan(text.indexOf("\n3970\n"));
  });

  it("names file and row if a later stage fails", async () => {
    const text = `image,age\n${Array.from({ length: 30 }, (_, n) => `"i\n${String(n)}",${String(n)}`).join("\n")}`;
    const decode = ({ age }: { readonly age: number }): number => {
      if (age === 16) throw new Error("not a JPEG");
      return age;
    };
    const rows = fromCsv(new File([text], "train.csv"), { types: { age: "integer" } });
    const error: unknown = await rows
      .map(decode)
      .toArray()
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toBe(
      "StageError: fromCsv(train.csv).map(decode): element 16 (train.csv, row 17): not a JPEG",
    );
  });

  it.each<[string, string, string, CsvOptions<ColumnTypes>]>([
    [
      'line 3, column age: expected a number, got "old"',
      "age",
      "age\n1\nold\n",
      { types: { age: "number" } },
    ],
    [
      'line 4, column b: expected an integer up to 2^53 (see bigint), got "1.5"',
      "b",
      'a,b\n"x\ny",1\nz,1.5\n',
      { types: { b: "integer" } },
    ],
    [
      'line 2, column a: expected a number, got "0x10"; column b: expected true, false, 1 or 0, got "yes"',
      "a",
      "a,b\n0x10,yes\n",
      { types: { a: "number", b: "boolean" } },
    ],
    [
      'line 2, column a: expected a value; write "number?" if values may be missing, got "NA"',
      "a",
      "a\nNA\n",
      { types: { a: "number" }, missing: ["NA"] },
    ],
    ['line 2, column a: expected a number, got "1e999"', "a", "a\n1e999\n", { types: { a: "number" } }],
    ['line 2, column a: expected an integer, got "1.5"', "a", "a\n1.5\n", { types: { a: "bigint?" } }],
  ])("names line and column: %s", async (message, column, text, options) => {
    const error = await errorOf(text, options);
    expect(error.message).toBe(`a.csv, ${message}`);
    expect(error.column).toBe(column);
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, CsvOptions<ColumnTypes>]>([
    ["line 3: expected 2 values, got 3", "a,b\n1,2\n1,2,3\n", {}],
    ["line 3: a quote inside a quoted value is not doubled", 'a,b\n1,2\n"x"y,2\n3,4\n', {}],
    ["line 2: a quoted value is not closed before the end of the file", 'a,b\n1,"2\n3,4\n', {}],
    [
      "line 2: the row has more than 8 bytes; is a quote not closed? See maxRecordBytes",
      "a\n1234567890\n2\n",
      { maxRecordBytes: 8 },
    ],
    ['line 1: the header must have different names, but "a" occurs twice', "a,b,a\n1,2,3\n", {}],
    ["line 2: the header has a quote that is not closed or not doubled", '\na,"b\n1,2\n', {}],
    ['line 1: the header must not have the name "__proto__"', "__proto__\n1\n", {}],
    ["line 1: expected a header, but the file is empty", "\n", {}],
    [
      "line 1: expected the columns ag, got name, age; did you mean age?",
      "name,age\n",
      { types: { ag: "number" } },
    ],
    ['line 1: expected the columns b, got a;b; set delimiter: ";"', "a;b\n1;2\n", { types: { b: "number" } }],
    [
      "line 3: expected UTF-8 text, got other bytes; convert the file to UTF-8",
      Uint8Array.of(97, 10, 49, 10, 0xe9, 10),
      {},
    ],
  ])("refuses a file: %s", async (message, content, options) => {
    const error = await errorOf(content as string, options); // a Blob takes both
    expect(error.message).toBe(`a.csv, ${message}`);
  });

  it("has the types of its columns", async () => {
    const file = new Blob(["age,id,ok,name\n,5,true,Ada\n"]);
    const types = { age: "number?", id: "bigint", ok: "boolean", name: "string" } as const;
    const rows = fromCsv(file, { types }).map(
      ({ age, id, ok, name }): readonly [number | null, bigint, boolean, string] => [age, id, ok, name],
    );
    expect(await rows.toArray()).toEqual([[null, 5n, true, "Ada"]]);
    const texts = fromCsv(file).map(({ name, id }): string => name + id);
    expect(await texts.toArray()).toEqual(["Ada5"]);
    // @ts-expect-error -- an age may be missing
    fromCsv(file, { types }).map(({ age }): number => age);
  });

  it("continues after a row that is wrong", async () => {
    const problems: unknown[] = [];
    const rows = fromCsv(new Blob(["a\n1\nx\n3\n"]), { types: { a: "number" } });
    expect(await rows.ignoreErrors((error) => problems.push(error)).toArray()).toEqual([{ a: 1 }, { a: 3 }]);
    expect(problems).toHaveLength(1);
    expect(await checkSourceContract(rows)).toEqual([]);
  });

  it("refuses a later file with other columns, and reads columns in another order", async () => {
    const [first, same, other] = ["a,b\n1,2\n", "b,a\n4,3\n", "a,c\n5,6\n"].map(
      (text, i) => new File([text], `${String(i)}.csv`),
    );
    expect(await fromCsv([first, same]).toArray()).toEqual([
      { a: "1", b: "2" },
      { a: "3", b: "4" },
    ]);
    await expect(fromCsv([first, other]).toArray()).rejects.toThrow(
      "element 1: 2.csv: expected the columns of 0.csv, a, b, got a, c",
    );
  });

  it.each<[string, unknown, object]>([
    ['types.a must be one of "string", "string?", "number", ', new Blob(), { types: { a: "int" } }],
    [
      'delimiter must be a text without line breaks, other than the quote, got "\\n"',
      new Blob(),
      { delimiter: "\n" },
    ],
    ['quote must be one character, or "" for none, got "ab"', new Blob(), { quote: "ab" }],
    ['header must have different names, got "a" twice', new Blob(), { header: ["a", "a"] }],
    ["maxRecordBytes must be an integer from 1 to 268435456, got 0", new Blob(), { maxRecordBytes: 0 }],
    ["missing[0] must be a string, got null", new Blob(), { missing: [null] }],
    ["unknown option type; known are types, missing", new Blob(), { type: {} }],
    ["files must have at least one file, got none", [], {}],
    [
      'a file must be an address, a Blob, bytes or a function, got the path "a.csv", which fromCsv of @tensorloom/data/node reads',
      "a.csv",
      {},
    ],
    ["pass a function that opens the stream for each pass", new Blob().stream(), {}],
  ])("throws: %s", (message, files, options) => {
    expect(() => fromCsv(files as Blob, options)).toThrow(message);
  });

  it("says what a function returned instead of a stream, and if gzip is damaged", async () => {
    await expect(fromCsv(() => null).toArray()).rejects.toThrow(
      "expected a ReadableStream of bytes, got null",
    );
    const damaged = new Uint8Array(gzipSync("a\n1\n".repeat(50))).slice(0, -12);
    await expect(fromCsv(damaged).toArray()).rejects.toThrow("bytes: the gzip data is damaged: ");
  });
});
