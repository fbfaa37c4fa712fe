import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/domain/reading.ts";
import { createReader } from "../../src/reading/read.ts";
import { event } from "../domain/events.ts";

const read = createReader();

const said = (text: string): Reading =>
  read(event({ key: "chat/1", actor: { type: "human", name: "Wanda" }, title: text }));

const posted = (text: string): Reading =>
  read(event({ key: "chat/2", actor: { type: "automation", name: "duty-bot" }, title: text }));

describe("what works again", () => {
  it.each([
    "belt-2 is up and takes trays",
    "the ledger is up and accepts writes",
    "shelf2 serves reads",
    "sorter answers, 40 ms",
    "backlog of trays is gone",
    "5xx is back to nothing",
    "confirmed on our side, labels and stamps are ok",
    "both belts up, trays catching up",
  ])("%s", (text) => {
    expect(said(text)).toMatchObject({ kind: "recovery", certain: true });
  });

  it.each([
    "sorter is up and healthy, it just can't reach the belts",
    "lift is up, but nobody can call it",
    "labels load again, slowly",
    "belt-3 is past it too, catching up",
    "the tray queue is draining",
    "when we lost a belt in march it was back in an hour",
    "belt-2 doesn't even come back",
    "confirmed from my side, stamps don't look ok",
    "the kiosk can't take payments",
  ])("%s: not, or not yet", (text) => {
    expect(said(text).certain === true && said(text).kind === "recovery").toBe(false);
  });
});

describe("what did not help", () => {
  it.each([
    "nope. still jamming, nine trays a minute",
    "no. still the old label",
    "nope, still red",
    "promoted the spare sorter, and it refuses trays just the same",
    "apply failed, no free slots",
    "same error on the old image, so it's the printer",
    "same errors: no paper",
  ])("%s", (text) => {
    expect(said(text)).toMatchObject({ kind: "failed_attempt", certain: true });
  });

  it.each(["no. still looking", "nope, still no idea", 'send me a picture, not "doesn\'t help"'])(
    "%s: nothing was tried",
    (text) => {
      expect(said(text).kind).not.toBe("failed_attempt");
    },
  );
});

describe("what was chosen", () => {
  it.each([
    "from now on: one tray a minute",
    "by hand it is",
    "plan: empty hall 2, then sort by hand",
    "so. plan is: stop both lifts",
    "plan B it is. Ilse, tell hall 2",
    "ok, slow lane it is then",
  ])("%s", (text) => {
    expect(said(text)).toMatchObject({ kind: "decision", certain: true });
  });

  it.each(["of course it is", "that's how it is", "no idea what it is", "from now on I bring my own cup"])(
    "%s: nothing",
    (text) => {
      expect(said(text).certain === true && said(text).kind === "decision").toBe(false);
    },
  );
});

it.each(["you merged a new map this morning!", "Ruben you deployed the labels at ten?"])("%s: suspected", (text) => {
  expect(said(text).kind).toBe("hypothesis");
});

it.each(["great that you merged it", "did you deploy the labels?"])("%s: nothing is suspected", (text) => {
  expect(said(text).kind === "hypothesis" && said(text).certain).toBe(false);
});

it("keeps what hardly helped an attempt, however softly it is said", () => {
  expect(said("not enough I think")).toMatchObject({ kind: "failed_attempt", certain: false });
});

describe("who is told, and who is called", () => {
  it.each([
    "opened a P1 with the belt maker, they want pictures",
    "raised a ticket at the registrar",
    "opened a sev2 with our carrier",
  ])("%s: a vendor is called", (text) => {
    expect(said(text)).toMatchObject({ kind: "escalation", declares: false });
  });

  it.each([
    "opened a P1 with high priority",
    "declaring an incident at sev 2",
    "making this a sev2, I lead",
    "ok, making it a major incident",
    "opening a major for this, Runa is my contact at the desk",
    "right, I'm raising a major",
    "calling it a P1, phones on please",
    "I can be IC",
    "happy to take IC",
    "I take command here",
    "assuming command. Nils has comms",
  ])("%s: declared", (text) => {
    expect(said(text)).toMatchObject({ kind: "declaration", declares: true });
  });

  it.each([
    "opening a major version bump for review",
    "we had a major with this vendor in spring",
    "should we open a major?",
    "I take command line args apart there",
    "who can be IC on Sunday?",
    "raising a major concern: nobody owns this",
    "I can be icy",
  ])("%s: nothing is declared", (text) => {
    expect(said(text).declares).toBe(false);
  });

  it.each(["that's it paging me", "it's paging us all night", "huh, nobody paged", "I can't be paged today"])(
    "%s: nobody is called",
    (text) => {
      expect(said(text).kind).not.toBe("escalation");
    },
  );

  it.each([
    "the sale banner is live",
    "I've told them it's known",
    "customers told us first",
    "status page is out too",
  ])("%s: no word to the public", (text) => {
    expect(said(text).certain === true && said(text).kind === "communication").toBe(false);
  });

  it.each(["Reminder: half an hour without news", "Does the status page need a word?"])(
    "a machine that asks for news tells none: %s",
    (text) => {
      expect(posted(text).kind).toBe("message");
    },
  );
});

describe("what users meet", () => {
  it.each([
    "people in the hall say that labels hang",
    "a customer writes: search for trays is empty",
    "visitors report that the lifts freeze",
  ])("%s", (text) => {
    expect(said(text)).toMatchObject({ kind: "human_report", reports: true });
  });

  it.each(["customers say thanks, their list is empty", "people hang their coats in hall 2"])(
    "%s: no trouble",
    (text) => {
      expect(said(text).reports).toBe(false);
    },
  );
});

it.each([
  "do we have an error that is down in words",
  "what exactly is gone",
  "who merged the label, it is broken",
  "is this the lift outage",
])("%s: a question that bears no mark", (text) => {
  expect(said(text).certain).toBe(false);
});

it.each(["it's a left lane like any other", "it's only the way in", "it's two hours"])(
  "%s: says what it is, no finding for sure",
  (text) => {
    expect(said(text).certain).toBe(false);
  },
);

it.each(["the map counts a tray when it's over", "call me once it is over"])("%s: no end yet", (text) => {
  expect(said(text).kind === "resolution" && said(text).certain).toBe(false);
});

it.each(["sums over all trays: no differences", "compared both maps, no mismatches"])("%s: found", (text) => {
  expect(said(text)).toMatchObject({ kind: "observation", certain: true });
});

it("what a plan says is none of it done yet", () => {
  expect(said("plan: stop belt 3, swap the map, start. belt 3 works again")).toMatchObject({
    kind: "decision",
    certain: true,
  });
});

it.each(["lane 1 and 2 are taking orders", "the new sorter is serving requests"])("%s: works again", (text) => {
  expect(said(text)).toMatchObject({ kind: "recovery", certain: true });
});

describe("figures and states that tell how it went", () => {
  it.each([
    ["errors 19 %, going down", "recovery"],
    ["failing 8% again, down from 34", "recovery"],
    ["error rate on the kiln is down to 2 %", "recovery"],
    ["96 of 96 ready in the north", "recovery"],
    ["mills 12/12 healthy", "recovery"],
    ["etcd has quorum", "recovery"],
    ["exceptions at 0", "recovery"],
    ["error rate is at zero since ten", "recovery"],
    ["queue is normal, 60 waiting", "recovery"],
    ["hang reports are going down, 70 % in eight minutes", "recovery"],
    ["I'm sixteen hours up. Runa takes over as lead now", "decision"],
    ["all three rings are whole again", "recovery"],
    ["cycled both feeds, nothing", "failed_attempt"],
    ["restarted the kiln: no change", "failed_attempt"],
    ["it did not. two more shelves went", "failed_attempt"],
    ["no gain", "failed_attempt"],
    ["that did squat", "failed_attempt"],
    ["the limits don't do anything", "failed_attempt"],
    ["Nils agrees. decided: we put the old map back", "decision"],
    ["gone again. the table is full", "failed_attempt"],
    ["the disks drop out again after some seconds", "failed_attempt"],
    ["worse, every second order fails since then", "failed_attempt"],
    ["so much for bigger", "failed_attempt"],
  ])("%s: %s", (text, kind) => {
    expect(said(text).kind).toBe(kind);
  });

  it.each([
    "3 of 96 ready in the north",
    "errors at 0.8 and climbing",
    "a long queue is normal at this hour",
    "queue is down to 1480",
    "traffic is at 40, down from 100",
    "so much for today, night all",
    "no use of that field anywhere",
    "it's worse than in spring",
    "I did not say that it did",
  ])("%s: neither", (text) => {
    expect(["recovery", "failed_attempt"]).not.toContain(said(text).kind);
  });
});

it.each([
  "the box is up, but its route table is nearly empty",
  "mail is back, we are not",
  "an old build of the mill got run again",
])("%s: no plain recovery", (text) => {
  expect(said(text).certain).toBe(false);
});

describe("who takes it on", () => {
  it.each(["hi Runa, I take it. looking", "I've got this", "ok I'm on this"])("%s", (text) => {
    expect(said(text).kind).toBe("acknowledgement");
  });

  it.each(["I take it you restarted the kiln?", "I've got this error since ten"])("not: %s", (text) => {
    expect(said(text).kind).not.toBe("acknowledgement");
  });
});
