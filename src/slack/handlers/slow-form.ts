import type { ModalView } from '@slack/types';
import { reading, type SlackRequest } from '../slack-context.ts';
import { explain } from '../explain.ts';
import type { Ending, Slow } from '../forms/slow.ts';
import { inPrivateOnly, twice } from '../messages/respond.ts';
import { tellBest } from '../messages/tell-best.ts';

/** Least distance between two pictures of how far it came, in milliseconds: Slack takes about two a second. */
const PACE_MS = 1000;

/** Shows how far something came, but not so often that Slack minds; what it does not take is left out. */
const shower = ({ slack: { client, crm } }: SlackRequest, view_id: string) => {
  let last = 0;
  let showing: Promise<unknown> = Promise.resolve();
  return {
    show: (view: ModalView): void => {
      if (crm.now() - last < PACE_MS) return;
      last = crm.now();
      showing = client.views.update({ view_id, view }).catch(() => undefined);
    },
    /** Nothing older is shown from then on. */
    settled: () => showing,
  };
};

/** Carries on with what a form began, in its window; what the window cannot show any more is said in private. */
export async function carryOn(request: SlackRequest, viewId: string, { work }: Slow): Promise<void> {
  const { slack, actor } = request;
  const { show, settled } = shower(request, viewId);
  const { view, message } = await work(show).catch((error: unknown) => failed(request, error));
  await settled();
  await twice(() => slack.client.views.update({ view_id: viewId, view })).catch(async (err: unknown) => {
    slack.log.info({ err }, 'a form was closed before what it began came to its end');
    if (message) await tellBest(slack, inPrivateOnly(actor.slackUserId), message);
  });
}

const failed = async (request: SlackRequest, error: unknown): Promise<Ending> => {
  const message = await explain(error, request, { verb: '', words: '' });
  return { view: reading('CustomerHub', message.blocks), message };
};
