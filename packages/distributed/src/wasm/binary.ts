// Written by `npm run build` (.config/kernels/kernels.ts) from packages/distributed/assembly; not to be edited.

/** The kernel for any engine with SIMD; base64. */
export const BINARIES: Readonly<Record<"plain", string>> = {
  plain:
    "AGFzbQEAAAABBQFgAX8AAwIBAAUDAQABBg4CfwBBgCALfwBBgIIBCwchBAZMRU5HVEgDAAVPVEhFUgMBA2FkZAAABm1lbW9yeQIACpkBAZYBAQJ/IABBAnQhAANAIAAgAUsEQCABIAH9AAQAIAFBgIIBav0ABAD95AH9CwQAIAFBEGoiAiAC/QAEACACQYCCAWr9AAQA/eQB/QsEACABQSBqIgIgAv0ABAAgAkGAggFq/QAEAP3kAf0LBAAgAUEwaiICIAL9AAQAIAJBgIIBav0ABAD95AH9CwQAIAFBQGshAQwBCwsL",
};
