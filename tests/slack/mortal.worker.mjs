// The app as `npm start` builds it, in a process of its own, with a clock that runs faster: so that a claim, a pause and a
// second between two messages are over sooner. It delivers what it finds until it is killed.
import { setTimeout as timer } from 'node:timers/promises';

const from = (path) => import(new URL(`../../dist/src/${path}`, import.meta.url).href);
const [{ openCrm }, { openChartPool }, { startSlackApp }, { pino }] = await Promise.all([
  from('crm/context/crm.js'),
  from('charts/pool.js'),
  from('slack/app.js'),
  import('pino'),
]);

const { url, connection, clock } = JSON.parse(process.env.MORTAL);
const now = () => clock.start + (Date.now() - clock.since) * clock.speed;
const sleep = (ms, signal) => timer(ms / clock.speed, undefined, { signal }).catch(() => {});

process.send('born');
process.once('disconnect', () => process.exit(0));
await new Promise((begin) => process.once('message', begin));
const defaults = { currency: 'EUR', locale: 'en-GB', timeZone: 'Europe/Berlin' };
const crm = await openCrm({ url, defaults, defaultRole: 'rep', now });
// Its Slack has no rate limits, and a queue would go by the world's clock.
const unlimited = { burst: Infinity, perMinute: 60 };
await startSlackApp(connection, {
  crm,
  charts: openChartPool(),
  log: pino({ level: 'silent' }),
  delivery: { sleep, updates: unlimited },
  rhythm: { allowance: unlimited },
});
