import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { brokenAfter, content, refused, whole, type Answer } from "../../../fixtures/weightServer.ts";
import type { WeightFile } from "../../weights/weightFile.ts";
import { DownloadError } from "../../download/downloadError.ts";
import type { FetchFileOptions } from "../../download/fetchFileOptions.ts";
import { fetchFile } from "./fetchFile.ts";

const right = createHash("md5").update(content).digest("hex");

const file: WeightFile = {
  name: "efficientnetb0.h5",
  url: "http://127.0.0.1:9/efficientnetb0.h5", // never requested: the tests set a mirror
  algorithm: "md5",
  digest: right,
};

let server: Server;
let mirror: string;
let folder: string;
let ranges: (string | undefined)[];
let answers: Answer[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-weights-"));
  ranges = [];
  answers = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    (answers.length > 1 ? answers.shift() : answers[0])?.(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  mirror = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/weights/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true });
});

const get = (more: FetchFileOptions = {}): Promise<string> =>
  fetchFile(file, { cacheFolder: folder, mirror, ...more });

describe("fetchFile", () => {
  it("downloads once, reports its progress, and keeps the file", async () => {
    answers = [whole()];
    const steps: (readonly [number, number | undefined])[] = [];
    const path = await get({ onProgress: ({ received, total }) => steps.push([received, total]) });
    expect(path).toBe(join(folder, "efficientnetb0.h5"));
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(steps[steps.length - 1]).toEqual([300_000, 300_000]);
    expect(await get()).toBe(path);
    expect(ranges).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["efficientnetb0.h5"]);
  });

  it("resumes after a broken connection", async () => {
    answers = [brokenAfter(100_000), whole()];
    expect(readFileSync(await get()).equals(content)).toBe(true);
    expect(ranges).toHaveLength(2);
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it("resumes in a later call", async () => {
    answers = [brokenAfter(100_000), refused];
    await expect(get()).rejects.toThrow(DownloadError);
    expect(readdirSync(folder).sort()).toEqual(["efficientnetb0.h5.part", "efficientnetb0.h5.part.json"]);
    answers = [whole()];
    expect(readFileSync(await get()).equals(content)).toBe(true);
    expect(ranges[ranges.length - 1]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it("starts again if the server has another version", async () => {
    answers = [brokenAfter(100_000, Buffer.alloc(400_000, 1), '"old"'), refused];
    await expect(get()).rejects.toThrow(DownloadError);
    answers = [whole()];
    expect(readFileSync(await get()).equals(content)).toBe(true);
  });

  it("starts again if the pieces do not have the right hash", async () => {
    writeFileSync(join(folder, "efficientnetb0.h5.part"), Buffer.alloc(1000, 7));
    writeFileSync(
      join(folder, "efficientnetb0.h5.part.json"),
      JSON.stringify({ url: `${mirror}efficientnetb0.h5` }),
    );
    answers = [whole()];
    expect(readFileSync(await get()).equals(content)).toBe(true);
    expect(ranges).toEqual(["bytes=1000-", undefined]);
  });

  it("starts again if the partial file is larger than the server's", async () => {
    writeFileSync(join(folder, "efficientnetb0.h5.part"), Buffer.alloc(400_000, 7));
    writeFileSync(
      join(folder, "efficientnetb0.h5.part.json"),
      JSON.stringify({ url: `${mirror}efficientnetb0.h5` }),
    );
    answers = [whole()];
    expect(readFileSync(await get()).equals(content)).toBe(true);
  });

  it("accepts a complete file that only lacks its name", async () => {
    writeFileSync(join(folder, "efficientnetb0.h5.part"), content);
    writeFileSync(
      join(folder, "efficientnetb0.h5.part.json"),
      JSON.stringify({ url: `${mirror}efficientnetb0.h5` }),
    );
    answers = [whole()];
    expect(readFileSync(await get()).equals(content)).toBe(true);
    expect(ranges).toEqual(["bytes=300000-"]);
  });

  it("downloads once for several callers", async () => {
    answers = [whole()];
    for (let round = 0; round < 10; round++) {
      ranges = [];
      const paths = await Promise.all([get(), get(), get(), get()]);
      for (const path of paths) expect(readFileSync(path).equals(content)).toBe(true);
      expect(ranges).toHaveLength(1);
      expect(readdirSync(folder)).toEqual(["efficientnetb0.h5"]);
      rmSync(join(folder, "efficientnetb0.h5"));
    }
  });

  it("downloads once for several processes", async () => {
    answers = [whole()];
    const code = `import { fetchFile } from ${JSON.stringify(join(import.meta.dirname, "fetchFile.ts"))};
      await fetchFile(${JSON.stringify(file)}, ${JSON.stringify({ cacheFolder: folder, mirror })});`;
    const script = join(folder, "child.mts");
    writeFileSync(script, code);
    const ends = Array.from({ length: 3 }, async () => {
      const args = ["--import", "tsx", "--conditions", "@tensorloom/source", script];
      const [status] = (await once(spawn(process.execPath, args, { cwd: import.meta.dirname }), "exit")) as [
        number,
      ];
      return status;
    });
    expect(await Promise.all(ends)).toEqual([0, 0, 0]);
    expect(ranges).toHaveLength(1);
    expect(readFileSync(join(folder, "efficientnetb0.h5")).equals(content)).toBe(true);
  });

  it("names the file and its hash if it cannot replace it", async () => {
    const path = join(folder, "efficientnetb0.h5");
    writeFileSync(path, "damaged");
    answers = [(_, response) => response.writeHead(404).end()];
    const got = createHash("md5").update("damaged").digest("hex");
    await expect(get()).rejects.toThrow(
      `fetchWeights: ${path} exists, but is damaged or of another version: expected md5 ${right}, got ${got}. It cannot ` +
        `be downloaded again from ${mirror}efficientnetb0.h5: the server answered 404 Not Found. Replace it by`,
    );
    expect(readFileSync(path, "utf8")).toBe("damaged");
  });

  it("refuses options that do not exist", async () => {
    await expect(get({ miror: "x" } as object)).rejects.toThrow("did you mean mirror?");
  });

  it("refuses a file with another hash and removes it", async () => {
    answers = [whole(Buffer.from("<html>not found</html>"))];
    const got = createHash("md5").update("<html>not found</html>").digest("hex");
    await expect(get()).rejects.toThrow(`expected md5 ${right}, got ${got}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("replaces a damaged file", async () => {
    writeFileSync(join(folder, "efficientnetb0.h5"), "damaged");
    answers = [whole()];
    expect(readFileSync(await get()).equals(content)).toBe(true);
  });

  it("says at which path to put the file by hand", async () => {
    answers = [(_, response) => response.writeHead(404).end()];
    const url = `${mirror}efficientnetb0.h5`;
    const path = join(folder, "efficientnetb0.h5");
    await expect(get()).rejects.toMatchObject({
      name: "DownloadError",
      url,
      file: path,
      message: `fetchWeights: ${url}: the server answered 404 Not Found. Fetch it on a machine with a network and put it at ${path}, or set a mirror`,
    });
    await expect(get({ mirror: "http://127.0.0.1:9" })).rejects.toThrow(
      /:9\/efficientnetb0\.h5: .+\. Fetch it on/,
    );
    writeFileSync(join(folder, "in-the-way"), "");
    await expect(get({ cacheFolder: join(folder, "in-the-way") })).rejects.toThrow(/: ENOTDIR.+ Fetch it on/);
  });

  it("stops immediately when aborted, and resumes in the next call", async () => {
    answers = [
      (_, response) => {
        response.writeHead(200, { ETag: '"one"', "Content-Length": content.length });
        response.write(content.subarray(0, 100_000)); // and then nothing more
      },
    ];
    const abort = new AbortController();
    const call = get({
      signal: abort.signal,
      onProgress: ({ received }) => received >= 100_000 && abort.abort(),
    });
    await expect(call).rejects.toThrow(expect.objectContaining({ name: "AbortError" }) as Error);
    answers = [whole()];
    expect(readFileSync(await get()).equals(content)).toBe(true);
    expect(ranges[1]).toBe("bytes=100000-");
  });
});
