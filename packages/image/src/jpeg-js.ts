export { decodeWithJpegJs } from "./jpegJs/decodeWithJpegJs.ts";
