export { type Communicator, type Values } from "./communicator.ts";
export { communicatorMemory, sharedCommunicator, type SharedCommunicator } from "./sharedCommunicator.ts";
export { ReplicaError } from "./replicaError.ts";
