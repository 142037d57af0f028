/* A page that decodes image files, whose bytes are Base64. */
import { decodeImage } from "@tensorloom/image";

globalThis.decode = async (file, options) => {
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
  const { data, height, width, channels } = await decodeImage(bytes, options);
  return { shape: [height, width, channels], data: [...data] };
};
globalThis.ready = true;
