/** The build of tfjs's wasm backend that our kernels share memory with: SIMD, one thread. */
export const BINARY = "tfjs-backend-wasm-simd.wasm";

/** Where npm puts it. */
const INSTALLED = `@tensorflow/tfjs-backend-wasm/dist/${BINARY}`;

/** `\0asm`, how every WebAssembly file begins. */
const MAGIC = [0, 0x61, 0x73, 0x6d];

/**
 * The address of the binary on a web page, checked: tfjs itself would print what is wrong and never try again.
 *
 * @param folder - Where the caller says that it is; default: where a bundler put it, beside the script, beside the page,
 * or in a development server's `/node_modules`.
 * @throws Error that names every address that was tried and what the server returned.
 */
export async function browserBinary(folder: string | undefined): Promise<string> {
  const tried: string[] = [];
  for (const address of folder === undefined ? usualAddresses() : [resolved(`${folder}${BINARY}`)]) {
    const fault = await faultAt(address);
    if (fault === undefined) return address;
    tried.push(`${address} (${fault})`);
  }
  throw new Error(
    `found no ${BINARY} at ${tried.join(" or ")}; copy it from node_modules/@tensorflow/tfjs-backend-wasm/dist to your server and pass its folder as wasmFolder`,
  );
}

/** What a server returns in place of the binary, or undefined if it is there. */
async function faultAt(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(address);
    const reader = response.body?.getReader();
    const first = (await reader?.read())?.value ?? new Uint8Array();
    await reader?.cancel();
    if (!response.ok) return `status ${String(response.status)}`;
    if (MAGIC.every((byte, at) => first[at] === byte)) return undefined;
    return response.headers.get("content-type") ?? "not WebAssembly";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Each address once. Webpack and vite find the first pattern, emit the file and put its own address there. */
function usualAddresses(): readonly string[] {
  const bundled = attempted(
    () => new URL("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm", import.meta.url),
  );
  const own = bundled === undefined || bundled.endsWith(INSTALLED) ? undefined : bundled;
  const others = [
    attempted(() => beside(import.meta.url)),
    resolved(BINARY),
    resolved(`/node_modules/${INSTALLED}`),
  ];
  return [...new Set([own, ...others])].filter((address) => address !== undefined);
}

/** Not written as the pattern above: webpack would look for the file in the source folder. */
function beside(script: string): URL {
  return new URL(BINARY, script);
}

/** An address as seen from the page, or from the script of a web worker. */
function resolved(address: string): string {
  const { document, location } = globalThis as { document?: Document; location?: Location }; // a worker has no document
  return new URL(address, document?.baseURI ?? location?.href).href;
}

/** Nothing if the bundle's format has no `import.meta.url`. */
function attempted(address: () => URL): string | undefined {
  try {
    return address().href;
  } catch {
    return undefined;
  }
}
