import type { WebClient } from '@slack/web-api';
import { doubtHeadcount, isOpenToAll, knownHeadcount, noteHeadcount, type Headcount } from '../crm/channels.ts';
import { isPersonal } from '../model/updates/listener.ts';
import { count } from '../model/words.ts';
import { maskedDesk, type Desk } from './desk.ts';
import { outsiderOf } from './people.ts';

/** Who reads what is said in a channel. */
export interface Audience extends Headcount {
  /** Slack said who reads there. Where it did not, people from outside are taken to. */
  known: boolean;
  /** A manager lets people from outside read everything there. */
  open: boolean;
  /** Somebody from outside reads there, or may. */
  outsiders: boolean;
  /** Amounts, contact details and notes are hidden there. */
  masked: boolean;
}

/** For so long an answer holds that no event cast doubt on, in milliseconds. */
const FRESH_MS = 3_600_000;
/** For so long it holds when Slack does not answer. */
const STALE_MS = 24 * FRESH_MS;
/** How long Slack is left alone after it did not say, in milliseconds. */
const PATIENCE_MS = 30_000;
/** Members are asked for by the thousand; of more than this many nobody counts the guests. */
const MOST_PAGES = 20;

const NOBODY: Headcount = { guests: 0, externals: 0, shared: false };
const ALONE: Audience = { ...NOBODY, known: true, open: false, outsiders: false, masked: false };

/**
 * Who reads in that channel, as of the last event about it. Never throws: where Slack does not say, the answer is that
 * people from outside may read there.
 * @param channel Slack channel id; a user id for somebody's conversation with CustomerHub, which nobody else reads
 */
export const audienceOf = async (desk: Desk, channel: string): Promise<Audience> => {
  if (isPersonal(channel)) return ALONE;
  const [found, open] = await Promise.all([
    headcountOf(desk, channel),
    isOpenToAll(desk.crm, { team: desk.teamId, channel }),
  ]);
  const counted = found ?? NOBODY;
  const outsiders = found === null || counted.shared || counted.guests + counted.externals > 0;
  return { ...counted, known: found !== null, open, outsiders, masked: outsiders && !open };
};

/** The desk as it speaks in that channel: where people from outside read, it hides what is not for them. */
export const deskFor = async (desk: Desk, channel: string): Promise<Desk> =>
  (await audienceOf(desk, channel)).masked ? maskedDesk(desk) : desk;

/** When each channel may be asked about again, after Slack did not say. */
const silent = new WeakMap<WebClient, Map<string, number>>();

const headcountOf = async (desk: Desk, channel: string): Promise<Headcount | null> => {
  const { crm, teamId: team, slowClient, log } = desk;
  const now = crm.now();
  const known = await knownHeadcount(crm, { team, channel });
  const age = now - Date.parse(known?.askedAt || '1970-01-01');
  if (known && age < FRESH_MS) return known;
  const quiet = silent.get(slowClient) ?? new Map<string, number>();
  silent.set(slowClient, quiet);
  const fallback = known && age < STALE_MS ? known : null;
  if ((quiet.get(channel) ?? 0) > now) return fallback;
  try {
    const found = await askSlack(desk, channel);
    await noteHeadcount(crm, { team, channel }, found);
    return found;
  } catch (err) {
    log.warn({ err, channel }, 'Slack did not say who reads in a channel; what is not for outsiders is hidden there');
    quiet.set(channel, now + PATIENCE_MS);
    return fallback;
  }
};

const askSlack = async (desk: Desk, channel: string): Promise<Headcount> => {
  const { channel: info } = await desk.slowClient.conversations.info({ channel });
  if (!info) throw new Error('Slack described no channel');
  const shared = info.is_ext_shared === true || info.is_pending_ext_shared === true;
  const members = await membersOf(desk, channel);
  const insiders = await insidersOf(desk);
  const outside = members.map((id) => insiders.get(id) ?? 'external').filter((kind) => kind !== 'inside');
  const guests = outside.filter((kind) => kind === 'guest').length;
  return { guests, externals: outside.length - guests, shared };
};

const membersOf = async ({ slowClient }: Desk, channel: string): Promise<string[]> => {
  const members: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await slowClient.conversations.members({ channel, limit: 1000, ...(cursor && { cursor }) });
    members.push(...(answer.members ?? []));
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return members;
  }
  throw new Error(`more than ${members.length} people read there`);
};

type Standing = 'inside' | 'guest' | 'external';

/** How long the list of people holds, in milliseconds: as long as it takes to ask about many channels in a row. */
const LIST_MS = 30_000;
const lists = new WeakMap<WebClient, { until: number; people: Promise<Map<string, Standing>> }>();

/** Everybody whom Slack lists, with where they stand; apps read nothing. */
const insidersOf = (desk: Desk): Promise<Map<string, Standing>> => {
  const now = desk.crm.now();
  const known = lists.get(desk.slowClient);
  if (known && known.until > now) return known.people;
  const people = listPeople(desk);
  people.catch(() => lists.delete(desk.slowClient));
  lists.set(desk.slowClient, { until: now + LIST_MS, people });
  return people;
};

const listPeople = async ({ slowClient, teamId }: Desk): Promise<Map<string, Standing>> => {
  const people = new Map<string, Standing>();
  let cursor: string | undefined;
  do {
    const answer = await slowClient.users.list({ limit: 1000, ...(cursor && { cursor }) });
    for (const user of answer.members ?? []) {
      const outsider = outsiderOf(user, (user.team_id ?? teamId) === teamId);
      if (user.id) people.set(user.id, outsider === 'guest' || outsider === 'external' ? outsider : 'inside');
    }
    cursor = answer.response_metadata?.next_cursor;
  } while (cursor);
  return people;
};

/** Who reads there may have changed: it is asked anew when it matters next. @param channel null for every channel */
export const doubtAudience = async ({ crm, teamId, slowClient }: Desk, channel: string | null): Promise<void> => {
  lists.delete(slowClient);
  await doubtHeadcount(crm, teamId, channel);
};

/** `3 guests read here`, `People of another company and 1 guest read here`: the reason why something is hidden. */
export const whoReads = ({ guests, externals, shared, known }: Audience): string => {
  if (!known) return 'Slack does not say who reads here';
  const others = externals > 0 ? count(externals, 'person of another company', 'people of other companies') : '';
  const company = others || (shared ? 'Another company' : '');
  const all = [company, ...(guests > 0 ? [count(guests, 'guest')] : [])].filter(Boolean);
  const one = all.length === 1 && guests + externals <= 1;
  return `${new Intl.ListFormat('en').format(all)} ${one ? 'reads' : 'read'} here`;
};

/** What people from outside are not shown. */
export const HIDDEN_WORDS = 'amounts, contact details and notes';
