import { visible } from "../web/view/visible.ts";

/** Lines as a terminal may show them: what senders wrote must not move its cursor, colour it, rename its window or hide in it. */
export function forTerminal(lines: string): string {
  return lines.split("\n").map(visible).join("\n");
}
