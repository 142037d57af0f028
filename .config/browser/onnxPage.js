/* A page that runs an ONNX file by onnxruntime-web, or a TFLite file by LiteRT.js. */
async function download(file) {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/* The inputs lie in one file, one after the other. */
async function numbersOf(feeds) {
  const { buffer } = await download("feeds.bin");
  let at = 0;
  return feeds.map(({ name, dims }) => {
    const length = dims.reduce((product, side) => product * side, 1);
    const data = new Float32Array(buffer, at, length);
    at += data.byteLength;
    return { name, dims, data };
  });
}

async function onnxRuntime({ file, feeds, provider, threads }) {
  const ort = await import(provider === "webgpu" ? "./ort/ort.webgpu.min.mjs" : "./ort/ort.wasm.min.mjs");
  ort.env.wasm.wasmPaths = new URL("./ort/", location.href).href;
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
  const session = await ort.InferenceSession.create(await download(file), { executionProviders: [provider] });
  const inputs = {};
  for (const { name, dims, data } of await numbersOf(feeds))
    inputs[name] = new ort.Tensor("float32", data, dims);
  return async () => {
    const outputs = await session.run(inputs);
    return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data]));
  };
}

async function liteRt({ file, feeds, threads }) {
  const { loadLiteRt, loadAndCompile, Tensor } = await import("@litertjs/core");
  await loadLiteRt(new URL("./litert/wasm/", location.href).href, { threads: threads > 1 });
  const cpuOptions = { numThreads: threads };
  const model = await loadAndCompile(new URL(file, location.href).href, { accelerator: "wasm", cpuOptions });
  const inputs = (await numbersOf(feeds)).map(({ dims, data }) => new Tensor(data, dims));
  return async () => {
    const [output] = await model.run(inputs);
    const data = await output.data();
    output.delete();
    return { output: data };
  };
}

/* Runs once, and returns the outputs as lists of numbers. */
globalThis.runOnce = async (task) => {
  const run = await (task.provider === "litert" ? liteRt : onnxRuntime)(task);
  return Object.fromEntries(Object.entries(await run()).map(([name, data]) => [name, Array.from(data)]));
};

/* Milliseconds of each run. */
globalThis.timeRuns = async (task, count) => {
  const run = await (task.provider === "litert" ? liteRt : onnxRuntime)(task);
  const times = [];
  for (let at = 0; at < count; at++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times;
};

/* "none", "own" or "swiftshader": which GPU WebGPU has. */
globalThis.gpu = async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return "none";
  return adapter.info.architecture === "swiftshader" ? "swiftshader" : "own";
};
globalThis.ready = true;
