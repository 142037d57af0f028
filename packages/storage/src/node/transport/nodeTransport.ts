import { type IncomingMessage, request as send } from "node:http";
import { request as sendSecurely } from "node:https";
import type { Readable } from "node:stream";
import { fetchTransport } from "../../http/fetchTransport.ts";
import type { Arrival, ObjectRequest, Take, Transport } from "../../http/transport.ts";
import { AGENTS } from "./agents.ts";
import { decoded } from "./decoded.ts";
import { redirected } from "./redirect.ts";

const MAX_REDIRECTS = 20;

/** What `fetch` sends, too: some servers refuse requests without it. */
const HEADERS = { Accept: "*/*", "User-Agent": "node" };

const withFetch = fetchTransport((input, init) => fetch(input, init)); // the one at the time of the call
const OWN_FETCH = globalThis.fetch;

/**
 * Sends requests for objects with `node:http`, whose bodies take no streams of the web, and others with `fetch`.
 *
 * A program that replaces `fetch` gets all requests there.
 */
export const platformTransport: Transport = async (request, signal) => {
  const { method = "GET", manualRedirect = false } = request;
  if (method !== "GET" || manualRedirect || globalThis.fetch !== OWN_FETCH) return withFetch(request, signal);
  let next = request;
  for (let redirects = 0; ; redirects++) {
    const response = await responseTo(next, signal);
    const { statusCode = 0, headers } = response;
    const onward = redirected(next, statusCode, headers.location);
    if (onward === undefined) return arrivalOf(response, await decoded(response));
    response.on("error", () => undefined).resume(); // a short body, so that the connection can be used again
    if (redirects === MAX_REDIRECTS) throw new Error("the server redirects without an end");
    next = onward;
  }
};

function responseTo({ url, headers }: ObjectRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { protocol } = new URL(url);
    const start = protocol === "https:" ? sendSecurely : send;
    start(url, { agent: AGENTS[protocol], headers: { ...HEADERS, ...headers }, signal })
      .on("response", resolve)
      .on("error", reject)
      .end();
  });
}

function arrivalOf(response: IncomingMessage, body: Readable): Arrival {
  let chunks: AsyncIterator<Uint8Array, unknown> | undefined;
  body.on("error", () => undefined); // between reads; a read throws it
  return {
    status: response.statusCode ?? 0,
    headers: headersOf(response),
    drain: (take) => drain(body, take),
    async next() {
      chunks ??= body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, unknown>; // no encoding is set
      const step = await chunks.next();
      return step.done === true ? undefined : step.value;
    },
    close() {
      if (response.complete) response.resume();
      else response.destroy();
      if (body !== response) body.destroy();
    },
  };
}

function drain(body: Readable, take: Take): Promise<void> {
  return new Promise((resolve, reject) => {
    const broken = (error?: Error): void => reject(error ?? body.errored ?? new Error("it was closed"));
    if (body.errored !== null || body.destroyed) {
      broken();
      return;
    }
    let isWanted = true;
    body.once("end", resolve).once("error", broken).once("close", broken);
    body.on("data", (chunk: Uint8Array) => {
      if (!isWanted || take(chunk)) return;
      isWanted = false;
      resolve();
    });
  });
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i], rawHeaders[i + 1]);
  return headers;
}
