import type { Actor, Origin } from '../../model/actor.ts';
import type { Crm } from './crm.ts';

/** Who reads, and from which CRM: of today, or a snapshot of a day. */
export interface ReadContext {
  crm: Crm;
  actor: Actor;
}

/** One request of a person: who asks, and where it came from. */
export interface RequestContext extends ReadContext {
  origin: Origin;
}
