import { Agent, request } from "node:http";
import { type Signed, signMany } from "../bench/signed.ts";

/** The four kinds whose payloads are made for benches, as a configuration lists them. */
export const STORM_SOURCES = `
sources:
  - { name: alertmanager, kind: alertmanager, auth: [ { bearer: a secret of the bench } ] }
  - { name: pagerduty, kind: pagerduty, auth: [ { hmac: a secret of the bench } ] }
  - { name: github, kind: github, auth: [ { hmac: a secret of the bench } ] }
  - { name: slack, kind: slack, auth: [ { hmac: a secret of the bench } ] }
server: { webhooks: { port: 0 }, pages: { port: 0 } }
store: { kind: sqlite, path: data }
log: { level: warn }
`;

/** A delivery that was acknowledged. */
export interface Acknowledged {
  readonly delivery: string;
  readonly sent: Signed;
}

export interface Storm {
  readonly acknowledged: readonly Acknowledged[];
  /** Answers other than 202. */
  readonly refused: readonly string[];
  /** Requests that were sent over a connection which had served before, and were never answered. */
  readonly broken: readonly string[];
  /** Resolves when every writer has ended, because the server told it to, or is gone. */
  readonly ended: Promise<void>;
}

/** Deliveries signed once, sent by many storms: signing takes longer than being killed. */
export async function prepareStorm(name: string, count: number): Promise<readonly Signed[]> {
  return (await signMany(name, count)).requests;
}

/** Writers that send one delivery after the other, each over one connection, until there is no more or the server ends. */
export function startStorm(address: string, deliveries: readonly Signed[], writers: number): Storm {
  const acknowledged: Acknowledged[] = [];
  const refused: string[] = [];
  const broken: string[] = [];
  const waiting = deliveries[Symbol.iterator]();
  const write = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let served = 0;
    for (const sent of waiting) {
      const answer = await post(address, sent, agent);
      if (answer.is === "broken") {
        if (served > 0) broken.push(answer.reason);
        break;
      }
      served += 1;
      if (answer.status === 202) acknowledged.push({ delivery: answer.delivery, sent });
      else refused.push(String(answer.status));
      if (answer.isLast) break;
    }
    agent.destroy();
  };
  // A shared iterator must not be closed by the first writer that ends.
  waiting.return = () => ({ done: true, value: undefined });
  const ended = Promise.all(Array.from({ length: writers }, write)).then(() => undefined);
  return { acknowledged, refused, broken, ended };
}

type Answer =
  | { readonly is: "answered"; readonly status: number; readonly delivery: string; readonly isLast: boolean }
  | { readonly is: "broken"; readonly reason: string };

function post(address: string, { path, headers, body }: Signed, agent: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const sending = request(`${address}${path}`, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += String(chunk);
      });
      response.on("error", ({ message }) => resolve({ is: "broken", reason: message }));
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        const delivery = status === 202 ? (JSON.parse(text) as { delivery: string }).delivery : "";
        resolve({ is: "answered", status, delivery, isLast: response.headers.connection === "close" });
      });
    });
    sending.on("error", ({ message }) => resolve({ is: "broken", reason: message }));
    sending.end(body);
  });
}
