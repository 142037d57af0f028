/* The packages run on the server as Node loads them, from node_modules: native decoders cannot be bundled. */
const names = ["backend", "core", "data", "graph", "image", "keras", "onnx", "tfrecord", "training"];

export default {
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: [...names.map((name) => `@tensorloom/${name}`), "@tensorflow/tfjs-layers"],
};
