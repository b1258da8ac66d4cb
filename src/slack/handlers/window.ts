import type { ModalView } from '@slack/types';
import { say, type Message } from '../messages/blocks.ts';
import { chartsFollow } from '../messages/charts-follow.ts';
import { reading, READING, type SlackContext } from '../slack-context.ts';
import { FORM, memoryOf } from '../forms/form.ts';
import { inPrivateOnly, insist, twice } from '../messages/respond.ts';
import { NOWHERE_TO_SHARE } from '../messages/sharing.ts';
import { tellBest } from '../messages/tell-best.ts';
import type { HandlerDeps } from './handler-deps.ts';
import { notOpened, openForm } from './open-form.ts';
import {
  withFallbacks,
  worthTrying,
  type Charts,
  type Shown,
  type MessageWithFallbacks,
} from '../messages/message-with-fallbacks.ts';
import type { Place, Press } from './place.ts';

const windowOf = (message: Message) => reading('CustomerHub', message.blocks);

/** Slack puts three windows on top of each other, and no fourth. */
const isTopmost = ({ view }: Press): boolean =>
  view !== undefined && view.previous_view_id !== null && view.previous_view_id !== view.root_view_id;

/** In Home or in a window: the answer is a window, and where none opens, a private message. */
export function windowPlace(deps: HandlerDeps, body: Press): Place {
  const { slack } = deps;
  const { views } = slack.client;
  const atHome = body.view?.type === 'home';
  const { trigger_id, user } = body;
  const here = body.view?.id ?? '';

  const update = async (view_id: string, message: Message): Promise<Window> => {
    const { view } = await twice(() => views.update({ view_id, view: windowOf(message) }));
    return { id: view_id, hash: view?.hash };
  };
  /** @returns the window that shows the message */
  const open = async (message: Message): Promise<Window> => {
    if (!atHome && isTopmost(body)) return update(here, message);
    const view = windowOf(message);
    const opened = await twice(() => (atHome ? views.open : views.push)({ trigger_id, view }));
    return { id: opened.view?.id ?? here, hash: opened.view?.hash };
  };
  /** What no window shows is said in private, with all that belongs to it. */
  const answer = async (
    told: MessageWithFallbacks,
    show: (message: Message) => Promise<Window>,
  ): Promise<Window | null> => {
    // Windows show no tables; the second is what they show where they do not take something in the first.
    const [message, ...plainer] = worthTrying(told, slack.tables, false);
    if (!message) return null;
    try {
      return await show(message).catch(() => show(plainer.at(-1) ?? message));
    } catch (err) {
      slack.log.warn({ err }, 'Slack showed no window; the answer goes to the private conversation');
      await tellBest(slack, inPrivateOnly(user.id), told);
      return null;
    }
  };
  const tell = async (message: Message, replace = false): Promise<void> => {
    await answer(withFallbacks(message), (one) => (replace && !atHome ? update(here, one) : open(one)));
  };

  return {
    say: (message, replace, plainer) => tell(plainer ?? message, replace),
    open: async (view) => {
      if (isTopmost(body)) await views.update({ view_id: here, view }).catch(notOpened(slack));
      else
        await openForm(deps, trigger_id, body.view?.callback_id === READING ? upon(here, view) : view, null, !atHome);
    },
    share: () => tell(say(NOWHERE_TO_SHARE)),
    later: async (first, last) => {
      const meanwhile = open(first).catch(() => null);
      const [told, shown] = await Promise.all([last(), meanwhile]);
      const numbers = await answer(told, (one) => (shown ? update(shown.id, one) : open(one)));
      if (numbers && told.charts) await chartsFollow(slack, user.id, told.charts, within(slack, numbers, told.charts));
    },
  };
}

/** A window as it was shown: it has another hash as soon as it shows something else. */
interface Window {
  id: string;
  hash: string | undefined;
}

/** Puts charts into the window where their numbers stand, unless that was closed or shows something else by now. */
const within =
  (slack: SlackContext, { id: view_id, hash }: Window, charts: Charts) =>
  async (shown: Shown): Promise<void> => {
    const [message] = worthTrying(charts.within(shown), slack.tables, false);
    if (!message) return;
    const view = windowOf(message);
    await insist(slack, () => slack.slowClient.views.update({ view_id, view, ...(hash && { hash }) }), PATIENTLY);
  };

const PATIENTLY = { tries: 3, pause: 30_000 };

/** A form that stands on a window which only shows something is answered in that window, when it is saved. */
const upon = (beneath: string, view: ModalView): ModalView =>
  view.callback_id === FORM
    ? {
        ...view,
        private_metadata: JSON.stringify({ ...memoryOf({ private_metadata: view.private_metadata ?? '' }), beneath }),
      }
    : view;
