/* A page that loads a saved classifier, and classifies pictures in every form that a browser has them in. */
import { useBackend } from "@tensorloom/backend";
import { loadClassifier } from "@tensorloom/classifier";
import { memory } from "@tensorflow/tfjs-core";

let classifier;
const fetched = async (address) => (await fetch(address)).blob();

async function imageOf(address) {
  const image = new Image();
  image.src = URL.createObjectURL(await fetched(address));
  await image.decode();
  return image;
}
async function canvasOf(address) {
  const image = await imageOf(address);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas;
}
const forms = {
  address: async (address) => address,
  url: async (address) => new URL(address, location.href),
  blob: fetched,
  file: async (address) => new File([await fetched(address)], "photo.img"),
  bytes: async (address) => new Uint8Array(await (await fetched(address)).arrayBuffer()),
  buffer: async (address) => (await fetched(address)).arrayBuffer(),
  image: imageOf,
  unloaded: async () => new Image(),
  canvas: canvasOf,
  bitmap: async (address) => createImageBitmap(await fetched(address)),
  imageData: async (address) => {
    const canvas = await canvasOf(address);
    return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  },
};

globalThis.pick = useBackend;
/* Loads from an address, and returns how many bytes were reported last. */
globalThis.load = async (address) => {
  const seen = [];
  classifier = await loadClassifier(address, { onProgress: (...bytes) => seen.push(bytes) });
  return { labels: classifier.labels, progress: seen.at(-1) };
};
/* Loads the files at addresses, as if a user had dropped them. */
globalThis.loadFiles = async (addresses) => {
  const named = async (address) => new File([await fetched(address)], address.split("/").at(-1));
  classifier = await loadClassifier(await Promise.all(addresses.map(named)));
};
globalThis.classify = async (form, address) => classifier.classify(await forms[form](address));
globalThis.classifyBatch = async (form, addresses) =>
  classifier.classifyBatch(await Promise.all(addresses.map(forms[form])), { batchSize: 5 });
/* Disposes the classifier, and returns how many tensors are left. */
globalThis.leave = async () => {
  await classifier.dispose();
  return memory().numTensors;
};
globalThis.ready = true;
