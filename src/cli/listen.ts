import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Listener } from "../config/config.ts";
import { reasonOf } from "../domain/outcome.ts";
import { CommandError } from "./shell.ts";

/** What both apps can do. */
interface Listening {
  readonly server: Server;
  listen(at: { readonly host: string; readonly port: number }): Promise<string>;
}

/**
 * Listens, and gives the address without a trailing slash.
 *
 * @param key where the configuration says it
 * @throws CommandError where that is not possible, with the remedy
 */
export async function listen(app: Listening, { host, port }: Listener, key: string): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    const why: Record<string, string> = {
      EADDRINUSE: `port ${port} of ${host} is taken by another program. End that program, or choose another ${key}.port`,
      EACCES: `this user may not listen on port ${port}. Choose a ${key}.port above 1023`,
      EADDRNOTAVAIL: `this machine has no address ${host}. Choose another ${key}.host`,
    };
    throw new CommandError(`Cannot listen: ${why[String(code)] ?? `${reasonOf(error)} (${key})`}.`);
  }
  const address = app.server.address() as AddressInfo;
  return `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
}
