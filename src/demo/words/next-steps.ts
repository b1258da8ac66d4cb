/** What a rep promises to do next, by how far the deal is. */
export const NEXT_STEPS: Readonly<Record<'new' | 'qualified' | 'proposal' | 'negotiation', readonly string[]>> = {
  new: ['Call {who} about the first numbers', 'Send the comparison', 'Fix a date for the demo', 'Find out who decides'],
  qualified: [
    'Calculate the savings for {site}',
    'Demo for the shift leads',
    'Ask IT about single sign-on',
    'Draft the proposal',
  ],
  proposal: [
    'Ask {who} what the board said',
    'Send the second variant',
    'Go through the open questions',
    'Introduce a reference customer',
  ],
  negotiation: [
    'Answer the comments on the contract',
    'Call {who} about the start date',
    'Get the discount approved',
    'Plan the kick-off at {place}',
  ],
};

/** The same for a customer who has bought. */
export const CARE_STEPS: readonly string[] = [
  'Quarterly call with {who}',
  'Ask about the second site',
  'Send the new price list',
  'Bring a cake for the go-live',
  'Check that the new shift lead is trained',
  'Ask {who} for a quote for the website',
];
