import type { SubscriptionRecord } from '../../../model/entities/subscriptions.ts';
import { NotFound, Unclear } from '../../../model/errors.ts';
import { addDays, dayOf } from '../../../model/dates/time.ts';
import { daysCalled } from '../../../model/filter/days.ts';
import { refTo, type RecordRef } from '../../../model/entity.ts';
import { unquoted } from '../../../model/text/marks.ts';
import { normalizeText } from '../../../model/text/text.ts';
import { recordAccess } from '../../../crm/access/index.ts';
import { permit, readAddressed } from '../../../crm/records/index.ts';
import { entityOf } from '../../../model/registry.ts';
import { isPersonal } from '../../../model/subscriptions/subscription.ts';
import { letGoOn } from '../../../crm/notifications/channels/index.ts';
import {
  allSubscriptions,
  endSubscription,
  pauseSubscription,
  subscribe,
  subscriptionCalled,
  subscriptionsOf,
  readLineDraft,
} from '../../../crm/notifications/subscriptions/index.ts';
import { allSchedules, schedulesOf } from '../../../crm/notifications/schedules/index.ts';
import { actions, button, escape, say } from '../../messages/blocks.ts';
import { answer, type SlackRequest, type Reply } from '../../slack-context.ts';
import { newSubscriptionForm, subscriptionForm } from './subscription-form.ts';
import { channelsOf, blockerIn, placeAsked, placeOf } from '../../listening-place.ts';
import { subscribedMessage } from './subscribed.ts';
import { subscriptionsMessage } from './subscription-list.ts';
import { showDay } from '../../views/values.ts';
import { endOf } from '../summary/index.ts';
import type { Command } from '../command.ts';
import { FUTURE_DAY } from '../../../model/dates/due-day.ts';

const entity = entityOf('subscription');

const subscribeCommand: Command = {
  name: 'subscribe',
  usage: 'subscribe [events] [where filters]',
  words: 'own',
  options: ['to'],
  examples: ['subscribe', 'subscribe won lost where amount>50k', 'subscribe won to:me name:"big ones"'],
  help: 'Get deal updates in this channel, or with `to:me` as a direct message. Opens a form, or type `subscribe won lost where amount>50k owner:@ana name:"big ones"`.',
  run: async (request, words) => {
    await permit(request, { entity: entityOf('subscription'), verb: 'create' });
    const line = words.trim() === '' ? null : await readLineDraft(request, words);
    const place = await placeOf(request, line?.toMe);
    if ('blocks' in place) return answer(place);
    if (line === null) return { kind: 'open', view: await newSubscriptionForm(request, place.channel) };
    const { name, toMe: _toMe, ...draft } = line;
    const saved = await subscribe(request, { channel: place.channel, name, draft });
    return answer(await subscribedMessage(request, saved, draft));
  },
};

const listed = async (asked: SlackRequest, line: string): Promise<Reply> => {
  const { request, words } = placeAsked(asked, line);
  const all = /^all$/i.test(words.trim());
  const { crm } = request.slack;
  const found = await (all ? allSubscriptions(request) : subscriptionsOf(request, channelsOf(request)));
  await recordAccess(crm, request.actor, request.origin, { verb: 'list', entity: 'subscription' });
  const schedules = await (all ? allSchedules(request) : schedulesOf(request, channelsOf(request)));
  if (found.length + schedules.length === 0) {
    const here = request.channel
      ? 'This channel has no subscriptions.'
      : 'You have no subscriptions by direct message.';
    const none = all ? 'No channel has a subscription.' : here;
    return answer(say(none, ...(all ? [] : [actions(button('Subscribe', 'subscribe'))])));
  }
  const here = request.channel ? 'Subscriptions in this channel:' : 'Your subscriptions by direct message:';
  const title = all ? `All subscriptions: ${found.length + schedules.length}` : here;
  return answer(await subscriptionsMessage(request, found, { title, schedules, withChannel: all }));
};

const subscriptionsCommand: Command = {
  name: 'subscriptions',
  usage: 'subscriptions [to:me|all]',
  options: ['to'],
  examples: ['subscriptions', 'subscriptions to:me'],
  help: 'View, edit, pause or remove subscriptions of this channel, or with `to:me` your own. Admins: `subscriptions all`.',
  run: listed,
};

const end = async (request: SlackRequest, subscription: SubscriptionRecord): Promise<Reply> => {
  const { act } = await endSubscription(request, refTo({ entity, record: subscription }));
  const name = escape(subscription.name);
  return answer(say(`:no_bell: Removed *${name}*.`, actions(button('Undo', 'undo', act))));
};

const WHICH = 25;

/** Finds subscriptions by name first, then schedules by the start of their words. */
const unsubscribeCommand: Command = {
  name: 'unsubscribe',
  usage: 'unsubscribe [name]',
  words: 'text',
  options: ['to'],
  examples: ['unsubscribe', 'unsubscribe big ones'],
  help: 'Remove a subscription or scheduled summary of this channel, or with `to:me` one of your own.',
  run: async (asked, line) => {
    const { request, words } = placeAsked(asked, line);
    const all = await subscriptionsOf(request, channelsOf(request));
    const schedules = await schedulesOf(request, channelsOf(request));
    if (all.length + schedules.length === 0)
      throw new NotFound('This channel has no subscriptions. Add one with `/crm subscribe`.');
    const name = unquoted(words);
    if (name !== '') {
      const [called, more] = schedules.filter((one) => normalizeText(one.words).startsWith(normalizeText(name)));
      if (called && !more && !all.some((one) => normalizeText(one.name).startsWith(normalizeText(name))))
        return endOf(request, called);
      return end(request, subscriptionCalled(all, name));
    }
    if (all.length === 1 && all[0] && schedules.length === 0) return end(request, all[0]);
    const buttons = [
      ...all.map((one) => button(one.name, 'subscription', `end ${one.id}`)),
      ...schedules.map((one) => button(`Summary ${one.words}`, 'schedule', `end ${one.id}`)),
    ];
    return answer(say('Which one do you want to remove?', actions(...buttons.slice(0, WHICH))));
  },
};

const WEEK = 7;

const paused = async (request: SlackRequest, ref: RecordRef<'subscription'>, words: string): Promise<Reply> => {
  const { crm } = request.slack;
  const today = dayOf(crm.now(), crm.settings.timeZone);
  const until = words === '' ? addDays(today, WEEK) : daysCalled(words, today)?.from;
  if (until === undefined || until <= today) throw new Unclear(FUTURE_DAY);
  const { act, subscription } = await pauseSubscription(request, ref, until);
  const day = showDay(until, { locale: crm.settings.locale, today });
  const text = `:zzz: *${escape(subscription.name)}* is paused until ${day}, then resumes.`;
  return answer(
    say(text, actions(button('Resume now', 'subscription', `resume ${ref.id}`), button('Undo', 'undo', act))),
  );
};

const resumed = async (request: SlackRequest, ref: RecordRef<'subscription'>): Promise<Reply> => {
  const { act, subscription } = await pauseSubscription(request, ref, null);
  const text = `:bell: *${escape(subscription.name)}* is on again.`;
  return answer(say(text, actions(button('Undo', 'undo', act))));
};

/** Resumes a subscription that was paused by Slack, if its channel accepts messages. */
const goneOn = async (request: SlackRequest, subscription: SubscriptionRecord): Promise<Reply> => {
  const channel = subscription.channel;
  const blocker = isPersonal(channel) ? null : await blockerIn(request.slack, channel);
  if (blocker) return answer(blocker);
  await letGoOn(request, refTo({ entity, record: subscription }));
  return answer(say(`:bell: *${escape(subscription.name)}* is on again in <#${channel}>.`));
};

/** Behind the menu of a subscription: `edit 5`, `go-on 5`, `pause 5`, `resume 5`, `end 5`. */
const subscriptionCommand: Command = {
  name: 'subscription',
  run: async (request, words) => {
    const [what = '', id = '', ...more] = words.trim().split(/\s+/);
    const ref: RecordRef<'subscription'> = { entity: 'subscription', id: Number(id) || 0 };
    const subscription = await readAddressed(request, ref);
    if (what === 'pause') return paused(request, ref, more.join(' '));
    if (what === 'resume') return resumed(request, ref);
    if (what === 'go-on') return goneOn(request, subscription);
    if (what === 'end') return end(request, subscription);
    const record = subscription;
    await permit(request, { entity: entityOf('subscription'), verb: 'update', record });
    return { kind: 'open', view: await subscriptionForm(request, ref) };
  },
};

export const subscriptionCommands: readonly Command[] = [
  subscribeCommand,
  subscriptionsCommand,
  unsubscribeCommand,
  subscriptionCommand,
];
