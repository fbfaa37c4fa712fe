import type { Person } from "../domain/settings.ts";
import type { Finding } from "./problem.ts";

/** Who sends people's ids, and how one of them is written. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ["slack", "slack:U0123ABCD"],
  ["pagerduty", "pagerduty:PABC123"],
  ["github", "github:their-login"],
  ["gitlab", "gitlab:their-username"],
]);

/** Accounts of people that no event can ever name, so that they would be named by their ids. */
export function checkPeople(people: readonly (Person | null)[]): Finding[] {
  const known = [...EXAMPLES.values()].join(", ");
  return people.flatMap((person, index) =>
    (person?.ids ?? []).flatMap((id, number) => {
      const colon = id.indexOf(":");
      const vendor = id.slice(0, Math.max(0, colon));
      if (EXAMPLES.has(vendor)) return [];
      const what = colon < 1 ? `"${id}" does not say whose id it is` : `no sender is called "${vendor}"`;
      const remedy = `Write it as one of ${known}, whatever its source is called`;
      return [{ path: ["people", index, "ids", number], what, remedy }];
    }),
  );
}
