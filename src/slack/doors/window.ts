import type { ModalView } from '@slack/types';
import { say, type Message } from '../blocks.ts';
import { reading, READING } from '../desk.ts';
import { FORM, memoryOf } from '../forms/form.ts';
import { sayInPrivate, twice } from '../reach.ts';
import type { Lobby } from './door.ts';
import { openForm } from './open-form.ts';
import { worthTrying } from '../told.ts';
import type { Place, Press } from './place.ts';

const windowOf = (message: Message) => reading('CustomerHub', message.blocks);

/** Slack puts three windows on top of each other, and no fourth. */
const isTopmost = ({ view }: Press): boolean =>
  view !== undefined && view.previous_view_id !== null && view.previous_view_id !== view.root_view_id;

/** In Home or in a window: the answer is a window, and where none opens, a private message. */
export const windowPlace = (lobby: Lobby, body: Press): Place => {
  const { desk } = lobby;
  const { views } = desk.client;
  const atHome = body.view?.type === 'home';
  const { trigger_id, user } = body;
  const here = body.view?.id ?? '';

  const update = async (view_id: string, message: Message): Promise<void> => {
    await twice(() => views.update({ view_id, view: windowOf(message) }));
  };
  /** @returns id of the window that shows the message */
  const open = async (message: Message): Promise<string> => {
    const view = windowOf(message);
    if (atHome) return (await twice(() => views.open({ trigger_id, view }))).view?.id ?? here;
    if (!isTopmost(body)) return (await twice(() => views.push({ trigger_id, view }))).view?.id ?? here;
    await update(here, message);
    return here;
  };
  const orInPrivate = (message: Message, show: () => Promise<unknown>): Promise<void> =>
    show().then(
      () => undefined,
      (err: unknown) => {
        desk.log.warn({ err }, 'Slack showed no window; the answer goes to the private conversation');
        return sayInPrivate(desk, user.id, message);
      },
    );
  const answer = (message: Message, replace: boolean): Promise<void> =>
    orInPrivate(message, () => (replace && !atHome ? update(here, message) : open(message)));

  return {
    say: (message, replace, plainer) => answer(plainer ?? message, replace),
    open: async (view) => {
      if (isTopmost(body)) await views.update({ view_id: here, view });
      else
        await openForm(lobby, trigger_id, body.view?.callback_id === READING ? upon(here, view) : view, null, !atHome);
    },
    share: () => answer(NOWHERE_TO_SHARE, false),
    later: async (first, last) => {
      const id = await open(first).catch(() => null);
      // Windows show no tables; where they do not take a picture either, the same is said without it.
      const [message, ...plainer] = worthTrying(await last(), desk, false);
      if (!message) return;
      const show = (one: Message): Promise<unknown> => (id === null ? open(one) : update(id, one));
      const again = plainer.at(-1) ?? message;
      await orInPrivate(again, () => show(message).catch(() => show(again)));
    },
  };
};

/** A form that stands on a window which only shows something is answered in that window, when it is saved. */
const upon = (beneath: string, view: ModalView): ModalView =>
  view.callback_id === FORM
    ? {
        ...view,
        private_metadata: JSON.stringify({ ...memoryOf({ private_metadata: view.private_metadata ?? '' }), beneath }),
      }
    : view;

const NOWHERE_TO_SHARE = say(
  'Open this from a command in the channel that you want to share it with, for example `/crm show`.',
);
