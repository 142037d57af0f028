export { decodeJpeg } from "./node/decodeJpeg.ts";
export { encodeJpeg } from "./node/encodeJpeg.ts";
export { jpegDecoder, type JpegDecoder } from "./node/jpegTurbo.ts";
