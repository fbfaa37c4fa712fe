import { Type } from "typebox";
import { defineSource } from "./lib/define.ts";
import { alertGroup, normalizeAlerts } from "./lib/prometheus-alert.ts";

/** Prometheus Alertmanager's webhook: a whole group, sent anew with every change. Version 4, and 3 without fingerprints. */
export default defineSource({
  name: "alertmanager",
  auth: ["bearer", "basic"],
  bodyLimit: 8 * 1024 * 1024,
  headers: [],
  payload: Type.Object(alertGroup),
  normalize: normalizeAlerts,
});
