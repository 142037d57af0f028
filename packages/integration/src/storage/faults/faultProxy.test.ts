import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FaultProxy, faultProxy, type FaultProxyOptions } from "./faultProxy.ts";

const OBJECT = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 251);
const ETAG = '"one"';
let server: Server;
let origin = "";
let proxy: FaultProxy | undefined;
const written: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.method === "PUT") {
      written.push(request.url ?? "");
      request.resume();
      return request.on("end", () => response.writeHead(200).end());
    }
    const found = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    if (found === null) return response.writeHead(200, { etag: ETAG, "content-length": "1000" }).end(OBJECT);
    const [start, end] = [Number(found[1]), found[2] === "" ? 1000 : Number(found[2]) + 1];
    const range = `bytes ${String(start)}-${String(end - 1)}/1000`;
    return response.writeHead(206, { etag: ETAG, "content-range": range }).end(OBJECT.subarray(start, end));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function get(options: Omit<FaultProxyOptions, "upstream">, headers = { range: "bytes=100-199" }) {
  proxy = await faultProxy({ upstream: origin, ...options });
  return fetch(`${proxy.url}/object`, { headers });
}
const body = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe("faultProxy", () => {
  it("passes responses on as they are", async () => {
    const response = await get({});
    expect([response.status, response.headers.get("etag")]).toEqual([206, ETAG]);
    expect(response.headers.get("content-range")).toBe("bytes 100-199/1000");
    expect(await body(response)).toEqual(OBJECT.slice(100, 200));
  });

  it.each([
    ["error500", 500, null],
    ["busy503", 503, null],
    ["busy503RetryAfter", 503, "2"],
  ] as const)("%s", async (fault, status, wait) => {
    const response = await get({ rates: { [fault]: 1 }, retryAfter: 2 });
    expect([response.status, response.headers.get("retry-after")]).toEqual([status, wait]);
    expect(proxy?.counts[fault]).toBe(1);
  });

  it("slow: every byte, later", async () => {
    const start = performance.now();
    expect(await body(await get({ rates: { slow: 1 }, slowMs: 10 }))).toEqual(OBJECT.slice(100, 200));
    expect(performance.now() - start).toBeGreaterThan(30);
  });

  it("latency: every byte, after a wait", async () => {
    const start = performance.now();
    expect(await body(await get({ latencyMs: 30 }))).toEqual(OBJECT.slice(100, 200));
    expect(performance.now() - start).toBeGreaterThan(28);
  });

  it("stall and cut: silence or a part, and then an error", async () => {
    for (const fault of ["stall", "cut"] as const) {
      let parts = 0;
      for (let seed = 0; seed < 6; seed++) {
        const response = await get({ seed, rates: { [fault]: 1 }, stallMs: 20 }).catch(() => undefined);
        if (response !== undefined) parts += 1;
        await expect(
          response === undefined ? Promise.reject(new Error("cut")) : body(response),
        ).rejects.toThrow();
        await proxy?.close();
      }
      expect(parts).toBeGreaterThan(0);
      expect(parts).toBeLessThan(6);
    }
  });

  it("truncated: fewer bytes, which the length does not show", async () => {
    const response = await get({ rates: { truncated: 1 } });
    expect(response.headers.get("content-range")).toBe("bytes 100-199/1000");
    const bytes = await body(response);
    expect(bytes.length).toBeLessThan(100);
    expect(bytes).toEqual(OBJECT.slice(100, 100 + bytes.length));
  });

  it("otherRange and wholeObject: not what was asked for", async () => {
    const other = await get({ rates: { otherRange: 1 } });
    expect(other.headers.get("content-range")).toBe("bytes 99-199/1000");
    expect(await body(other)).toEqual(OBJECT.slice(99, 200));
    await proxy?.close();
    const whole = await get({ rates: { wholeObject: 1 } });
    expect(whole.status).toBe(200);
    expect(await body(whole)).toEqual(OBJECT);
  });

  it("changed: other bytes under another ETag, and what the preconditions demand", async () => {
    const changed = await get({ rates: { changed: 1 } });
    expect([changed.status, changed.headers.get("etag")]).toEqual([206, '"changed"']);
    expect(await body(changed)).toEqual(OBJECT.slice(100, 200).map((byte) => byte ^ 0xff));
    const ask = async (headers: Record<string, string>) => fetch(`${proxy?.url ?? ""}/object`, { headers });
    expect((await ask({ range: "bytes=0-9", "if-match": ETAG })).status).toBe(412);
    expect((await ask({ range: "bytes=0-9", "if-range": ETAG })).status).toBe(200);
  });

  it("draws the same faults for the same seed, about as often as the rates say", async () => {
    const statuses: string[] = [];
    for (let run = 0; run < 2; run++) {
      proxy = await faultProxy({ upstream: origin, seed: 3, rates: { error500: 0.2, busy503: 0.1 } });
      const seen: number[] = [];
      for (let i = 0; i < 200; i++) seen.push((await fetch(`${proxy.url}/object`)).status);
      statuses.push(seen.join());
      expect(proxy.requests).toBe(200);
      expect(proxy.counts.error500).toBeGreaterThan(24);
      expect(proxy.counts.error500).toBeLessThan(56);
      await proxy.close();
    }
    expect(statuses[0]).toBe(statuses[1]);
  });

  it("never spoils what a write sends, and cuts some writes after the server has them", async () => {
    written.length = 0;
    const put = async (fault: string, seed: number) => {
      proxy = await faultProxy({ upstream: origin, seed, rates: { [fault]: 1 } });
      await fetch(`${proxy.url}/${fault}`, { method: "PUT", body: OBJECT }).catch(() => undefined);
      await proxy.close();
    };
    for (const fault of ["truncated", "changed", "slow"]) await put(fault, 0);
    expect(written).toEqual(["/truncated", "/changed", "/slow"]);
    for (let seed = 0; seed < 8; seed++) await put("cut", seed);
    expect(written.length).toBeGreaterThan(3);
    expect(written.length).toBeLessThan(11);
  });
});
