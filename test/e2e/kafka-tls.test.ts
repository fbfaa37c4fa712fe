import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectKafka } from "../../src/kafka/connection.ts";
import { SILENT } from "../../src/telemetry/log.ts";
import { temporaryFolder, until } from "../annalist.ts";
import { engine } from "../engines.ts";

const brokers = engine("kafka");
const [host = "", port = ""] = (brokers ?? "").split(",")[0]?.split(":") ?? [];

const folder = temporaryFolder();
const pem = (name: string) => readFileSync(join(folder.path, name), "utf8");
let bootstrap: string;
let close: () => void;

/** A certificate that signs itself, valid for this machine's own names. */
function makeCertificate(name: string): void {
  const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const files = ["-keyout", join(folder.path, `${name}.key`), "-out", join(folder.path, `${name}.crt`)];
  execFileSync("openssl", ["req", "-x509", ...made, ...subject, ...files], { stdio: "ignore" });
}

/** A door before the broker that speaks TLS only, and only with whom it knows. */
beforeAll(async () => {
  if (brokers === null) return;
  for (const name of ["broker", "reader"]) makeCertificate(name);
  const own = { key: pem("broker.key"), cert: pem("broker.crt"), ca: [pem("reader.crt")] };
  const server = createServer({ ...own, requestCert: true, rejectUnauthorized: true }, (client) => {
    const upstream = connect(Number(port), host);
    for (const socket of [client, upstream]) socket.on("error", () => [client, upstream].map((one) => one.destroy()));
    client.pipe(upstream).pipe(client);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  bootstrap = `localhost:${(server.address() as AddressInfo).port}`;
  close = () => server.close();
});

afterAll(() => {
  close?.();
  folder[Symbol.dispose]();
});

type Tls = Parameters<typeof connectKafka>[0]["ssl"];

/** Whether the broker's first answer comes through. */
async function reaches(ssl: Tls): Promise<boolean> {
  const kafka = connectKafka({ clientId: "annalist-test", brokers: [bootstrap], ssl }, SILENT);
  const admin = kafka.admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}

describe.skipIf(brokers === null)("a Kafka that speaks TLS", { timeout: 480_000 }, () => {
  it("is reached with its authority, our certificate and its key, and with nothing less", async () => {
    const ca = pem("broker.crt");
    const known = { cert: pem("reader.crt"), key: pem("reader.key") };
    await until("it is reached", () => reaches({ ca, ...known }));
    expect(await reaches({ ...known })).toBe(false);
    expect(await reaches({ ca })).toBe(false);
  });
});
