import { count } from '../../model/words.ts';
import type { Holdings } from '../../crm/hand-over.ts';

/** `3 open deals` */
export const counted = (kind: keyof Holdings, n: number): string =>
  ({
    customer: count(n, 'customer'),
    contact: count(n, 'contact'),
    deal: count(n, 'open deal'),
    followUp: count(n, 'open follow-up'),
  })[kind];
