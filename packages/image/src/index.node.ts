// What Node imports: the same names, on libjpeg-turbo and zlib.
export * from "./index.ts";
export { decodeImage } from "./node/decodeImage.ts";
export { decodeJpeg } from "./node/decodeJpeg.ts";
export { decodePng } from "./node/decodePng.ts";
export { decodeResized } from "./node/decodeResized.ts";
export { encodeJpeg } from "./node/encodeJpeg.ts";
export { jpegDecoder } from "./node/jpegTurbo.ts";
