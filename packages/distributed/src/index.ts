export { type Communicator } from "./communicator.ts";
export {
  createCommunicatorMemory,
  createSharedCommunicator,
  type SharedCommunicator,
} from "./sharedCommunicator.ts";
export { ReplicaError } from "./replicaError.ts";
