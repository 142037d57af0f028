export { awsKeys, awsSettings } from "./credentials/awsChain.ts";
export { googleEndpoint, googleToken } from "./credentials/googleChain.ts";
export { hubSettings } from "./credentials/hubSettings.ts";
export { allocUnsafe } from "./transport/allocUnsafe.ts";
export { platformTransport } from "./transport/nodeTransport.ts";
