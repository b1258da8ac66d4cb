/**
 * Who works at Rampwerk, the practice company, and where they talk. Rampwerk is forty people in Hamburg who make software
 * for warehouses and hauliers: Dock gives every lorry its time at the ramp, Route plans the delivery tours, Yard knows
 * which trailer stands where. Plain data: whoever starts the practice workspace hands it on. Everybody here is invented.
 */

export interface CastMember {
  /** Slack user id. */
  id: string;
  handle: string;
  realName: string;
  title: string;
  /** IANA. */
  tz: string;
  email: string;
  /** Workspace admin, and therefore CRM admin. */
  isAdmin: boolean;
  /** Multi-channel guest: gets nothing from the CRM. */
  isGuest: boolean;
  /** Deactivated: worked here once. */
  deleted: boolean;
  /** Workspace of somebody from another company (Slack Connect). */
  teamId?: string;
}

export interface CastChannel {
  /** Slack channel id. */
  id: string;
  name: string;
  kind: 'public' | 'private';
  members: string[];
  topic: string;
  /** CustomerHub is in it from the start. */
  hasApp: boolean;
  isExtShared: boolean;
}

export const TEAM = { id: 'T0RAMPWERK', name: 'Rampwerk', domain: 'rampwerk' };

/** Ingrid's own workspace. */
const FJORDFRAKT = 'T0FJORDFRAKT';

type Sketch = Pick<CastMember, 'id' | 'handle' | 'realName' | 'title' | 'tz'> & Partial<CastMember>;

const member = (sketch: Sketch): CastMember => ({
  email: `${sketch.handle}@rampwerk.example`,
  isAdmin: false,
  isGuest: false,
  deleted: false,
  ...sketch,
});

export const ANA = member({
  id: 'U0ANA',
  handle: 'ana',
  realName: 'Ana Kovačević',
  title: 'Sales, Central Europe',
  tz: 'Europe/Berlin',
});

export const BEN = member({
  id: 'U0BEN',
  handle: 'ben',
  realName: 'Ben Okafor',
  title: 'Sales, UK, Ireland and Asia',
  tz: 'Europe/London',
});

export const DANA = member({
  id: 'U0DANA',
  handle: 'dana',
  realName: 'Dana Whitfield',
  title: 'Sales, the Americas',
  tz: 'America/New_York',
});

export const MAYA = member({
  id: 'U0MAYA',
  handle: 'maya',
  realName: 'Maya Lindqvist',
  title: 'Head of Sales',
  tz: 'Europe/Berlin',
});

export const RUTH = member({
  id: 'U0RUTH',
  handle: 'ruth',
  realName: 'Ruth Adler',
  title: 'IT and workspace admin',
  tz: 'Europe/Berlin',
  isAdmin: true,
});

/** Builds the stand for the trade fair: in the workspace, but none of the firm's customers are his business. */
export const GUS = member({
  id: 'U0GUS',
  handle: 'gus',
  realName: 'Gus Pereira',
  title: 'Stand builder (guest)',
  tz: 'Europe/Lisbon',
  email: 'gus@standbau.example',
  isGuest: true,
});

/** Left in the course of the year; Ana took over his customers. */
export const TOMASZ = member({
  id: 'U0TOMASZ',
  handle: 'tomasz',
  realName: 'Tomasz Wilk',
  title: 'Sales, Eastern Europe',
  tz: 'Europe/Warsaw',
  deleted: true,
});

/** A customer's person, who shares one channel with Rampwerk. */
export const INGRID = member({
  id: 'U0INGRID',
  handle: 'ingrid.solberg',
  realName: 'Ingrid Solberg',
  title: 'Terminal manager, Fjordfrakt',
  tz: 'Europe/Oslo',
  email: 'ingrid.solberg@fjordfrakt.example',
  teamId: FJORDFRAKT,
});

export const PEOPLE: CastMember[] = [ANA, BEN, DANA, MAYA, RUTH, GUS, TOMASZ, INGRID];

const SALES = [ANA, BEN, DANA, MAYA].map(({ id }) => id);
const STAFF = [...SALES, RUTH.id];

const channel = (
  sketch: Pick<CastChannel, 'id' | 'name' | 'members' | 'topic'> & Partial<CastChannel>,
): CastChannel => ({
  kind: 'public',
  hasApp: false,
  isExtShared: false,
  ...sketch,
});

export const CHANNELS: CastChannel[] = [
  channel({ id: 'C0GENERAL', name: 'general', members: [...STAFF, GUS.id], topic: 'What everybody should know' }),
  channel({ id: 'C0SALES', name: 'sales', members: STAFF, topic: 'Who meets whom, and what we learned', hasApp: true }),
  channel({ id: 'C0DEALS', name: 'deals', members: STAFF, topic: 'What moves in the pipeline', hasApp: true }),
  channel({ id: 'C0CARE', name: 'customer-care', members: STAFF, topic: 'Customers who need a hand: name the site' }),
  channel({ id: 'C0FAIR', name: 'trade-fair', members: [MAYA.id, BEN.id, GUS.id], topic: 'Hall 6, stand 114' }),
  channel({
    id: 'C0LEADERS',
    name: 'leadership',
    kind: 'private',
    members: [MAYA.id, RUTH.id],
    topic: 'Forecast, hiring, prices',
  }),
  channel({
    id: 'C0FJORD',
    name: 'ext-fjordfrakt',
    members: [ANA.id, MAYA.id, INGRID.id],
    topic: 'Rampwerk and Fjordfrakt: the Drammen terminal',
    isExtShared: true,
  }),
];
