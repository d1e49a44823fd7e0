import type { FromPage, FromServer } from "./protocol";

type Answer = Extract<FromServer, { request: number }>;

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

  send(message: FromPage): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Asks the kernel about a place in the code; undefined if no answer comes. */
  ask(type: "complete" | "inspect", source: string, offset: number): Promise<Answer | undefined> {
    const request = ++this.requests;
    if (!this.send({ type, request, source, offset })) return Promise.resolve(undefined);
    return new Promise((done) => this.waiting.set(request, done));
  }

  private open(): void {
    const socket = new WebSocket(this.address);
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
    if ("request" in message) {
      this.waiting.get(message.request)?.(message);
      this.waiting.delete(message.request);
    } else {
      this.onMessage(message);
    }
  }
}
