import type { Kind } from './talk.ts';

/** Why a deal was lost: the reason as it stands in the deal, and how the rep came to know. */
export const LOST: readonly { reason: string; kind: Kind; what: string }[] = [
  {
    reason: 'Price: a competitor was 30 % cheaper.',
    kind: 'call',
    what: '{who} chose the cheaper offer. Sorry about it, but purchasing had the last word.',
  },
  {
    reason: 'No budget this year; they ask us to come back with the new one.',
    kind: 'email',
    what: '{who} wrote that all projects at {site} are stopped until the new budget.',
  },
  {
    reason: 'They build it themselves.',
    kind: 'call',
    what: 'Their IT wants to build something like {product} on their own. {who} wished me luck, and I wished them the same.',
  },
  {
    reason: 'Our contact left and nobody took over the project.',
    kind: 'note',
    what: 'The person behind the project has left, and {who} has other worries. Closing this one.',
  },
  {
    reason: 'Missing interface to their warehouse system.',
    kind: 'meeting',
    what: 'Honest talk with {who}: without an interface to their old warehouse system it makes no sense for {site}. Told product.',
  },
  {
    reason: 'The group decided centrally for another vendor.',
    kind: 'call',
    what: '{who} would have taken us; headquarters decided for all sites at once.',
  },
  {
    reason: 'No decision: they stopped answering.',
    kind: 'note',
    what: 'Four weeks without any answer from {who}. I take it as one.',
  },
  {
    reason: 'The site is to be closed.',
    kind: 'email',
    what: '{who} told me in confidence, and now it is public: {place} will be given up.',
  },
  {
    reason: 'They want on-premises, which we do not offer.',
    kind: 'meeting',
    what: 'Information security insists on servers of their own. {who} tried, in vain.',
  },
  {
    reason: 'Start date: they needed it within two weeks.',
    kind: 'call',
    what: 'We cannot have {site} ready that fast, and told {who} so. They took somebody who promised it.',
  },
];
