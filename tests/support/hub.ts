/** The whole app on a practice workspace, over real signed HTTP, with an empty CRM and the cast around it. */
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { parse } from 'yaml';
import { openStudio } from '../../src/charts/studio.ts';
import { BEN, ANA, CHANNELS, GUS, INGRID, MAYA, PEOPLE, RUTH, TEAM } from '../../src/demo/cast.ts';
import { enter } from '../../src/crm/members.ts';
import type { Role } from '../../src/model/access.ts';
import type { JsonObject } from '../../src/practice/protocol.ts';
import { startSlackApp, type SlackApp } from '../../src/slack/app.ts';
import { aCrm, type TestCrm } from './crm.ts';
import type { Person } from './person.ts';
import { startPractice, type Practice } from './practice.ts';

export const manifest = parse(readFileSync('manifest.yml', 'utf8')) as JsonObject;

export interface Hub {
  crm: TestCrm;
  practice: Practice;
  slack: SlackApp;
  ana: Person;
  ben: Person;
  maya: Person;
  ruth: Person;
  gus: Person;
  ingrid: Person;
  end: () => Promise<void>;
}

const colleague = async (crm: TestCrm, { id, realName, tz, isAdmin }: typeof ANA, role: Role): Promise<void> => {
  const identity = { userId: id, teamId: TEAM.id, name: realName, email: null, timeZone: tz, isAdmin, outsider: null };
  const { employeeId } = await enter(crm, identity);
  await crm.database.knex('employees').where({ id: employeeId }).update({ role });
};

/**
 * Ana and Ben are reps, Maya is a manager, Ruth an admin, Gus a guest, Ingrid somebody of another company.
 * @param how `patience`: how long the app waits for Slack where nobody waits for the app, in milliseconds
 */
export const openHub = async ({ patience }: { patience?: number } = {}): Promise<Hub> => {
  const crm = await aCrm();
  const studio = openStudio();
  let slack: SlackApp | undefined;
  const practice = await startPractice({
    team: TEAM,
    people: PEOPLE,
    channels: CHANNELS,
    manifest,
    rateLimits: false,
    app: async ({ credentials: { botToken, apiUrl, signingSecret } }) => {
      const connection = { botToken, apiUrl, via: { kind: 'http' as const, signingSecret } };
      slack = await startSlackApp(connection, {
        crm,
        studio,
        log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
        // The clock stands still: no second would ever pass between two messages.
        delivery: { pace: 0 },
        ...(patience !== undefined && { patience }),
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
    await studio.close();
    await crm.end();
  };
  const [ana, ben, maya, ruth, gus, ingrid] = [ANA, BEN, MAYA, RUTH, GUS, INGRID].map(({ id }) => practice.as(id));
  return { crm, practice, slack: app, ana, ben, maya, ruth, gus, ingrid, end } as Hub;
};
