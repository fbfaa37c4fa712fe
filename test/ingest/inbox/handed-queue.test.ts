import fc from "fast-check";
import { expect, it } from "vitest";
import { handOver } from "../../../src/ingest/inbox/hand-over.ts";
import { HandedQueue } from "../../../src/ingest/inbox/handed-queue.ts";
import type { Committed, Pending } from "../../../src/ingest/inbox/inbox.ts";
import { NOW } from "../world.ts";

const at = (sequence: number): Pending => ({
  sequence,
  delivery: {
    id: `d${sequence}`,
    source: sequence % 3 ? "quay" : "harbour",
    headers: sequence % 5 ? {} : { "x-harbour-topic": `berth ${sequence}` },
    body: Buffer.from(`{"ship":${sequence}}`.repeat(sequence % 4)),
    receivedAt: NOW + sequence,
  },
});

/** Commits one after the other, with places between that are not decoded; `isHanded`: whether it was handed over. */
const commits = fc
  .array(fc.record({ skips: fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }), isHanded: fc.boolean() }), {
    maxLength: 8,
  })
  .map((steps) => {
    let place = 0;
    return steps.map(({ skips, isHanded }) => {
      const after = place;
      const pending = skips.map((skip) => {
        place += 1 + skip;
        return at(place);
      });
      return { committed: { after, pending } satisfies Committed, isHanded };
    });
  });

const plain = ({ sequence, delivery }: Pending) => ({
  sequence,
  ...delivery,
  body: Buffer.from(delivery.body).toString(),
});

it("gives what comes next with none left out, or nothing; again as long as nobody went on", () => {
  let [given, withheld] = [0, 0];
  fc.assert(
    fc.property(commits, fc.nat(3), fc.integer({ min: 1, max: 8 }), (steps, start, most) => {
      const queue = new HandedQueue();
      const inbox = steps.flatMap(({ committed }) => committed.pending);
      for (const { committed, isHanded } of steps) if (isHanded) queue.add(structuredClone(handOver(committed)));
      for (let place = start; ; ) {
        const expected = inbox.filter(({ sequence }) => sequence > place).slice(0, most);
        if (expected.length === 0) break;
        const found = queue.pending(place, most, 1_000);
        expect(found.map(plain)).toEqual(expected.slice(0, found.length).map(plain));
        expect(queue.pending(place, most, 1_000).map(plain)).toEqual(found.map(plain));
        given += found.length;
        if (found.length === 0) withheld += 1;
        place = (found.at(-1) ?? expected[0])?.sequence ?? 0;
      }
    }),
  );
  expect(Math.min(given, withheld)).toBeGreaterThan(50);
});

it("gives all that was handed over, across commits, and no more bytes than are asked for", () => {
  const queue = new HandedQueue();
  queue.add(handOver({ after: 0, pending: [at(1), at(2)] }));
  queue.add(handOver({ after: 2, pending: [at(3), at(5)] }));
  const places = (...asked: [number, number, number]) => queue.pending(...asked).map(({ sequence }) => sequence);
  expect(places(0, 100, 1_000)).toEqual([1, 2, 3, 5]);
  expect(places(0, 3, 1_000)).toEqual([1, 2, 3]);
  expect(places(0, 100, 20)).toEqual([1, 2]);
  expect(places(4, 100, 1_000)).toEqual([5]);
  expect(places(5, 100, 1_000)).toEqual([]);
});
