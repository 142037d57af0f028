export { type DecodeJpegOptions, type JpegReport } from "./admitJpeg.ts";
export { decodeJpeg } from "./jpegJs/decodeJpeg.ts";
