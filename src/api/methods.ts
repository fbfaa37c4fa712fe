import type { FastifyInstance } from "fastify";

/** Which methods the addresses of the API take: for a request by another one. */
export class Methods {
  readonly #patterns: { readonly address: RegExp; readonly method: string }[] = [];

  /** Learns the routes under `prefix` that are made from now on. */
  constructor(app: FastifyInstance, prefix: string) {
    app.addHook("onRoute", ({ url, method }) => {
      if (!url.startsWith(prefix)) return;
      for (const one of [method].flat()) this.#patterns.push({ address: addressOf(url), method: one });
    });
  }

  /** None: nothing has this address. `path`: without a query. */
  at(path: string): readonly string[] {
    const fitting = this.#patterns.filter(({ address }) => address.test(path));
    return [...new Set(fitting.map(({ method }) => method))].sort();
  }
}

/** A route's pattern (`/events/:key`, `/publications/:number(^\d+).md`) as an expression for whole paths. */
function addressOf(pattern: string): RegExp {
  const parts = pattern.split(/(:\w+(?:\([^)]*\))?)/);
  const written = parts.map((part, index) =>
    index % 2 === 1 ? parameter(part) : part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  );
  return new RegExp(`^${written.join("")}$`);
}

const parameter = (part: string): string => /\(\^?(.*)\)$/.exec(part)?.[1] ?? "[^/]+";
