import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { unhurried } from '../../model/runtime/deadline.ts';
import type { Crm } from '../../crm/context/index.ts';
import { noticeDeparture, noticeDepartures } from '../../crm/team/index.ts';
import { Headcounts, type Rhythm } from '../audience/headcounts.ts';
import type { Allowance } from '../bucket.ts';
import { openQueues } from '../call-queue.ts';
import { Directory, type SlackPerson } from './directory.ts';
import type { Installation } from './installation.ts';
import { openPeople, standingIn, type People } from './people.ts';
import { startSweeping } from './sweep.ts';

export interface PeopleRhythm extends Rhythm {
  /** Between two readings of Slack's list, in milliseconds. */
  sweep?: number;
  /** How often each method is called, in place of what Slack's tiers allow. */
  allowance?: Allowance | undefined;
}

interface PeopleServices {
  crm: Crm;
  /** For calls that a person waits for. */
  client: WebClient;
  /** For calls that may take their time. */
  slowClient: WebClient;
  installation: Installation;
  log: Logger;
  /** How Slack is asked, where that is not as usual. */
  rhythm?: PeopleRhythm | undefined;
}

interface StartedPeople {
  people: People;
  headcounts: Headcounts;
  stop: () => void;
}

/** Begins to know the people of the workspace, and who of them reads where. */
export function startPeople({ crm, client, slowClient, installation, log, rhythm }: PeopleServices): StartedPeople {
  const queues = openQueues(rhythm?.allowance);
  const { now } = crm;
  const { teamId } = installation;

  const follow = async (before: SlackPerson | null, person: SlackPerson): Promise<void> => {
    const counted = before ? standingIn(before) : 'inside';
    if (standingIn(person) !== counted) await headcounts.doubtThoseOf(person.id);
    if (person.outsider === 'deactivated') await noticeDeparture(crm, { userId: person.id, teamId });
  };
  const onChange = (before: SlackPerson | null, person: SlackPerson): void =>
    void unhurried(() => follow(before, person)).catch((err: unknown) =>
      log.error({ err }, 'a change of somebody was not followed up'),
    );
  const onSwept = (people: SlackPerson[]): Promise<void> => {
    const gone = people.filter(({ outsider }) => outsider === 'deactivated').map(({ id }) => id);
    return noticeDepartures(crm, teamId, new Set(gone));
  };

  const directory = new Directory({ client, queue: queues.usersInfo, installation, now, onChange });
  const list = { client: slowClient, queue: queues.usersList, every: rhythm?.sweep };
  const sweep = startSweeping({ ...list, directory, now, log, onSwept });
  const people = openPeople({ directory, installation, settings: crm.settings, warm: sweep.warm, now });
  const headcounts = new Headcounts({ crm, teamId, client: slowClient, queues, people, log, rhythm });
  const stop = (): void => {
    sweep.stop();
    headcounts.stop();
    for (const queue of Object.values(queues)) queue.end();
  };
  return { people, headcounts, stop };
}
