export { type Histogram } from "./events/computeHistogram.ts";
export { decodeEvent } from "./events/decodeEvent.ts";
export { encodeEvent } from "./events/encodeEvent.ts";
export { type Event, histogramSummary, imageSummary, scalarSummary, type Summary } from "./events/event.ts";
export { eventWriter, type EventWriter } from "./events/eventWriter.ts";
export { prCurveSummary } from "./events/prCurveSummary.ts";
export { sessionEndSummary, sessionStartSummary } from "./events/sessionSummaries.ts";
