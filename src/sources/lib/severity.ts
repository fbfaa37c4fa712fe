import type { Severity } from "../../domain/event.ts";
import { said } from "./text.ts";

const WORDS: Record<Severity, readonly string[]> = {
  critical: ["critical", "crit", "fatal", "emergency", "emerg", "disaster", "page", "sev0", "sev1", "p0", "p1"],
  high: ["high", "major", "error", "severe", "urgent", "sev2", "p2"],
  medium: ["medium", "moderate", "warning", "warn", "minor", "average", "sev3", "p3"],
  low: ["low", "info", "informational", "information", "notice", "debug", "none", "sev4", "sev5", "p4", "p5"],
};

const BY_WORD: ReadonlyMap<string, Severity> = new Map(
  (["critical", "high", "medium", "low"] as const).flatMap((severity) =>
    WORDS[severity].map((word): [string, Severity] => [word, severity]),
  ),
);

/** Our severity for a sender's word (`SEV-1`, `P2`, `warning`), case, blanks and hyphens ignored; null for an unknown word or none. */
export function severityOf(word: string | null | undefined): Severity | null {
  const spoken = said(word)
    ?.toLowerCase()
    .replaceAll(/[\s_-]/g, "");
  return (spoken !== undefined && BY_WORD.get(spoken)) || null;
}
