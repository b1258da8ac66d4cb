/** An app that shows one of everything Block Kit has: what the tests of the page look at. */
import type { App } from '@slack/bolt';
import { setTimeout as sleep } from 'node:timers/promises';
import { ana, bo, guest, manifest as echoManifest, startEcho } from './echo.ts';
import { form, nextForm, withErrors } from './gallery-form.ts';
import { cards, home, pictures, tables, words } from './gallery-blocks.ts';

export const everybody = [
  { id: ana, handle: 'ana', realName: 'Ana Alvarez', title: 'Head of sales', tz: 'Europe/Madrid', isAdmin: true },
  { id: bo, handle: 'bo', realName: 'Bo Berg', title: 'Account executive', tz: 'America/New_York' },
  { id: 'U0CHEN', handle: 'chen', realName: 'Chen Wei', title: 'Sales engineer', tz: 'Asia/Singapore' },
  { id: 'U0DEDE', handle: 'dede', realName: 'Dede Okafor', title: 'Customer success', tz: 'Africa/Lagos' },
  { id: guest, handle: 'gus', realName: 'Gus Guest', title: 'Consultant', isGuest: true },
];

const members = [ana, bo, 'U0CHEN', 'U0DEDE'];

export const places = [
  { id: 'C0GENERAL', name: 'general', members: [...members, guest], hasApp: true, topic: 'Company-wide news' },
  { id: 'C0SALES', name: 'sales', members, hasApp: true, topic: 'Deals, wins and *questions* :moneybag:' },
  { id: 'C0DEALS', name: 'deals-emea', kind: 'private' as const, members, hasApp: true },
  { id: 'C0RANDOM', name: 'random', members },
  { id: 'C0SHARED', name: 'acme-and-globex', members: [ana, bo], hasApp: true, isExtShared: true },
  { id: 'C0OLD', name: 'old-plans', members: [ana], hasApp: true, isArchived: true },
];

const manifest = {
  ...echoManifest,
  display_information: { name: 'Gallery' },
  features: {
    ...echoManifest.features,
    bot_user: { display_name: 'Gallery' },
    slash_commands: [
      { command: '/show', description: 'Shows blocks', usage_hint: '[cards | tables | pictures | words | whisper]' },
      { command: '/form', description: 'Opens a form with every input', usage_hint: '' },
      { command: '/sleep', description: 'Answers late', usage_hint: '' },
    ],
  },
};

/** How long the app thinks about a typeahead, in milliseconds, per what was typed. */
const THINKING: Record<string, number> = { gl: 900 };

const firms = ['Acme', 'Globex', 'Globex Logistics', 'Initech', 'Umbrella', 'Wayne Enterprises', 'Ünïcode & Söhne'];

export const startGallery = (deadlineMs = 3000) =>
  startEcho(listen, { people: everybody, channels: places, manifest, deadlineMs });

function listen(app: App): void {
  const shown: Record<string, typeof cards> = { cards, tables, pictures, words };
  app.command('/show', async ({ command, ack, say }) => {
    const blocks = shown[command.text];
    if (!blocks) return ack({ text: 'Only you can see *this*. Try `/show cards`.', response_type: 'ephemeral' });
    await ack();
    return void (await say({ text: `Here are the ${command.text}`, blocks }));
  });
  app.command('/form', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form });
  });
  app.command('/sleep', async ({ ack }) => {
    await sleep(1300);
    await ack();
  });
  app.options('firm', async ({ ack, payload }) => {
    await sleep(THINKING[payload.value] ?? 0);
    const fits = firms.filter((name) => name.toLowerCase().includes(payload.value.toLowerCase()));
    await ack({ options: fits.map((name) => ({ text: { type: 'plain_text', text: name }, value: name })) });
  });
  app.view('everything', async ({ ack, view }) => {
    await sleep(150);
    const name = view.state.values.name?.name?.value;
    if (name === 'next') return ack({ response_action: 'push', view: nextForm });
    return name === 'wrong' ? ack({ response_action: 'errors', errors: withErrors }) : ack();
  });
  app.view('next', ({ ack }) => ack({ response_action: 'clear' }));
  app.action(/.*/, async ({ ack, action }) => {
    if ('action_id' in action && action.action_id === 'slow_button') await sleep(700);
    await ack();
  });
  app.shortcut('new_thing', async ({ ack, client, shortcut }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
  });
  app.shortcut('keep', ({ ack }) => ack());
  app.event('app_home_opened', async ({ client, event }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: home } });
  });
  app.event('app_mention', async ({ event, say }) => void (await say({ text: 'You called?', thread_ts: event.ts })));
}
