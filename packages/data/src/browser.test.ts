import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../.config/browser/chromium.ts";
import { golden } from "../fixtures/files.ts";

/** What the page does: nothing of Node, and the optional packages by their names. */
const PAGE = `
import { fromJsonl, fromTar } from "./index.ts";
import { fromCsv } from "./csv.ts";
import { fromParquet } from "./parquet.ts";

const unpack = (packed) => Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
const inflate = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
window.csv = (text) => fromCsv(new File([text], "a.csv"), { types: { x: "number" } }).toArray().catch(String);
window.jsonl = (text) => fromJsonl(() => new Blob([text]).stream()).toArray();
window.tar = async (packed) => (await fromTar(unpack(packed)).toArray()).map(({ __key__ }) => __key__);
window.parquet = async (packed) => (await (await fromParquet(await inflate(unpack(packed)))).toArray()).map(({ name }) => name);
window.ready = true;
`;

describe.skipIf(executablePath === undefined)("files in Chromium", () => {
  let [browser, page]: [Browser?, Page?] = [];
  const inPage = (name: string, input: string): Promise<unknown> =>
    page!.evaluate(`${name}(${JSON.stringify(input)})`);

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: PAGE, resolveDir: import.meta.dirname, loader: "ts" },
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      conditions: ["@tensorloom/source"],
    });
    browser = await launchChromium();
    page = await browser.newPage();
    await page.addScriptTag({ content: outputFiles[0].text, type: "module" });
    await page.waitForFunction("window.ready === true");
  });
  afterAll(async () => {
    await browser?.close();
  });

  it("are read: CSV, with errors that name the file", async () => {
    expect(await inPage("csv", "x,y\r\n1.5,a\r\n")).toEqual([{ x: 1.5, y: "a" }]);
    expect(await inPage("csv", "x\n1\nb\n")).toContain('a.csv, line 3, column x: expected a number, got "b"');
  });

  it("are read: JSONL of a stream, a tar file in gzip, Parquet in zstd", async () => {
    expect(await inPage("jsonl", '{"x": 1}\n[2]\n')).toEqual([{ x: 1 }, [2]]);
    expect(await inPage("tar", golden.tar.ustar)).toEqual(["a/0001", "a/0002", "b/café", "last"]);
    expect(await inPage("parquet", golden.parquet["zstd"])).toEqual(
      golden.parquetRows.map(({ name }) => name),
    );
  });
});
