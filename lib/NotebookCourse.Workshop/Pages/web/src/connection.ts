import type { FromPage, FromServer } from "./protocol";

const storedKey = "course-key";

/**
 * The key without which no socket opens. The address that the program printed leads here with it, after the #; it is kept for
 * this port's pages alone, where a cookie would be shown to every server of this machine.
 */
export function keepKey(): void {
  const found = /^#key=([0-9a-f]+)$/.exec(location.hash);
  if (!found) return;
  localStorage.setItem(storedKey, found[1]!);
  history.replaceState(null, "", location.pathname + location.search);
}

function key(): string | null {
  return localStorage.getItem(storedKey);
}

/** Text without halves of characters, which no other program understands. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

type Answer = Extract<FromServer, { type: "completions" | "inspection" }>;

/** The page's socket. It comes back by itself when the server does. */
export class Connection {
  private socket: WebSocket | undefined;
  private requests = 0;
  private readonly waiting = new Map<number, (answer: Answer | undefined) => void>();

  constructor(
    private readonly address: string,
    private readonly onMessage: (message: FromServer) => void,
    private readonly onReachable: (reachable: boolean) => void,
  ) {
    this.open();
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(message: FromPage): boolean {
    if (!this.isOpen) return false;
    this.socket!.send(JSON.stringify(message, (_, value: unknown) => (typeof value === "string" ? whole(value) : value)));
    return true;
  }

  /** Asks the kernel about a place in the code; undefined if no answer comes. */
  ask(type: "complete" | "inspect", source: string, offset: number): Promise<Answer | undefined> {
    const request = ++this.requests;
    if (!this.send({ type, request, source, offset })) return Promise.resolve(undefined);
    return new Promise((done) => this.waiting.set(request, done));
  }

  private open(): void {
    const socket = new WebSocket(this.address, ["course", key() ?? "none"]);
    this.socket = socket;
    socket.onopen = () => this.onReachable(true);
    socket.onmessage = (event) => this.receive(JSON.parse(String(event.data)) as FromServer);
    socket.onclose = () => {
      for (const done of this.waiting.values()) done(undefined);
      this.waiting.clear();
      this.onReachable(false);
      setTimeout(() => this.open(), 1500);
    };
  }

  private receive(message: FromServer): void {
    if ("request" in message && message.type !== "saved") {
      this.waiting.get(message.request)?.(message);
      this.waiting.delete(message.request);
    } else {
      this.onMessage(message);
    }
  }
}
