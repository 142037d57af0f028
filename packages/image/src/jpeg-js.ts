export { type DecodeJpegOptions, type JpegReport } from "./jpeg/validate/validateJpeg.ts";
export { decodeWithJpegJs } from "./jpegJs/decodeWithJpegJs.ts";
