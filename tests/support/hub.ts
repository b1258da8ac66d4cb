/** The whole app on a practice workspace, over real signed HTTP, with an empty CRM and the cast around it. */
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { parse } from 'yaml';
import { openChartPool } from '../../src/charts/pool.ts';
import { BEN, ANA, CHANNELS, GUS, INGRID, MAYA, PEOPLE, RUTH, TEAM } from '../../src/demo/cast.ts';
import { enter } from '../../src/crm/team/members.ts';
import type { Role } from '../../src/model/roles.ts';
import type { ChannelSpec, PracticeWorkspace } from '../../src/practice/server/index.ts';
import { asObject } from '../../src/practice/server/json.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { startSlackApp, type SlackApp } from '../../src/slack/app.ts';
import { openLog } from '../../src/log.ts';
import { SlackStatus } from '../../src/slack/status.ts';
import type { PeopleRhythm } from '../../src/slack/people/start.ts';
import { sleep } from '../../src/slack/delivery/wakeup.ts';
import { aCrm, type TestCrm } from './crm.ts';
import type { Person } from './person.ts';
import { startPractice, type Practice, type PracticeSetup } from './practice.ts';

export const manifest = parse(readFileSync('manifest.yml', 'utf8')) as JsonObject;

/** The same with Socket Mode switched on, as the README says how. */
export const socketManifest: JsonObject = {
  ...manifest,
  settings: { ...asObject(manifest['settings'] ?? null), socket_mode_enabled: true },
};

/** The workspace has no rate limits, unless a test wants them. */
const UNLIMITED = { burst: Infinity, perMinute: 60 };

export interface Hub {
  crm: TestCrm;
  practice: Practice;
  slack: SlackApp;
  status: SlackStatus;
  ana: Person;
  ben: Person;
  maya: Person;
  ruth: Person;
  gus: Person;
  ingrid: Person;
  end: () => Promise<void>;
}

export interface HubOptions {
  patience?: number;
  scanMs?: readonly [number, number];
  waits?: number[];
  log?: Logger;
}

/** Whatever the app waits for before it tries again takes a twentieth of its time. */
const HURRY = 20;

const colleague = async (crm: TestCrm, { id, realName, tz, isAdmin }: typeof ANA, role: Role): Promise<void> => {
  const identity = { userId: id, teamId: TEAM.id, name: realName, email: null, timeZone: tz, isAdmin, outsider: null };
  const { employeeId } = await enter(crm, identity);
  await crm.database.db('employees').where({ id: employeeId }).update({ role });
};

export interface HubOptions extends Partial<
  Pick<PracticeSetup, 'team' | 'people' | 'channels' | 'rateLimits' | 'clock' | 'scanMs'>
> {
  /** Over Socket Mode. */
  socket?: boolean;
  /** Channels beside the usual ones. */
  more?: ChannelSpec[];
  manifest?: JsonObject;
  /** Of the database: SQLite in a file of its own unless given. */
  url?: string;
  /** How long the app waits for Slack where nobody waits for the app, in milliseconds. */
  patience?: number;
  rhythm?: PeopleRhythm;
  /** Is told every wait of the app before something is tried again, in milliseconds. */
  waits?: number[];
  log?: Logger;
  delivery?: Parameters<typeof startSlackApp>[1]['delivery'];
  /** Before the app starts. */
  before?: (workspace: PracticeWorkspace) => void;
}

/** Ana and Ben are reps, Maya is a manager, Ruth an admin, Gus a guest, Ingrid somebody of another company. */
export const openHub = async ({
  patience,
  rhythm,
  delivery,
  before,
  socket = false,
  more = [],
  waits = [],
  log = openLog(process.env['LOG_LEVEL'] ?? 'silent'),
  url,
  ...setup
}: HubOptions = {}): Promise<Hub> => {
  const crm = await aCrm(url);
  const charts = openChartPool();
  const status = new SlackStatus(openLog('silent'), crm.now);
  let slack: SlackApp | undefined;
  const practice = await startPractice({
    team: TEAM,
    people: PEOPLE,
    channels: [...CHANNELS, ...more],
    manifest: socket ? socketManifest : manifest,
    rateLimits: false,
    // Slack looks through a file for a moment.
    scanMs: [0, 100],
    ...setup,
    app: async (workspace) => {
      const { botToken, appToken, apiUrl, signingSecret } = workspace.credentials;
      before?.(workspace);
      const via = socket ? { kind: 'socket' as const, appToken } : { kind: 'http' as const, signingSecret };
      const connection = { botToken, apiUrl, via };
      slack = await startSlackApp(connection, {
        crm,
        charts,
        log,
        status,
        steady: 0,
        // The clock stands still: no second would ever pass between two messages.
        delivery: { pace: 0, updates: UNLIMITED, ...delivery },
        sleep: (ms, signal) => {
          waits.push(ms);
          return sleep(ms / HURRY, signal);
        },
        ...(patience !== undefined && { patience }),
        rhythm: { allowance: UNLIMITED, ...rhythm },
      });
      return slack.handle;
    },
  });
  if (!slack) throw new Error('the app did not start');
  const app = slack;
  await colleague(crm, ANA, 'rep');
  await colleague(crm, BEN, 'rep');
  await colleague(crm, MAYA, 'manager');
  await colleague(crm, RUTH, 'admin');
  const end = async (): Promise<void> => {
    await app.stop();
    await practice.close();
    await charts.close();
    await crm.end();
  };
  const [ana, ben, maya, ruth, gus, ingrid] = [ANA, BEN, MAYA, RUTH, GUS, INGRID].map(({ id }) => practice.as(id));
  return { crm, practice, slack: app, status, ana, ben, maya, ruth, gus, ingrid, end } as Hub;
};
