import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "@tensorloom/core";
import type { Fault } from "./fault.ts";
import { endToEnd, readBody, type Received, type Upstream } from "./upstream.ts";

/** A request that is to be answered badly. */
export interface Spoilt {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly upstream: Upstream;
  readonly stream: Random;
  /** How long a silence and a pause last, in milliseconds. */
  readonly stallMs: number;
  readonly slowMs: number;
  /** The value of `Retry-After`, in seconds. */
  readonly retryAfter: number;
}

/** The ETag of {@link Fault} `changed`. */
export const CHANGED_ETAG = '"changed"';

const PIECES = 4;

/** Responds to a request with a fault. */
export const SPOIL: Readonly<Record<Fault, (spoilt: Spoilt) => Promise<void>>> = {
  error500: (spoilt) => refuse(spoilt, 500, {}),
  busy503: (spoilt) => refuse(spoilt, 503, {}),
  busy503RetryAfter: (spoilt) => refuse(spoilt, 503, { "retry-after": String(spoilt.retryAfter) }),
  async slow(spoilt) {
    const { received, bytes } = await fetchAll(spoilt);
    writeHead(spoilt, received);
    const size = Math.ceil(bytes.length / PIECES);
    for (let at = 0; at < bytes.length; at += size) {
      spoilt.response.write(bytes.subarray(at, at + size));
      await sleep(spoilt.slowMs);
    }
    spoilt.response.end();
  },
  async stall(spoilt) {
    await sendPart(spoilt);
    await sleep(spoilt.stallMs, undefined, { ref: false });
    spoilt.response.destroy();
  },
  async cut(spoilt) {
    await sendPart(spoilt);
    spoilt.response.socket?.resetAndDestroy();
  },
  async truncated(spoilt) {
    const { received, bytes } = await fetchAll(spoilt);
    const part = bytes.subarray(0, spoilt.stream.integer(Math.max(1, bytes.length)));
    writeHead(spoilt, received, { "content-length": String(part.length) });
    spoilt.response.end(part);
  },
  async otherRange(spoilt) {
    const found = /^bytes=(\d+)-(\d*)$/.exec(spoilt.incoming.headers.range ?? "");
    const start = found === null ? 0 : Number(found[1]);
    const range = `bytes=${String(start === 0 ? 1 : start - 1)}-${found?.[2] ?? ""}`;
    await forward(spoilt, { ...spoilt.incoming.headers, range });
  },
  wholeObject: (spoilt) => forward(spoilt, without(spoilt.incoming.headers, "range")),
  async changed(spoilt) {
    const { headers, method } = spoilt.incoming;
    if (headers["if-match"] !== undefined) return refuse(spoilt, 412, { etag: CHANGED_ETAG });
    const whole = headers["if-range"] !== undefined ? ["range", "if-range"] : [];
    const received = await spoilt.upstream.send(spoilt.incoming, without(headers, ...whole, "if-none-match"));
    const bytes = (await readBody(received)).map((byte) => byte ^ 0xff);
    writeHead(spoilt, received, { etag: CHANGED_ETAG });
    spoilt.response.end(method === "HEAD" ? undefined : bytes);
  },
};

/** Sends a request on and its response back. */
export async function forward(spoilt: Spoilt, headers = spoilt.incoming.headers): Promise<void> {
  const received = await spoilt.upstream.send(spoilt.incoming, headers);
  writeHead(spoilt, received);
  received.body.on("error", () => spoilt.response.destroy());
  received.body.pipe(spoilt.response);
}

/** Answers with a status. A write is read to its end first, as servers do. */
function refuse({ incoming, response }: Spoilt, status: number, headers: IncomingHttpHeaders): Promise<void> {
  incoming.resume();
  response.writeHead(status, { "content-type": "text/plain", ...headers }).end(`status ${String(status)}`);
  return Promise.resolve();
}

/** Sends nothing, or the headers and a part of the body. A write has reached the server in half of the cases. */
async function sendPart(spoilt: Spoilt): Promise<void> {
  if (spoilt.stream.uniform() < 0.5) return;
  const { received, bytes } = await fetchAll(spoilt);
  if (spoilt.incoming.method !== "GET") return;
  writeHead(spoilt, received);
  const part = bytes.subarray(0, spoilt.stream.integer(Math.max(1, bytes.length)));
  spoilt.response.flushHeaders();
  if (part.length > 0) await new Promise<void>((resolve) => spoilt.response.write(part, () => resolve()));
}

async function fetchAll({ incoming, upstream }: Spoilt): Promise<{ received: Received; bytes: Buffer }> {
  const received = await upstream.send(incoming, incoming.headers);
  return { received, bytes: await readBody(received) };
}

function writeHead({ response }: Spoilt, received: Received, headers: IncomingHttpHeaders = {}): void {
  response.writeHead(received.status, { ...endToEnd(received.headers), ...headers });
}

function without(headers: IncomingHttpHeaders, ...names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
