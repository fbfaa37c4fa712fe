import type { Browser } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Posting } from "../../src/demo/senders/posting.ts";
import { slackTs } from "../../src/demo/senders/slack.ts";
import { CHROMIUM, launch, openPage, overflow, unfold } from "./browser.ts";
import { during, startEvening } from "./site.ts";

const SCRIPT = `<script>alert("pwned")</script><img src=x onerror="alert('pwned')"><svg/onload=alert('pwned')>`;
const BREAK_OUT = `"' autofocus onfocus=alert('pwned') x="</title></textarea></pre><iframe srcdoc="<script>parent.alert('pwned')</script>">`;
const TURNED = "refund \u202Eevas ton od\u202C now \u2066\u200B\u0007\u001B[31m";
const WORD = "W".repeat(64 * 1024);
const EMOJI = "🧯".repeat(10_000);
const ZALGO = `ledger${"\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309".repeat(40)}`;
const HOSTILE = [SCRIPT, BREAK_OUT, TURNED, WORD, EMOJI, ZALGO];
const LINKS = ["javascript:alert('pwned')", "data:text/html,<script>alert('pwned')</script>", "vbscript:msgbox(1)"];

/** The same text in every place of a sender's payload that reaches a page. */
function hostileDeliveries(text: string, index: number): Posting[] {
  const at = new Date(during(5 + index) / 1000).toISOString();
  const link = LINKS[index % LINKS.length] ?? "";
  const post = (source: string, body: unknown, headers = {}): Posting => ({
    source,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const labels = { alertname: text, service: "checkout", severity: "critical", [`team_${index}`]: text };
  return [
    post("alertmanager", {
      ...{ version: "4", groupKey: `g${index}`, status: "firing", receiver: "r", truncatedAlerts: 0 },
      ...{ groupLabels: {}, commonLabels: labels, commonAnnotations: {}, externalURL: link },
      alerts: [
        {
          ...{ status: "firing", labels, startsAt: at, endsAt: "0001-01-01T00:00:00Z" },
          annotations: { summary: text, description: text, runbook_url: link },
          generatorURL: link,
          fingerprint: `deadbeef0000000${index}`,
        },
      ],
    }),
    post("slack", {
      ...{ type: "event_callback", team_id: "T0SALT", event_id: `EvHOSTILE${index}`, event_time: 1 },
      event: {
        ...{
          type: "message",
          channel: "C0SHOPOPS",
          user: text.slice(0, 60),
          text: `checkout is down: ${text} <${link}|https://shop.example>`,
        },
        ...{
          ts: slackTs(during(5.5 + index)),
          channel_type: "channel",
          user_profile: { real_name: text, display_name: text },
        },
      },
    }),
    post(
      "cloudevents",
      {
        ...{ specversion: "1.0", type: "annalist.incident.v1", source: text.slice(0, 40), id: `h${index}`, time: at },
        data: {
          action: "declared",
          id: `H${index}`,
          title: text,
          severity: "critical",
          services: ["checkout"],
          by: text,
        },
      },
      { "content-type": "application/cloudevents+json" },
    ),
    post(
      "cloudevents",
      {
        ...{ specversion: "1.0", type: "annalist.change.v1", source: "flags", id: `c${index}`, time: at },
        data: {
          id: `c${index}`,
          action: "succeeded",
          title: text,
          service: "checkout",
          by: text,
          url: link,
          version: text,
        },
      },
      { "content-type": "application/cloudevents+json" },
    ),
  ];
}

describe.skipIf(CHROMIUM === null)("texts that mean harm, in a browser", () => {
  it("are read as text on every page: no script, no dialog, no link, and the layout holds", async () => {
    await using site = await startEvening();
    const browser: Browser = await launch();
    try {
      await site.tell(...HOSTILE.flatMap(hostileDeliveries));
      const { incidents } = await incidentsOf(site.pages);
      const paths = ["/incidents", "/sources", ...incidents.flatMap((id) => pathsOf(id))];
      const bodies: string[] = [];
      await using watched = await openPage(browser, site.pages);
      const { page, faults } = watched;
      for (const path of paths) {
        await page.goto(site.pages + path);
        await unfold(page);
        for (const width of [1440, 390]) {
          await page.setViewportSize({ width, height: 844 });
          expect([path, width, await overflow(page)]).toEqual([path, width, 0]);
        }
        expect(await page.evaluate(STRANGERS)).toEqual([]);
        bodies.push((await page.textContent("body")) ?? "");
        expect(faults).toEqual([]);
      }
      const all = bodies.join("\n");
      expect(all).toContain("<script>alert(");
      expect(all).toContain("⟦U+202E⟧");
      for (const hidden of "\u202A\u202E\u2066\u200B\u0007\u001B") expect(all.includes(hidden)).toBe(false);
    } finally {
      await browser.close();
    }
  }, 600_000);
});

const pathsOf = (id: string): string[] => [
  `/incidents/${id}`,
  `/incidents/${id}?view=log`,
  `/incidents/${id}/publish`,
  `/api/v1/incidents/${id}/draft.html`,
];

async function incidentsOf(pages: string): Promise<{ incidents: string[] }> {
  const { items } = (await (await fetch(`${pages}/api/v1/incidents`)).json()) as { items: { id: string }[] };
  return { incidents: items.map(({ id }) => id) };
}

/** Elements and attributes that no page of ours has. The preview's page is looked at by itself. */
const STRANGERS = `[...document.querySelectorAll("iframe:not(.preview[sandbox='allow-same-origin allow-popups']), img, object, embed, base, textarea, script:not([src^='/assets/'])"),
  ...[...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(({ name }) => name.startsWith("on") || name === "style" || name === "srcdoc")),
  ...[...document.querySelectorAll("a[href]")].filter((one) => !/^https?:$/.test(one.protocol))].map((one) => one.outerHTML.slice(0, 200))`;
