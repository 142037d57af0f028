// Keeps every file of the page, so that it works without a network, and makes it cross-origin isolated on any host.
// The build replaces the two placeholders.

/** What of a service worker's scope is used here. */
interface Scope {
  readonly registration: { readonly scope: string };
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}

interface WorkerEvent {
  readonly request: Request;
  waitUntil(promise: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
}

const FILES = "__FILES__" as unknown as readonly string[];
const PREFIX = "tensorloom-page-";
const CACHE = `${PREFIX}__VERSION__`;
const scope = globalThis as unknown as Scope;

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope.registration.scope))
    event.respondWith(respond(request));
});

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  await scope.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  await scope.clients.claim();
}

/** The kept file, for any query; the network for other files. */
async function respond(request: Request): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(request, { ignoreSearch: true });
  return isolate(kept ?? (await fetch(request)));
}

/** Adds the two headers that a static host may not be able to send: workers of isolated pages can share memory. */
function isolate(response: Response): Response {
  if (response.status === 0 || response.redirected) return response; // its headers cannot be changed
  const { body, status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(body, { status, statusText, headers });
}
