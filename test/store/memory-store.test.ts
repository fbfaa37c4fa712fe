import { openMemoryStore } from "../../src/store/memory/memory-store.ts";
import { describeStoreContract } from "./contract.ts";

describeStoreContract("memory", () => openMemoryStore(), { exempt: ["persists_across_reopen", "several_handles"] });
