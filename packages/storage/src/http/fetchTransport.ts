import type { Transport } from "./transport.ts";

/** Sends requests with `fetch`. */
export function fetchTransport(send: typeof fetch): Transport {
  return async ({ url, method = "GET", headers, body, manualRedirect = false }, signal) => {
    const response = await send(url, {
      method,
      headers: { ...headers },
      body: (body ?? null) as BodyInit | null, // bytes without SharedArrayBuffer
      redirect: manualRedirect ? "manual" : "follow",
      signal,
    });
    let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
    const next = async (): Promise<Uint8Array | undefined> => {
      reader ??= response.body?.getReader();
      return (await reader?.read())?.value;
    };
    return {
      status: response.status,
      headers: response.headers,
      next,
      async drain(take) {
        for (let chunk = await next(); chunk !== undefined; chunk = await next()) if (!take(chunk)) return;
      },
      close: () => void (reader ?? response.body)?.cancel().catch(() => undefined), // nobody waits for it
    };
  };
}
