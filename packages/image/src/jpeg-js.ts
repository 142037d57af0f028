export { type DecodeJpegOptions, type JpegReport } from "./jpeg/validate/validateJpeg.ts";
export { decodeJpeg } from "./jpegJs/decodeJpeg.ts";
