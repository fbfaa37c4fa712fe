/** What every incident channel may be called, and what further rooms of one incident are called: none of it tells which incident. */
export const ROOMS: ReadonlySet<string> = new Set(
  [
    "inc incident incidents sev outage major p war room warroom bridge call comms communication communications",
    "customer customers client clients support helpdesk status public internal private external",
    "eng engineering tech technical ops lead leads leadership exec execs management mgmt",
    "updates coord coordination command follow followup postmortem retro review",
  ]
    .join(" ")
    .split(" "),
);
