import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Something between a client and a server that can be cut. */
export interface Passage {
  readonly port: number;
  /** From now on nobody gets through; connections end at once. */
  cut(): void;
  /** Connections end at once when so many more bytes have come from clients; whoever connects then gets through. */
  endAfter(bytes: number): void;
  /** From now on everything is held back; connections stay open. */
  stall(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Listens on a free port and passes everything on to a server on this machine. */
export async function proxyTo(port: number): Promise<Passage> {
  const open = new Set<Socket>();
  let [isCut, isStalled] = [false, false];
  let bytesLeft = Number.POSITIVE_INFINITY;
  const hush = (...sockets: Socket[]) => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  const hold = (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
  };
  const server = createServer((client) => {
    hold(client);
    if (isCut) return void client.destroy();
    const upstream = connect(port, "127.0.0.1");
    hold(upstream);
    client.on("data", (chunk) => {
      bytesLeft -= chunk.length;
      if (bytesLeft > 0) return;
      bytesLeft = Number.POSITIVE_INFINITY;
      for (const socket of open) socket.destroy();
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    client.pipe(upstream).pipe(client);
    if (isStalled) hush(client, upstream);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    endAfter(bytes) {
      bytesLeft = bytes;
    },
    stall() {
      isStalled = true;
      hush(...open);
    },
    restore() {
      // Connections that were held back are of no use: whoever had one makes another.
      if (isStalled) for (const socket of open) socket.destroy();
      [isCut, isStalled] = [false, false];
    },
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
