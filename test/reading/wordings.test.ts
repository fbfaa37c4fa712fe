import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/domain/reading.ts";
import { createReader } from "../../src/reading/read.ts";
import { event } from "../domain/events.ts";

const read = createReader();

const said = (text: string): Reading =>
  read(event({ key: "chat/1", actor: { type: "human", name: "Wanda" }, title: text }));

describe("words that only look like trouble", () => {
  it.each([
    ["the mail spool is down to a dozen letters", "is_in_trouble"],
    ["replay lag was down from six hours to one", "is_in_trouble"],
    ["error rate is down to 2 %", "is_in_trouble"],
  ])("%s: nothing that is down", (text, rule) => {
    expect(said(text).reason).not.toContain(rule);
    expect(said(text).kind).not.toBe("symptom");
  });

  it("hears what is down all the same", () => {
    expect(said("the parcel tracker is down")).toMatchObject({ kind: "symptom", certain: true });
    expect(said("our parcel tracker is down, and the depot phones as well").certain).toBe(true);
  });

  it.each([
    "deploys are locked until we know more",
    "merges to main are frozen",
    "releases are on hold for everybody",
    "the pipeline is now locked",
  ])("%s: somebody holds them", (text) => {
    expect(said(text)).toMatchObject({ kind: "mitigation" });
  });

  it("hears that somebody else's door is locked", () => {
    expect(said("all ledger accounts are locked").kind).toBe("symptom");
  });
});

describe("what is up", () => {
  it.each([
    "the sorter is up",
    "parcel-db is up read-only on shelf2",
    "it's up. counts agree",
    "both lifts are up, letting people in",
  ])("%s: works again", (text) => {
    expect(said(text)).toMatchObject({ kind: "recovery", certain: true });
  });

  it.each([
    "load is up",
    "the cpu of the sorter is up, and memory too",
    "the doc is up",
    "what's up",
    "nothing is up",
    "pull request with the new label printer driver and a test for it is up",
    "the hotfix is up, who reviews?",
    "branch for the stamp change is up",
    "first draft of the mail to all depots with the dates is up",
  ])("%s: nothing that works again", (text) => {
    expect(said(text).kind).not.toBe("recovery");
  });
});

it("hears who calls it done", () => {
  expect(said("I call it done, sorters may go home")).toMatchObject({ kind: "resolution", certain: true });
  expect(said("they call it done when the tray is empty").kind).not.toBe("resolution");
});

describe("words that only look like a deed", () => {
  it("hears what somebody brings up", () => {
    expect(said("I'm bringing up four more sorters, hope that is enough")).toMatchObject({ kind: "mitigation" });
    expect(said("we're spinning two spare lifts up")).toMatchObject({ kind: "mitigation", certain: true });
    expect(said("I'm bringing cake up the stairs").kind).not.toBe("mitigation");
  });

  it("hears what somebody is doing", () => {
    expect(said("squeezing the tenants onto two nodes")).toMatchObject({ kind: "mitigation", certain: true });
  });

  it.each(["it's in the header that the proxy adds", "it's in there twice", "the patch is in a branch of mine"])(
    "%s: a place, nothing that went live",
    (text) => {
      expect(said(text).reason).not.toContain("ships:");
    },
  );

  it.each(["the patch is in", "v41 is in, on both floors", "it's in everywhere", "2.14 is in eu-west"])(
    "%s: it went live",
    (text) => {
      expect(said(text)).toMatchObject({ kind: "change", certain: true });
    },
  );

  it.each(["reverting costs us nothing", "rolling it back is cheap", "backing that out won't hurt"])(
    "%s: praised, not done",
    (text) => {
      expect(said(text).certain).not.toBe(true);
    },
  );
});

describe("who is called, and who takes it on", () => {
  it.each(["got paged for the ledger", "I was paged as well", "we got paged twice"])("%s: calls nobody", (text) => {
    expect(said(text).kind).not.toBe("escalation");
  });

  it.each(["paged the ledger team", "Ruben is paged", "the second DBA was paged"])("%s: somebody is called", (text) => {
    expect(said(text)).toMatchObject({ kind: "escalation", certain: true });
  });

  it.each(["look at this: two leaders at once", "look at that, nine retries a second"])(
    "%s: nobody takes it on",
    (text) => {
      expect(said(text).kind).not.toBe("acknowledgement");
    },
  );

  it.each([
    "on it",
    "yes, on it",
    "I'm on it",
    "Farah is on it",
    "we're already on it",
    "Rosa's on it :eyes:",
    "working on it, with Jan",
    "I'll look at this now",
  ])("%s: taken on", (text) => {
    expect(["acknowledgement", "message"]).toContain(said(text).kind);
    if (text !== "on it" && text !== "yes, on it") expect(said(text).kind).toBe("acknowledgement");
  });
});

describe("what changed nothing", () => {
  it.each([
    "not it, the curve goes on",
    "same picture after the restart",
    "same curve",
    "no, not that",
    "two seconds a write, same as ever",
    "no change with the old kernel",
  ])("%s: in vain", (text) => {
    expect(said(text)).toMatchObject({ kind: "failed_attempt" });
  });

  it.each([
    "same picture on every floor",
    "it was the same picture in spring, when the lift broke",
    "is that the same thing or a new one",
    "not that it matters, but the fan is loud",
    "no change was made today",
  ])("%s: nothing was tried", (text) => {
    expect(said(text).kind).not.toBe("failed_attempt");
  });

  it.each(["failed mails get queued again", "the pods get killed again by the limit"])(
    "%s: nothing is well",
    (text) => {
      expect(said(text).kind).not.toBe("recovery");
    },
  );
});

describe("what says itself that it is another matter", () => {
  const isElse = (text: string) =>
    said(text)
      .remarks?.()
      .some(({ about }) => about === "another_matter");

  it.each([
    "unrelated: who has the key of the meter room",
    "totally off-topic but the soup is good",
    "hey, different question",
  ])("%s", (text) => {
    expect(isElse(text)).toBe(true);
  });

  it.each(["unrelated to the deploy, I checked", "the two are unrelated", "is it related?"])("not: %s", (text) => {
    expect(isElse(text)).toBe(false);
  });
});

describe("who coordinates, and the end", () => {
  it.each(["outage: mail and wiki are gone, I'm coordinating", "I'm coordinating (and typing)"])("%s", (text) => {
    expect(said(text)).toMatchObject({ kind: "declaration", certain: true });
  });

  it.each([
    "end of outage. all services run from the other site",
    "end of the incident",
    "!log end of outage. the sorters run",
    "closing this one, the rest is for Monday",
    "belts run, closing it out",
  ])("%s", (text) => {
    expect(said(text)).toMatchObject({ kind: "resolution", certain: true });
  });

  it.each([
    "we stay on the phone until the end of the outage",
    "I'm coordinating a birthday present, by the way",
    "closing this hatch",
  ])("%s: neither", (text) => expect(["declaration", "resolution"]).not.toContain(said(text).kind));
});

describe("what is over, and what only goes over", () => {
  it.each([
    "the sync runs hourly and copied it over. shelf2 read the bad file",
    "moved everything over to belt-2",
    "handed it over to the night shift",
    "took the outage over from Ruben",
    "it's over 40 degrees in hall 2",
    "it is over to you now",
  ])("%s: no end", (text) => {
    expect(said(text).kind).not.toBe("resolution");
  });

  it.each([
    "it's over",
    "it is over, go home",
    "the outage is now over",
    "this was over by noon",
    "outage over, thank you all",
    "we moved it, and it's all over",
    "I'm calling it over",
  ])("%s: an end", (text) => {
    expect(said(text)).toMatchObject({ kind: "resolution", certain: true });
  });
});

describe("what still is as it was", () => {
  it.each([
    "Old label is forced. Removing the 20 trays that still carry the new one",
    "restarting the two belts which still run the old map",
  ])("%s: tells what is acted on, no failure", (text) => {
    expect(said(text).kind).toBe("mitigation");
  });

  it.each([
    "restarted belt-2, that still doesn't turn",
    "restarted belt-2. it still runs the old map",
    "moved the trays, belts which we need are still off",
  ])("%s: in vain", (text) => {
    expect(said(text)).toMatchObject({ kind: "failed_attempt" });
  });
});

it.each(["update-parcels ran on belt-2", "push-notices are late today", "clear-trays starts at four"])(
  "%s: a name, no deed",
  (text) => {
    expect(said(text).reason).not.toContain("acts");
  },
);

describe("what people on a call bid each other", () => {
  it.each([
    "Depots, please join the call",
    "@ruben please dial in",
    "Rosa, please ask two shops to try",
    "please come to the bridge.",
  ])("%s: nothing of it happened yet", (text) => {
    expect(said(text)).toMatchObject({ kind: "message", small: true });
  });

  it.each(["calling him", "ringing her again", "calling Rosa back"])("%s: nothing live is changed", (text) => {
    expect(said(text).kind).not.toBe("mitigation");
  });

  it.each(["paging the depot team", "calling the vendor", "called in Rosa", "please join, paged the depot team"])(
    "%s: somebody is called",
    (text) => {
      expect(said(text)).toMatchObject({ kind: "escalation" });
    },
  );

  it("hears what else is said beside it", () => {
    expect(said("Rosa, please join. belt-2 is down").small).not.toBe(true);
    expect(said("called Anna, she is joining").small).not.toBe(true);
  });
});

describe("what counts how far something got", () => {
  const counts = (text: string) => said(text).counts?.() === true;

  it.each([
    "31 %",
    "5 of 12",
    "58%, going well",
    "belt-2 resize at 40%",
    "tray queue 900.",
    "backlog is at 28k jobs",
    "83% and climbing",
    "31%. hmm",
    "batch 4 done (60)",
    "14 of the 22 spare belts are up, slow lift",
    "sorter done, labels at 60%",
  ])("%s", (text) => expect(counts(text)).toBe(true));

  it.each([
    "384 of 384 belts connected",
    "12/12",
    "2 of 3 belts are down",
    "0.1 %, that's people who mistype",
    "50 %, errors in hall 2",
    "hall 2 is at 100%",
    "half of the belts are up. queue 41k",
    "3 of the 9 belts are stuck",
    "61% and climbing errors",
    "batch 4 failed (60)",
    "belts at 98%, lifts at 60%",
    "queue is 0",
    "loss at 31 %",
    "upgrade 4.2 is out",
  ])("not: %s", (text) => expect(counts(text)).toBe(false));
});

describe("when and where another thing was made", () => {
  it.each([
    ["rolled back the release of two days ago", "rollback"],
    ["reverted the label change from 3 days ago", "rollback"],
    ["had to roll back the sorter to 4.2", "rollback"],
    ["killed the job that was started on monday", "mitigation"],
    ["restarted the trays in dev-tools", "mitigation"],
    ["restarted the sorters, unrelated halls were left alone", "mitigation"],
    ["everything recovered at noon", "recovery"],
  ])("does not take the deed away: %s", (text, kind) => {
    expect(said(text)).toMatchObject({ kind, certain: true });
  });

  it.each(["nope. still looking", "no. still waiting for the vendor", "no. still reading the logs"])(
    "%s: nobody tried in vain",
    (text) => {
      expect(said(text).kind).not.toBe("failed_attempt");
    },
  );

  it.each(["rolled back the sorter, jams went up at 9:41", "everything works again, jams had spiked at 9:05"])(
    "is not when a deed was done: %s",
    (text) => {
      expect(said(text).happenedAt).toBeUndefined();
    },
  );
});

describe("who says no more than another", () => {
  it.each([
    ["same in the north hall", "meets"],
    ["yep, all six", "agrees"],
    ["confirmed, not one turns", "confirms"],
    ["same deploy broke the search as well", null],
    ["yes, and the disk of the primary is full", null],
  ])("%s: %s", (text, seconds) => {
    expect(said(text).seconds?.()).toBe(seconds);
  });

  it("sums up at an hour, and not of a version", () => {
    expect(said("UPDATE 09:30 - two halls stand").sumsUp?.()).toBe(true);
    expect(said("update 4.12 broke the sorter, rolling it back now").sumsUp?.()).toBe(false);
  });
});

describe("who tells people outside", () => {
  it.each(["notified all users of the outage", "told our users that payments were down for an hour on monday"])(
    "%s",
    (text) => {
      const found = said(text);
      expect(found.kind).toBe("communication");
      expect(found.reports).toBe(false);
    },
  );
});

describe("what is put off or called for", () => {
  it.each([
    ["Runa: the release stays where it is for the time being", "decision"],
    ["the belts stay parked until noon", "decision"],
    ["the map upgrade was planned for ten, I'm leaving that for another day", "decision"],
    ["we're not doing that today", "decision"],
    ["calling @nils, this is beyond me", "escalation"],
    ["phoning the storage lead", "escalation"],
    ["I run this. Nils: pumps, Runa: customers", "declaration"],
    ["flat at 725k req/s", "observation"],
  ])("%s: %s", (text, kind) => {
    expect(said(text).kind).toBe(kind);
  });

  it.each(["who is calling @nils tomorrow?", "I run this script every morning", "it stays put in the cache dir"])(
    "%s: neither",
    (text) => {
      expect(["escalation", "declaration"]).not.toContain(said(text).kind);
    },
  );
});
