import { count } from '../../model/text/text.ts';
import type { Holdings } from '../../crm/team/index.ts';

/** `3 open deals` */
export function counted(kind: keyof Holdings, n: number): string {
  return {
    customer: count(n, 'customer'),
    contact: count(n, 'contact'),
    deal: count(n, 'open deal'),
    followUp: count(n, 'open follow-up'),
    subscription: count(n, 'subscription'),
    schedule: count(n, 'scheduled summary', 'scheduled summaries'),
  }[kind];
}
