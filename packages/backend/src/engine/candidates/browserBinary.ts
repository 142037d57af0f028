/** The build of tfjs's wasm backend that our kernels share memory with: SIMD, one thread. */
export const BINARY = "tfjs-backend-wasm-simd.wasm";

/** Its path inside `node_modules`. */
const INSTALLED = `@tensorflow/tfjs-backend-wasm/dist/${BINARY}`;

/** `\0asm`, the first bytes of every WebAssembly file. */
const MAGIC = [0, 0x61, 0x73, 0x6d];

/**
 * Finds the address of the binary on a web page, and checks that the server has it.
 *
 * tfjs itself would print the failure and never try again.
 *
 * @param folder - The folder or file that the caller named. Default: the bundler's asset, beside the script, beside the page, or
 * a development server's `/node_modules`.
 * @throws Error that names every address that was tried and what the server returned.
 */
export async function browserBinary(folder: string | undefined): Promise<string> {
  const tried: string[] = [];
  for (const address of folder === undefined ? usualAddresses() : [named(folder)]) {
    const fault = await faultAt(address);
    if (fault === undefined) return address;
    tried.push(`${address} (${fault})`);
  }
  throw new Error(
    `found no ${BINARY} at ${tried.join(" or ")}; copy it from node_modules/@tensorflow/tfjs-backend-wasm/dist to your server and pass its folder as wasmFolder`,
  );
}

function named(folder: string): string {
  return resolved(folder.endsWith(".wasm") ? folder : `${folder}${BINARY}`);
}

/** Describes what the server returned instead of the binary; undefined if it has the binary. */
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

/** The addresses to try, each once. Webpack and vite recognise the first pattern, emit the file and insert its address. */
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

/** Resolves an address against the page, or against the script of a web worker. */
function resolved(address: string): string {
  const { document, location } = globalThis as { document?: Document; location?: Location }; // a worker has no document
  return new URL(address, document?.baseURI ?? location?.href).href;
}

/** Returns undefined if the bundle's format has no `import.meta.url`. */
function attempted(address: () => URL): string | undefined {
  try {
    return address().href;
  } catch {
    return undefined;
  }
}
