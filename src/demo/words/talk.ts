/**
 * What reps write down. `{who}` is the person they spoke to, `{product}` and `{site}` belong to the deal, `{place}` is where one
 * meets, `{firm}` is the
 * customer, `{n}` a number between 10 and 60.
 */
export type Kind = 'call' | 'email' | 'meeting' | 'message' | 'note';

/** How well the deal stands, or why one talks without one. */
export type Topic = 'first' | 'qualified' | 'proposal' | 'negotiation' | 'won' | 'waiting' | 'care' | 'prospect';

type Lines = Readonly<Partial<Record<Kind, readonly string[]>>>;

export const TALK: Readonly<Record<Topic, Lines>> = {
  first: {
    call: [
      '{who} called about {product} for {site}: saw it at another company and wants to know what it costs.',
      'First call with {who}. Every morning begins with a queue at {place}, and the board has noticed.',
      '{who} asked how {product} differs from what they built themselves. Promised a short comparison.',
      'Introduced by a customer of ours. {who} looks after {site} and has a free hand until the summer budget.',
    ],
    email: [
      '{who} wrote through the website: interested in {product} for {site}, has {n} people on site.',
      'Answered {who}’s questions on {product}. They are at the very beginning and compare three vendors.',
      '{who} sent a plan of {place} with the remark “you will see the problem”. I do.',
    ],
    meeting: [
      'Met {who} at the fair. Ten good minutes on {site}, wants a demo with their own data.',
      'Visited {who} at {place}. Everything runs on paper slips and one man who knows it all and retires next year.',
      'Coffee with {who}. No project yet, but {place} hurts enough to become one.',
    ],
    message: ['{who} answered my message: yes, {site} is a topic this year, call in the afternoon.'],
  },
  qualified: {
    call: [
      'Went through the numbers with {who}: about {n} movements a day at {place}. Budget is there, {who} decides with the board.',
      '{who} confirmed the budget and named the people who will decide. Finance wants to see savings in the first year.',
      'Long call with {who} and a colleague from IT. Single sign-on is a must, the rest is a wish.',
      '{who} knows what they want: {product} for {site} first, other sites only if it works.',
    ],
    email: [
      '{who} sent last month’s delivery list for {site}. That is enough to calculate the savings.',
      'Got the requirements from {who}: eleven pages, nothing in there that we cannot do.',
    ],
    meeting: [
      'Demo for {who} and three shift leads of {place}. The shift leads asked the better questions.',
      'Walked through {place} with {who} and counted: {n} lorries before ten o’clock.',
      'Workshop at {place}. We agreed on what a successful pilot looks like, {who} wrote it down.',
    ],
  },
  proposal: {
    call: [
      'Presented the offer for {site} to {who} by phone. No surprise at the price, questions about the start date.',
      'Sent the proposal and called {who} right after. It goes to the board on the next regular date.',
    ],
    email: [
      'Sent {who} the proposal: {product} for {site}, set-up included, first year fixed.',
      'Proposal is out. Two variants as {who} asked, with and without the gate terminal.',
      'Sent the offer together with the reference from a similar site. {who} confirmed it has arrived.',
      'Corrected the proposal: {who} wants training on site in two shifts.',
    ],
    meeting: [
      'Presented the proposal at {place}. {who} liked the plan for the first thirty days best.',
      'Proposal meeting with {who} and finance. They calculate a payback of {n} weeks, we had said more.',
      'Went through the offer line by line with {who}. Only the number of licences is still open.',
    ],
  },
  negotiation: {
    call: [
      '{who} wants ten per cent off. Offered five for a two-year term, waiting for their answer.',
      'Legal has comments on the liability clause, {who} thinks they are harmless.',
      '{who}: the board has said yes in principle, now purchasing has its turn.',
    ],
    email: [
      'Sent {who} the contract with our changes marked. Data processing agreement attached.',
      '{who} returned the contract with four comments, two of them typing errors.',
      'Purchasing asks for payment in 60 days. Told {who} that 30 and a discount is the better deal for both.',
    ],
    meeting: [
      'Sat down with {who} and purchasing. Price is settled, we only argue about the start date.',
      'Good meeting: {who} has already told the shift leads of {place} that it will come.',
      'Went through the roll-out at {place} week by week. {who} needs it before the season starts.',
    ],
  },
  won: {
    call: [
      '{who} called: signed! The paper copy is in the post.',
      'Verbal yes from {who} in the morning, signature at noon. Kick-off at {place} in two weeks.',
      '{who} thanked us for being honest about what {product} cannot do. That decided it.',
    ],
    email: [
      'Signed contract for {site} came in from {who}. Handed over to customer care.',
      'Order received. {who} asks for the kick-off as early as we can.',
      'The signed offer is here, with a smiley from {who} on page one.',
    ],
    meeting: [
      'Signed at {place}, on the bonnet of a lorry. {who} took the picture.',
      'Kick-off date fixed and contract signed. {who} brings two shift leads as key users.',
    ],
  },
  waiting: {
    call: [
      'Checked in with {who}: nothing new, the decision on {site} has moved to the next meeting.',
      'Tried {who} twice, then a short call: still on track, just very busy.',
      '{who} asked whether {product} also works for temporary drivers. It does, explained how.',
      'Called {who} about the open points. Two are done, the third lies with their IT.',
      '{who} is on holiday next week; a colleague will keep {site} warm meanwhile.',
      '{who} spoke to the reference customer and came back with good questions.',
      'The works council wants to know what we store about drivers. Promised {who} one page in plain words.',
    ],
    email: [
      'Reminded {who} gently. The answer came within the hour: they are collecting opinions at {place}.',
      'Sent {who} the reference story and the savings sheet for {site}.',
      '{who} asked for our security paper. Sent, with the answers to their last questions.',
      'Sent {who} a recording of the demo for those who could not be there.',
      '{who} forwarded the minutes of their meeting: we are on the shortlist for {site}.',
      '{who} asked to keep the price until the end of next month. Agreed.',
    ],
    meeting: [
      'Short visit at {place}. {who} showed me where they will build, which makes {product} more useful still.',
      'Video call with {who} and the IT team: interface to their warehouse system is no obstacle.',
    ],
    message: [
      '{who}: “Looks good from my side, I need one more signature.”',
      'Quick message to {who}: is Thursday still fine for the next round? It is.',
    ],
    note: [
      'Their annual report mentions waiting times twice. Somebody up there cares about {site}.',
      'Heard from a haulier that a competitor visited {place} last week. Keep closer to {who}.',
    ],
  },
  care: {
    call: [
      'Quarterly call with {who}. Happy overall; wants reports by shift, which are coming anyway.',
      '{who} rang because a new shift lead had locked himself out. Solved in five minutes.',
      '{who} says waiting times are down by {n} per cent since they started. May we quote that? We may.',
      'Storm closed the motorway and {firm} replanned the whole day in ten minutes, says {who}.',
      '{who} asked what happens to their data if they ever leave. Explained the export.',
      'Asked {who} how it goes. “It is boring now, in a good way.”',
      '{who} is thinking about a second site next year. Not a deal yet, but worth remembering.',
    ],
    email: [
      'Sent {who} the release notes with the two points that matter to them marked.',
      '{who} asked for three more licences; added and confirmed.',
      'Sent {who} the figures for their own yearly report. They want to show them off.',
      '{who} would like to talk at our user day. Passed on to marketing with a recommendation.',
      'Invoice question from {who}, passed on to finance and answered the same day.',
      '{who} reported that the gate printer skips a line. Care has the file and a fix for it.',
    ],
    meeting: [
      'Yearly review at {firm}. {who} rates us eight out of ten, two points missing for the mobile view.',
      'Showed {who} and the night shift what is new. The night shift sees more than anybody else.',
      'Visited {firm} with a prospect. {who} sold our product better than I ever could.',
    ],
    message: [
      '{who} sent a photo of an empty queue. That was the whole message.',
      'Told {who} about the new map before the release notes did. Got a heart in return.',
    ],
    note: ['{who} has been promoted. Send congratulations, and find out who follows.'],
  },
  prospect: {
    call: [
      'Introduced ourselves to {who}. Polite, no need right now, call again in spring.',
      '{who} has a contract with someone else until next year. Noted the date.',
      'Fifteen minutes with {who} on how they plan today. Spreadsheet, telephone, goodwill.',
    ],
    email: [
      'Sent {who} our guide to dock appointments, as asked.',
      '{who} wrote back: interesting, but the move to the new building comes first.',
    ],
    meeting: ['Met {who} at the logistics evening. Knows two of our customers and has heard good things.'],
  },
};

/** A second sentence for early talks, by product. */
export const DETAILS: Readonly<Record<string, readonly string[]>> = {
  Dock: [
    'Lorries wait {n} minutes on average there.',
    'Hauliers should book their slots themselves, also from the phone.',
    'They want late lorries to move to the next free slot without a call.',
    'Six hauliers bring most of the volume and would all take part.',
    'One ramp is reserved for returns, which must stay so.',
  ],
  Route: [
    'About {n} tours a day, planned by two people in the morning.',
    'Delivery windows of the big customers are the hard part.',
    'Drivers should keep their regular tours wherever that costs little.',
    'Expected saving: one vehicle in {n}.',
    'The map must also work where there is no network.',
  ],
  Yard: [
    'Up to {n} trailers stand there over night, and somebody looks for one every day.',
    'The shunters want it on a tablet that survives gloves.',
    'Cameras at the gate exist already, we only need their signal.',
    'The fire brigade’s lane must stay free, the plan has to know that.',
    'Seals are checked by hand today and noted on paper.',
  ],
};

/** Said at the end of any talk. */
export const CLOSINGS: readonly string[] = [
  'Next call in two weeks.',
  'Notes are with care as well.',
  'Minutes sent.',
  'Friendly and to the point, as always.',
  'We should bring somebody from product next time.',
  'Wants everything in writing.',
  'Answers fast when asked before nine.',
  'No rush on their side.',
  'Follow up with numbers, not with adjectives.',
];
