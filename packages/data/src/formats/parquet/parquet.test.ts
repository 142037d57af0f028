import { describe, expect, it } from "vitest";
import { golden, unpack } from "../../../fixtures/files.ts";
import { checkSourceContract } from "../../operator.ts";
import { fromParquet } from "../../parquet.ts";

/** A golden row as it is read: bytes are typed arrays, times are dates. */
const ROWS = golden.parquetRows.map((row) => {
  const { bytes, path } = row["image"] as { bytes: readonly number[]; path: string };
  return { ...row, image: { bytes: Uint8Array.from(bytes), path }, when: new Date(row["when"] as string) };
});

const file = (name: string): Blob =>
  new File([unpack(golden.parquet[name]) as Uint8Array<ArrayBuffer>], `${name}.parquet`);

describe("fromParquet", () => {
  it.each(["snappy", "none", "zstd", "gzip", "pages of version 2"])(
    "reads what pyarrow writes, and resumes in a row group: %s",
    async (name) => {
      const rows = await fromParquet(file(name));
      expect(rows.size).toBe(8);
      expect(await rows.toArray()).toEqual(ROWS);
      const pass = rows.open();
      for (let i = 0; i < 5; i++) await pass.next();
      expect(await rows.toArray({ state: pass.state() })).toEqual(ROWS.slice(5));
      await pass.close();
    },
  );

  it("keeps the source contract over several files, and reads some columns", async () => {
    const bytes = unpack(golden.parquet["snappy"]);
    const rows = await fromParquet<{ id: number; x: number }>(
      [file("snappy"), bytes, bytes.buffer as ArrayBuffer],
      {
        columns: ["x", "id"],
      },
    );
    expect(rows.size).toBe(24);
    expect(await rows.toArray()).toEqual(
      [...ROWS, ...ROWS, ...ROWS].map(({ id, x }: Record<string, unknown>) => ({ id, x })),
    );
    expect(await checkSourceContract(rows)).toEqual([]);
  });

  it("has bigints if asked, and refuses to round an integer", async () => {
    const exact = await fromParquet(file("huge"), { int64: "bigint" });
    expect(await exact.toArray()).toEqual([{ id: 1n }, { id: 2n ** 53n }, { id: 3n }]);
    const rows = await fromParquet(file("huge"));
    await expect(rows.toArray()).rejects.toThrow(
      'element 1: huge.parquet, row 2, column id: expected an integer up to 2^53, got 9007199254740992; set int64: "bigint"',
    );
    expect(await rows.ignoreErrors(() => undefined).toArray()).toEqual([{ id: 1 }, { id: 3 }]);
  });

  it("names file and row if a later stage fails", async () => {
    const rows = await fromParquet<{ id: number }>(file("snappy"));
    const fail = ({ id }: { readonly id: number }): void => {
      if (id === 4) throw new Error("bad");
    };
    await expect(rows.map(fail).toArray()).rejects.toThrow("element 4 (snappy.parquet, row 5): bad");
  });

  it("refuses other files, streams and columns that do not exist", async () => {
    await expect(fromParquet(new File(["a,b\n1,2\n"], "a.csv"))).rejects.toThrow(
      'a.csv: expected a Parquet file, which starts with PAR1, got "a,b\\n"',
    );
    await expect(fromParquet([file("none"), file("huge")])).rejects.toThrow(
      "huge.parquet: expected the columns of none.parquet, id, small, x, name, positive, image, boxes, when, got id",
    );
    await expect(fromParquet(new File(["PAR1 and no more"], "cut.parquet"))).rejects.toThrow(
      "cut.parquet: the metadata is damaged: ",
    );
    await expect(fromParquet(() => file("none").stream())).rejects.toThrow(
      "fromParquet: stream is a stream, but Parquet needs random access",
    );
    await expect(fromParquet(file("none"), { columns: ["nam", "id"] })).rejects.toThrow(
      "none.parquet: expected the columns nam, got id, small, x, name, positive, image, boxes, when; did you mean name?",
    );
    await expect(fromParquet(file("none"), { int64: "string" as "bigint" })).rejects.toThrow(
      'fromParquet: int64 must be one of "number", "bigint", got "string"',
    );
  });

  it("names the row group that is damaged", async () => {
    const bytes = unpack(golden.parquet["snappy"]);
    bytes.fill(0xff, 4, 60);
    await expect((await fromParquet(bytes)).toArray()).rejects.toThrow(
      "bytes, row 1: the row group is damaged: ",
    );
  });
});
