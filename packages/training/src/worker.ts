import { isNode } from "@tensorloom/core/internal";
import { runTrainingReplica } from "./workers/runTrainingReplica.ts";

/** The script of a replica's Web Worker. A script of your own that imports it may register layer classes too. */
if (!isNode() && typeof document === "undefined") runTrainingReplica();
