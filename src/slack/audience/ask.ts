import type { WebClient } from '@slack/web-api';
import type { Headcount } from '../../crm/notifications/channels/index.ts';
import type { CallQueues } from '../call-queue.ts';
import type { People } from '../people/people.ts';

interface Means {
  client: WebClient;
  queues: CallQueues;
}

/** Members are asked for by the thousand; of more than this many nobody counts the guests. */
const MOST_PAGES = 20;

/** Who from outside reads in a channel now. @throws where Slack does not say */
export async function askHeadcount(
  { people, ...means }: Means & { people: People },
  channel: string,
): Promise<Headcount> {
  const { client, queues } = means;
  const { channel: info } = await queues.conversationsInfo.run(() => client.conversations.info({ channel }));
  if (!info) throw new Error('Slack described no channel');
  const shared = info.is_ext_shared === true || info.is_pending_ext_shared === true;
  const members = await pagesOf((cursor) =>
    queues.conversationsMembers.run(async () => {
      const answer = await client.conversations.members({ channel, limit: 1000, ...cursor });
      return { page: answer.members ?? [], next: answer.response_metadata?.next_cursor };
    }),
  );
  // Those whom Slack's list has not are of the other company.
  const standings = [...(await people.standingsOf(members, !shared)).values()];
  const count = (standing: string): number => standings.filter((one) => one === standing).length;
  return { guests: count('guest'), externals: count('external'), shared };
}

/** Channels that somebody is in, as far as the app may know of them. @throws where Slack does not say */
export function askChannels({ client, queues }: Means, user: string): Promise<string[]> {
  return pagesOf((cursor) =>
    queues.usersConversations.run(async () => {
      const types = 'public_channel,private_channel';
      const answer = await client.users.conversations({ user, types, limit: 999, ...cursor });
      return {
        page: (answer.channels ?? []).flatMap(({ id }) => id ?? []),
        next: answer.response_metadata?.next_cursor,
      };
    }),
  );
}

/** @param read one page, from a cursor on */
const pagesOf = async <T>(
  read: (cursor: { cursor?: string }) => Promise<{ page: T[]; next: string | undefined }>,
): Promise<T[]> => {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await read(cursor ? { cursor } : {});
    all.push(...found.page);
    cursor = found.next;
    if (!cursor) return all;
  }
  throw new Error(`more than ${all.length} of them`);
};
