export { type Histogram } from "./events/computeHistogram.ts";
export { decodeEvent } from "./events/decodeEvent.ts";
export {
  encodeEvent,
  type Event,
  histogramSummary,
  imageSummary,
  scalarSummary,
  type Summary,
} from "./events/event.ts";
