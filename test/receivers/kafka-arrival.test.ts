import { describe, expect, it } from "vitest";
import { toArrival } from "../../src/receivers/kafka-arrival.ts";
import { CAME, NOW, record } from "./kafka-world.ts";

describe("a record", () => {
  it("of an untrusted topic is what its source sent, and claims nothing about itself", () => {
    const headers = { "X-Parrot": "kraa", "annalist-source": "gate", "annalist-delivery-id": "d1" };
    const arrival = toArrival({ ...record(1), headers }, { source: "door", trusted: false }, CAME);
    expect(arrival).toEqual({
      source: "door",
      headers: { "x-parrot": "kraa" },
      body: Buffer.from("n1"),
      receivedAt: NOW,
      place: "bells/3/1",
    });
  });

  it("of an untrusted topic was signed for when it was written, however late it is read", () => {
    const writtenAt = NOW - 3_600_000_000;
    const written = { ...record(1), headers: { "x-parrot": "kraa" }, writtenAt };
    expect(toArrival(written, { source: "door", trusted: false }, CAME)).toMatchObject({ writtenAt, receivedAt: NOW });
    expect(toArrival({ ...record(1), writtenAt }, { source: "door", trusted: false }, CAME)).toMatchObject({
      writtenAt,
    });
  });

  it("of a trusted topic may say whose it is, its name and when it was received", () => {
    const headers = {
      "Annalist-Source": "gate",
      "annalist-delivery-id": "d1",
      "annalist-received-at": "2026-03-01T10:00:00Z",
    };
    expect(toArrival({ ...record(1), headers }, { source: "door", trusted: true }, CAME)).toMatchObject({
      source: "gate",
      id: "d1",
      receivedAt: Date.parse("2026-03-01T10:00:00Z") * 1000,
      headers: {},
    });
    const vague = { "annalist-received-at": "just now" };
    expect(toArrival({ ...record(1), headers: vague }, { source: "door", trusted: true }, CAME)).toEqual({
      source: "door",
      headers: {},
      body: Buffer.from("n1"),
      receivedAt: NOW,
      place: "bells/3/1",
    });
  });

  it("carries CloudEvents attributes under their names and in their encoding of HTTP", () => {
    const headers = { ce_subject: 'Zoë "7" 100%', "content-type": "application/json" };
    expect(toArrival({ ...record(1), headers }, { source: "door", trusted: false }, CAME)?.headers).toEqual({
      "ce-subject": "Zo%C3%AB%20%227%22%20100%25",
      "content-type": "application/json",
    });
  });

  it("without a value is no delivery", () => {
    expect(toArrival(record(1, null), { source: "door", trusted: true }, CAME)).toBeNull();
  });
});
