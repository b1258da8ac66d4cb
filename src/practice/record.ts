/** What happened since the start: for tests to count, and for the page's inspector. */
import type { Json, JsonObject, Message, Traffic } from './protocol.ts';
import type { Changes } from './changes.ts';

/** One Web API call, in the order of arrival. */
export interface ApiCall {
  method: string;
  args: JsonObject;
  /** HTTP status; 0 when the connection was reset or left hanging. */
  status: number;
  response: Json;
  at: number;
}

/** One request to the app: a command, an interaction or an event, retries counted each. */
export interface Delivery {
  name: string;
  payload: JsonObject;
  /** 0 when nothing came back in time. */
  status: number;
  answer: string;
  /** 0 for the first attempt of an event. */
  attempt: number;
}

const kept = 200;

export class WorkspaceRecord {
  readonly calls: ApiCall[] = [];
  readonly deliveries: Delivery[] = [];
  /** Every message as first posted, ephemeral ones too, whatever became of it later. */
  readonly posted: Message[] = [];
  readonly traffic: Traffic[] = [];
  readonly #changes: Changes;
  #nextId = 1;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  callsTo = (method: string): ApiCall[] => this.calls.filter((call) => call.method === method);

  postedIn = (channel: string): Message[] => this.posted.filter((message) => message.channel === channel);

  deliveriesOf = (name: string): Delivery[] => this.deliveries.filter((delivery) => delivery.name === name);

  /** Forgets what tests count; the workspace itself stays as it is. */
  clear(): void {
    this.calls.length = this.deliveries.length = this.posted.length = 0;
  }

  exchange(traffic: Omit<Traffic, 'id'>): void {
    const entry = { id: this.#nextId++, ...traffic };
    this.traffic.push(entry);
    if (this.traffic.length > kept) this.traffic.shift();
    this.#changes.tellEverybody({ type: 'traffic', traffic: entry });
  }
}
