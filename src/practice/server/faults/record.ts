/** What happened since the start: for tests to count, and for the page's inspector. */
import type { Json, JsonObject, Message, Traffic } from '../../protocol.ts';
import type { Changes } from '../state/changes.ts';

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

/** So much of each is remembered before the oldest is forgotten: a workspace may run for weeks. */
const kept = { traffic: 200, others: 20_000 };

function remember<Entry>(list: Entry[], entry: Entry, most: number): void {
  list.push(entry);
  if (list.length > most) list.shift();
}

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

  call(call: ApiCall): void {
    remember(this.calls, call, kept.others);
  }

  delivery(delivery: Delivery): void {
    remember(this.deliveries, delivery, kept.others);
  }

  post(message: Message): void {
    remember(this.posted, structuredClone(message), kept.others);
  }

  exchange(traffic: Omit<Traffic, 'id'>): void {
    // As it was then: what it names may change later, and whoever looks is not given a copy.
    const entry = structuredClone({ id: this.#nextId++, ...traffic });
    remember(this.traffic, entry, kept.traffic);
    this.#changes.tellEverybody({ type: 'traffic', traffic: entry });
  }
}
