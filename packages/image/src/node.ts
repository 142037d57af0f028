export { decodeJpeg } from "./node/decodeJpeg.ts";
export { decodePng } from "./node/decodePng.ts";
export { encodeJpeg } from "./node/encodeJpeg.ts";
export { jpegDecoder, type JpegDecoder } from "./node/jpegTurbo.ts";
