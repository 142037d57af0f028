/* A page, or its worker, that decodes image files, whose bytes are Base64. */
import { decodeImage } from "@tensorloom/image";

const fromBase64 = (file) => Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
const decodeText = (file, options) => decodeImage(fromBase64(file), options);
globalThis.decode = async (file, options) => {
  const { data, height, width, channels } = await decodeText(file, options);
  return { shape: [height, width, channels], data: [...data] };
};
/* How far the pixels of the browser's decoder are from the exact ones, in levels. */
globalThis.compare = async (file, options) => {
  const exact = await decodeText(file, options);
  const own = await decodeText(file, { ...options, decoder: "browser" });
  const shapes = [exact, own].map(({ height, width, channels }) => [height, width, channels]);
  const distances = exact.data.map((level, i) => Math.abs(level - own.data[i]));
  return {
    shapes,
    most: distances.reduce((a, b) => Math.max(a, b), 0),
    mean: distances.reduce((a, b) => a + b, 0) / distances.length,
  };
};
/* The least milliseconds of a decoding by each decoder. They take turns, so that a busy machine slows down both. */
globalThis.time = async (file, options, repeats) => {
  const bytes = fromBase64(file);
  const least = { exact: Infinity, browser: Infinity };
  for (let i = 0; i < repeats; i++)
    for (const decoder of ["exact", "browser"]) {
      const from = performance.now();
      await decodeImage(bytes, { ...options, decoder });
      least[decoder] = Math.min(least[decoder], performance.now() - from);
    }
  return least;
};
if (globalThis.document === undefined)
  globalThis.onmessage = async ({ data: [name, ...values] }) =>
    postMessage(await globalThis[name](...values));
globalThis.inWorker = (...call) =>
  new Promise((resolve, reject) => {
    const worker = new Worker("page.js", { type: "module" });
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.postMessage(call);
  });
globalThis.ready = true;
